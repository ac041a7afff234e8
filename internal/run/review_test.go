package run_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// nested is Go code of a function with ifs in each other: n of them have a cognitive
// complexity of n(n+1)/2.
func nested(name string, n int) string {
	return "func " + name + "(a int) {\n" + strings.Repeat("if a > 0 {\n", n) + strings.Repeat("}\n", n) + strings.Repeat("a++\n", 40) + "}\n"
}

// branches is Go code of a function with n branches.
func branches(name string, n int) string {
	return "func " + name + "(a int) {\n" + strings.Repeat("if a > 0 {\na++\n}\n", n) + "}\n"
}

const goTest = "package a\n\nimport \"testing\"\n\nfunc TestF(t *testing.T) {\n\tx := F(1)\n\tif x != 1 {\n\t\tt.Error(x)\n\t}\n\tif x != 2 {\n\t\tt.Error(x)\n\t}\n}\n"

// commitTexts commits files; one that is empty goes.
func commitTexts(r *gittest.Repo, branch, message string, files map[string]string) {
	set := gittest.Files{}
	for p, text := range files {
		if set[p] = nil; text != "" {
			set[p] = []byte(text)
		}
	}
	r.Commit(branch, gittest.Commit{Files: set, Message: message})
}

// reviewOf reviews a branch against main, as of a day soon after the commits of gittest.
func reviewOf(t *testing.T, r *gittest.Repo, home, branch string) sheet.Sheet {
	t.Helper()
	return reviewOfRange(t, r, home, "main.."+branch)
}

func reviewOfRange(t *testing.T, r *gittest.Repo, home, between string) sheet.Sheet {
	t.Helper()
	o := options(t, r.Dir(), home)
	o.AsOf = time.Date(2024, 1, 10, 0, 0, 0, 0, time.UTC)
	a, err := run.Review(t.Context(), o, run.Reviewed{Range: between})
	if err != nil {
		t.Fatal(err)
	}
	return a.Sheets[0]
}

// messagesOf are those of the findings of a rule.
func messagesOf(s sheet.Sheet, rule string) string {
	var out []string
	for _, f := range s.Findings {
		if f.Rule == rule {
			out = append(out, f.Message)
		}
	}
	return strings.Join(out, "; ")
}

// documented is a package of n functions with documentation.
func documented(n int) string {
	var b strings.Builder
	b.WriteString("package doc\n")
	for i := range n {
		fmt.Fprintf(&b, "\n// F%d does.\nfunc F%d() {}\n", i, i)
	}
	return b.String()
}

// The cases are in pairs: what has to be told, and what looks like it.
func TestReview(t *testing.T) {
	const hot = "hot/hot.go" // is changed often
	base := map[string]string{
		"go.mod": "module m\n", hot: "package hot\n\n" + nested("F", 9) + branches("Taken", 0), "cold/cold.go": "package cold\n\n" + nested("F", 5),
		"a/a.go": "package a\n\nfunc F(a int) int { return a }\n", "a/a_test.go": goTest, "a/z.go": "package a\n\n// G.\n", "r/inner.rs": "pub fn f(a: i32) -> i32 {\n    a\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() { f(1); }\n}\n", "r/tests/inner.rs": "x\n", "tri/try_test.go": "package a\n\nimport \"testing\"\n\nfunc TestTry(t *testing.T) {\n\t//t.Skip()\n\tF(3)\n}\n\nfunc TestTo(t *testing.T) {\n\tF(4)\n}\n", "a/more_test.go": "package a\n\nimport \"testing\"\n\nfunc TestMore(t *testing.T) { F(2) }\n", "v/a.go": "package a\n\nfunc F(a int) int { return a }\n", "v/a_test.go": goTest, "b/b.go": "package b\n\nfunc F() {}\n", "other/b_test.go": goTest,
		"p/setup.py": "def f(a):\n    return a\n", "p/p.py": "def f(a):\n    return a\n", "p/test_p.py": "from p import f\n\ndef test_f():\n    assert f(1) == 1\n    assert f(2) == 2\n\ndef test_g():\n    assert f(3) == 3\n",
		"leadline.yaml": "rules: {review/forgotten: on, review/undocumented: on}\ncochange:\n  - {when: ['b/**'], then: ['docs/**', NEWS], reason: r}\n", "NEWS": "n\n", "docs/d.md": "d\n",
		"r/flow.rs": "pub fn f(a: i32) -> i32 {\n    a\n}\n", "r/tests/flow.rs": "x\n", "z/mod.rs": "pub fn f(a: i32) -> i32 {\n    a\n}\n", "y/tests/mod.rs": "x\n", "u/u.py": "def u(a):\n    return a\n", "t/__init__.py": "", "t/test_all.py": "from u.u import u\n",
		"n/ai/service.py": "def d(a):\n    return a\n", "n/db/service.py": "def d(a):\n    return a\n", "tests/db/test_service.py": "x\n", "l/only.py": "def d(a):\n    return a\n", "k/tests/only.test.ts": "x()\n",
		"q/src/d.py": "def d(a):\n    return a\n", "q/tests/test_d.py": "x\n", "o/tests/test_d.py": "x\n",
		"seldom/s.py": "def s(a):\n    return a\n", "seldom/test_s.py": "x\n", "usual/s.py": "def s(a):\n    return a\n", "usual/test_s.py": "x\n", "old/a_test.go": goTest,
		"docs/samples/a_test.go": goTest, "tools/up.py": "def up(a):\n    return a\n", "tools/patch-tests.py": "x = 1\n", "scripts/down.py": "def down(a):\n    return a\n", "scripts/test_down.py": "x\n",
		"doc/doc.go": documented(6), "bare/bare.go": strings.ReplaceAll(documented(6), " does.\n", " does.\n\n"),
		"w/basket.test.ts": "import { b } from './basket'\nit('b', () => {})\n", "w/basket.ts": "export const b = 1\n",
		"w/o.test.ts": "it.only('a', () => {})\nit('b', () => {})\n",
		"w/y.test.ts": "describe('y', () => {\n  it('/one', () => {})\n  it('two', () => {})\n})\n", "m/test_only.go": "package main\n", "m/only.py": "def d(a):\n    return a\n",
		"w/x.ts": "export const x = 1\n", "w/x.test.ts": "import { x } from './x'\nit('is one', () => {\n  expect(x).toBe(1)\n})\n", "w/z.test.ts": "it('is there', () => {})\n",
	}
	for p := range base { // tests of few lines are no tests of a file
		if strings.Contains(p, "test") && p != "v/a_test.go" {
			base[p] += strings.Repeat("\n", 40)
		}
	}
	r := gittest.New(t)
	commit := func(branch string, files map[string]string) { commitTexts(r, branch, "Fix it", files) }
	commit("main", base)
	for i := range 4 {
		commit("main", map[string]string{hot: base[hot] + strings.Repeat(fmt.Sprintf("// %d\n", i), 40)})
	}
	commit("main", map[string]string{hot: base[hot]})
	commit("main", map[string]string{"seldom/s.py": strings.Repeat("# a\n", 12) + base["seldom/s.py"]})
	commit("main", map[string]string{"usual/s.py": strings.Repeat("# a\n", 12) + base["usual/s.py"], "usual/test_s.py": "y\n" + base["usual/test_s.py"]})
	for i := range 12 {
		commit("main", map[string]string{"pair/one.txt": fmt.Sprintf("%d\n", i), "pair/two.txt": fmt.Sprintf("%d\n", i)})
	}
	home := t.TempDir()
	for name, c := range map[string]struct {
		change map[string]string // what is empty goes
		want   string
	}{
		"nothing":                        {nil, ""},
		"grown in a hotspot":             {map[string]string{hot: "package hot\n\n" + nested("F", 12)}, "review/complexity hot/hot.go:3"},
		"grown elsewhere":                {map[string]string{"cold/cold.go": "package cold\n\n" + nested("F", 11)}, ""},
		"grown and simple":               {map[string]string{hot: "package hot\n\n" + nested("F", 9) + branches("G", 3)}, ""},
		"grown and flat":                 {map[string]string{hot: "package hot\n\n" + nested("F", 9) + branches("Taken", 45)}, ""},
		"new and complex":                {map[string]string{hot: "package hot\n\n" + nested("F", 9) + nested("G", 11)}, "review/complexity hot/hot.go:63"},
		"new, complex and short":         {map[string]string{hot: "package hot\n\n" + nested("F", 9) + strings.ReplaceAll(nested("G", 11), "a++\n", "")}, ""},
		"moved and complex":              {map[string]string{hot: "package hot\n\n" + branches("F", 0) + nested("G", 9)}, ""},
		"moved, beside a new one":        {map[string]string{hot: "package hot\n\n" + branches("F", 0) + branches("A", 1) + strings.Replace(nested("G", 9), "{\n", "{\n"+strings.Repeat("if a > 0 {\n}\n", 4), 1)}, ""},
		"new and flat":                   {map[string]string{hot: "package hot\n\n" + nested("F", 9) + branches("G", 60)}, ""},
		"moved, and more complex":        {map[string]string{hot: "package hot\n\n" + branches("F", 0) + nested("G", 12)}, "review/complexity hot/hot.go:5 G is new, with a cognitive complexity of 78, of which F lost 45, in hotspot 1 of 1 files"},
		"beside one that went":           {map[string]string{hot: "package hot\n\n" + branches("F", 0) + strings.ReplaceAll(nested("G", 12), "a", "another")}, "review/complexity hot/hot.go:5 G is new, with a cognitive complexity of 78, in hotspot 1 of 1 files"},
		"moved to another type":          {map[string]string{hot: "package hot\n\n" + strings.Replace(nested("F", 9), "func F", "func (k K) F", 1)}, ""},
		"taken over":                     {map[string]string{hot: "package hot\n\n" + nested("Taken", 10)}, ""},
		"renamed and complex":            {map[string]string{hot: "package hot\n\n" + nested("G", 9)}, ""},
		"a comment":                      {map[string]string{hot: "package hot\n\n// F is.\n" + nested("F", 9)}, ""},
		"a hotspot that is moved":        {map[string]string{hot: "", "hot/warm.go": "package hot\n\n" + nested("F", 9)}, ""},
		"API without documentation":      {map[string]string{"doc/doc.go": documented(6) + "func Bare() {}\n"}, "review/undocumented doc/doc.go:20"},
		"API with it":                    {map[string]string{"doc/doc.go": documented(7)}, ""},
		"a name of its own":              {map[string]string{"doc/doc.go": documented(6) + "func bare() {}\n\ntype own struct{}\n\nfunc (own) Do() {}\n"}, ""},
		"where there is no habit":        {map[string]string{"bare/bare.go": strings.ReplaceAll(documented(6), " does.\n", " does.\n\n") + "func Bare() {}\n"}, ""},
		"branches without a test":        {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12)}, "review/untested a/a.go"},
		"branches of a rearrangement":    {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12)}, ""},
		"branches of a list of cases":    {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\nfunc G(a int) int {\n\tswitch a {\n" + strings.Repeat("\tcase 1:\n\t\treturn 1\n", 12) + "\t}\n\treturn a\n}\n"}, ""},
		"branches of a few lines":        {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int {\n" + strings.Repeat("if a > 0 { a++ }; if a > 1 { a++ }\n", 6) + "return a\n}\n"}, ""},
		"branches beside a small test":   {map[string]string{"v/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12)}, ""},
		"branches of another file":       {map[string]string{"a/z.go": "package a\n\n" + branches("G", 12)}, ""},
		"branches of a build":            {map[string]string{"p/setup.py": "def f(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n"}, ""},
		"branches with a test":           {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12), "a/a_test.go": goTest + "\nfunc TestG(t *testing.T) { G(1) }\n"}, ""},
		"branches of no tested code":     {map[string]string{"b/b.go": "package b\n\nfunc F() {}\n\n" + branches("G", 12), "NEWS": "o\n"}, ""},
		"together, and one did not":      {map[string]string{"b/b.go": "package b\n\nfunc G() {}\n"}, "review/together b/b.go"},
		"together, by what goes":         {map[string]string{"b/b.go": "", "docs/d.md": ""}, ""},
		"together, by a new file":        {map[string]string{"b/c.go": "package b\n", "docs/e.md": "e\n"}, ""},
		"errors that are handed on":      {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\nfunc G() error {\n" + strings.Repeat("if err := H(); err != nil {\nreturn err\n}\n", 12) + "}\n"}, ""},
		"cases written down":             {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12), "res/mdtest/a.md": "A case.\n"}, ""},
		"cases of code":                  {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12), "scenario/a.go": "package s\n"}, ""},
		"a document":                     {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int { return a }\n\n" + branches("G", 12), "docs/a.md": "A page.\n"}, "review/untested a/a.go"},
		"and errors handed on":           {map[string]string{"a/a.go": "package a\n\nfunc F(a int) int {\n" + strings.Repeat("if a > 0 {\na++\n}\n", 12) + "if err := G(); err != nil {\nreturn 0\n}\nif outErr != nil {\nreturn 0\n}\nreturn a\n}\n"}, "review/untested a/a.go a/a.go gained 12 branches beside 2 errors handed on, and no test named for a.go changed"},
		"branches in another language":   {map[string]string{"p/setup.py": "def f(a):\n    return a\n", "p/p.py": "def f(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n"}, "review/untested p/p.py:1"},
		"a test beside the code":         {map[string]string{"r/flow.rs": "pub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() {}\n}\n", "NEWS": "o\n"}, ""},
		"no test beside the code":        {map[string]string{"r/flow.rs": "pub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n", "NEWS": "o\n"}, "review/untested r/flow.rs:1"},
		"a test in the file changes":     {map[string]string{"r/inner.rs": "pub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() { f(2); }\n}\n"}, ""},
		"and stays":                      {map[string]string{"r/inner.rs": "pub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() { f(1); }\n}\n"}, "review/untested r/inner.rs:1"},
		"shown in a comment":             {map[string]string{"r/flow.rs": "/// ```\n/// assert_eq!(f(1), 1);\n/// ```\npub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n", "NEWS": "o\n"}, ""},
		"a name that is everywhere":      {map[string]string{"z/mod.rs": "pub fn f(a: i32) -> i32 {\n" + strings.Repeat("    if a > 0 { return 1; }\n", 14) + "    a\n}\n", "NEWS": "o\n"}, ""},
		"tests that only use it":         {map[string]string{"u/u.py": "def u(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"rows that stay":                 {map[string]string{"alembic/versions/1_a.py": "def upgrade():\n    op.get_bind().execute(t.update())\n\ndef downgrade():\n    pass\n"}, ""},
		"a test of a script beside it":   {map[string]string{"scripts/down.py": "def down(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, "review/untested scripts/down.py:1"},
		"a script called tests":          {map[string]string{"tools/up.py": "def up(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"tests that change along":        {map[string]string{"usual/s.py": "def s(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, "review/untested usual/s.py:1 such changed with 1 of the last 1 landing that added as much"},
		"tests that seldom do":           {map[string]string{"seldom/s.py": "def s(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"tests of another project":       {map[string]string{"q/src/d.py": "def d(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, "review/untested q/src/d.py:1 q/tests/test_d.py"},
		"tests of a namesake":            {map[string]string{"n/ai/service.py": "def d(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"of which it is not":             {map[string]string{"n/db/service.py": "def d(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, "review/untested n/db/service.py:1"},
		"beside a tool of another one":   {map[string]string{"m/only.py": "def d(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"tests in another language":      {map[string]string{"l/only.py": "def d(a):\n" + strings.Repeat("    if a:\n        a += 1\n", 12) + "    return a\n", "NEWS": "o\n"}, ""},
		"a test is skipped":              {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tt.Skip(\"flaky\")\n\tx :=", 1)}, "review/weakened a/a_test.go:6"},
		"skipped for an issue":           {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tt.Skip(\"flaky (#12)\")\n\tx :=", 1)}, ""},
		"skipped as a remark says":       {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\t// See https://example.com/issues/12.\n\tt.Skip()\n\tx :=", 1)}, ""},
		"parts of a test are skipped":    {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tt.Run(\"one\", func(t *testing.T) {\n\t\tt.Skip()\n\t})\n\tt.Run(\"two\", func(t *testing.T) {\n\t\tt.Skip()\n\t})\n\tx :=", 1)}, "review/weakened a/a_test.go:10 2 tests are skipped that were not: TestF/one, TestF/two"},
		"a skip that is back":            {map[string]string{"tri/try_test.go": strings.Replace(base["tri/try_test.go"], "//t.Skip", "t.Skip", 1)}, ""},
		"a remark, and another is not":   {map[string]string{"tri/try_test.go": strings.Replace(base["tri/try_test.go"], "\tF(4)", "\tt.Skip()\n\tF(4)", 1)}, "review/weakened tri/try_test.go:11"},
		"a test that is set aside":       {map[string]string{"old/a_test.go": strings.Replace(goTest, "\tx :=", "\tt.Skip(\"flaky\")\n\tx :=", 1)}, ""},
		"skipped under a condition":      {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tif testing.\n\t\tShort() {\n\t\tt.Skip()\n\t}\n\tx :=", 1)}, ""},
		"skipped deep in it":             {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tif testing.Short() {\n\t\tt.Log(1)\n\t\tt.Skip()\n\t}\n\tx :=", 1)}, ""},
		"a new test that may skip":       {map[string]string{"a/a_test.go": goTest + "\nfunc TestG(t *testing.T) {\n\tif testing.Short() {\n\t\tt.Skip()\n\t}\n}\n"}, ""},
		"assertions taken out":           {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tif x != 2 {\n\t\tt.Error(x)\n\t}\n", "", 1), "cold/cold.go": "package cold\n\n// F is.\n" + nested("F", 5)}, "review/weakened a/a_test.go"},
		"assertions, of tests alone":     {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tif x != 2 {\n\t\tt.Error(x)\n\t}\n", "", 1)}, ""},
		"assertions put otherwise":       {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tif x != 2 {\n\t\tt.Error(x)\n\t}\n", "\tcheck(t, x)\n", 1)}, ""},
		"of a sample":                    {map[string]string{"docs/samples/a_test.go": strings.Replace(goTest, "\tif x != 2 {\n\t\tt.Error(x)\n\t}\n", "", 1)}, ""},
		"assertions that another takes":  {map[string]string{"a/a_test.go": strings.Replace(goTest, "\tif x != 2 {\n\t\tt.Error(x)\n\t}\n", "", 1) + "\nfunc TestOther(t *testing.T) {\n\tif F(3) != 3 {\n\t\tt.Error()\n\t}\n}\n"}, ""},
		"a test is gone":                 {map[string]string{"p/test_p.py": "from p import f\n\ndef test_f():\n    assert f(1) == 1\n    assert f(2) == 2\n", "cold/cold.go": "package cold\n\n// F is.\n" + nested("F", 5)}, "review/weakened p/test_p.py"},
		"a test is gone, of tests alone": {map[string]string{"p/test_p.py": "from p import f\n\ndef test_f():\n    assert f(1) == 1\n    assert f(2) == 2\n"}, ""},
		"a test is renamed":              {map[string]string{"p/test_p.py": strings.Replace(base["p/test_p.py"], "test_g", "test_h", 1)}, ""},
		"a test is marked":               {map[string]string{"p/test_p.py": strings.Replace(base["p/test_p.py"], "def test_g", "@pytest.mark.skip\ndef test_g", 1)}, "review/weakened p/test_p.py:7"},
		"a script's test is skipped":     {map[string]string{"w/x.test.ts": strings.Replace(base["w/x.test.ts"], "it(", "it.skip(", 1)}, "review/weakened w/x.test.ts:2"},
		"skipped by a choice":            {map[string]string{"w/x.test.ts": strings.Replace(base["w/x.test.ts"], "it(", "const one = slow ? it.skip : it\none(", 1)}, ""},
		"a group of them is":             {map[string]string{"w/y.test.ts": strings.Replace(base["w/y.test.ts"], "describe(", "describe.skip(", 1)}, "review/weakened w/y.test.ts:1 tests are skipped that were not: those of y.test.ts"},
		"some of them are":               {map[string]string{"w/y.test.ts": strings.Replace(base["w/y.test.ts"], "  it(", "  it.skip(", 1)}, "review/weakened w/y.test.ts:2 tests are skipped that were not: 1 of 2 in y.test.ts"},
		"a test of what is gone":         {map[string]string{"w/basket.test.ts": "it.skip('b', () => {})\n", "w/basket.ts": ""}, ""},
		"a test of what is there":        {map[string]string{"w/basket.test.ts": "it.skip('b', () => {})\n", "w/basket.ts": "export const b = 2\n"}, "review/weakened w/basket.test.ts:1"},
		"none but one was run":           {map[string]string{"w/o.test.ts": "it('a', () => {})\nit.skip('b', () => {})\n"}, ""},
		"one is, and one goes":           {map[string]string{"w/y.test.ts": strings.Replace(strings.Replace(base["w/y.test.ts"], "  it('/one', () => {})\n", "", 1), "  it(", "  it.skip(", 1)}, "review/weakened w/y.test.ts:2 tests are skipped that were not: 1 of 1 in y.test.ts"},
		"a new one is, and one goes":     {map[string]string{"w/y.test.ts": strings.Replace(base["w/y.test.ts"], "  it('/one'", "  it.skip('/new'", 1)}, ""},
		"a script's test is added":       {map[string]string{"w/x.test.ts": base["w/x.test.ts"] + "it.todo('is two')\n"}, ""},
		"a whole test file is gone":      {map[string]string{"w/x.test.ts": "", "cold/cold.go": "package cold\n\n// F is.\n" + nested("F", 5)}, "review/weakened w/x.test.ts"},
		"its tests are added elsewhere":  {map[string]string{"w/x.test.ts": "", "w/z.test.ts": base["w/z.test.ts"] + base["w/x.test.ts"], "cold/cold.go": "package cold\n\n// F is.\n" + nested("F", 5)}, ""},
		"it goes with its code":          {map[string]string{"a/a_test.go": "", "a/a.go": "", "NEWS": "o\n"}, ""},
		"a habit that is left":           {map[string]string{"pair/one.txt": "x\ny\nz\n"}, "review/forgotten pair/one.txt"},
		"a habit of a word":              {map[string]string{"pair/one.txt": "x\n"}, ""},
		"a migration with no way back":   {map[string]string{"db/migrations/0002_b.py": "from django.db import migrations\n\nclass M(migrations.Migration):\n    operations = [migrations.RunPython(f)]\n"}, "review/migration db/migrations/0002_b.py:4"},
		"a migration with its way":       {map[string]string{"db/migrations/0002_b.py": "from django.db import migrations\n\nclass M(migrations.Migration):\n    operations = [migrations.RunPython(f, g), migrations.RunPython(f, reverse_code=g)]\n"}, ""},
		"a downgrade that does nothing":  {map[string]string{"alembic/versions/1_a.py": "def upgrade():\n    op.add_column('a', 'b')\n\ndef downgrade():\n    pass\n"}, "review/migration alembic/versions/1_a.py:4"},
		"a downgrade that says why":      {map[string]string{"alembic/versions/1_a.py": "def upgrade():\n    op.add_column('a', 'b')\n\ndef downgrade():\n    \"\"\"Nothing to do, as\n    nobody reads the column.\"\"\"\n    pass\n"}, ""},
		"one that says what it is":       {map[string]string{"alembic/versions/1_a.py": "def upgrade():\n    op.add_column('a', 'b')\n\ndef downgrade():\n    \"\"\"Downgrade schema.\"\"\"\n    pass\n"}, "review/migration alembic/versions/1_a.py:4"},
		"a downgrade":                    {map[string]string{"alembic/versions/1_a.py": "def upgrade():\n    op.add_column('a', 'b')\n\ndef downgrade():\n    op.drop_column('a', 'b')\n"}, ""},
		"SQL that drops":                 {map[string]string{"migrations/2.up.sql": "ALTER TABLE a DROP COLUMN b;\n", "migrations/2.down.sql": "x\n"}, "review/migration migrations/2.up.sql:1"},
		"SQL that has no way down":       {map[string]string{"migrations/1.up.sql": "CREATE TABLE b (a int);\n", "migrations/1.down.sql": "DROP TABLE b;\n", "migrations/2.up.sql": "CREATE TABLE c (a int);\n"}, "review/migration migrations/2.up.sql:1"},
		"SQL that changes rows alone":    {map[string]string{"migrations/1.up.sql": "CREATE TABLE b (a int);\n", "migrations/1.down.sql": "DROP TABLE b;\n", "migrations/2.up.sql": "-- Alter no table.\nUPDATE b SET a = 1;\n"}, ""},
		"SQL that is called a drop":      {map[string]string{"migrations/2_drop_b.up.sql": "ALTER TABLE a DROP COLUMN b;\n", "migrations/2_drop_b.down.sql": "x\n"}, ""},
		"SQL that carries it on":         {map[string]string{"migrations/2.sql": "UPDATE a SET flags = 1 WHERE b;\nALTER TABLE a DROP COLUMN b;\n"}, ""},
		"SQL that empties what it drops": {map[string]string{"migrations/2.sql": "DELETE FROM u;\nUPDATE a SET b = NULL;\nDROP TABLE u;\nALTER TABLE a DROP COLUMN b;\n"}, "review/migration migrations/2.sql:3"},
		"SQL that drops what it made":    {map[string]string{"migrations/2.sql": "CREATE TABLE t (a int);\nDROP TABLE t;\n"}, ""},
		"SQL that makes a table anew":    {map[string]string{"migrations/2.sql": "CREATE TABLE t_new (a int);\nINSERT INTO t_new SELECT a FROM t;\nDROP TABLE t;\nALTER TABLE t_new RENAME TO t;\n"}, ""},
		"SQL that makes a column anew":   {map[string]string{"migrations/2.sql": "ALTER TABLE t ADD COLUMN b_new int;\nUPDATE t SET b_new = b;\nALTER TABLE t DROP COLUMN b;\nALTER TABLE t RENAME COLUMN b_new TO b;\n"}, ""},
		"SQL that drops beside that":     {map[string]string{"migrations/2.sql": "DROP TABLE u;\nDROP TABLE t;\nALTER TABLE t_new RENAME TO t;\n"}, "review/migration migrations/2.sql:1"},
		"an index that locks":            {map[string]string{"migrations/2.sql": "CREATE TABLE t (a JSONB);\nCREATE INDEX i ON t (a);\nCREATE INDEX j ON u (a);\n"}, "review/migration migrations/2.sql:3"},
		"an index of what is for now":    {map[string]string{"migrations/2.sql": "CREATE TEMP TABLE \"t\" AS SELECT a::TEXT FROM u;\nCREATE INDEX ON t (a);\nCREATE MATERIALIZED VIEW public.v AS SELECT 1;\nCREATE INDEX ON v (a);\n"}, ""},
		"an index of what is new":        {map[string]string{"migrations/2.sql": "CREATE TABLE t (a JSONB);\n", "migrations/3.sql": "UPDATE t SET a = b::JSONB;\nCREATE INDEX ON t (a);\n"}, ""},
		"what the way down makes":        {map[string]string{"migrations/2.sql": "-- +goose Up\nDROP TABLE t;\n-- +goose Down\nCREATE TABLE t (a int);\n"}, "review/migration migrations/2.sql:2"},
		"one of Prisma that says so":     {map[string]string{"migrations/2_drop_t/migration.sql": "DROP TABLE t;\n"}, ""},
		"one of Prisma that takes back":  {map[string]string{"migrations/2_revert_t/migration.sql": "DROP TABLE t;\n"}, ""},
		"one of Prisma":                  {map[string]string{"migrations/2_t/migration.sql": "DROP TABLE t;\n"}, "review/migration migrations/2_t/migration.sql:1"},
		"several indexes that lock":      {map[string]string{"migrations/2.sql": "CREATE TABLE t (a JSONB);\nCREATE INDEX j ON u (a);\nCREATE INDEX k ON u (b);\nDROP TABLE v;\n"}, "review/migration migrations/2.sql:4, review/migration migrations/2.sql:2"},
		"an index of what it updates":    {map[string]string{"migrations/2.sql": "UPDATE ONLY u SET a = b::JSONB;\nCREATE INDEX j ON \"u\" (a);\n"}, ""},
		"an index and another's update":  {map[string]string{"migrations/2.sql": "UPDATE v SET a = b::JSONB;\nCREATE INDEX j ON u (a);\nUPDATE u SET a = 1;\n"}, "review/migration migrations/2.sql:2"},
		"an index that does not":         {map[string]string{"migrations/2.sql": "CREATE INDEX CONCURRENTLY j ON u (a);\n-- DROP TABLE u;\n"}, ""},
		"a constraint that locks":        {map[string]string{"migrations/2.sql": "ALTER TABLE u ADD CONSTRAINT c CHECK (a::int > 0);\n"}, "review/migration migrations/2.sql:1"},
		"a constraint for later":         {map[string]string{"migrations/2.sql": "ALTER TABLE u ADD CONSTRAINT c CHECK (a::int > 0) NOT VALID;\n"}, ""},
		"goose with no way down":         {map[string]string{"migrations/2.sql": "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- nothing\n"}, "review/migration migrations/2.sql:1"},
		"goose that says why":            {map[string]string{"migrations/2.sql": "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- There is no way down: nobody runs it here.\n"}, ""},
		"goose with what tools write":    {map[string]string{"migrations/2.sql": "-- +goose Up\nSELECT 1;\n-- +goose Down\n-- SQL section is executed when this migration is rolled back\n"}, "review/migration migrations/2.sql:1"},
		"goose":                          {map[string]string{"migrations/2.sql": "-- +goose Up\nCREATE TABLE t (a int);\n-- +goose Down\nDROP TABLE t;\n"}, ""},
		"a habit that is kept":           {map[string]string{"pair/one.txt": "x\n", "pair/two.txt": "x\n"}, ""},
		"a habit that ends":              {map[string]string{"pair/one.txt": "x\n", "pair/two.txt": ""}, ""},
		"what does not parse":            {map[string]string{hot: "package hot\n\n" + nested("F", 12) + "func {\n"}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			branch := strings.NewReplacer(" ", "-", ",", "", "'", "").Replace(name)
			r.Branch(branch, r.Tip("main"))
			if len(c.change) > 0 {
				subject := "Fix it"
				if name == "branches of a rearrangement" {
					subject = "perf(a): look once"
				}
				commitTexts(r, branch, subject, c.change)
			}
			reviewed := reviewOf(t, r, home, branch)
			var got []string
			for _, f := range reviewed.Findings {
				s := f.Rule + " " + f.Place.Path
				if f.Place.Line > 0 {
					s += fmt.Sprint(":", f.Place.Line)
				}
				if strings.Contains(f.Message, "/one") || strings.Contains(f.Message, "handed on") || name == "beside one that went" || name == "moved, and more complex" || strings.HasSuffix(f.Place.Path, "y.test.ts") {
					s += " " + f.Message
				}
				if e := f.Evidence; f.Rule == "review/untested" && len(f.Evidence) > 1 && strings.HasPrefix(f.Place.Path, "q/") {
					s += " " + e[1].Place.Path
				}
				if e := f.Evidence; f.Rule == "review/untested" && strings.HasPrefix(f.Place.Path, "usual/") {
					s += strings.TrimPrefix(e[1].Text, "a test of it:")
				}
				got = append(got, s)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%s, want %s: %+v", s, c.want, reviewed.Findings)
			}
		})
	}
}

// What has landed is held against what was known before it: it is no repair of its own
// hotspot.
func TestReviewOfWhatLanded(t *testing.T) {
	const hot = "hot/hot.go"
	for _, fixes := range []int{1, 2} {
		r, home := gittest.New(t), t.TempDir()
		commitTexts(r, "main", "Begin", map[string]string{"go.mod": "module m\n", hot: "package hot\n\n" + nested("F", 9)})
		for n := range 3 {
			subject := "Change it"
			if n < fixes {
				subject = "Fix it"
			}
			commitTexts(r, "main", subject, map[string]string{hot: "package hot\n\n" + nested("F", 9) + strings.Repeat(branches("G", n), 2)})
		}
		base := r.Tip("main")
		commitTexts(r, "main", "Fix it at last", map[string]string{hot: "package hot\n\n" + nested("F", 14)})
		r.Branch("landed", r.Tip("main"))
		commitTexts(r, "main", "Change it later", map[string]string{hot: "package hot\n\n" + nested("F", 15)})
		var told []string
		for _, f := range reviewOfRange(t, r, home, base+"..landed").Findings {
			if f.Rule == "review/complexity" {
				told = append(told, f.Evidence[0].Text)
			}
		}
		want := map[int]string{1: "", 2: "5 changes in the active window, 2 of them fixes"}[fixes]
		if s := strings.Join(told, ", "); s != want {
			t.Errorf("with %d fixes before: %q, want %q", fixes, s, want)
		}
	}
}

// What two functions had is no growth of the one that they became.
func TestReviewOfFunctionsThatJoin(t *testing.T) {
	r, home := gittest.New(t), t.TempDir()
	part := func(name string, deep int) string {
		var b strings.Builder
		for i := range deep {
			fmt.Fprintf(&b, "if %s > %d {\n", name, i)
		}
		return b.String() + strings.Repeat("}\n", deep) + strings.Repeat(name+"++\n", 20)
	}
	function := func(name string, parts ...string) string {
		return "func " + name + "(first, second, third int) {\n" + strings.Join(parts, "") + "}\n\n"
	}
	one, two, three := part("first", 6), part("second", 6), part("third", 7)
	before := "package hot\n\n" + function("read", one) + function("check", two)
	commitTexts(r, "main", "Begin", map[string]string{"go.mod": "module m\n", "hot/hot.go": before})
	for n := range 4 {
		commitTexts(r, "main", "Fix it", map[string]string{"hot/hot.go": before + strings.Repeat("// more\n", n)})
	}
	for name, c := range map[string]struct{ after, want string }{
		"joined": {function("read") + function("rebuild", one, two), ""},
		"more":   {function("read") + function("rebuild", one, two, three), "the cognitive complexity of rebuild, which was check and 21 of others, grew from 42 to 70, in hotspot 1 of 1 files"},
		"grown":  {function("read", one) + function("rebuild", two, three), "the cognitive complexity of rebuild, which was check, grew from 21 to 49, in hotspot 1 of 1 files"},
	} {
		r.Branch(name, r.Tip("main"))
		commitTexts(r, name, "Rebuild", map[string]string{"hot/hot.go": "package hot\n\n" + c.after})
		if got := messagesOf(reviewOf(t, r, home, name), "review/complexity"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// An overload that is added before a function is the one that is new.
func TestReviewOfAnOverload(t *testing.T) {
	r := gittest.New(t)
	body := "    if (a) { if (b) { if (c) { if (d) { if (e) { if (f) { if (g) { h(); } } } } } } }\n"
	class := func(methods string) string { return "class C {\n" + methods + "}\n" }
	commitTexts(r, "main", "Begin", map[string]string{"x/C.java": class("  void m(int n) {\n" + body + body + "  }\n")})
	for i := range 6 {
		commitTexts(r, "main", "Fix it", map[string]string{"x/C.java": class(strings.Repeat(fmt.Sprintf("  // %d\n", i), 40) + "  void m(int n) {\n" + body + body + "  }\n")})
	}
	r.Branch("topic", r.Tip("main"))
	commitTexts(r, "topic", "Add one", map[string]string{"x/C.java": class("  void m() { m(0); }\n  void m(int n) {\n" + body + body + "  }\n")})
	if f := reviewOf(t, r, t.TempDir(), "topic").Findings; len(f) > 0 {
		t.Errorf("%+v", f)
	}
	r.Branch("grown", r.Tip("main"))
	commitTexts(r, "grown", "Add one", map[string]string{"x/C.java": class("  void m() { m(0); }\n  void m(int n) {\n" + body + body + body + strings.Repeat("    n++;\n", 40) + "  }\n")})
	f := reviewOf(t, r, t.TempDir(), "grown").Findings
	if len(f) != 1 || !strings.Contains(f[0].Message, "grew from 56 to 84") {
		t.Fatalf("%+v", f)
	}
	if e := f[0].Evidence; len(e) != 3 || e[2].Place.Line != 6 || e[2].Text != "most is in line 6, which gained 28; what is left has 56" {
		t.Errorf("%+v", e)
	}
}

// A decision that holds is told with what it governs, and one that says so fails what leaves
// it as it is.
func TestReviewOfWhatIsDecided(t *testing.T) {
	r := gittest.New(t)
	adr := func(status, more string) string {
		return "---\nstatus: " + status + "\n" + more + "---\n# Use one queue\n\n## Context\n\nc\n\n## Decision\n\nd\n\n## Consequences\n\ne\n"
	}
	base := map[string]string{
		"docs/adr/0001-one.md": adr("accepted", "links: {affects: [a/**]}\n"), "docs/adr/0002-two.md": adr("accepted", "gate: true\nlinks: {affects: ['b/*.go']}\n"),
		"docs/adr/0003-three.md": adr("superseded by 1", "links: {affects: [c/**]}\n"), "docs/adr/0004-four.md": adr("proposed", "gate: true\nlinks: {affects: [d/**]}\n"),
		"docs/adr/0005-five.md": adr("accepted", ""), "docs/adr/0006-six.md": adr("accepted", "links: {affects: ['**/*.go']}\n"),
	}
	for i := range 20 {
		base[fmt.Sprintf("txt/%d.txt", i)] = "x\n"
	}
	for _, p := range []string{"a", "b", "c", "d", "e"} {
		base[p+"/x.go"] = "package " + p + "\n"
	}
	base["e/y.go"] = "package e\n\n// As ADR-0005 says.\n"
	base["e/README.md"] = "Written as ADR-0005 says.\n"
	commitTexts(r, "main", "Begin", base)
	for branch, c := range map[string]struct {
		change []string
		want   string
	}{
		"declared":   {[]string{"a/x.go"}, "note false a/x.go: decision 0001 governs it: Use one queue; 0001 its affects a/x.go"},
		"gates":      {[]string{"b/x.go"}, "error true b/x.go: decision 0002 governs it: Use one queue, and asks to be changed with it; 0002 its affects b/x.go"},
		"with":       {[]string{"b/x.go", "docs/adr/0002-two.md"}, ""},
		"superseded": {[]string{"c/x.go"}, ""},
		"proposed":   {[]string{"d/x.go"}, ""},
		"mentioned":  {[]string{"e/y.go"}, "0005 the file e/y.go"},
		"document":   {[]string{"e/README.md"}, ""},
		"several":    {[]string{"a/x.go", "e/y.go"}, "note false a/x.go: decision 0001 governs it: Use one queue; 0001 its affects a/x.go; 0005 the file e/y.go"},
		"none":       {[]string{"e/x.go"}, ""},
	} {
		r.Branch(branch, r.Tip("main"))
		change := map[string]string{}
		for _, p := range c.change {
			change[p] = base[p] + "\n// More.\n"
		}
		commitTexts(r, branch, "Go on", change)
		reviewed := reviewOf(t, r, t.TempDir(), branch)
		var parts []string
		for _, f := range reviewed.Findings {
			parts = append(parts, fmt.Sprintf("%s %v %s: %s", f.Level, f.Gate, f.Place.Path, f.Message))
		}
		for _, s := range reviewed.Sections {
			for _, row := range s.Table.Rows {
				parts = append(parts, fmt.Sprint(row[0].Text(), " ", row[2].Text(), " ", row[3].Place().Path))
			}
		}
		if got := strings.Join(parts, "; "); got != c.want {
			t.Errorf("%s: %q, want %q", branch, got, c.want)
		}
	}
}

// How many new declarations have no documentation is a figure, where there are any.
func TestReviewCountsWhatIsBare(t *testing.T) {
	r := gittest.New(t)
	base := documented(2)
	commitTexts(r, "main", "Begin", map[string]string{"go.mod": "module m\n", "a/a.go": base})
	for branch, c := range map[string]struct{ more, want string }{
		"bare":   {"func Bare() {}\n\n// Told is.\nfunc Told() {}\n", "1 of 2 new declarations for others have no documentation"},
		"told":   {"\n// Told is.\nfunc Told() {}\n", "0 of 1 new declaration for others has no documentation"},
		"hidden": {"func bare() {}\n", ""},
	} {
		r.Branch(branch, r.Tip("main"))
		commitTexts(r, branch, "Go on", map[string]string{"a/a.go": base + c.more})
		got := ""
		for _, f := range reviewOf(t, r, t.TempDir(), branch).Figures {
			if f.ID == "review/undocumented" {
				got = fmt.Sprint(f.Value.Number(), " ", f.Label)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", branch, got, c.want)
		}
	}
}

// A content that is empty is there.
func TestReviewOfWhatIsEmpty(t *testing.T) {
	r := gittest.New(t)
	r.Commit("main", gittest.Commit{Files: gittest.Files{"a/__init__.py": {}}})
	r.Branch("topic", r.Tip("main"))
	commitTexts(r, "topic", "Go on", map[string]string{"a/__init__.py": "x = 1\n"})
	a, err := run.Review(t.Context(), options(t, r.Dir(), t.TempDir()), run.Reviewed{Range: "main..topic"})
	if err != nil || !a.Complete || len(a.Gaps) > 0 {
		t.Errorf("%v, %+v", err, a.Gaps)
	}
}

// Of a change some of whose contents are not here the others are judged, and it is said.
//
// @req REQ-incomplete
func TestReviewWithoutSomeContents(t *testing.T) {
	from := gittest.New(t)
	commitTexts(from, "main", "Begin", map[string]string{"go.mod": "module m\n", "a/a.go": "package a\n\nfunc F(a int) int { return a }\n", "a/a_test.go": goTest, "b.txt": "b\n"})
	from.Branch("topic", from.Tip("main"))
	commitTexts(from, "topic", "Go on", map[string]string{"a/a_test.go": strings.Replace(goTest, "\tx :=", "\tt.Skip()\n\tx :=", 1), "b.txt": strings.Repeat("long ", 200)})
	from.Flush()
	from.Git("config", "uploadpack.allowFilter", "true")
	dir := filepath.Join(t.TempDir(), "partial")
	from.Git("clone", "--quiet", "--bare", "--filter=blob:limit=500", "file://"+from.Dir(), dir)
	a, err := run.Review(t.Context(), options(t, dir, t.TempDir()), run.Reviewed{Range: "main..topic"})
	if err != nil {
		t.Fatal(err)
	}
	if f := a.Sheets[0].Findings; len(f) != 1 || f[0].Rule != "review/weakened" {
		t.Errorf("%+v", f)
	}
	if i := slices.IndexFunc(a.Gaps, func(g sheet.Gap) bool { return g.Count == 1 && strings.Contains(g.Message, "of the change") }); i < 0 || a.Complete {
		t.Errorf("%+v", a.Gaps)
	}
}
