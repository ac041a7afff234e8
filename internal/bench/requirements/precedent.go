package main

import (
	"context"
	"fmt"
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/precedent"
	"leadline/internal/bench"
	"leadline/internal/fact"
)

// judgePrecedent tells how well the components of the last changes were foretold.
func judgePrecedent(ctx context.Context, o *options, w io.Writer) error {
	fmt.Fprintln(w, "| repository | changes | foretold | recall@5 | of the most frequent five | gain | seconds |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
	sum := 0.0
	for _, dir := range o.repositories {
		past, err := pastOf(ctx, dir)
		if err != nil {
			return err
		}
		start := time.Now()
		r := precedent.Backtest(past, o.last)
		sum += r.Recall
		fmt.Fprintf(w, "| %s | %s | %d | %.3f | %.3f | %+.3f | %.1f |\n", filepath.Base(dir), bench.Count(len(past)), r.Changes, r.Recall, r.Usual, r.Recall-r.Usual, time.Since(start).Seconds())
		if o.all {
			fmt.Fprintln(w, r.Bands)
		}
	}
	_, err := fmt.Fprintf(w, "| mean | | | %.3f | | | |\n", sum/float64(len(o.repositories)))
	return err
}

// pastOf are the changes of a repository that are no merges, the oldest first.
func pastOf(ctx context.Context, dir string) ([]precedent.Past, error) {
	var out []precedent.Past
	var paths []fact.Path
	end := func() {
		if n := len(out); n > 0 {
			out[n-1].Components = precedent.ComponentsOf(paths)
			if len(paths) == 0 || precedent.Routine(out[n-1].Subject) {
				out = out[:n-1]
			}
		}
		paths = nil
	}
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "-c", "core.quotePath=false", "log", "--no-merges", "--name-only", "--no-renames", "--format=%x01%H %s", "HEAD")
	err := bench.Lines(cmd, func(line []byte) {
		text, head := strings.CutPrefix(string(line), "\x01")
		switch {
		case head:
			end()
			id, subject, _ := strings.Cut(text, " ")
			out = append(out, precedent.Past{Commit: fact.CommitID(id), Subject: subject})
		case text != "":
			paths = append(paths, fact.Path(text))
		}
	})
	end()
	slices.Reverse(out)
	return out, err
}
