package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/bench"
)

// options say what is measured.
type options struct {
	leadline, repo string
	changes, of    int
	seed           uint64
	verbose        io.Writer
}

// fault is something that is put into a change.
type fault struct {
	// put are contents at the head; an empty one takes a file out.
	put map[string]string
	// declared is what leadline.yaml says at both ends.
	declared string
	// twin is put into the change in its place.
	twin map[string]string
	// about says in words where it is.
	about string
}

// kind is a kind of fault, and the rule that tells of it. Of changes into which it
// cannot be put, put gives nil.
type kind struct {
	name, rule string
	put        func(c *change, r *rand.Rand) *fault
}

// counts are of one kind.
type counts struct{ put, told, twins int }

// run puts each kind of fault into changes drawn from the last ones.
func run(ctx context.Context, o *options) (map[string]*counts, error) {
	dir, err := os.MkdirTemp("", "faults-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	copied, err := bench.NewCopy(ctx, o.repo, "HEAD", dir)
	if err != nil {
		return nil, err
	}
	s := &scratch{copied, filepath.Join(dir, "staged")}
	if _, err := s.git(ctx, "", "fetch", "-q", o.repo, "refs/tags/*:refs/tags/*"); err != nil {
		return nil, err
	}
	out, err := s.git(ctx, "", "log", "--first-parent", "--format=%H", fmt.Sprint("-", o.of))
	if err != nil {
		return nil, err
	}
	hot, err := bench.Hotspots(s.Command(ctx, o.leadline, "--format", "json", "--quiet"))
	if err != nil {
		return nil, err
	}
	seen := map[string]*counts{}
	for i := range kinds {
		seen[kinds[i].name] = &counts{}
	}
	ids := strings.Fields(out)
	r := rand.New(rand.NewPCG(o.seed, 0))
	r.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for _, id := range ids {
		if enough(seen, o.changes) {
			break
		}
		c, err := s.read(ctx, id)
		if err != nil {
			return nil, err
		}
		if c == nil {
			continue
		}
		if i := slices.IndexFunc(hot, func(p string) bool { return c.files[p] != "" }); i >= 0 {
			c.hot = hot[i]
		}
		if err := try(ctx, o, s, c, r, seen); err != nil {
			return nil, err
		}
	}
	return seen, nil
}

func enough(seen map[string]*counts, n int) bool {
	for _, x := range seen {
		if x.put < n {
			return false
		}
	}
	return true
}

// try puts faults of each kind that lacks some into a change, and reviews it.
func try(ctx context.Context, o *options, s *scratch, c *change, r *rand.Rand, seen map[string]*counts) error {
	for i := range kinds {
		k := &kinds[i]
		n := seen[k.name]
		if n.put >= o.changes {
			continue
		}
		f := k.put(c, r)
		if f == nil {
			continue
		}
		told, err := review(ctx, o, s, c, f, f.put)
		if err != nil {
			return err
		}
		without, err := review(ctx, o, s, c, f, f.twin)
		if err != nil {
			return err
		}
		n.put++
		isNew := slices.DeleteFunc(told[k.rule], func(m string) bool { return slices.Contains(without[k.rule], m) })
		if len(isNew) > 0 {
			n.told++
		}
		n.twins += len(without[k.rule])
		fmt.Fprintf(o.verbose, "%s %.12s %s: %q, without it %q\n", k.name, c.id, f.about, isNew, without[k.rule])
	}
	return nil
}

// unpromised makes a review tell of breaks before version 1.
const unpromised = "rules: {review/api: {from: 0}}\n"

// review reviews a change with something put into it, and gives the messages of each
// rule.
func review(ctx context.Context, o *options, s *scratch, c *change, f *fault, put map[string]string) (map[string][]string, error) {
	both := map[string]string{}
	both["leadline.yaml"] = unpromised + f.declared
	base, err := s.commit(ctx, c.id+"^", c.id+"^", both)
	if err != nil {
		return nil, err
	}
	for p, text := range put {
		both[p] = text
	}
	head, err := s.commit(ctx, c.id, base, both)
	if err != nil {
		return nil, err
	}
	cmd := s.Command(ctx, o.leadline, "review", base+".."+head, "--format", "json", "--quiet")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1 && exit.ExitCode() != 3) {
		return nil, fmt.Errorf("review %s..%s: %w", base, head, err)
	}
	var answer struct {
		Sheets []struct {
			Findings []struct{ Rule, Message string }
		}
	}
	if err := json.Unmarshal(out, &answer); err != nil {
		return nil, err
	}
	told := map[string][]string{}
	for _, f := range answer.Sheets[0].Findings {
		told[f.Rule] = append(told[f.Rule], f.Message)
	}
	return told, nil
}

var kinds = []kind{
	{"an import against a declared rule", "review/rule", func(c *change, r *rand.Rand) *fault {
		from, to := c.unrelated(r)
		if to == "" {
			return nil
		}
		return &fault{
			put: map[string]string{from: c.importing(from, to)}, about: from + " " + to,
			declared: fmt.Sprintf("architecture:\n  components:\n    - {name: from, paths: [%q]}\n    - {name: to, paths: [%q]}\n  rules:\n    - {name: apart, forbidden: {from: [from], to: [to]}, reason: r}\n", path.Dir(from)+"/*", to+"/*"),
		}
	}},
	{"an import that closes a cycle", "review/cycle", func(c *change, r *rand.Rand) *fault {
		from := c.touched[r.IntN(len(c.touched))]
		for _, to := range c.packages() {
			if c.imports[to][path.Dir(from)] && !c.reaches(path.Dir(from), to) {
				return &fault{put: map[string]string{from: c.importing(from, to)}, about: from + " " + to}
			}
		}
		return nil
	}},
	{"an exported function is gone", "review/api", func(c *change, r *rand.Rand) *fault {
		file, name := c.function(r)
		if file == "" {
			return nil
		}
		return &fault{put: map[string]string{file: strings.Replace(c.files[file], "\nfunc "+name+"(", "\nfunc x"+name+"(", 1)}}
	}},
	{"an exported function takes more", "review/api", func(c *change, r *rand.Rand) *fault {
		file, name := c.function(r)
		if file == "" {
			return nil
		}
		put := strings.Replace(c.files[file], "\nfunc "+name+"(", "\nfunc "+name+"(added *[7]int, ", 1)
		return &fault{put: map[string]string{file: strings.Replace(put, "(added *[7]int, )", "(added *[7]int)", 1)}}
	}},
	{"a method is added to an exported interface", "review/api", func(c *change, r *rand.Rand) *fault {
		for _, file := range c.touched {
			for _, m := range interfaceLine.FindAllStringSubmatch(c.files[file], -1) {
				if strings.Contains(c.released(file), m[0]) {
					return &fault{put: map[string]string{file: strings.Replace(c.files[file], m[0], m[0]+"\tAddedHere()\n", 1)}}
				}
			}
		}
		return nil
	}},
	{"a declared co-change is missed", "review/together", func(c *change, _ *rand.Rand) *fault {
		return &fault{
			put: map[string]string{}, twin: map[string]string{"CHANGED-TOO.md": "x\n"},
			declared: fmt.Sprintf("cochange:\n  - {when: [%q], then: [CHANGED-TOO.md], reason: r}\n", c.touched[0]),
		}
	}},
	{"a rule is taken back", "review/loosened", func(c *change, _ *rand.Rand) *fault {
		const declared = "architecture:\n  components:\n    - {name: a, paths: ['a/**']}\n    - {name: b, paths: ['b/**']}\n  rules:\n    - {name: apart, forbidden: {from: [a, b], to: [b]}, reason: r}\n"
		return &fault{declared: declared, put: map[string]string{"leadline.yaml": unpromised + strings.Replace(declared, "[a, b]", "[a]", 1)}}
	}},
	{"a function of a hotspot grows complex", "review/complexity", func(c *change, _ *rand.Rand) *fault {
		m := bodyLine.FindString(c.files[c.hot])
		if m == "" {
			return nil
		}
		deep := m + strings.Repeat("if added := 1; added > 0 {\n", 9) + strings.Repeat("}\n", 9) + strings.Repeat("_ = 0\n", 40)
		return &fault{put: map[string]string{c.hot: strings.Replace(c.files[c.hot], m, deep, 1)}, about: c.hot}
	}},
	{"tested code branches and no test changes", "review/untested", func(c *change, r *rand.Rand) *fault {
		file := c.touched[r.IntN(len(c.touched))]
		if c.tests || c.testFile(path.Dir(file)) == "" {
			return nil
		}
		return &fault{put: map[string]string{file: c.files[file] + "\nfunc addedHere(a int) int {\n" + strings.Repeat("if a > 1 {\na--\n}\n", 12) + "return a\n}\n"}}
	}},
	{"a test is skipped", "review/weakened", func(c *change, r *rand.Rand) *fault {
		test := c.testFile(path.Dir(c.touched[r.IntN(len(c.touched))]))
		m := testLine.FindString(c.files[test])
		if m == "" {
			return nil
		}
		return &fault{put: map[string]string{test: strings.Replace(c.files[test], m, m+"\tt.Skip(\"later\")\n", 1)}}
	}},
	{"a file of tests is gone", "review/weakened", func(c *change, r *rand.Rand) *fault {
		test := c.testFile(path.Dir(c.touched[r.IntN(len(c.touched))]))
		if !testLine.MatchString(c.files[test]) {
			return nil
		}
		return &fault{put: map[string]string{test: ""}, about: test}
	}},
	{"a migration loses data and has no way back", "review/migration", func(*change, *rand.Rand) *fault {
		return &fault{put: map[string]string{"db/migrations/0002_users.up.sql": "ALTER TABLE users DROP COLUMN mail;\n"}}
	}},
}

var (
	functionLine  = regexp.MustCompile(`\nfunc ([A-Z]\w*)\(`)
	interfaceLine = regexp.MustCompile(`(?m)^type [A-Z]\w* interface \{\n`)
	bodyLine      = regexp.MustCompile(`(?m)^func \w+\(.*\{\n`)
	testLine      = regexp.MustCompile(`(?m)^func Test\w*\(t \*testing\.T\) \{\n`)
	aside         = regexp.MustCompile(`(^|/)(examples?|tutorials?|testdata|_.*)(/|$)`)
	packageLine   = regexp.MustCompile(`(?m)^package \w+\n`)
)

// unrelated gives a file of the change and a package that neither imports its own nor is
// imported by it.
func (c *change) unrelated(r *rand.Rand) (file, to string) {
	file = c.touched[r.IntN(len(c.touched))]
	all := c.packages()
	r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	for _, to := range all {
		if to != "." && !c.reaches(path.Dir(file), to) && !c.reaches(to, path.Dir(file)) {
			return file, to
		}
	}
	return "", ""
}

// packages are those that can be imported and are no examples, by their folders.
func (c *change) packages() []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(c.imports)), func(dir string) bool {
		return aside.MatchString(dir) || slices.ContainsFunc(slices.Sorted(maps.Keys(c.files)), func(p string) bool {
			return path.Dir(p) == dir && strings.Contains("\n"+c.files[p], "\npackage main\n")
		})
	})
}

// importing is the content of a file with one more import.
func (c *change) importing(file, to string) string {
	m := packageLine.FindString(c.files[file])
	return strings.Replace(c.files[file], m, m+"\nimport _ \""+c.module+"/"+to+"\"\n", 1)
}

// function draws an exported function of the touched files that the last release has.
func (c *change) function(r *rand.Rand) (file, name string) {
	file = c.touched[r.IntN(len(c.touched))]
	released := c.released(file)
	for _, m := range functionLine.FindAllStringSubmatch(c.files[file], -1) {
		if strings.Contains(released, m[0]) {
			return file, m[1]
		}
	}
	return "", ""
}

// testFile is a file of tests of a package; empty if there is none.
func (c *change) testFile(dir string) string {
	for _, p := range slices.Sorted(maps.Keys(c.files)) {
		if path.Dir(p) == dir && strings.HasSuffix(p, "_test.go") {
			return p
		}
	}
	return ""
}
