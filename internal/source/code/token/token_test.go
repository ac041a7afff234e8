package token

import (
	"fmt"
	"go/scanner"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
)

// scan gives the tokens of a content, parted by blanks; strings stand in ‹›, and
// numbers in ().
func scan(language, content string) string {
	var all []string
	s := NewScanner(language, []byte(content))
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		text := content[t.Start:t.End]
		switch t.Kind {
		case Text:
			text = "‹" + text + "›"
		case Number:
			text = "(" + text + ")"
		}
		all = append(all, text)
	}
	return strings.Join(all, " ")
}

func TestScan(t *testing.T) {
	for _, c := range []struct{ language, content, want string }{
		{"go", "a := b // c\n/* d\n*/e&&f", "a := b e && f"},
		{"go", "x = `\\`+\"\\\"\"+'\\''", "x = ‹`\\`› + ‹\"\\\"\"› + ‹'\\''›"},
		{"go", "\xef\xbb\xbfpackage é", "package é"},
		{"go", "1.5e-3 0x1p+4 a.b 1..2 .5 1. 1.x", "(1.5e-3) (0x1p+4) a . b (1) .. (2) (.5) (1.) (1) . x"},
		{"go", "\"never ended\nx", "‹\"never ended› x"},
		{"go", "/* never ended\nx", ""},
		{"c", "#include <a.h>\nR\"(x)\"", "#include < a . h > ‹R\"(x)\"›"},
		{"cpp", `R"--(a)" b)--" 1'000 'x'`, `‹R"--(a)" b)--"› (1'000) ‹'x'›`},
		{"cpp", `R"never`, `R ‹"never›`},
		{"csharp", `@"a\" $"b" @x`, `‹@"a\"› $ ‹"b"› @ x`},
		{"java", "\"\"\"\na \"b\"\n\"\"\" @Test", "‹\"\"\"\na \"b\"\n\"\"\"› @Test"},
		{"javascript", "a = /[/']/g / b / c", "a = ‹/[/']/g› / b / c"},
		{"javascript", "return /x/; f(a) / 2; x++ / 3", "return ‹/x/› ; f ( a ) / (2) ; x ++ / (3)"},
		{"javascript", "a = / b\nc", "a = / b c"},
		{"javascript", "<b>don't</b>\nx", "< b > don ‹'t</b>› x"},
		{"javascript", "`a${f({b: `c${d}`})}e`", "‹`a${› f ( { b : ‹`c${› d ‹}`› } ) ‹}e`›"},
		{"javascript", "`a", "‹`a›"},
		{"vue", "<!-- it's -->\n<p>", "< p >"},
		{"python", "'''a\n'b'\n''' # c\nr'd' @e", "‹'''a\n'b'\n'''› r ‹'d'› @ e"},
		{"rust", "fn f<'a>(x: &'a str) { r#\"a\"b\"#; '\\u{1f600}'; '\\''; /* /* */ */ 'é' }", "fn f < ' a > ( x : & ' a str ) { ‹r#\"a\"b\"#› ; ‹'\\u{1f600}'› ; ‹'\\''› ; ‹'é'› }"},
		{"rust", "/* /* */", ""},
		{"haskell", "foldl' f 'x' {- {- -} -} -- y", "foldl' f ‹'x'›"},
		{"lua", "--[==[ a ]] ]==] [[b\n]] --c", "‹[[b\n]]›"},
		{"sql", "SELECT 'it''s' -- x\nFROM t", "SELECT ‹'it''s'› FROM t"},
		{"shell", "echo 'It'\\''s' ${#x} # y", "echo ‹'It'› \\' ‹'s'› $ { # x }"},
		{"shell", "cat <<EOF\nisn't\nEOF\nx", "cat << EOF ‹isn't\nEOF› x"},
		{"shell", "cat <<EOF\nnever", "cat << EOF never"},
		{"ruby", "=begin\nx\n=end\na = /'/ unless b", "a = ‹/'/› unless b"},
		{"php", "<p>it's</p><?php echo $a; // x\n?>isn't", "‹<p>it's</p><?php› echo $a ; ?> ‹isn't›"},
		{"lisp", "'(a-b \"c\") ; d", "' ( a-b ‹\"c\"› )"},
		{"css", ".a-b { top: -1px } /* c */", ".a-b { top : -1px }"},
		{"vb", "x = \"a\"\"b\" ' c", "x = ‹\"a\"\"b\"›"},
		{"cobol", "x", ""},
	} {
		if got := scan(c.language, c.content); got != c.want {
			t.Errorf("%s %q:\n%s\nwant\n%s", c.language, c.content, got, c.want)
		}
	}
}

func TestLines(t *testing.T) {
	s := NewScanner("python", []byte("a\n'''b\nc''' d \\\ne"))
	var got []string
	for t, ok := s.Next(); ok; t, ok = s.Next() {
		got = append(got, fmt.Sprint(t.Line, "-", t.Last))
	}
	if want := "1-1 2-3 3-3 3-3 4-4"; strings.ReplaceAll(strings.Join(got, " "), " - ", "-") != want {
		t.Errorf("%v", got)
	}
}

// TestAgreesWithGo holds the tokens of the module's own files against go/scanner. It
// makes two of ** and ends statements by itself.
func TestAgreesWithGo(t *testing.T) {
	names, err := filepath.Glob("../../../*/*/*.go")
	if err != nil || len(names) < 100 {
		t.Fatalf("%d files, %v", len(names), err)
	}
	for _, name := range names {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var theirs scanner.Scanner
		files := token.NewFileSet()
		theirs.Init(files.AddFile(name, -1, len(content)), content, nil, 0)
		ours := NewScanner("go", content)
		for {
			pos, tok, text := theirs.Scan()
			if tok == token.SEMICOLON && text != ";" {
				continue
			}
			x, ok := ours.Next()
			if tok == token.EOF && !ok {
				break
			}
			p := files.Position(pos)
			if ok && string(content[x.Start:x.End]) == "**" {
				theirs.Scan()
			}
			if x.Start != p.Offset || x.Line != p.Line {
				t.Errorf("%v: %q, and ours is at %+v", p, text, x)
				break
			}
		}
	}
}

func TestLanguageOf(t *testing.T) {
	for p, want := range map[string]string{"a/b.go": "go", "A.PY": "python", "x.tsx": "typescript", "Makefile": "", "go": "", "a.md": ""} {
		if got := LanguageOf(fact.Path(p)); got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
}

func TestEstimate(t *testing.T) {
	for _, c := range []struct {
		language, content string
		want              int
	}{
		{"go", "if a && b { for { } } // if\n", 3},
		{"typescript", "f(x?: T) { return x ? 1 : 2 }", 1},
		{"csharp", "int? x = y ? 1 : z?.a ?? 2", 2},
		{"python", "if a or b:\n  'if'\nelif c: pass", 3},
		{"sql", "select CASE when a AND b", 3},
		{"shell", "case $x in a) ;; b) ;; esac", 2},
		{"cobol", "if if", 0},
	} {
		got := Estimate(c.language, []byte(c.content))
		if max(0, got.Complexity-1) != c.want || got.Estimate != (c.language != "cobol") {
			t.Errorf("%s %q: %+v, want %d", c.language, c.content, got, c.want)
		}
	}
}

func TestMinified(t *testing.T) {
	for _, c := range []struct {
		content string
		want    bool
	}{
		{strings.Repeat("var a=1;", 500), true},
		{strings.Repeat("var a = 1;\n", 500), false},
		{"x", false},
		{"", false},
	} {
		if Minified([]byte(c.content)) != c.want {
			t.Errorf("%.20q: not %v", c.content, c.want)
		}
	}
}

func TestStreamLeavesOutImports(t *testing.T) {
	for _, c := range []struct{ language, content, want string }{
		{"go", "package a\nimport \"x\"\nimport (\n\"y\"\nz \"z\"\n)\nvar b", "package a var b"},
		{"python", "from . import (\n a,\n b)\nimport c, \\\n d\nf(from_)", "f ( from_ )"},
		{"typescript", "import { a,\n b } from 'c'\nimport('d')\nexport * from 'e'\nexport function f", "import ( ‹'d'› ) export function f"},
		{"java", "import a.B; class C", "class C"},
		{"rust", "use a::{b, c};\nextern \"C\" fn f", "extern ‹\"C\"› fn f"},
		{"c", "#include <a.h>\n#define X 1", "#define X (1)"},
		{"csharp", "using A;\nusing (b) { }", "using ( b ) { }"},
		{"python", "import a, (", ""},
	} {
		got := Stream(c.language, []byte(c.content), nil)
		want := Stream(c.language, []byte(strip(c.want)), nil)
		if n := len(strings.Fields(c.want)); len(got) != n || len(want) != n {
			t.Errorf("%s %q: %d tokens, want %d", c.language, c.content, len(got), n)
			continue
		}
		for i := range got {
			if got[i].Hash != want[i].Hash || got[i].Kind != want[i].Kind {
				t.Errorf("%s %q: token %d is another one", c.language, c.content, i)
			}
		}
	}
}

// strip takes the marks of scan from what it gave.
func strip(tokens string) string {
	return strings.NewReplacer("‹", "", "›", "", "(1)", "1").Replace(tokens)
}

func FuzzScan(f *testing.F) {
	for name := range languages {
		f.Add(name, []byte("a `b${c}` 'd \"e /f/ <<EOF\n--[[ ]] R\"( #| /* (* =begin\n@\"x r#\"y 1.5e-3"))
	}
	f.Fuzz(func(t *testing.T, language string, content []byte) {
		s := NewScanner(language, content)
		at, line := 0, 1
		for x, ok := s.Next(); ok; x, ok = s.Next() {
			if x.Start < at || x.End <= x.Start || x.End > len(content) {
				t.Fatalf("%+v after %d of %d", x, at, len(content))
			}
			line += strings.Count(string(content[at:x.Start]), "\n")
			last := line + strings.Count(string(content[x.Start:x.End]), "\n")
			if x.Line != line || x.Last != last {
				t.Fatalf("%+v: lines are %d to %d", x, line, last)
			}
			at, line = x.End, last
		}
		if n := Estimate(language, content).Complexity; n < 0 || n > len(content)+1 {
			t.Errorf("%d branches", n)
		}
		Stream(language, content, nil)
	})
}

// TestTimeIsLinear reads what makes a careless lexer go back again and again: eight
// times as much may not take much more than eight times as long.
func TestTimeIsLinear(t *testing.T) {
	const size = 1 << 12
	for _, piece := range []string{"/*", "=/[", "`${", "'\\", "\"\\", "<<EO\n", "[==[", "--[[", "R\"(", "r#\"", "(*", "{-", "=begin\n", "1.", "@\"", "<?", "import(\n", "'a", "#[", "\xff"} {
		for name := range languages {
			slow := func() bool {
				once := took(name, strings.Repeat(piece, size/len(piece)))
				return took(name, strings.Repeat(piece, 8*size/len(piece))) > 30*max(once, time.Millisecond)
			}
			// A machine that is busy elsewhere is slow once, not always.
			for tries := 0; slow(); tries++ {
				if tries == 10 {
					t.Errorf("%s: %q again and again takes more than its length", name, piece)
					break
				}
			}
		}
	}
}

func took(language, content string) time.Duration {
	start := time.Now()
	Stream(language, []byte(content), nil)
	return time.Since(start)
}
