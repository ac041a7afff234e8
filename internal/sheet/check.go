package sheet

import (
	"errors"
	"fmt"
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
		c.want(f.Rule != "" && f.Message != "" && f.Why != "" && f.Next != "" && f.Fingerprint != "",
			"finding %q lacks a rule, message, reason, next step or fingerprint", f.Rule)
		c.want(f.Level == LevelError || f.Level == LevelWarning || f.Level == LevelNote, "finding %q: level %q", f.Rule, f.Level)
		c.want(len(f.Evidence) > 0, "finding %q has no evidence", f.Rule)
	}
	for _, x := range s.Sections {
		c.section(x)
	}
	for _, u := range s.Unknown {
		c.want(u.What != "" && u.Why != "", "unknown %q lacks what or why", u.What)
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
		KindTable: s.Table != nil, KindChart: s.Chart != nil, KindGraph: s.Graph != nil, KindText: s.Text != "",
	}
	for kind, set := range form {
		c.want(set == (kind == s.Kind), "section %s of kind %q: %s is set: %v", s.ID, s.Kind, kind, set)
	}
	if s.Table != nil {
		for _, r := range s.Table.Rows {
			c.want(len(r) == len(s.Table.Columns), "section %s: a row of %d cells under %d columns", s.ID, len(r), len(s.Table.Columns))
		}
	}
	if s.Chart != nil {
		for _, x := range s.Chart.Series {
			c.want(len(x.Values) == len(s.Chart.X), "section %s: series %s has %d values at %d positions", s.ID, x.Label, len(x.Values), len(s.Chart.X))
		}
	}
}
