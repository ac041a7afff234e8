package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Blame asks git itself which commit wrote each line of a file. It is the
// yardstick of line origins.
func (r *Repository) Blame(ctx context.Context, at fact.CommitID, path fact.Path) ([]fact.CommitID, error) {
	args := []string{
		"-c", "diff.algorithm=myers", "-c", "diff.indentHeuristic=true",
		"blame", "--porcelain", "--no-textconv", "--ignore-revs-file=", // forgets those that are configured
		string(at), "--", string(path),
	}
	out, err := output(ctx, r.top(), args...)
	if err != nil {
		return nil, err
	}
	return parseBlame(out)
}

// top is the directory that paths of the repository are relative to.
func (r *Repository) top() string {
	if r.Root != "" {
		return r.Root
	}
	return r.Dir
}

var errBlameFormat = errors.New("git blame: unexpected output")

// parseBlame reads the porcelain form: before each line of the file, which
// starts with a tab, stands a header "ID ORIGINAL FINAL [COUNT]", and before
// the first line of a commit more about it.
func parseBlame(out []byte) ([]fact.CommitID, error) {
	var lines []fact.CommitID
	var id fact.CommitID
	ids := map[string]fact.CommitID{}
	header := true
	for len(out) > 0 {
		line := out
		if i := bytes.IndexByte(out, '\n'); i >= 0 {
			line, out = out[:i], out[i+1:]
		} else {
			out = nil
		}
		switch {
		case len(line) > 0 && line[0] == '\t':
			lines = append(lines, id)
			header = true
		case header:
			first, _, ok := bytes.Cut(line, []byte(" "))
			if !ok || len(first) < 40 {
				return nil, errBlameFormat
			}
			if id, ok = ids[string(first)]; !ok {
				id = fact.CommitID(first)
				ids[string(first)] = id
			}
			header = false
		}
	}
	return lines, nil
}

// Counted is one row of `git log --numstat`.
type Counted struct {
	Commit         fact.CommitID
	Path           fact.Path
	Previous       fact.Path // of a rename
	Binary         bool
	Added, Deleted int
}

// Numstat asks git itself for the numbers of lines of commits that are not
// merges. It is the yardstick of counted lines and renames. The rows come in
// git's order; an error can follow rows that are right.
func (r *Repository) Numstat(ctx context.Context, commits []fact.CommitID, yield func(Counted)) error {
	args := []string{
		"-c", "diff.algorithm=myers", "-c", "diff.indentHeuristic=true", "-c", "core.bigFileThreshold=512m", "-c", "core.attributesFile=" + os.DevNull,
		"log", "--numstat", "-M50%", "-l0", "-z", "--format=%H", "--root", "--no-walk=unsorted",
		"--no-show-signature", "--no-notes", "--no-color", "--no-ext-diff", "--no-textconv", "--no-relative",
		"--ignore-submodules=none", "--no-decorate", "--stdin",
	}
	var revs strings.Builder
	for _, c := range commits {
		revs.WriteString(string(c) + "\n")
	}
	read := func(out io.Reader) error {
		return parseNumstat(bufio.NewReaderSize(out, 1<<16), 2*r.idLen, yield)
	}
	return stream(ctx, r.Dir, revs.String(), read, args...)
}

// parseNumstat reads "ID NUL" per commit, then after a line feed rows of
// "added TAB deleted TAB path NUL", or for renames with an empty path and the
// old and the new one after it.
func parseNumstat(in *bufio.Reader, idLen int, yield func(Counted)) error {
	var commit fact.CommitID
	token := func() (string, error) {
		s, err := in.ReadString(0)
		return strings.TrimSuffix(s, "\x00"), err
	}
	for {
		t, err := token()
		if errors.Is(err, io.EOF) && t == "" {
			return nil
		}
		if err != nil {
			return err
		}
		t = strings.TrimPrefix(t, "\n")
		f := strings.SplitN(t, "\t", 3)
		if len(f) != 3 {
			if len(t) != idLen {
				return fmt.Errorf("git log --numstat: unexpected output %.80q", t)
			}
			commit = fact.CommitID(t)
			continue
		}
		c := Counted{Commit: commit, Path: fact.Path(f[2]), Binary: f[0] == "-"}
		if !c.Binary {
			if c.Added, err = strconv.Atoi(f[0]); err != nil {
				return err
			}
			if c.Deleted, err = strconv.Atoi(f[1]); err != nil {
				return err
			}
		}
		if f[2] == "" {
			previous, err := token()
			if err != nil {
				return err
			}
			path, err := token()
			if err != nil {
				return err
			}
			c.Previous, c.Path = fact.Path(previous), fact.Path(path)
		}
		yield(c)
	}
}
