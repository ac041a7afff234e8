package main

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadline/internal/analysis/clone"
	"leadline/internal/bench"
	"leadline/internal/fact"
	"leadline/internal/source/code/token"
)

// lines are those of files that something is true of.
type lines map[fact.Path]map[int]bool

// tokenLines are the lines in which a token that is compared begins: neither
// comments nor imports, which clones may differ in.
func tokenLines(tree string) (lines, error) {
	all := lines{}
	var tokens []fact.Token
	err := walk(tree, func(p fact.Path, content []byte) error {
		tokens = token.Stream(token.LanguageOf(p), content, tokens[:0])
		all[p] = map[int]bool{}
		for _, t := range tokens {
			all[p][int(t.Line)] = true
		}
		return nil
	})
	return all, err
}

// covered are the lines of tokens that are in a clone.
func covered(of lines, clones []clone.Clone) lines {
	out := lines{}
	for _, c := range clones {
		for _, p := range c.Places {
			if out[p.Path] == nil {
				out[p.Path] = map[int]bool{}
			}
			for n := p.Line; n <= p.End; n++ {
				if of[p.Path][n] {
					out[p.Path][n] = true
				}
			}
		}
	}
	return out
}

func (l lines) count() int {
	n := 0
	for _, m := range l {
		n += len(m)
	}
	return n
}

// without are the lines that are not in others.
func (l lines) without(others lines) lines {
	out := lines{}
	for p, m := range l {
		for n := range m {
			if !others[p][n] {
				if out[p] == nil {
					out[p] = map[int]bool{}
				}
				out[p][n] = true
			}
		}
	}
	return out
}

func compare(b *strings.Builder, o *options, tree string, ours, theirs *found) error {
	of, err := tokenLines(tree)
	if err != nil {
		return err
	}
	a, c := covered(of, ours.clones), covered(of, theirs.clones)
	bench.Head(b, "program", "clones", "lines in clones", "of these, in the other's, %", "wall, s", "CPU, s", "memory, MB")
	row(b, "Leadline", ours, a, c)
	row(b, "jscpd", theirs, c, a)
	fmt.Fprintf(b, "\n%s lines have tokens.\n", bench.Count(of.count()))
	list(b, o, "Leadline alone", of, a.without(c))
	list(b, o, "jscpd alone", of, c.without(a))
	rest := c.without(a)
	for _, least := range []int{o.least * 2 / 3, o.least * 3 / 4, o.least * 5 / 6} {
		shorter, err := clonesOf(tree, least)
		if err != nil {
			return err
		}
		rest = rest.without(covered(of, shorter))
	}
	list(b, o, fmt.Sprintf("jscpd alone, and in no clone of %d tokens either", o.least*2/3), of, rest)
	return nil
}

func row(b *strings.Builder, name string, f *found, own, other lines) {
	n := own.count()
	shared := n - own.without(other).count()
	bench.Row(b, name, bench.Count(len(f.clones)), bench.Count(n), fmt.Sprintf("%.1f", 100*float64(shared)/float64(max(1, n))),
		seconds(f.Wall), seconds(f.CPU), fmt.Sprint(f.RSS>>20))
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2f", d.Seconds()) }

// list names the longest stretches of lines.
func list(b *strings.Builder, o *options, title string, of, l lines) {
	var all []clone.Clone
	for p, m := range l {
		var stretch clone.Clone
		for _, n := range sorted(of[p]) {
			if !m[n] {
				all = append(all, stretch)
				stretch = clone.Clone{}
				continue
			}
			if stretch.Tokens == 0 {
				stretch.Places = []clone.Place{{Path: p, Line: n}}
			}
			stretch.Tokens++
			stretch.Places[0].End = n
		}
		all = append(all, stretch)
	}
	all = slices.DeleteFunc(all, func(c clone.Clone) bool { return c.Tokens == 0 })
	slices.SortFunc(all, func(a, b clone.Clone) int {
		return cmp.Or(cmp.Compare(b.Tokens, a.Tokens), cmp.Compare(a.Places[0].Path, b.Places[0].Path), cmp.Compare(a.Places[0].Line, b.Places[0].Line))
	})
	fmt.Fprintf(b, "\n%s: %s lines in %s stretches.\n", title, bench.Count(l.count()), bench.Count(len(all)))
	for _, c := range all[:min(o.differences, len(all))] {
		fmt.Fprintf(b, "- %d lines: %s:%d-%d\n", c.Tokens, c.Places[0].Path, c.Places[0].Line, c.Places[0].End)
	}
}

func sorted(m map[int]bool) []int {
	var all []int
	for n := range m {
		all = append(all, n)
	}
	slices.Sort(all)
	return all
}

// draw lists clones of code by chance, each as likely as any other one.
func draw(b *strings.Builder, o *options, clones []clone.Clone) {
	clones = slices.DeleteFunc(slices.Clone(clones), func(c clone.Clone) bool { return c.Data })
	fmt.Fprintf(b, "\n%d clones of code; drawn by seed %d:\n", len(clones), o.seed)
	random := rand.New(rand.NewPCG(o.seed, 0))
	for _, i := range random.Perm(len(clones))[:min(o.sample, len(clones))] {
		c := clones[i]
		fmt.Fprintf(b, "\n%d tokens in %d places:", c.Tokens, len(c.Places))
		for _, p := range c.Places {
			fmt.Fprintf(b, " %s:%d-%d", filepath.ToSlash(string(p.Path)), p.Line, p.End)
		}
		b.WriteString("\n")
	}
}
