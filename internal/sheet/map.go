package sheet

// TextKind says what a string of an answer is, to who would change it.
type TextKind uint8

// The kinds of string that Map hands on.
const (
	Prose          TextKind = iota // words of ours, which may quote a repository's
	PersonName                     // the name of a person
	CommitText                     // the subject of a commit
	RefName                        // a branch or tag, with or without refs/…/
	PathText                       // a path, a symbol, the node of a graph
	CommandText                    // a command line
	RepositoryName                 // the name of the repository
)

// Columns of text whose cells are no words of ours; see Column.
const (
	SubjectColumn = "subject"
	BranchColumn  = "branch"
)

// Map copies the answer with each string that people read, or that names
// somebody or something of the repository, replaced by what f makes of it. f is
// not asked about empty strings. Ids, days, units and words of a fixed list stay
// as they are. The copy shares no memory with a.
func (a Answer) Map(f func(kind TextKind, s string) string) Answer {
	m := mapper(func(kind TextKind, s string) string {
		if s == "" {
			return s
		}
		return f(kind, s)
	})
	a.Repository.Name = m(RepositoryName, a.Repository.Name)
	a.Repository.Branch = m(RefName, a.Repository.Branch)
	a.Read = each(a.Read, m.figure)
	a.Gaps = each(a.Gaps, m.gap)
	a.Sheets = each(a.Sheets, m.sheet)
	return a
}

type mapper func(kind TextKind, s string) string

// each copies a list; one that nobody made stays so.
func each[T any](list []T, f func(T) T) []T {
	if list == nil {
		return nil
	}
	out := make([]T, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// copied copies what a pointer points to.
func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	x := *p
	return &x
}

func (m mapper) gap(g Gap) Gap {
	g.Example = m(PathText, g.Example)
	g.Message, g.Next = m(Prose, g.Message), m(CommandText, g.Next)
	return g
}

func (m mapper) sheet(s Sheet) Sheet {
	s.Question, s.Summary = m(Prose, s.Question), m(Prose, s.Summary)
	s.Figures = each(s.Figures, m.figure)
	s.Findings = each(s.Findings, m.finding)
	s.Sections = each(s.Sections, m.section)
	s.Unknown = each(s.Unknown, func(u Unknown) Unknown {
		return Unknown{What: m(Prose, u.What), Why: m(Prose, u.Why), Next: m(CommandText, u.Next)}
	})
	return s
}

func (m mapper) figure(f Figure) Figure {
	f.Label, f.Reason, f.Next = m(Prose, f.Label), m(Prose, f.Reason), m(CommandText, f.Next)
	f.Value = m.value(Prose, f.Value)
	f.Window = copied(f.Window)
	f.Evidence = each(f.Evidence, m.evidence)
	return f
}

func (m mapper) finding(f Finding) Finding {
	f.Place = m.placeAt(f.Place)
	f.Message, f.Why, f.Next = m(Prose, f.Message), m(Prose, f.Why), m(CommandText, f.Next)
	f.Evidence = each(f.Evidence, m.evidence)
	f.Track = copied(f.Track)
	return f
}

func (m mapper) evidence(e Evidence) Evidence {
	kind := Prose
	if e.Commit != "" || e.Ref != "" {
		kind = CommitText
	}
	e.Text = m(kind, e.Text)
	e.Place = m.placeAt(e.Place)
	e.Ref, e.Person = m(RefName, e.Ref), m(PersonName, e.Person)
	return e
}

func (m mapper) section(s Section) Section {
	s.Title, s.Text, s.Note = m(Prose, s.Title), m(Prose, s.Text), m(Prose, s.Note)
	s.Command = m(CommandText, s.Command)
	s.Window = copied(s.Window)
	s.Table, s.Chart, s.Graph, s.Tree = m.table(s.Table), m.chart(s.Chart), m.graph(s.Graph), m.tree(s.Tree)
	return s
}

func (m mapper) table(t *Table) *Table {
	if t = copied(t); t == nil {
		return nil
	}
	kinds := make([]TextKind, len(t.Columns))
	for j, c := range t.Columns {
		switch c.ID {
		case SubjectColumn:
			kinds[j] = CommitText
		case BranchColumn:
			kinds[j] = RefName
		}
	}
	t.Columns = each(t.Columns, func(c Column) Column {
		c.Label = m(Prose, c.Label)
		return c
	})
	t.Rows = each(t.Rows, func(row []Value) []Value {
		j := -1
		return each(row, func(v Value) Value {
			if j++; j < len(kinds) {
				return m.value(kinds[j], v)
			}
			return m.value(Prose, v)
		})
	})
	return t
}

func (m mapper) chart(c *Chart) *Chart {
	if c = copied(c); c == nil {
		return nil
	}
	words := func(v Value) Value { return m.value(Prose, v) }
	c.XLabel = m(Prose, c.XLabel)
	c.X = each(c.X, words)
	c.Series = each(c.Series, func(s Series) Series {
		return Series{Label: m(Prose, s.Label), Values: each(s.Values, words)}
	})
	return c
}

// graph replaces a node's id as the edges' ends, so that they still meet.
func (m mapper) graph(g *Graph) *Graph {
	if g = copied(g); g == nil {
		return nil
	}
	g.Nodes = each(g.Nodes, func(n Node) Node {
		n.ID, n.Label, n.Place = m(PathText, n.ID), m(Prose, n.Label), m.placeAt(n.Place)
		return n
	})
	g.Edges = each(g.Edges, func(e Edge) Edge {
		e.From, e.To = m(PathText, e.From), m(PathText, e.To)
		return e
	})
	return g
}

func (m mapper) tree(t *Tree) *Tree {
	if t = copied(t); t == nil {
		return nil
	}
	t.Measures = each(t.Measures, func(x Measure) Measure {
		x.Label = m(Prose, x.Label)
		x.Steps = each(x.Steps, func(s Step) Step { return Step{s.From, m(Prose, s.Label)} })
		return x
	})
	t.Root = m.part(t.Root)
	return t
}

func (m mapper) part(p Part) Part {
	p.Place, p.Name = m.place(p.Place), m(Prose, p.Name)
	p.Values = each(p.Values, func(v Value) Value { return m.value(Prose, v) })
	p.Parts = each(p.Parts, m.part)
	return p
}

// value hands on text as the kind that it is where it stands.
func (m mapper) value(kind TextKind, v Value) Value {
	switch v.kind {
	case Text:
		if s := m(kind, v.text); s != "" || v.text == "" {
			return String(s)
		}
		return Value{} // text that was taken away is not known, not empty
	case Person:
		return OfPerson(m(PersonName, v.text))
	case People:
		return OfPeople(each(v.names, func(s string) string { return m(PersonName, s) }))
	case Location:
		return At(m.place(v.place))
	case Sparkline:
		return Spark(v.series)
	}
	return v
}

func (m mapper) place(p Place) Place {
	p.Path, p.Symbol = m(PathText, p.Path), m(PathText, p.Symbol)
	return p
}

func (m mapper) placeAt(p *Place) *Place {
	if p == nil {
		return nil
	}
	place := m.place(*p)
	return &place
}
