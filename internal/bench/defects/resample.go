package main

import (
	"math"
	"math/rand/v2"
	"slices"
)

// corpus is what rankings are measured on: for each repository the candidates,
// and the risks that a ranking gives them.
type corpus struct {
	repositories []*repository
	risks        map[string][][]float64 // by ranking, then as repositories and files
}

func newCorpus(repositories []*repository, rankings []ranking) *corpus {
	c := &corpus{repositories, map[string][][]float64{}}
	for _, x := range rankings {
		for _, r := range repositories {
			c.risks[x.name] = append(c.risks[x.name], x.risk(r))
		}
	}
	return c
}

// sample says which files are measured, by repository; one may be there
// several times.
type sample []drawn

type drawn struct {
	repository int
	files      []int
}

// all is every file once.
func (c *corpus) all() sample {
	s := make(sample, len(c.repositories))
	for i, r := range c.repositories {
		s[i].repository = i
		for k := range r.files {
			s[i].files = append(s[i].files, k)
		}
	}
	return s
}

// draw draws repositories with replacement and, within each, files (the
// two-stage cluster bootstrap): files of one repository are alike.
func (c *corpus) draw(rng *rand.Rand) sample {
	s := make(sample, len(c.repositories))
	for i := range s {
		s[i].repository = rng.IntN(len(c.repositories))
		n := len(c.repositories[s[i].repository].files)
		s[i].files = make([]int, n)
		for k := range s[i].files {
			s[i].files[k] = rng.IntN(n)
		}
	}
	return s
}

func (c *corpus) scored(name string, d drawn) []scored {
	files := make([]scored, len(d.files))
	for i, k := range d.files {
		f := c.repositories[d.repository].files[k]
		files[i] = scored{c.risks[name][d.repository][k], f.lines, f.defects}
	}
	return files
}

// pooled measures a ranking on the files of all repositories in one list, by
// the risks as they are: this is how the data set pools.
func (c *corpus) pooled(name string, s sample) measures {
	var files []scored
	for _, d := range s {
		files = append(files, c.scored(name, d)...)
	}
	return measure(files)
}

// mean measures a ranking within each repository and averages.
func (c *corpus) mean(name string, s sample) measures {
	var sum measures
	for _, d := range s {
		sum.add(measure(c.scored(name, d)))
	}
	return sum.over(float64(len(s)))
}

func (m *measures) add(x measures) {
	m.auc += x.auc
	m.popt += x.popt
	m.recall += x.recall
	m.precision += x.precision
}

func (m measures) over(n float64) measures {
	return measures{m.auc / n, m.popt / n, m.recall / n, m.precision / n}
}

func (m measures) minus(x measures) measures {
	return measures{m.auc - x.auc, m.popt - x.popt, m.recall - x.recall, m.precision - x.precision}
}

// random is the mean of a number of random orders, pooled and within
// repositories.
func (c *corpus) random(orders int, rng *rand.Rand) (pooled, mean measures) {
	const name = "random"
	s := c.all()
	for range orders {
		c.risks[name] = nil
		for _, r := range c.repositories {
			risk := make([]float64, len(r.files))
			for k := range risk {
				risk[k] = rng.Float64()
			}
			c.risks[name] = append(c.risks[name], risk)
		}
		pooled.add(c.pooled(name, s))
		mean.add(c.mean(name, s))
	}
	delete(c.risks, name)
	return pooled.over(float64(orders)), mean.over(float64(orders))
}

// interval is a difference with the bounds of its 95 % interval.
type interval struct{ point, low, high float64 }

// difference is by how much a ranking is better than another one, in the four
// measures.
type difference struct {
	with         string
	pooled, mean [4]interval
}

// differences holds a ranking against others on the same draws (paired
// percentile bootstrap; B. Efron, R. Tibshirani, An Introduction to the
// Bootstrap, 1993, ch. 13).
func (c *corpus) differences(name string, others []string, draws int, rng *rand.Rand) []difference {
	pooled, mean := make([][]measures, len(others)), make([][]measures, len(others))
	for range draws {
		s := c.draw(rng)
		p, m := c.pooled(name, s), c.mean(name, s)
		for i, other := range others {
			pooled[i] = append(pooled[i], p.minus(c.pooled(other, s)))
			mean[i] = append(mean[i], m.minus(c.mean(other, s)))
		}
	}
	s := c.all()
	p, m := c.pooled(name, s), c.mean(name, s)
	all := make([]difference, len(others))
	for i, other := range others {
		all[i] = difference{
			other,
			intervals(p.minus(c.pooled(other, s)), pooled[i]),
			intervals(m.minus(c.mean(other, s)), mean[i]),
		}
	}
	return all
}

func (m measures) list() [4]float64 { return [4]float64{m.auc, m.popt, m.recall, m.precision} }

func intervals(point measures, draws []measures) [4]interval {
	var all [4]interval
	for i, p := range point.list() {
		xs := make([]float64, len(draws))
		for k, d := range draws {
			xs[k] = d.list()[i]
		}
		slices.Sort(xs)
		at := func(q float64) float64 { return xs[int(q*float64(len(xs)-1)+0.5)] }
		all[i] = interval{p, at(0.025), at(0.975)}
	}
	return all
}

// familyChanges is what a change may count beside a fix.
var familyChanges = []float64{0, 0.003, 0.01, 0.03, 0.1}

// family are formulas like Leadline's, with other numbers.
func family() []formula {
	var all []formula
	for _, halfLife := range []float64{90, 120, 180, 270, 365, 730} {
		for _, changes := range familyChanges {
			all = append(all, formula{halfLife: halfLife, density: 1, changes: changes, words: ofLeadline})
		}
	}
	return all
}

// margin is what a ranking is chosen by: the lesser of by how much it is
// better than size in the area under the curve, and than prior fixes in Popt.
func (c *corpus) margin(name string, s sample) float64 {
	m := c.pooled(name, s)
	return min(m.auc-c.pooled(sizeName, s).auc, m.popt-c.pooled(priorName, s).popt)
}

// leftOut is a repository with the formula that the others choose.
type leftOut struct {
	repository string
	chosen     formula
	margin     float64 // of the formula, on the others
	within     measures
}

// leaveOneOut lets for each repository the others choose, and ranks its files
// by their choice; mean is the mean of the repositories.
func leaveOneOut(repositories []*repository) (each []leftOut, mean measures) {
	choice := family()
	rankings := baselines()
	for _, x := range choice {
		rankings = append(rankings, x.ranking())
	}
	c := newCorpus(repositories, rankings)
	all := c.all()
	for i, r := range repositories {
		others := slices.Delete(slices.Clone(all), i, i+1)
		best, highest := formula{}, math.Inf(-1)
		for _, x := range choice {
			if m := c.margin(x.text(), others); m > highest {
				best, highest = x, m
			}
		}
		within := measure(c.scored(best.text(), all[i]))
		mean.add(within)
		each = append(each, leftOut{r.name, best, highest, within})
	}
	return each, mean.over(float64(len(repositories)))
}
