// Package code reads the structure of source code: which functions and types a
// file declares, how complex they are, and what it imports. Nothing is built and
// nothing is run; a content alone says what it says. Where imports lead is told
// from the tree and the manifests in it.
//
// Go is read by go/parser, others by the grammars of tree-sitter. A file with a
// syntax error keeps what parsed and is marked.
package code

import (
	"context"
	"path"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/cfamily"
	"leadline/internal/source/code/golang"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/rust"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// Version is raised whenever the same content gives another structure.
const Version = "3"

// Most is the size in bytes above which a content is not parsed.
const Most = sitter.Most

// languages is all that can be read.
func languages() []language.Language {
	var all []language.Language
	all = append(all, golang.Languages()...)
	all = append(all, cfamily.Languages()...)
	all = append(all, rust.Languages()...)
	return all
}

// index finds languages.
type index struct{ byName, byFile, byExtension map[string]*language.Language }

var known = newIndex(languages())

func newIndex(all []language.Language) *index {
	x := &index{map[string]*language.Language{}, map[string]*language.Language{}, map[string]*language.Language{}}
	for i := range all {
		l := &all[i]
		x.byName[l.Name] = l
		for _, f := range l.Files {
			x.byFile[f] = l
		}
		for _, e := range l.Extensions {
			x.byExtension[e] = l
		}
	}
	return x
}

// LanguageOf tells the language of a file that can be read, by its name; empty for
// any other.
func LanguageOf(p fact.Path) string {
	base := path.Base(string(p))
	l := known.byFile[base]
	if l == nil {
		l = known.byExtension[strings.ToLower(path.Ext(base))]
	}
	if l == nil {
		return ""
	}
	return l.Name
}

// IsManifest tells whether what is called a language is the form of a manifest:
// it holds no code, and says where the code that is imported is.
func IsManifest(name string) bool {
	l := known.byName[name]
	return l != nil && l.Manifest
}

// Reader reads the structure of contents. It holds the grammars, which are made
// ready when they are first needed, and is safe for concurrent use.
type Reader struct{ grammars *sitter.Pool }

// NewReader makes a reader. Cache is a directory for compiled grammars, which is
// made; empty for none. What is in there is run: nobody else may be able to write
// to it.
func NewReader(cache string) *Reader { return &Reader{sitter.NewPool(cache)} }

// Close gives everything back.
func (r *Reader) Close() error { return r.grammars.Close() }

// Structure reads the structure of a content in a language. Of a language that
// cannot be read it knows nothing; what no grammar could parse is marked as
// partial. The only error is that the context ended.
func (r *Reader) Structure(ctx context.Context, name string, content []byte) (fact.Structure, error) {
	l := known.byName[name]
	if l != nil && l.Really != nil && len(content) <= Most {
		l = known.byName[l.Really(content)]
	}
	switch {
	case l == nil:
		return fact.Structure{}, nil
	case len(content) > Most:
		return fact.Structure{Language: name, Partial: true}, nil
	case l.Read != nil:
		return l.Read(content), nil
	}
	name = l.Name
	if l.Prepare != nil {
		content = l.Prepare(content)
	}
	tree, err := r.grammars.Parse(ctx, l.Grammar, content)
	if ctx.Err() != nil {
		return fact.Structure{}, ctx.Err()
	}
	if err != nil {
		return fact.Structure{Language: name, Partial: true}, nil
	}
	s := l.Structure(syntax.New(tree, content))
	s.Language, s.Partial = name, tree.Broken
	return s, nil
}
