package review

import (
	"bytes"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var untested = duty.Rule{
	ID: "review/untested", Level: sheet.LevelWarning,
	Title: "Code takes new ways, and no test of it changed",
	Doc: `Files of a package that have tests gained branches, and the change adds to no test
whatever, nor to what is in a folder of tests, whatever it is. A branch is a way through
the code (McCabe 1976), so that a changed text, a new name or a moved function is none;
neither is the handing on of an error in Go. New files are not counted, nor what builds
the program (setup.py, build.rs, vite.config.ts). A file counts that has tests of its own:
those that have its name, in its language, nearest to it, unless their folders are called
as those of another file of that name, or of both, if they have forty lines together.
What has none is not told, nor what a few lines bring, nor where tests seldom change
along: one of those files changed with a quarter of the last twenty landings that added
as many lines to the package's; nor where cognitive complexity grew by less than a quarter
of the branches, as by a list of cases. One package is told for a change, that which gained most,
and others beside it.

Reverts, merges of the branch of a release and changes that gather others bring nothing
new. What was rearranged so that tests which are there still hold needs none: then the
subjects of its commits say so as Conventional Commits has it (perf:, refactor:), or a remark
silences it.`,
	Thresholds: []duty.Threshold{
		{Name: "branches", Default: 12, Least: 1, Most: 1000, Doc: "branches that a package must have gained"},
		{Name: "lines", Default: 12, Least: 0, Most: 1000, Doc: "lines that must have been added to its files"},
		{Name: "share", Default: 0.25, Least: 0, Most: 1, Doc: "share of the last 20 landings that brought as many lines, with which a test of the files changed"},
	},
}

// rearranged tells that all commits of the change do what was done before, otherwise.
func (a *answer) rearranged() bool {
	return len(a.change.Commits) > 0 && !slices.ContainsFunc(a.change.Commits, func(c fact.Commit) bool {
		return !c.Merge() && !otherwiseDone.MatchString(c.Subject)
	})
}

// otherwiseDone is a subject that says so, by Conventional Commits.
var otherwiseDone = regexp.MustCompile(`^(perf|refactor)(\([^)]*\))?!?:`)

// gain is what a file gained.
type gain struct {
	branches int // beyond what was moved in it and beyond the handing on of errors
	harder   int // cognitive complexity
	handed   int // errors that are handed on more than before
	most     *fact.Symbol
	inMost   int // branches
}

func gained(f *duty.ChangedFile) gain {
	g := gain{handed: handed(f)}
	for _, x := range functions(f) {
		n := 0
		if x.after != nil {
			n, g.harder = x.after.Cyclomatic, g.harder+x.after.Cognitive
		}
		if x.before != nil {
			n, g.harder = n-x.before.Cyclomatic, g.harder-x.before.Cognitive
		} else {
			n--
		}
		g.branches += n
		if x.after != nil && x.before != nil && n > g.inMost { // a new one may be an old one renamed
			g.most, g.inMost = x.after, n
		}
	}
	g.branches -= g.handed
	return g
}

// handed is how many errors more than before a file hands on.
func handed(f *duty.ChangedFile) int {
	return max(0, len(handedOn.FindAllIndex(f.After.Text, -1))-len(handedOn.FindAllIndex(f.Before.Text, -1)))
}

// handedOn is an error that Go code hands on.
var handedOn = regexp.MustCompile(`\bif (.*; )?(err|\w+Err) != nil \{`)

// builds are the names of code that builds the program, which nobody tests.
var builds = regexp.MustCompile(`^(setup|noxfile|fabfile|tasks|conanfile)\.py$|^build\.rs$|^magefile\.go$|^(gulpfile|Gruntfile)\.\w+$|\.config\.[cm]?[jt]s$`)

// inline is a test of Rust in the file that it tests, or what shows in the comment of a
// function how it is used, which is tried as a test.
var inline = regexp.MustCompile(`#\[(\w+::)*test\b|(?m)^\s*//[/!].*\bassert(_eq|_ne)?!|^\s*>>> `)

// inlineTests are the tests in a file of Rust, which stand at its end.
func inlineTests(text []byte) []byte {
	if at := bytes.LastIndex(text, []byte("#[cfg(test)]\nmod ")); at >= 0 {
		return text[at:]
	}
	return nil
}

// grownPackage is a package that gained branches: most of them in a file, of which a
// function has most.
type grownPackage struct {
	branches int
	added    int // lines
	harder   int // cognitive complexity
	handed   int // errors that are handed on more than before, which are none of them
	files    []fact.Path
	tests    []fact.Path // of those files
	// with is how many of the last landings of their kind changed such a test.
	with, landings int
	first          *duty.ChangedFile
	inFirst        int
	most           *fact.Symbol
	inMost         int
}

// add counts what a file gained.
func (p *grownPackage) add(f *duty.ChangedFile, g gain) {
	p.branches += g.branches
	p.added += int(f.Added)
	p.harder += g.harder
	p.handed += g.handed
	p.files = append(p.files, f.Path)
	if g.branches > p.inFirst {
		p.first, p.inFirst, p.most, p.inMost = f, g.branches, g.most, g.inMost
	}
}

func (a *answer) untested() []sheet.Finding {
	if a.old() || a.rearranged() {
		return nil
	}
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if f.Added > 0 && (hotspot.NatureOf(f.Path) == hotspot.Test || ofTests(f.Path)) || len(inline.FindAllIndex(f.After.Text, -1)) > len(inline.FindAllIndex(f.Before.Text, -1)) || !bytes.Equal(inlineTests(f.After.Text), inlineTests(f.Before.Text)) {
			return nil // tests may stand anywhere
		}
	}
	packages := map[fact.Path]*grownPackage{}
	moved := 0 // branches that went elsewhere in the change
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if !a.production(f) || !known(f) || f.Kind == fact.Added || builds.MatchString(path.Base(string(f.Path))) {
			continue
		}
		g := gained(f)
		if g.branches <= 0 {
			moved -= g.branches
			continue
		}
		tests := a.ownTests(f)
		if len(tests) == 0 {
			continue
		}
		p := packages[f.Path.Folder()]
		if p == nil {
			p = &grownPackage{}
			packages[f.Path.Folder()] = p
		}
		p.add(f, g)
		p.tests = append(p.tests, tests...)
	}
	var all []*grownPackage
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		p := packages[dir]
		if float64(p.branches-moved) < a.view.Threshold(&untested, "branches") || float64(p.added) < a.view.Threshold(&untested, "lines") || flat*p.harder < p.branches {
			continue
		}
		slices.Sort(p.tests)
		if p.tests = slices.Compact(p.tests); !a.changedTest(dir, p.tests) && a.usual(p) {
			all = append(all, p)
		}
	}
	if len(all) == 0 {
		return nil
	}
	// One is told for a change, that which gained most, and others beside it.
	slices.SortStableFunc(all, func(x, y *grownPackage) int { return y.branches - x.branches })
	first := all[0]
	f := first.first
	place := sheet.Place{Path: string(f.Path)}
	if first.mostly() {
		place.Line = first.most.Line
	}
	evidence := []sheet.Evidence{{Place: &place, Text: "where it gained them"}, {Place: &sheet.Place{Path: string(testOf(f.Path, first.tests))}, Text: first.habit()}}
	for _, p := range all[1:min(len(all), mostNamed)] {
		evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p.first.Path)}, Text: p.how()})
	}
	return []sheet.Finding{{
		Rule: untested.ID, Level: a.view.Level(&untested), Place: &place, Message: first.how(),
		Why: "what nobody tried is what breaks", Next: a.diff(place.Path), Evidence: evidence,
		Fingerprint: sheet.Fingerprint(untested.ID, string(a.pathBefore(f.Path).Folder())),
	}}
}

// flat is how many branches of a list of cases, which is read from above, are as hard to
// follow as one.
const flat = 4

// lastLandings are those that tell whether tests change along.
const lastLandings = 20

// usual tells that tests of a package changed along before, when its files gained as many
// lines. What nobody knows is no reason to say nothing.
func (a *answer) usual(p *grownPackage) bool {
	t := a.view.Timeline()
	w := activity.Window{End: len(t.Mainline)}
	if at := a.landed(); at >= 0 {
		w.End = at + 1
	}
	p.with, p.landings = t.Alongside(w, a.pathsBefore(p.files), a.pathsBefore(p.tests), max(1, int(a.view.Threshold(&untested, "lines"))), lastLandings)
	return float64(p.with) >= a.view.Threshold(&untested, "share")*float64(p.landings)
}

// habit tells of a test how usual it is that it changes.
func (p *grownPackage) habit() string {
	if p.landings == 0 {
		return "a test of it"
	}
	return fmt.Sprintf("a test of it: such changed with %d of the last %s that added as much", p.with, duty.Amount(p.landings, "landing", "landings"))
}

// mostly tells that a function has most of the branches. It hands on errors too, and is
// not named where they are told beside.
func (p *grownPackage) mostly() bool {
	return p.most != nil && 2*p.inMost > p.branches && p.handed == 0
}

// how tells what a package gained, or its one file.
func (p *grownPackage) how() string {
	more := ""
	if p.handed > 0 {
		more = fmt.Sprintf(" beside %s handed on", duty.Amount(p.handed, "error", "errors"))
	}
	if p.mostly() {
		more = ", most in " + p.most.FullName()
	}
	what, of := string(p.first.Path), path.Base(string(p.first.Path))
	if n := len(p.files); n > 1 {
		what, of = fmt.Sprintf("%d files of %s", n, duty.FolderPlace(p.first.Path.Folder()).Path), "them"
	}
	return fmt.Sprintf("%s gained %s%s, and no test named for %s changed", what, duty.Amount(p.branches, "branch", "branches"), more, of)
}

// testOf is the test that has the name of a file, or the first.
func testOf(p fact.Path, tests []fact.Path) fact.Path {
	if i := slices.IndexFunc(tests, func(t fact.Path) bool { return hotspot.Stem(t) == hotspot.Stem(p) }); i >= 0 {
		return tests[i]
	}
	return tests[0]
}

// ofTests tells of a file that it is of tests, by its folders: cases may be written down
// in any format.
func ofTests(p fact.Path) bool {
	code := hotspot.NatureOf(p) == hotspot.Code
	for dir := range strings.SplitSeq(strings.ToLower(string(p.Folder())), "/") {
		switch dir {
		case "scenario", "scenarios", "regressions", "acceptance", "e2e":
			return true
		}
		if code {
			continue
		}
		switch dir {
		case "spec", "specs", "fixture", "fixtures", "snapshots", "golden":
			return true
		}
		if strings.Contains(dir, "test") {
			return true
		}
	}
	return false
}

// changedTest tells that the change touches a test of a package, or data beside it.
func (a *answer) changedTest(dir fact.Path, tests []fact.Path) bool {
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if hotspot.NatureOf(f.Path) == hotspot.Test || hotspot.NatureOf(f.Path) != hotspot.Code && strings.Contains(string(f.Path), "test") {
			if slices.Contains(tests, f.Path) || f.Path.Folder() == dir || strings.HasPrefix(string(f.Path), string(dir)+"/") || f.Kind == fact.Deleted {
				return true
			}
		}
	}
	return false
}
