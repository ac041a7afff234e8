package main

import "math"

// ranking orders files by a risk.
type ranking struct {
	name string
	risk func(r *repository) []float64
}

// each makes a ranking of what is said of each file by itself.
func each(name string, risk func(f *file) float64) ranking {
	return ranking{name, func(r *repository) []float64 {
		all := make([]float64, len(r.files))
		for i, f := range r.files {
			all[i] = risk(f)
		}
		return all
	}}
}

// Names of rankings that others are held against.
const (
	sizeName  = "largest first"
	priorName = "prior fixes (180 days)"
	// leadlineName is the product's order, by its scores as they are.
	leadlineName = "Leadline"
)

// baselines are what Leadline has to beat.
func baselines() []ranking {
	return []ranking{
		each(sizeName, func(f *file) float64 { return f.lines }),
		each("smallest first", func(f *file) float64 { return -f.lines }),
		each(priorName, func(f *file) float64 { return f.prior }),
		each("churn (90 days)", func(f *file) float64 { return f.churn }),
		each("repowise", func(f *file) float64 { return f.repowise }),
		each("CodeScene", func(f *file) float64 { return f.codescene }),
		each("changes × lines", hotspots),
		each("complexity", func(f *file) float64 { return f.complexity }),
	}
}

func leadline() ranking { return each(leadlineName, func(f *file) float64 { return f.score }) }

// variants are the product's order, which is the first, and what is near it.
func variants() []ranking {
	theirs := ours
	theirs.words = ofData
	root := formula{halfLife: 180, power: 0.25}
	return []ranking{
		leadline(),
		leadline().withMean(),
		leadline().meanAlone(),
		ours.ranking(),
		theirs.ranking(),
		theirs.ranking().withMean(),
		formula{halfLife: 180, density: 1, words: ofLeadline}.ranking(),
		formula{halfLife: 180, power: 0.25, words: ofLeadline}.ranking(),
		root.ranking(),
		root.ranking().withMean(),
		formula{halfLife: 180}.ranking(),
		formula{halfLife: 180, power: 0.5}.ranking(),
		formula{halfLife: 180, power: 1}.ranking(),
	}
}

// withMean adds what the mean of the repository's files is. That changes no order
// within a repository; it says how much a file of one is worth beside a file of
// another.
func (x ranking) withMean() ranking {
	return ranking{x.name + ", with the repository's mean", func(r *repository) []float64 {
		risk := x.risk(r)
		mean := total(risk) / float64(len(risk))
		for i := range risk {
			risk[i] += mean
		}
		return risk
	}}
}

// meanAlone ranks repositories and knows nothing of their files: what it reaches,
// pooled, is owed to their differences.
func (x ranking) meanAlone() ranking {
	return ranking{"the repository's mean alone", func(r *repository) []float64 {
		risk := x.risk(r)
		mean := total(risk) / float64(len(risk))
		for i := range risk {
			risk[i] = mean
		}
		return risk
	}}
}

// hotspots is how hotspots are mostly ordered, and were in Leadline (Tornhill 2015), among candidates: by
// changes in half a year times lines, from three changes on; commits that sweep over
// many files count nothing. What is no hotspot has no place in its order.
func hotspots(f *file) float64 {
	const window, least = 180, 3
	n := 0
	for _, c := range f.changes {
		if c.days < window && c.files <= sweeping {
			n++
		}
	}
	if n < least {
		return 0
	}
	return float64(n) * f.lines
}

// sweeping is the number of files up to which a commit is about each of them
// (see internal/analysis/activity).
const sweeping = 30

// formula is the kind that Leadline's was chosen from: the fixes of a file, each
// counting half for every halfLife days that it is old, over a power of its lines.
type formula struct {
	halfLife float64
	power    float64
	words    words
	// density is the power of complexity per line by which fixes are multiplied.
	density float64
	// changes is what a change counts beside a fix, sweeping ones apart; it too
	// fades, by half every two years.
	changes float64
}

// ours is Leadline's formula.
var ours = formula{halfLife: 180, density: 1, changes: 0.01, words: ofLeadline}

// words says which subjects are fixes. Held against labels that are made by the
// data set's words, as its own count of prior fixes is, others are at a
// disadvantage: those that write "Fixed" have fixes by one and no defects by the
// other.
type words uint8

const (
	ofData words = iota
	ofLeadline
)

func (w words) fix(c *change) bool {
	if w == ofLeadline {
		return c.fix
	}
	return c.keyword
}

// typical is the number of lines by which powers of lines are scaled, so that
// fixes of a file of that size count one each.
const typical = 100

func (x formula) ranking() ranking {
	return each(x.text(), func(f *file) float64 {
		return x.activity(f) * math.Pow(f.complexity/f.lines, x.density) / math.Pow(f.lines/typical, x.power)
	})
}

// activity is the fixes of a file and what its changes count.
func (x formula) activity(f *file) float64 {
	const twoYears = 730
	fixes := decayed(f, x.halfLife, x.words.fix)
	if x.changes == 0 {
		return fixes
	}
	return fixes + x.changes*decayed(f, twoYears, func(c *change) bool { return c.files <= sweeping })
}

func total(xs []float64) float64 {
	var sum float64
	for _, x := range xs {
		sum += x
	}
	return sum
}

// decayed counts changes, each half for every halfLife days that it is old.
func decayed(f *file, halfLife float64, which func(*change) bool) float64 {
	var sum float64
	for i := range f.changes {
		if which(&f.changes[i]) {
			sum += math.Exp2(-f.changes[i].days / halfLife)
		}
	}
	return sum
}
