package record

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// mostDrawn is how many records are drawn: more are no picture. The table of relations
// has all.
const mostDrawn = 30

// Page is a sheet with all that the records say of themselves, for a browser: how they
// refer to each other, drawn, and every one of them, by kind.
func Page(v *duty.View) sheet.Sheet {
	s := Graph(v)
	a := newAnswer(v)
	if a == nil || len(a.register.Entries) == 0 {
		return s
	}
	s.Summary, s.Figures, s.Findings = a.summary(), append(a.figures(), s.Figures...), a.findings()
	if len(s.Sections) > 0 {
		all := len(s.Sections[0].Graph.Nodes)
		s.Sections[0].Note = "An arrow points to what a record refers to, and is dashed where it leads back. Where one leads on to another, the further arrow is left out; the table of relations has all."
		if s.Sections[0].Graph = drawn(s.Sections[0].Graph); all > mostDrawn {
			s.Sections[0].Title = fmt.Sprintf("The %d records with most relations, of %d", mostDrawn, all)
		}
	}
	for _, k := range allKinds {
		var of []*register.Entry
		for _, e := range a.within() {
			if e.Kind == k {
				of = append(of, e)
			}
		}
		if len(of) == 0 {
			continue
		}
		t := a.table(newest(of), 0)
		t.ID, t.Title, t.Command = "record/"+string(k), duty.Amount(len(of), string(k), string(k)+"s"), "leadline record list --kind "+string(k)
		s.Sections = append(s.Sections, t)
	}
	return s
}

// drawn are the nodes with most relations, those that refer to others before them, with
// the edges between those.
func drawn(g *sheet.Graph) *sheet.Graph {
	count := map[string]int{}
	for _, e := range g.Edges {
		count[e.From]++
		count[e.To]++
	}
	nodes := slices.Clone(g.Nodes)
	slices.SortStableFunc(nodes, func(x, y sheet.Node) int { return cmp.Compare(count[y.ID], count[x.ID]) })
	nodes = nodes[:min(len(nodes), mostDrawn)]
	out := &sheet.Graph{Relation: "refers to"}
	there := map[string]bool{}
	for _, n := range nodes {
		there[n.ID] = true
	}
	for _, e := range g.Edges {
		if there[e.From] && there[e.To] {
			out.Edges = append(out.Edges, e)
		}
	}
	out.Nodes = ordered(nodes, out.Edges)
	return out
}

// ordered puts nodes before those that they lead to, where they do not lead to each other.
func ordered(nodes []sheet.Node, edges []sheet.Edge) []sheet.Node {
	into := map[string]int{}
	for _, e := range edges {
		into[e.To]++
	}
	var out []sheet.Node
	for left := slices.Clone(nodes); len(left) > 0; {
		at := max(0, slices.IndexFunc(left, func(n sheet.Node) bool { return into[n.ID] == 0 }))
		n := left[at]
		left = slices.Delete(left, at, at+1)
		out = append(out, n)
		for _, e := range edges {
			if e.From == n.ID {
				into[e.To]--
			}
		}
	}
	return out
}

// longID is the length of an id, in bytes, from which on it is the name of a file rather
// than what people call the record.
const longID = 24

// captioned is what a record is called where there is little room: its title, and its id
// before that where it is short and says something else.
func captioned(e *register.Entry) string {
	title := shortened(e.Title.Text)
	if title != "" && (len(e.ID) > longID || strings.Contains(plainly(e.ID), plainly(title))) {
		return title
	}
	return strings.TrimSpace(shortID(e) + " " + title)
}

// plainly is the letters and digits of a text, in lower case.
func plainly(s string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) {
			return unicode.ToLower(c)
		}
		return -1
	}, s)
}
