// Speed measures what Leadline costs beside git, on the same machine and in
// the same minutes, and prints it as Markdown. `make bench` runs it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"leadline/internal/bench"
)

type options struct {
	leadline string
	hercules string // empty if there is none
	runs     int    // of git log and of a fresh scan
	repeats  int    // of each incremental case
	newer    int    // first-parent commits between the two heads of one case
	older    int    // first-parent commits down to the fork of another
	peer     []string
	progress io.Writer
}

func main() { bench.Main("bench", speed) }

func speed(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{newer: 10, older: 1000, peer: []string{"git", "log", "--numstat", "-M", "HEAD"}, progress: stderr}
	var repo, repos, rev string
	f := flag.NewFlagSet("bench", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.leadline, "leadline", "bin/leadline", "the program to measure")
	f.StringVar(&repo, "repo", ".", "the repository to measure it on")
	f.StringVar(&rev, "rev", "HEAD", "its revision")
	f.StringVar(&repos, "repos", "", "a directory: all repositories below it, instead of one")
	f.StringVar(&o.hercules, "hercules", "", "a hercules program, to compare with")
	f.IntVar(&o.runs, "runs", 5, "how often to read everything")
	f.IntVar(&o.repeats, "repeats", 10, "how often to read what is new")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || o.runs < 1 || o.repeats < 1:
		return errors.New("usage: bench [-repo DIR [-rev REV] | -repos DIR] [-hercules PROGRAM] [-runs N] [-repeats N]")
	}
	dirs, below := []string{repo}, repo
	if repos != "" {
		var err error
		if dirs, err = bench.Find(repos); err != nil {
			return err
		}
		below = repos
	}
	for _, p := range []*string{&o.leadline, &o.hercules} { // they run elsewhere
		if strings.ContainsRune(*p, filepath.Separator) {
			abs, err := filepath.Abs(*p)
			if err != nil {
				return err
			}
			*p = abs
		}
	}
	return measureAll(ctx, &o, dirs, below, rev, stdout)
}

// measureAll measures repositories one after the other. One that fails leaves
// the others their figures.
func measureAll(ctx context.Context, o *options, dirs []string, below, rev string, stdout io.Writer) error {
	busy := bench.Busy()
	if busy != "" {
		fmt.Fprintf(o.progress, "warning: the machine is not idle: %s; times will be wrong\n", busy)
	}
	var reports []*report
	var failed []error
	for _, dir := range dirs {
		r, err := measure(ctx, o, dir, rev)
		if r != nil {
			r.name = bench.Name(below, dir)
			reports = append(reports, r)
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", dir, err))
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
	var b strings.Builder
	b.WriteString(bench.Machine(ctx, o.leadline) + ".\n")
	if busy != "" {
		b.WriteString("The machine was **not idle**: " + busy + ".\n")
	}
	writeSizes(&b, reports)
	for _, r := range reports {
		r.write(&b)
	}
	if _, err := io.WriteString(stdout, b.String()); err != nil {
		return err
	}
	return errors.Join(failed...)
}

// measure measures one repository. A report that comes with an error holds
// what could be measured.
func measure(ctx context.Context, o *options, dir, rev string) (*report, error) {
	tmp, err := os.MkdirTemp("", "leadline-bench-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(tmp)
	fmt.Fprintf(o.progress, "%s: copying\n", dir)
	c, err := bench.NewCopy(ctx, dir, rev, tmp)
	if err != nil {
		return nil, err
	}
	m := &measurement{options: o, copy: c, dir: dir, spare: filepath.Join(tmp, "spare"), report: &report{head: c.Head, standIns: c.StandIns}}
	if err := m.subject(ctx); err != nil {
		return nil, err
	}
	if err := m.checkPeer(ctx); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{m.fresh, m.memory, m.incremental, m.answers, m.burndown} {
		if err := step(ctx); err != nil {
			return m.report, err
		}
	}
	return m.report, m.report.refusal
}
