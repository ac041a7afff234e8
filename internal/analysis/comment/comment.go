// Package comment tells code from comments by how lines begin: enough to see that
// a file is mostly documentation, whatever the language, without parsing it.
//
// A comment behind code on a line is not seen, nor is a string that looks like
// one; documentation strings, as Python has them, count as code.
package comment

import (
	"bytes"
	"path"
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// style is how a language marks comments.
type style struct {
	line        []string // mark the rest of the line
	open, close string   // of a block; empty where there is none
}

var (
	slashes    = style{line: []string{"//"}, open: "/*", close: "*/"}
	hash       = style{line: []string{"#"}}
	dashes     = style{line: []string{"--"}}
	semicolons = style{line: []string{";"}}
	percent    = style{line: []string{"%"}}
	markup     = style{open: "<!--", close: "-->"}
	both       = style{line: []string{"//", "#"}, open: "/*", close: "*/"}
)

var styles = byExtension(map[string]style{
	"go c h cc cpp hpp cxx hxx hh m mm java kt kts scala swift rs js jsx mjs cjs ts tsx mts cts cs fs dart groovy gradle proto zig sv d less scss css y l cu glsl sol": slashes,
	"py pyx rb sh bash zsh fish pl pm r jl ex exs yaml yml toml mk cmake tcl nim coffee ps1 cr rake gemspec tf":                                                        hash,
	"lua sql hs elm adb ads vhd": dashes, "clj cljs cljc lisp el scm rkt asm s": semicolons, "erl hrl": percent,
	"html htm xml vue svelte xaml": markup, "php": both,
})

func byExtension(by map[string]style) map[string]*style {
	all := map[string]*style{}
	for names, s := range by {
		for name := range strings.FieldsSeq(names) {
			all["."+name] = &s
		}
	}
	return all
}

// Language names the language as which CodeLines reads a file: two files of the
// same content and language have the same lines of code. It is empty for those
// that it does not know.
func Language(p fact.Path) string {
	ext := strings.ToLower(path.Ext(string(p)))
	if styles[ext] == nil {
		return ""
	}
	return ext
}

// CodeLines counts the lines of a content that are neither blank nor comments. It
// is 0 where the file's name tells no language.
func CodeLines(p fact.Path, content []byte) int {
	n := 0
	code(p, content, func([]byte) { n++ })
	return n
}

// Changed counts the lines of code, as CodeLines has them but without documentation
// strings of Python, that one content of a file has and another has not, without the
// space around them: added are those of the second. Not ok if the file's name tells no
// language.
func Changed(p fact.Path, before, after []byte) (added, deleted int, ok bool) {
	if Language(p) == "" {
		return 0, 0, false
	}
	if ext := Language(p); ext == ".py" || ext == ".pyi" {
		before, after = withoutStrings(before), withoutStrings(after)
	}
	count := map[string]int{}
	code(p, before, func(line []byte) { count[string(line)]-- })
	code(p, after, func(line []byte) { count[string(line)]++ })
	for _, n := range count {
		added, deleted = added+max(0, n), deleted+max(0, -n)
	}
	return added, deleted, true
}

// withoutStrings leaves out the strings of Python that begin a line with three quotes and
// end one: they document. Others of three quotes stay whole.
func withoutStrings(content []byte) []byte {
	var out []byte
	documents := false
	open := "" // the quotes of the string in which a line begins
	for line := range bytes.Lines(content) {
		within := open != ""
		text := bytes.TrimSpace(line)
		if !within {
			documents = documentation.Match(text)
		}
		for rest := text; len(rest) > 0; {
			at := quotes.FindIndex(rest)
			if at == nil {
				break
			}
			switch found := string(rest[at[0]:at[1]]); open {
			case "":
				open = found
			case found:
				open = ""
			}
			rest = rest[at[1]:]
		}
		if !documents {
			out = append(out, line...)
		}
	}
	return out
}

var (
	quotes        = regexp.MustCompile(`"""|'''`)
	documentation = regexp.MustCompile(`^[rRuUbBfF]{0,2}("""|''')`)
)

// code gives the lines that are neither blank nor comments, without the space around
// them.
func code(p fact.Path, content []byte, yield func(line []byte)) {
	s := styles[Language(p)]
	if s == nil {
		return
	}
	inside := false
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(line)
		switch {
		case inside:
			inside = !bytes.Contains(line, []byte(s.close))
		case len(line) == 0 || s.begins(line):
		case s.open != "" && bytes.HasPrefix(line, []byte(s.open)):
			rest := line[len(s.open):]
			inside = !bytes.Contains(rest, []byte(s.close))
		default:
			yield(line)
		}
	}
}

func (s *style) begins(line []byte) bool {
	for _, mark := range s.line {
		if bytes.HasPrefix(line, []byte(mark)) {
			return true
		}
	}
	return false
}
