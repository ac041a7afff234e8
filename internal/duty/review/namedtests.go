package review

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

// testIndex tells where code and tests stand at the head.
type testIndex struct {
	// beside are the files of tests in a folder.
	beside map[fact.Path][]fact.Path
	// tests and code are by the name that a test shares with what it tests.
	tests, code map[string][]fact.Path
	// lines are how many a file of tests has on the default branch, if it is there.
	lines map[fact.Path]int
}

// indexTests makes the index of the head of a change.
func indexTests(v *duty.View) *testIndex {
	x := &testIndex{map[fact.Path][]fact.Path{}, map[string][]fact.Path{}, map[string][]fact.Path{}, map[fact.Path]int{}}
	tests := map[fact.Path]bool{}
	for p := range v.Change.Head.Structures {
		switch stem := hotspot.Stem(p); {
		case hotspot.NatureOf(p) == hotspot.Code:
			x.code[stem] = append(x.code[stem], p)
		case hotspot.NatureOf(p) == hotspot.Test && !hotspot.Benchmark(p) && !aid[path.Base(string(p))]:
			x.beside[p.Folder()] = append(x.beside[p.Folder()], p)
			x.tests[stem] = append(x.tests[stem], p)
			tests[p] = true
		}
	}
	for i := range v.History.Files {
		if f := &v.History.Files[i]; tests[f.Path] {
			x.lines[f.Path] = f.LineCount()
		}
	}
	return x
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
		n, there := a.index().lines[p]
		out, lines, known = append(out, p), lines+n, known && there
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
	index, structures := a.index(), a.change.Head.Structures
	stems, tongues := map[string]bool{}, map[string]bool{}
	for _, p := range files {
		stems[hotspot.Stem(p)] = true
		if s := structures[p]; s != nil {
			tongues[tongue(s.Language)] = true
		}
	}
	speaks := func(p fact.Path) bool { return tongues[tongue(structures[p].Language)] }
	found := map[fact.Path]bool{}
	for _, p := range index.beside[dir] {
		if speaks(p) && (path.Ext(string(p)) == ".go" || slices.ContainsFunc(index.code[hotspot.Stem(p)], func(q fact.Path) bool { return q.Folder() == dir })) {
			found[p] = true
		}
	}
	var named []fact.Path
	for stem := range stems {
		if everywhere[stem] {
			continue
		}
		for _, p := range index.tests[stem] {
			// Tests of Go are of their folder.
			if !found[p] && path.Ext(string(p)) != ".go" && speaks(p) && !slices.ContainsFunc(index.code[stem], func(q fact.Path) bool {
				return q.Folder() != dir && sharedFolders(p, q.Folder()) >= sharedFolders(p, dir)
			}) {
				named = append(named, p)
			}
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
