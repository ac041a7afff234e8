package duty

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How much of a tree is told one by one: parts in all, parts of a folder, and the
// files that change most, which are told before larger ones.
const (
	mostParts  = 900
	mostBeside = 40
	mostHot    = 60
)

// Tree divides the code in the place that is asked about by folders: its lines,
// how many active people know it, how old it is and how often it changed in the
// active window. A part of several files is known by as many as the file of its
// middle line, and as old as that line; its changes are those of its files
// together. What is small is told as one. ok is false if there is no code.
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
	markHot(files)
	at := ""
	if v.Place.Folder {
		at = string(v.Place.Path)
	}
	root := newBranch(at, files)
	divide(root)
	return &sheet.Tree{Unit: "lines", Measures: treeMeasures, Root: v.part(root)}, true
}

// leaf is a file of a tree.
type leaf struct {
	spot    hotspot.Spot
	knowers int
	hot     bool
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

// markHot marks the files that change most.
func markHot(files []leaf) {
	order := make([]*leaf, len(files))
	for i := range files {
		order[i] = &files[i]
	}
	slices.SortStableFunc(order, func(a, b *leaf) int { return cmp.Compare(b.spot.Changes, a.spot.Changes) })
	for _, f := range order[:min(mostHot, len(order))] {
		f.hot = f.spot.Changes > 0
	}
}

// branch is a folder, or a file, and what is told of it one by one.
type branch struct {
	path   string
	folder bool
	files  []leaf // sorted by path
	lines  int
	hot    bool
	// parts are told one by one, and others as one; neither where it is not
	// divided.
	parts, others []*branch
}

func newBranch(path string, files []leaf) *branch {
	b := &branch{path: path, folder: true, files: files}
	for _, f := range files {
		b.lines += f.spot.Lines
		b.hot = b.hot || f.hot
	}
	return b
}

// children are what is directly in a folder. A folder that holds one folder alone
// is told as that one.
func (b *branch) children() []*branch {
	var out []*branch
	for files := b.files; len(files) > 0; {
		name, n := child(b.path, files)
		x := newBranch(name, files[:n])
		if name == "" {
			x.path, x.folder = string(files[0].spot.Path), false
		}
		for x.folder {
			deeper, all := child(x.path, x.files)
			if deeper == "" || all < n {
				break
			}
			x.path = deeper
		}
		out = append(out, x)
		files = files[n:]
	}
	return out
}

// divide divides folders, those with hot files and the largest ones first, for as
// long as there is room.
func divide(root *branch) {
	first := func(a, b *branch) int {
		if a.hot != b.hot {
			if a.hot {
				return -1
			}
			return 1
		}
		return cmp.Or(cmp.Compare(b.lines, a.lines), cmp.Compare(a.path, b.path))
	}
	todo := []*branch{root}
	for room := mostParts; len(todo) > 0 && room > 0; {
		slices.SortFunc(todo, first)
		b := todo[0]
		todo = todo[1:]
		all := b.children()
		slices.SortFunc(all, first)
		if len(all) > mostBeside+1 {
			all, b.others = all[:mostBeside], all[mostBeside:]
		}
		b.parts = all
		room -= len(all)
		for _, x := range all {
			if x.folder {
				todo = append(todo, x)
			}
		}
		slices.SortFunc(b.parts, func(x, y *branch) int { return cmp.Or(cmp.Compare(y.lines, x.lines), cmp.Compare(x.path, y.path)) })
	}
}

// part tells of a branch.
func (v *View) part(b *branch) sheet.Part {
	out := v.measure(b.files)
	out.Place = sheet.Place{Path: b.path}
	if b.folder {
		out.Place = FolderPlace(fact.Path(b.path))
	}
	for _, x := range b.parts {
		out.Parts = append(out.Parts, v.part(x))
	}
	if len(b.others) > 0 {
		var files []leaf
		for _, x := range b.others {
			files = append(files, x.files...)
		}
		rest := v.measure(files)
		rest.Place, rest.Others = out.Place, len(files)
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
func (v *View) measure(files []leaf) sheet.Part {
	lines, changes := 0, 0
	all := make([]*fact.File, len(files))
	byKnowers := map[int]int{}
	for i, f := range files {
		lines += f.spot.Lines
		changes += f.spot.Changes
		byKnowers[f.knowers] += f.spot.Lines
		all[i] = v.History.File(f.spot.Path)
	}
	age := sheet.Value{}
	if x := v.Age(all...); x.Lines > 0 {
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
