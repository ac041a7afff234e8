// Package code reads the structure of source code: which functions and types a
// file declares, how complex they are, and what it imports. Nothing is built and
// nothing is run; a content alone says what it says. Where imports lead is told
// from the tree and the manifests in it.
//
// Go is read by go/parser, others by the grammars of tree-sitter. A file with a
// syntax error keeps what parsed and is marked. Of a language without a grammar, and
// of what no grammar could or should read, such as a script that was made small, the
// complexity is estimated from tokens.
package code

import (
	"context"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/cfamily"
	"leadline/internal/source/code/csharp"
	"leadline/internal/source/code/ecmascript"
	"leadline/internal/source/code/golang"
	"leadline/internal/source/code/jvm"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/php"
	"leadline/internal/source/code/python"
	"leadline/internal/source/code/ruby"
	"leadline/internal/source/code/rust"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
	"leadline/internal/source/code/token"
)

// Version is raised whenever the same content gives another structure.
const Version = "9"

// Most is the size in bytes above which a content is not parsed.
const Most = sitter.Most

// languages is all that can be read.
func languages() []language.Language {
	return slices.Concat(
		cfamily.Languages(),
		csharp.Languages(),
		ecmascript.Languages(),
		golang.Languages(),
		jvm.Languages(),
		php.Languages(),
		python.Languages(),
		ruby.Languages(),
		rust.Languages(),
	)
}

// index finds languages.
type index struct {
	byName, byFile, byExtension map[string]*language.Language
	patterned                   []*language.Language
}

var known = newIndex(languages())

func newIndex(all []language.Language) *index {
	x := &index{byName: map[string]*language.Language{}, byFile: map[string]*language.Language{}, byExtension: map[string]*language.Language{}}
	for i := range all {
		l := &all[i]
		x.byName[l.Name] = l
		for _, f := range l.Files {
			x.byFile[f] = l
		}
		for _, e := range l.Extensions {
			x.byExtension[e] = l
		}
		if l.Patterns != nil {
			x.patterned = append(x.patterned, l)
		}
	}
	return x
}

// LanguageOf tells the language of a file, by its name; empty for one of which
// nothing can be told.
func LanguageOf(p fact.Path) string {
	base := path.Base(string(p))
	l := known.byFile[base]
	if l == nil {
		l = known.byExtension[strings.ToLower(path.Ext(base))]
	}
	if l == nil {
		l = known.byPattern(base)
	}
	if l != nil {
		return l.Name
	}
	name := token.LanguageOf(p)
	if known.byName[name] != nil {
		return "" // a dialect that its grammar does not know
	}
	return name
}

func (x *index) byPattern(base string) *language.Language {
	for _, l := range x.patterned {
		for _, p := range l.Patterns {
			if ok, err := path.Match(p, base); ok && err == nil {
				return l
			}
		}
	}
	return nil
}

// Followed tells whether the imports of a language are read and followed.
func Followed(name string) bool {
	l := known.byName[name]
	return l != nil && l.Resolver != nil
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

// Structure reads the structure of a content in a language. What no grammar reads is
// an estimate. The only error is that the context ended.
func (r *Reader) Structure(ctx context.Context, name string, content []byte) (fact.Structure, error) {
	s, _, err := r.read(ctx, name, content)
	return s, err
}

// Read reads the structure of a content, and the names that it lets others use; nil
// where those are not read.
func (r *Reader) Read(ctx context.Context, name string, content []byte) (fact.Structure, *Names, error) {
	s, tree, err := r.read(ctx, name, content)
	if tree == nil {
		return s, nil, err
	}
	return s, namesOf(s.Language, tree), nil
}

// Breaks gives where the flow of the functions of a content breaks; none where no parser
// reads it. The only error is that the context ended.
func (r *Reader) Breaks(ctx context.Context, name string, content []byte) ([]fact.Break, error) {
	switch l := readAs(name, content); {
	case l == nil:
		return nil, nil
	case l.Breaks != nil:
		return l.Breaks(content), nil
	case l.Structure != nil:
		tree, err := r.tree(ctx, l, content)
		if err != nil {
			return nil, ctx.Err()
		}
		tree.Noted = true
		l.Structure(tree)
		return tree.Breaks, nil
	}
	return nil, nil
}

// readAs finds the language that a content is in; nil where no parser reads it.
func readAs(name string, content []byte) *language.Language {
	l := known.byName[name]
	if l != nil && l.Really != nil && len(content) <= Most {
		l = known.byName[l.Really(content)]
	}
	if l == nil || len(content) > Most || !l.Manifest && token.Minified(content) {
		return nil
	}
	return l
}

func (r *Reader) read(ctx context.Context, name string, content []byte) (fact.Structure, *syntax.Tree, error) {
	l := readAs(name, content)
	switch {
	case name == "":
		return fact.Structure{}, nil, nil
	case l == nil:
		return token.Estimate(name, content), nil, nil
	case l.Read != nil:
		return counted(l.Read(content)), nil, nil
	}
	tree, err := r.tree(ctx, l, content)
	if ctx.Err() != nil {
		return fact.Structure{}, nil, ctx.Err()
	}
	if err != nil {
		return token.Estimate(name, content), nil, nil
	}
	s := l.Structure(tree)
	s.Language, s.Partial = l.Name, tree.Broken
	return counted(s), tree, nil
}

// tree parses a content.
func (r *Reader) tree(ctx context.Context, l *language.Language, content []byte) (*syntax.Tree, error) {
	if l.Prepare != nil {
		content = l.Prepare(content)
	}
	parsed, err := r.grammars.Parse(ctx, l.Grammar, content)
	if err != nil {
		return nil, err
	}
	if parsed.Broken && l.Mend != nil {
		if mended := l.Mend(content); mended != nil {
			if again, err := r.grammars.Parse(ctx, l.Grammar, mended); err == nil && wrong(again) < wrong(parsed) {
				parsed, content = again, mended
			}
		}
	}
	return syntax.New(parsed, content), ctx.Err()
}

// wrong counts what does not parse.
func wrong(t *sitter.Tree) int {
	n := 0
	for i := range t.Nodes {
		if t.Nodes[i].Error || t.Nodes[i].Missing {
			n++
		}
	}
	return n
}

// counted adds up the complexity of the functions, and counts the types.
func counted(s fact.Structure) fact.Structure {
	for i := range s.Symbols {
		s.Complexity += s.Symbols[i].Cyclomatic
		switch s.Symbols[i].Kind {
		case fact.Interface:
			s.Types++
			s.Interfaces++
		case fact.Type:
			s.Types++
		}
	}
	return s
}

// Tokens appends the tokens of a content to a list, for comparing; ok is false for
// what is no code that people write: of no known language, too large, or made small.
func Tokens(p fact.Path, content []byte, to []fact.Token) (tokens []fact.Token, ok bool) {
	name := token.LanguageOf(p)
	if name == "" || len(content) > Most || token.Minified(content) {
		return to, false
	}
	return token.Stream(name, content, to), true
}

// Comments gives the comments of a file; none of one that is too large, or of which
// nothing is known.
func Comments(p fact.Path, content []byte) []fact.Comment {
	if len(content) > Most {
		return nil
	}
	return token.Comments(p, content)
}
