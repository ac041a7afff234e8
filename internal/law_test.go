// Package internal_test holds the tests of the module as a whole: that the
// packages import each other only as docs/ARCHITECTURE.md allows, and that
// docs/dependencies.md gives a reason for every dependency.
package internal_test

import (
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "leadline"
	root   = ".."
)

// imported is one import of one file.
type imported struct {
	file string // where it stands, relative to the module
	pkg  string // the importing package, as the law names it
	path string // the import path
	test bool   // in a _test file
}

// law is the table of docs/ARCHITECTURE.md.
type law struct {
	rows []row
	// order of the analyses, lowest first.
	order []string
}

type row struct {
	packages  []string // patterns
	may       []string // patterns
	never     []string // import paths
	testsOnly bool
}

var quoted = regexp.MustCompile("`([^`]+)`")

func TestImportLaw(t *testing.T) {
	l := readLaw(t)
	imports := moduleImports(t)
	for _, breach := range l.breaches(imports) {
		t.Error(breach)
	}
	ours := 0
	for _, i := range imports {
		if _, ok := ourPackage(i.path); ok {
			ours++
		}
	}
	if ours == 0 {
		t.Error("found no import between packages of the module: the law was checked against nothing")
	}
}

func readLaw(t *testing.T) law {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "ARCHITECTURE.md"))
	if err != nil {
		t.Fatal(err)
	}
	l, err := parseLaw(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// moduleImports reads the imports of all Go files of the module.
func moduleImports(t *testing.T) []imported {
	t.Helper()
	var imports []imported
	err := filepath.WalkDir(root, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			_, merr := os.Stat(filepath.Join(name, "go.mod"))
			hidden := strings.HasPrefix(d.Name(), ".") || strings.HasPrefix(d.Name(), "_")
			if name != root && (merr == nil || hidden || d.Name() == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(name, ".go") {
			return nil
		}
		rel, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		rel = filepath.ToSlash(rel)
		pkg := strings.TrimPrefix(path.Dir(rel), "internal/")
		if len(file.Imports) == 0 {
			imports = append(imports, imported{rel, pkg, "", strings.HasSuffix(rel, "_test.go")})
		}
		for _, spec := range file.Imports {
			p, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			imports = append(imports, imported{rel, pkg, p, strings.HasSuffix(rel, "_test.go")})
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return imports
}

// parseLaw reads the table whose first heading is "package", and the order of
// the analyses.
func parseLaw(text string) (law, error) {
	var l law
	inTable := false
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		cells := strings.Split(strings.Trim(line, "|"), "|")
		switch {
		case strings.HasPrefix(line, "| package |"):
			inTable = true
		case !strings.HasPrefix(line, "|"):
			inTable = false
		case inTable && len(cells) != 3:
			return l, fmt.Errorf("a row of the law has %d cells: %s", len(cells), line)
		case inTable && !strings.HasPrefix(line, "|---"):
			r := row{packages: names(cells[0]), may: names(cells[1]), never: names(cells[2]), testsOnly: strings.Contains(cells[0], "tests only")}
			if len(r.packages) == 0 || (len(r.may) == 0) != (strings.TrimSpace(cells[1]) == "nothing") {
				return l, fmt.Errorf("a row of the law is not understood: %s", line)
			}
			l.rows = append(l.rows, r)
		}
		if _, order, ok := strings.Cut(line, "lowest first:"); ok {
			l.order = names(order)
		}
	}
	if len(l.rows) == 0 || len(l.order) == 0 {
		return l, fmt.Errorf("the law has %d rows and orders %d analyses", len(l.rows), len(l.order))
	}
	return l, nil
}

func names(cell string) []string {
	var all []string
	for _, m := range quoted.FindAllStringSubmatch(cell, -1) {
		all = append(all, m[1])
	}
	return all
}

// breaches lists what breaks the law, each once for each file.
func (l law) breaches(imports []imported) []string {
	var all []string
	for _, i := range imports {
		if why := l.breach(i); why != "" {
			all = append(all, i.file+": "+why)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// breach says how an import breaks the law, or nothing.
func (l law) breach(i imported) string {
	if i.pkg == "internal" && i.test {
		return "" // this package: it looks at all others
	}
	r, bound := l.row(i.pkg)
	if r == nil {
		return fmt.Sprintf("the law of docs/ARCHITECTURE.md has no row for package %s", i.pkg)
	}
	to, ours := ourPackage(i.path)
	switch {
	case !ours:
		for _, never := range r.never {
			if below, ok := strings.CutSuffix(never, "/..."); !i.test && (i.path == never || ok && (i.path == below || strings.HasPrefix(i.path, below+"/"))) {
				return fmt.Sprintf("%s must not import %q", i.pkg, i.path)
			}
		}
		return ""
	case to == i.pkg && i.test:
		return "" // an external test of the package
	}
	target, _ := l.row(to)
	switch {
	case target == nil:
		return fmt.Sprintf("the law of docs/ARCHITECTURE.md has no row for package %s", to)
	case target.testsOnly && i.test:
		return ""
	case target.testsOnly:
		return fmt.Sprintf("%s is for tests only", to)
	}
	for _, may := range r.may {
		if bound != "" {
			may = strings.ReplaceAll(may, "<name>", bound)
		}
		if _, ok := match(may, to); !ok {
			continue
		}
		if strings.HasPrefix(to, "analysis/") && strings.HasPrefix(i.pkg, "analysis/") && !l.below(to, i.pkg) {
			return fmt.Sprintf("%s may not import %s, which is not below it in the order of the analyses", i.pkg, to)
		}
		return ""
	}
	return fmt.Sprintf("%s may not import %s", i.pkg, to)
}

// row finds the row for a package, the one with the fewest placeholders where
// several match, and what <name> stands for in it.
func (l law) row(pkg string) (found *row, bound string) {
	fewest := 0
	for k := range l.rows {
		for _, p := range l.rows[k].packages {
			b, ok := match(p, pkg)
			if n := strings.Count(p, "<"); ok && (found == nil || n < fewest) {
				found, bound, fewest = &l.rows[k], b, n
			}
		}
	}
	return found, bound
}

func (l law) below(lower, upper string) bool {
	a := slices.Index(l.order, strings.TrimPrefix(lower, "analysis/"))
	b := slices.Index(l.order, strings.TrimPrefix(upper, "analysis/"))
	return a >= 0 && b >= 0 && a < b
}

// match compares a package with a pattern and says what <name> stands for.
func match(pattern, pkg string) (name string, ok bool) {
	ps, es := strings.Split(pattern, "/"), strings.Split(pkg, "/")
	if len(ps) != len(es) {
		return "", false
	}
	for k, p := range ps {
		switch {
		case p == "<name>":
			name = es[k]
		case !strings.HasPrefix(p, "<") && p != es[k]:
			return "", false
		}
	}
	return name, true
}

// ourPackage names a package of the module as the law does.
func ourPackage(importPath string) (string, bool) {
	below, ok := strings.CutPrefix(importPath, module+"/")
	return strings.TrimPrefix(below, "internal/"), ok
}

// TestLawFindsBreaches holds imports that do not exist against the law, as it
// stands but for the names of the analyses.
func TestLawFindsBreaches(t *testing.T) {
	l := readLaw(t)
	l.order = []string{"people", "ownership"}
	for _, tc := range []struct {
		pkg, path string
		test      bool
		want      string // contained in the breach; empty for none
	}{
		{"fact", "strings", false, ""},
		{"fact", "leadline/internal/sheet", false, "may not import sheet"},
		{"fact", "leadline/internal/sheet", true, "may not import sheet"},
		{"fact", "leadline/internal/fact", true, ""},
		{"fact", "leadline/internal/gittest", true, ""},
		{"fact", "leadline/internal/gittest", false, "for tests only"},
		{"source/git", "leadline/internal/fact", false, ""},
		{"source/git", "leadline/internal/source/git/pack", false, ""},
		{"source/git", "leadline/internal/source/code", false, "may not import source/code"},
		{"source/git", "leadline/internal/source/code/lang", false, "may not import source/code/lang"},
		{"source/git/pack", "leadline/internal/source/git/delta", false, "may not import source/git/delta"},
		{"source/git/pack", "leadline/internal/source/git", false, "may not import source/git"},
		{"source/git", "os/exec", false, ""},
		{"store/sqlite", "database/sql", false, ""},
		{"store/sqlite", "leadline/internal/source/git", false, "may not import"},
		{"analysis/ownership", "leadline/internal/analysis/people", false, ""},
		{"analysis/people", "leadline/internal/analysis/ownership", false, "not below it"},
		{"analysis/people", "leadline/internal/analysis/unheard", false, "not below it"},
		{"analysis/people", "os/exec", false, "must not import"},
		{"analysis/people", "os/exec", true, ""},
		{"analysis/people", "net/http", false, "must not import"},
		{"duty/risk", "leadline/internal/duty", false, ""},
		{"duty/risk", "leadline/internal/duty/release", false, "may not import duty/release"},
		{"duty/all", "leadline/internal/duty/release", false, ""},
		{"surface/html", "leadline/internal/surface/text", false, "may not import"},
		{"surface/html", "leadline/internal/fact", false, "may not import"},
		{"run", "leadline/internal/surface", false, "may not import"},
		{"run", "leadline/internal/cli", false, "may not import"},
		{"run", "leadline/internal/store/sqlite", false, ""},
		{"run", "database/sql", false, "must not import"},
		{"cli", "leadline/internal/store", false, "may not import store"},
		{"cli", "leadline/internal/surface/text", false, ""},
		{"cmd/leadline", "leadline/internal/cli", false, ""},
		{"cmd/leadline", "leadline/internal/run", false, "may not import"},
		{"helpers", "strings", false, "no row for package helpers"},
		{"run", "leadline/internal/helpers", false, "no row for package helpers"},
	} {
		got := l.breach(imported{"f.go", tc.pkg, tc.path, tc.test})
		if (got == "") != (tc.want == "") || !strings.Contains(got, tc.want) {
			t.Errorf("%s imports %s (test: %v): %q, want %q", tc.pkg, tc.path, tc.test, got, tc.want)
		}
	}
}

func TestLawIsUnderstood(t *testing.T) {
	const head = "| package | may import, of ours | and never, from outside |\n|---|---|---|\n"
	for _, bad := range []string{
		"",
		head,
		head + "| `a` | nothing | |\n", // no order
		head + "| `a` | whatever | |\nlowest first: `x`\n",              // neither names nor "nothing"
		head + "| a | `b` | |\nlowest first: `x`\n",                     // no package
		head + "| `a` | `b` |\nlowest first: `x`\n",                     // a cell is missing
		head + "| `a` | nothing, but `b` | | |\nlowest first: `x`\n",    // one too many
		"| packages |\n|---|\n| `a` | nothing | |\nlowest first: `x`\n", // another table
	} {
		if l, err := parseLaw(bad); err == nil {
			t.Errorf("understood as %+v:\n%s", l, bad)
		}
	}
}
