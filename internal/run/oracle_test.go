package run_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// scan reads a directory into an index of the test's own, or with home into
// one that other calls share.
func scan(t testing.TB, dir, home string) *run.Facts {
	t.Helper()
	f, err := run.Scan(t.Context(), options(t, dir, home))
	if err != nil {
		t.Fatalf("scan %s: %v", dir, err)
	}
	return f
}

func options(t testing.TB, dir, home string) run.Options {
	t.Helper()
	if home == "" {
		home = t.TempDir()
	}
	return run.Options{
		Dir: dir, AsOf: time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC),
		Getenv: func(name string) string {
			if name == "LEADLINE_HOME" {
				return home
			}
			return ""
		},
	}
}

// export gives an export as text, for comparing two reads byte by byte.
func export(t testing.TB, o run.Options, name string) string {
	t.Helper()
	var b strings.Builder
	for _, e := range run.Exports() {
		if e.Name != name {
			continue
		}
		_, err := e.Rows(t.Context(), o, "", func(row []sheet.Value) error {
			for _, v := range row {
				fmt.Fprintf(&b, "%q %q %v\t", v.Text(), v.Place().Path, v.Number())
			}
			b.WriteByte('\n')
			return nil
		})
		if err != nil {
			t.Fatalf("export %s: %v", name, err)
		}
	}
	return b.String()
}

// tally counts what an oracle compared.
type tally struct {
	lines, linesOff int // lines, and those on which git blame differs
	rows, rowsOff   int // rows of numstat, and those that differ
}

// compareWithGit holds a read against `git ls-tree`, `git blame` and `git log
// --numstat`. Files must be equal; lines and rows that differ are counted, and
// the first ones told in the log.
func compareWithGit(t *testing.T, r *gittest.Repo, f *run.Facts) (n tally) {
	t.Helper()
	compareFiles(t, r, f)
	compareCommits(t, r, f)
	n.compareBlame(t, f)
	n.compareNumstat(t, f)
	return n
}

func compareFiles(t *testing.T, r *gittest.Repo, f *run.Facts) {
	t.Helper()
	var want, got strings.Builder
	for entry := range strings.SplitSeq(string(r.GitInput(nil, "ls-tree", "-r", "-z", "--full-tree", "HEAD")), "\x00") {
		meta, path, ok := strings.Cut(entry, "\t")
		if m := strings.Fields(meta); ok {
			fmt.Fprintf(&want, "%s %s %q\n", m[0], m[2], path)
		}
	}
	for _, file := range f.History.Files {
		fmt.Fprintf(&got, "%06o %s %q\n", file.Mode, file.Blob, file.Path)
	}
	if got.String() != want.String() {
		t.Errorf("files\n%s\nwant\n%s", first(got.String()), first(want.String()))
	}
}

func first(s string) string { return s[:min(len(s), 2000)] }

// compareCommits holds the graph against git rev-list.
func compareCommits(t *testing.T, r *gittest.Repo, f *run.Facts) {
	t.Helper()
	want := map[string]string{}
	for line := range strings.Lines(r.Git("rev-list", "--parents", "HEAD")) {
		id, parents, _ := strings.Cut(strings.TrimSpace(line), " ")
		want[id] = parents
	}
	seen := map[fact.CommitID]bool{}
	got := map[string]string{}
	for _, c := range f.History.Commits {
		var parents []string
		for _, p := range c.Parents {
			parents = append(parents, string(p))
			if _, ok := want[string(p)]; ok && !seen[p] {
				t.Errorf("%s comes before its parent %s", c.ID, p)
			}
		}
		seen[c.ID] = true
		got[string(c.ID)] = strings.Join(parents, " ")
	}
	if !maps.Equal(got, want) {
		t.Errorf("%d commits, git has %d, or their parents differ", len(got), len(want))
	}
}

func (n *tally) compareBlame(t *testing.T, f *run.Facts) {
	t.Helper()
	for i := range f.History.Files {
		file := &f.History.Files[i]
		if file.Mode != fact.ModeFile && file.Mode != fact.ModeExecutable {
			continue
		}
		if file.Content != fact.Text {
			if len(file.Lines) > 0 {
				t.Errorf("%q is no text and has lines", file.Path)
			}
			continue
		}
		blame, err := f.Repository.Blame(t.Context(), f.History.Head, file.Path)
		if err != nil {
			t.Fatalf("%q: %v", file.Path, err)
		}
		if len(blame) != file.LineCount() {
			t.Errorf("%q has %d lines, git blame %d", file.Path, file.LineCount(), len(blame))
			continue
		}
		at := 0
		for _, l := range file.Lines {
			for range l.Lines {
				n.lines++
				if blame[at] != l.Commit {
					n.linesOff++
					t.Logf("%q:%d is of %.8s, git says %.8s", file.Path, at+1, l.Commit, blame[at])
				}
				at++
			}
		}
	}
}

type rowKey struct {
	commit         fact.CommitID
	path, previous fact.Path
}

func (n *tally) compareNumstat(t *testing.T, f *run.Facts) {
	t.Helper()
	got := map[rowKey]string{}
	var commits []fact.CommitID
	for i := range f.History.Commits {
		c := &f.History.Commits[i]
		if c.Merge() {
			continue
		}
		commits = append(commits, c.ID)
		for _, ch := range c.Changes {
			counted := "-"
			if ch.Counted() {
				counted = fmt.Sprint(ch.Added, " ", ch.Deleted)
			}
			got[rowKey{c.ID, ch.Path, ch.Previous}] = counted
		}
	}
	err := f.Repository.Numstat(t.Context(), commits, func(c git.Counted) {
		n.rows++
		want := "-"
		if !c.Binary {
			want = fmt.Sprint(c.Added, " ", c.Deleted)
		}
		k := rowKey{c.Commit, c.Path, c.Previous}
		have, ok := got[k]
		delete(got, k)
		if !ok || have != want {
			n.rowsOff++
			t.Logf("%.8s %q (from %q): %q, git says %q", c.Commit, c.Path, c.Previous, have, want)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	for k, have := range got {
		n.rowsOff++
		t.Logf("%.8s %q (from %q): %q, git does not have it", k.commit, k.path, k.previous, have)
	}
}
