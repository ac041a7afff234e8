package code

import (
	"bufio"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/code/scriptcalls"
)

// scripts reads the files below a directory, and makes what follows their imports.
func scripts(t testing.TB, dir string) ([]scriptcalls.File, []File) {
	t.Helper()
	r := NewReader("")
	var files []scriptcalls.File
	var all []File
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.Contains(name, "/node_modules/") {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		l := known.byName[LanguageOf(fact.Path(rel))]
		if l == nil || l.Manifest && l.Family == "" && l.Read == nil || l.Family != "ecmascript" && !l.Manifest {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := r.Structure(t.Context(), l.Name, content)
		if err != nil {
			return err
		}
		all = append(all, File{Path: fact.Path(rel), Structure: &s})
		if l.Manifest {
			return nil
		}
		if tree, err := scriptcalls.Parse(t.Context(), r.grammars, l.Grammar, content); err == nil {
			files = append(files, scriptcalls.File{Path: fact.Path(rel), Tree: tree})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return files, all
}

// follow makes what follows a specifier.
func follow(all []File) scriptcalls.Resolve {
	resolve := known.byName["typescript"].Resolver(all)
	byPath := map[fact.Path]*File{}
	for i := range all {
		byPath[all[i].Path] = &all[i]
	}
	return func(from fact.Path, specifier string) []fact.Path {
		f := byPath[from]
		if f == nil {
			return nil
		}
		var out []fact.Path
		for _, x := range resolve(f, &fact.Import{Path: specifier, Kind: fact.Runtime}) {
			if x.To != "" && !slices.Contains(out, x.To) {
				out = append(out, x.To)
			}
		}
		return out
	}
}

// TestScriptCallsOracle holds the calls of the files below the directory that
// LEADLINE_TREE names against those in the file that LEADLINE_ORACLE names, which
// tools/calls-script/oracle.js wrote; without the latter it only tells what they take.
func TestScriptCallsOracle(t *testing.T) {
	dir, oracle := os.Getenv("LEADLINE_TREE"), os.Getenv("LEADLINE_ORACLE")
	if dir == "" {
		t.Skip("LEADLINE_TREE names no directory")
	}
	files, all := scripts(t, dir)
	resolve := follow(all)
	nodes, size := 0, 0
	for _, f := range files {
		nodes += len(f.Tree.Nodes)
		size += len(f.Tree.Source)
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	start := time.Now()
	calls := scriptcalls.Find(files, resolve)
	took := time.Since(start)
	runtime.ReadMemStats(&after)
	t.Logf("%d files, %d bytes, %d nodes in %d MiB; %d calls in %v, %d MiB allocated", len(files), size, nodes, before.HeapAlloc>>20, len(calls), took.Round(time.Millisecond), (after.TotalAlloc-before.TotalAlloc)>>20)
	named(t, calls, all)
	if oracle == "" {
		return
	}
	want := map[string]bool{}
	f, err := os.Open(oracle)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		want[s.Text()] = true
	}
	got := map[string]bool{}
	exact := map[string]bool{}
	for _, c := range calls {
		key := callable(c.From) + "\t" + callable(c.To)
		got[key] = true
		exact[key] = c.Confidence == fact.Exact
	}
	for _, part := range []struct {
		name string
		test bool
	}{{"without tests", false}, {"with tests", true}} {
		both, exactBoth, exacts, mine, theirs := 0, 0, 0, 0, 0
		for k := range want {
			if part.test || !testFile.MatchString(k) {
				theirs++
			}
		}
		for k := range got {
			if !part.test && testFile.MatchString(k) {
				continue
			}
			mine++
			if want[k] {
				both++
			}
			if exact[k] {
				exacts++
				if want[k] {
					exactBoth++
				}
			}
		}
		t.Logf("%s: %d of the compiler's %d, %d found: precision %.3f, recall %.3f; exact %d, precision %.3f", part.name, both, theirs, mine,
			float64(both)/float64(mine), float64(both)/float64(theirs), exacts, float64(exactBoth)/float64(exacts))
	}
	if to := os.Getenv("LEADLINE_DIFFERENCES"); to != "" {
		var b strings.Builder
		for _, k := range slices.Sorted(maps.Keys(want)) {
			if !got[k] {
				fmt.Fprintln(&b, "missing\t"+k)
			}
		}
		for _, k := range slices.Sorted(maps.Keys(got)) {
			if !want[k] {
				fmt.Fprintln(&b, "extra\t"+k)
			}
		}
		if err := os.WriteFile(to, []byte(b.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// named tells how many of the functions in calls are symbols of the structure.
func named(t *testing.T, calls []fact.Call, all []File) {
	t.Helper()
	type symbol struct {
		path fact.Path
		line int
		name string
	}
	symbols := map[symbol]bool{}
	for _, f := range all {
		for _, s := range f.Structure.Symbols {
			symbols[symbol{f.Path, s.Line, s.Name}] = true
		}
	}
	for i, what := range []string{"callers", "callees"} {
		known, functions := 0, map[symbol]bool{}
		for _, c := range calls {
			if x := []fact.Callable{c.From, c.To}[i]; x.Name != "" {
				functions[symbol{x.Path, x.Line, x.Name}] = true
			}
		}
		for f := range functions {
			if symbols[f] {
				known++
			}
		}
		t.Logf("%d of %d %s are symbols", known, len(functions), what)
	}
}

var testFile = regexp.MustCompile(`\.test\.|/tests?/|^runtime-tests/|\.spec\.`)

func callable(c fact.Callable) string {
	name := c.Name
	if c.Owner != "" {
		name = c.Owner + "." + name
	}
	return fmt.Sprintf("%s:%d:%s", c.Path, c.Line, name)
}
