package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/fzipp/gocyclo"
	"github.com/uudashr/gocognit"

	"leadline/internal/analysis/complexity"
	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// TestComplexityAgrees holds the complexity of every function of three trees
// against gocyclo and gocognit: this program, Go's own
// commands, and its package net with all below.
func TestComplexityAgrees(t *testing.T) {
	out, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		t.Fatal(err)
	}
	src := filepath.Join(strings.TrimSpace(string(out)), "src")
	for name, dir := range map[string]string{"leadline": root, "cmd": filepath.Join(src, "cmd"), "net": filepath.Join(src, "net")} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := complexityAgrees(t, dir)
			t.Logf("%d functions", n)
			if n < 500 {
				t.Errorf("compared only %d functions", n)
			}
		})
	}
}

// goPackage is the files of one package in a folder.
type goPackage struct {
	positions *token.FileSet
	trees     []*ast.File
	read      []fact.Structure
}

func complexityAgrees(t *testing.T, dir string) (functions int) {
	reader := code.NewReader("")
	packages := map[string]*goPackage{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() && d.Name() == "testdata" {
			return fs.SkipDir
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		positions := token.NewFileSet()
		tree, err := parser.ParseFile(positions, name, content, parser.ParseComments)
		if err != nil {
			return nil
		}
		key := filepath.Dir(name) + " " + tree.Name.Name
		p := packages[key]
		if p == nil {
			p = &goPackage{positions: token.NewFileSet()}
			packages[key] = p
		}
		if tree, err = parser.ParseFile(p.positions, name, content, parser.ParseComments); err != nil {
			return err
		}
		p.trees = append(p.trees, tree)
		s, err := reader.Structure(t.Context(), "go", content)
		if err != nil {
			t.Fatal(err)
		}
		p.read = append(p.read, s)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range packages {
		functions += p.compare(t)
	}
	return functions
}

// compare holds a package against the peers, function by function: by the file,
// the line and the name.
func (p *goPackage) compare(t *testing.T) int {
	var cyclomatic gocyclo.Stats
	for _, tree := range p.trees {
		cyclomatic = gocyclo.AnalyzeASTFile(tree, p.positions, cyclomatic)
	}
	want := map[string][2]int{}
	key := func(at token.Position) string { return fmt.Sprintf("%s:%d", at.Filename, at.Line) }
	for _, s := range cyclomatic {
		want[key(s.Pos)] = [2]int{s.Complexity, -1}
	}
	for _, s := range gocognit.ComplexityStatsForFiles(p.trees, p.positions, nil, nil) {
		x := want[key(s.Pos)]
		want[key(s.Pos)] = [2]int{x[0], s.Complexity}
	}
	recursive := complexity.Recursive(p.read)
	n := 0
	for i, tree := range p.trees {
		name := p.positions.Position(tree.Pos()).Filename
		for j, s := range p.read[i].Symbols {
			if s.Kind != fact.Function && s.Kind != fact.Method {
				continue
			}
			n++
			got, k := [2]int{s.Cyclomatic, s.Cognitive}, fmt.Sprintf("%s:%d", name, s.Line)
			if recursive[i][j] {
				got[1]++
			}
			if want[k][1] < 0 {
				got[1] = -1 // a variable, which gocognit does not know
			}
			if got != want[k] {
				t.Errorf("%s %s: %v, the peers say %v", k, s.Name, got, want[k])
			}
			delete(want, k)
		}
	}
	for k := range want {
		t.Errorf("%s was not found", k)
	}
	return n
}
