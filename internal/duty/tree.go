package duty

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostFiles is how many files a tree tells one by one: the largest, and those that
// change most. The others of a folder are told as one.
const mostFiles = 600

// Tree divides the code in the place that is asked about by folders: its lines,
// how many active people know it, how old it is and how often it changed in the
// active window. A part of several files is known by as many as the file of its
// middle line, and as old as that line; its changes are those of its files
// together. ok is false if there is no code.
func (v *View) Tree() (t *sheet.Tree, ok bool) {
	var files []leaf
	for _, s := range v.Code() {
		if s.Sized && s.Lines > 0 && v.Within(s.Path) {
			files = append(files, leaf{spot: s, knowers: v.Knowers(s.Path)})
		}
	}
	if len(files) == 0 {
		return nil, false
	}
	chosen := chosenFiles(files)
	b := treeBuilder{view: v, chosen: chosen}
	at := string(v.Place.Path)
	if !v.Place.Folder {
		at = ""
	}
	root := b.part(at, files)
	return &sheet.Tree{Unit: "lines", Measures: treeMeasures, Root: root}, true
}

// leaf is a file of a tree.
type leaf struct {
	spot    hotspot.Spot
	knowers int
}

// treeMeasures are what a tree tells of its parts, in the order of their values.
var treeMeasures = []sheet.Measure{
	{ID: "knowers", Label: "active people who know it", Low: true, Steps: []sheet.Step{
		{From: 0, Label: "nobody"}, {From: 1, Label: "one"}, {From: 2, Label: "two"}, {From: 3, Label: "three or more"},
	}},
	{ID: "age", Label: "median age, days", Unit: "days", Steps: []sheet.Step{
		{From: 0, Label: "under half a year"}, {From: 183, Label: "to 1 year"}, {From: 365, Label: "to 2 years"},
		{From: 731, Label: "to 4 years"}, {From: 1461, Label: "to 8 years"}, {From: 2922, Label: "older"},
	}},
	{ID: "changes", Label: "changes in 180 days", Steps: []sheet.Step{
		{From: 0, Label: "none"}, {From: 1, Label: "1 or 2"}, {From: 3, Label: "3 to 5"}, {From: 6, Label: "6 to 11"},
		{From: 12, Label: "12 to 23"}, {From: 24, Label: "24 and more"},
	}},
}

// Knowers is how many active people know a file.
func (v *View) Knowers(p fact.Path) int {
	f, _ := v.Knowledge().File(p)
	n := 0
	for _, k := range f.Knowers {
		if k.Degree.Current() {
			n++
		}
	}
	return n
}

// Unfamiliar is how many lines of code, of how many in the place that is asked
// about, are in files that no active person knows.
func (v *View) Unfamiliar() (lines, of float64) {
	for _, s := range v.Code() {
		if s.Sized && v.Within(s.Path) {
			of += float64(s.Lines)
			if v.Knowers(s.Path) == 0 {
				lines += float64(s.Lines)
			}
		}
	}
	return lines, of
}

// chosenFiles are those that are told one by one.
func chosenFiles(files []leaf) map[fact.Path]bool {
	chosen := map[fact.Path]bool{}
	for _, by := range []func(hotspot.Spot) int{
		func(s hotspot.Spot) int { return s.Changes },
		func(s hotspot.Spot) int { return s.Lines },
	} {
		order := slices.Clone(files)
		slices.SortStableFunc(order, func(a, b leaf) int { return cmp.Compare(by(b.spot), by(a.spot)) })
		for _, f := range order[:min(mostFiles/2, len(order))] {
			if by(f.spot) > 0 {
				chosen[f.spot.Path] = true
			}
		}
	}
	return chosen
}

type treeBuilder struct {
	view   *View
	chosen map[fact.Path]bool
}

// part is a folder with the files in it, sorted by path. A folder that holds one
// folder alone is told as that one.
func (b *treeBuilder) part(dir string, files []leaf) sheet.Part {
	out := b.measure(files)
	out.Place = FolderPlace(fact.Path(dir))
	var others []leaf
	for len(files) > 0 {
		name, n := child(dir, files)
		if name == "" {
			if f := files[0]; b.chosen[f.spot.Path] {
				one := b.measure(files[:1])
				one.Place = sheet.Place{Path: string(f.spot.Path)}
				out.Parts = append(out.Parts, one)
			} else {
				others = append(others, f)
			}
			files = files[1:]
			continue
		}
		below := files[:n]
		files = files[n:]
		if slices.ContainsFunc(below, func(f leaf) bool { return b.chosen[f.spot.Path] }) {
			out.Parts = append(out.Parts, b.part(name, below))
		} else {
			others = append(others, below...)
		}
	}
	if len(out.Parts) == 1 && len(others) == 0 && len(out.Parts[0].Parts) > 0 && dir != string(b.view.Place.Path) {
		return out.Parts[0]
	}
	slices.SortStableFunc(out.Parts, func(x, y sheet.Part) int { return cmp.Compare(y.Size, x.Size) })
	if len(others) == 1 {
		one := b.measure(others)
		one.Place = sheet.Place{Path: string(others[0].spot.Path)}
		out.Parts = append(out.Parts, one)
	} else if len(others) > 0 && len(out.Parts) > 0 {
		rest := b.measure(others)
		rest.Place, rest.Others = out.Place, len(others)
		out.Parts = append(out.Parts, rest)
	}
	return out
}

// child is the folder directly below dir in which the first of the files is, and
// how many of them are in it; empty if it is in dir itself.
func child(dir string, files []leaf) (name string, n int) {
	prefix := dir
	if dir != "" {
		prefix += "/"
	}
	first, _, below := strings.Cut(string(files[0].spot.Path)[len(prefix):], "/")
	if !below {
		return "", 1
	}
	name = prefix + first
	n = slices.IndexFunc(files, func(f leaf) bool { return !strings.HasPrefix(string(f.spot.Path), name+"/") })
	if n < 0 {
		n = len(files)
	}
	return name, n
}

// measure adds up files.
func (b *treeBuilder) measure(files []leaf) sheet.Part {
	lines, changes := 0, 0
	all := make([]*fact.File, len(files))
	byKnowers := map[int]int{}
	for i, f := range files {
		lines += f.spot.Lines
		changes += f.spot.Changes
		byKnowers[f.knowers] += f.spot.Lines
		all[i] = b.view.History.File(f.spot.Path)
	}
	age := sheet.Value{}
	if x := b.view.Age(all...); x.Lines > 0 {
		age = sheet.Int(x.Median)
	}
	return sheet.Part{Size: float64(lines), Values: []sheet.Value{sheet.Int(middle(byKnowers, lines)), age, sheet.Int(changes)}}
}

// middle is the value in the middle of so many that are given by how often they
// occur.
func middle(count map[int]int, all int) int {
	seen, values := 0, make([]int, 0, len(count))
	for v := range count {
		values = append(values, v)
	}
	slices.Sort(values)
	for _, v := range values {
		if seen += count[v]; 2*seen >= all {
			return v
		}
	}
	return 0
}
