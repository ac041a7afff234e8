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

var weakened = duty.Rule{
	ID: "review/weakened", Level: sheet.LevelWarning,
	Title: "Tests check less than before",
	Doc: `A test, or a group of them, is skipped that was not, under no condition, and no
subject says so or begins with remove or drop, nor it or a remark on it names an issue, nor
does its file name a file of the program that is gone. A skip that stood there as a remark
is back, and what is skipped from its first day on was never run. Or, where the change is of the program as well, and no subject is about
tests: a test is gone though the change adds none and takes no code away, and no other
file of tests has its name; or lines with assertions were taken out of a test, nothing was
put in their place and no test added. That what a test needs was made without an error is
no assertion, and what lies in a folder called old, attic or deprecated is no test.
Assertions and skips are told by the words that common test libraries use. A test that was
rewritten may check less, and that is not told.`,
}

// isTest tells of a changed file that it is a test of the program, on either side.
func isTest(f *duty.ChangedFile) bool {
	return hotspot.NatureOf(f.Path) == hotspot.Test && (f.After.Written || f.Before.Written) && !hotspot.Example(f.Path) && !hotspot.InDocuments(f.Path) && !setAside.MatchString(string(f.PathBefore()))
}

// setAside are folders of what waits to be thrown away.
var setAside = regexp.MustCompile(`(^|/)(old|attic|deprecated)/`)

// Words of common test libraries.
var (
	assertion = regexp.MustCompile(`^assert\b|\b(assert\w*|expect|verify\w*|EXPECT_\w+|ASSERT_\w+|CHECK\w*)!?\(|\b(require|assert|expect|Assert)\.\w+|\.should\b|\bt\.(Error|Errorf|Fatal|Fatalf|Fail|FailNow)\b|pytest\.raises`)
	// prepared is an assertion that what a test needs was made.
	prepared = regexp.MustCompile(`\b(NoError|NoErrorf|assertNoError|ErrorIsNil)\(|\bNil\(t, err\b`)
	// narrowing is an assertion by which a type checker learns that something is there.
	narrowing = regexp.MustCompile(`^assert\s+(isinstance\(.*\)|[\w.]+(\s+is\s+not\s+None)?)$`)
	skip      = regexp.MustCompile(`\bt\.Skip(f|Now)?\(|\b(it|test|describe|module|suite|context)\.(skip|todo)\b|\bx(it|describe|test|context)\(|@(Disabled|Ignore)\b|pytest\.mark\.skip\b|@unittest\.skip\b|#\[ignore\b|\[(Ignore|Skip)\b|Skip\s*=\s*"|\bmarkTestSkipped\b|\bGTEST_SKIP\b`)
	// subtest is a part of a test of Go, with its name.
	subtest = regexp.MustCompile("^t\\.Run\\([\"`]([^\"`]*)[\"`],.*\\{$")
	called  = regexp.MustCompile(`\b(it|test)\(`)
	// group is one of tests that are called, which is skipped.
	group = regexp.MustCompile(`\b(describe|module|suite|context)\.skip\b|\bx(describe|context)\(`)
	// alone is a test, or a group, besides which no other of the file is run.
	alone = regexp.MustCompile(`\b(it|test|describe|suite|context)\.only\(`)
	// chosen is a skip that a condition on its line chooses.
	chosen = regexp.MustCompile(`[?:]\s*\w+\.(skip|todo)\b`)
	// tracked names the issue that keeps a skip from being forgotten.
	tracked = regexp.MustCompile(`(^|[\s("\x27])#\d+\b|/issues?/\d|/pull/\d|\b[A-Z]{3,}-\d+\b`)
	// title is that of a test, or of a group, that is skipped where it is called.
	title = regexp.MustCompile("(?:\\.(?:skip|todo)|\\bx(?:it|describe|test|context))\\(\\s*[\"'`]([^\"'`]+)")
	// parked is a skip of Go that somebody made a remark, to try the test.
	parked = regexp.MustCompile(`^//\s*t\.Skip(f|Now)?\(`)
	// condition begins what is done under one.
	condition = regexp.MustCompile(`^(\} else )?(if|for|switch|unless)\b`)
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
	skips   int      // how many there are
	parked  bool     // a remark in it is a skip that was taken out
	titles  []string // of the tests that are called and skipped; empty where that is not known
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
	var previous, remark []byte // the last line, and the remarks since
	part, deep := "", 0         // the part of a test that a line may be in, and how far that is indented
	body := map[string]int{}    // how far what a test, or a part of one, begins with is indented
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
			remark = append(remark, trimmed...)
			if parked.Match(trimmed) {
				if in := testAt(tests, n, false); in != outside {
					x := out[in]
					x.parked = true
					out[in] = x
				}
			}
			continue
		}
		in := testAt(tests, n, skip.Match(trimmed))
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
		excused := condition.Match(previous) || chosen.Match(trimmed) || tracked.Match(trimmed) || tracked.Match(remark) || strings.HasPrefix(x.name, "Fuzz") // which skip inputs
		if at, begun := body[within]; skip.Match(trimmed) && (!begun || indent <= at) && !excused {
			x.skips++
			x.titles = append(x.titles, titleOf(trimmed))
			if x.skip = n; part != "" {
				x.within = append(x.within, part)
			}
		} else {
			x.plain += len(called.FindAllIndex(trimmed, -1))
		}
		out[in], previous, remark = x, trimmed, nil
	}
	return out
}

// testAt is the test that a line is part of: the last that it stands in, or else of those
// that an annotation may stand above.
func testAt(tests []*fact.Symbol, line int, annotation bool) string {
	in, over := outside, outside
	for _, s := range tests {
		switch {
		case s.Line <= line && line <= s.End:
			in = s.FullName()
		case annotation && s.Line-above <= line && line < s.Line:
			over = s.FullName()
		}
	}
	return cmp.Or(in, over)
}

// declaredAbove tells of a line that it stands in a test, below its first line.
func declaredAbove(tests []*fact.Symbol, name string, line int) bool {
	return slices.ContainsFunc(tests, func(s *fact.Symbol) bool { return s.FullName() == name && s.Line < line })
}

func titleOf(line []byte) string {
	if m := title.FindSubmatch(line); m != nil {
		return string(m[1])
	}
	return ""
}

// unseen tells that all that is skipped came with the change: nothing of it ran before.
func (c *testCode) unseen(before []byte) bool {
	return !slices.ContainsFunc(c.titles, func(title string) bool { return title == "" || bytes.Contains(before, []byte(title)) })
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

// expected tells that a skip in a file of tests surprises nobody: the change says so, what
// was tested is gone, or hardly a test of the file was run.
func (a *answer) expected(f testFile) bool {
	return a.says(skips) || a.says(withdraws) || a.lostCode(f) || alone.Match(f.Before.Text)
}

// lostCode tells of a file of tests that it names a file of the program that is gone.
func (a *answer) lostCode(f testFile) bool {
	return slices.ContainsFunc(a.change.Files, func(g duty.ChangedFile) bool {
		if g.Kind != fact.Deleted || !ofProgram(g.Path) {
			return false
		}
		stem := strings.TrimSuffix(path.Base(string(g.Path)), path.Ext(string(g.Path)))
		return len(stem) > 3 && regexp.MustCompile(`\b`+regexp.QuoteMeta(stem)+`\b`).Match(f.Before.Text)
	})
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
			if was, there := x.before[name]; !there || t.plain > was.plain {
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
			case now.skip > 0 && was.skip == 0 && !was.parked && (name != outside || now.plain < was.plain || now.groups > was.groups) && !now.unseen(f.Before.Text) && !a.expected(f):
				for _, name := range now.skipped(was.name) {
					if name == outside && now.groups == was.groups {
						name = fmt.Sprintf("%d of %d in %s", min(now.skips, was.plain-now.plain), now.plain+now.skips, path.Base(string(f.Path)))
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
	skips = regexp.MustCompile(`(?i)\b(skip|disabl|flak|quarantin|ignor|revert)`)
	// withdraws is the subject of a change by which something is no longer offered.
	withdraws = regexp.MustCompile(`(?i)^(\([^)]*\)\s*|\w+(\([^)]*\))?!?:\s*)?(remove|drop|withdraw)\b`)
	onTests   = regexp.MustCompile(`(?i)\b(tests?|testing|refactor|clean)`)
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
