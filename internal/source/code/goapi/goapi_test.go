package goapi

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// read reads files that are written one after the other, each after its path, in a
// module m.
func read(t testing.TB, text string) *API {
	t.Helper()
	if !strings.HasPrefix(text, "-- ") {
		text = "-- a.go --\npackage a\n" + text
	}
	var files []gotypes.File
	folders := map[fact.Path]bool{}
	for part := range strings.SplitSeq(text, "-- ") {
		if name, content, ok := strings.Cut(part, " --\n"); ok {
			files = append(files, gotypes.File{Path: fact.Path(name), Content: []byte(content)})
			folders[fact.Path(name).Folder()] = true
		}
	}
	a, err := Read(t.Context(), files, func(_ fact.Path, path string) (fact.Path, bool) {
		folder, ok := strings.CutPrefix(path+"/", "m/")
		at := fact.Path(strings.TrimSuffix(folder, "/"))
		return at, ok && folders[at]
	})
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func told(d Difference) string {
	var out []string
	for _, c := range d.Changes {
		if c.Kind.Breaks() {
			out = append(out, fmt.Sprintf("%s %s: %s", c.Symbol, c.Kind, c.What))
		}
	}
	if d.Unresolved > 0 {
		out = append(out, fmt.Sprintf("%d unresolved", d.Unresolved))
	}
	if d.Unchecked != "" {
		out = append(out, "unchecked")
	}
	return strings.Join(out, "; ")
}

// Each case has a state, another one that breaks it, and a third that does not.
func TestCompare(t *testing.T) {
	for name, c := range map[string]struct{ before, after, want, twin string }{
		"function gone":       {"func F() {}\nfunc G() {}", "func G() {}", "F removed: removed", "func G() {}\nfunc H() {}\nfunc F() { G() }"},
		"parameter":           {"func F(a int) {}", "func F(a string) {}", "F changed: changed from func(int) to func(string)", "func F(b int) {}"},
		"variadic":            {"func F(a int) {}", "func F(a int, more ...string) {}", "F call-compatible: changed from func(int) to func(int, ...string)", "func F(int) {}"},
		"wider parameter":     {"type T struct{}\nfunc (T) M() {}\nfunc F(T) {}", "type T struct{}\nfunc (T) M() {}\ntype I interface{ M() }\nfunc F(I) {}", "F call-compatible: changed from func(T) to func(I)", "type T struct{}\nfunc (T) M() {}\ntype I interface{ M() }\nfunc F(t T) {}"},
		"any":                 {"func F(int) {}", "func F(any) {}", "F call-compatible: changed from func(int) to func(any)", "func F(x int) { var _ any = x }"},
		"first result":        {"func F() {}", "func F() (err error) { return }", "F call-compatible: changed from func() to func() error", "func F() { return }"},
		"another result":      {"func F() int { return 0 }", "func F() (int, error) { return 0, nil }", "F changed: changed from func() int to func() (int, error)", "func F() (n int) { return }"},
		"method gone":         {"type T struct{}\nfunc (*T) M() {}", "type T struct{}\nfunc (*T) m() {}", "T.M removed: removed", "type T struct{ x int }\nfunc (t *T) M() {}"},
		"receiver":            {"type T struct{}\nfunc (T) M() {}", "type T struct{}\nfunc (*T) M() {}", "T.M removed: removed", "type T struct{}\nfunc (t T) M() { t.n() }\nfunc (t T) n() {}"},
		"field gone":          {"type T struct{ A, B int }", "type T struct{ A int }", "T.B removed: removed", "type T struct{ B, A, C int }"},
		"field changed":       {"type T struct{ A int }", "type T struct{ A []int }", "T changed: old is comparable, new is not; T.A changed: changed from int to []int", "type T struct {\n\tA int `json:\"a\"`\n}"},
		"promoted field":      {"type base struct{ A int }\ntype T struct{ base }", "type base struct{ a int }\ntype T struct{ base }", "T.A removed: removed", "type other struct{ A int }\ntype T struct{ other }"},
		"interface grown":     {"type I interface{ M() }", "type I interface{ M(); N() }", "I.N implementers only: added", "type J interface{ M() }\ntype I interface{ J }"},
		"interface sealed":    {"type I interface{ M() }", "type I interface{ M(); n() }", "I.n implementers only: added unexported method", "type I interface{ M() }\ntype n interface{ n() }"},
		"interface shrunk":    {"type I interface{ M(); N() }", "type I interface{ M() }", "I.N removed: removed", "type I interface{ N(); M() }"},
		"method of interface": {"type I interface{ M(int) }", "type I interface{ M(int, ...int) }", "I.M implementers only: changed from func(int) to func(int, ...int)", "type I interface{ M(n int) }"},
		"constant":            {"const C = 1", "const C = 2", "C another value: has another value", "const C = 3 - 2"},
		"long text":           {"const C = `" + strings.Repeat("a", 100) + "`", "const C = `" + strings.Repeat("b", 100) + "`", "C another value: has another value", "\n\nconst C = `" + strings.Repeat("a", 100) + "`"},
		"kind":                {"var V = 1", "const V = 1", "V changed: changed from var to const", "var V = 2"},
		"type of variable":    {"var V = 1", "var V = `1`", "V changed: changed from int to string", "var W, V = 2, 3"},
		"generic method":      {"type T[P any] struct{}\nfunc (*T[P]) M(P) {}", "type T[P any] struct{}", "T.M removed: removed", "type T[Q any] struct{}\nfunc (t *T[Q]) M(q Q) {}"},
		"no longer":           {"type I interface{ M() }\ntype T struct{}\nfunc (T) M() {}\ntype J interface{ M() }", "type I interface{ M() }\ntype T struct{}\ntype J interface{ M() }", "T changed: no longer implements J; T.M removed: removed", "type I interface{ M() }\ntype T struct{ x int }\nfunc (T) M() {}\ntype J interface{ M() }"},
		"alias":               {"type T struct{}\ntype A = T", "type T struct{}\ntype A = int", "A changed: changed from T to int", "type T struct{}\ntype A = B\ntype B = T"},
		"now the other":       {"-- a.go --\npackage a\nimport `m/b`\ntype T b.T\nfunc (*T) M() {}\n-- b/b.go --\npackage b\ntype T struct{ A int }\nfunc (T) N() {}\n", "-- a.go --\npackage a\nimport `m/b`\ntype T = b.T\n-- b/b.go --\npackage b\ntype T struct{ A int }\nfunc (T) N() {}\n", "T changed: changed from T to b.T", "-- a.go --\npackage a\nimport `m/b`\ntype T = b.T\n-- b/b.go --\npackage b\ntype T struct{ A, B int }\nfunc (T) N() {}\nfunc (T) M() {}\n"},
		"had of another":      {"-- a.go --\npackage a\nimport `m/b`\ntype T struct{ *b.T }\n-- b/b.go --\npackage b\ntype T struct{ A int }\nfunc (T) N() {}\n", "-- a.go --\npackage a\nimport `m/b`\ntype T struct{ b *b.T }\n-- b/b.go --\npackage b\ntype T struct{ A int }\nfunc (T) N() {}\n", "T.A removed: removed; T.T removed: removed; T.T.N removed: removed", "-- a.go --\npackage a\nimport `m/b`\ntype T struct{ *b.T }\n-- b/b.go --\npackage b\ntype T struct{ A string }\n"},
		"now an alias":        {"type T func()\nfunc F(T) {}", "type T = func()\nfunc F(T) {}", "F changed: changed: a type of the same name is another one; T changed: changed from T to func()", "type T func()\nfunc F(t T) {}"},
		"other package":       {"-- a.go --\npackage a\nimport `m/b`\nfunc F(b.T) {}\n-- b/b.go --\npackage b\ntype T int\n", "-- a.go --\npackage a\nimport `m/b`\nfunc F(*b.T) {}\n-- b/b.go --\npackage b\ntype T int\n", "F changed: changed from func(b.T) to func(*b.T)", "-- a.go --\npackage a\nimport c `m/b`\nfunc F(c.T) {}\n-- b/b.go --\npackage b\ntype T string\n"},
		"moved inside":        {"-- a.go --\npackage a\nimport `m/internal/b`\ntype T = b.T\n-- internal/b/b.go --\npackage b\ntype T struct{ A int }\nfunc (T) M() {}\n", "-- a.go --\npackage a\nimport `m/c/internal`\ntype T = internal.T\n-- c/internal/c.go --\npackage internal\ntype T struct{ A int }\nfunc (T) N() {}\n", "T changed: changed from b.T to internal.T", "-- a.go --\npackage a\nimport `m/c/internal`\ntype T = internal.T\n-- c/internal/c.go --\npackage internal\ntype T struct{ A int }\nfunc (T) M() {}\n"},
		"embeds another one":  {"-- a.go --\npackage a\nimport `m/b`\ntype I interface{ b.I }\n-- b/b.go --\npackage b\ntype I interface{ M() }\ntype J interface{ M(); N() }\n", "-- a.go --\npackage a\nimport `m/b`\ntype I interface{ b.J }\n-- b/b.go --\npackage b\ntype I interface{ M() }\ntype J interface{ M(); N() }\n", "b.J.N implementers only: added", "-- a.go --\npackage a\nimport `m/b`\ntype I interface{ b.I }\n-- b/b.go --\npackage b\ntype I interface{ M(); N() }\ntype J interface{ M(); N() }\n"},
		"passed on twice":     {"-- a.go --\npackage a\nimport `m/b`\ntype U struct{ *b.T }\ntype T struct{ U }\n-- b/b.go --\npackage b\ntype T struct{}\nfunc (*T) M() {}\nfunc (*T) N() {}\n", "-- a.go --\npackage a\nimport `m/b`\ntype U struct{ *b.T }\ntype T struct{ u U }\n-- b/b.go --\npackage b\ntype T struct{}\nfunc (*T) M() {}\nfunc (*T) N() {}\n", "T.T removed: removed; T.T.M removed: removed; T.T.N removed: removed; T.U removed: removed", "-- a.go --\npackage a\nimport `m/b`\ntype U struct{ *b.T }\ntype T struct{ U }\n-- b/b.go --\npackage b\ntype T struct{}\nfunc (*T) N() {}\n"},
		"package gone":        {"-- a.go --\npackage a\n", "-- a.go --\npackage main\nfunc main() {}\n", " removed: removed", "-- b.go --\npackage a\n"},
	} {
		t.Run(name, func(t *testing.T) {
			before := read(t, c.before)
			after, twin := Compare(before, read(t, c.after), ""), Compare(before, read(t, c.twin), "")
			if got := told(after); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if got := told(twin); got != "" {
				t.Errorf("the twin: %s", got)
			}
		})
	}
}

// What rests on something unknown is no break.
func TestUnresolved(t *testing.T) {
	const x = "-- a.go --\npackage a\nimport (\n\"example.com/x\"\n\"net/http\"\n\"errors\"\n\"time\"\n\"math\"\nsemver \"example.com/semver/v3\"\nw \"example.com/semver/v4\"\n\"crypto/sha256\"\n)\n"
	for name, c := range map[string]struct{ before, after, want string }{
		"value of an unknown type":      {"var V = x.F()", "var V = x.G()", ""},
		"unknown to known":              {"var V = errors.New(``)", "var V error", "1 unresolved"},
		"constant from outside":         {"const C = math.MaxInt8", "const C = x.C", "1 unresolved"},
		"defined by outside":            {"type T x.T\nvar _ = x.T{A: 1}", "type T x.U\nvar _ x.U", "1 unresolved"},
		"embedded unknown gains":        {"type T struct{ A int }", "type T struct{ x.Base }", "1 unresolved"},
		"interface of unknown":          {"type I interface{ x.I }", "type I interface{ M() }", "1 unresolved"},
		"interface of known":            {"type I interface{ http.ResponseWriter }", "type I interface{ http.ResponseWriter; M() }", "I.M implementers only: added"},
		"written out":                   {"type I interface{ http.ResponseWriter }", "type I interface{ Header() http.Header; Write([]byte) (int, error); WriteHeader(int) }", "3 unresolved"},
		"a name of one from outside":    {"type S interface{ M() }\ntype T interface{ F() (S, []*S) }", "type S = x.S[int]\ntype T interface{ F() (x.S[int], []*S) }", "2 unresolved"},
		"one from outside that is own":  {"type S = x.S\nfunc F(map[string]x.S) {}", "type S struct{}\nfunc F(map[string]S) {}", "2 unresolved"},
		"another type from outside":     {"func F(x.T) {}", "func F(x.U) {}", "F changed: changed from func(x.T) to func(x.U)"},
		"a version of one":              {"func F(*semver.V) {}", "func F(*w.V) {}", "F changed: changed from func(*semver/v3.V) to func(*semver/v4.V)"},
		"comparable by what is known":   {"type T struct{ D time.Duration }", "type T struct{ D time.Duration; F []int }", "T changed: old is comparable, new is not"},
		"comparable by what is unknown": {"type T struct{ D x.Duration }", "type T struct{ D x.Duration; F []int }", "1 unresolved"},
		"array of unknown length":       {"type T [sha256.Size]byte", "type T [sha256.Size]byte", ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := told(Compare(read(t, x+c.before), read(t, x+c.after), "")); got != c.want {
				t.Errorf("%s\nwant %s", got, c.want)
			}
		})
	}
}

func TestHarmless(t *testing.T) {
	const text = "// Package a is.\n//go:build linux\npackage a\n\nfunc F(a int) { g() }\n\nfunc (T) m() {}\n\nvar V = 1\n"
	for name, c := range map[string]struct {
		from, to string
		want     bool
	}{
		"comment": {"is.", "was.", true}, "body": {"g()", "h(); x := 1", true}, "more": {"var V", "type U struct{}\n\nfunc f() {}\n\nvar V", true},
		"own method": {"m()", "n(int)", true}, "another method": {"func (T) m", "func (T) M() {}\nfunc (T) m", false}, "value": {"V = 1", "V = 2", false}, "parameter": {"int", "string", false},
		"built elsewhere": {"linux", "windows", false}, "another package": {"package a", "package b", false}, "broken": {"var", "{", false},
	} {
		if Harmless([]byte(text), []byte(strings.Replace(text, c.from, c.to, 1))) != c.want {
			t.Error(name)
		}
	}
}

func TestPlace(t *testing.T) {
	d := Compare(read(t, "-- a.go --\npackage a\nfunc F() {}\ntype T struct{}\nfunc (*T) M() {}\n"), read(t, "-- b.go --\npackage a\ntype T struct{}\n\nfunc (*T) M(int) {}\n"), "")
	if len(d.Changes) != 2 || d.Changes[0].Path != "a.go" || d.Changes[0].Line != 0 || d.Changes[1].Path != "b.go" || d.Changes[1].Line != 4 {
		t.Errorf("%+v", d.Changes)
	}
}

// What a type had of another one is gone where the type is.
func TestPlaceOfWhatWasHadOfAnother(t *testing.T) {
	const b = "-- b/b.go --\npackage b\ntype T struct{ A, B int }\n"
	d := Compare(read(t, "-- a.go --\npackage a\nimport `m/b`\ntype T b.T\n"+b), read(t, "-- a.go --\npackage a\n\ntype T struct{ A int }\n"+b), "")
	if len(d.Changes) != 1 || d.Changes[0].Symbol != "T.B" || d.Changes[0].Path != "a.go" || d.Changes[0].Line != 3 {
		t.Errorf("%+v", d.Changes)
	}
}

func TestExported(t *testing.T) {
	for folder, want := range map[fact.Path]bool{"": true, "a/b": true, "internal": false, "a/internal/b": false, "a/_b": false, "a/.b": false, "testdata/a": false, "vendor/x": false} {
		if Exported(folder, "") != want || Exported("internal/m/"+folder, "internal/m") != want {
			t.Error(folder)
		}
	}
}

// What could not be read is not told to be gone.
func TestUnchecked(t *testing.T) {
	const whole = "func F() {}"
	chain := strings.Builder{}
	for i := range 2 * mostEmbedded {
		fmt.Fprintf(&chain, "type T%d struct{ *T%d }\n", i, i+1)
	}
	for name, text := range map[string]string{
		"syntax":   "func F( {}",
		"endless":  "type Q[A any] struct{ a A }\ntype R[A any] struct{ next *R[Q[A]] }\nvar r R[int]",
		"embedded": chain.String(),
		"names":    "type (" + names(5000) + ")",
	} {
		t.Run(name, func(t *testing.T) {
			for _, d := range []Difference{Compare(read(t, whole), read(t, text), ""), Compare(read(t, text), read(t, whole), "")} {
				if got := told(d); got != "unchecked" {
					t.Error(got)
				}
			}
		})
	}
}

// names declares types, every second one of which is an interface.
func names(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "T%d struct{}\nI%d interface{}\n", i, i)
	}
	return b.String()
}

func TestCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Read(ctx, []gotypes.File{{Path: "a.go", Content: []byte("package a")}}, nil); !errors.Is(err, context.Canceled) {
		t.Error(err)
	}
}

func FuzzCompare(f *testing.F) {
	f.Add("import x `io`\ntype T[P any] struct{ x.R; p P }\nfunc (t T[P]) M() {}\nvar V = T[int]{}\n", "type T = *U\ntype U struct{ T; I }\ntype I interface{ M(); I }\nconst C = x.C\n")
	f.Add("type R[A any] struct{ next *R[Q[A]] }\ntype Q[A any] struct{ a A }\nvar R1 R[int]", "type R[A any] struct{ next *R[[]A] }\nvar R1 R[R[int]]")
	f.Fuzz(func(t *testing.T, a, b string) {
		before, after := read(t, "-- a.go --\npackage a\n"+a), read(t, "-- a.go --\npackage a\n"+b)
		d := Compare(before, after, "")
		if d.Unchecked != "" && len(d.Changes) > 0 || slices.ContainsFunc(d.Changes, func(c fact.APIChange) bool { return c.Kind == 0 || c.What == "" }) {
			t.Errorf("%+v", d)
		}
		if x := Compare(before, before, ""); len(x.Changes)+x.Unresolved > 0 {
			t.Errorf("of itself: %+v", x)
		}
	})
}
