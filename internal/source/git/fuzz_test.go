package git

import (
	"bufio"
	"bytes"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

// FuzzLog reads the stream of git log. Whatever it holds, every commit that is
// given is whole: its id and paths are what was asked for.
func FuzzLog(f *testing.F) {
	for _, format := range []string{"sha1", "sha256"} {
		r := gittest.BranchyRandom(f, 2, 10, 3, gittest.ObjectFormat(format))
		stream := r.GitInput(nil, append(logArguments[:len(logArguments):len(logArguments)], "HEAD")...)
		f.Add(stream, format == "sha256")
		if n := parseLog(f, stream, format == "sha256"); n != 10 {
			f.Fatalf("%d commits of 10", n)
		}
		f.Add(stream[:len(stream)/2], format == "sha256")
	}
	hostile := gittest.Hostile(f)
	f.Add(hostile.GitInput(nil, append(logArguments[:len(logArguments):len(logArguments)], "HEAD")...), false)
	f.Fuzz(func(t *testing.T, stream []byte, sha256 bool) { parseLog(t, stream, sha256) })
}

func parseLog(t testing.TB, stream []byte, sha256 bool) (commits int) {
	idLen := 20
	if sha256 {
		idLen = 32
	}
	n := newNames(idLen)
	err := newLogParser(bytes.NewReader(stream), n).all(func(c logged) {
		commits++
		if len(c.commit.ID) != 2*idLen {
			t.Fatalf("commit %q", c.commit.ID)
		}
		for _, r := range c.rows {
			if r.path < 0 || int(r.path) >= len(n.path) || int(r.old) >= len(n.oids) || int(r.blob) >= len(n.oids) {
				t.Fatalf("row %+v", r)
			}
		}
	})
	if err == nil && commits == 0 && len(stream) > 0 {
		t.Fatalf("nothing was read of %d bytes", len(stream))
	}
	return commits
}

// FuzzNumstat reads the output of git log --numstat.
func FuzzNumstat(f *testing.F) {
	r := gittest.BranchyRandom(f, 3, 20, 5)
	f.Add(r.GitInput(nil, "log", "--numstat", "-M50%", "-z", "--format=%H", "--root"))
	f.Add([]byte(strings.Repeat("1", 40) + "\x00\n1\t2\ta\x00-\t-\tb\x003\t0\t\x00old\x00new\x00"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		_ = parseNumstat(bufio.NewReader(bytes.NewReader(stream)), 40, func(c Counted) {
			if c.Binary && c.Added+c.Deleted != 0 {
				t.Fatalf("%+v", c)
			}
		})
	})
}

// FuzzBlame reads the output of git blame --porcelain: as many lines as start
// with a tab.
func FuzzBlame(f *testing.F) {
	r := gittest.Linear(f)
	f.Add(r.GitInput(nil, "blame", "--porcelain", "HEAD", "--", "a.txt"))
	f.Add([]byte(strings.Repeat("1", 40) + " 1 1 1\n\tline without an end"))
	f.Fuzz(func(t *testing.T, stream []byte) {
		lines, err := parseBlame(stream)
		if err != nil {
			return
		}
		want := 0
		for line := range bytes.Lines(stream) {
			if line[0] == '\t' {
				want++
			}
		}
		if len(lines) != want {
			t.Fatalf("%d lines of %d", len(lines), want)
		}
	})
}

// FuzzTreeDiffs reads the output of git diff-tree --stdin.
func FuzzTreeDiffs(f *testing.F) {
	r := gittest.Linear(f)
	pair := r.Git("rev-parse", "HEAD~4^{tree}") + " " + r.Git("rev-parse", "HEAD^{tree}") + "\n"
	f.Add(r.GitInput([]byte(pair), "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-abbrev"))
	f.Fuzz(func(_ *testing.T, stream []byte) {
		_ = parseTreeDiffs(stream, func(string, fact.BranchFile) {})
	})
}

// The yardsticks themselves are read right.
func TestYardsticks(t *testing.T) {
	id := strings.Repeat("1", 40)
	other := strings.Repeat("2", 40)
	var rows []Counted
	err := parseNumstat(bufio.NewReader(strings.NewReader(id+"\x00\n1\t2\ta\tb\nc\x00-\t-\tbin\x00"+other+"\x00\n3\t0\t\x00old\x00new\x00")), 40,
		func(c Counted) { rows = append(rows, c) })
	want := []Counted{
		{Commit: fact.CommitID(id), Path: "a\tb\nc", Added: 1, Deleted: 2},
		{Commit: fact.CommitID(id), Path: "bin", Binary: true},
		{Commit: fact.CommitID(other), Path: "new", Previous: "old", Added: 3},
	}
	if err != nil || len(rows) != len(want) {
		t.Fatalf("%+v, %v", rows, err)
	}
	for i := range want {
		if rows[i] != want[i] {
			t.Errorf("%+v, want %+v", rows[i], want[i])
		}
	}
	lines, err := parseBlame([]byte(id + " 1 1 2\nauthor A\nfilename f\n\tx\n" + id + " 2 2\n\t" + other + " 1 1\n" + other + " 1 3 1\nfilename f\n\t"))
	if err != nil || len(lines) != 3 || lines[0] != fact.CommitID(id) || lines[1] != fact.CommitID(id) || lines[2] != fact.CommitID(other) {
		t.Errorf("%v, %v", lines, err)
	}
}

func FuzzParseComparison(f *testing.F) {
	f.Add([]byte(":100644 100644 1111 2222 M\x00a\x00:100644 100644 1111 1111 R100\x00b\x00c\x00001\t2\ta\x000\t0\t\x00b\x00c\x00"))
	f.Fuzz(func(t *testing.T, out []byte) {
		changes, err := parseComparison(out)
		for i := range changes {
			if err == nil && changes[i].Path == "" && len(out) > 0 && changes[i].Kind == 0 {
				t.Errorf("%+v", changes[i])
			}
		}
	})
}
