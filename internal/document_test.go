package internal_test

import (
	"math"
	"regexp"
	"strconv"

	"leadline/internal/sheet"
)

// document is an answer as a program reads it from JSON.
type document struct {
	Repository sheet.Repository
	AsOf       sheet.Date `json:"as_of"`
	Read       []figure
	Complete   bool
	Gaps       []sheet.Gap
	Sheets     []struct {
		Duty, Question string
		Figures        []figure
		Findings       []finding
		Sections       []section
		Unknown        []sheet.Unknown
	}
}

type figure struct {
	ID, Label, Unit, State string
	Value                  any
	Window                 *sheet.Window
	Reason, Next           string
}

type finding struct {
	Rule               string
	Level              sheet.Level
	Place              *place
	Message, Why, Next string
	Evidence           []struct {
		Commit, Ref, Person, Text string
		Date                      sheet.Date
		Place                     *place
	}
	Track *sheet.Track
}

type place struct {
	Path, Symbol string
	Quoted       bool `json:"path_quoted"`
	Line         int
}

type section struct {
	ID, Title, Text, Note, Command string
	Kind                           sheet.SectionKind
	Window                         *sheet.Window
	Graph                          *struct {
		Nodes []struct {
			ID, Label string
			Place     *place
			Weight    float64
		}
		Edges      []sheet.Edge
		Undirected bool
		Unit       string
		OfUnit     string `json:"of_unit"`
	}
	Tree *struct {
		Unit     string
		Measures []sheet.Measure
		Root     part
	}
	Table *struct {
		Columns []sheet.Column
		Rows    [][]any
		Others  int
	}
	Chart *struct {
		X       []any
		XLabel  string `json:"x_label"`
		Form    sheet.ChartForm
		Unit    string
		Stacked bool
		Series  []struct {
			Label  string
			Values []any
		}
	}
}

type part struct {
	Place  *place
	Others int
	Size   float64
	Values []any
	Parts  []part
}

func (p *part) part() sheet.Part {
	out := sheet.Part{Place: *p.Place.place(), Others: p.Others, Size: p.Size, Values: values(p.Values)}
	for i := range p.Parts {
		out.Parts = append(out.Parts, p.Parts[i].part())
	}
	return out
}

// answer makes the answer anew.
func (d *document) answer() sheet.Answer {
	a := sheet.Answer{Format: sheet.Format, Repository: d.Repository, AsOf: d.AsOf, Complete: d.Complete, Gaps: d.Gaps, Read: figures(d.Read)}
	for _, s := range d.Sheets {
		out := sheet.Sheet{Duty: s.Duty, Question: s.Question, Figures: figures(s.Figures), Unknown: s.Unknown}
		for _, f := range s.Findings {
			g := sheet.Finding{Rule: f.Rule, Level: f.Level, Place: f.Place.place(), Message: f.Message, Why: f.Why, Next: f.Next, Track: f.Track}
			for _, e := range f.Evidence {
				g.Evidence = append(g.Evidence, sheet.Evidence{Commit: e.Commit, Ref: e.Ref, Person: e.Person, Text: e.Text, Date: e.Date, Place: e.Place.place()})
			}
			out.Findings = append(out.Findings, g)
		}
		for _, x := range s.Sections {
			out.Sections = append(out.Sections, x.section())
		}
		a.Sheets = append(a.Sheets, out)
	}
	return a
}

func (p *place) place() *sheet.Place {
	if p == nil {
		return nil
	}
	q := &sheet.Place{Path: p.Path, Line: p.Line, Symbol: p.Symbol}
	if p.Quoted {
		q.Path, _ = unquoted(p.Path)
	}
	return q
}

func unquoted(s string) (string, bool) {
	path, err := strconv.Unquote(s)
	return path, err == nil
}

func figures(list []figure) []sheet.Figure {
	var out []sheet.Figure
	states := map[string]sheet.State{"known": sheet.Known, "not-applicable": sheet.NotApplicable}
	for _, f := range list {
		out = append(out, sheet.Figure{ID: f.ID, Label: f.Label, Unit: f.Unit, State: states[f.State], Value: value(f.Value, ""), Window: f.Window, Reason: f.Reason, Next: f.Next})
	}
	return out
}

func (x *section) section() sheet.Section {
	out := sheet.Section{ID: x.ID, Title: x.Title, Kind: x.Kind, Window: x.Window, Text: x.Text, Note: x.Note, Command: x.Command}
	if g := x.Graph; g != nil {
		out.Graph = &sheet.Graph{Edges: g.Edges, Undirected: g.Undirected, Unit: g.Unit, OfUnit: g.OfUnit}
		for _, n := range g.Nodes {
			out.Graph.Nodes = append(out.Graph.Nodes, sheet.Node{ID: n.ID, Label: n.Label, Place: n.Place.place(), Weight: n.Weight})
		}
	}
	if x.Tree != nil {
		out.Tree = &sheet.Tree{Unit: x.Tree.Unit, Measures: x.Tree.Measures, Root: x.Tree.Root.part()}
	}
	if x.Table != nil {
		out.Table = &sheet.Table{Columns: x.Table.Columns, Others: x.Table.Others}
		for _, r := range x.Table.Rows {
			var row []sheet.Value
			for j, v := range r {
				row = append(row, value(v, x.Table.Columns[j].Kind))
			}
			out.Table.Rows = append(out.Table.Rows, row)
		}
	}
	if x.Chart != nil {
		out.Chart = &sheet.Chart{X: values(x.Chart.X), XLabel: x.Chart.XLabel, Unit: x.Chart.Unit, Stacked: x.Chart.Stacked, Form: x.Chart.Form}
		for _, s := range x.Chart.Series {
			out.Chart.Series = append(out.Chart.Series, sheet.Series{Label: s.Label, Values: values(s.Values)})
		}
	}
	return out
}

func values(list []any) []sheet.Value {
	var out []sheet.Value
	for _, v := range list {
		out = append(out, value(v, ""))
	}
	return out
}

var (
	aDay    = regexp.MustCompile(`^\d{4}-\d\d-\d\d$`)
	aCommit = regexp.MustCompile(`^[0-9a-f]{40}([0-9a-f]{24})?$`)
)

var notKnown = math.NaN()

// value is a cell: its column says what it is. Where there is none, days and
// object ids are told by their looks.
func value(v any, kind sheet.ColumnKind) sheet.Value {
	switch v := v.(type) {
	case float64:
		return sheet.Float(v)
	case string:
		switch {
		case kind == sheet.ColumnPerson:
			return sheet.OfPerson(v)
		case kind == sheet.ColumnDate || kind == "" && aDay.MatchString(v):
			return sheet.OnDay(sheet.Date(v))
		case kind == sheet.ColumnCommit || kind == "" && aCommit.MatchString(v):
			return sheet.OfCommit(v)
		}
		return sheet.String(v)
	case []any:
		var series []float64
		for _, x := range v {
			n, ok := x.(float64)
			if !ok {
				n = notKnown
			}
			series = append(series, n)
		}
		return sheet.Spark(series)
	case map[string]any:
		p := place{}
		p.Path, _ = v["path"].(string)
		p.Symbol, _ = v["symbol"].(string)
		p.Quoted, _ = v["path_quoted"].(bool)
		if line, ok := v["line"].(float64); ok {
			p.Line = int(line)
		}
		return sheet.At(*p.place())
	}
	return sheet.Value{}
}
