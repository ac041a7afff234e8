package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/analysis/precedent"
	"leadline/internal/bench"
	"leadline/internal/fact"
)

// merged is a change that was merged: when its first commit was written and when it was
// merged, in seconds, and what it is called.
type merged struct {
	start, end int64
	text       string
}

// ln is the logarithm of the days for which it was open, at least a minute.
func (m *merged) ln() float64 {
	return math.Log(max(float64(m.end-m.start), 60) / 86400)
}

const (
	nearest     = 20  // changes whose open times foretell that of one like them
	recent      = 100 // of the second rule that is held against
	fewestOpen  = 40  // known changes from which on anything is foretold
	fewestTests = 30
)

// judgeOpenTimes holds the open times of similar changes against those of all, and of the
// last ones, as what foretells how long the last quarter of the changes were open. What is
// known of a change are those that had been merged when its first commit was written.
func judgeOpenTimes(ctx context.Context, o *options, w io.Writer) error {
	fmt.Fprintln(w, "| repository | merged | foretold | all | last 100 | 20 like it | better than all, 95 % | than the last 100, 95 % | P10 to P90 of all | of the 20 |\n| --- | ---: | ---: | ---: | ---: | ---: | --- | --- | ---: | ---: |")
	for _, dir := range o.repositories {
		all, err := mergedIn(ctx, dir)
		if err != nil {
			return err
		}
		r := foretellOpen(all)
		name := filepath.Base(dir)
		if len(r.all.errors) < fewestTests {
			fmt.Fprintf(w, "| %s | %s | %d | too few | | | | | | |\n", name, bench.Count(len(all)), len(r.all.errors))
			continue
		}
		fmt.Fprintf(w, "| %s | %s | %s | %.2f | %.2f | %.2f | %s | %s | %.0f %% | %.0f %% |\n", name, bench.Count(len(all)), bench.Count(len(r.all.errors)),
			mean(r.all.errors), mean(r.last.errors), mean(r.like.errors), gain(r.all.errors, r.like.errors), gain(r.last.errors, r.like.errors), r.all.covered(), r.like.covered())
	}
	return nil
}

// score is how well a rule foretold: the absolute errors of the median, of logarithms, and
// how often the time was from the tenth to the ninetieth per cent of the distribution.
type score struct {
	errors []float64
	within int
}

func (s *score) add(known []float64, came float64) {
	slices.Sort(known)
	at := func(q float64) float64 { return known[int(q*float64(len(known)-1)+.5)] }
	s.errors = append(s.errors, math.Abs(at(.5)-came))
	if at(.1) <= came && came <= at(.9) {
		s.within++
	}
}

func (s *score) covered() float64 { return 100 * float64(s.within) / float64(len(s.errors)) }

type scores struct{ all, last, like score }

func foretellOpen(all []merged) scores {
	slices.SortStableFunc(all, func(a, b merged) int { return cmp.Compare(a.end, b.end) })
	tests := slices.Clone(all[len(all)-len(all)/4:])
	slices.SortStableFunc(tests, func(a, b merged) int { return cmp.Compare(a.start, b.start) })
	var r scores
	var m precedent.Model
	var known []float64
	at := map[fact.CommitID]float64{}
	for i := range tests {
		t := &tests[i]
		for len(known) < len(all) && all[len(known)].end < t.start {
			x := &all[len(known)]
			id := fact.CommitID(strconv.Itoa(len(known)))
			m.Add(precedent.Past{Commit: id, Subject: x.text})
			known = append(known, x.ln())
			at[id] = x.ln()
		}
		near := m.Near(t.text)
		if len(known) < fewestOpen || len(near) == 0 {
			continue
		}
		var like []float64
		for _, n := range near[:min(nearest, len(near))] {
			like = append(like, at[n.Commit])
		}
		r.last.add(slices.Clone(known[max(0, len(known)-recent):]), t.ln())
		r.all.add(slices.Clone(known), t.ln())
		r.like.add(like, t.ln())
	}
	return r
}

func mean(x []float64) float64 {
	sum := 0.0
	for _, v := range x {
		sum += v
	}
	return sum / float64(len(x))
}

// gain is by how much errors are smaller, with the interval of the mean of the pairs.
func gain(base, errors []float64) string {
	d := make([]float64, len(base))
	for i := range d {
		d[i] = base[i] - errors[i]
	}
	m, sum := mean(d), 0.0
	for _, v := range d {
		sum += (v - m) * (v - m)
	}
	half := 1.96 * math.Sqrt(sum/float64(len(d)-1)/float64(len(d)))
	return fmt.Sprintf("%+.0f %% (%+.0f to %+.0f)", 100*m/mean(base), 100*(m-half)/mean(base), 100*(m+half)/mean(base))
}

// node is a commit as the log tells it.
type node struct {
	id               string
	parents          []string
	author, commit   int64
	subject, message string
}

// mergedIn are the changes that merges along the first parents brought. One is called what
// the first line of the message says below the subject, as forges write it, or what the
// subject of its first commit says.
func mergedIn(ctx context.Context, dir string) ([]merged, error) {
	all := map[string]*node{}
	head := ""
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "log", "-z", "--format=%H%x02%P%x02%at%x02%ct%x02%s%x02%b", "HEAD")
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", dir, err)
	}
	for text := range strings.SplitSeq(string(out), "\x00") {
		f := strings.SplitN(text, "\x02", 6)
		if len(f) < 6 {
			continue
		}
		n := &node{id: f[0], parents: strings.Fields(f[1]), subject: f[4]}
		n.author, _ = strconv.ParseInt(f[2], 10, 64)
		n.commit, _ = strconv.ParseInt(f[3], 10, 64)
		n.message, _, _ = strings.Cut(strings.TrimSpace(f[5]), "\n")
		all[n.id] = n
		head = cmp.Or(head, n.id)
	}
	var line []*node
	for n := all[head]; n != nil; n = first(all, n) {
		line = append(line, n)
	}
	slices.Reverse(line)
	seen := map[string]bool{}
	var found []merged
	for _, n := range line {
		seen[n.id] = true
		if begun := branchOf(all, seen, n); begun != nil && !precedent.Routine(cmp.Or(n.message, begun.subject)) && begun.author < n.commit {
			found = append(found, merged{start: begun.author, end: n.commit, text: cmp.Or(n.message, begun.subject)})
		}
	}
	return found, nil
}

func first(all map[string]*node, n *node) *node {
	if len(n.parents) == 0 {
		return nil
	}
	return all[n.parents[0]]
}

// branchOf marks the commits that a merge brought, and gives the one that was written first.
func branchOf(all map[string]*node, seen map[string]bool, n *node) *node {
	if len(n.parents) < 2 {
		return nil
	}
	var begun *node
	todo := slices.Clone(n.parents[1:])
	for len(todo) > 0 {
		x := all[todo[len(todo)-1]]
		todo = todo[:len(todo)-1]
		if x == nil || seen[x.id] {
			continue
		}
		seen[x.id] = true
		if len(x.parents) < 2 && (begun == nil || x.author < begun.author) {
			begun = x
		}
		todo = append(todo, x.parents...)
	}
	return begun
}
