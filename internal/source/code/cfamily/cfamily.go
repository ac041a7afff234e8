// Package cfamily reads the structure of C and C++: functions and types, and the
// headers that are included, and tells where those are. Nothing is preprocessed: a
// file is read as it stands, with all that conditions leave out.
package cfamily

import (
	"bytes"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

const (
	cName   = "c"
	cppName = "cpp"
)

// Languages are C and C++. A header .h may be of either: its content says which.
func Languages() []language.Language {
	return []language.Language{
		{
			Name: cName, Extensions: []string{".c", ".h"}, Grammar: sitter.C, Structure: structure, Really: really, Prepare: prepare,
			Resolver: newResolver, Mutual: true, Family: cName,
		},
		{
			Name: cppName, Extensions: []string{".cc", ".cpp", ".cxx", ".c++", ".hpp", ".hh", ".hxx", ".h++", ".inl", ".ipp"},
			Grammar: sitter.CPP, Structure: structure, Prepare: prepare, Resolver: newResolver, Mutual: true, Family: cName,
		},
	}
}

// structure gives the structure of a tree.
func structure(t *syntax.Tree) fact.Structure {
	f := newFile(t)
	return fact.Structure{Symbols: f.symbols(), Imports: imports(t.Source)}
}

// imports are the files that are included; the path of one in angle brackets keeps
// them, for it is looked for elsewhere. They are found where the tree is broken too.
func imports(src []byte) []fact.Import {
	var out []fact.Import
	line, counted := 1, 0
	for s := (scanner{src: src}); ; {
		t := s.next()
		if t.kind == end {
			return out
		}
		if t.kind != hash || t.text != "include" && t.text != "include_next" && t.text != "import" {
			continue
		}
		line, counted = line+bytes.Count(src[counted:t.start], []byte("\n")), t.start
		if path := included(string(src[t.start:t.end])); path != "" {
			out = append(out, fact.Import{Path: path, Line: line, Kind: fact.Runtime})
		}
	}
}

// included is the path of a directive; empty where a macro stands for it.
func included(directive string) string {
	_, rest, _ := strings.Cut(directive, "i") // past the # and the word
	rest = strings.TrimLeft(rest, "abcdefghijklmnopqrstuvwxyz_")
	rest = strings.TrimSpace(rest)
	if inner, ok := strings.CutPrefix(rest, `"`); ok {
		path, _, closed := strings.Cut(inner, `"`)
		if closed {
			return path
		}
	}
	if strings.HasPrefix(rest, "<") {
		if end := strings.IndexByte(rest, '>'); end > 1 {
			return rest[:end+1]
		}
	}
	return ""
}
