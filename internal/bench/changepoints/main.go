// Changepoints measures how well change points are found that people labelled: the
// regressions of github.com/SAP/performance-regression-data-set (hana/small_2021), and
// annotations of its large set. `make changepoints` runs it; docs/duties/performance.md
// tells what came out. At the same labels it asks what an effect is claimed of.
//
// The data stay where they are: of the annotations no more is read than the half that
// is asked for.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"time"

	"leadline/internal/bench"
	"leadline/internal/stat/changepoint"
)

func main() { bench.Main("changepoints", changepoints) }

type options struct {
	data, labels, half string
	find               changepoint.Options
}

func changepoints(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o := options{find: changepoint.Default}
	f := flag.NewFlagSet("changepoints", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.data, "data", "", "a clone of SAP/performance-regression-data-set")
	f.StringVar(&o.labels, "labels", "", "rq3/annotations.json of mtucci/changepoint-performance-regression-study")
	f.StringVar(&o.half, "half", "even", "of which series the annotations are read: even, odd or all, by id")
	f.IntVar(&o.find.Window, "window", o.find.Window, "how many values are looked at together")
	f.Float64Var(&o.find.P, "p", o.find.P, "level of significance")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || o.data == "" || o.half != "even" && o.half != "odd" && o.half != "all":
		return errors.New("usage: changepoints -data DIR [-labels FILE] [-half even|odd|all] [-window N] [-p P]")
	}
	fmt.Fprintf(stdout, "%s\nwindow %d, p %g\n", bench.Machine(ctx, ""), o.find.Window, o.find.P)
	if err := small(&o, stdout); err != nil {
		return err
	}
	if err := effects(&o, stdout); err != nil {
		return err
	}
	if o.labels != "" {
		if err := large(&o, stdout); err != nil {
			return err
		}
	}
	speed(&o, stdout)
	return nil
}

// speed times 1,000 series of 365 values.
func speed(o *options, stdout io.Writer) {
	all := drawn(1000, 365)
	begin := time.Now()
	for _, values := range all {
		changepoint.Find(values, o.find)
	}
	fmt.Fprintf(stdout, "1,000 series of 365 values: %.2f s on one core\n", time.Since(begin).Seconds())
}
