// Clones searches the source code below a directory for what was copied, and holds
// what it finds, and what it costs, against jscpd on the same files. It can draw
// clones by chance, for people to read.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/analysis/clone"
	"leadline/internal/bench"
)

func main() { bench.Main("clones", run) }

type options struct {
	tree, extensions string
	jscpd, find      string
	least, runs      int
	sample           int
	seed             uint64
	differences      int
}

func run(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var o options
	f := flag.NewFlagSet("clones", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&o.tree, "tree", "", "the directory with the source code")
	f.StringVar(&o.extensions, "extensions", "", "which files: what their names end with, parted by commas; all by default")
	f.StringVar(&o.jscpd, "jscpd", "", "the program to hold it against")
	f.StringVar(&o.find, "find", "", "a file for the clones of the tree, which is taken as it is; nothing else is done")
	f.IntVar(&o.least, "least", clone.Least, "the tokens of the shortest clone")
	f.IntVar(&o.runs, "runs", 5, "how often each program runs; the best counts")
	f.IntVar(&o.sample, "sample", 0, "how many clones to draw")
	f.Uint64Var(&o.seed, "seed", 1, "what to draw")
	f.IntVar(&o.differences, "differences", 0, "how many of the longest stretches that one alone reports to list")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || o.tree == "":
		return errors.New("usage: clones -tree DIR [-extensions LIST] [-jscpd PROGRAM] [-sample N -seed N]")
	}
	if o.find != "" {
		return find(&o)
	}
	tmp, err := os.MkdirTemp("", "leadline-clones-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(tmp)
	files := filepath.Join(tmp, "tree")
	n, err := gather(o.tree, files, strings.Split(o.extensions, ","))
	if err != nil {
		return err
	}
	ours, err := measureOurs(ctx, &o, files, filepath.Join(tmp, "ours.json"))
	if err != nil {
		return err
	}
	self, err := os.Executable()
	if err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s.\n%s files.\n\n", bench.Machine(ctx, self), bench.Count(n))
	if o.jscpd != "" {
		theirs, err := measureTheirs(ctx, &o, files, filepath.Join(tmp, "jscpd"))
		if err != nil {
			return err
		}
		if err := compare(&b, &o, files, ours, theirs); err != nil {
			return err
		}
	}
	if o.sample > 0 {
		draw(&b, &o, ours.clones)
	}
	_, err = io.WriteString(stdout, b.String())
	return err
}

// found is what one program said, and what that cost.
type found struct {
	bench.Usage
	clones []clone.Clone
}

func measureOurs(ctx context.Context, o *options, tree, out string) (*found, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	usage, err := best(o.runs, func() *exec.Cmd {
		return exec.CommandContext(ctx, self, "-tree", tree, "-least", strconv.Itoa(o.least), "-find", out)
	})
	if err != nil {
		return nil, err
	}
	f := &found{Usage: usage}
	return f, readJSON(out, &f.clones)
}

func best(runs int, cmd func() *exec.Cmd) (bench.Usage, error) {
	var all bench.Series
	for range max(1, runs) {
		u, err := bench.Measure(cmd())
		if err != nil {
			return u, err
		}
		all = append(all, u)
	}
	return all.Best(), nil
}

func readJSON(name string, to any) error {
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	return json.Unmarshal(content, to)
}

// measureTheirs lets jscpd compare the same files by the same least length, of
// whatever number of lines, without comments.
func measureTheirs(ctx context.Context, o *options, tree, out string) (*found, error) {
	usage, err := best(o.runs, func() *exec.Cmd {
		return exec.CommandContext(ctx, o.jscpd, "--min-tokens", strconv.Itoa(o.least), "--min-lines", "1", "--max-lines", "10000000",
			"--max-size", "100mb", "--mode", "weak", "--no-gitignore", "--absolute", "--reporters", "json", "--output", out, "--exit-code", "0", tree)
	})
	if err != nil {
		return nil, err
	}
	var report struct {
		Duplicates []struct {
			FirstFile, SecondFile struct {
				Name       string
				Start, End int
			}
			Tokens int
		}
	}
	if err := readJSON(filepath.Join(out, "jscpd-report.json"), &report); err != nil {
		return nil, err
	}
	f := &found{Usage: usage}
	for _, d := range report.Duplicates {
		c := clone.Clone{Tokens: d.Tokens}
		for _, p := range []struct {
			Name       string
			Start, End int
		}{d.FirstFile, d.SecondFile} {
			path, err := below(tree, p.Name)
			if err != nil {
				return nil, err
			}
			c.Places = append(c.Places, clone.Place{Path: path, Line: p.Start, End: p.End})
		}
		f.clones = append(f.clones, c)
	}
	return f, nil
}
