package guidance

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many files of each kind a reading path names.
const (
	pathEntries = 3
	pathNeeded  = 3
	pathCentral = 3
	pathChanged = 4
)

// path is what a newcomer to a folder reads first: what introduces it, what
// most of the others need, what they change with, what changes most.
func (a *answer) path() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "why", Label: "why", Kind: sheet.ColumnText},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
	}}
	files := map[fact.Path]*fact.File{}
	var inside []fact.Path
	for i := range a.view.History.Files {
		if f := &a.view.History.Files[i]; a.view.Within(f.Path) && a.view.Written(f.Path) && f.Mode != fact.ModeSubmodule {
			files[f.Path] = f
			inside = append(inside, f.Path)
		}
	}
	seen := map[fact.Path]bool{}
	add := func(paths []fact.Path, most int, why func(fact.Path) string) {
		for _, p := range paths {
			if most == 0 {
				return
			}
			if seen[p] || files[p] == nil {
				continue
			}
			seen[p] = true
			most--
			lines := sheet.Value{}
			if files[p].Content == fact.Text {
				lines = sheet.Int(files[p].LineCount())
			}
			t.Rows = append(t.Rows, []sheet.Value{sheet.At(sheet.Place{Path: string(p)}), sheet.String(why(p)), lines})
		}
	}
	always := func(why string) func(fact.Path) string { return func(fact.Path) string { return why } }
	needed, count := a.needed()
	add(a.entries(inside), pathEntries, always("introduces it"))
	add(needed, pathNeeded, func(p fact.Path) string { return "needed by " + duty.Amount(count[p], "other file", "other files") })
	add(a.central(inside), pathCentral, always("most of the others change with it"))
	add(a.changed(), pathChanged, always("changed most"))
	if len(t.Rows) < 2 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "guidance/path", Title: "A newcomer reads first", Kind: sheet.KindTable, Table: t,
		Note: "Introductions and entry points by their names, the nearest to the folder first; then the code that most other files import; " +
			"then that which they changed together with; then the code that changed in most commits of the active window. Tests are left out.",
	}, true
}

// entry ranks the names, without suffix and in lower case, of files that
// introduce a folder.
var entry = []string{"readme", "architecture", "design", "doc", "package-info", "main", "index", "__init__", "__main__", "mod", "lib", "app", "program"}

// introduces is the fewest lines of a file of code that introduce anything: many
// an __init__.py is empty.
const introduces = 20

// entries are the files that introduce a folder by their name, or bear the
// folder's own.
func (a *answer) entries(inside []fact.Path) []fact.Path {
	top := a.view.Place.Path
	rank := func(p fact.Path) int {
		stem, _, _ := strings.Cut(strings.ToLower(path.Base(string(p))), ".")
		if i := slices.Index(entry, stem); i >= 0 {
			return i
		}
		if stem == strings.ToLower(path.Base(path.Dir(string(p)))) {
			return len(entry)
		}
		return -1
	}
	depth := func(p fact.Path) int { return strings.Count(string(p[len(top):]), "/") }
	var out []fact.Path
	for _, p := range inside {
		n := hotspot.NatureOf(p)
		if rank(p) >= 0 && depth(p) <= 2 && (n == hotspot.Documentation || n == hotspot.Code && a.view.History.File(p).LineCount() >= introduces) {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(depth(x), depth(y)), cmp.Compare(rank(x), rank(y)), cmp.Compare(x, y))
	})
	return out
}

// fewestNeed is how many files need one that many need.
const fewestNeed = 3

// needed orders the code of a folder by how many other files of it import each. An
// import that leads to a package is of the file that bears the package's name, or
// of its largest. Count is how many need each.
func (a *answer) needed() (paths []fact.Path, count map[fact.Path]int) {
	by := map[fact.Path]map[fact.Path]bool{}
	for _, d := range a.view.Dependencies {
		if d.Confidence != fact.Exact || d.Kind == fact.TestOnly || !a.view.Within(d.From) || !a.view.Within(d.To) || hotspot.NatureOf(d.From) != hotspot.Code {
			continue
		}
		if by[d.To] == nil {
			by[d.To] = map[fact.Path]bool{}
		}
		by[d.To][d.From] = true
	}
	count = map[fact.Path]int{}
	for to, from := range by {
		if p := a.face(to); p != "" && len(from) >= fewestNeed {
			count[p] = len(from)
		}
	}
	return slices.SortedFunc(maps.Keys(count), func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(count[y], count[x]), cmp.Compare(x, y))
	}), count
}

// face is the file that stands for what is imported; empty if there is none.
func (a *answer) face(to fact.Path) fact.Path {
	if a.view.Structures[to] != nil {
		return to
	}
	best, lines := fact.Path(""), 0
	for i := range a.view.History.Files {
		f := &a.view.History.Files[i]
		if f.Path.Folder() != to || a.view.Structures[f.Path] == nil || hotspot.NatureOf(f.Path) != hotspot.Code || !a.view.Written(f.Path) {
			continue
		}
		stem, _, _ := strings.Cut(path.Base(string(f.Path)), ".")
		if stem == path.Base(string(to)) {
			return f.Path
		}
		if n := f.LineCount(); n > lines {
			best, lines = f.Path, n
		}
	}
	return best
}

// central orders the code of a folder by how many other files of it changed
// together with each in at least two landings.
func (a *answer) central(inside []fact.Path) []fact.Path {
	partners := map[fact.Path]int{}
	var out []fact.Path
	for _, p := range inside {
		if hotspot.NatureOf(p) != hotspot.Code {
			continue
		}
		for _, q := range a.view.Coupling().With(p, len(inside)) {
			if q.Together >= 2 && a.view.Within(q.Path) {
				partners[p]++
			}
		}
		if partners[p] > 0 {
			out = append(out, p)
		}
	}
	slices.SortStableFunc(out, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(partners[y], partners[x]), cmp.Compare(x, y))
	})
	return out
}

// changed orders the code of a folder by the commits of the active window.
func (a *answer) changed() []fact.Path {
	w, _ := a.view.Active()
	tallies := a.view.Timeline().By(w, func(p fact.Path) (string, bool) {
		return string(p), a.view.Within(p) && hotspot.NatureOf(p) == hotspot.Code
	})
	out := make([]fact.Path, 0, len(tallies))
	for p := range tallies {
		out = append(out, fact.Path(p))
	}
	slices.SortFunc(out, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(tallies[string(y)].Commits, tallies[string(x)].Commits), cmp.Compare(x, y))
	})
	return out
}
