package gittest

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// Repack puts all reachable objects into one pack and drops the rest.
func (r *Repo) Repack() {
	r.t.Helper()
	r.Git("repack", "-a", "-d", "-q")
	r.Git("prune-packed", "-q")
}

// Packs lists the pack files.
func (r *Repo) Packs() []string {
	r.t.Helper()
	packs, err := filepath.Glob(filepath.Join(r.GitDir(), "objects", "pack", "*.pack"))
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	return packs
}

// Loose turns every packed object into a loose one.
func (r *Repo) Loose() {
	r.t.Helper()
	for _, pack := range r.Packs() {
		// unpack-objects writes only what the repository does not hold yet.
		content, err := os.ReadFile(pack)
		if err != nil {
			r.t.Fatalf("gittest: %v", err)
		}
		for _, ext := range []string{".idx", ".rev", ".pack", ".keep", ".bitmap"} {
			name := pack[:len(pack)-len(".pack")] + ext
			if err := os.Remove(name); err != nil && !os.IsNotExist(err) {
				r.t.Fatalf("gittest: %v", err)
			}
		}
		r.GitInput(content, "unpack-objects", "-q")
	}
}

// LooseOnly is Linear without any pack.
func LooseOnly(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := Linear(t, opts...)
	r.Loose()
	return r
}

// MultiPack has nine commits in three packs and one that is loose. Files are
// edited across the packs, so that both sides of a change seldom share one.
func MultiPack(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	lines := make([]string, 40)
	for i := range lines {
		lines[i] = fmt.Sprintf("line %d of the beginning", i)
	}
	edit := func(n int) {
		lines[n*3] = fmt.Sprintf("line %d, edit %d", n*3, n)
		r.Commit("main", Commit{Files: Files{
			"edited.txt":                Lines(lines...),
			fmt.Sprintf("new%d.txt", n): Lines("new", strconv.Itoa(n)),
		}})
	}
	for n := range 9 {
		edit(n)
		if n%3 == 2 {
			r.Flush()
		}
	}
	packs := map[string]bool{}
	for _, p := range r.Packs() {
		packs[p] = true
	}
	edit(9)
	r.Flush()
	for _, p := range r.Packs() {
		if packs[p] {
			continue
		}
		content, err := os.ReadFile(p)
		if err != nil {
			t.Fatalf("gittest: %v", err)
		}
		for _, ext := range []string{".idx", ".rev", ".pack"} {
			os.Remove(p[:len(p)-len(".pack")] + ext)
		}
		r.GitInput(content, "unpack-objects", "-q")
	}
	return r
}

// derive runs git with the place of a new repository as its last argument.
func derive(from *Repo, bare bool, args ...string) *Repo {
	from.t.Helper()
	from.Flush()
	r := newRepo(from.t, filepath.Join(from.t.TempDir(), "repo"), bare, from.format)
	r.clock = from.clock
	r.mustRun(from.dir, nil, append(args, r.dir)...)
	return r
}

// Clone is a plain bare clone through the file protocol: one pack, all
// branches and tags.
func Clone(from *Repo) *Repo {
	from.t.Helper()
	return derive(from, true, "clone", "--quiet", "--bare", "file://"+from.Dir())
}

// Shallow is a bare clone of the default branch that ends depth commits down.
func Shallow(from *Repo, depth int) *Repo {
	from.t.Helper()
	return derive(from, true, "clone", "--quiet", "--bare", "--depth", strconv.Itoa(depth), "file://"+from.Dir())
}

// Partial is a bare clone with commits and trees but no blobs
// (--filter=blob:none); its promisor remote is the source, still in place.
func Partial(from *Repo) *Repo {
	from.t.Helper()
	from.Git("config", "uploadpack.allowFilter", "true")
	from.Git("config", "uploadpack.allowAnySHA1InWant", "true")
	return derive(from, true, "clone", "--quiet", "--bare", "--filter=blob:none", "file://"+from.Dir())
}

// Alternates is a bare clone that borrows every object of its source by
// objects/info/alternates, with one commit of its own on main.
func Alternates(from *Repo) *Repo {
	from.t.Helper()
	r := derive(from, true, "clone", "--quiet", "--bare", "--shared", from.Dir())
	r.Commit("main", Commit{Message: "Own commit\n", Files: Files{"own.txt": Lines("own")}})
	r.Flush()
	return r
}

// LinkedWorktree is a second work tree of the source, on the new branch
// "linked", one commit ahead of HEAD. Its GitDir is the common one.
func LinkedWorktree(from *Repo) *Repo {
	from.t.Helper()
	r := derive(from, false, "worktree", "add", "--quiet", "-b", "linked")
	r.gitDir = from.GitDir()
	r.Commit("linked", Commit{Message: "In the linked work tree\n", Files: Files{"linked.txt": Lines("linked")}})
	r.Git("reset", "--quiet", "--hard")
	return r
}
