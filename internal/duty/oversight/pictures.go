package oversight

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/analysis/coupling"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" {
		return nil
	}
	b := newBrief(v)
	return duty.Sections(b.activity, b.tree, b.together, b.ages)
}

// The weeks that activity is drawn for, and those of them that are lately.
const (
	yearWeeks = 52
	lateWeeks = 4
)

// activity draws the commits of every week of a year.
func (b *brief) activity() (sheet.Section, bool) {
	if b.people(b.active) < duty.PacePeople {
		return sheet.Section{}, false
	}
	to := b.view.End()
	from := to.AddDate(0, 0, -7*yearWeeks)
	w := b.line.Window(from, to)
	first := 0 // the first week that is known
	if begins, ok := b.line.Begins(); ok && begins.After(from) && b.view.History.Cut() {
		first = min(int(begins.Sub(from)/(7*24*time.Hour))+1, yearWeeks-1)
	}
	weeks := make([]int, yearWeeks)
	all, late := 0, 0
	for c, p := range b.line.Positions(w) {
		if b.view.Touches(c) {
			at := b.line.Part(p, from, to, yearWeeks)
			weeks[at]++
			all++
			if at >= yearWeeks-lateWeeks {
				late++
			}
		}
	}
	if all == 0 {
		return sheet.Section{}, false
	}
	c := &sheet.Chart{XLabel: "week", Unit: "commits", Form: sheet.FormColumns, Series: []sheet.Series{{Label: "commits"}}}
	for i, n := range weeks {
		c.X = append(c.X, sheet.OnDay(sheet.DateOf(from.AddDate(0, 0, 7*i))))
		value := sheet.Int(n)
		if i < first {
			value = sheet.Value{}
		}
		c.Series[0].Values = append(c.Series[0].Values, value)
	}
	title := fmt.Sprintf("%s commits a week in the last %d weeks", average(late, lateWeeks), lateWeeks)
	switch {
	case first > yearWeeks-lateWeeks:
		title = "Commits a week, as far as the history was read"
	case first == 0:
		title += fmt.Sprintf(", %s over the year", average(all, yearWeeks))
	}
	note := "Commits other than merges, by the week in which they landed on the branch."
	if first > 0 {
		note += duty.CutNote
	}
	return sheet.Section{
		ID: "oversight/activity", Kind: sheet.KindChart, Chart: c, Window: window(w), Title: title,
		Note: note, Command: b.log(w, "--oneline"),
	}, true
}

// average writes a mean: with a decimal where it is small.
func average(n, of int) string {
	x := float64(n) / float64(of)
	if x >= 10 {
		return duty.Thousands(int(x + .5))
	}
	return strconv.FormatFloat(float64(int(10*x+.5))/10, 'f', -1, 64)
}

// tree draws the code by folders.
func (b *brief) tree() (sheet.Section, bool) {
	t, ok := b.view.Tree()
	if !ok {
		return sheet.Section{}, false
	}
	c := b.view.Coverage()
	return sheet.Section{
		ID: "oversight/tree", Title: b.treeTitle(t, c.Words()), Kind: sheet.KindTree, Tree: t, Window: window(b.active),
		Note: "Every box is a folder or file of code at the head that people write, as large as its lines; tests, documentation and data are left out. " +
			"Somebody active knows a file, or has had a hand in it, by what they wrote in it and changed in the last years; who only reviewed is not seen. " +
			"Age is that of the median line, and the changes of a folder are those of its files, added up. What is small is told as one." + c.Missing(),
	}, true
}

// excess is by how many points of the changes a folder must exceed its share of the
// lines to be said to stand out.
const excess = 5

// treeTitle says where the work is, and how much of the code nobody knows.
func (b *brief) treeTitle(t *sheet.Tree, unknown string) string {
	work := duty.ChangesOf(&t.Root)
	if work == 0 {
		return strings.ToUpper(unknown[:1]) + unknown[1:]
	}
	// A folder that holds nearly everything says nothing; what is in it does.
	root := t.Root
	for len(root.Parts) > 0 && root.Parts[0].Size > .8*t.Root.Size {
		root = root.Parts[0]
	}
	over := func(p *sheet.Part) float64 { return 100 * (duty.ChangesOf(p)/work - p.Size/t.Root.Size) }
	var busy *sheet.Part
	for i := range root.Parts {
		if p := &root.Parts[i]; p.Others == 0 && over(p) >= excess && (busy == nil || over(p) > over(busy)) {
			busy = p
		}
	}
	if busy == nil {
		return fmt.Sprintf("The busiest fifth of the code takes %s %% of the changes; %s", duty.Percent(b.busiest(), work), unknown)
	}
	return fmt.Sprintf("%s takes %s %% of the changes, with %s %% of the code; %s",
		busy.Place.Path, duty.Percent(duty.ChangesOf(busy), work), duty.Percent(busy.Size, t.Root.Size), unknown)
}

// busiest is how many changes the fifth of the code takes that changes most for its
// size.
func (b *brief) busiest() float64 {
	files, all := b.view.Drawn(), 0
	for i := range files {
		all += files[i].Lines
	}
	slices.SortStableFunc(files, func(x, y hotspot.Spot) int { return cmp.Compare(y.Changes*x.Lines, x.Changes*y.Lines) })
	changes, lines := 0.0, 0
	for _, s := range files {
		if lines += s.Lines; 5*lines > all {
			break
		}
		changes += float64(s.Changes)
	}
	return changes
}

// How much is drawn of what changes together, and what counts.
const (
	pairYears   = 2
	pairLeast   = 4
	pairShare   = 1. / 3
	mostPairs   = 40
	mostPartner = 30
)

// together draws pairs of files that keep changing in the same landings.
func (b *brief) together() (sheet.Section, bool) {
	from := b.view.AsOf.AddDate(-pairYears, 0, 0)
	w := b.line.Window(from, b.view.End())
	pairs := coupling.Of(b.line, coupling.Options{
		Since: from, Until: b.view.End(),
		Keep: func(p fact.Path) bool {
			return b.view.AtHead(p) && b.written(p) && hotspot.NatureOf(p) == hotspot.Code
		},
	}).Pairs(pairLeast, pairShare)
	pairs = slices.DeleteFunc(pairs, twins)
	if len(pairs) == 0 {
		return sheet.Section{}, false
	}
	apart := 0
	for _, p := range pairs {
		apart += across(p)
	}
	// What reaches across folders says more of the design: half of the room is for it.
	slices.SortStableFunc(pairs, func(x, y coupling.Pair) int { return cmp.Compare(across(y), across(x)) })
	drawn := slices.Concat(pairs[:min(apart, mostPairs/2)], pairs[apart:], pairs[min(apart, mostPairs/2):apart])
	g := &sheet.Graph{Undirected: true, Unit: "together", OfUnit: "of"}
	nodes := map[fact.Path]int{}
	for _, p := range drawn {
		more := 0
		for _, x := range []fact.Path{p.One, p.Other} {
			if _, there := nodes[x]; !there {
				more++
			}
		}
		if len(g.Edges) == mostPairs || len(nodes)+more > mostPartner {
			continue
		}
		nodes[p.One] += p.Together
		nodes[p.Other] += p.Together
		g.Edges = append(g.Edges, sheet.Edge{From: string(p.One), To: string(p.Other), Weight: float64(p.Together), Of: float64(p.Most)})
	}
	for p, n := range nodes {
		g.Nodes = append(g.Nodes, sheet.Node{ID: string(p), Label: string(p), Place: &sheet.Place{Path: string(p)}, Weight: float64(n)})
	}
	slices.SortFunc(g.Nodes, func(x, y sheet.Node) int { return cmp.Compare(x.ID, y.ID) })
	title := fmt.Sprintf("%s of code keep changing together, ", duty.Amount(len(pairs), "pair of files", "pairs of files"))
	if apart > 0 {
		title += duty.Thousands(apart) + " of them across folders"
	} else {
		title += "none of them across folders"
	}
	note := fmt.Sprintf("Landings of the last %d years that changed both, of those that changed the one that changes more often: at least %d, and a third. ", pairYears, pairLeast) +
		"Landings of over 30 files are left out, and so are a source and its header. Folders are apart where neither is in the other. It is no proof that one needs the other."
	if left := len(pairs) - len(g.Edges); left > 0 {
		title += fmt.Sprintf(" (%d are drawn)", len(g.Edges))
	}
	return sheet.Section{ID: "oversight/together", Title: title, Kind: sheet.KindGraph, Graph: g, Window: window(w), Note: note}, true
}

// across is 1 for a pair whose folders are apart: neither is in the other.
func across(p coupling.Pair) int {
	one, other := string(p.One.Folder())+"/", string(p.Other.Folder())+"/"
	if one == "/" || other == "/" || strings.HasPrefix(one, other) || strings.HasPrefix(other, one) {
		return 0
	}
	return 1
}

// twins are files of the same name, but for its ending, in the same folder: a
// source and its header, a component and its style.
func twins(p coupling.Pair) bool {
	stem := func(x fact.Path) string {
		s := string(x)
		base := s[strings.LastIndexByte(s, '/')+1:]
		return strings.ToLower(s[:len(s)-len(base)] + strings.SplitN(base, ".", 2)[0])
	}
	return stem(p.One) == stem(p.Other)
}
