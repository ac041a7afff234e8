package ecmascript

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// The names of the manifests, which are those of their languages too.
const (
	packageManifest  = "package.json"
	pnpmManifest     = "pnpm-workspace.yaml"
	lernaManifest    = "lerna.json"
	compilerManifest = "tsconfig.json"
)

// What manifests import, by the first of the names of the import.
const (
	dependency = "dependencies" // and a range of versions as the second name
	workspaces = "workspaces"   // a pattern of folders
	extends    = "extends"      // another configuration
)

// Import paths that manifests map, besides subpaths ("." and "./x"), private ones
// ("#x") and patterns of TypeScript.
const (
	folder   = ""   // what a folder stands for, and of TypeScript baseUrl: where all names are
	relation = "./" // of TypeScript, a folder that is as if it were one with the others
)

// readPackage reads package.json: its name, what it needs, and where its entry
// points are.
func readPackage(content []byte) fact.Structure {
	s := fact.Structure{Language: packageManifest}
	top, ok := parseJSON(content)
	s.Partial = !ok
	s.Package = top.text("name")
	for _, section := range []string{"dependencies", "devDependencies", "peerDependencies", "optionalDependencies"} {
		for _, d := range top.members(section) {
			if version, ok := d.value.(string); ok {
				s.Imports = append(s.Imports, fact.Import{Path: d.key, Line: d.line, Kind: fact.Runtime, Names: []string{dependency, version}})
			}
		}
	}
	patterns := top.get("workspaces")
	if o, ok := patterns.(object); ok {
		patterns = o.get("packages")
	}
	if patterns == nil {
		patterns = top.get("packages") // lerna.json
	}
	s.Imports = append(s.Imports, globs(texts(patterns))...)
	if exports := top.get("exports"); exports != nil {
		s.Mapped = append(s.Mapped, entries(".", exports)...)
	}
	s.Mapped = append(s.Mapped, entries("#", top.get("imports"))...)
	for _, field := range []string{"source", "module", "main", "types", "typings"} {
		if to := top.text(field); to != "" {
			s.Mapped = append(s.Mapped, fact.Mapping{Path: folder, Folder: to})
		}
	}
	return s
}

func globs(patterns []string) []fact.Import {
	var out []fact.Import
	for _, p := range patterns {
		out = append(out, fact.Import{Path: p, Line: 1, Kind: fact.Runtime, Names: []string{workspaces}})
	}
	return out
}

// platforms are conditions of where a program runs that are not the usual ones:
// what they choose comes last.
var platforms = map[string]bool{
	"browser": true, "worker": true, "workerd": true, "deno": true, "bun": true, "react-native": true, "react-server": true, "edge": true,
	"edge-light": true, "electron": true, "script": true, "style": true, "sass": true,
}

// entries flattens the exports or imports of a package: of each subpath the
// targets in the order in which the conditions are tried.
func entries(key string, value any) []fact.Mapping {
	var first, last []fact.Mapping
	var walk func(key string, value any, elsewhere bool)
	walk = func(key string, value any, elsewhere bool) {
		switch v := value.(type) {
		case string:
			if elsewhere {
				last = append(last, fact.Mapping{Path: key, Folder: v})
			} else {
				first = append(first, fact.Mapping{Path: key, Folder: v})
			}
		case []any:
			for _, x := range v {
				walk(key, x, elsewhere)
			}
		case object:
			for _, m := range v {
				if strings.HasPrefix(m.key, ".") || strings.HasPrefix(m.key, "#") {
					walk(m.key, m.value, elsewhere)
				} else {
					walk(key, m.value, elsewhere || platforms[m.key])
				}
			}
		}
	}
	walk(key, value, false)
	return slices.Concat(first, last)
}

// readCompiler reads tsconfig.json: what it extends, and where it says that
// imports lead.
func readCompiler(content []byte) fact.Structure {
	s := fact.Structure{Language: compilerManifest}
	top, ok := parseJSON(content)
	s.Partial = !ok
	for _, x := range texts(top.get("extends")) {
		s.Imports = append(s.Imports, fact.Import{Path: x, Line: 1, Kind: fact.Runtime, Names: []string{extends}})
	}
	options, _ := top.get("compilerOptions").(object)
	if base := options.text("baseUrl"); base != "" {
		s.Mapped = append(s.Mapped, fact.Mapping{Path: folder, Folder: base})
	}
	for _, m := range options.members("paths") {
		for _, to := range texts(m.value) {
			if m.key != "" && m.key != relation {
				s.Mapped = append(s.Mapped, fact.Mapping{Path: m.key, Folder: to})
			}
		}
	}
	for _, dir := range texts(options.get("rootDirs")) {
		s.Mapped = append(s.Mapped, fact.Mapping{Path: relation, Folder: dir})
	}
	return s
}

// readWorkspace reads the folders of packages of pnpm-workspace.yaml.
func readWorkspace(content []byte) fact.Structure {
	s := fact.Structure{Language: pnpmManifest}
	var w struct {
		Packages []string `yaml:"packages"`
	}
	if len(content) > mostManifest || yaml.Unmarshal(content, &w) != nil {
		s.Partial = true
		return s
	}
	s.Imports = globs(w.Packages)
	return s
}

// mostManifest is the size in bytes above which a manifest is not read.
const mostManifest = 1 << 20

// object is an object of JSON, whose members keep their order.
type object []member

type member struct {
	key   string
	value any // object, []any, string; nil for anything else
	line  int
}

func (o object) get(key string) any {
	for i := range o {
		if o[i].key == key {
			return o[i].value
		}
	}
	return nil
}

func (o object) text(key string) string {
	s, _ := o.get(key).(string)
	return s
}

func (o object) members(key string) object {
	m, _ := o.get(key).(object)
	return m
}

// texts are the strings of a list, or one alone.
func texts(value any) []string {
	var out []string
	switch v := value.(type) {
	case string:
		out = append(out, v)
	case []any:
		for _, x := range v {
			if s, ok := x.(string); ok {
				out = append(out, s)
			}
		}
	}
	return out
}

// parseJSON reads an object of JSON, with comments and commas before brackets as
// TypeScript has them. What is broken keeps what came before.
func parseJSON(content []byte) (top object, ok bool) {
	if len(content) > mostManifest {
		return nil, false
	}
	plain := withoutComments(content)
	p := parser{Decoder: json.NewDecoder(bytes.NewReader(plain)), text: plain, line: 1}
	v := p.value(0)
	top, isObject := v.(object)
	if _, err := p.Token(); !errors.Is(err, io.EOF) {
		return top, false
	}
	return top, isObject && !p.failed
}

type parser struct {
	*json.Decoder
	text   []byte
	failed bool
	line   int
	seen   int64 // of the text, where line is
}

// deepest bounds how deep objects may be in each other.
const deepest = 100

func (p *parser) value(depth int) any {
	t, err := p.Token()
	if err != nil || depth > deepest {
		p.failed = true
		return nil
	}
	switch t {
	case json.Delim('{'):
		o := object{}
		for !p.failed && p.More() {
			key, err := p.Token()
			name, isText := key.(string)
			if err != nil || !isText {
				p.failed = true
				break
			}
			m := member{key: name, line: p.lineNow()}
			m.value = p.value(depth + 1)
			o = append(o, m)
		}
		p.close()
		return o
	case json.Delim('['):
		list := []any{}
		for !p.failed && p.More() {
			list = append(list, p.value(depth+1))
		}
		p.close()
		return list
	}
	if s, ok := t.(string); ok {
		return s
	}
	return nil
}

// close reads the end of an object or a list.
func (p *parser) close() {
	if p.failed {
		return
	}
	if _, err := p.Token(); err != nil {
		p.failed = true
	}
}

func (p *parser) lineNow() int {
	at := min(p.InputOffset(), int64(len(p.text)))
	p.line += bytes.Count(p.text[p.seen:at], []byte("\n"))
	p.seen = at
	return p.line
}

// withoutComments puts blanks for comments and for commas before brackets, so that
// lines stay.
func withoutComments(content []byte) []byte {
	out := bytes.Clone(bytes.TrimPrefix(content, []byte("\xef\xbb\xbf")))
	comma := -1 // one after which nothing has come yet
	for i := 0; i < len(out); i++ {
		switch c := out[i]; {
		case c == '"':
			comma = -1
			for i++; i < len(out) && out[i] != '"'; i++ {
				if out[i] == '\\' {
					i++
				}
			}
		case c == '/' && i+1 < len(out) && out[i+1] == '/':
			for ; i < len(out) && out[i] != '\n'; i++ {
				out[i] = ' '
			}
		case c == '/' && i+1 < len(out) && out[i+1] == '*':
			end := bytes.Index(out[i+2:], []byte("*/"))
			if end < 0 {
				end = len(out) - i - 4
			}
			for end += i + 4; i < end; i++ {
				if out[i] != '\n' {
					out[i] = ' '
				}
			}
			i--
		case c == ',':
			comma = i
		case (c == '}' || c == ']') && comma >= 0:
			out[comma], comma = ' ', -1
		case c != ' ' && c != '\t' && c != '\r' && c != '\n':
			comma = -1
		}
	}
	return out
}
