package review

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/comment"
	"leadline/internal/analysis/coupling"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/split"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var divisible = duty.Rule{
	ID: "review/split", Level: sheet.LevelNote,
	Title: "A large change falls into parts", Quiet: true,
	Doc: `The change is larger than most that landed here, and it can be divided into two to five
parts that can be reviewed, and landed, one after the other: a part needs nothing of a
later one. A reviewer finds less in more than 200 to 400 lines at a time (Cohen, Teleki
and Brown 2006). The sheet lists the parts in their order, with what each needs of the
earlier ones.

Lines are those added or deleted in files that people write, changelogs and manifests
left out. They are held against the last 1,000 landings on the default branch up to
the base. Files belong together where one declares what the other uses and neither
fits the other's earlier state, where they are a test and its subject, a source and what is
generated from it, a manifest and its lock, where they are declared to change together
or nearly always did, and where nothing is known of what they need.

What files need is told from names, and no compiler is asked: of Go from declarations,
of other languages from imports and words. A test may need behaviour that a later part
brings, a query a column that a later migration adds. Readers found half of such proposals
right: they are given to who asks for them (leadline review --parts), and are no finding
unless the team turns the rule on. Then it speaks of changes of which nine tenths of the
code are Go, and that do not gather three or more which landed one by one, such as the
merge of a branch for a release. It never fails a review.`,
	Thresholds: []duty.Threshold{
		{Name: "lines", Default: 400, Least: 1, Most: 100000, Doc: "lines that a change has at least"},
		{Name: "files", Default: 5, Least: 2, Most: 1000, Doc: "files that it has at least"},
		{Name: "share", Default: 90, Least: 0, Most: 100, Doc: "per cent of the landings that are smaller"},
	},
}

const (
	// mostDivided is how many files are looked at.
	mostDivided = 1500
	// mostLandings is how many landings a change is held against.
	mostLandings = 1000
	// leastShare is what a part has of the lines.
	leastShare  = .15
	mostOfParts = 5
	// mostHeld is how many places of a part a cell names.
	mostHeld = 8
)

// division is a change in parts.
type division struct {
	files []split.File
	parts []split.Part
	// lines are those of the change, and large how many a large one has here.
	lines, large int
	// sure: their order is told from what code declares.
	sure bool
}

// leastSure is the share of the code of which it must be known what it declares.
const leastSure = .9

// divided divides the change; nil if it is not large, or cannot be divided.
func (a *answer) divided() *division {
	d := &division{}
	written := 0
	for i := range a.change.Files {
		if n := a.weight(&a.change.Files[i]); n > 0 {
			d.lines += n
			written++
		}
	}
	if len(a.change.Files) > mostDivided || float64(d.lines) < a.view.Threshold(&divisible, "lines") || float64(written) < a.view.Threshold(&divisible, "files") {
		return nil
	}
	if d.large = a.largest(); d.lines <= d.large {
		return nil
	}
	d.files = a.splitFiles()
	needs := split.NewNeeds()
	split.Relate(d.files, needs, a.trees())
	split.Accompany(d.files, needs)
	a.habitual(d.files, needs)
	d.parts = split.Plan(d.files, needs, split.Limits{
		Share: leastShare, Parts: mostOfParts, Large: max(d.large, int(a.view.Threshold(&divisible, "lines"))),
	})
	if d.parts == nil {
		return nil
	}
	known, all := 0, 0
	for i := range d.files {
		f := &d.files[i]
		if n := hotspot.NatureOf(f.Name()); n == hotspot.Code || n == hotspot.Test {
			if all += f.Lines; f.Declared() {
				known += f.Lines
			}
		}
	}
	d.sure = float64(known) >= leastSure*float64(all)
	return d
}

// weight is how many lines of a file have to be reviewed.
func (a *answer) weight(f *duty.ChangedFile) int {
	if !f.After.Written && !f.Before.Written || hotspot.Bookkeeping(f.Path) {
		return 0
	}
	if added, deleted, ok := comment.Changed(f.Path, f.Before.Text, f.After.Text); ok && added+deleted == 0 {
		return 0 // comments alone
	}
	return int(f.Added + f.Deleted)
}

// largest is how many lines the landings have that a share is smaller than.
func (a *answer) largest() int {
	sizes := a.lately(func(p fact.Path) bool { return a.view.Written(p) && !hotspot.Bookkeeping(p) }, func(l *activity.Landing) int { return l.Added + l.Deleted })
	return atShare(sizes, a.view.Threshold(&divisible, "share")/100)
}

// lately are the sizes of the last landings up to the base, the smallest first.
func (a *answer) lately(keep func(fact.Path) bool, size func(*activity.Landing) int) []int {
	t := a.view.Timeline()
	end := len(t.Mainline)
	if at := a.landed(); at >= 0 {
		end = at + 1
	}
	landings := t.Sizes(activity.Window{First: max(0, end-mostLandings), End: end}, keep)
	sizes := make([]int, len(landings))
	for i := range landings {
		sizes[i] = size(&landings[i])
	}
	slices.Sort(sizes)
	return sizes
}

// atShare is the number than which a share of sorted ones is smaller; 0 of none.
func atShare(sorted []int, share float64) int {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

// splitFiles are the changed files with what is known of their names and imports.
func (a *answer) splitFiles() []split.File {
	out := make([]split.File, len(a.change.Files))
	at := [2]map[fact.Path]*split.Side{{}, {}}
	for i := range a.change.Files {
		f, x := &a.change.Files[i], &out[i]
		x.Lines = a.weight(f)
		if f.Kind != fact.Deleted {
			x.Path = f.Path
			x.After = split.Side{Text: f.After.Text, Names: a.names(f.Path, &f.After)}
			at[1][x.Path] = &x.After
		}
		if f.Kind != fact.Added {
			x.Was = f.PathBefore()
			x.Before = split.Side{Text: f.Before.Text, Names: a.names(x.Was, &f.Before)}
			at[0][x.Was] = &x.Before
		}
	}
	for end, t := range []*duty.Tree{&a.change.Base, &a.change.Head} {
		for i := range t.Dependencies {
			d := &t.Dependencies[i]
			s := at[end][d.From]
			switch {
			case s == nil:
			case d.Confidence == fact.Exact || d.Confidence == fact.Ambiguous:
				s.Imports = append(s.Imports, split.Import{Path: d.Path, To: d.To})
			default:
				s.Outside = append(s.Outside, d.Path)
			}
		}
	}
	return out
}

func (a *answer) names(p fact.Path, c *duty.Content) *fact.Names {
	if c.Text == nil || a.change.Names == nil {
		return nil
	}
	return a.change.Names(p, c)
}

// trees tell which folders need which, at either end, and where there is code.
func (a *answer) trees() *split.Trees {
	next := map[fact.Path]map[fact.Path]bool{}
	var holds [2]map[fact.Path]bool
	for end, t := range []*duty.Tree{&a.change.Base, &a.change.Head} {
		holds[end] = map[fact.Path]bool{}
		for p := range t.Structures {
			if hotspot.NatureOf(p) == hotspot.Code {
				holds[end][p.Folder()] = true
			}
		}
		for i := range t.Dependencies {
			d := &t.Dependencies[i]
			if d.Confidence != fact.Exact && d.Confidence != fact.Ambiguous {
				continue
			}
			from, to := d.From.Folder(), d.To
			if t.Structures[to] != nil {
				to = to.Folder()
			}
			if next[from] == nil {
				next[from] = map[fact.Path]bool{}
			}
			next[from][to] = true
		}
	}
	reached := map[fact.Path]map[fact.Path]bool{}
	return &split.Trees{
		Had: func(p fact.Path) bool { return holds[0][p] },
		Has: func(p fact.Path) bool { return holds[1][p] },
		Reaches: func(from, to fact.Path) bool {
			if reached[from] == nil {
				seen := map[fact.Path]bool{from: true}
				for queue := []fact.Path{from}; len(queue) > 0; queue = queue[1:] {
					for n := range next[queue[0]] {
						if !seen[n] {
							seen[n] = true
							queue = append(queue, n)
						}
					}
				}
				reached[from] = seen
			}
			return reached[from][to]
		},
	}
}

// habitual ties files that are declared to change together, or nearly always did.
func (a *answer) habitual(files []split.File, needs *split.Needs) {
	at := map[fact.Path]int{}
	for i := range files {
		at[files[i].Was], at[files[i].Path] = i, i
	}
	delete(at, "")
	from := a.view.Coupling().From(a.landed())
	for i := range files {
		for _, h := range a.view.Coupling().Habits(files[i].Was, coupling.HabitShare, from) {
			if other, ok := at[h.Path]; ok {
				needs.Tie(i, other)
			}
		}
		for _, c := range a.view.Settings.CoChanges {
			if !fits(c.When, &files[i]) {
				continue
			}
			if other := closest(files, i, func(f *split.File) bool { return fits(c.Then, f) }); other >= 0 {
				needs.Tie(i, other)
			}
		}
	}
}

func fits(is func(fact.Path) bool, f *split.File) bool {
	return f.Path != "" && is(f.Path) || f.Was != "" && is(f.Was)
}

// closest is the wanted file that shares the most of its path with another one; -1
// without any.
func closest(files []split.File, to int, want func(*split.File) bool) int {
	at, most := -1, -1
	for i := range files {
		if i == to || !want(&files[i]) {
			continue
		}
		a, b := files[i].Name(), files[to].Name()
		n := 0
		for n < min(len(a), len(b)) && a[n] == b[n] {
			n++
		}
		if n > most {
			at, most = i, n
		}
	}
	return at
}

// parts is the finding that a change falls into parts.
func (a *answer) parts() []sheet.Finding {
	d := a.division
	if d == nil || !d.sure || gathers(a.change) {
		return nil
	}
	next := sheet.Command("git", "diff", "--stat", short(a.change.Base.Commit))
	if c := a.change.Head.Commit; c != "" {
		next = sheet.Command("git", "diff", "--stat", short(a.change.Base.Commit), short(c))
	}
	f := sheet.Finding{
		Rule: divisible.ID, Level: a.view.Level(&divisible),
		Message: fmt.Sprintf("%s in %s: it falls into %d parts that can be reviewed one after the other",
			duty.Amount(d.lines, "line", "lines"), duty.Amount(len(d.files), "file", "files"), len(d.parts)),
		Why:  fmt.Sprintf("nine of ten changes here have at most %s: the more there is to read at once, the less is seen", duty.Amount(d.large, "line", "lines")),
		Next: next, Fingerprint: sheet.Fingerprint(divisible.ID),
	}
	if share := a.view.Threshold(&divisible, "share"); share != 90 {
		f.Why = fmt.Sprintf("%g %% of the changes here have at most %s: the more there is to read at once, the less is seen", share, duty.Amount(d.large, "line", "lines"))
	}
	for i := range d.parts {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("part %d: %s", i+1, strings.Join(d.held(&d.parts[i], mostNamed), ", "))})
	}
	return []sheet.Finding{f}
}

// partSections list the parts, and all places of each.
func (a *answer) partSections() []sheet.Section {
	d := a.division
	if d == nil || !a.change.Parts && len(a.parts()) == 0 {
		return nil
	}
	parts := &sheet.Table{Columns: []sheet.Column{
		{ID: "part", Label: "part", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "holds", Label: "holds", Kind: sheet.ColumnText},
		{ID: "needs", Label: "needs of earlier parts", Kind: sheet.ColumnText},
	}}
	places := &sheet.Table{Columns: []sheet.Column{
		{ID: "part", Label: "part", Kind: sheet.ColumnNumber},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
	}}
	for i := range d.parts {
		p := &d.parts[i]
		parts.Rows = append(parts.Rows, []sheet.Value{
			sheet.Int(i + 1), sheet.Int(p.Lines), sheet.Int(len(p.Files)), sheet.String(strings.Join(d.held(p, mostHeld), ", ")), sheet.String(d.needed(p)),
		})
		for _, h := range d.places(p) {
			places.Rows = append(places.Rows, []sheet.Value{sheet.Int(i + 1), sheet.At(sheet.Place{Path: h.name}), sheet.Int(h.files), sheet.Int(h.lines)})
		}
	}
	return []sheet.Section{
		{
			ID: "review/split", Title: "Parts that can be reviewed one after the other", Kind: sheet.KindTable, Table: parts,
			Note: "Lines are those that people write. What a part needs is told from names; a build or a test tells whether it stands alone.",
		},
		{
			ID: "review/split-files", Title: "What each part holds", Kind: sheet.KindTable, Table: places,
			Note: "A folder stands for all files of the change in it.",
		},
	}
}

// place is a file, or a folder of which all changed files are in one part.
type place struct {
	name         string
	files, lines int
}

// places are those of a part, in the order of its files.
func (d *division) places(p *split.Part) []place {
	in := map[int]bool{}
	for _, f := range p.Files {
		in[f] = true
	}
	mixed := map[fact.Path]bool{"": true} // folders that hold files of other parts
	for i := range d.files {
		if in[i] {
			continue
		}
		for dir := d.files[i].Name().Folder(); dir != ""; dir = dir.Folder() {
			mixed[dir] = true
		}
	}
	var out []place
	at := map[string]int{}
	for _, f := range p.Files {
		name := string(d.files[f].Name())
		for dir := d.files[f].Name().Folder(); !mixed[dir]; dir = dir.Folder() {
			name = string(dir) + "/"
		}
		n, ok := at[name]
		if !ok {
			n = len(out)
			at[name], out = n, append(out, place{name: name})
		}
		out[n].files++
		out[n].lines += d.files[f].Lines
	}
	for i := range out {
		if out[i].files == 1 && strings.HasSuffix(out[i].name, "/") { // the file says more
			for _, f := range p.Files {
				if name := string(d.files[f].Name()); strings.HasPrefix(name, out[i].name) {
					out[i].name = name
				}
			}
		}
	}
	return out
}

// held names the places of a part in which most of it is, so many at most.
func (d *division) held(p *split.Part, most int) []string {
	all := d.places(p)
	slices.SortStableFunc(all, func(x, y place) int { return y.lines - x.lines })
	var out []string
	for i, h := range all {
		if i == most {
			return append(out, fmt.Sprintf("and %s more", duty.Amount(len(all)-i, "place", "places")))
		}
		name := h.name
		if h.files > 1 {
			name += fmt.Sprintf(" (%s)", duty.Amount(h.files, "file", "files"))
		}
		out = append(out, name)
	}
	return out
}

// needed says what a part needs of earlier ones.
func (d *division) needed(p *split.Part) string {
	var out []string
	for _, n := range p.Needs {
		out = append(out, fmt.Sprintf("part %d: %s needs %s", n.Part+1, d.files[n.From].Name(), d.files[n.To].Name()))
	}
	if len(out) == 0 {
		return "nothing"
	}
	return strings.Join(out, "; ")
}
