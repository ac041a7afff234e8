// Package coupling tells what changes together: files that landed on the
// default branch in the same transaction, again and again. It serves whoever
// is about to change one of them.
//
// A transaction is a landing on the first-parent line: a commit, or a merge
// with all that it brought, as `git diff M^ M` shows it. Sweeping ones say little
// about any pair and are left out. That two files change together is no proof
// that one needs the other.
package coupling

import (
	"cmp"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// Options say what is looked at.
type Options struct {
	// Keep tells the files that count.
	Keep func(fact.Path) bool
	// Since and Until bound the landings; zero leaves that side open.
	Since, Until time.Time
}

// Partner is a file that changed together with another one.
type Partner struct {
	Path fact.Path
	// Together is in how many transactions both changed; Changes is in how
	// many the file that was asked for did, Others the partner.
	Together, Changes, Others int
}

// Coupling holds the transactions.
type Coupling struct {
	ordinal map[fact.Path]int32
	paths   []fact.Path
	// files are the files of each transaction, in is where each file is found.
	files [][]int32
	in    [][]int32
}

// Of reads the transactions of a history.
func Of(t *activity.Timeline, o Options) *Coupling {
	c := &Coupling{ordinal: map[fact.Path]int32{}}
	for _, paths := range t.Transactions(o.window(t)) {
		var files []int32
		for _, p := range paths {
			if o.Keep(p) {
				files = append(files, c.of(p))
			}
		}
		if len(files) == 0 {
			continue
		}
		n := int32(len(c.files))
		c.files = append(c.files, files)
		for _, f := range files {
			c.in[f] = append(c.in[f], n)
		}
	}
	return c
}

func (o *Options) window(t *activity.Timeline) activity.Window {
	from, to := o.Since, o.Until
	if from.IsZero() {
		from = time.Unix(-1<<40, 0)
	}
	if to.IsZero() {
		to = time.Unix(1<<40, 0)
	}
	return t.Window(from, to)
}

func (c *Coupling) of(p fact.Path) int32 {
	n, ok := c.ordinal[p]
	if !ok {
		n = int32(len(c.paths))
		c.ordinal[p] = n
		c.paths = append(c.paths, p)
		c.in = append(c.in, nil)
	}
	return n
}

// With gives the n files that changed together with a file most often; of
// equals the one that changes less without it, then by path bytes.
func (c *Coupling) With(p fact.Path, n int) []Partner {
	at, ok := c.ordinal[p]
	if !ok {
		return nil
	}
	together := map[int32]int{}
	for _, t := range c.in[at] {
		for _, f := range c.files[t] {
			if f != at {
				together[f]++
			}
		}
	}
	out := make([]Partner, 0, len(together))
	for f, k := range together {
		out = append(out, Partner{c.paths[f], k, len(c.in[at]), len(c.in[f])})
	}
	slices.SortFunc(out, func(a, b Partner) int {
		return cmp.Or(cmp.Compare(b.Together, a.Together), cmp.Compare(a.Others, b.Others), cmp.Compare(a.Path, b.Path))
	})
	return out[:min(n, len(out))]
}
