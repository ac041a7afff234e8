// Documents asks Leadline what is wrong with the documents of repositories, and draws
// findings by a seed, for somebody to check one by one. `make documents` runs it;
// docs/evidence/documentation.md has what came of that.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"

	"leadline/internal/bench"
)

func main() { bench.Main("documents", documents) }

// drawn is a finding that may be drawn.
type drawn struct {
	bench.Finding
	repository, head string
}

func documents(ctx context.Context, args []string, stdout, stderr io.Writer) error {
	var leadline, repos, rule string
	var n, each int
	var seed uint64
	f := flag.NewFlagSet("documents", flag.ContinueOnError)
	f.SetOutput(stderr)
	f.StringVar(&leadline, "leadline", "bin/leadline", "the program to ask")
	f.StringVar(&repos, "repos", "", "the directories below which the repositories are, with commas between them")
	f.StringVar(&rule, "rule", "documentation/link", "the rule whose findings are drawn")
	f.IntVar(&n, "n", 60, "how many are drawn")
	f.IntVar(&each, "each", 10, "how many of a repository are drawn at most")
	f.Uint64Var(&seed, "seed", 1, "what the drawing begins with")
	switch err := f.Parse(args); {
	case errors.Is(err, flag.ErrHelp):
		return nil
	case err != nil:
		return err
	case f.NArg() > 0 || repos == "":
		return errors.New("usage: documents -repos DIR,... [-rule RULE] [-n N] [-each N] [-seed N]")
	}
	leadline, err := filepath.Abs(leadline)
	if err != nil {
		return err
	}
	var dirs, names []string
	for _, below := range strings.Split(repos, ",") {
		found, err := bench.Find(below)
		if err != nil {
			return err
		}
		for _, dir := range found {
			dirs, names = append(dirs, dir), append(names, bench.Name(filepath.Dir(filepath.Clean(below)), dir))
		}
	}
	var b strings.Builder
	bench.Head(&b, "repository", "commit", "documents judged", "dead links", "paths gone", "stale", "bare")
	draw := rand.New(rand.NewPCG(seed, 0))
	var pool []drawn
	var failed []error
	for i, dir := range dirs {
		name := names[i]
		a, err := bench.Ask(exec.CommandContext(ctx, leadline, "documentation", "-C", dir, "--format", "json", "--as-of", "2026-11-26"))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil || len(a.Sheets) == 0 {
			failed = append(failed, fmt.Errorf("%s: %w", dir, err))
			continue
		}
		head := a.Repository.Head[:min(10, len(a.Repository.Head))]
		count := map[string]int{}
		var of []drawn
		for _, x := range a.Sheets[0].Findings {
			count[x.Rule]++
			if x.Rule == rule {
				of = append(of, drawn{x, name, head})
			}
		}
		bench.Row(&b, name, head, bench.Count(a.Number("documentation/documents")), bench.Count(a.Number("documentation/dead-links")),
			bench.Count(a.Number("documentation/gone-paths")), bench.Count(count["documentation/stale"]), bench.Count(count["documentation/bare"]))
		draw.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
		pool = append(pool, of[:min(each, len(of))]...)
	}
	draw.Shuffle(len(pool), func(i, j int) { pool[i], pool[j] = pool[j], pool[i] })
	fmt.Fprintf(&b, "\nFindings of %s, seed %d:\n\n", rule, seed)
	bench.Head(&b, "commit", "file", "finding", "verdict", "why")
	for _, x := range pool[:min(n, len(pool))] {
		bench.Row(&b, x.repository+"@"+x.head, fmt.Sprintf("`%s:%d`", x.Place.Path, x.Place.Line), x.Message, "", "")
	}
	_, err = io.WriteString(stdout, b.String())
	return errors.Join(append(failed, err)...)
}
