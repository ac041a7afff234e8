package attribute

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

func TestLookup(t *testing.T) {
	var s Set
	if got := s.Find("a/b"); got != (Result{}) {
		t.Errorf("the empty set says %+v", got)
	}
	s.Add("sub", []byte("gen.go !linguist-generated\nx -diff\n[attr]own -diff\ny own\n"))
	s.Add("", []byte("\ufeff[attr]made linguist-generated -diff\n*.go linguist-generated=false\ngen.go made\nvendor/** linguist-vendored=yes\nz own"))
	for path, want := range map[fact.Path]fact.Attributes{
		"main.go":        {Generated: fact.Unset},
		"gen.go":         {Generated: fact.Set, Binary: true},
		"sub/gen.go":     {Binary: true},
		"sub/deep/x":     {Binary: true},
		"x":              {},
		"sub/y":          {},
		"z":              {},
		"vendor/x/y.go":  {Generated: fact.Unset, Vendored: fact.Set},
		"vendor":         {},
		"a/vendor/b.txt": {},
	} {
		if got := s.Lookup(path); got != want {
			t.Errorf("%s: %+v, want %+v", path, got, want)
		}
	}
	s.Add("", nil)
	if got := s.Lookup("main.go"); got != (fact.Attributes{}) {
		t.Errorf("after the root file was replaced: %+v", got)
	}
}

func TestLimits(t *testing.T) {
	line := func(n int) []byte { return []byte("*" + strings.Repeat(" ", n-6) + "-diff") }
	for n, want := range map[int]bool{maxLine - 1: true, maxLine: false} {
		var s Set
		s.Add("", line(n))
		if s.Lookup("x").Binary != want {
			t.Errorf("a line of %d bytes counts: %t, want %t", n, !want, want)
		}
	}
	var s Set
	s.Add("", append([]byte("* -diff\n"), make([]byte, maxFile)...))
	if s.Lookup("x").Binary {
		t.Error("a giant file counts")
	}
	// Macros that stand for each other come to an end; very many are cut off.
	var b strings.Builder
	b.WriteString("[attr]a b\n[attr]b a -diff\nx a\n")
	for i := range 2 * maxMacros {
		fmt.Fprintf(&b, "[attr]m%d m%d\n", i, i+1)
	}
	b.WriteString("y m0\n")
	s.Add("", []byte(b.String()))
	if !s.Lookup("x").Binary || s.Lookup("y").Binary {
		t.Error("macros in a circle are not followed")
	}
}

// TestNumstat asks git which attributes decide whether lines are counted.
func TestNumstat(t *testing.T) {
	r := gittest.New(t)
	const attributes = "*.bin binary\n*.nodiff -diff\n*.notext -text\n*.diff diff\n*.driver diff=x\n*.false diff=false\n*.reset -diff\nr.reset !diff\n"
	var s Set
	s.Add("", []byte(attributes))
	files := gittest.Files{".gitattributes": []byte(attributes)}
	for _, ext := range []string{"bin", "nodiff", "notext", "diff", "driver", "false", "reset", "none"} {
		files["t."+ext] = gittest.Lines("text")
		files["r."+ext] = gittest.Lines("nul \x00")
	}
	r.Commit("main", gittest.Commit{Files: files})
	r.Git("reset", "--hard", "--quiet")
	rows := strings.Split(r.Git("log", "--numstat", "--format="), "\n")
	if len(rows) != len(files) {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		added, path, _ := strings.Cut(row, "\t")
		path = path[strings.IndexByte(path, '\t')+1:]
		result := s.Find(fact.Path(path))
		binary := result.Binary || !result.Text && strings.HasPrefix(path, "r.")
		if binary != (added == "-") {
			t.Errorf("%s: %+v, but git says %s", path, result, added)
		}
	}
}

// TestPathological has patterns that take ages where every star may go back.
func TestPathological(t *testing.T) {
	var s Set
	s.Add("", []byte(strings.Repeat("*a", 900)+"b -diff\n"+
		"/x/"+strings.Repeat("**/a*/", 300)+"b -diff\n"+strings.Repeat("a/**/", 300)+"*b -diff\n"))
	for _, path := range []string{strings.Repeat("a", 4000), "x/" + strings.Repeat("a/", 2000) + "c", strings.Repeat("a/", 2000) + "c"} {
		if s.Lookup(fact.Path(path)).Binary {
			t.Errorf("%.20s… matches", path)
		}
	}
}

func FuzzLookup(f *testing.F) {
	f.Add("*.go linguist-generated\n[attr]m -diff\n/a/**/b m\n", "a/x/b", "a")
	f.Add("\"*\\141[[:alpha:]\" -diff", "xab", "")
	f.Add("\ufeff[a-\\]]**?/ !diff\r\nx\x00", "a", "x/y")
	f.Fuzz(func(t *testing.T, content, path, dir string) {
		var s Set
		s.Add(fact.Path(dir), []byte(content))
		s.Add("", []byte(content))
		first := s.Find(fact.Path(path))
		if s.Find(fact.Path(path)) != first {
			t.Error("a second look says something else")
		}
		if first.Text && first.Binary {
			t.Error("both text and binary")
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	var many strings.Builder
	for i := range 200 {
		fmt.Fprintf(&many, "*.e%d diff=x%d\ndir%d/** linguist-vendored\ndir%d/*/*.gen -diff\n", i, i, i, i)
	}
	for name, content := range map[string]string{
		"typical":   "* text=auto\n*.go diff=golang\n*.png binary\nvendor/** linguist-vendored\n*.pb.go linguist-generated\n",
		"600 rules": many.String(),
	} {
		var s Set
		s.Add("", []byte(content))
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				s.Lookup("internal/source/git/attribute/attribute.go")
			}
		})
	}
}
