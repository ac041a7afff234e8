package main

import (
	"fmt"
	"math"
	"strings"
	"time"

	"leadline/internal/analysis/throughput"
	"leadline/internal/bench"
)

// report writes what came out in Markdown.
func report(all []repository) string {
	var b strings.Builder
	for i, weeks := range throughput.Targets {
		fmt.Fprintf(&b, "\n### About %d weeks of work\n\n", weeks)
		bench.Head(&b, "repository", "head", "origins", "refused", "dates held 50/70/85/95 %", "of the plain bootstrap", "of dates that had come",
			"CRPS, days", "plain", "skill (95 % interval)", fmt.Sprintf("counts in %d weeks reached", weeks))
		for _, r := range all {
			t := &r.tracks[i]
			n := throughput.Counts{t.N, t.N, t.N, t.N}
			whole := throughput.Counts{t.Whole, t.Whole, t.Whole, t.Whole}
			bench.Row(&b, r.name, r.head[:min(12, len(r.head))], bench.Count(t.N), bench.Count(max(0, len(r.series.Daily)/7-throughput.Window-t.N)), shares(t.Held, n), shares(t.Plain, n), shares(t.CameTrue, t.Come),
				fmt.Sprintf("%.2f", t.Score), fmt.Sprintf("%.2f", t.PlainScore), skill(t.Skill), shares(t.Reached, whole))
		}
		othersTable(&b, all, i)
	}
	b.WriteString("\n### Both together\n\n")
	bench.Head(&b, "repository", "from", "to", "items", "skill (95 % interval)")
	for _, r := range all {
		s := &r.series
		bench.Row(&b, r.name, s.Start.Format(time.DateOnly), s.Start.AddDate(0, 0, len(s.Daily)-1).Format(time.DateOnly), bench.Count(s.Done(0, len(s.Daily))), skill(r.skill))
	}
	return b.String()
}

func skill(s throughput.Skill) string {
	return fmt.Sprintf("%+.3f (%+.3f to %+.3f)", s.Share, s.Low, s.High)
}

// shares writes parts of a whole, a level beside the other.
func shares(k, n throughput.Counts) string {
	var out []string
	for i := range k {
		out = append(out, share(float64(k[i])/float64(n[i])))
	}
	return strings.Join(out, " ")
}

func share(x float64) string { return strings.TrimPrefix(fmt.Sprintf("%.2f", x), "0") }

// bar is where the share of 85 % dates that held should be.
const barLow, barHigh = 0.75, 0.95

// othersTable has the means over repositories of every method.
func othersTable(b *strings.Builder, all []repository, target int) {
	if len(all) == 0 || len(all[0].others) == 0 {
		return
	}
	b.WriteString("\nAll methods: means over the repositories; the CRPS as a ratio to the plain bootstrap's, its geometric mean.\n\n")
	bench.Head(b, "method", "dates held 50/70/85/95 %", "85 % dates in 75..95 %", "CRPS ratio", "repositories with a worse CRPS")
	for m := range all[0].others {
		var held [len(throughput.Levels)]float64
		in, worse, ratio := 0, 0, 0.0
		for _, r := range all {
			x, plain := r.others[m].of[target], r.others[0].of[target]
			for i := range held {
				held[i] += x.held[i] / float64(len(all))
			}
			if x.held[2] >= barLow && x.held[2] <= barHigh {
				in++
			}
			if x.score > plain.score {
				worse++
			}
			ratio += math.Log(x.score/plain.score) / float64(len(all))
		}
		var cells []string
		for _, h := range held {
			cells = append(cells, share(h))
		}
		bench.Row(b, all[0].others[m].name, strings.Join(cells, " "), fmt.Sprintf("%d of %d", in, len(all)), fmt.Sprintf("%.3f", math.Exp(ratio)), bench.Count(worse))
	}
}
