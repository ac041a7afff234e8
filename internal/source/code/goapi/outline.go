package goapi

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/printer"
	"go/token"
)

// Harmless reports whether what a content of a file declares shows that it breaks no
// more than another one did: all that was declared is still there, methods that are not
// exported apart, and of methods that are none was added, which may hide another. What
// is in functions does not matter.
func Harmless(before, after []byte) bool {
	was, ok := outline(before)
	if !ok {
		return false
	}
	is, ok := outline(after)
	if !ok {
		return false
	}
	for d, kind := range was {
		if _, there := is[d]; !there && kind != ownMethod {
			return false
		}
	}
	for d, kind := range is {
		if _, there := was[d]; !there && kind == exportedMethod {
			return false
		}
	}
	return true
}

// declared is a kind of declaration.
type declared uint8

const (
	anything declared = iota
	exportedMethod
	ownMethod // of its package alone
)

// outline is what a content declares, each as it is written, without what is in
// functions; and for whom it is built.
func outline(content []byte) (all map[string]declared, ok bool) {
	positions := token.NewFileSet()
	file, err := parser.ParseFile(positions, "", content, parser.SkipObjectResolution)
	if err != nil {
		return nil, false
	}
	all = map[string]declared{"package " + file.Name.Name: anything}
	for line := range bytes.Lines(content) {
		if bytes.HasPrefix(line, []byte("//go:build")) {
			all[string(line)] = anything
		}
	}
	for _, d := range file.Decls {
		kind := anything
		if f, ok := d.(*ast.FuncDecl); ok {
			f.Body = nil
			switch {
			case f.Recv == nil:
			case f.Name.IsExported():
				kind = exportedMethod
			default:
				kind = ownMethod
			}
		}
		var b bytes.Buffer
		if err := printer.Fprint(&b, positions, d); err != nil {
			return nil, false
		}
		all[b.String()] = kind
	}
	return all, true
}
