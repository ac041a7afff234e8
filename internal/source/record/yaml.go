package record

import (
	"bytes"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// field is something that a record says by name.
type field struct {
	// name is in lower case, with hyphens between words; label is as it is written.
	name, label string
	fact.Passage
	// items are those of a list, or the one value.
	items []fact.Passage
	style fact.StatusStyle
	links []fact.Passage
	// node is the value of a key of YAML, and keyNode the key.
	node, keyNode *yaml.Node
	placed
	// unfilled: it holds the braces of a template, which YAML takes for a mapping.
	unfilled bool
}

// normal is the name of a field as it is compared.
func normal(name string) string {
	name = strings.Trim(strings.ToLower(name), " \t*_:`#-")
	return strings.Join(strings.FieldsFunc(name, func(r rune) bool { return r == ' ' || r == '_' || r == '-' || r == '/' }), "-")
}

// yamlFault is what is wrong with YAML, and where, counting from 1.
type yamlFault struct {
	line, column int
	message      string
}

// loadYAML reads the first document of YAML as nodes: nil where there is none.
func loadYAML(content []byte) (*yaml.Node, *yamlFault) {
	loader, err := yaml.NewLoader(bytes.NewReader(content))
	if err != nil {
		return nil, faultOf(err)
	}
	var document yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		return nil, nil
	case err != nil:
		return nil, faultOf(err)
	case len(document.Content) == 0:
		return nil, nil
	}
	return document.Content[0], nil
}

func faultOf(err error) *yamlFault {
	f := &yamlFault{line: 1, column: 1, message: err.Error()}
	var e *yaml.LoadError
	if errors.As(err, &e) {
		f.message = e.Message
		if e.Mark.Line > 0 {
			f.line, f.column = e.Mark.Line, max(e.Mark.Column, 1)
		}
	}
	return f
}

// frontMatter finds the lines between two of three hyphens at the beginning of a text.
// Of a text without them, body is where it begins.
func frontMatter(text []byte) (start, end, body int, ok bool) {
	if bytes.HasPrefix(text, byteOrderMark) {
		body = len(byteOrderMark)
	}
	first, rest := cutLine(text[body:])
	if string(bytes.TrimRight(first, " \t\r")) != "---" {
		return 0, 0, body, false
	}
	start = len(text) - len(rest)
	for len(rest) > 0 {
		at := len(text) - len(rest)
		var line []byte
		line, rest = cutLine(rest)
		if mark := string(bytes.TrimRight(line, " \t\r")); mark == "---" || mark == "..." {
			return start, at, len(text) - len(rest), true
		}
	}
	return 0, 0, body, false
}

func cutLine(text []byte) (line, rest []byte) {
	i := bytes.IndexByte(text, '\n')
	if i < 0 {
		return text, nil
	}
	return text[:i], text[i+1:]
}

// placed finds where nodes of YAML are in a file of which they are a part.
type placed struct {
	d *document
	// above are the lines of the file before the first of the YAML.
	above int
}

// fields are the keys of a mapping. One that is there twice counts twice.
func (p *placed) fields(mapping *yaml.Node) []field {
	var out []field
	if mapping == nil || mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		key, value := mapping.Content[i], settled(mapping.Content[i+1])
		if key.Kind != yaml.ScalarNode {
			continue
		}
		f := field{name: normal(key.Value), label: key.Value, style: fact.StatusFrontMatter, node: value, keyNode: key, placed: *p}
		f.items = p.texts(value)
		f.unfilled = inBraces(value)
		switch {
		case f.unfilled:
			f.Passage = p.passage(value)
			f.Text = "{…}"
		case len(f.items) == 1:
			f.Passage = f.items[0]
		default:
			f.Passage = p.passage(value)
			var all []string
			for _, item := range f.items {
				all = append(all, item.Text)
			}
			f.Text = strings.Join(all, ", ")
		}
		out = append(out, f)
	}
	return out
}

// inBraces reports whether a value is words in braces, as templates have them: YAML takes
// those for keys without values.
func inBraces(n *yaml.Node) bool {
	if n.Kind != yaml.MappingNode || n.Style&yaml.FlowStyle == 0 || len(n.Content) == 0 {
		return false
	}
	for i := 1; i < len(n.Content); i += 2 {
		if n.Content[i].Tag != "!!null" {
			return false
		}
	}
	return true
}

// settled is what an alias stands for, if that is one value alone: what an alias can
// blow up is not followed.
func settled(n *yaml.Node) *yaml.Node {
	if n.Kind == yaml.AliasNode && n.Alias != nil && n.Alias.Kind == yaml.ScalarNode {
		return n.Alias
	}
	return n
}

// texts are the scalars of a value: its own, or those of its list.
func (p *placed) texts(n *yaml.Node) []fact.Passage {
	switch n.Kind {
	case yaml.ScalarNode:
		if n.Tag == "!!null" || n.Value == "" {
			return nil
		}
		return []fact.Passage{p.passage(n)}
	case yaml.SequenceNode:
		var out []fact.Passage
		for _, item := range n.Content {
			if item = settled(item); item.Kind == yaml.ScalarNode && item.Value != "" {
				out = append(out, p.passage(item))
			}
		}
		return out
	}
	return nil
}

// passage is where a node is. The bytes of a scalar on one line are known, without its
// quotes; of anything else only the line is.
func (p *placed) passage(n *yaml.Node) fact.Passage {
	start := p.d.offset(n.Line+p.above, n.Column)
	line, column := p.d.at(min(start, max(0, len(p.d.text)-1)))
	out := fact.Passage{Text: strings.TrimSpace(n.Value), Line: line, Column: column, Start: start, End: start}
	if n.Kind != yaml.ScalarNode || start >= len(p.d.text) {
		return out
	}
	if q := p.d.text[start]; q == '"' || q == '\'' {
		out.Start, out.Column = start+1, column+1
	}
	out.End = out.Start
	if n.Value != "" && bytes.HasPrefix(p.d.text[out.Start:], []byte(n.Value)) {
		out.End = out.Start + len(n.Value)
	}
	return out
}
