package gittest

import (
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// check lets git say that a repository is sound, how many commits its HEAD
// has, and gives those ids.
func check(t *testing.T, r *Repo, commits int) []string {
	t.Helper()
	r.Git("fsck", "--no-dangling", "--connectivity-only")
	ids := strings.Fields(r.Git("rev-list", "HEAD"))
	if len(ids) != commits {
		t.Errorf("%d commits, want %d", len(ids), commits)
	}
	return ids
}

func TestCommit(t *testing.T) {
	r := New(t, Bare(), InitialBranch("trunk"))
	path := "odd \"\\\n\xff\x01"
	root := r.Commit("trunk", Commit{
		Files: Files{path: []byte("x"), "gone": {}, "run": Lines("#!")},
		Modes: map[string]int{"run": Executable}, Message: "exact  bytes\n\n",
	})
	if got := r.Git("ls-tree", "-z", "--name-only", "HEAD"); got != "gone\x00"+path+"\x00run\x00" {
		t.Errorf("tree: %q", got)
	}
	second := r.Commit("trunk", Commit{Files: Files{"gone": nil, "gone/now/dir": Lines("y")}})
	other := r.Commit("other", Commit{Parents: []string{}, Whole: true, Files: Files{"z": {}}})
	merge := r.Commit("trunk", Commit{Parents: []string{second, other}})
	if got, want := r.Git("log", "-1", "--format=%H %P", "trunk"), merge+" "+second+" "+other; got != want {
		t.Errorf("merge %s, want %s", got, want)
	}
	if got := r.Git("rev-list", "--parents", "other"); got != other {
		t.Errorf("root has parents: %s", got)
	}
	if got := string(r.GitInput(nil, "cat-file", "commit", root)); !strings.HasSuffix(got, "\n\nexact  bytes\n\n") ||
		!strings.Contains(got, "author Ann Author <ann@example.org> 1704114000 +0000\n") {
		t.Errorf("commit: %q", got)
	}
	if got := r.Git("ls-tree", "HEAD", "run"); !strings.HasPrefix(got, "100755") {
		t.Errorf("mode: %s", got)
	}
	r.dropRef("other")
	if got := r.Tip("other") + r.Git("branch", "--list", "other"); got != "" {
		t.Errorf("dropped branch is still at %s", got)
	}
	check(t, r, 4)
}

func TestShapes(t *testing.T) {
	for name, c := range map[string]struct {
		build   func(testing.TB, ...Option) *Repo
		commits int
	}{
		"linear": {Linear, 5}, "octopus": {Octopus, 6}, "criss-cross": {CrissCross, 6}, "subtree": {Subtree, 6},
		"loose": {LooseOnly, 5}, "packs": {MultiPack, 10}, "replaced": {Replaced, 5}, "grafted": {Grafted, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := c.build(t)
			check(t, r, c.commits)
		})
	}
	if got := Octopus(t).Git("log", "-1", "--format=%P"); len(strings.Fields(got)) != 4 {
		t.Errorf("octopus: parents %s", got)
	}
	if got := CrissCross(t).Git("merge-base", "--all", "main^1", "main^2"); len(strings.Fields(got)) != 2 {
		t.Errorf("criss-cross: merge bases %s", got)
	}
	if got := Replaced(t).Git("log", "--format=%s"); !strings.Contains(got, "Replacement") || strings.Contains(got, "Edit a\n") {
		t.Errorf("replaced: %s", got)
	}
}

func TestBranchyRandom(t *testing.T) {
	r := BranchyRandom(t, 1, 300, 40)
	ids := check(t, r, 300)
	again := BranchyRandom(t, 1, 300, 40)
	if again.Tip("main") != ids[0] {
		t.Error("the same seed gave another history")
	}
	if other := BranchyRandom(t, 2, 30, 5); other.Tip("main") == ids[0] {
		t.Error("another seed gave the same history")
	}
	if n, _ := strconv.Atoi(r.Git("rev-list", "--count", "--min-parents=2", "HEAD")); n < 20 {
		t.Errorf("only %d merges", n)
	}
	if n, _ := strconv.Atoi(r.Git("rev-list", "--count", "--min-parents=3", "HEAD")); n < 1 {
		t.Error("no octopus merge")
	}
	raw := r.Git("log", "--raw", "-M", "-C", "--format=", "HEAD")
	for _, want := range []string{" M\t", " A\t", " D\t", " R", " C", " T\t", ":000000 120000", ":000000 160000", "100755"} {
		if !strings.Contains(raw, want) {
			t.Errorf("no change with %q", want)
		}
	}
	if refs := r.Git("for-each-ref"); strings.Count(refs, "\n") != 0 {
		t.Errorf("more than one ref is left:\n%s", refs)
	}
	for _, commits := range []int{1, 2, 3, 7, 31} {
		check(t, BranchyRandom(t, 3, commits, 3), commits)
	}
}

func TestHostile(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			r := Hostile(t, ObjectFormat(format))
			ids := strings.Fields(r.Git("rev-list", "HEAD"))
			if len(ids) != 38 {
				t.Errorf("%d commits", len(ids))
			}
			names := strings.Split(r.Git("ls-tree", "-r", "-z", "--name-only", "HEAD"), "\x00")
			for _, p := range HostilePaths {
				if !slices.Contains(names, p) {
					t.Errorf("path %q is absent", p)
				}
			}
			all := string(r.GitInput([]byte(strings.Join(ids, "\n")+"\n"), "cat-file", "--batch"))
			for _, want := range []string{"before\x00after", "> -3600000000 +0100", "> 1700000000 +9999", "encoding ISO-8859-1", "> 4136", "\u202e"} {
				if !strings.Contains(all, want) {
					t.Errorf("no commit holds %q", want)
				}
			}
		})
	}
}

func TestTeamFixture(t *testing.T) {
	r := TeamFixture(t)
	ids := strings.Fields(r.Git("rev-list", "HEAD"))
	if len(ids) < 250 || len(ids) > 400 {
		t.Errorf("%d commits on main", len(ids))
	}
	authors := map[string]bool{}
	for _, a := range strings.Split(r.Git("log", "--all", "--format=%an <%ae>"), "\n") {
		authors[a] = true
	}
	if len(authors) != 8 {
		t.Errorf("identities: %v", authors)
	}
	if got := r.Git("tag"); got != "v1.0.0\nv1.1.0\nv2.0.0" {
		t.Errorf("tags %q", got)
	}
	if got := r.Git("branch", "--format=%(refname:short)"); got != "feature/billing\nmain\nstale/search" {
		t.Errorf("branches %q", got)
	}
	if got := r.Git("rev-list", "--count", "main..feature/billing"); got != "2" {
		t.Errorf("feature/billing is %s ahead", got)
	}
	if got := r.Git("log", "-1", "--format=%as", "main"); !strings.HasPrefix(got, "2024-12-") {
		t.Errorf("main ends on %s", got)
	}
	if got := r.Git("log", "--format=%as", "--reverse"); !strings.HasPrefix(got, "2023-01-03") {
		t.Errorf("main begins otherwise than expected")
	}
	if got := r.Git("log", "-1", "--format=%as", "stale/search"); !strings.HasPrefix(got, "2023-05-") {
		t.Errorf("stale/search was touched on %s", got)
	}
	if got := r.Git("log", "-1", "--author=Eli", "--format=%as"); !strings.HasPrefix(got, "2023-1") {
		t.Errorf("Eli's last commit is of %s", got)
	}
	if got := r.Git("log", "--raw", "-M90%", "--format=", "--diff-filter=R"); strings.Count(got, "web/components") != 3 {
		t.Errorf("renames:\n%s", got)
	}
	if TeamFixture(t).Tip("main") != ids[0] {
		t.Error("not the same every time")
	}
}

func TestStorage(t *testing.T) {
	source := Linear(t)
	check(t, Clone(source), 5)
	if got := check(t, Shallow(source, 2), 2); got[0] != source.Tip("main") {
		t.Error("shallow clone has another head")
	}
	partial := Partial(source)
	if got := partial.Git("rev-list", "--objects", "--missing=print", "HEAD"); strings.Count(got, "?") < 4 {
		t.Errorf("the blob-less clone has blobs:\n%s", got)
	}
	alternates := Alternates(source)
	check(t, alternates, 6)
	if _, err := os.Stat(filepath.Join(alternates.GitDir(), "objects", "info", "alternates")); err != nil {
		t.Error(err)
	}
	linked := LinkedWorktree(source)
	check(t, linked, 6)
	if got := linked.Git("rev-parse", "--abbrev-ref", "HEAD"); got != "linked" {
		t.Errorf("linked work tree is on %s", got)
	}
	if packs := LooseOnly(t).Packs(); len(packs) != 0 {
		t.Errorf("packs %v", packs)
	}
	multi := MultiPack(t)
	if len(multi.Packs()) != 3 || !strings.HasPrefix(multi.Git("count-objects"), "4 objects") {
		t.Errorf("packs %v and %s", multi.Packs(), multi.Git("count-objects"))
	}
	multi.Repack()
	if len(multi.Packs()) != 1 || !strings.HasPrefix(multi.Git("count-objects"), "0 objects") {
		t.Errorf("packs %v and %s", multi.Packs(), multi.Git("count-objects"))
	}
	multi.Loose()
	check(t, multi, 10)
	if ids := check(t, SHA256(t), 5); len(ids[0]) != 64 {
		t.Errorf("id %s", ids[0])
	}
}

// TestReftable skips where git is older.
func TestReftable(t *testing.T) {
	check(t, Linear(t, RefFormat("reftable")), 5)
}

func TestNothingOfTheUser(t *testing.T) {
	home := t.TempDir()
	if err := os.WriteFile(filepath.Join(home, ".gitconfig"), []byte("[user]\n\tname = Intruder\n[core]\n\tabbrev = 30\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Setenv("HOME", home)
	t.Setenv("GIT_AUTHOR_NAME", "Intruder")
	t.Setenv("GIT_DIR", home)
	r := Linear(t)
	if out, err := r.TryGit("config", "user.name"); err == nil {
		t.Errorf("user.name is %q", out)
	}
	r.Git("commit", "--allow-empty", "-m", "by git itself")
	if got := r.Git("log", "-1", "--format=%an %h"); strings.Contains(got, "Intruder") || len(got) > 25 {
		t.Errorf("last commit %s", got)
	}
}
