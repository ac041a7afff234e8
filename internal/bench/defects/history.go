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

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/bench"
	"leadline/internal/fact"
)

// t0 is the last second before the defects that count, in UTC.
const (
	t0     = "2025-11-23T23:59:59Z"
	t0Unix = 1763942399
)

const day = 24 * 60 * 60

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
	h, err := readFacts(ctx, leadline, c)
	if err != nil {
		return err
	}
	complexity, err := readComplexity(c.Command(ctx, leadline, "export", "functions"))
	if err != nil {
		return err
	}
	estimates := map[fact.Path]float64{}
	err = readContents(c.Command(ctx, "git", "cat-file", "--batch"), h.Files, func(f *fact.File, text []byte) {
		describe(f, text)
		estimates[f.Path] = decisions(text)
	})
	if err != nil {
		return err
	}
	tell(r.files, h, reading)
	weigh(r.files, complexity, estimates)
	score(r.files, h, complexity, reading)
	return nil
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

// readFacts reads the history of the copy, without lines.
func readFacts(ctx context.Context, leadline string, c *bench.Copy) (*fact.History, error) {
	h := &fact.History{Head: fact.CommitID(c.Head)}
	log, err := c.Git(ctx, "log", "--date-order", "--reverse", "--format=%H%x00%P%x00%ct%x00%s")
	if err != nil {
		return nil, err
	}
	changes, err := readChanges(c.Command(ctx, leadline, "export", "changes"))
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(log) {
		commit, err := parseCommit(line)
		if err != nil {
			return nil, err
		}
		commit.Changes = changes[commit.ID]
		h.Commits = append(h.Commits, commit)
	}
	tree, err := c.Git(ctx, "ls-tree", "-r", "-z", c.Head)
	if err != nil {
		return nil, err
	}
	for entry := range strings.SplitSeq(strings.TrimSuffix(tree, "\x00"), "\x00") {
		f, err := parseEntry(entry)
		if err != nil {
			return nil, err
		}
		h.Files = append(h.Files, f)
	}
	return h, nil
}

func parseCommit(line string) (fact.Commit, error) {
	cells := strings.SplitN(strings.TrimSuffix(line, "\n"), "\x00", 4)
	if len(cells) != 4 {
		return fact.Commit{}, fmt.Errorf("git log: %q", line)
	}
	unix, err := strconv.ParseInt(cells[2], 10, 64)
	if err != nil {
		return fact.Commit{}, fmt.Errorf("git log: %q: %w", line, err)
	}
	c := fact.Commit{ID: fact.CommitID(cells[0]), Committed: fact.Time{Unix: unix}, Subject: cells[3]}
	for p := range strings.FieldsSeq(cells[1]) {
		c.Parents = append(c.Parents, fact.CommitID(p))
	}
	return c, nil
}

func parseEntry(entry string) (fact.File, error) {
	head, name, _ := strings.Cut(entry, "\t")
	cells := strings.Fields(head)
	if len(cells) != 3 {
		return fact.File{}, fmt.Errorf("git ls-tree: %q", entry)
	}
	mode, err := strconv.ParseUint(cells[0], 8, 32)
	if err != nil {
		return fact.File{}, fmt.Errorf("git ls-tree: %q: %w", entry, err)
	}
	return fact.File{Path: fact.Path(name), Mode: fact.Mode(mode), Blob: fact.BlobID(cells[2])}, nil
}

// readChanges reads what Leadline exports, by commit: which files each changed, and
// their names before.
func readChanges(cmd *exec.Cmd) (map[fact.CommitID][]fact.Change, error) {
	rows, err := readTable(cmd)
	if err != nil {
		return nil, err
	}
	all := map[fact.CommitID][]fact.Change{}
	for _, row := range rows {
		c := fact.Change{Path: fact.Path(row["path"]), Previous: fact.Path(row["previous_path"]), Kind: fact.Modified}
		if c.Previous != "" {
			c.Kind = fact.Renamed
		}
		id := fact.CommitID(row["commit"])
		all[id] = append(all[id], c)
	}
	return all, nil
}

// readComplexity reads what Leadline exports of functions and adds it up by file, as
// fact.Structure does.
func readComplexity(cmd *exec.Cmd) (map[fact.Path]int, error) {
	rows, err := readTable(cmd)
	if err != nil {
		return nil, err
	}
	all := map[fact.Path]int{}
	for _, row := range rows {
		if row["cyclomatic"] == "" {
			continue // a type
		}
		n, err := strconv.Atoi(row["cyclomatic"])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
		}
		all[fact.Path(row["path"])] += n
	}
	return all, nil
}

// readTable reads an export, each row by the names of its columns.
func readTable(cmd *exec.Cmd) ([]map[string]string, error) {
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	rows, err := csv.NewReader(bytes.NewReader(out)).ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	var all []map[string]string
	for i, row := range rows {
		if i == 0 {
			continue
		}
		cells := make(map[string]string, len(row))
		for k, cell := range row {
			cells[rows[0][k]] = cell
		}
		all = append(all, cells)
	}
	return all, nil
}

// readContents hands on the content of each file; of submodules there is none.
func readContents(cmd *exec.Cmd, files []fact.File, see func(f *fact.File, text []byte)) error {
	var ask strings.Builder
	for i := range files {
		fmt.Fprintln(&ask, files[i].Blob)
	}
	cmd.Stdin = strings.NewReader(ask.String())
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(cmd.Args, " "), err)
	}
	in := bufio.NewReader(bytes.NewReader(out))
	for i := range files {
		head, err := in.ReadString('\n')
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		cells := strings.Fields(head)
		if len(cells) != 3 {
			continue // "… missing"
		}
		size, err := strconv.Atoi(cells[2])
		if err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		text := make([]byte, size+1) // and a line feed
		if _, err := io.ReadFull(in, text); err != nil {
			return fmt.Errorf("git cat-file: %w", err)
		}
		see(&files[i], text[:size])
	}
	return nil
}

// tell gives each candidate its changes, under former names too.
func tell(files []*file, h *fact.History, reading int64) {
	at := map[fact.Path]*file{}
	for _, f := range files {
		at[fact.Path(f.path)] = f
	}
	t := activity.NewTimeline(h)
	for c, changes := range t.Changes(activity.Window{End: len(t.Mainline)}) {
		x := change{
			days: max(0, float64(reading-c.Committed.Unix)/day), files: len(changes),
			fix: hotspot.Fixes(c.Subject), keyword: keyword(c.Subject),
		}
		for _, m := range changes {
			if f := at[m.Now]; f != nil {
				f.changes = append(f.changes, x)
			}
		}
	}
}

// weigh gives each candidate its complexity: what Leadline exports, else an estimate;
// a file that the copy does not have counts as one without branches.
func weigh(files []*file, complexity map[fact.Path]int, estimates map[fact.Path]float64) {
	for _, f := range files {
		p := fact.Path(f.path)
		f.complexity = max(1, estimates[p])
		if n := complexity[p]; n > 0 {
			f.complexity = float64(n)
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

// decisions counts the words and signs that branch in the languages of the
// data set, and one more: about the cyclomatic number of the text (T. McCabe, A
// Complexity Measure, 1976), though what stands in comments and strings counts
// too.
func decisions(text []byte) float64 { return float64(1 + len(branching.FindAll(text, -1))) }

var branching = regexp.MustCompile(`\b(?:if|elif|for|while|case|catch|except|when|match|switch)\b|&&|\|\||\?`)
