package review

import (
	"bytes"
	"cmp"
	"fmt"
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var untested = duty.Rule{
	ID: "review/untested", Level: sheet.LevelWarning,
	Title: "Code takes new ways, and no test of it changed",
	Doc: `Files of a package that have tests gained branches, and the change adds to no test
whatever, nor to what is in a folder of tests, whatever it is. A branch is a way through the code (McCabe 1976), so that a changed text, a
new name or a moved function is none; neither is the handing on of an error in Go. New
files are not counted, nor what builds the program (setup.py, build.rs, vite.config.ts). A file
counts that has tests of its own: those that have its name, in its language, nearest to it, unless their
folders are called as those of another file of that name, or of both, if they have forty lines
together. What has none is not told, nor what a few lines bring.
One package is told for a change, that which gained most, and others beside it.

Reverts, merges of the branch of a release and changes that gather others bring nothing
new. What was rearranged so that tests which are there still hold needs none: then a remark
silences it.`,
	Thresholds: []duty.Threshold{
		{Name: "branches", Default: 8, Least: 1, Most: 1000, Doc: "branches that a package must have gained"},
		{Name: "lines", Default: 12, Least: 0, Most: 1000, Doc: "lines that must have been added to its files"},
	},
}

var weakened = duty.Rule{
	ID: "review/weakened", Level: sheet.LevelWarning,
	Title: "Tests check less than before",
	Doc: `A test, or a group of them, is skipped that was not, under no condition, and no subject says so. Or, where the
change is of the program as well, and no subject is about tests: a test is gone though the change adds none and takes no code
away, and no other file of tests has its name; or lines with assertions were taken out of
a test, nothing was put in their place and no test added. That what a test needs was made
without an error is no assertion. Assertions and skips are told by the words that common
test libraries use. A test that was rewritten may check less, and that is not told.`,
}

// gained are the branches that a file gained, beyond what was moved in it and beyond
// the handing on of errors.
func gained(f *duty.ChangedFile) (branches int, most *fact.Symbol, largest int) {
	for _, x := range functions(f) {
		n := 0
		switch {
		case x.after == nil:
			n = -x.before.Cyclomatic
		case x.before == nil:
			n = x.after.Cyclomatic - 1
		default:
			n = x.after.Cyclomatic - x.before.Cyclomatic
		}
		branches += n
		if x.after != nil && x.before != nil && n > largest { // a new one may be an old one renamed
			most, largest = x.after, n
		}
	}
	return branches - handed(f), most, largest
}

// handed is how many errors more than before a file hands on.
func handed(f *duty.ChangedFile) int {
	return max(0, len(handedOn.FindAllIndex(f.After.Text, -1))-len(handedOn.FindAllIndex(f.Before.Text, -1)))
}

// handedOn is an error that Go code hands on.
var handedOn = regexp.MustCompile(`\bif (.*; )?err != nil \{`)

// isTest tells of a changed file that it is a test of the program, on either side.
func isTest(f *duty.ChangedFile) bool {
	return hotspot.NatureOf(f.Path) == hotspot.Test && (f.After.Written || f.Before.Written) && !hotspot.Example(f.Path) && !hotspot.InDocuments(f.Path)
}

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
	handed   int // errors that are handed on more than before, which are none of them
	files    int
	tests    []fact.Path // of those files
	first    *duty.ChangedFile
	inFirst  int
	most     *fact.Symbol
	inMost   int
}

// add counts the branches that a file gained.
func (p *grownPackage) add(f *duty.ChangedFile, n int, most *fact.Symbol, inMost int) {
	p.branches += n
	p.added += int(f.Added)
	p.handed += handed(f)
	p.files++
	if n > p.inFirst {
		p.first, p.inFirst, p.most, p.inMost = f, n, most, inMost
	}
}

func (a *answer) untested() []sheet.Finding {
	if a.old() {
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
		n, most, inMost := gained(f)
		if n <= 0 {
			moved -= n
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
		p.add(f, n, most, inMost)
		p.tests = append(p.tests, tests...)
	}
	var all []*grownPackage
	for _, dir := range slices.Sorted(maps.Keys(packages)) {
		p := packages[dir]
		if float64(p.branches-moved) < a.view.Threshold(&untested, "branches") || float64(p.added) < a.view.Threshold(&untested, "lines") {
			continue
		}
		slices.Sort(p.tests)
		if p.tests = slices.Compact(p.tests); !a.changedTest(dir, p.tests) {
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
	evidence := []sheet.Evidence{{Place: &place, Text: "where it gained them"}, {Place: &sheet.Place{Path: string(testOf(f.Path, first.tests))}, Text: "a test of it"}}
	for _, p := range all[1:min(len(all), mostNamed)] {
		evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p.first.Path)}, Text: p.how()})
	}
	return []sheet.Finding{{
		Rule: untested.ID, Level: a.view.Level(&untested), Place: &place, Message: duty.FolderPlace(f.Path.Folder()).Path + " " + first.how(),
		Why: "what nobody tried is what breaks", Next: a.diff(place.Path), Evidence: evidence,
		Fingerprint: sheet.Fingerprint(untested.ID, string(a.pathBefore(f.Path).Folder())),
	}}
}

// mostly tells that a function has most of the branches. It hands on errors too, and is
// not named where they are told beside.
func (p *grownPackage) mostly() bool {
	return p.most != nil && 2*p.inMost > p.branches && p.handed == 0
}

// how tells what a package gained.
func (p *grownPackage) how() string {
	more := ""
	if p.handed > 0 {
		more = fmt.Sprintf(" beside %s handed on", duty.Amount(p.handed, "error", "errors"))
	}
	if p.mostly() {
		more = ", most in " + p.most.FullName()
	}
	of := path.Base(string(p.first.Path))
	if p.files > 1 {
		of = fmt.Sprintf("these %d files", p.files)
	}
	return fmt.Sprintf("gained %s%s, and no test named for %s changed", duty.Amount(p.branches, "branch", "branches"), more, of)
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

// ownTests are the test files of a file at the head, which have its name. None, if they have
// few lines on the default branch: who runs a suite against a service adds nothing there.
func (a *answer) ownTests(f *duty.ChangedFile) []fact.Path {
	stem := hotspot.Stem(f.Path)
	var out []fact.Path
	lines, known := 0, true
	for _, p := range a.namedFor(f.Path.Folder(), []fact.Path{f.Path}) {
		if of := hotspot.Stem(p); of != stem && (path.Ext(string(p)) != ".go" || !strings.HasPrefix(of, stem+"_")) {
			continue
		}
		out = append(out, p)
		files := a.view.History.Files
		if i := slices.IndexFunc(files, func(f fact.File) bool { return f.Path == p }); i >= 0 {
			lines += files[i].LineCount()
		} else {
			known = false
		}
	}
	if known && lines < leastTests {
		return nil
	}
	return out
}

// leastTests are the fewest lines that the tests of a file have.
const leastTests = 40

// testsOf are the test files of a package at the head, sorted: those that are named for
// its files, and those that import it.
func (a *answer) testsOf(dir fact.Path) []fact.Path {
	head := &a.change.Head
	var files []fact.Path
	for p := range head.Structures {
		if p.Folder() == dir && hotspot.NatureOf(p) == hotspot.Code {
			files = append(files, p)
		}
	}
	found := map[fact.Path]bool{}
	for _, p := range a.namedFor(dir, files) {
		found[p] = true
	}
	for i := range head.Dependencies {
		d := &head.Dependencies[i]
		if hotspot.NatureOf(d.From) == hotspot.Test && d.Confidence == fact.Exact && (d.To == dir || head.Structures[d.To] != nil && d.To.Folder() == dir) {
			found[d.From] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// namedFor are the test files of some files of a folder at the head, sorted: those in the
// folder, of Go all and of others those that have the name of a file there, and those that
// have their names and are of no file of that name elsewhere, the nearest.
func (a *answer) namedFor(dir fact.Path, files []fact.Path) []fact.Path {
	structures := a.change.Head.Structures
	stems, tongues := map[string]bool{}, map[string]bool{}
	for _, p := range files {
		stems[hotspot.Stem(p)] = true
		if s := structures[p]; s != nil {
			tongues[tongue(s.Language)] = true
		}
	}
	beside, namesakes := map[string]bool{}, map[string][]fact.Path{}
	for p := range structures {
		if hotspot.NatureOf(p) != hotspot.Code {
			continue
		}
		stem := hotspot.Stem(p)
		if p.Folder() == dir {
			beside[stem] = true
		} else if stems[stem] {
			namesakes[stem] = append(namesakes[stem], p)
		}
	}
	found := map[fact.Path]bool{}
	var named []fact.Path
	for p, s := range structures {
		stem := hotspot.Stem(p)
		switch {
		case hotspot.NatureOf(p) != hotspot.Test, hotspot.Benchmark(p), aid[path.Base(string(p))]:
		case !tongues[tongue(s.Language)]:
		case p.Folder() == dir && (path.Ext(string(p)) == ".go" || beside[stem]):
			found[p] = true
		case stems[stem] && path.Ext(string(p)) != ".go" && !everywhere[stem] && // tests of Go are of their folder
			!slices.ContainsFunc(namesakes[stem], func(q fact.Path) bool { return sharedFolders(p, q.Folder()) >= sharedFolders(p, dir) }):
			named = append(named, p)
		}
	}
	// Several projects of one repository have files of one name.
	nearest := func(p, q fact.Path) int { return cmp.Compare(apart(p, dir), apart(q, dir)) }
	for _, p := range named {
		if nearest(p, slices.MinFunc(named, nearest)) == 0 {
			found[p] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// tongue is what languages have in common of which one tests the other.
func tongue(language string) string {
	switch language {
	case "typescript", "tsx", "javascript":
		return "javascript"
	case "java", "kotlin":
		return "java"
	case "c", "cpp":
		return "c"
	}
	return language
}

// sharedFolders is how many folders of a test are called as one above or at a folder.
func sharedFolders(test, dir fact.Path) int {
	names := strings.Split(string(dir), "/")
	n := 0
	for name := range strings.SplitSeq(string(test.Folder()), "/") {
		if slices.Contains(names, name) {
			n++
		}
	}
	return n
}

// everywhere are names that files have in any folder: they tell nothing of one.
var everywhere = map[string]bool{"mod": true, "lib": true, "main": true, "index": true, "init": true, "__init__": true}

// aid are files of tests that hold none.
var aid = map[string]bool{"__init__.py": true, "conftest.py": true}

// apart is how many folders are between a file and a folder, up and down.
func apart(p, dir fact.Path) int {
	a, b := strings.Split(string(p.Folder()), "/"), strings.Split(string(dir), "/")
	n := 0
	for n < min(len(a), len(b)) && a[n] == b[n] {
		n++
	}
	return len(a) + len(b) - 2*n
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

// Words of common test libraries.
var (
	assertion = regexp.MustCompile(`^assert\b|\b(assert\w*|expect|verify\w*|EXPECT_\w+|ASSERT_\w+|CHECK\w*)!?\(|\b(require|assert|expect|Assert)\.\w+|\.should\b|\bt\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow)\b|pytest\.raises`)
	// prepared is an assertion that what a test needs was made.
	prepared = regexp.MustCompile(`\b(NoError|NoErrorf|assertNoError|ErrorIsNil)\(|\bNil\(t, err\b`)
	// narrowing is an assertion by which a type checker learns that something is there.
	narrowing = regexp.MustCompile(`^assert\s+(isinstance\(.*\)|[\w.]+(\s+is\s+not\s+None)?)$`)
	skip      = regexp.MustCompile(`\bt\.Skip(f|Now)?\(|\b(it|test|describe|module|suite|context)\.(skip|todo)\b|\bx(it|describe|test|context)\(|@(Disabled|Ignore)\b|pytest\.mark\.skip\b|@unittest\.skip|#\[ignore\b|\[(Ignore|Skip)\b|Skip\s*=\s*"|\bmarkTestSkipped\b|\bGTEST_SKIP\b`)
	// subtest is a part of a test of Go, with its name.
	subtest = regexp.MustCompile("^t\\.Run\\([\"`]([^\"`]*)[\"`],.*\\{$")
	called  = regexp.MustCompile(`\b(it|test)\(`)
	// group is one of tests that are called, which is skipped.
	group = regexp.MustCompile(`\b(describe|module|suite|context)\.skip\b|\bx(describe|context)\(`)
	// condition begins what is done under one, though its own line may be above.
	condition = regexp.MustCompile(`^(\} else )?(if|for|switch|unless)\b|^[^=]*\) \{$`)
	declares  = regexp.MustCompile(`\b(func|function|fn|void|async|describe|context|it|test)\b|=>`)
	testName  = regexp.MustCompile(`^(Test|Fuzz|Benchmark|Example)([A-Z0-9_]|$)|^test([A-Z0-9_]|$)|^(should|it|when)[A-Z_]|[A-Za-z0-9](Test|Tests|_test)$`)
)

// testFile is a changed file of tests, on both sides.
type testFile struct {
	*duty.ChangedFile
	before, after map[string]testCode
}

// testCode is a test, or what a file of tests has outside of them.
type testCode struct {
	name    string   // without what it stands in
	lines   []string // without comments, space at their ends and empty ones
	asserts int
	skip    int      // the line of the last skip; 0 without
	within  []string // parts of it that are skipped, and not the whole
	plain   int      // tests that are called, rather than declared, and not skipped
	groups  int      // groups of those that are skipped
}

// outside is the name of what is in no test.
const outside = ""

// testsIn are the tests of a content, by full name. What stands right above a test,
// such as an annotation, is part of it.
func testsIn(c *duty.Content) map[string]testCode {
	out := map[string]testCode{}
	var tests []*fact.Symbol
	if c.Structure != nil {
		for i := range c.Structure.Symbols {
			if s := &c.Structure.Symbols[i]; s.Cyclomatic > 0 && testName.MatchString(s.Name) {
				tests = append(tests, s)
				out[s.FullName()] = testCode{name: s.Name}
			}
		}
	}
	n := 0
	var previous []byte
	part, deep := "", 0      // the part of a test that a line may be in, and how far that is indented
	body := map[string]int{} // how far what a test, or a part of one, begins with is indented
	for line := range bytes.Lines(c.Text) {
		n++
		trimmed := bytes.TrimSpace(line)
		indent := bytes.IndexFunc(line, func(r rune) bool { return r != ' ' && r != '\t' })
		if m := subtest.FindSubmatch(trimmed); m != nil {
			part, deep = string(m[1]), indent
		} else if len(trimmed) > 0 && indent <= deep {
			part = ""
		}
		if len(trimmed) == 0 || remarked(trimmed) {
			continue
		}
		in := outside
		for _, s := range tests {
			if s.Line-above <= n && n <= s.End && (n >= s.Line || skip.Match(trimmed)) {
				in = s.FullName()
			}
		}
		within := in + "\x00" + part
		if _, begun := body[within]; !begun && !subtest.Match(trimmed) && declaredAbove(tests, in, n) {
			body[within] = indent
		}
		x := out[in]
		x.lines = append(x.lines, string(trimmed))
		if !narrowing.Match(trimmed) && !prepared.Match(trimmed) {
			x.asserts += len(assertion.FindAllIndex(trimmed, -1))
		}
		x.groups += len(group.FindAllIndex(trimmed, -1))
		if at, begun := body[within]; skip.Match(trimmed) && (!begun || indent <= at) && (!condition.Match(previous) || declares.Match(previous)) && !strings.HasPrefix(x.name, "Fuzz") { // which skip inputs
			if x.skip = n; part != "" {
				x.within = append(x.within, part)
			}
		} else {
			x.plain += len(called.FindAllIndex(trimmed, -1))
		}
		out[in], previous = x, trimmed
	}
	return out
}

// declaredAbove tells of a line that it stands in a test, below its first line.
func declaredAbove(tests []*fact.Symbol, name string, line int) bool {
	return slices.ContainsFunc(tests, func(s *fact.Symbol) bool { return s.FullName() == name && s.Line < line })
}

// skipped are the names of what is skipped of a test: its parts, or itself.
func (c *testCode) skipped(name string) []string {
	if len(c.within) == 0 {
		return []string{name}
	}
	var out []string
	for _, part := range c.within {
		out = append(out, name+"/"+part)
	}
	return out
}

// above is how many lines above a test an annotation may stand.
const above = 4

func remarked(line []byte) bool {
	return bytes.HasPrefix(line, []byte("//")) || bytes.HasPrefix(line, []byte("*")) || bytes.HasPrefix(line, []byte("/*")) ||
		bytes.HasPrefix(line, []byte("#")) && !bytes.HasPrefix(line, []byte("#["))
}

// cut tells that lines are others of which some were taken out.
func cut(after, before []string) bool {
	for _, l := range before {
		if len(after) > 0 && after[0] == l {
			after = after[1:]
		}
	}
	return len(after) == 0
}

// weakened are the tests that check less: a finding for each way.
func (a *answer) weakened() []sheet.Finding {
	var files []testFile
	gone, worked, added := false, false, map[string]bool{}
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if !isTest(f) {
			// Tests go with the code that they test.
			if hotspot.NatureOf(f.Path) == hotspot.Code {
				gone = gone || f.Kind == fact.Deleted || f.Deleted >= removal || f.Deleted > f.Added || slices.ContainsFunc(functions(f), func(x function) bool { return x.after == nil })
			}
			worked = worked || a.production(f) && f.Added > 0
			continue
		}
		if f.Before.Text == nil && f.Kind != fact.Added || f.After.Text == nil && f.Kind != fact.Deleted {
			continue // nobody knows what it does
		}
		x := testFile{f, testsIn(&f.Before), testsIn(&f.After)}
		for name, t := range x.after {
			if _, was := x.before[name]; !was {
				added[t.name] = true
			}
		}
		files = append(files, x)
	}
	worked = worked && !a.says(onTests)
	skipped, lost, less := lessening{}, lessening{}, lessening{}
	for _, f := range files {
		for _, name := range slices.Sorted(maps.Keys(f.before)) {
			was := f.before[name]
			now, is := f.after[name]
			switch {
			case !is:
				if !gone && worked && len(added) == 0 && was.asserts > 0 && f.Added <= mended && !a.elsewhere(f.PathBefore()) {
					lost.add(f.Path, 0, was.name)
				}
			case now.skip > 0 && was.skip == 0 && (name != outside || now.plain < was.plain || now.groups > was.groups) && !a.says(skips):
				for _, name := range now.skipped(was.name) {
					if name == outside && now.groups == was.groups {
						name = fmt.Sprintf("%d of %d in %s", was.plain-now.plain, was.plain, path.Base(string(f.Path)))
						skipped.many = true
					}
					skipped.add(f.Path, now.skip, name)
				}
			case !gone && worked && len(added) == 0 && now.asserts < was.asserts && name != outside && cut(now.lines, was.lines):
				less.add(f.Path, 0, was.name)
			}
		}
	}
	var out []sheet.Finding
	for _, x := range []struct {
		way string
		lessening
		one, many string
	}{
		{"skipped", skipped, "test is skipped that was not", "tests are skipped that were not"},
		{"gone", lost, "test is gone, and the code is not", "tests are gone, and the code is not"},
		{"asserts", less, "test lost assertions, with nothing in their place", "tests lost assertions, with nothing in their place"},
	} {
		if len(x.names) > 0 {
			out = append(out, a.lessened(x.way, &x.lessening, x.one, x.many))
		}
	}
	return out
}

// Words of a subject that says that tests are skipped, and that it is about tests.
var (
	skips   = regexp.MustCompile(`(?i)\b(skip|disabl|flak|quarantin|ignor|revert)`)
	onTests = regexp.MustCompile(`(?i)\b(tests?|testing|refactor|clean)`)
)

// says tells that the subject of a commit has one of some words.
func (a *answer) says(words *regexp.Regexp) bool {
	return slices.ContainsFunc(a.change.Commits, func(c fact.Commit) bool { return words.MatchString(c.Subject) })
}

// elsewhere tells that another file at the head is called as one that went: it may have
// been there twice.
func (a *answer) elsewhere(p fact.Path) bool {
	return slices.ContainsFunc(a.change.Head.Paths, func(q fact.Path) bool { return q != p && path.Base(string(q)) == path.Base(string(p)) })
}

// mended is how many lines are added to a file in which no test is written anew.
const mended = 2

// removal is how many lines of code a change deletes in a file when code is gone.
const removal = 5

// lessening is what tests do no more, in one way.
type lessening struct {
	names  []string
	places []sheet.Place
	many   bool // a name stands for some
}

func (l *lessening) add(file fact.Path, line int, name string) {
	at := sheet.Place{Path: string(file), Line: line}
	if !slices.Contains(l.places, at) {
		l.places = append(l.places, at)
	}
	if name == outside {
		name, l.many = "those of "+path.Base(string(file)), true // how many there are is not known
	}
	l.names = append(l.names, name)
}

func (a *answer) lessened(way string, l *lessening, one, many string) sheet.Finding {
	count := duty.Amount(len(l.names), one, many)
	if l.many {
		count = many
	}
	message := count + ": " + strings.Join(l.names[:min(len(l.names), mostNamed)], ", ")
	if more := len(l.names) - mostNamed; more > 0 {
		message += fmt.Sprintf(" and %d more", more)
	}
	f := sheet.Finding{
		Rule: weakened.ID, Level: a.view.Level(&weakened), Place: &l.places[0], Message: message,
		Why: "what is not checked can break unseen", Next: a.diff(l.places[0].Path),
	}
	parts := []string{way}
	for i := range l.places[:min(len(l.places), mostNamed)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &l.places[i], Text: "as it is now"})
	}
	for _, p := range l.places {
		parts = append(parts, string(a.pathBefore(fact.Path(p.Path))))
	}
	f.Fingerprint = sheet.Fingerprint(weakened.ID, append(parts, l.names...)...)
	return f
}
