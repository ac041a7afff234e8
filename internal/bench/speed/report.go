package main

import (
	"fmt"
	"strings"
	"time"

	"leadline/internal/bench"
)

// report is what was measured on one repository.
type report struct {
	name            string
	head            string
	commits, merges int
	files, lines    int
	standIns        int
	// peer is git log, fresh a scan of everything, watched the same with its
	// memory sampled.
	peer, fresh, watched bench.Series
	// refusal says why nothing can be compared with the peer.
	refusal error
	// waited is set where git log did not get the processor to itself.
	waited      bool
	index       int64 // bytes
	incremental []incremental
	answers     []timed
	hercules    *bench.Usage
}

// incremental is a run that finds an index.
type incremental struct {
	name string
	runs bench.Series
}

// writeSizes writes a row for each repository: what reading all of it costs.
func writeSizes(b *strings.Builder, reports []*report) {
	b.WriteString("\n")
	bench.Head(b, "repository", "commits", "files", "lines", "`git log`, s", "`scan --fresh`, s", "wall ×", "CPU ×", "peak RSS, MB", "anonymous, MB", "index, MB")
	for _, r := range reports {
		git, wall, cpu := "–", "–", "–"
		if len(r.peer) > 0 {
			git = seconds(r.peer.Median().Wall)
			wall, cpu = ratio(r.fresh.Median().Wall, r.peer.Median().Wall), ratio(r.fresh.Median().CPU, r.peer.Median().CPU)
		}
		scan, rss, anon := "–", "–", "–"
		if len(r.fresh) > 0 {
			scan, rss = seconds(r.fresh.Median().Wall), megabytes(r.fresh.Best().RSS)
		}
		if len(r.watched) > 0 {
			anon = megabytes(r.watched.Best().Anon)
		}
		bench.Row(b, r.name+" "+short(r.head), bench.Count(r.commits), bench.Count(r.files), bench.Count(r.lines),
			git, scan, wall, cpu, rss, anon, megabytes(r.index))
	}
}

func (r *report) write(b *strings.Builder) {
	fmt.Fprintf(b, "\n### %s %s\n\n", r.name, short(r.head))
	fmt.Fprintf(b, "%s commits, %s of them merges; %s files with %s lines.", bench.Count(r.commits), bench.Count(r.merges), bench.Count(r.files), bench.Count(r.lines))
	if r.standIns > 0 {
		fmt.Fprintf(b, " Stand-ins for %d missing blobs.", r.standIns)
	}
	b.WriteString("\n")
	if r.refusal != nil {
		fmt.Fprintf(b, "**%s**\n", firstLine(r.refusal.Error()))
	}
	if r.waited {
		b.WriteString("**`git log` had to wait: something else ran.**\n")
	}
	b.WriteString("\n")
	r.writeFresh(b)
	if len(r.incremental) > 0 {
		r.writeIncremental(b)
	}
	if len(r.answers) > 0 {
		b.WriteString("\n")
		bench.Head(b, "answers", "wall, ms: median", "best", "CPU, ms", "runs")
		for _, c := range r.answers {
			cpu := "–" // a page is asked of a server that goes on running
			if used := c.runs.Median().CPU; used > 0 {
				cpu = milliseconds(used)
			}
			bench.Row(b, c.name, milliseconds(c.runs.Median().Wall), milliseconds(c.runs.Best().Wall), cpu, bench.Count(len(c.runs)))
		}
	}
}

func (r *report) writeIncremental(b *strings.Builder) {
	b.WriteString("\n")
	bench.Head(b, "with an index: `leadline scan`, median of "+bench.Count(len(r.incremental[0].runs)), "wall, ms", "best", "CPU, ms")
	for _, c := range r.incremental {
		bench.Row(b, c.name, milliseconds(c.runs.Median().Wall), milliseconds(c.runs.Best().Wall), milliseconds(c.runs.Median().CPU))
	}
}

func (r *report) writeFresh(b *strings.Builder) {
	bench.Head(b, fmt.Sprintf("everything, %d runs", len(r.fresh)), "wall, s: median", "best", "CPU, s: median", "best", "peak RSS, MB")
	row := func(name string, s bench.Series) {
		m, best := s.Median(), s.Best()
		bench.Row(b, name, seconds(m.Wall), seconds(best.Wall), seconds(m.CPU), seconds(best.CPU), megabytes(best.RSS))
	}
	if len(r.peer) > 0 {
		row("`git log --numstat -M`", r.peer)
	}
	if len(r.fresh) > 0 {
		row("`leadline scan --fresh`", r.fresh)
	}
	if len(r.peer) > 0 && len(r.fresh) > 0 {
		g, l := r.peer.Median(), r.fresh.Median()
		gb, lb := r.peer.Best(), r.fresh.Best()
		bench.Row(b, "**ratio**", "**"+ratio(l.Wall, g.Wall)+"**", ratio(lb.Wall, gb.Wall), "**"+ratio(l.CPU, g.CPU)+"**", ratio(lb.CPU, gb.CPU), "")
	}
	if h := r.hercules; h != nil {
		bench.Row(b, "`hercules --burndown --first-parent`, once", seconds(h.Wall), "", seconds(h.CPU), "", megabytes(h.RSS))
		bench.Row(b, "hercules over leadline", "", "", "**"+fmt.Sprintf("%.1f", float64(h.CPU)/float64(r.fresh.Median().CPU))+"**", "", "")
	}
	if len(r.watched) > 0 {
		fmt.Fprintf(b, "\nAnonymous memory of Leadline: at most %s MB in %d more runs. Index: %s MB.\n",
			megabytes(r.watched.Best().Anon), len(r.watched), megabytes(r.index))
	}
}

func short(id string) string { return id[:min(12, len(id))] }

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()) }

func milliseconds(d time.Duration) string { return fmt.Sprintf("%.0f", float64(d)/1e6) }

func megabytes(n int64) string { return fmt.Sprintf("%.1f", float64(n)/1e6) }

func ratio(a, b time.Duration) string { return fmt.Sprintf("%.2f", float64(a)/float64(b)) }
