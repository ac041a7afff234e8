// Defects measures how well orders of files by risk find the files that have
// defects afterwards, on the labels of github.com/repowise-dev/repowise-bench,
// with the definitions of that data set. `make defects` runs it;
// docs/evidence/defects.md tells what came out.
//
// It sees no more of a repository than what was known at T0, and of the data
// set only the repositories that it is pointed at.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"leadline/internal/bench"
)

func main() { bench.Main("defects", defects) }

type options struct {
	leadline, repos, data, label string
	orders, draws                int
	seed                         uint64
}

func defects(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	f := flag.NewFlagSet("defects", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.leadline, "leadline", "bin/leadline", "the program that reads histories")
	f.StringVar(&o.repos, "repos", "", "the directory with a clone of each repository that is measured, named as the data set names it")
	f.StringVar(&o.data, "data", "", "the directory results of a clone of repowise-bench")
	f.StringVar(&o.label, "label", "keyword", "what counts as a defect, as the data set names it")
	f.IntVar(&o.orders, "orders", 200, "how many random orders to average")
	f.IntVar(&o.draws, "draws", 2000, "how many draws an interval is made of")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || o.repos == "" || o.data == "" || o.draws < 1 || o.orders < 1:
		return errors.New("usage: defects -repos DIR -data DIR [-label NAME] [-orders N] [-draws N] [-seed N]")
	}
	repositories, err := read(ctx, &o, stderr)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s.\nLabel %s, T0 %s, seed %d.\n%s", bench.Machine(ctx, o.leadline), o.label, t0, o.seed, report(&o, repositories))
	return err
}

// read reads every repository that there is a clone of.
func read(ctx context.Context, o *options, progress io.Writer) ([]*repository, error) {
	leadline, err := filepath.Abs(o.leadline)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(o.repos)
	if err != nil {
		return nil, err
	}
	var all []*repository
	for _, e := range entries {
		fmt.Fprintln(progress, e.Name())
		r := &repository{name: e.Name()}
		if r.files, err = readCandidates(o.data, r.name, o.label); err != nil {
			return nil, err
		}
		if err := readHistory(ctx, leadline, filepath.Join(o.repos, r.name), r); err != nil {
			return nil, fmt.Errorf("%s: %w", r.name, err)
		}
		all = append(all, r)
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no repository in %s", o.repos)
	}
	return all, nil
}
