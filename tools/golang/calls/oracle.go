package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/callgraph"
	"golang.org/x/tools/go/callgraph/rta"
	"golang.org/x/tools/go/packages"
	"golang.org/x/tools/go/ssa"
	"golang.org/x/tools/go/ssa/ssautil"

	"leadline/internal/source/code/gotypes"
)

// oracle is what rapid type analysis says of a module.
type oracle struct {
	// edges are the calls; true are those whose callee the code names.
	edges map[edge]bool
	// reached are the functions that a program or a test can come to.
	reached map[function]bool
}

// ask builds a module with its tests and dependencies, and gives the calls of one
// rapid type analysis that starts at all programs and test programs together.
//
// A function literal is part of the function that it stands in, and no callee.
// Functions that no source declares (wrappers, bound methods) are passed through to
// what they call. What package initialisation calls is left out.
func ask(dir string) (*oracle, error) {
	loaded, err := packages.Load(&packages.Config{
		Dir: dir, Tests: true,
		Mode: packages.LoadAllSyntax,
	}, "./...")
	if err != nil {
		return nil, err
	}
	if n := packages.PrintErrors(loaded); n > 0 {
		return nil, fmt.Errorf("%s does not build: %d errors", dir, n)
	}
	program, _ := ssautil.AllPackages(loaded, ssa.InstantiateGenerics)
	program.Build()
	var roots []*ssa.Function
	for _, m := range ssautil.MainPackages(program.AllPackages()) {
		roots = append(roots, m.Func("init"), m.Func("main"))
	}
	graph := rta.Analyze(roots, true)
	root, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	o := &oracle{edges: map[edge]bool{}, reached: map[function]bool{}}
	in := module{dir: root, positions: program.Fset, wrappers: map[*callgraph.Node][]function{}}
	for f, n := range graph.CallGraph.Nodes {
		from, ok := in.declared(outermost(f))
		if !ok {
			continue
		}
		o.reached[from] = true
		for _, e := range n.Out {
			named := e.Site != nil && e.Site.Common().StaticCallee() != nil
			for _, to := range in.called(e.Callee) {
				o.edges[edge{from, to}] = o.edges[edge{from, to}] || named
			}
		}
	}
	return o, nil
}

// outermost is the function that a function literal stands in.
func outermost(f *ssa.Function) *ssa.Function {
	for f != nil && f.Parent() != nil {
		f = f.Parent()
	}
	return f
}

// module tells which functions the files below a folder declare.
type module struct {
	dir       string
	positions *token.FileSet
	wrappers  map[*callgraph.Node][]function
}

// declared is the function of a source that a function was made from.
func (m module) declared(f *ssa.Function) (function, bool) {
	if f == nil {
		return function{}, false
	}
	if o := f.Origin(); o != nil {
		f = o
	}
	d, ok := f.Syntax().(*ast.FuncDecl)
	if !ok || f.Synthetic != "" && !strings.HasPrefix(f.Synthetic, "instan") {
		return function{}, false
	}
	at := m.positions.PositionFor(d.Pos(), false)
	rel, err := filepath.Rel(m.dir, at.Filename)
	if err != nil || strings.HasPrefix(rel, "..") {
		return function{}, false
	}
	return function{filepath.ToSlash(rel), gotypes.Receiver(d), d.Name.Name}, true
}

// called is the declared function of a node, or those that it calls if no source
// declares it.
func (m module) called(n *callgraph.Node) []function {
	if to, ok := m.declared(n.Func); ok {
		return []function{to}
	}
	if !wrapper(n.Func) {
		return nil
	}
	if known, ok := m.wrappers[n]; ok {
		return known
	}
	found := map[function]bool{}
	seen := map[*callgraph.Node]bool{n: true}
	for open := []*callgraph.Node{n}; len(open) > 0; {
		last := open[len(open)-1]
		open = open[:len(open)-1]
		for _, e := range last.Out {
			if to, ok := m.declared(e.Callee.Func); ok {
				found[to] = true
			} else if wrapper(e.Callee.Func) && !seen[e.Callee] {
				seen[e.Callee] = true
				open = append(open, e.Callee)
			}
		}
	}
	m.wrappers[n] = slices.Collect(maps.Keys(found))
	return m.wrappers[n]
}

// wrapper tells whether a function is one that hands a call on.
func wrapper(f *ssa.Function) bool {
	return f.Synthetic != "" && f.Origin() == nil && f.Name() != "init" && f.Parent() == nil
}
