package internal_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// peerFunction is a function as ESLint sees it. Parent is the function that it
// stands in; -1 for none.
type peerFunction struct {
	Name      string
	Line, End int
	Parent    int
	// Cyclomatic counts the function alone, and Shorthand of it what we do not:
	// ?? and ?., default values, operators that assign. Cognitive is of it alone
	// too, without || and what is short in JSX.
	Cyclomatic, Cognitive, Shorthand, Or int
	JSX                                  bool
}

// TestComplexityOfScriptsAgrees holds the complexity of functions against ESLint's
// complexity, less what it counts as shorthand and with the anonymous functions
// in each, and against the cognitive-complexity of eslint-plugin-sonarjs where
// definitions agree: in functions that hold no other, no ||, no JSX.
func TestComplexityOfScriptsAgrees(t *testing.T) {
	dir := peers(t)
	for _, folder := range []string{"vite/packages", "svelte/packages/svelte/src", "zod/packages/zod/src", "hono/src", "frontend/src/data", "frontend/src/components/chart"} {
		t.Run(folder, func(t *testing.T) { scriptsAgree(t, dir, filepath.Join(dir, "trees", folder)) })
	}
}

func scriptsAgree(t *testing.T, dir, tree string) {
	var files []string
	err := filepath.WalkDir(tree, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "node_modules" {
			return fs.SkipDir
		}
		if d.Type().IsRegular() && script(code.LanguageOf(fact.Path(d.Name()))) {
			files = append(files, name)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), "node", "testdata/eslint.mjs", dir)
	cmd.Stdin = strings.NewReader(strings.Join(files, "\n"))
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	reader := code.NewReader("")
	defer reader.Close()
	var c comparison
	for line := range bytes.Lines(out) {
		var x struct {
			File      string
			Functions []peerFunction
		}
		if err := json.Unmarshal(line, &x); err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(x.File)
		if err != nil {
			t.Fatal(err)
		}
		s, err := reader.Structure(t.Context(), code.LanguageOf(fact.Path(x.File)), content)
		if err != nil {
			t.Fatal(err)
		}
		c.compare(t, strings.TrimPrefix(x.File, tree), &s, x.Functions)
	}
	t.Logf("%d files; functions with a name: %d of ours, %d of theirs; cyclomatic: %d of %d equal; cognitive: %d of %d equal",
		len(files), c.ours, c.theirs, c.cyclomatic[0], c.cyclomatic[1], c.cognitive[0], c.cognitive[1])
	if c.cyclomatic[1] < 100 || 1000*c.cyclomatic[0] < 999*c.cyclomatic[1] || 1000*c.cognitive[0] < 999*c.cognitive[1] {
		t.Error("too few are equal")
	}
}

// comparison counts the functions that are equal, and those that were compared.
type comparison struct {
	ours, theirs          int
	cyclomatic, cognitive [2]int
}

func (c *comparison) compare(t *testing.T, file string, s *fact.Structure, functions []peerFunction) {
	if s.Partial {
		return
	}
	type place struct {
		name string
		end  int
	}
	ours := map[place]*fact.Symbol{}
	for i := range s.Symbols {
		x := &s.Symbols[i]
		if x.Kind != fact.Function && x.Kind != fact.Method {
			continue
		}
		c.ours++
		if at := (place{strings.TrimPrefix(x.Name, "#"), x.End}); ours[at] == nil {
			ours[at] = x
		} else {
			ours[at] = &fact.Symbol{} // one of two
		}
	}
	found := map[int]*fact.Symbol{}
	for i, f := range functions {
		if f.Name != "" {
			c.theirs++
		}
		if x := ours[place{f.Name, f.End}]; x != nil {
			found[i] = x
		}
	}
	total, holds := make([]int, len(functions)), make([]bool, len(functions))
	for i, f := range functions { // the inner ones come first
		total[i] += f.Cyclomatic - f.Shorthand
		if f.Parent >= 0 {
			holds[f.Parent] = true
			if found[i] == nil {
				total[f.Parent] += total[i] - 1
			}
		}
	}
	for i, f := range functions {
		x := found[i]
		if x == nil || x.Name == "" {
			continue
		}
		c.cyclomatic[1]++
		if x.Cyclomatic == total[i] {
			c.cyclomatic[0]++
		} else {
			t.Logf("%s:%d %s: cyclomatic %d, ESLint says %d", file, x.Line, x.Name, x.Cyclomatic, total[i])
		}
		if holds[i] || f.Or > 0 || f.JSX || f.Cognitive < 0 {
			continue
		}
		c.cognitive[1]++
		if x.Cognitive == f.Cognitive {
			c.cognitive[0]++
		} else {
			t.Logf("%s:%d %s: cognitive %d, sonarjs says %d", file, x.Line, x.Name, x.Cognitive, f.Cognitive)
		}
	}
}
