// Command api holds what goapi tells of the releases of a module against apidiff over
// packages that were loaded with all that they depend on. It prints, of each pair of
// releases one after the other, what only one of the two tells, and what that cost.
//
//	go run ./api -repository DIR [-last N] [-prefix PREFIX]
package main

import (
	"context"
	"flag"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"golang.org/x/exp/apidiff"
	"golang.org/x/mod/semver"
	"golang.org/x/tools/go/packages"

	"leadline/internal/fact"
	"leadline/internal/source/code/goapi"
	"leadline/tools/golang/tree"
)

func main() {
	repository := flag.String("repository", ".", "the `folder` of a git repository")
	last := flag.Int("last", 0, "how many `pairs` of releases, the newest ones; 0 means all")
	prefix := flag.String("prefix", "", "what stands before the version in the `tags`, e.g. v1")
	flag.Parse()
	if err := run(*repository, *prefix, *last); err != nil {
		fmt.Fprintln(os.Stderr, "api:", err)
		os.Exit(1)
	}
}

func run(repository, prefix string, last int) error {
	tags, err := releases(repository, prefix)
	if err != nil {
		return err
	}
	if last > 0 && len(tags) > last+1 {
		tags = tags[len(tags)-last-1:]
	}
	scratch, err := os.MkdirTemp("", "api")
	if err != nil {
		return err
	}
	defer os.RemoveAll(scratch)
	t := total{}
	var before *release
	for _, tag := range tags {
		after, err := load(repository, tag, filepath.Join(scratch, tag))
		if err != nil {
			return err
		}
		if before != nil {
			t.compare(before, after)
		}
		before = after
	}
	t.print()
	return nil
}

// releases are the tags of versions that are no pre-releases, the lowest first.
func releases(repository, prefix string) ([]string, error) {
	out, err := exec.Command("git", "-C", repository, "tag", "--list", prefix+"*").Output()
	if err != nil {
		return nil, err
	}
	tags := slices.DeleteFunc(strings.Fields(string(out)), func(t string) bool {
		return !semver.IsValid(t) || semver.Prerelease(t) != ""
	})
	slices.SortFunc(tags, semver.Compare)
	return tags, nil
}

// release is what both sides know of a release.
type release struct {
	tag string
	// typed are the packages that others can import, by their folders; nil if they do
	// not load cleanly.
	typed map[string]*packages.Package
	why   string
	ours  *goapi.API
	took  time.Duration
}

func load(repository, tag, dir string) (*release, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	if out, err := exec.Command("sh", "-c", `git -C "$1" archive "$2" | tar -x -C "$3"`, "sh", repository, tag, dir).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("%s: %w: %s", tag, err, out)
	}
	r := &release{tag: tag}
	files, resolve, err := tree.Read(dir)
	if err != nil {
		return nil, err
	}
	start := time.Now()
	if r.ours, err = goapi.Read(context.Background(), files, resolve); err != nil {
		return nil, err
	}
	r.took = time.Since(start)
	r.typed, r.why = typed(dir)
	return r, nil
}

func typed(dir string) (all map[string]*packages.Package, why string) {
	loaded, err := packages.Load(&packages.Config{
		Dir: dir, Env: append(os.Environ(), "GOFLAGS=-mod=mod", "GOWORK=off", "CGO_ENABLED=1"),
		Mode: packages.NeedName | packages.NeedFiles | packages.NeedImports | packages.NeedDeps | packages.NeedTypes | packages.NeedSyntax | packages.NeedTypesInfo | packages.NeedModule,
	}, "./...")
	if err != nil {
		return nil, err.Error()
	}
	all = map[string]*packages.Package{}
	for _, p := range loaded {
		if len(p.Errors) > 0 {
			return nil, p.Errors[0].Error()
		}
		if p.Name == "main" || len(p.GoFiles) == 0 {
			continue
		}
		rel, err := filepath.Rel(dir, filepath.Dir(p.GoFiles[0]))
		if err != nil {
			return nil, err.Error()
		}
		if rel == "." {
			rel = ""
		}
		if goapi.Exported(fact.Path(filepath.ToSlash(rel)), "") {
			all[filepath.ToSlash(rel)] = p
		}
	}
	return all, ""
}

// total is what all pairs came to.
type total struct {
	pairs, clean, equal, levels int
	breaks, unresolved          int
	took                        []time.Duration
}

func (t *total) compare(before, after *release) {
	t.pairs++
	name := before.tag + ".." + after.tag
	if before.typed == nil || after.typed == nil {
		fmt.Printf("%s does not load: %s\n", name, before.why+after.why)
		return
	}
	t.clean++
	folders := map[string]bool{}
	for f := range maps.Keys(before.typed) {
		folders[f] = true
	}
	for f := range maps.Keys(after.typed) {
		folders[f] = true
	}
	want, got := map[string]bool{}, map[string]bool{}
	wantCompatible, gotCompatible := false, false
	start := time.Now()
	for _, f := range slices.Sorted(maps.Keys(folders)) {
		d := goapi.Compare(before.ours, after.ours, fact.Path(f))
		t.unresolved += d.Unresolved
		if d.Unchecked != "" {
			fmt.Printf("%s %s: %s\n", name, f, d.Unchecked)
		}
		for _, c := range d.Changes {
			if c.Kind.Breaks() {
				got[f+" "+c.Symbol] = true
			}
			gotCompatible = gotCompatible || !c.Kind.Breaks()
		}
	}
	t.took = append(t.took, before.took+after.took+time.Since(start))
	for _, f := range slices.Sorted(maps.Keys(folders)) {
		a, b := before.typed[f], after.typed[f]
		switch {
		case a == nil:
			wantCompatible = true
		case b == nil:
			want[f+" "] = true
		default:
			for _, c := range apidiff.Changes(a.Types, b.Types).Changes {
				symbol, _, _ := strings.Cut(c.Message, ": ")
				if !c.Compatible {
					want[f+" "+goapi.Symbol(symbol)] = true
				}
				wantCompatible = wantCompatible || c.Compatible
			}
		}
	}
	t.breaks += len(want)
	same := true
	for _, s := range slices.Sorted(maps.Keys(want)) {
		if !got[s] {
			fmt.Printf("%s missed: %s\n", name, s)
			same = false
		}
	}
	for _, s := range slices.Sorted(maps.Keys(got)) {
		if !want[s] {
			fmt.Printf("%s wrong: %s\n", name, s)
			same = false
		}
	}
	if same {
		t.equal++
	}
	level := func(breaks map[string]bool, compatible bool) int {
		switch {
		case len(breaks) > 0:
			return 2
		case compatible:
			return 1
		}
		return 0
	}
	if level(want, wantCompatible) == level(got, gotCompatible) {
		t.levels++
	} else {
		fmt.Printf("%s: another level\n", name)
	}
}

func (t *total) print() {
	fmt.Printf("%d pairs, %d load cleanly: %d of the same level, %d of the same breaks; %d breaks in all, %d differences unresolved\n",
		t.pairs, t.clean, t.levels, t.equal, t.breaks, t.unresolved)
	if len(t.took) > 0 {
		slices.Sort(t.took)
		fmt.Printf("both sides of a pair: median %d ms, most %d ms\n", t.took[len(t.took)/2].Milliseconds(), t.took[len(t.took)-1].Milliseconds())
	}
}
