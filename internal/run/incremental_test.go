package run_test

import (
	"fmt"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/run"
)

// checkIncremental reads what is new into a shared index, reads everything
// anew into another one, and fails unless both give the same.
func checkIncremental(t *testing.T, step, dir, home string) *run.Facts {
	t.Helper()
	f := scan(t, dir, home)
	o := options(t, dir, "")
	o.Fresh = true
	fresh, err := run.Scan(t.Context(), o)
	if err != nil {
		t.Fatalf("%s: %v", step, err)
	}
	checkEqual(t, step, f, fresh)
	kept := options(t, dir, home)
	for _, name := range []string{"lines", "changes", "identities"} {
		if export(t, kept, name) != export(t, o, name) {
			t.Fatalf("%s: export %s differs from that of a fresh read", step, name)
		}
	}
	again := scan(t, dir, home)
	checkEqual(t, step+", again", again, fresh)
	if again.Read != 0 && len(fresh.History.Gaps) == 0 {
		t.Errorf("%s: %d commits were read a second time", step, again.Read)
	}
	return f
}

func checkEqual(t *testing.T, step string, got, want *run.Facts) {
	t.Helper()
	a, b := got.History, want.History
	if len(a.Commits) != len(b.Commits) {
		t.Fatalf("%s: %d commits, a fresh read has %d", step, len(a.Commits), len(b.Commits))
	}
	for i := range a.Commits {
		x, y := plain(&a.Commits[i]), plain(&b.Commits[i])
		if x != y {
			t.Fatalf("%s: commit %d is\n%s\na fresh read has\n%s", step, i, first(x), first(y))
		}
	}
	if x, y := fmt.Sprintf("%+v", a.Files), fmt.Sprintf("%+v", b.Files); x != y {
		t.Fatalf("%s: files are\n%s\na fresh read has\n%s", step, first(x), first(y))
	}
	if x, y := fmt.Sprintf("%+v", got.Survival), fmt.Sprintf("%+v", want.Survival); x != y {
		t.Fatalf("%s: survival is\n%s\na fresh read has\n%s", step, first(x), first(y))
	}
	if !reflect.DeepEqual(a.Gaps, b.Gaps) && len(a.Gaps)+len(b.Gaps) > 0 {
		t.Fatalf("%s: gaps are %+v, a fresh read has %+v", step, a.Gaps, b.Gaps)
	}
}

// plain writes a commit so that equal ones give equal text, whether slices are
// nil or empty.
func plain(c *fact.Commit) string { return fmt.Sprintf("%+v", *c) }

// What is read in parts, whatever happens to the branch in between, is what
// one read of everything gives.
func TestIncremental(t *testing.T) {
	for seed := range uint64(3) {
		t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) {
			t.Parallel()
			r := gittest.BranchyRandom(t, 100+seed, 90, 10)
			tip := r.Git("rev-parse", "main")
			line := strings.Fields(r.Git("rev-list", "--first-parent", "main"))
			all := strings.Fields(r.Git("rev-list", "--date-order", "main"))
			home := t.TempDir()
			to := func(step, id string) *run.Facts {
				t.Helper()
				r.Git("update-ref", "--no-deref", "HEAD", id)
				return checkIncremental(t, step, r.Dir(), home)
			}
			to("an early commit", line[len(line)*3/4])
			if f := to("later", line[len(line)/2]); f.Read == len(f.History.Commits) {
				t.Error("everything was read anew")
			}
			to("the tip", tip)
			if f := to("back", line[len(line)/3]); f.Read != 0 {
				t.Errorf("%d commits were read to go back", f.Read)
			}
			to("a branch", all[1+seed])
			to("a root", all[len(all)-1])
			to("forth", tip)

			// A rebase: the last commits of the first-parent line, made anew.
			onto := line[6]
			for range 4 {
				onto = r.Commit("refs/scratch/rebased", gittest.Commit{
					Parents: []string{onto},
					Files:   gittest.Files{"rebased.txt": gittest.Lines("by", onto)},
				})
			}
			to("a rebase", onto)
			// A force-push to another history altogether.
			orphan := r.Commit("refs/scratch/orphan", gittest.Commit{
				Parents: []string{},
				Files:   gittest.Files{"rebased.txt": gittest.Lines("all", "new")},
			})
			to("a force-push", orphan)
			r.Git("update-ref", "--no-deref", "HEAD", tip)
			r.Git("-c", "gc.reflogExpire=now", "repack", "-a", "-d", "-q")
			checkIncremental(t, "a repack", r.Dir(), home)
			r.Git("replace", line[5], onto)
			checkIncremental(t, "a replace ref", r.Dir(), home)
			r.Git("replace", "-d", line[5])
			checkIncremental(t, "without the replace ref", r.Dir(), home)
			o := options(t, r.Dir(), home)
			o.At = line[9]
			at, err := run.Scan(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			o.Getenv = options(t, "", "").Getenv
			o.Fresh = true
			fresh, err := run.Scan(t.Context(), o)
			if err != nil {
				t.Fatal(err)
			}
			checkEqual(t, "another revision", at, fresh)
			checkIncremental(t, "after another revision", r.Dir(), home)
		})
	}
}

// A shallow clone that is deepened, cut again and completed, and a bare one
// that grows.
func TestIncrementalShallow(t *testing.T) {
	t.Parallel()
	from := gittest.BranchyRandom(t, 7, 60, 8)
	r := gittest.Shallow(from, 4)
	home := t.TempDir()
	if f := checkIncremental(t, "shallow", r.Dir(), home); len(f.History.Gaps) == 0 {
		t.Error("a shallow clone has no gap")
	}
	r.Git("fetch", "--quiet", "--deepen=5")
	checkIncremental(t, "deepened", r.Dir(), home)
	r.Git("fetch", "--quiet", "--depth=2")
	checkIncremental(t, "cut", r.Dir(), home)
	from.Commit("main", gittest.Commit{Files: gittest.Files{"late.txt": gittest.Lines("late")}})
	from.Flush()
	r.Git("fetch", "--quiet", "--depth=6", "origin", "+refs/heads/main:refs/heads/main")
	checkIncremental(t, "fetched and deepened", r.Dir(), home)
	r.Git("fetch", "--quiet", "--unshallow")
	f := checkIncremental(t, "complete", r.Dir(), home)
	if len(f.History.Gaps) > 0 {
		t.Errorf("gaps: %+v", f.History.Gaps)
	}
	if n := compareWithGit(t, r, f); n.rowsOff > 0 || n.linesOff*100 > n.lines {
		t.Errorf("%+v", n)
	}
}

// A clone without contents, into which some and then all are fetched.
func TestIncrementalPartial(t *testing.T) {
	t.Parallel()
	from := gittest.BranchyRandom(t, 11, 40, 8)
	r := gittest.Partial(from)
	home := t.TempDir()
	f := checkIncremental(t, "no contents", r.Dir(), home)
	if len(f.History.Gaps) == 0 {
		t.Error("a clone without contents has no gap")
	}
	var ids []string
	for line := range strings.Lines(r.Git("rev-list", "--objects", "--missing=print", "HEAD")) {
		if id, ok := strings.CutPrefix(strings.TrimSpace(line), "?"); ok {
			ids = append(ids, id)
		}
	}
	if len(ids) < 10 {
		t.Fatalf("%d contents are missing", len(ids))
	}
	fetch := func(ids []string) {
		r.GitInput([]byte(strings.Join(ids, "\n")+"\n"), "-c", "fetch.negotiationAlgorithm=noop", "fetch", "origin",
			"--quiet", "--no-tags", "--no-write-fetch-head", "--recurse-submodules=no", "--filter=blob:none", "--stdin")
	}
	fetch(ids[:len(ids)/2])
	if f := checkIncremental(t, "half of the contents", r.Dir(), home); len(f.History.Gaps) == 0 {
		t.Error("half a clone has no gap")
	}
	fetch(ids[len(ids)/2:])
	f = checkIncremental(t, "all contents", r.Dir(), home)
	if len(f.History.Gaps) > 0 {
		t.Errorf("gaps: %+v", f.History.Gaps)
	}
	if n := compareWithGit(t, r, f); n.rowsOff > 0 || n.linesOff*100 > n.lines {
		t.Errorf("%+v", n)
	}
}

// The number of threads decides nothing about an answer.
//
// @req REQ-same-answer
func TestThreads(t *testing.T) {
	r := gittest.BranchyRandom(t, 21, 150, 20)
	r.Repack()
	var reads []*run.Facts
	for _, n := range []int{1, 8, 3, 8} {
		before := runtime.GOMAXPROCS(n)
		reads = append(reads, scan(t, r.Dir(), ""))
		runtime.GOMAXPROCS(before)
	}
	for _, f := range reads[1:] {
		checkEqual(t, "threads", f, reads[0])
	}
}
