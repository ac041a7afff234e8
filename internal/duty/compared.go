package duty

import (
	"fmt"
	"math"
	"strconv"

	"leadline/internal/analysis/comparison"
	"leadline/internal/fact"
)

// Comparison is benchmarks of a change held against those of its base, and what says it
// in words.
type Comparison struct {
	Results []comparison.Result
	// Settings by which they were judged.
	Settings comparison.Settings
	// Moved says how the environment of the head is another one; empty where it is not, or
	// the results name none.
	Moved  string
	suites bool // results are of several
}

// Compare holds the benchmarks of a head against those of its base.
func Compare(base, head *fact.Benchmarks, s comparison.Settings) Comparison {
	c := Comparison{Results: comparison.Compare(base, head, s), Settings: s}
	for i := range c.Results {
		c.suites = c.suites || c.Results[i].Suite != c.Results[0].Suite
	}
	if name, was, is := Moved(environmentsOf(base), environmentsOf(head)); name != "" {
		c.Moved = name + " is " + is + " in the head, and " + was + " in the base"
	}
	return c
}

func environmentsOf(b *fact.Benchmarks) Environments {
	all := Environments{}
	for i := range b.Runs {
		all.Add(b.Runs[i].Environment)
	}
	return all
}

// Of gives the results with one of these verdicts, in their order.
func (c *Comparison) Of(verdicts ...comparison.Verdict) []*comparison.Result {
	var out []*comparison.Result
	for i := range c.Results {
		for _, v := range verdicts {
			if c.Results[i].Verdict == v {
				out = append(out, &c.Results[i])
			}
		}
	}
	return out
}

// Limit is the change for the worse that matters.
func (c *Comparison) Limit() string { return Digits(100*c.Settings.Worse) + " %" }

// Title is what a benchmark is called: with its suite where there are several.
func (c *Comparison) Title(r *comparison.Result) string {
	if c.suites {
		return r.Suite + " " + r.Benchmark
	}
	return r.Benchmark
}

// Tested is a result in a line.
func (c *Comparison) Tested(r *comparison.Result) string {
	return fmt.Sprintf("%s, %s: %d+%d samples, U %s, p %.3g, q %.3g", c.Title(r), r.Metric, len(r.Base), len(r.Head), Digits(r.Test.U), r.Test.P, r.Q)
}

// Slower says how much worse a result is.
func (c *Comparison) Slower(r *comparison.Result) string {
	return fmt.Sprintf("%s: %s is %s, %s", c.Title(r), r.Metric, Worsened(r), fromTo(r))
}

// Worsened is how much worse a result is, with its interval.
func Worsened(r *comparison.Result) string {
	if !r.HasChange {
		return "worse"
	}
	value, low, high := r.Change.Value-1, r.Change.Low-1, r.Change.High-1
	word := "higher"
	if r.Better == fact.BetterBigger {
		value, low, high, word = -value, -high, -low, "lower"
	}
	if r.Change.Value >= 10 && word == "higher" {
		return fmt.Sprintf("%s times as high", Thousands(int(r.Change.Value+0.5)))
	}
	if math.IsInf(low, 0) || math.IsInf(high, 0) {
		return fmt.Sprintf("%.1f %% %s (interval open)", 100*value, word)
	}
	return fmt.Sprintf("%.1f %% %s (%.1f to %.1f)", 100*value, word, 100*low, 100*high)
}

// fromTo are both medians in words.
func fromTo(r *comparison.Result) string {
	scale, unit := Scaled(max(r.BaseMedian, r.HeadMedian), r.Unit)
	return fmt.Sprintf("from %.4g to %.4g %s", r.BaseMedian*scale, r.HeadMedian*scale, unit)
}

// mostTaken is how many samples anybody takes.
const mostTaken = 1000

// SamplesFor says how many samples of a benchmark to take.
func SamplesFor(r *comparison.Result) string {
	if r.Needed == 0 {
		return "take more samples, in turns of base and head; how many would do is not known"
	}
	if r.Needed > mostTaken {
		return fmt.Sprintf("over %s samples of either side would tell: measure on a quieter machine", Thousands(mostTaken))
	}
	return fmt.Sprintf("take %s of either side, in turns", Amount(r.Needed, "sample", "samples"))
}

// SamplesForAll says how many samples tell of all benchmarks of which so many would.
func SamplesForAll(results []*comparison.Result) string {
	most := 0
	for _, r := range results {
		if r.Needed <= mostTaken {
			most = max(most, r.Needed)
		}
	}
	if most == 0 {
		return "measure on a quieter machine: no number of samples that could be taken would tell"
	}
	return fmt.Sprintf("take %s of either side, in turns, or measure on a quieter machine", Amount(most, "sample", "samples"))
}

// Digits writes a number with at most three figures after the point.
func Digits(x float64) string { return strconv.FormatFloat(math.Round(1e3*x)/1e3, 'f', -1, 64) }
