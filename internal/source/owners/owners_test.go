package owners

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// shelf is a tree in memory.
type shelf map[string]string

func (s shelf) List(_ context.Context, _ fact.CommitID, yield func(fact.Path, fact.Mode, fact.BlobID) bool) error {
	for _, p := range slices.Sorted(maps.Keys(s)) {
		if !yield(fact.Path(p), fact.ModeFile, fact.BlobID(p)) {
			break
		}
	}
	return nil
}

func (s shelf) Blob(_ context.Context, id fact.BlobID) ([]byte, error) {
	if s[string(id)] == "missing" {
		return nil, errors.New("it is missing")
	}
	return []byte(s[string(id)]), nil
}

func read(t *testing.T, s shelf) *fact.Owners {
	t.Helper()
	got, err := Read(t.Context(), "", s, s)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// of tells who owns a file: the owners of the lines that decide, sections apart by a bar.
func of(o *fact.Owners, p fact.Path) string {
	lines, ok := o.Deciding[p]
	if !ok {
		return "-"
	}
	var sections []string
	for _, l := range lines {
		var names []string
		for _, x := range o.Lines[l].Owners {
			names = append(names, x.Name)
		}
		if !o.Lines[l].Excludes {
			sections = append(sections, strings.Join(names, " "))
		}
	}
	return strings.Join(sections, " | ")
}

// TestGitHub holds patterns against what GitHub documents of them.
func TestGitHub(t *testing.T) {
	for name, c := range map[string]struct {
		file, path, want string
	}{
		"all":                         {"* @a", "x/y.go", "@a"},
		"the last line wins":          {"* @a\n*.go @b", "x/y.go", "@b"},
		"of the first only the rest":  {"* @a\n*.go @b", "x/y.js", "@a"},
		"no owner on purpose":         {"* @a\n/x/", "x/y.go", ""},
		"nobody":                      {"/z/ @a", "x/y.go", "-"},
		"bound to the top":            {"/y/ @a", "x/y/z.go", "-"},
		"anywhere":                    {"y/ @a", "x/y/z.go", "@a"},
		"a slash within binds":        {"y/z.go @a", "x/y/z.go", "-"},
		"one level":                   {"docs/* @a", "docs/b/c.md", "-"},
		"one level, the file":         {"docs/* @a", "docs/c.md", "@a"},
		"a folder without a slash":    {"/x @a", "x/y/z.go", "@a"},
		"no part of a name":           {"/x @a", "xy/z.go", "-"},
		"stars over folders":          {"/a/**/c.go @a", "a/c.go", "@a"},
		"stars over several":          {"/a/**/c.go @a", "a/b/b/c.go", "@a"},
		"question mark":               {"/a?c @a", "abc", "@a"},
		"case":                        {"/A @a", "a", "-"},
		"a space":                     {`/a\ b @a`, "a b", "@a"},
		"characters of the framework": {"/app/$id.tsx @a", "app/$id.tsx", "@a"},
		"not another one":             {"/app/$id.tsx @a", "app/xid.tsx", "-"},
		"beyond ASCII":                {"/d\u00f6/ @a", "d\u00f6/x", "@a"},
		"remarks":                     {"# * @b\n  * @a # @c\n", "x", "@a"},
		"line ends of Windows":        {"* @a\r\n", "x", "@a"},
		"byte order mark":             {"\ufeff* @a", "x", "@a"},
		"several owners":              {"* @a @o/t e@x.org", "x", "@a @o/t e@x.org"},
		"a wrong line is passed over": {"* @a\n* nobody", "x", "@a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := of(read(t, shelf{".github/CODEOWNERS": c.file, c.path: ""}), fact.Path(c.path)); got != c.want {
				t.Errorf("owned by %q, want %q", got, c.want)
			}
		})
	}
}

// TestGitLab is the same for GitLab, whose patterns are not bound by a slash within, and
// name folders by a slash at the end alone.
func TestGitLab(t *testing.T) {
	for name, c := range map[string]struct {
		file, path, want string
	}{
		"sections apart":       {"* @a\n[Docs]\n*.md @b", "x.md", "@a | @b"},
		"owners of a section":  {"[Docs] @d\n*.md\nx.md @e", "y.md", "@d"},
		"its own instead":      {"[Docs] @d\n*.md\nx.md @e", "x.md", "@e"},
		"one name, twice":      {"[Docs]\n*.md @a\n[docs]\nx.md @b", "x.md", "@b"},
		"anywhere with slash":  {"[S]\na/b.go @a", "x/a/b.go", "@a"},
		"folder by its slash":  {"[S]\n/a/ @a", "a/b/c", "@a"},
		"no folder without":    {"[S]\n/a @a", "a/b", "-"},
		"the file without":     {"[S]\n/a @a", "a", "@a"},
		"an exception":         {"[S]\n* @a\n!*.rb", "x.rb", ""},
		"an exception holds":   {"[S]\n!*.rb\n* @a", "x.rb", ""},
		"no exception":         {"[S]\n* @a\n!*.rb", "x.py", "@a"},
		"groups in groups":     {"[S]\n* @a/b/c", "x", "@a/b/c"},
		"roles":                {"[S]\n* @@maintainers", "x", "@@maintainers"},
		"what is no owner":     {"[S]\n* nobody @a", "x", "@a"},
		"optional, two wanted": {"^[S][2]\n* @a", "x", "@a"},
	} {
		t.Run(name, func(t *testing.T) {
			o := read(t, shelf{"CODEOWNERS": c.file, c.path: ""})
			if o.Dialect != fact.GitLabOwners {
				t.Fatalf("read as of %s", o.Dialect)
			}
			if got := of(o, fact.Path(c.path)); got != c.want {
				t.Errorf("owned by %q, want %q", got, c.want)
			}
		})
	}
	o := read(t, shelf{".gitlab/CODEOWNERS": "^[S][2] @d\n*", "x": ""})
	if l := o.Lines[0]; l.Section != "S" || !l.Optional || l.Approvals != 2 || l.Owners[0].Name != "@d" {
		t.Errorf("the section is %+v", l)
	}
	for text, want := range map[string]string{ // sections of one name are optional where all are
		"^[Docs] @d\n*.md\n[docs] @e\n*.txt\n": "false false", "^[Docs] @d\n*.md\n^[docs] @e\n*.txt\n": "true true", "^[Docs] @d\n*.md\n[Text] @e\n*.txt\n": "true false",
	} {
		o := read(t, shelf{".gitlab/CODEOWNERS": text, "x.md": "", "x.txt": ""})
		if got := fmt.Sprint(o.Lines[0].Optional, " ", o.Lines[1].Optional); got != want {
			t.Errorf("%q: optional %s, want %s", text, got, want)
		}
	}
}

// TestProblems: what the forge passes over is told with its place, all at once.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct {
		files shelf
		want  []string
	}{
		"none": {shelf{"CODEOWNERS": "* @a\n*.go @b/c d@e.org\n"}, nil},
		"all at once": {
			shelf{"CODEOWNERS": "!x @a\n/[ab] @a\n* @a @b/c/d\n\\#x @a\n***x @a\n"},
			[]string{"CODEOWNERS:1:1: GitHub passes this line over: an exception", "CODEOWNERS:2:2: GitHub passes this line over: a range", `CODEOWNERS:3:6: GitHub passes this line over: "@b/c/d" is no owner`, "CODEOWNERS:4:1", "CODEOWNERS:5:1"},
		},
		"GitLab":  {shelf{".gitlab/CODEOWNERS": "[x\n* a\n! @a\n"}, []string{".gitlab/CODEOWNERS:1:1: this begins like the head", ".gitlab/CODEOWNERS:2:3: GitLab does not know this owner", ".gitlab/CODEOWNERS:3:1: a ! without"}},
		"binary":  {shelf{"CODEOWNERS": "* @a\n\xff"}, []string{"CODEOWNERS:2:0: a byte that is no UTF-8"}},
		"missing": {shelf{"CODEOWNERS": "missing"}, []string{"CODEOWNERS:0:0: its content cannot be had"}},
		"YAML":    {shelf{"catalog-info.yaml": "a: b\nc: [\n"}, []string{"catalog-info.yaml:3:1: this is no YAML"}},
		"entity":  {shelf{"catalog-info.yaml": "apiVersion: backstage.io/v1alpha1\nkind: API\n"}, []string{"catalog-info.yaml:1:1: an entity without"}},
		"another": {shelf{"catalog-info.yaml": "on: push\n"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, c.files).Problems
			if len(got) != len(c.want) {
				t.Fatalf("%d problems, want %d: %+v", len(got), len(c.want), got)
			}
			for i, p := range got {
				if s := fmt.Sprintf("%s:%d:%d: %s", p.Path, p.Line, p.Column, p.Message); !strings.HasPrefix(s, c.want[i]) || p.Next == "" {
					t.Errorf("%s, want %s", s, c.want[i])
				}
			}
		})
	}
}

// TestWhichFile: one file is heeded, and what else there is, is told.
func TestWhichFile(t *testing.T) {
	o := read(t, shelf{"CODEOWNERS": "* @a", ".github/CODEOWNERS": "* @b", "OWNERS": "approvers: [c]", "x/OWNERS": "", "vendor/y/OWNERS": "", "src/CODEOWNERS": "* @d"})
	if o.File != ".github/CODEOWNERS" || of(o, "OWNERS") != "@b" {
		t.Errorf("%s is heeded, and OWNERS is of %s", o.File, of(o, "OWNERS"))
	}
	if len(o.PassedOver) != 2 || o.PassedOver[0].Path != "CODEOWNERS" || o.PassedOver[1].Why != "of 2 files OWNERS, the format of Kubernetes is not read" {
		t.Errorf("passed over: %+v", o.PassedOver)
	}
}

// TestLinesThatDoNothing: how many files a line fits, for how many it decides, and which
// line is heeded instead.
func TestLinesThatDoNothing(t *testing.T) {
	o := read(t, shelf{".github/CODEOWNERS": "/a/b/ @x\n/a/ @y\n/gone/ @z\n", "a/b/c": "", "a/d": ""})
	for i, want := range []struct{ fits, decides, instead int }{{1, 0, 1}, {2, 2, -1}, {0, 0, -1}} {
		if l := o.Lines[i]; l.Fits != want.fits || l.Decides != want.decides || l.Instead != want.instead {
			t.Errorf("line %d: fits %d, decides %d, instead %d; want %+v", i, l.Fits, l.Decides, l.Instead, want)
		}
	}
}

const catalogue = `apiVersion: backstage.io/v1alpha1
kind: Component
metadata: {name: shop}
spec:
  owner: group:default/web
  system: sales
  dependsOn: ["component:pay"]
  providesApis: [orders]
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: web}
`

// TestCatalog: without CODEOWNERS a component's folder is its owner's.
func TestCatalog(t *testing.T) {
	s := shelf{
		"shop/catalog-info.yaml": catalogue, "shop/a.go": "", "shop/tax/b.go": "", "c.go": "",
		"shop/tax/catalog-info.yaml":  "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: tax}\nspec: {owner: user:ann}\n",
		"templates/catalog-info.yaml": catalogue, "x/catalog-info.yaml": "metadata: {name: ${{ values.name }}}",
	}
	o := read(t, s)
	if len(o.Catalog) != 3 || len(o.Problems) > 0 || len(o.PassedOver) != 1 {
		t.Fatalf("%+v", o)
	}
	c := o.Catalog[0]
	if c.Name != "shop" || c.System != "sales" || c.OwnerLine != 5 || c.DependsOn[0] != "component:pay" || c.Provides[0] != "orders" || o.Catalog[1].Line != 10 {
		t.Errorf("%+v, %+v", c, o.Catalog[1])
	}
	for p, want := range map[fact.Path]string{"shop/a.go": "group:default/web", "shop/tax/b.go": "user:ann", "c.go": "-"} {
		if got := of(o, p); got != want {
			t.Errorf("%s is of %s, want %s", p, got, want)
		}
	}
	s["CODEOWNERS"] = "* @a"
	if o := read(t, s); of(o, "shop/a.go") != "@a" || len(o.Catalog) != 3 {
		t.Error("a catalogue goes before CODEOWNERS")
	}
}

// FuzzRead: whatever a file holds, every line of it that names a pattern is read or told
// of, places are in the file, counts add up, and what is found by the beginning of a
// pattern is what the pattern fits.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		"* @a\n/a/ @b/c\n", "!x\n[S][2] @d\n^[T]\n*.go @@owner\n", "/a\\ b @a # r\n", "\ufeff/**/*.go @a\r\n***\n", "[a]b @x\n\\# @a\n/ö/$ @a\n", catalogue, "a: &a [*a]\n---\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := shelf{".github/CODEOWNERS": text, "a/b": "", "a b": "", "ö/$": "", "x.go": "", "docs/a/x.go": ""}
		for _, at := range []string{".github/CODEOWNERS", "CODEOWNERS", "catalog-info.yaml"} {
			delete(s, ".github/CODEOWNERS")
			delete(s, "CODEOWNERS")
			s[at] = text
			o := read(t, s)
			n := strings.Count(text, "\n") + strings.Count(text, "\r") + 1 // which ends a line of YAML
			for _, p := range o.Problems {
				if p.Line > n+1 || p.Line < 0 || p.Message == "" || p.Next == "" {
					t.Errorf("%+v of %d lines", p, n)
				}
			}
			decided := 0
			for _, l := range o.Lines {
				if l.Decides < 0 || l.Decides > l.Fits || l.Fits > len(s) {
					t.Errorf("%+v", l)
				}
				decided += l.Decides
				whole, err := compile(l.Pattern, o.Dialect)
				if err != nil {
					t.Errorf("%q was compiled, and now %v", l.Pattern, err)
				}
				if o.Dialect == fact.FromCatalog {
					continue
				}
				whole.prefix = ""
				fits := 0
				for p := range s {
					if whole.fits(p) {
						fits++
					}
				}
				if fits != l.Fits {
					t.Errorf("%q fits %d files, and was said to fit %d", l.Pattern, fits, l.Fits)
				}
			}
			deciding := 0
			for _, by := range o.Deciding {
				deciding += len(by)
			}
			if deciding != decided {
				t.Errorf("%d lines decide, and %d were counted", deciding, decided)
			}
		}
	})
}
