// Schedule measures the search for short schedules on the instances of PSPLIB (Kolisch
// and Sprecher, PSPLIB: a project scheduling problem library, EJOR 96, 1997), and checks
// every schedule by counting. `make schedules` runs it; docs/duties/planning.md tells
// what came out. The instances have no licence and are not part of this repository.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/bench"
	"leadline/internal/stat/schedule"
)

func main() { bench.Main("schedule", measure) }

type options struct {
	dir, results, set string
	schedules         []int
	seed              uint64
	every             int
}

func measure(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	o, err := parse(args, stderr)
	if err != nil || o == nil {
		return err
	}
	fmt.Fprintf(stdout, "Seed %d, every %d. instance.\n\n", o.seed, o.every)
	var b strings.Builder
	bench.Head(&b, "set", "schedules", "instances", "over the best known", "as good", "over the critical path",
		"bound met", "infeasible or bound wrong", "schedules a second")
	for _, set := range strings.Split(o.set, ",") {
		instances, best, err := load(o, set)
		if err != nil {
			return err
		}
		for _, n := range o.schedules {
			t, err := run(ctx, instances, best, schedule.Options{Schedules: n, Seed: o.seed})
			if err != nil {
				return err
			}
			bench.Row(&b, t.cells(set, n)...)
			fmt.Fprintln(stderr, set, n, t.cells(set, n))
		}
	}
	_, err = io.WriteString(stdout, b.String())
	return err
}

func parse(args []string, stderr io.Writer) (*options, error) {
	o := &options{}
	f := flag.NewFlagSet("schedule", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.dir, "psplib", "", "folder with the instances, anywhere below")
	f.StringVar(&o.results, "results", "", "folder with the best makespans (j30opt.sm, j60hrs.sm, j120hrs.sm), anywhere below; the folder of the instances if not given")
	f.StringVar(&o.set, "sets", "j30,j60,j120", "which sets")
	list := f.String("schedules", "1000,5000", "how many schedules to make")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	f.IntVar(&o.every, "every", 1, "take every n-th instance")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil, nil
	case err != nil:
		return nil, err
	case f.NArg() > 0 || o.dir == "" || o.every < 1:
		return nil, errors.New("usage: schedule -psplib DIR [-results DIR] [-sets j30,j60] [-schedules 1000,5000] [-seed N] [-every N]")
	}
	if o.results == "" {
		o.results = o.dir
	}
	for _, s := range strings.Split(*list, ",") {
		n, err := strconv.Atoi(s)
		if err != nil {
			return nil, fmt.Errorf("-schedules: %w", err)
		}
		o.schedules = append(o.schedules, n)
	}
	return o, nil
}

// load reads the instances of a set, and the best makespans known.
func load(o *options, set string) ([]*instance, map[string]int, error) {
	var paths, results []string
	for _, dir := range slices.Compact([]string{o.dir, o.results}) {
		err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
			base := filepath.Base(path)
			switch {
			case err != nil || d.IsDir():
				return err
			case dir == o.dir && strings.HasPrefix(base, set) && strings.HasSuffix(base, ".sm") && strings.Contains(base, "_"):
				paths = append(paths, path)
			case dir == o.results && (strings.HasPrefix(base, set+"opt.sm") || strings.HasPrefix(base, set+"hrs.sm")):
				results = append(results, path)
			}
			return nil
		})
		if err != nil {
			return nil, nil, err
		}
	}
	if len(paths) == 0 {
		return nil, nil, fmt.Errorf("no instance of %s below %s", set, o.dir)
	}
	best := map[string]int{}
	for _, path := range results {
		more, err := readResults(path, set)
		if err != nil {
			return nil, nil, err
		}
		for name, makespan := range more {
			best[name] = makespan
		}
	}
	var instances []*instance
	for k := 0; k < len(paths); k += o.every {
		in, err := readInstance(paths[k])
		if err != nil {
			return nil, nil, err
		}
		instances = append(instances, in)
	}
	return instances, best, nil
}

// tally is what came of a set.
type tally struct {
	instances, met, infeasible int
	known, asGood              int
	overBest, overPath         float64 // sums of per cent
	schedules                  int
	took                       time.Duration
}

func run(ctx context.Context, instances []*instance, best map[string]int, o schedule.Options) (*tally, error) {
	t := &tally{}
	for _, in := range instances {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		began := time.Now()
		r, err := schedule.Search(in.project(), o)
		t.took += time.Since(began)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.name, err)
		}
		t.add(in, best, r)
	}
	return t, nil
}

func (t *tally) add(in *instance, best map[string]int, r schedule.Result) {
	t.instances++
	t.schedules += r.Schedules
	if err := in.check(r.Start, r.Makespan); err != nil {
		t.infeasible++
	}
	if r.Makespan == r.Bound.Value {
		t.met++
	}
	path := in.critical()
	t.overPath += 100 * float64(r.Makespan-path) / float64(path)
	if known, ok := best[in.name]; ok {
		t.known++
		if r.Bound.Value > known { // no bound can be above what was found
			t.infeasible++
		}
		t.overBest += 100 * float64(r.Makespan-known) / float64(known)
		if r.Makespan <= known {
			t.asGood++
		}
	}
}

func (t *tally) cells(set string, n int) []string {
	over := "not known"
	if t.known == t.instances {
		over = fmt.Sprintf("%.3f %%", t.overBest/float64(t.known))
	}
	return []string{
		set, bench.Count(n), fmt.Sprint(t.instances), over, fmt.Sprint(t.asGood),
		fmt.Sprintf("%.2f %%", t.overPath/float64(t.instances)), fmt.Sprint(t.met), fmt.Sprint(t.infeasible),
		bench.Count(float64(t.schedules) / t.took.Seconds()),
	}
}
