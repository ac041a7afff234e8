package git_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/source/git"
)

// TestCompare holds what differs against what was done, between commits and with what
// is staged.
func TestCompare(t *testing.T) {
	r := gittest.New(t)
	many := strings.Repeat("a line\nanother line\n", 20)
	base := r.Commit("main", gittest.Commit{Files: gittest.Files{
		"changed": gittest.Lines("1", "2", "3"), "gone": gittest.Lines("x"), "here": []byte(many), "picture": []byte("\x00\x01"), "mode": gittest.Lines("m"), "same": gittest.Lines("s"),
		"a\tb\nc": gittest.Lines("1"),
	}})
	head := r.Commit("main", gittest.Commit{
		Files: gittest.Files{
			"changed": gittest.Lines("1", "two", "3", "4"), "gone": nil, "here": nil, "there/é": []byte(many + "more\n"), "picture": []byte("\x00\x02"), "mode": gittest.Lines("m"),
			"new": gittest.Lines("n"), "a\tb\nc": gittest.Lines("2"),
		},
		Modes: map[string]int{"mode": 0o100755},
	})
	const want = `modified "a\tb\nc" +1 -1, modified "changed" +2 -1, deleted "gone" +0 -1, modified "mode" +0 -0, added "new" +1 -0, modified "picture" binary, renamed "there/é" from "here" +1 -0`
	told := func(changes []fact.Change, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		var parts []string
		for _, c := range changes {
			s := fmt.Sprintf("%s %q", c.Kind, c.Path)
			if c.Previous != "" {
				s += fmt.Sprintf(" from %q", c.Previous)
			}
			if c.Counted() {
				s += fmt.Sprintf(" +%d -%d", c.Added, c.Deleted)
			} else {
				s += " binary"
			}
			parts = append(parts, s)
		}
		return strings.Join(parts, ", ")
	}
	ctx := context.Background()
	repository, err := git.Open(ctx, r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	if got := told(repository.Compare(ctx, fact.CommitID(base), fact.CommitID(head))); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if got := told(repository.Compare(ctx, fact.CommitID(head), fact.CommitID(head))); got != "" {
		t.Errorf("of the same: %s", got)
	}
	r.Git("read-tree", head)
	loose := r.Git("count-objects")
	if got := told(repository.CompareStaged(ctx, fact.CommitID(base))); got != want {
		t.Errorf("staged: %s\nwant %s", got, want)
	}
	patch := []byte(r.Git("diff", "--binary", base, head) + "\n\n")
	if changes, contents, err := repository.ComparePatch(ctx, fact.CommitID(base), patch, 9); told(changes, err) != want || string(contents[changes[1].Blob]) != "1\ntwo\n3\n4\n"[:10] {
		t.Errorf("patched: %s, %q\nwant %s", told(changes, err), contents, want)
	}
	for name, bad := range map[string]string{
		"to something else": string(patch), "empty": "", "no patch": "hello\n", "cut": string(patch[:len(patch)/2]),
		"out of it": "diff --git a/../x b/../x\nnew file mode 100644\n--- /dev/null\n+++ b/../x\n@@ -0,0 +1 @@\n+x\n",
		"into .git": "diff --git a/.git/config b/.git/config\nnew file mode 100644\n--- /dev/null\n+++ b/.git/config\n@@ -0,0 +1 @@\n+x\n",
	} {
		if changes, _, err := repository.ComparePatch(ctx, fact.CommitID(head), []byte(bad), 10); !errors.Is(err, git.ErrPatch) {
			t.Errorf("%s: %s %v", name, told(changes, nil), err)
		}
	}
	if left := r.Git("count-objects"); left != loose {
		t.Errorf("%s, before the patches %s", left, loose)
	}
	other := r.Commit("other", gittest.Commit{Parents: []string{base}, Files: gittest.Files{"x": gittest.Lines("x")}})
	alone := r.Commit("alone", gittest.Commit{Parents: []string{}, Files: gittest.Files{"x": gittest.Lines("x")}})
	r.Flush()
	if id, ok, err := repository.MergeBase(ctx, fact.CommitID(head), fact.CommitID(other)); id != fact.CommitID(base) || !ok || err != nil {
		t.Errorf("%s, %v, %v, want %s", id, ok, err, base)
	}
	if id, ok, err := repository.MergeBase(ctx, fact.CommitID(head), fact.CommitID(alone)); ok || err != nil {
		t.Errorf("%s of what has nothing in common, %v", id, err)
	}
}

// What leads from one commit to another, newest first: nothing of the other side.
func TestBetween(t *testing.T) {
	r := gittest.New(t)
	base := r.Commit("main", gittest.Commit{Files: gittest.Files{"a": gittest.Lines("1")}})
	r.Branch("topic", base)
	r.Commit("topic", gittest.Commit{Files: gittest.Files{"b": gittest.Lines("1")}, Message: "one"})
	tip := r.Commit("topic", gittest.Commit{Author: gittest.Identity{Name: "Bob", Email: "b@b.example"}, Files: gittest.Files{"b": gittest.Lines("2")}, Message: "two\n\nReviewed-by: A <a@a.example>\n"})
	main := r.Commit("main", gittest.Commit{Files: gittest.Files{"a": gittest.Lines("2")}, Message: "elsewhere"})
	head := r.Commit("main", gittest.Commit{Parents: []string{main, tip}, Files: gittest.Files{"b": gittest.Lines("2")}, Message: "merge"})
	r.Flush()
	ctx := context.Background()
	repository, err := git.Open(ctx, r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, to, want string }{{main, head, "merge by Ann Author, two by Bob, one by Ann Author"}, {head, head, ""}, {head, base, ""}} {
		commits, err := repository.Between(ctx, fact.CommitID(c.from), fact.CommitID(c.to))
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for i := range commits {
			got = append(got, commits[i].Subject+" by "+commits[i].Author.Name)
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%q, want %q", s, c.want)
		}
	}
}

// Where a content is missing, of that file alone nothing is known, and a failure of git that
// has another cause stays one.
func TestCompareWithoutSomeContents(t *testing.T) {
	from := gittest.New(t)
	long := gittest.Lines(strings.Repeat("long ", 100))
	base := from.Commit("main", gittest.Commit{Files: gittest.Files{"a": gittest.Lines("1"), "[b]": long, "moved": gittest.Lines("m", "n")}})
	head := from.Commit("main", gittest.Commit{Files: gittest.Files{
		"a": gittest.Lines("1", "2"), "[b]": append(long, long...), "new": gittest.Lines(strings.Repeat("other ", 100)), "moved": nil, "to/moved": gittest.Lines("m", "n"),
	}})
	from.Flush()
	from.Git("config", "uploadpack.allowFilter", "true")
	dir := filepath.Join(t.TempDir(), "partial")
	from.Git("clone", "--quiet", "--bare", "--filter=blob:limit=100", "file://"+from.Dir(), dir)
	ctx := context.Background()
	r, err := git.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	changes, err := r.Compare(ctx, fact.CommitID(base), fact.CommitID(head))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range changes {
		c := &changes[i]
		got = append(got, fmt.Sprintf("%s %v +%d -%d", c.Path, c.Counted(), c.Added, c.Deleted))
	}
	if s := strings.Join(got, ", "); s != "[b] false +0 -0, a true +1 -0, new false +0 -0, to/moved true +0 -0" {
		t.Error(s)
	}
	if _, err := r.Compare(ctx, fact.CommitID(base), fact.CommitID(strings.Repeat("1", 40))); err == nil {
		t.Error("a commit that is not there is compared")
	}
}
