package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/bench"
)

// t0 is the last second before the defects that count, in UTC.
const (
	t0     = "2025-11-23T23:59:59Z"
	t0Unix = 1763942399
)

const day = 24 * 60 * 60

// commit is what is needed of a commit.
type commit struct {
	id      string
	unix    int64
	subject string
}

// readHistory gives the candidates of a repository what was known of them at
// T0, as Leadline and git tell it.
func readHistory(ctx context.Context, leadline, dir string, r *repository) error {
	tmp, err := os.MkdirTemp("", "leadline-defects-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	// A link to a repository is as good as the repository.
	if dir, err = filepath.EvalSymlinks(dir); err != nil {
		return err
	}
	c, err := bench.NewCopy(ctx, dir, "HEAD", tmp)
	if err != nil {
		return err
	}
	reading, err := moveToT0(ctx, c)
	if err != nil {
		return err
	}
	r.head = c.Head
	commits, err := readCommits(ctx, c)
	if err != nil {
		return err
	}
	changed, err := readChanges(c.Command(ctx, leadline, "export", "changes"))
	if err != nil {
		return err
	}
	tell(r.files, commits, changed, reading)
	return readComplexity(c.Command(ctx, "git", "cat-file", "--batch"), c.Head, r.files)
}

// moveToT0 moves the copy to the newest commit up to T0, as the data set does,
// and gives the day of reading: T0, or the last commit of a copy that ends
// before.
func moveToT0(ctx context.Context, c *bench.Copy) (unix int64, err error) {
	newest, err := c.Git(ctx, "log", "-1", "--format=%ct")
	if err != nil {
		return 0, err
	}
	if unix, err = strconv.ParseInt(newest, 10, 64); err != nil {
		return 0, err
	}
	head, err := c.Git(ctx, "log", "-1", "--before="+t0, "--format=%H")
	if err != nil {
		return 0, err
	}
	if head == "" {
		return 0, errors.New("no commit before T0")
	}
	return min(unix, t0Unix), c.Move(ctx, head)
}

// readCommits lists the commits, the newest first.
func readCommits(ctx context.Context, c *bench.Copy) ([]commit, error) {
	out, err := c.Git(ctx, "log", "--no-merges", "--format=%H%x00%ct%x00%s")
	if err != nil {
		return nil, err
	}
	var all []commit
	for line := range strings.Lines(out) {
		id, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\x00")
		when, subject, _ := strings.Cut(rest, "\x00")
		unix, err := strconv.ParseInt(when, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("git log: %q: %w", line, err)
		}
		all = append(all, commit{id, unix, subject})
	}
	return all, nil
}

// touched is a file that a commit changed, and its name before if that was
// another one.
type touched struct{ path, previous string }

// readChanges reads what Leadline exports, by commit.
func readChanges(cmd *exec.Cmd) (map[string][]touched, error) {
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	all := map[string][]touched{}
	for _, row := range rows[min(1, len(rows)):] {
		all[row[0]] = append(all[row[0]], touched{row[1], row[2]})
	}
	return all, nil
}

// tell gives each candidate its changes. Commits come the newest first, so
// that a name is known to have become another one before it is met.
func tell(files []*file, commits []commit, changed map[string][]touched, reading int64) {
	at := map[string]*file{}
	for _, f := range files {
		at[f.path] = f
	}
	for _, c := range commits {
		x := change{
			days: max(0, float64(reading-c.unix)/day), files: len(changed[c.id]),
			fix: hotspot.Fixes(c.subject), keyword: keyword(c.subject),
		}
		for _, t := range changed[c.id] {
			f := at[t.path]
			if f == nil {
				continue
			}
			f.changes = append(f.changes, x)
			if t.previous != "" {
				at[t.previous] = f
			}
		}
	}
}

var (
	fixWords  = regexp.MustCompile(`(?i)\b(fix|bug|patch|resolve)\b`)
	fixNoWord = regexp.MustCompile(`(?i)\b(typo|docs|style|lint|bump|chore|format|deps)\b`)
)

// keyword reports whether the data set takes a subject for a fix. Its labels
// after T0 are made in the same way.
func keyword(subject string) bool {
	return fixWords.MatchString(subject) && !fixNoWord.MatchString(subject)
}

// readComplexity estimates the complexity of the candidates from their text
// at T0. A file that a copy does not have counts as
// one without branches.
func readComplexity(cmd *exec.Cmd, head string, files []*file) error {
	var ask strings.Builder
	for _, f := range files {
		fmt.Fprintf(&ask, "%s:%s\n", head, f.path)
	}
	cmd.Stdin = strings.NewReader(ask.String())
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	in := bufio.NewReader(bytes.NewReader(out))
	for _, f := range files {
		head, err := in.ReadString('\n')
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		cells := strings.Fields(head)
		if len(cells) != 3 {
			f.complexity = 1
			continue // "… missing"
		}
		size, err := strconv.Atoi(cells[2])
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		text := make([]byte, size+1)
		if _, err := io.ReadFull(in, text); err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		f.complexity = decisions(text)
	}
	return nil
}

// decisions counts the words and signs that branch in the languages of the
// data set, and one more: about the cyclomatic number of the text (T. McCabe, A
// Complexity Measure, 1976), though what stands in comments and strings counts
// too.
func decisions(text []byte) float64 { return float64(1 + len(branching.FindAll(text, -1))) }

var branching = regexp.MustCompile(`\b(?:if|elif|for|while|case|catch|except|when|match|switch)\b|&&|\|\||\?`)
