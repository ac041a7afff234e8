// Forecasts measures how well forecasts of throughput held on the histories of the
// repositories below a directory, ours beside the plain bootstrap and beside others
// that were tried. `make forecasts` runs it; docs/forecast.md tells what came out.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"leadline/internal/analysis/throughput"
	"leadline/internal/bench"
)

func main() { bench.Main("forecasts", run) }

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	f := flag.NewFlagSet("forecasts", flag.ContinueOnError)
	f.SetOutput(stderr)
	repos := f.String("repos", "", "the directory with the repositories")
	only := f.String("only", "", "which of them: parts of their names, parted by commas; all by default")
	others := f.Bool("others", false, "measure the other methods too")
	seed := f.Uint64("seed", 1, "what to draw")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || *repos == "":
		return errors.New("usage: forecasts -repos DIR [-only NAMES] [-others] [-seed N]")
	}
	found, err := bench.Find(*repos)
	if err != nil {
		return err
	}
	var all []repository
	for _, dir := range found {
		name := strings.TrimSuffix(bench.Name(*repos, dir), "/repo")
		if !wanted(name, *only) {
			continue
		}
		fmt.Fprintln(stderr, name)
		r, err := read(ctx, dir)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		r.name = name
		r.tracks, r.skill = r.series.Replay(*seed)
		if *others {
			r.others = measureOthers(&r.series, *seed)
		}
		all = append(all, r)
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(stdout, "%s.\nSeed %d.\n%s", bench.Machine(ctx, self), *seed, report(all))
	return err
}

// wanted tells whether a name holds one of the parts; all are if there are none.
func wanted(name, parts string) bool {
	for part := range strings.SplitSeq(parts, ",") {
		if strings.Contains(name, part) {
			return true
		}
	}
	return false
}

// repository is one and what came out.
type repository struct {
	name   string
	head   string
	series throughput.Series
	tracks []throughput.Track
	skill  throughput.Skill
	others []other
}
