package sheet

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// Check tells whether an answer keeps the promises that its readers rely on.
// The error names every breach.
func Check(a Answer) error {
	var c checker
	c.want(a.Format == Format, "format %q", a.Format)
	c.want(a.Complete == (len(a.Gaps) == 0), "complete is %v with %d gaps", a.Complete, len(a.Gaps))
	for _, g := range a.Gaps {
		c.want(g.Kind != "" && g.Message != "" && g.Next != "", "gap %q lacks a kind, a message or a next step", g.Kind)
	}
	c.figures("answer", a.Read)
	for _, s := range a.Sheets {
		c.sheet(s)
	}
	return errors.Join(c...)
}

type checker []error

func (c *checker) want(ok bool, format string, args ...any) {
	if !ok {
		*c = append(*c, fmt.Errorf(format, args...))
	}
}

func (c *checker) sheet(s Sheet) {
	c.want(s.Duty != "" && s.Question != "", "sheet %q lacks a duty or a question", s.Duty)
	c.figures(s.Duty, s.Figures)
	for _, f := range s.Findings {
		c.finding(f)
	}
	for _, x := range s.Sections {
		c.section(x)
	}
	c.unknown(s.Unknown)
}

func (c *checker) unknown(all []Unknown) {
	for _, u := range all {
		c.want(u.What != "" && u.Why != "", "unknown %q lacks what or why", u.What)
	}
}

func (c *checker) finding(f Finding) {
	c.want(f.Rule != "" && f.Message != "" && f.Why != "" && f.Next != "" && f.Fingerprint != "",
		"finding %q lacks a rule, message, reason, next step or fingerprint", f.Rule)
	c.want(f.Level == LevelError || f.Level == LevelWarning || f.Level == LevelNote, "finding %q: level %q", f.Rule, f.Level)
	c.want(len(f.Evidence) > 0, "finding %q has no evidence", f.Rule)
	for _, e := range f.Evidence {
		c.want(e != Evidence{}, "finding %q: a piece of evidence is empty", f.Rule)
	}
}

func (c *checker) figures(of string, figures []Figure) {
	seen := map[string]bool{}
	for _, f := range figures {
		c.want(f.ID != "" && f.Label != "", "%s: a figure lacks its id or label", of)
		c.want(!seen[f.ID], "%s: figure %s stands twice", of, f.ID)
		seen[f.ID] = true
		c.want((f.State == Known) == (f.Value.Kind() != Nothing), "%s: figure %s is %s with a value of kind %d", of, f.ID, f.State, f.Value.Kind())
		c.want(f.State == Known || f.Reason != "", "%s: figure %s is %s and does not say why", of, f.ID, f.State)
	}
}

func (c *checker) section(s Section) {
	c.want(s.ID != "" && s.Title != "", "section %q lacks its id or title", s.ID)
	form := map[SectionKind]bool{
		KindTable: s.Table != nil, KindChart: s.Chart != nil, KindGraph: s.Graph != nil, KindText: s.Text != "", KindTree: s.Tree != nil,
	}
	for kind, set := range form {
		c.want(set == (kind == s.Kind), "section %s of kind %q: %s is set: %v", s.ID, s.Kind, kind, set)
	}
	if s.Table != nil {
		c.table(s.ID, s.Table)
	}
	if s.Graph != nil {
		c.graph(s.ID, s.Graph)
	}
	if s.Tree != nil {
		for _, m := range s.Tree.Measures {
			c.want(len(m.Steps) > 0, "section %s: measure %s has no steps", s.ID, m.ID)
			c.want(slices.IsSortedFunc(m.Steps, func(a, b Step) int { return cmp.Compare(a.From, b.From) }), "section %s: the steps of %s are in no order", s.ID, m.ID)
		}
		c.part(s.ID, s.Tree, s.Tree.Root)
	}
	if s.Chart != nil {
		for _, x := range s.Chart.Series {
			c.want(len(x.Values) == len(s.Chart.X), "section %s: series %s has %d values at %d positions", s.ID, x.Label, len(x.Values), len(s.Chart.X))
			for _, v := range x.Values {
				c.want(v.Kind() == Number || v.Kind() == Nothing, "section %s: series %s has a value of kind %d", s.ID, x.Label, v.Kind())
			}
		}
	}
}

func (c *checker) graph(of string, g *Graph) {
	ids := map[string]bool{}
	for _, n := range g.Nodes {
		c.want(!ids[n.ID], "section %s: node %s stands twice", of, n.ID)
		ids[n.ID] = true
	}
	for _, e := range g.Edges {
		c.want(ids[e.From] && ids[e.To], "section %s: an edge from %s to %s has no such ends", of, e.From, e.To)
		c.want(e.Of == 0 || e.Weight <= e.Of, "section %s: an edge from %s to %s is %v of %v", of, e.From, e.To, e.Weight, e.Of)
	}
}

func (c *checker) part(of string, t *Tree, p Part) {
	c.want(p.Place.Path != "" && p.Size >= 0, "section %s: a part lacks its place, or has the size %v", of, p.Size)
	c.want(len(p.Values) == len(t.Measures), "section %s: %s has %d values of %d measures", of, p.Place.Path, len(p.Values), len(t.Measures))
	sum := 0.0
	for _, x := range p.Parts {
		c.part(of, t, x)
		sum += x.Size
	}
	c.want(len(p.Parts) == 0 || sum == p.Size, "section %s: the parts of %s add up to %v, not %v", of, p.Place.Path, sum, p.Size)
}

// holds tells what the cells of a column are.
var holds = map[ColumnKind]ValueKind{
	ColumnText: Text, ColumnPlace: Location, ColumnNumber: Number, ColumnAdded: Number, ColumnDeleted: Number, ColumnShare: Number,
	ColumnDate: Day, ColumnCommit: Commit, ColumnPerson: Person, ColumnPeople: People, ColumnSpark: Sparkline,
}

func (c *checker) table(of string, t *Table) {
	ids := map[string]bool{}
	for _, col := range t.Columns {
		_, known := holds[col.Kind]
		c.want(known, "section %s: column %s is of kind %q", of, col.ID, col.Kind)
		c.want(!ids[col.ID], "section %s: column %s stands twice", of, col.ID)
		ids[col.ID] = true
		c.want(col.Kind != ColumnShare || col.Unit == "%", "section %s: column %s is a share in %q", of, col.ID, col.Unit)
	}
	for _, r := range t.Rows {
		c.want(len(r) == len(t.Columns), "section %s: a row of %d cells under %d columns", of, len(r), len(t.Columns))
		for j, v := range r[:min(len(r), len(t.Columns))] {
			col := t.Columns[j]
			c.want(v.Kind() == Nothing || v.Kind() == holds[col.Kind], "section %s: column %s of kind %s holds a value of kind %d", of, col.ID, col.Kind, v.Kind())
		}
	}
}
