package mcp

import (
	"encoding/json"
	"fmt"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// short is an answer in few words.
type short struct {
	Of         string   `json:"of"`
	Incomplete []string `json:"incomplete,omitempty"`
	Sheets     []part   `json:"sheets"`
}

type part struct {
	Question string    `json:"question"`
	Summary  string    `json:"summary,omitempty"`
	Figures  []string  `json:"figures,omitempty"`
	Findings []finding `json:"findings,omitempty"`
	Tables   []*table  `json:"tables,omitempty"`
	Texts    []string  `json:"texts,omitempty"`
	Unknown  []string  `json:"unknown,omitempty"`
	// Left is how many findings are left out.
	Left int `json:"more_findings,omitempty"`
}

type finding struct {
	Rule        string   `json:"rule"`
	Level       string   `json:"level"`
	Fails       bool     `json:"fails,omitempty"`
	At          string   `json:"at,omitempty"`
	Message     string   `json:"message"`
	Why         string   `json:"why"`
	Evidence    []string `json:"evidence,omitempty"`
	Track       string   `json:"track_record,omitempty"`
	Fingerprint string   `json:"fingerprint"`
}

type table struct {
	Title   string     `json:"title"`
	Columns []string   `json:"columns"`
	Rows    [][]string `json:"rows"`
	Left    int        `json:"more_rows,omitempty"`
}

// How much of an answer is told: an agent reads all of it, each time.
const (
	mostBytes    = 3900
	mostFindings = 8
	mostEvidence = 2
	mostRows     = 12
)

// shorten tells the most important parts of an answer. Rows at the ends of tables go
// first, and then findings.
func shorten(a *sheet.Answer) short {
	s := short{Of: fault.Visible(a.Repository.Name)}
	if a.Repository.Head != "" {
		s.Of += " at " + surface.Commit(a.Repository.Head) + " of " + surface.Day(a.Repository.HeadDate)
	}
	for _, g := range a.Gaps {
		s.Incomplete = append(s.Incomplete, fault.Visible(g.Message))
	}
	for i := range a.Sheets {
		s.Sheets = append(s.Sheets, partOf(&a.Sheets[i]))
	}
	for len(s.text()) > mostBytes && s.less() {
	}
	return s
}

// text is the answer as JSON.
func (s *short) text() string {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil { // of strings and numbers it makes none
		return ""
	}
	return strings.TrimSpace(b.String())
}

// less takes something out; it reports whether there was anything.
func (s *short) less() bool {
	var longest *table
	for i := range s.Sheets {
		for _, t := range s.Sheets[i].Tables {
			if len(t.Rows) > 1 && (longest == nil || len(t.Rows) > len(longest.Rows)) {
				longest = t
			}
		}
	}
	if longest != nil {
		n := (len(longest.Rows) + 1) / 2
		longest.Left += len(longest.Rows) - n
		longest.Rows = longest.Rows[:n]
		return true
	}
	for i := range s.Sheets {
		p := &s.Sheets[i]
		switch {
		case len(p.Findings) > 1:
			p.Findings, p.Left = p.Findings[:len(p.Findings)-1], p.Left+1
			return true
		case len(p.Tables) > 0:
			p.Tables = p.Tables[:len(p.Tables)-1]
			return true
		case len(p.Texts) > 0:
			p.Texts = p.Texts[:len(p.Texts)-1]
			return true
		}
	}
	return false
}

func partOf(x *sheet.Sheet) part {
	p := part{Question: x.Question, Summary: fault.Visible(x.Summary)}
	for _, f := range x.Figures {
		if f.State == sheet.Known {
			s := surface.Figure(f)
			if f.Window != nil {
				s += " (" + surface.Span(*f.Window) + ")"
			}
			p.Figures = append(p.Figures, s)
		}
	}
	for i := range x.Findings {
		if i == mostFindings {
			p.Left = len(x.Findings) - i
			break
		}
		p.Findings = append(p.Findings, findingOf(&x.Findings[i]))
	}
	for i := range x.Sections {
		c := &x.Sections[i]
		switch {
		case c.Table != nil:
			p.Tables = append(p.Tables, tableOf(c))
		case c.Text != "":
			p.Texts = append(p.Texts, fault.Visible(c.Title+": "+c.Text))
		}
	}
	for _, u := range surface.NotKnown(x) {
		p.Unknown = append(p.Unknown, fault.Visible(u.What+": "+u.Why))
	}
	return p
}

func findingOf(f *sheet.Finding) finding {
	out := finding{
		Rule: f.Rule, Level: string(f.Level), Fails: f.Gate, Message: fault.Visible(f.Message), Why: fault.Visible(f.Why), Fingerprint: f.Fingerprint,
	}
	if f.Place != nil {
		out.At = surface.Place(*f.Place)
	}
	if t := f.Track; t != nil {
		out.Track = fmt.Sprintf("right in %d of %d here, at least %.0f %% (95 %%)", t.K, t.N, 100*t.Lower)
	}
	for i, e := range f.Evidence {
		if i == mostEvidence {
			out.Evidence = append(out.Evidence, fmt.Sprintf("and %d more", len(f.Evidence)-i))
			break
		}
		s := fault.Visible(e.Text)
		for _, x := range []string{surface.Commit(e.Commit), surface.Ref(e.Ref), fault.Visible(e.Person)} {
			if x != "" {
				s = x + " " + s
			}
		}
		if e.Place != nil {
			s = surface.Place(*e.Place) + " " + s
		}
		out.Evidence = append(out.Evidence, s)
	}
	return out
}

func tableOf(s *sheet.Section) *table {
	t := &table{Title: fault.Visible(s.Title), Left: s.Table.Others, Rows: [][]string{}}
	for _, c := range s.Table.Columns {
		t.Columns = append(t.Columns, c.Label)
	}
	for i, r := range s.Table.Rows {
		if i == mostRows {
			t.Left += len(s.Table.Rows) - i
			break
		}
		row := make([]string, len(r))
		for j, v := range r {
			row[j] = surface.Cell(s.Table.Columns[j], v)
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
