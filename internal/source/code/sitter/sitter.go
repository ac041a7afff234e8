// Package sitter reads the syntax of source code: the official grammars of
// tree-sitter, compiled to WebAssembly with its runtime (tools/grammars), and
// run by wazero, so that the program stays free of cgo. It is for the source
// of code, which learns from the trees where functions are, how they branch
// and what they import.
//
// What always holds: a text is untrusted, and so is what a grammar makes of
// it. A grammar sees its own memory and nothing else, at most maxMemory of it;
// it ends when its context does; a trap is an error; a tree that was handed
// over is well formed, whatever its text. Equal texts give equal trees. A text
// with syntax errors still has a tree, of what could be read.
//
// What a node means is not this package's job: kinds and fields are those of
// the grammars, each language its own.
package sitter

import (
	"context"
	"errors"
	"fmt"
	"slices"
)

// Language is a language that there is a grammar for.
type Language string

// The languages.
const (
	C          Language = "c"
	CPP        Language = "cpp"
	CSharp     Language = "csharp"
	Java       Language = "java"
	JavaScript Language = "javascript"
	Kotlin     Language = "kotlin"
	PHP        Language = "php"
	Python     Language = "python"
	Ruby       Language = "ruby"
	Rust       Language = "rust"
	TSX        Language = "tsx"
	TypeScript Language = "typescript"
)

// modules lists the files of grammar/ and the languages in each, in the order
// in which tools/grammars/build gives them to the shim.
var modules = []struct {
	name      string
	languages []Language
}{
	{"c", []Language{C}},
	{"cpp", []Language{CPP}},
	{"csharp", []Language{CSharp}},
	{"java", []Language{Java}},
	{"javascript", []Language{JavaScript}},
	{"kotlin", []Language{Kotlin}},
	{"php", []Language{PHP}},
	{"python", []Language{Python}},
	{"ruby", []Language{Ruby}},
	{"rust", []Language{Rust}},
	{"typescript", []Language{TypeScript, TSX}},
}

// Languages lists the languages, in order.
func Languages() []Language {
	var all []Language
	for _, m := range modules {
		all = append(all, m.languages...)
	}
	slices.Sort(all)
	return all
}

// Most is the largest content that is parsed, in bytes. Hand-written code is
// far smaller; a tree takes some fifty times the memory of its text.
const Most = 4 << 20

// Why a text has no tree, besides that its context ended.
var (
	// ErrTooLarge: the content is larger than Most.
	ErrTooLarge = errors.New("too large to be parsed")
	// ErrFailed: the grammar broke on this text, or needed too much memory.
	ErrFailed = errors.New("the grammar failed on this text")
	// ErrLong: the grammar needs far more steps for this text than for others of its
	// size, as some do where a text leaves many meanings open.
	ErrLong = errors.New("the grammar takes too long for this text")
)

// A parse may ask so many times whether to stop: a few, one for so many bytes of the
// text, and never more than so many. It asks every hundred steps; of 1,200 real
// files in ten languages none asked more often than once in forty bytes. Counting
// rather than looking at a clock gives equal texts equal answers.
const (
	fewAsks    = 500
	bytesOfAsk = 14
	mostAsks   = 120_000
)

// patience is a context that ends when it has been asked too often.
type patience struct {
	context.Context
	left *int
}

// Err is that of the context, or ErrLong.
func (p patience) Err() error {
	if *p.left--; *p.left < 0 {
		return ErrLong
	}
	return p.Context.Err()
}

// Tree is the syntax of one text. Of the grammar's nodes it holds the named
// ones, those that are missing from the text, and of the tokens those that say
// something: operators and keywords, but no brackets, separators or quotation
// marks.
type Tree struct {
	// Nodes is in document order, every node before those below it; the first
	// is the whole text.
	Nodes []Node
	// Broken says that a node is an error or missing. A last line of C without
	// its end, which the runtime holds to be an error too, is none.
	Broken bool
}

// Node is a node of a tree.
type Node struct {
	// Kind is what the grammar calls it, such as if_statement; a token is
	// called by its text, a piece that does not parse ERROR.
	Kind string
	// Field is its role in the node that it is part of, such as condition, or "".
	Field string
	// Start and End are its bytes in the text, End excluded.
	Start, End int32
	// Row and EndRow are the lines of its first byte and of its End, from 0. A
	// node that holds its line's end is at the next line's start there.
	Row, EndRow int32
	// Parent is the index of the node that it is part of; -1 for the first.
	Parent int32
	// Next is the index after the last node below it: the next one beside it or
	// beside one of those above, or the number of nodes.
	Next int32
	// Named is false for tokens.
	Named bool
	// Error says that this piece does not parse.
	Error bool
	// Missing says that the text lacks this node, which is empty: the grammar
	// went on as if it were there.
	Missing bool
}

// Parse gives the tree of a text. It is safe for concurrent use, and each call
// works on one processor. The first one for a language compiles its grammar.
// Errors are the context's, ErrTooLarge, ErrFailed, ErrLong, or say that the pool is
// closed or has no such language.
func (p *Pool) Parse(ctx context.Context, l Language, src []byte) (*Tree, error) {
	if len(src) > Most {
		return nil, fmt.Errorf("%d bytes: %w", len(src), ErrTooLarge)
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	p.closing.RLock()
	defer p.closing.RUnlock()
	if p.closed {
		return nil, errors.New("parse: the pool is closed")
	}
	i, g := p.grammarOf(l)
	if g == nil {
		return nil, fmt.Errorf("parse: there is no grammar for %q", l)
	}
	if err := g.ready(ctx, p); err != nil {
		return nil, fmt.Errorf("parse %s: %w", l, err)
	}
	in, err := p.take(ctx, g)
	if err != nil {
		return nil, fmt.Errorf("parse %s: %w", l, err)
	}
	asks := min(fewAsks+len(src)/bytesOfAsk, mostAsks)
	tree, err := in.parse(patience{ctx, &asks}, i, src)
	p.put(in, err == nil)
	switch {
	case err == nil:
		return tree, nil
	case ctx.Err() != nil:
		err = ctx.Err()
	case asks < 0:
		err = ErrLong
	}
	return nil, fmt.Errorf("parse %s: %w", l, err)
}
