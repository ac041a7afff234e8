package token

import (
	"bytes"
	"path"
	"strings"

	"leadline/internal/fact"
)

// Comments gives the comments of a file, in their order. A string of Python that stands
// where a statement does is one: it documents what it is in. Of files of settings and of
// scripts whose tokens are not read, they are the lines that begin with a number sign.
func Comments(p fact.Path, content []byte) []fact.Comment {
	language := LanguageOf(p)
	if language == "" {
		return signed(p, content)
	}
	var out []fact.Comment
	s := NewScanner(language, content)
	s.keep = func(c fact.Comment) { out = append(out, c) }
	d := statements{python: language == "python"}
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		if d.documents(content, t) {
			out = append(out, fact.Comment{Line: t.Line, Text: string(content[t.Start:t.End])})
		}
	}
	return out
}

// statements tells where in Python a statement begins.
type statements struct {
	python bool
	depth  int // of brackets
	last   Token
	colon  bool // the last token ends the head of a block
}

func (d *statements) documents(content []byte, t Token) bool {
	is := d.python && t.Kind == Text && d.depth == 0 && (d.last.Last < t.Line || d.colon)
	first := content[t.Start]
	if t.Kind == Operator && t.End == t.Start+1 {
		switch first {
		case '(', '[', '{':
			d.depth++
		case ')', ']', '}':
			d.depth = max(0, d.depth-1)
		}
	}
	d.last, d.colon = t, first == ':'
	return is
}

// numberSigned are the endings of files in which a number sign at the beginning of a
// line makes it a comment.
var numberSigned = map[string]bool{
	".yml": true, ".yaml": true, ".toml": true, ".robot": true, ".feature": true, ".itest": true, ".cfg": true, ".ini": true, ".properties": true,
	".bzl": true, ".bazel": true, ".cmake": true, ".tf": true, ".mk": true, ".nix": true,
}

func signed(p fact.Path, content []byte) []fact.Comment {
	base := path.Base(string(p))
	if !numberSigned[strings.ToLower(path.Ext(base))] && base != "Dockerfile" && base != "Makefile" && base != "BUILD" {
		return nil
	}
	var out []fact.Comment
	line := 0
	for text := range bytes.Lines(content) {
		line++
		if trimmed := bytes.TrimSpace(text); bytes.HasPrefix(trimmed, []byte("#")) {
			out = append(out, fact.Comment{Line: line, Text: string(trimmed)})
		}
	}
	return out
}
