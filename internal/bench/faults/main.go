// Faults puts faults into real changes of a repository of Go and tells how many of them
// `leadline review` finds, and what it finds in the same changes without them. `make
// faults` runs it; docs/evidence/review.md tells what came out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"leadline/internal/bench"
)

func main() { bench.Main("faults", faults) }

func faults(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{verbose: io.Discard}
	f := flag.NewFlagSet("faults", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.leadline, "leadline", "bin/leadline", "the program that reviews")
	f.StringVar(&o.repo, "repo", "", "the repository whose changes are taken")
	f.IntVar(&o.changes, "changes", 12, "how many changes to take")
	f.IntVar(&o.of, "of", 500, "how many of the last changes to draw from")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	verbose := f.Bool("v", false, "tell of each fault")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || o.repo == "":
		return errors.New("usage: faults -repo DIR [-changes N] [-of N] [-seed N] [-v]")
	}
	if *verbose {
		o.verbose = stderr
	}
	var err error
	if o.leadline, err = filepath.Abs(o.leadline); err != nil {
		return err
	}
	seen, err := run(ctx, &o)
	if err != nil {
		return err
	}
	fmt.Fprintf(stdout, "%s.\n%d of the last %d changes, seed %d.\n\n", bench.Machine(ctx, o.leadline), o.changes, o.of, o.seed)
	var b strings.Builder
	bench.Head(&b, "fault", "put into changes", "told", "told without it")
	for _, k := range kinds {
		n := seen[k.name]
		bench.Row(&b, k.name, fmt.Sprint(n.put), fmt.Sprint(n.told), fmt.Sprint(n.twins))
	}
	_, err = io.WriteString(stdout, b.String())
	return err
}
