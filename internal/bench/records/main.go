// Records asks Leadline what it understood of the files in the folders of records of
// repositories, and holds the answer against what git lists there and against the texts:
// every file has to be told of, and a status that a text plainly gives has to be found.
// `make records` runs it; docs/evidence/records.md has its figures.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/bench"
)

func main() { bench.Main("records", records) }

func records(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var leadline, repos string
	var all bool
	f := flag.NewFlagSet("records", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&leadline, "leadline", "bin/leadline", "the program to ask")
	f.StringVar(&repos, "repos", "", "the directory below which the repositories are")
	f.BoolVar(&all, "all", false, "list every file that is no record, and why")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || repos == "":
		return errors.New("usage: records -repos DIR [-all]")
	}
	leadline, err := filepath.Abs(leadline)
	if err != nil {
		return err
	}
	dirs, err := bench.Find(repos)
	if err != nil {
		return err
	}
	var b, listed strings.Builder
	fmt.Fprintf(&b, "%s.\n\n", bench.Machine(ctx, leadline))
	bench.Head(&b, "repository", "commit", "files", "records", "not understood", "no record", "not told of", "heading", "bullet", "front matter", "table", "bold", "title or key", "no status", "status not known", "status overlooked")
	var sum tally
	var failed []error
	for _, dir := range dirs {
		fmt.Fprintf(stderr, "%s\n", dir)
		t, err := look(ctx, leadline, dir, all)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", dir, err))
			continue
		}
		if t.files == 0 {
			continue
		}
		t.row(&b, bench.Name(repos, dir))
		for _, line := range t.lines {
			fmt.Fprintf(&listed, "%s: %s\n", bench.Name(repos, dir), line)
		}
		sum.add(t)
	}
	sum.row(&b, "all")
	understood := sum.records - len(sum.overlooked) - sum.unknown
	fmt.Fprintf(&b, "\nUnderstood, with the status where a text gives one: %d of %d, %.1f %%.\n\n%s", understood, sum.records+sum.lost, 100*float64(understood)/float64(max(1, sum.records+sum.lost)), listed.String())
	if _, err := io.WriteString(stdout, b.String()); err != nil {
		return err
	}
	if n := len(sum.silent); n > 0 {
		failed = append(failed, fmt.Errorf("%d files were not told of", n))
	}
	return errors.Join(failed...)
}

// tally is what was found in a repository, or in all.
type tally struct {
	head                                        string
	files, records, lost, passed, none, unknown int
	styles                                      map[string]int
	silent, overlooked                          []string
	lines                                       []string
}

func (t *tally) add(o *tally) {
	t.files, t.records, t.lost, t.passed = t.files+o.files, t.records+o.records, t.lost+o.lost, t.passed+o.passed
	t.none, t.unknown = t.none+o.none, t.unknown+o.unknown
	t.silent, t.overlooked = append(t.silent, o.silent...), append(t.overlooked, o.overlooked...)
	if t.styles == nil {
		t.styles = map[string]int{}
	}
	for _, s := range slices.Sorted(maps.Keys(o.styles)) {
		t.styles[s] += o.styles[s]
	}
}

func (t *tally) row(b *strings.Builder, name string) {
	n := func(x int) string { return bench.Count(x) }
	bench.Row(b, name, t.head, n(t.files), n(t.records), n(t.lost), n(t.passed), n(len(t.silent)), n(t.styles["heading"]), n(t.styles["bullet"]), n(t.styles["front matter"]),
		n(t.styles["table"]), n(t.styles["bold"]), n(t.styles["title"]+t.styles["key"]), n(t.none), n(t.unknown), n(len(t.overlooked)))
}

// look asks about one repository.
func look(ctx context.Context, leadline, dir string, all bool) (*tally, error) {
	to, err := os.MkdirTemp("", "leadline-records-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(to)
	c, err := bench.NewCopy(ctx, dir, "HEAD", to)
	if err != nil {
		return nil, err
	}
	tables, err := bench.Tables(c.Command(ctx, leadline, "record", "import", "--dry-run", "--format", "json", "--as-of", "2026-11-26"))
	if err != nil {
		return nil, err
	}
	t := &tally{styles: map[string]int{}}
	if t.head, err = c.Git(ctx, "rev-parse", "--short=10", "HEAD"); err != nil {
		return nil, err
	}
	t.head = strings.TrimSpace(t.head)
	told := map[string]bool{}
	for _, row := range tables["record/files"] {
		path := bench.Path(row[0])
		told[path] = true
		text := func(i int) string { s, _ := row[i].(string); return s }
		switch text(1) {
		case "record":
			if err := t.record(ctx, c, path, text(4), text(5)); err != nil {
				return nil, err
			}
			continue
		case "not understood":
			t.lost++
		case "remark": // on a record, which has a row of its own
			continue
		default:
			t.passed++
			if !all {
				continue
			}
		}
		t.lines = append(t.lines, path+": "+text(1)+": "+text(6))
	}
	return t, t.silence(ctx, c, tables["record/folders"], told)
}

var (
	saysStatus = regexp.MustCompile(`(?im)^[\s>#*|_-]*status[\s*_]*(:|\||$)`)
	head       = 40 // lines in which a status is looked for
)

// record counts a record, and looks at the text of one that is said to give no status.
func (t *tally) record(ctx context.Context, c *bench.Copy, path, status, style string) error {
	t.records++
	switch {
	case strings.HasPrefix(status, "? "):
		t.unknown++
		t.lines = append(t.lines, path+": status not known: "+strings.TrimPrefix(status, "? "))
	case status == "":
		t.none++
		text, err := c.Git(ctx, "cat-file", "blob", "HEAD:"+path)
		if err != nil {
			return err
		}
		lines := strings.SplitN(text, "\n", head+1)
		if saysStatus.MatchString(strings.Join(lines[:min(head, len(lines))], "\n")) {
			t.overlooked = append(t.overlooked, path)
			t.lines = append(t.lines, path+": says no status, it is said, and a line begins with the word")
		}
	}
	if style != "" {
		t.styles[style]++
	}
	return nil
}

// silence finds files in folders of records of which nothing was told.
func (t *tally) silence(ctx context.Context, c *bench.Copy, folders [][]any, told map[string]bool) error {
	t.files = len(told)
	for _, row := range folders {
		out, err := c.Git(ctx, "ls-tree", "-r", "-z", "--name-only", "HEAD", "--", bench.Path(row[0]))
		if err != nil {
			return err
		}
		for path := range strings.SplitSeq(strings.TrimRight(out, "\x00\n"), "\x00") {
			if path != "" && !told[path] {
				told[path] = true
				t.files++
				t.silent = append(t.silent, path)
				t.lines = append(t.lines, path+": nothing was told of it")
			}
		}
	}
	return nil
}
