// Accept holds what Leadline says of repositories against what git says of
// them, prints how far the two agree, and fails where that is less than the
// project promises. `make accept` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/bench"
)

func main() { bench.Main("accept", accept) }

type options struct {
	leadline       string
	files, commits int
	seed           uint64
	progress       io.Writer
}

func accept(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{progress: stderr}
	var repos string
	f := flag.NewFlagSet("accept", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.leadline, "leadline", "bin/leadline", "the program to hold against git")
	f.StringVar(&repos, "repos", "", "the directory below which the repositories are")
	f.IntVar(&o.files, "files", 100, "how many files to blame in each")
	f.IntVar(&o.commits, "commits", 0, "how many commits to count in each; 0 means all")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || repos == "":
		return errors.New("usage: accept -repos DIR [-files N] [-commits N] [-seed N]")
	}
	var err error
	if o.leadline, err = filepath.Abs(o.leadline); err != nil {
		return err
	}
	dirs, err := bench.Find(repos)
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n%d files and %s of each repository, seed %d.\n\n", bench.Machine(ctx, o.leadline), o.files, commitsText(o.commits), o.seed)
	bench.Head(&b, "repository", "commits", "lines compared", "same commit, % (95 % interval)", "same author, %",
		"files compared, equal", "modified rows, equal %", "difference of totals, %", "renames of both sides, F1", "set apart")
	var failed []error
	for _, dir := range dirs {
		name := bench.Name(repos, dir)
		fmt.Fprintf(o.progress, "%s\n", dir)
		a, err := verify(ctx, &o, dir)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err == nil {
			row(&b, name, a)
			err = judge(a)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", name, err))
		}
	}
	if _, err := io.WriteString(stdout, b.String()); err != nil {
		return err
	}
	return errors.Join(failed...)
}

func commitsText(n int) string {
	if n == 0 {
		return "all commits"
	}
	return bench.Count(n) + " commits"
}

// verify asks Leadline to compare itself with git on a copy of a repository.
// The history is read before, so that what is compared has been in the index,
// as it mostly has when somebody asks.
func verify(ctx context.Context, o *options, dir string) (*bench.Answer, error) {
	tmp, err := os.MkdirTemp("", "leadline-accept-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	c, err := bench.NewCopy(ctx, dir, "HEAD", tmp)
	if err != nil {
		return nil, err
	}
	if _, err := bench.Ask(c.Command(ctx, o.leadline, "scan", "--format", "json")); err != nil {
		return nil, err
	}
	a, err := bench.Ask(c.Command(ctx, o.leadline, "verify", "--files", strconv.Itoa(o.files),
		"--commits", strconv.Itoa(o.commits), "--seed", strconv.FormatUint(o.seed, 10), "--format", "json"))
	if err != nil {
		return nil, err
	}
	want, err := c.CountCommits(ctx, "HEAD")
	if err == nil && a.Number("commits") != want {
		err = fmt.Errorf("leadline read %d of %d commits", a.Number("commits"), want)
	}
	return a, err
}

// bars are what has to be reached, by the ids of figures.
var bars = []struct {
	id, label string
	met       func(x float64) bool
}{
	{"verify/lines-commit", "lines with the same commit, at least 99.5 %", func(x float64) bool { return x >= 99.5 }},
	{"verify/lines-author", "lines with the same author, at least 99.8 %", func(x float64) bool { return x >= 99.8 }},
	{"verify/modified-equal", "equal modified rows, at least 99 %", func(x float64) bool { return x >= 99 }},
	{"verify/lines-total", "difference of totals, at most 0.5 %", func(x float64) bool { return math.Abs(x) <= 0.5 }},
	{"verify/renames-f1", "F1 of renames, at least 0.97", func(x float64) bool { return x >= 0.97 }},
}

// judge holds an answer against the bars. A figure that is not known for want
// of anything to compare, as in a repository without renames, is no failure;
// an answer without any is.
func judge(a *bench.Answer) error {
	var below []error
	known := 0
	for _, bar := range bars {
		f := a.Figure(bar.id)
		if f.Value == nil {
			continue
		}
		known++
		if !bar.met(*f.Value) {
			below = append(below, fmt.Errorf("%s: %v", bar.label, *f.Value))
		}
	}
	if known == 0 {
		return errors.New("nothing could be compared")
	}
	return errors.Join(below...)
}

func row(b *strings.Builder, name string, a *bench.Answer) {
	number := func(id, format string) string {
		f := a.Figure(id)
		if f.Value == nil {
			return "–"
		}
		return fmt.Sprintf(format, *f.Value)
	}
	commit := number("verify/lines-commit", "%.3f")
	if low := number("verify/lines-commit-low", "%.3f"); low != "–" {
		commit += " (" + low + " to " + number("verify/lines-commit-high", "%.3f") + ")"
	}
	equal := a.Figure("verify/files-equal")
	modified, renames := a.Figure("verify/modified-equal"), a.Figure("verify/renames-f1")
	head := a.Repository.Head
	bench.Row(b, name+" "+head[:min(12, len(head))], bench.Count(a.Number("commits")), bench.Count(a.Figure("verify/lines-commit").N), commit,
		number("verify/lines-author", "%.3f"),
		fmt.Sprintf("%d, %s", equal.N, number("verify/files-equal", "%.0f")),
		fmt.Sprintf("%s, %s", bench.Count(modified.N), number("verify/modified-equal", "%.3f")),
		number("verify/lines-total", "%+.3f"),
		fmt.Sprintf("%s, %s", bench.Count(renames.N), number("verify/renames-f1", "%.4f")),
		apart(a))
}

// apart says what was left out of the shares.
func apart(a *bench.Answer) string {
	var all []string
	for _, x := range []struct{ id, what string }{
		{"files-skipped", "files not blamed"},
		{"binary", "rows binary to one only"},
		{"unmatched", "rows of other renames"},
		{"missing", "rows without contents"},
	} {
		if n := a.Number("verify/" + x.id); n > 0 {
			all = append(all, bench.Count(n)+" "+x.what)
		}
	}
	if !a.Complete {
		all = append(all, "history incomplete")
	}
	if len(all) == 0 {
		return "nothing"
	}
	return strings.Join(all, ", ")
}
