package duty

import (
	"cmp"
	"fmt"
	"maps"
	"math"
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
// how much of it nobody active has had a hand in, and how much one alone knows at
// most, how old its middle line is and how often its files changed in the active
// window, added up. What is small is told as one. ok is false if there is no code.
func (v *View) Tree() (t *sheet.Tree, ok bool) {
	if v.Place.Path != "" && !v.Place.Folder {
		return nil, false
	}
	files := v.leaves()
	if len(files) == 0 {
		return nil, false
	}
	root := newBranch(v.Place.Path, files)
	divide(root)
	return &sheet.Tree{Unit: "lines", Measures: treeMeasures, Root: v.part(root)}, true
}

// TreeBy is the same of the whole, divided by names of parts before it is divided by
// folders; what has no name is left out.
func (v *View) TreeBy(name func(fact.Path) string) (t *sheet.Tree, ok bool) {
	parts := map[string][]leaf{}
	var all []leaf
	for _, f := range v.leaves() {
		if n := name(f.spot.Path); n != "" {
			parts[n] = append(parts[n], f)
			all = append(all, f)
		}
	}
	if len(parts) == 0 {
		return nil, false
	}
	root := v.measure(all)
	root.Place = FolderPlace("")
	for _, n := range slices.Sorted(maps.Keys(parts)) {
		b := newBranch(commonFolder(parts[n]), parts[n])
		divide(b)
		p := v.part(b)
		p.Name = n
		root.Parts = append(root.Parts, p)
	}
	slices.SortStableFunc(root.Parts, func(x, y sheet.Part) int { return cmp.Compare(y.Size, x.Size) })
	return &sheet.Tree{Unit: "lines", Measures: treeMeasures, Root: root}, true
}

// commonFolder is the deepest folder in which all files are.
func commonFolder(files []leaf) fact.Path {
	common := files[0].spot.Path.Folder()
	for _, f := range files {
		for common != "" && !strings.HasPrefix(string(f.spot.Path), string(common)+"/") {
			common = common.Folder()
		}
	}
	return common
}

// leaves are the files of a tree, by path.
func (v *View) leaves() []leaf {
	var files []leaf
	for _, s := range v.Drawn() {
		files = append(files, leaf{spot: s, cover: v.Cover(s.Path)})
	}
	markHot(files)
	return files
}

// Drawn are the files of a tree: those of code in the place that is asked about
// that have lines. Their changes are as hotspots count them.
func (v *View) Drawn() []hotspot.Spot {
	var out []hotspot.Spot
	for _, s := range v.Code() {
		if s.Sized && s.Lines > 0 && v.Within(s.Path) {
			if s.Bumped() {
				s.Changes = 0
			}
			out = append(out, s)
		}
	}
	return out
}

// leaf is a file of a tree.
type leaf struct {
	spot  hotspot.Spot
	cover Cover
	hot   bool
}

// treeMeasures are what a tree tells of its parts, in the order of their values.
var treeMeasures = []sheet.Measure{
	{ID: "changes", Label: "changes in 180 days", Steps: []sheet.Step{
		{From: 0, Label: "none"},
		{From: 1, Label: "1 or 2"},
		{From: 3, Label: "3 to 5"},
		{From: 6, Label: "6 to 11"},
		{From: 12, Label: "12 to 23"},
		{From: 24, Label: "24 and more"},
	}},
	{ID: "nobody", Label: "lines that nobody active had a hand in, %", Unit: "%", Steps: shareSteps},
	{ID: "one", Label: "lines that at most one active person knows, %", Unit: "%", Steps: shareSteps},
	{ID: "age", Label: "median age, days", Unit: "days", Steps: []sheet.Step{
		{From: 0, Label: "under half a year"},
		{From: 183, Label: "to 1 year"},
		{From: 365, Label: "to 2 years"},
		{From: 731, Label: "to 4 years"},
		{From: 1461, Label: "to 8 years"},
		{From: 2922, Label: "older"},
	}},
}

var shareSteps = []sheet.Step{
	{From: 0, Label: "none"}, {From: .1, Label: "under 10 %"}, {From: 10, Label: "to 25 %"}, {From: 25, Label: "to 50 %"}, {From: 50, Label: "to 90 %"}, {From: 90, Label: "90 % or more"},
}

// ChangesOf is how often a part of a tree changed.
func ChangesOf(p *sheet.Part) float64 { return p.Values[0].Number() }

// Cover is how well the active people cover a file.
type Cover uint8

// The covers.
const (
	Nobody  Cover = iota // has had a hand in it
	Hand                 // somebody has, and nobody knows it
	One                  // knows it
	Several              // know it
)

// Cover tells how many active people know a file, and whether any has had a hand
// in it: what is said of files that nobody knows must hold against those who know
// the team.
func (v *View) Cover(p fact.Path) Cover {
	f, _ := v.Knowledge().File(p)
	know, hand := 0, false
	for i := range f.Knowers {
		k := &f.Knowers[i]
		if k.Degree.Current() {
			know++
		}
		hand = hand || v.ActivePeople()[k.Person] && f.Hand(k)
	}
	switch {
	case know > 1:
		return Several
	case know == 1:
		return One
	case hand:
		return Hand
	}
	return Nobody
}

// Coverage is how many lines of the code in a place are in files that active people
// cover so well.
type Coverage struct {
	Lines [Several + 1]int
	// Unsized files have lines that nobody could count.
	Unsized int
}

// All are the lines of all files.
func (c *Coverage) All() int {
	n := 0
	for _, x := range c.Lines {
		n += x
	}
	return n
}

// Add counts a file.
func (c *Coverage) Add(s *hotspot.Spot, cover Cover) {
	if s.Sized {
		c.Lines[cover] += s.Lines
	} else {
		c.Unsized++
	}
}

// telling is the share of the code from which on it is told that nobody knows it.
const telling = .03

// Words say what matters most: how much nobody has had a hand in, or else how much
// at most one person knows. They claim nothing of files that could not be read.
func (c *Coverage) Words() string {
	nobody, all := c.Lines[Nobody], c.All()
	most := nobody + c.Lines[Hand] + c.Lines[One]
	switch {
	case nobody == all:
		return "no active person has had a hand in any file of code" + c.read()
	case float64(nobody) >= telling*float64(all):
		return fmt.Sprintf("no active person has had a hand in the files that hold %s %% of the code", Percent(float64(nobody), float64(all)))
	case most == all:
		return "at most one active person knows each file of code" + c.read()
	case most > 0:
		return fmt.Sprintf("at most one active person knows the files that hold %s %% of the code", Percent(float64(most), float64(all)))
	}
	return "two active people or more know every file of code" + c.read()
}

// Telling reports whether what nobody has had a hand in is worth telling.
func (c *Coverage) Telling() bool { return float64(c.Lines[Nobody]) >= telling*float64(c.All()) }

func (c *Coverage) read() string {
	if c.Unsized > 0 {
		return " that could be read"
	}
	return ""
}

// Missing says how many files are left out; empty if none is.
func (c *Coverage) Missing() string {
	if c.Unsized == 0 {
		return ""
	}
	return fmt.Sprintf(" The contents of %s are missing: %s not in it.", Amount(c.Unsized, "file", "files"), Plural(c.Unsized, "it is", "they are"))
}

// Coverage is that of the place that is asked about.
func (v *View) Coverage() *Coverage {
	var c Coverage
	code := v.Code()
	for i := range code {
		if v.Within(code[i].Path) {
			c.Add(&code[i], v.Cover(code[i].Path))
		}
	}
	return &c
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
	path   fact.Path
	folder bool
	files  []leaf // sorted by path
	lines  int
	hot    bool
	// parts are told one by one, and others as one; neither where it is not
	// divided.
	parts, others []*branch
}

func newBranch(path fact.Path, files []leaf) *branch {
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
			x.path, x.folder = files[0].spot.Path, false
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
	out.Place = sheet.Place{Path: string(b.path)}
	if b.folder {
		out.Place = FolderPlace(b.path)
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
func child(dir fact.Path, files []leaf) (name fact.Path, n int) {
	name, below := files[0].spot.Path.Below(dir)
	if !below {
		return "", 1
	}
	inside := string(name) + "/"
	n = slices.IndexFunc(files, func(f leaf) bool { return !strings.HasPrefix(string(f.spot.Path), inside) })
	if n < 0 {
		n = len(files)
	}
	return name, n
}

// measure adds up files.
func (v *View) measure(files []leaf) sheet.Part {
	lines, changes, nobody, one := 0, 0, 0, 0
	all := make([]*fact.File, len(files))
	for i, f := range files {
		lines += f.spot.Lines
		changes += f.spot.Changes
		if f.cover == Nobody {
			nobody += f.spot.Lines
		}
		if f.cover <= One {
			one += f.spot.Lines
		}
		all[i] = v.History.File(f.spot.Path)
	}
	age := sheet.Value{}
	if x := v.Age(all...); x.Lines > 0 {
		age = sheet.Int(x.Median)
	}
	return sheet.Part{Size: float64(lines), Values: []sheet.Value{sheet.Int(changes), shareOf(nobody, lines), shareOf(one, lines), age}}
}

// shareOf is a share in per cent, with a decimal.
func shareOf(n, of int) sheet.Value { return sheet.Float(math.Round(1000*float64(n)/float64(of)) / 10) }
