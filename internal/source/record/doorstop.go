package record

import (
	"cmp"
	"path"
	"regexp"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// doorstop adds the folder of a Doorstop document, whose .doorstop.yml says how its items
// are called.
func (r *reader) doorstop(p fact.Path, content []byte) {
	node, _ := loadYAML(content)
	at := &placed{d: newDocument(content)}
	prefix, sep := "", ""
	for _, f := range at.fields(node) {
		if f.name != "settings" {
			continue
		}
		for _, g := range at.fields(f.node) {
			switch g.name {
			case "prefix":
				prefix = g.Text
			case "sep":
				sep = g.Text
			}
		}
	}
	if prefix != "" && p.Folder() != "" {
		r.add(p.Folder(), fact.Requirement, string(p), doorstopFormat).prefix = prefix + sep
	}
}

var doorstopFormat = &format{
	noRecord: func(_ *reader, f *folder, p fact.Path) string {
		ending := path.Ext(string(p))
		rest, ok := strings.CutPrefix(stem(p), f.prefix)
		if p.Folder() != f.Path || !ok || rest == "" || ending != ".yml" && ending != ".md" {
			return "no item of the Doorstop document " + f.prefix
		}
		return ""
	},
	read: func(r *reader, f *folder, p fact.Path, content []byte) read {
		var out read
		start, end, above := 0, len(content), 0
		d := newDocument(content)
		if path.Ext(string(p)) == ".md" {
			var body int
			var ok bool
			if start, end, body, ok = fact.FrontMatter(content); !ok {
				out.lost(p, 1, 1, "not-understood", "an item of Doorstop in Markdown begins with its attributes between two lines of three hyphens", "see `doorstop reorder` and the item beside it")
				return out
			}
			line, _ := d.at(start)
			d, above = readMarkdown(r.markdown, content, body), line-1
		}
		node, fault := loadYAML(content[start:end])
		if fault != nil {
			out.lost(p, fault.line+above, fault.column, "yaml", "this is no YAML: "+fault.message, "see what `doorstop` says of it")
			return out
		}
		if node == nil || node.Kind != yaml.MappingNode {
			out.lost(p, above+1, 1, "type", "an item of Doorstop is a mapping of attributes, and this is none", "see what `doorstop` says of it")
			return out
		}
		x := doorstopItem(p, &placed{d: d, above: above}, node)
		if above > 0 {
			x.Text = firstStatement(d.blocks)
			x.References = d.references
			if t, ok := titleOf(d); ok {
				x.Title = t
			}
		}
		if x.Title.Text == "" {
			x.Title = x.Text
		}
		out.records = append(out.records, x)
		return out
	},
}

var digitsAtEnd = regexp.MustCompile(`\d+$`)

func doorstopItem(p fact.Path, at *placed, node *yaml.Node) fact.Record {
	r := fact.Record{Path: p, Line: 1, Kind: fact.Requirement, ID: stem(p), Format: "doorstop", Status: fact.Accepted}
	if d := digitsAtEnd.FindString(r.ID); d != "" && len(d) < 9 {
		n := parseName(d)
		r.Number, r.Digits = n.number, n.digits
	}
	for _, f := range at.fields(node) {
		switch f.name {
		case "text":
			r.Text = f.Passage
			r.Text.Text = strings.Join(strings.Fields(f.Text), " ")
		case "header":
			r.Title = f.Passage
		case "normative":
			r.Informative = f.Text == "false"
		case "active":
			if f.Text == "false" {
				r.Status, r.StatusText, r.StatusStyle = fact.Deprecated, f.Passage, fact.StatusKey
				r.StatusText.Text = "active: false"
			}
		case "links":
			r.Links = append(r.Links, doorstopLinks(at, f.node)...)
		case "ref":
			if f.Text != "" {
				r.Links = append(r.Links, fact.RecordLink{Kind: fact.See, To: f.Passage})
			}
		case "references":
			r.Links = append(r.Links, doorstopFiles(at, f.node)...)
		default:
			r.Fields = append(r.Fields, fact.RecordField{Name: f.label, Value: f.Passage})
		}
	}
	return r
}

// doorstopLinks are ids of parents, alone or with the stamp of what was reviewed.
func doorstopLinks(at *placed, list *yaml.Node) []fact.RecordLink {
	var out []fact.RecordLink
	for _, item := range list.Content {
		if item.Kind == yaml.MappingNode && len(item.Content) > 0 {
			item = item.Content[0]
		}
		if item.Kind == yaml.ScalarNode && item.Value != "" {
			out = append(out, fact.RecordLink{Kind: fact.Implements, To: at.passage(item)})
		}
	}
	return out
}

// doorstopFiles are files that verify or implement an item: which of both, their own
// nature tells.
func doorstopFiles(at *placed, list *yaml.Node) []fact.RecordLink {
	var out []fact.RecordLink
	for _, item := range list.Content {
		link := fact.RecordLink{Kind: fact.See}
		for _, f := range at.fields(item) {
			switch f.name {
			case "path":
				link.To = f.Passage
			case "keyword":
				link.Keyword = cmp.Or(f.Text, link.Keyword)
			}
		}
		if link.To.Text != "" {
			out = append(out, link)
		}
	}
	return out
}
