package record

import (
	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

func yamlRecords(p fact.Path, content []byte, kind fact.RecordKind) read {
	var out read
	node, fault := loadYAML(content)
	if fault != nil {
		out.lost(p, fault.line, fault.column, "yaml", "this is no YAML: "+fault.message, "indent with spaces, close brackets and quotes, and quote a value that begins with a special character")
		return out
	}
	d := newDocument(content)
	at := &placed{d: d}
	var items []*yaml.Node
	switch {
	case node == nil:
		return out
	case node.Kind == yaml.SequenceNode:
		items = node.Content
	case node.Kind == yaml.MappingNode:
		items = []*yaml.Node{node}
		for _, f := range at.fields(node) {
			if f.node.Kind == yaml.SequenceNode && kinds[f.name] == kind {
				items = f.node.Content
			}
		}
	}
	for _, item := range items {
		where := at.passage(item)
		if item.Kind != yaml.MappingNode {
			out.lost(p, where.Line, where.Column, "type", "a record is a mapping of names to values, and this is none", "write it as `id: …` with its fields below")
			continue
		}
		out.records = append(out.records, out.dataRecord(p, at, item, kind, len(items) > 1))
	}
	if len(items) == 0 {
		out.lost(p, 1, 1, "type", "neither a record nor a list of records", "write a mapping, or a list of mappings")
	}
	return out
}

// dataRecord is a record whose fields are all keys of YAML.
func (r *read) dataRecord(p fact.Path, at *placed, item *yaml.Node, kind fact.RecordKind, several bool) fact.Record {
	n := nameOf(p)
	rec := fact.Record{Path: p, Line: at.passage(item).Line, Kind: kind, Format: "yaml"}
	if !several {
		rec.ID, rec.Number, rec.Digits = n.id, n.number, n.digits
	}
	fields := at.fields(item)
	for i := range fields {
		fields[i].style = fact.StatusKey
	}
	heed(&rec, fields)
	r.check(p, kind, fields)
	for i := range fields {
		f := &fields[i]
		switch {
		case f.unfilled:
		case isStatus(f.name) && f.Text != "":
			setStatus(&rec, f.Passage, nil, fact.StatusKey)
		case f.name == "title" || f.name == "name" && rec.Title.Text == "":
			rec.Title = f.Passage
		case f.name == "text" || f.name == "statement" || f.name == "description" && rec.Text.Text == "":
			rec.Text = f.Passage
		}
	}
	if rec.Title.Text == "" {
		rec.Title = rec.Text
	}
	return rec
}
