package risk

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// The names of what is found here. They are no rules: nothing of it is a finding of the
// duty, since nobody has said yet that it is a risk.
const (
	grownCycle = "a cycle of packages grew"
	narrowPart = "one active person knows it"
)

// Packages are those of the code at a commit of the past, and their cycles, against which
// those at the head are held.
type Packages struct {
	// Name is that of a release, or of the commit, and Day that of the commit.
	Name string
	Day  sheet.Date
	Map  *dependency.Map
}

// Candidates are what may be a risk and is no finding of another duty: cycles that grew,
// where before is known, and parts of the code that one active person knows.
func Candidates(v *duty.View, before *Packages) sheet.Sheet {
	s := sheet.Sheet{Duty: name, Question: question}
	if before != nil {
		s.Findings = grown(v.Packages(), before)
	}
	s.Findings = append(s.Findings, narrow(v)...)
	return s
}

// grown are the cycles of more packages than the largest one before that has one of them. Where
// none has, packages may have been renamed: it is held against the largest one of which
// nothing is left.
func grown(now *dependency.Map, before *Packages) []sheet.Finding {
	was := pathsOf(before.Map)
	left := map[fact.Path]bool{}
	for i := range now.Packages {
		left[now.Packages[i].Path] = true
	}
	gone := 0
	for _, c := range was {
		if !meet(c, left) {
			gone = max(gone, len(c))
		}
	}
	var out []sheet.Finding
	cycles := now.Cycles()
	for k, paths := range pathsOf(now) {
		then, inside := largest(was, paths)
		if len(inside) == 0 {
			then = gone
		}
		if len(paths) > then {
			out = append(out, cycleThatGrew(now, &cycles[k], paths, inside, then, before))
		}
	}
	return out
}

// largest is how many packages the largest of the cycles has that share one with some, and the
// packages of all of them.
func largest(cycles [][]fact.Path, some []fact.Path) (n int, inside map[fact.Path]bool) {
	of, inside := map[fact.Path]bool{}, map[fact.Path]bool{}
	for _, p := range some {
		of[p] = true
	}
	for _, c := range cycles {
		if !meet(c, of) {
			continue
		}
		n = max(n, len(c))
		for _, p := range c {
			inside[p] = true
		}
	}
	return n, inside
}

func meet(paths []fact.Path, set map[fact.Path]bool) bool {
	return slices.ContainsFunc(paths, func(p fact.Path) bool { return set[p] })
}

// pathsOf are the packages of each cycle.
func pathsOf(m *dependency.Map) [][]fact.Path {
	var out [][]fact.Path
	for _, c := range m.Cycles() {
		var paths []fact.Path
		for _, n := range c.Packages {
			paths = append(paths, m.Packages[n].Path)
		}
		out = append(out, paths)
	}
	return out
}

func cycleThatGrew(m *dependency.Map, c *dependency.Cycle, paths []fact.Path, inside map[fact.Path]bool, then int, before *Packages) sheet.Finding {
	const most = 5
	first := duty.FolderPlace(slices.Min(paths))
	f := sheet.Finding{
		Rule: grownCycle, Place: &first, Fingerprint: sheet.Fingerprint(grownCycle, first.Path), Next: sheet.Command("leadline", "explain", first.Path),
		Message: fmt.Sprintf("%d packages need each other in a circle, %d did at %s, %s", len(paths), then, before.Name, before.Day),
	}
	var joined []fact.Path
	for _, p := range paths {
		if !inside[p] {
			joined = append(joined, p)
		}
	}
	for _, p := range joined[:min(len(joined), most)] {
		at := duty.FolderPlace(p)
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &at, Text: "was on no such circle then"})
	}
	if more := len(joined) - most; more > 0 {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: duty.Amount(more, "more package joined it", "more packages joined it")})
	}
	for _, e := range c.Cut[:min(len(c.Cut), most)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{
			Place: &sheet.Place{Path: string(e.First.From), Line: e.First.Line}, Text: "needs " + duty.FolderPlace(m.Packages[e.To].Path).Path,
		})
	}
	return f
}

// Bounds of the parts of the code of which something is said: as of hotspots (guidance/island),
// it takes a team, code that is not soon read, and work that goes on.
const (
	team  = 3
	lines = 250
)

// Shares of the lines of a part, in files that somebody knows: who knows it alone knows half of
// them, and all others who are active a tenth at the most.
const (
	half  = 0.5
	tenth = 0.1
)

// narrow are the components that are declared, and the areas of the other code, that one
// active person alone knows.
func narrow(v *duty.View) []sheet.Finding {
	active := v.ActivePeople()
	if len(active) < team {
		return nil
	}
	code := func(p fact.Path) bool { return v.Written(p) && hotspot.NatureOf(p) == hotspot.Code }
	w, _ := v.Active()
	work := v.Timeline().By(w, func(p fact.Path) (string, bool) { return partOf(v, p), code(p) })
	parts := map[string]*part{}
	for i := range v.History.Files {
		path := v.History.Files[i].Path
		if !code(path) {
			continue
		}
		name := partOf(v, path)
		if t := work[name]; t == nil || t.Commits < hotspot.Least {
			continue
		}
		if parts[name] == nil {
			parts[name] = &part{name: name, commits: work[name].Commits, known: map[fact.PersonID]int{}}
		}
		parts[name].add(v, path, active)
	}
	order := slices.SortedFunc(maps.Values(parts), func(x, y *part) int {
		return cmp.Or(cmp.Compare(y.commits, x.commits), cmp.Compare(x.name, y.name))
	})
	var out []sheet.Finding
	for _, x := range order {
		if who, ok := x.alone(); ok {
			out = append(out, x.finding(v, who))
		}
	}
	return out
}

// partOf names the component of a file, else its area with a slash behind.
func partOf(v *duty.View, p fact.Path) string {
	if a := v.Settings.Architecture; a != nil {
		if name := a.Component(p); name != "" {
			return name
		}
	}
	return v.Areas().Of(p) + "/"
}

// part is a component or an area: how many files of code, their lines, the commits that
// changed them lately, and who knows how many of the lines.
type part struct {
	name                  string
	files, lines, commits int
	// known are the lines of the files that an active person knows.
	known map[fact.PersonID]int
	each  []knownFile
}

// knownFile is a file and the active people who know it.
type knownFile struct {
	lines  int
	people []fact.PersonID
}

func (x *part) add(v *duty.View, p fact.Path, active map[fact.PersonID]bool) {
	f, ok := v.Knowledge().File(p)
	if !ok {
		return
	}
	x.files++
	x.lines += f.Lines
	file := knownFile{lines: f.Lines}
	for i := range f.Knowers {
		if k := &f.Knowers[i]; k.Degree.Current() && active[k.Person] {
			file.people = append(file.people, k.Person)
			x.known[k.Person] += f.Lines
		}
	}
	x.each = append(x.each, file)
}

// alone is who alone knows it; ok is false if nobody does.
func (x *part) alone() (who fact.PersonID, ok bool) {
	if x.lines < lines {
		return "", false
	}
	for p, n := range x.known {
		if float64(n) >= half*float64(x.lines) && (who == "" || n > x.known[who] || n == x.known[who] && p < who) {
			who = p
		}
	}
	others := 0
	for _, f := range x.each {
		if slices.ContainsFunc(f.people, func(p fact.PersonID) bool { return p != who }) {
			others += f.lines
		}
	}
	return who, who != "" && float64(others) <= tenth*float64(x.lines)
}

func (x *part) finding(v *duty.View, who fact.PersonID) sheet.Finding {
	next := "leadline guidance"
	if strings.HasSuffix(x.name, "/") {
		next = sheet.Command("leadline", "guidance", x.name)
	}
	return sheet.Finding{
		Rule: narrowPart, Place: &sheet.Place{Path: x.name}, Fingerprint: sheet.Fingerprint(narrowPart, x.name), Next: next,
		Message: fmt.Sprintf("%s, %s of code, changed by %s in the last half year: what other active people know is a tenth of it or less",
			duty.Amount(x.files, "file", "files"), duty.Amount(x.lines, "line", "lines"), duty.Amount(x.commits, "commit", "commits")),
		Evidence: []sheet.Evidence{{Person: v.PersonName(who), Text: "knows it"}},
	}
}
