package register

import (
	"bytes"
	"errors"
	"io"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// maxYAML is the most bytes of YAML or JSON that are read: a million risks are better
// told as a table.
const maxYAML = 1 << 25

// load parses one document; nil if it cannot, which is noted.
func (r *reader) load(in fact.Input, what string) *yaml.Node {
	if len(in.Data) > maxYAML {
		r.wrong.Wrong(0, 0, "give so many risks as CSV: Identifier,Name,Probability,Low,High", "the file has %d bytes, and no more than %d are read of %s", len(in.Data), maxYAML, what)
		return nil
	}
	loader, err := yaml.NewLoader(bytes.NewReader(in.Data))
	if err != nil {
		r.unreadable(err, what)
		return nil
	}
	var document, second yaml.Node
	switch err := loader.Load(&document); {
	case errors.Is(err, io.EOF):
		r.wrong.Wrong(0, 0, "give a register of risks: see `leadline risk --help`", "the file holds nothing")
		return nil
	case err != nil:
		r.unreadable(err, what)
		return nil
	}
	switch err := loader.Load(&second); {
	case err == nil:
		r.mistake(&second, "leave one document, without --- between parts", "a second document begins here")
		return nil
	case !errors.Is(err, io.EOF):
		r.unreadable(err, what)
		return nil
	}
	return document.Content[0]
}

func (r *reader) unreadable(err error, what string) {
	line, column, message := 0, 0, err.Error()
	var e *yaml.LoadError
	if errors.As(err, &e) {
		line, column, message = e.Mark.Line, e.Mark.Column, e.Message
	}
	r.wrong.Wrong(line, column, "close brackets and quotes, and indent with spaces", "this is no %s: %s", what, message)
}

// yaml reads a list of risks, or a mapping with `risks` and what all of them share.
func (r *reader) yaml(in fact.Input) {
	root := r.load(in, "YAML")
	if root == nil {
		return
	}
	risks := root
	if r.said != nil && root.Kind == yaml.MappingNode && valueOf(root, "risks") == nil && valueOf(root, "causes") == nil {
		r.risk(root) // a record by itself
		return
	}
	if root.Kind == yaml.MappingNode {
		f := r.fields(root, "", "currency", "causes", "risks")
		if n := f["currency"]; n != nil {
			r.unit = r.unitOf(n, "currency")
			if !r.unit.IsMoney() {
				r.mistake(n, "write the code of a currency, as EUR", "currency: %s is none", r.unit)
			}
		}
		r.causes(f["causes"])
		if risks = f["risks"]; risks == nil {
			r.mistake(root, "list the risks under `risks`", "there is no field risks")
			return
		}
	}
	if risks.Kind != yaml.SequenceNode {
		r.mistake(risks, "begin each risk with `- id:`", "risks are a list")
		return
	}
	if len(risks.Content) == 0 {
		r.mistake(risks, "begin each risk with `- id:`", "there is no risk")
	}
	for _, n := range risks.Content {
		r.risk(n)
	}
}

func (r *reader) causes(n *yaml.Node) {
	if n == nil {
		return
	}
	if n.Kind != yaml.SequenceNode {
		r.mistake(n, "begin each cause with `- name:`", "causes: they are a list")
		return
	}
	for _, c := range n.Content {
		f := r.fields(c, "cause", "name", "low", "high")
		if f == nil {
			continue
		}
		out := fact.Cause{Spot: r.at(c), Name: r.text(f["name"], "cause: name")}
		if out.Name == "" {
			r.mistake(c, "name it, as risks do", "cause: there is no name")
		}
		e := r.ends(c, f, "cause "+out.Name)
		out.Low, out.High = e.Low, e.High
		r.register.Causes = append(r.register.Causes, out)
	}
}
