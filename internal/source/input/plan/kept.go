package plan

import (
	"path"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Records reads the plan that a team keeps as records, in the files that hold them: a
// plan file, a list of items in YAML, or Markdown whose front matter has the fields of
// an item. What a record says in its own words (the id that its file's name gives, its
// heading, owners, status, what it depends on and affects) counts too; other fields are
// the team's own. Items without an estimate have the one given, if it is not empty.
func Records(files []fact.Input, records []fact.Record, estimate string) (*fact.Plan, []fact.Gap, error) {
	b := &builder{index: map[string]int{}, bare: -1, united: -1, kept: true}
	order := slices.Clone(files)
	slices.SortStableFunc(order, func(x, y fact.Input) int { return rankKept(x) - rankKept(y) })
	for _, in := range order {
		b.open(in.Name)
		b.said = map[int]*fact.Record{}
		for i := range records {
			if x := &records[i]; string(x.Path) == in.Name {
				b.said[x.Line] = x
			}
		}
		if rankKept(in) == 0 {
			b.readYAML(&in)
		} else {
			b.readFront(&in)
		}
		b.close()
	}
	b.said = nil
	return b.finish(estimate)
}

func rankKept(in fact.Input) int {
	if ending := strings.ToLower(path.Ext(in.Name)); ending == ".yaml" || ending == ".yml" {
		return 0
	}
	return 1
}

// readFront reads a text that is one item, by its front matter if it has any.
func (b *builder) readFront(in *fact.Input) {
	start, end, _, ok := fact.FrontMatter(in.Data)
	if !ok || strings.TrimSpace(string(in.Data[start:end])) == "" {
		b.readItem(&yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1})
		return
	}
	// Lines are those of the file, since as many stand before the YAML.
	line, _ := in.At(int64(start))
	front := fact.Input{Name: in.Name, Data: append([]byte(strings.Repeat("\n", line-1)), in.Data[start:end]...)}
	b.readYAML(&front)
}

// isPlan tells a plan file from items.
func isPlan(root *yaml.Node) bool {
	return slices.ContainsFunc(keysOf(root), func(key string) bool { return key == "items" || key == "resources" || key == "calendars" })
}

func keysOf(n *yaml.Node) []string {
	var out []string
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			out = append(out, n.Content[i].Value)
		}
	}
	return out
}

// readKept reads a list of items, one below "plans", or an item by itself.
func (b *builder) readKept(root *yaml.Node) {
	if at := slices.Index(keysOf(root), "plans"); at >= 0 {
		root = root.Content[2*at+1]
	}
	if root.Kind == yaml.SequenceNode {
		b.list(root, func(n *yaml.Node) { b.readItem(n) })
		return
	}
	b.readItem(root)
}

// theirs tells fields of a record that are a team's own from those that are nearly one
// of an item's, which are told.
func (b *builder) theirs(key string, known fields) bool {
	near := fault.Closest(key, sortedKeys(known))
	return b.said != nil && known["estimate"] != nil && (near == "" || key == "owners" || key == "date")
}

// recordAt is the record that a mapping is of: the one in its line, or the only one of
// a file that is no plan file.
func (b *builder) recordAt(n *yaml.Node) *fact.Record {
	if x := b.said[n.Line]; x != nil || len(b.said) != 1 || slices.Contains(keysOf(n), "id") && rankKept(fact.Input{Name: b.Name}) == 0 {
		return x
	}
	for _, x := range b.said {
		return x
	}
	return nil
}

// fromRecord takes into an item what its record says.
func (b *builder) fromRecord(it *fact.Item, x *fact.Record) {
	if x == nil {
		return
	}
	it.ID, it.Title, it.Line = x.ID, x.Title.Text, max(x.Line, 1)
	if len(x.Owners) > 0 {
		it.Owner = x.Owners[0]
	}
	switch x.Status {
	case fact.Rejected, fact.Superseded, fact.Deprecated:
		it.Done = true
	}
	for _, l := range x.Links {
		switch l.Kind {
		case fact.Affects:
			it.Paths = append(it.Paths, l.To.Text)
		case fact.DependsOn:
			if wrong := b.afters(it, []string{l.To.Text}); wrong != "" {
				b.Wrong(l.To.Line, l.To.Column, durationHint, "item %s: %s", it.ID, wrong)
			}
		}
	}
}

// over are the statuses by which an item is done with.
func over(status string) bool {
	switch s := strings.ToLower(status); s {
	case "implemented", "shipped", "released", "dropped", "rejected":
		return true
	default:
		return finished[s]
	}
}

// estimateOf is one duration or three in a text, or a mapping of low, likely, high and
// the unit of all.
func (b *builder) estimateOf(it *fact.Item, n *yaml.Node) (wrong string) {
	if n.Kind != yaml.MappingNode {
		return b.estimate(it, b.text(n))
	}
	var parts [3]string
	unit := ""
	b.mapping(n, "estimate", fields{
		"low":    func(n *yaml.Node) { parts[0] = b.text(n) },
		"likely": func(n *yaml.Node) { parts[1] = b.text(n) },
		"high":   func(n *yaml.Node) { parts[2] = b.text(n) },
		"unit":   func(n *yaml.Node) { unit = b.text(n) },
	})
	for i, p := range parts {
		if p == "" {
			return "of low, likely and high one is missing"
		}
		if unit != "" {
			parts[i] = p + " " + unit
		}
	}
	return b.estimate(it, strings.Join(parts[:], "/"))
}
