package performance

import (
	"fmt"
	"strings"

	"leadline/internal/analysis/comparison"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostSlowdown bounds the threshold, in per cent.
const mostSlowdown = 1000

var worse = duty.Rule{
	ID: "performance/worse", Level: sheet.LevelError,
	Title: "A change makes a benchmark worse by more than the team puts up with",
	Doc: `For "leadline performance compare BASE HEAD". Samples of a benchmark and metric
are compared by the Mann-Whitney U test, exact up to 50 samples a side (25 where
values are equal). The size is the median of all quotients of head and base (Hodges
and Lehmann 1963) with the interval that the test does not refute. The rule speaks
where the test finds a difference at a level adjusted for all results of the comparison
(Benjamini and Hochberg 1995), and the whole interval, which is not adjusted, is beyond
the threshold. So where nothing changed, the given share of comparisons fails at most,
however many benchmarks they have. Worse is more of time, memory or allocations, and
less of throughput. Where values are zero there is no quotient; then the head must
differ from the base made worse by the threshold. A slowdown that
stands in no benchmark is not seen, nor one that only another machine has.`,
	Thresholds: []duty.Threshold{
		{Name: "slowdown", Default: 5, Least: 0, Most: mostSlowdown, Doc: "the smallest change for the worse that fails, in per cent"},
		{Name: "chance", Default: 5, Least: 0.01, Most: 20, Doc: "the share of false claims that is put up with, in per cent"},
	},
}

var maybeWorse = duty.Rule{
	ID: "performance/maybe-worse", Level: sheet.LevelWarning,
	Title: "A benchmark is worse, and by more than the team puts up with if the estimate is right",
	Doc: `The head is worse than the base by the test of performance/worse, and the
estimate is beyond its threshold, but the interval is not: with more samples, of the
number that is named, it would be known. It does not fail a check.`,
}

var cannotTell = duty.Rule{
	ID: "performance/cannot-tell", Level: sheet.LevelNote,
	Title: "Samples of benchmarks lie too far apart, or are too few, to tell a change that matters",
	Doc: `The interval of the change holds both no change and one beyond the threshold of
performance/worse, so that a green check says nothing of these benchmarks. The
number of samples that would tell is that of Noether (1987), for four cases in five,
from how far the samples at hand lie apart, and as strict as for one slowdown among
all results. Where samples are too few for any outcome to tell, the answer is
incomplete and the exit status 3.`,
}

var drifting = duty.Rule{
	ID: "performance/drift", Level: sheet.LevelNote,
	Title: "Samples of a benchmark changed while it was measured",
	Doc: `The first half of a file's samples of a benchmark differs from the second half by
the Mann-Whitney U test, adjusted for all halves that were tested. The machine, or
what else ran on it, changed meanwhile, and the comparison may show that and not the
code. Samples taken in turns, one of the base and one of the head, meet the same
machine. Files that are sorted look the same way.`,
}

// compareRules are those of the comparison.
var compareRules = []duty.Rule{worse, maybeWorse, cannotTell, drifting}

func (c *compared) findings() []sheet.Finding {
	var out []sheet.Finding
	if !c.view.Off(&worse) {
		for _, r := range c.Of(comparison.Worse) {
			f := c.finding(&worse, r, c.Slower(r))
			f.Gate = true
			f.Why = "who uses this waits longer or pays more for every run, until somebody finds the commit"
			f.Next = "leadline performance profile BASE.pprof HEAD.pprof shows which functions the time went to"
			out = append(out, f)
		}
	}
	if !c.view.Off(&maybeWorse) {
		for _, r := range c.Of(comparison.MaybeMore) {
			f := c.finding(&maybeWorse, r, fmt.Sprintf("%s: %s is %s; whether that is %s or more is open", c.Title(r), r.Metric, duty.Worsened(r), c.Limit()))
			f.Why = "the estimate is beyond what the team puts up with, and these samples do not settle it"
			f.Next = duty.SamplesFor(r)
			out = append(out, f)
		}
	}
	out = append(out, c.open(comparison.TooFew, "too few", "measure has too few samples", "measures have too few samples")...)
	out = append(out, c.open(comparison.Noisy, "noisy", "measure is too noisy", "measures are too noisy")...)
	return append(out, c.drifts()...)
}

// finding is one of a rule about a result, without its reason and next step.
func (c *compared) finding(rule *duty.Rule, r *comparison.Result, message string) sheet.Finding {
	return sheet.Finding{
		Rule: rule.ID, Level: c.view.Level(rule), Message: message,
		Evidence:    []sheet.Evidence{{Text: c.Tested(r)}},
		Fingerprint: sheet.Fingerprint(rule.ID, r.Suite, r.Benchmark, r.Metric),
	}
}

// mostNamed is how many benchmarks stand as evidence of one finding.
const mostNamed = 5

// open tells of all results that are open for one reason.
func (c *compared) open(verdict comparison.Verdict, key, one, many string) []sheet.Finding {
	results := c.Of(verdict)
	if len(results) == 0 || c.view.Off(&cannotTell) {
		return nil
	}
	f := sheet.Finding{
		Rule: cannotTell.ID, Level: c.view.Level(&cannotTell), Message: fmt.Sprintf("%s to tell a change of %s", duty.Amount(len(results), one, many), c.Limit()),
		Why: "that nothing is found of them does not say that nothing is there", Fingerprint: sheet.Fingerprint(cannotTell.ID, key),
	}
	for i, r := range results {
		if i < mostNamed {
			f.Evidence = append(f.Evidence, sheet.Evidence{Text: c.Tested(r) + "; " + duty.SamplesFor(r)})
		}
	}
	f.Next = duty.SamplesForAll(results)
	return []sheet.Finding{f}
}

func (c *compared) drifts() []sheet.Finding {
	if c.view.Off(&drifting) {
		return nil
	}
	f := sheet.Finding{
		Rule: drifting.ID, Level: c.view.Level(&drifting), Why: "what changed may be the machine and not the code",
		Next: "take the samples anew, one of the base and one of the head in turns", Fingerprint: sheet.Fingerprint(drifting.ID),
	}
	var in []string
	n := 0
	for i := range c.Results {
		r := &c.Results[i]
		if !r.BaseDrifts && !r.HeadDrifts {
			continue
		}
		in = in[:0]
		if r.BaseDrifts {
			in = append(in, "base")
		}
		if r.HeadDrifts {
			in = append(in, "head")
		}
		if n++; n <= mostNamed {
			f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("%s, %s: the halves of the %s differ", c.Title(r), r.Metric, strings.Join(in, " and of the "))})
		}
	}
	if n == 0 {
		return nil
	}
	f.Message = fmt.Sprintf("%s while %s measured", duty.Amount(n, "measure drifted", "measures drifted"), duty.Plural(n, "it was", "they were"))
	return []sheet.Finding{f}
}

// unknown is what the files do not say.
func (c *compared) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	if n := len(c.Of(comparison.Undirected)); n > 0 {
		out = append(out, sheet.Unknown{
			What: "whether " + duty.Amount(n, "measure is", "measures are") + " worse", Why: "which values of the metric are good is not known, or some are negative",
			Next: "give a unit that is known (a time, bytes, allocations, something per second), or a format that says which is better",
		})
	}
	if c.Moved != "" {
		out = append(out, sheet.Unknown{
			What: "whether the change made the difference, or where it was measured", Why: c.Moved, Next: "measure both on one machine, in turns",
		})
	}
	return out
}

// ComparisonGaps are results that leave a comparison incomplete.
func ComparisonGaps(results []comparison.Result) []fact.Gap {
	var out []fact.Gap
	for _, x := range []struct {
		verdict comparison.Verdict
		detail  string
	}{
		{comparison.Missing, "benchmarks of the base have no samples in the head: whether they are slower is not known"},
		{comparison.TooFew, "benchmarks have too few samples for any slowdown of theirs to be told"},
	} {
		g := fact.Gap{Kind: fact.GapInput, Detail: x.detail}
		for i := range results {
			if results[i].Verdict != x.verdict {
				continue
			}
			if g.Count++; g.Example == "" {
				g.Example = results[i].Benchmark
			}
		}
		if g.Count > 0 {
			out = append(out, g)
		}
	}
	return out
}
