package git

import (
	"math/bits"
	"sync"

	"leadline/internal/fact"
)

// MaxHunks is how many hunks of a history are kept: 512 MB of them. Histories that
// people wrote have a fraction: 450,000 changes, most of them to pages that a program
// made, had 1.7 million. One made to harm has no end of them in a few megabytes.
const MaxHunks = 32 << 20

// classes is how many classes of lists of hunks there are.
const classes = 33

// classOf is the class of a list of so many hunks, the bits of their number.
func classOf(hunks int32) int { return bits.Len32(uint32(hunks)) }

// perClass are numbers of hunks by the class of the list that they are in.
type perClass [classes]int64

// limit is the largest class that is kept where no more than most hunks are: the
// longest lists go, and all of a class or none, so that what goes depends on nothing
// but the numbers.
func (p *perClass) limit(most int64) int {
	sum := int64(0)
	for class, n := range p {
		if sum += n; sum > most {
			return class - 1
		}
	}
	return classes - 1
}

// knownHunks counts those of the commits that were read before.
func knownHunks(entries []entry) (n perClass) {
	for i := range entries {
		if entries[i].fresh {
			continue
		}
		for j := range entries[i].commit.Changes {
			sources := entries[i].commit.Changes[j].Sources
			for k := range sources {
				list := int32(len(sources[k].Hunks))
				n[classOf(list)] += int64(list)
			}
		}
	}
	return n
}

// outcome is what became of a pair.
type outcome struct {
	made           bool // the contents were compared
	dropped        bool // the hunks are not kept
	n              int32
	added, deleted int32
	hunks          []fact.Hunk
}

// outcomes are what became of all pairs. While they come, the longest lists of hunks
// are dropped where all would be too many. What has been dropped at the end does not
// depend on the order in which pairs came: each can but lower the limit.
type outcomes struct {
	mu    sync.Mutex
	most  int64
	n     perClass
	sum   int64
	limit int // no longer lists are kept
	pairs []outcome
	of    [classes]struct {
		pairs []int32
		free  []fact.Hunk // memory for more
	}
}

// newOutcomes is told what commits have that were read before.
func newOutcomes(most int64, known perClass) *outcomes {
	c := &outcomes{most: most, n: known, limit: classes - 1}
	for _, n := range known {
		c.sum += n
	}
	return c
}

// put keeps what the comparison of a pair gave; the hunks are copied.
func (c *outcomes) put(pair int32, hunks []fact.Hunk) {
	r := outcome{made: true, n: int32(len(hunks))}
	for _, h := range hunks {
		r.added += h.NewLines
		r.deleted += h.OldLines
	}
	class := classOf(r.n)
	c.mu.Lock()
	defer c.mu.Unlock()
	if r.dropped = class > c.limit; !r.dropped && r.n > 0 {
		of := &c.of[class]
		const slab = 1 << 12
		if cap(of.free)-len(of.free) < len(hunks) {
			of.free = make([]fact.Hunk, 0, max(slab, len(hunks)))
		}
		from := len(of.free)
		of.free = append(of.free, hunks...)
		r.hunks = of.free[from:len(of.free):len(of.free)]
		of.pairs = append(of.pairs, pair)
		c.n[class] += int64(r.n)
		c.sum += int64(r.n)
	}
	c.pairs[pair] = r
	for ; c.sum > c.most; c.limit-- {
		of := &c.of[c.limit]
		for _, p := range of.pairs {
			c.pairs[p].hunks, c.pairs[p].dropped = nil, true
		}
		of.pairs, of.free = nil, nil
		c.sum -= c.n[c.limit]
	}
}
