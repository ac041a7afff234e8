// Requirements measures what Leadline says of requirements, on repositories: which
// words of them it warns of, how well it finds the code of a requirement, and how well
// it tells which components a change will touch. What it prints stands in
// docs/evidence/requirements.md.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"

	"leadline/internal/bench"
)

func main() { bench.Main("requirements", run) }

type options struct {
	report, paths string
	measure       string
	repositories  []string
	all, subjects bool
	last          int
	sample        int
	seed          uint64
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	f := flag.NewFlagSet("requirements", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.measure, "measure", "wording", "what to measure: wording, precedent, opentimes, trace or recovery")
	f.BoolVar(&o.all, "all", false, "of wording, list notes too")
	f.IntVar(&o.last, "last", 500, "of precedent, how many commits are foretold")
	f.StringVar(&o.report, "report", "", "of trace, a file with what `oft trace -v all` printed of the same files")
	f.StringVar(&o.paths, "paths", "", "of trace, the folders in which tags count, parted by commas")
	f.BoolVar(&o.subjects, "subjects", false, "of recovery, add the subjects of commits to the files")
	f.IntVar(&o.sample, "sample", 0, "of wording, how many statements to draw instead")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() == 0:
		return errors.New("name one or more repositories: requirements [-measure wording|precedent|opentimes|trace|recovery] REPOSITORY")
	}
	o.repositories = f.Args()
	switch o.measure {
	case "wording":
		if o.sample > 0 {
			return draw(ctx, &o, stdout)
		}
		return judgeWording(ctx, &o, stdout)
	case "trace":
		return judgeTrace(ctx, &o, stdout)
	case "recovery":
		return judgeRecovery(ctx, &o, stdout)
	case "opentimes":
		return judgeOpenTimes(ctx, &o, stdout)
	case "precedent":
		return judgePrecedent(ctx, &o, stdout)
	}
	return fmt.Errorf("there is nothing %q to measure", o.measure)
}
