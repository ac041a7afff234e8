package register

import (
	"cmp"
	"errors"
	"path"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Records reads the risks that a team keeps as records, in the files that hold them:
// Markdown whose front matter has the fields of a risk, or YAML. What a record says in
// its own words (the id that its file's name gives, its heading, owners, the day of
// review) holds where the risk does not say it. One that tells neither frequency nor
// loss is Unestimated. The mistakes of all files are told at once, of kind fault.Usage.
func Records(files []fact.Input, records []fact.Record) (fact.Register, error) {
	var out fact.Register
	said := map[string]map[int]*fact.Record{}
	for i := range records {
		x := &records[i]
		if said[string(x.Path)] == nil {
			said[string(x.Path)] = map[int]*fact.Record{}
		}
		said[string(x.Path)][x.Line] = x
	}
	// Lists first: the currency of one is that of all that name none.
	files = slices.Clone(files)
	slices.SortStableFunc(files, func(a, b fact.Input) int { return cmp.Compare(rank(a), rank(b)) })
	var wrong []error
	unit := fact.Money
	for _, in := range files {
		mistakes := &fault.Mistakes{Name: in.Name}
		r := reader{file: in.Name, wrong: mistakes, register: &out, unit: unit, said: said[in.Name]}
		if rank(in) == 0 {
			r.yaml(in)
		} else {
			r.single(in)
		}
		unit = r.unit
		wrong = append(wrong, mistakes.Err())
	}
	if err := errors.Join(wrong...); err != nil {
		return out, err
	}
	mistakes := &fault.Mistakes{}
	agree(&out, mistakes)
	return out, mistakes.Err()
}

func rank(in fact.Input) int {
	if ending := strings.ToLower(path.Ext(in.Name)); ending == ".yaml" || ending == ".yml" {
		return 0
	}
	return 1
}

// single reads a text with one record: its front matter, if it has any.
func (r *reader) single(in fact.Input) {
	n := &yaml.Node{Kind: yaml.MappingNode, Line: 1, Column: 1}
	if start, end, _, ok := fact.FrontMatter(in.Data); ok && strings.TrimSpace(string(in.Data[start:end])) != "" {
		// Lines are those of the file, since as many stand before the YAML.
		line, _ := in.At(int64(start))
		in.Data = append([]byte(strings.Repeat("\n", line-1)), in.Data[start:end]...)
		if n = r.load(in, "YAML"); n == nil {
			return
		}
	}
	r.risk(n)
}

func valueOf(mapping *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == key {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// ofRecord takes into a risk what its record says, and leaves of the mapping what is of
// a risk: whatever else a team writes down is theirs. A name that is nearly that of a
// field is left too, so that it is told.
func (r *reader) ofRecord(n *yaml.Node, k *fact.Risk) *yaml.Node {
	if x := r.recordAt(n); x != nil {
		k.ID, k.Title, k.Owner, k.Closed = x.ID, x.Title.Text, strings.Join(x.Owners, ", "), gone(x)
		k.Review, _ = time.Parse(time.DateOnly, string(x.ReviewBy)) // none where it says none
		k.Line = max(x.Line, 1)
	}
	if n.Kind != yaml.MappingNode {
		return n
	}
	out := *n
	out.Content = nil
	for i := 0; i+1 < len(n.Content); i += 2 {
		key := n.Content[i].Value
		if slices.Contains(ofRisk, key) || !slices.Contains(ofRecords, key) && fault.Closest(key, ofRisk) != "" {
			out.Content = append(out.Content, n.Content[i], n.Content[i+1])
		}
	}
	return &out
}

// ofRecords are fields of records that look like those of risks.
var ofRecords = []string{"owners"}

// recordAt is the record that a mapping is of: the one in its line, or the only one.
func (r *reader) recordAt(n *yaml.Node) *fact.Record {
	if x := r.said[n.Line]; x != nil || len(r.said) != 1 {
		return x
	}
	for _, x := range r.said {
		return x
	}
	return nil
}

func gone(x *fact.Record) bool {
	return x.Status == fact.Rejected || x.Status == fact.Superseded || x.Status == fact.Deprecated
}

// knownToRecords reports whether a status is one of records, which then says whether
// the risk is closed.
func (r *reader) knownToRecords(status string, k *fact.Risk) bool {
	for _, x := range r.said {
		if x.Line == k.Line && strings.EqualFold(x.StatusText.Text, status) {
			return x.Status != fact.NoStatus
		}
	}
	return false
}
