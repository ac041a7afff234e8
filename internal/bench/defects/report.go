package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"leadline/internal/bench"
)

// text writes a formula in one line.
func (x formula) text() string {
	s := fmt.Sprintf("fixes, halved every %.0f days", x.halfLife)
	if x.changes > 0 {
		s = fmt.Sprintf("(%s + %g of changes)", s, x.changes)
	}
	if x.density > 0 {
		s += " × complexity per line"
	}
	switch x.power {
	case 0:
	case 1:
		s += " / lines"
	default:
		s += fmt.Sprintf(" / lines^%g", x.power)
	}
	if x.words == ofLeadline {
		s += ", Leadline's words"
	}
	return s
}

// report measures everything and writes it in Markdown.
func report(o *options, repositories []*repository) string {
	var b strings.Builder
	corpusTable(&b, repositories)
	rankings := append(baselines(), variants()...)
	c := newCorpus(repositories, rankings)
	rankingTable(&b, o, c, rankings)
	repositoryTable(&b, c)
	familyTable(&b, repositories)
	leaveOneOutTable(&b, repositories)
	differenceTable(&b, o, c, leadline(), rankings)
	differenceTable(&b, o, c, leadline().withMean(), baselines())
	return b.String()
}

func heading(b *strings.Builder, text string) { fmt.Fprintf(b, "\n### %s\n\n", text) }

func corpusTable(b *strings.Builder, repositories []*repository) {
	heading(b, "The files")
	bench.Head(b, "repository", "T0", "files", "lines of code", "files with defects", "defects", "changes before T0", "of them fixes, by Leadline's words", "by the data's")
	for _, r := range repositories {
		var lines, with, defects, changes, fixes, keywords float64
		for _, f := range r.files {
			lines += f.lines
			defects += f.defects
			if f.defects > 0 {
				with++
			}
			for _, c := range f.changes {
				changes++
				if c.fix {
					fixes++
				}
				if c.keyword {
					keywords++
				}
			}
		}
		bench.Row(b, r.name, r.head[:min(12, len(r.head))], bench.Count(len(r.files)), bench.Count(lines), bench.Count(with), bench.Count(defects),
			bench.Count(changes), bench.Count(fixes), bench.Count(keywords))
	}
}

// cells writes measures.
func cells(m measures) []string {
	var all []string
	for _, x := range m.list() {
		all = append(all, number(x))
	}
	return all
}

// number writes a number below one without its nought.
func number(x float64) string {
	return strings.Replace(fmt.Sprintf("%.3f", x), "0.", ".", 1)
}

func signed(x float64) string { return strings.Replace(fmt.Sprintf("%+.3f", x), "0.", ".", 1) }

var measureNames = []string{"AUC", "Popt", "recall", "precision"}

func rankingTable(b *strings.Builder, o *options, c *corpus, rankings []ranking) {
	heading(b, "All repositories")
	var columns []string
	for _, of := range []string{"pooled", "mean"} {
		for _, m := range measureNames {
			columns = append(columns, of+" "+m)
		}
	}
	bench.Head(b, append([]string{"order"}, columns...)...)
	pooled, mean := c.random(o.orders, o.rng())
	bench.Row(b, append(append([]string{fmt.Sprintf("random (mean of %d)", o.orders)}, cells(pooled)...), cells(mean)...)...)
	s := c.all()
	for _, x := range rankings {
		bench.Row(b, append(append([]string{x.name}, cells(c.pooled(x.name, s))...), cells(c.mean(x.name, s))...)...)
	}
}

// repositoryTable has the measures of the most telling orders.
func repositoryTable(b *strings.Builder, c *corpus) {
	heading(b, "Each repository: AUC, Popt, recall, precision")
	names := []string{sizeName, "smallest first", priorName, "churn (90 days)", "changes × lines", leadlineName}
	bench.Head(b, append([]string{"repository"}, names...)...)
	for i, d := range c.all() {
		row := []string{c.repositories[i].name}
		for _, name := range names {
			row = append(row, strings.Join(cells(measure(c.scored(name, d))), " "))
		}
		bench.Row(b, row...)
	}
}

// familyTable has the formulas around Leadline's.
func familyTable(b *strings.Builder, repositories []*repository) {
	heading(b, "The formula's two numbers: pooled AUC, Popt, then mean AUC, Popt")
	head := []string{"half-life of fixes"}
	for _, n := range familyChanges {
		head = append(head, fmt.Sprintf("%g of changes", n))
	}
	bench.Head(b, head...)
	var row []string
	for _, x := range family() {
		if len(row) == 0 {
			row = []string{fmt.Sprintf("%.0f days", x.halfLife)}
		}
		c := newCorpus(repositories, []ranking{x.ranking()})
		pooled, mean := c.pooled(x.text(), c.all()), c.mean(x.text(), c.all())
		row = append(row, strings.Join([]string{number(pooled.auc), number(pooled.popt), number(mean.auc), number(mean.popt)}, " "))
		if len(row) == len(head) {
			bench.Row(b, row...)
			row = nil
		}
	}
}

func leaveOneOutTable(b *strings.Builder, repositories []*repository) {
	heading(b, "Leave one repository out")
	each, mean := leaveOneOut(repositories)
	bench.Head(b, append([]string{"left out", "the others choose", "their margin"}, measureNames...)...)
	for _, x := range each {
		bench.Row(b, append([]string{x.repository, x.chosen.text(), signed(x.margin)}, cells(x.within)...)...)
	}
	bench.Row(b, append([]string{"mean", "", ""}, cells(mean)...)...)
}

// differenceTable holds a ranking against others. Between two that differ by the mean
// of repositories alone there is no difference within repositories.
func differenceTable(b *strings.Builder, o *options, c *corpus, of ranking, rankings []ranking) {
	heading(b, fmt.Sprintf("By how much %s is better, with 95 %% intervals of %d draws", of.name, o.draws))
	var others []string
	for _, x := range rankings {
		if x.name != of.name {
			others = append(others, x.name)
		}
	}
	bench.Head(b, "than", "pooled AUC", "pooled Popt", "pooled recall", "mean AUC", "mean Popt", "mean recall")
	for _, d := range c.differences(of.name, others, o.draws, o.rng()) {
		row := []string{d.with}
		for _, of := range [][4]interval{d.pooled, d.mean} {
			for _, x := range of[:3] {
				row = append(row, fmt.Sprintf("%s (%s to %s)", signed(x.point), signed(x.low), signed(x.high)))
			}
		}
		bench.Row(b, row...)
	}
}

func (o *options) rng() *rand.Rand { return rand.New(rand.NewPCG(o.seed, 0)) }
