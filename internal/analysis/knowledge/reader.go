package knowledge

import (
	"cmp"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

// reader holds what the files of one history share.
type reader struct {
	*Lineages
	options Options
	persons []fact.PersonID // by ordinal
	credit  []int32         // by commit: the person's ordinal; none
	counts  []bool          // by commit: whether its changes are somebody's work
}

func newReader(h *fact.History, o Options) *reader {
	r := &reader{Lineages: o.Lineages, options: o, credit: make([]int32, len(h.Commits)), counts: make([]bool, len(h.Commits))}
	cut := h.Cut()
	at := map[fact.PersonID]int32{}
	for i := range h.Commits {
		c := &h.Commits[i]
		r.credit[i] = none
		late := !o.AsOf.IsZero() && c.Committed.Unix > o.AsOf.Unix()
		if late || cut && r.edge(c) {
			continue
		}
		r.counts[i] = !c.Merge()
		p := o.Credit(c)
		if p == "" {
			continue
		}
		k, ok := at[p]
		if !ok {
			k = int32(len(r.persons))
			at[p] = k
			r.persons = append(r.persons, p)
		}
		r.credit[i] = k
	}
	return r
}

// edge reports whether a commit may be where a cut history starts.
func (r *reader) edge(c *fact.Commit) bool {
	for _, p := range c.Parents {
		if _, ok := r.ordinal[p]; !ok {
			return true
		}
	}
	return len(c.Parents) == 0
}

// A touch is a commit that changed a file.
type touch struct {
	commit int32
	// bare: only the name or the mode is another.
	bare bool
	// lines that were added or deleted, as far as they are known.
	lines int32
}

// landing is what one person brought with one landing.
type landing struct{ person, position int32 }

// landed is the position at which a commit landed.
func (r *reader) landed(commit int32) int32 {
	if r.options.Landed == nil {
		return commit
	}
	return int32(r.options.Landed[commit])
}

// sweeping reports whether a commit changed so many files that it says nothing of
// any one.
func (r *reader) sweeping(commit int32) bool {
	return len(r.history.Commits[commit].Changes) > activity.Sweeping
}

// lately reports whether a commit counts for what somebody did lately.
func (r *reader) lately(commit int32) bool {
	return !r.sweeping(commit) && r.now().Sub(time.Unix(r.history.Commits[commit].Committed.Unix, 0)) < lately
}

// work lists, for each file, what touched it.
func (r *reader) work(files []*fact.File) [][]touch {
	slot := make([]int32, len(r.creator)) // by lineage: the file; none
	for i := range slot {
		slot[i] = none
	}
	for i, f := range files {
		if l := r.version(f.Changed, f.Path); l != none {
			slot[l] = int32(i)
		}
	}
	size := make([]int32, len(files)+1)
	r.each(slot, func(file int32, _ touch) { size[file+1]++ })
	for i := range files {
		size[i+1] += size[i]
	}
	all := make([]touch, size[len(files)])
	next := slices.Clone(size)
	r.each(slot, func(file int32, t touch) { all[next[file]] = t; next[file]++ })
	out := make([][]touch, len(files))
	for i := range files {
		out[i] = all[size[i]:size[i+1]]
	}
	return out
}

// each gives what touched the files in their slots, in the order of the
// history.
func (r *reader) each(slot []int32, yield func(file int32, t touch)) {
	for i := range r.history.Commits {
		if !r.counts[i] {
			continue
		}
		changes := r.history.Commits[i].Changes
		for k, l := range r.of[r.first[i]:r.first[i+1]] {
			if l == none || slot[l] == none {
				continue
			}
			if ch := &changes[k]; ch.Kind != fact.Deleted {
				t := touch{commit: int32(i), bare: ch.Old == ch.Blob}
				if ch.Counted() {
					t.lines = ch.Added + ch.Deleted
				}
				yield(slot[l], t)
			}
		}
	}
}

// file derives who knows a file from what touched it. A rename or a change of
// mode alone shows no knowledge; it counts only if bare is asked for.
func (r *reader) file(f *fact.File, work []touch, bare bool) File {
	out := File{Path: f.Path}
	var who []int32
	knower := func(p int32) *Knower {
		i := slices.Index(who, p)
		if i < 0 {
			i, who = len(who), append(who, p)
			out.Knowers = append(out.Knowers, Knower{Person: r.persons[p]})
		}
		return &out.Knowers[i]
	}
	creator := none
	if l := r.version(f.Changed, f.Path); l != none {
		creator = r.creator[l]
	}
	changes, later := 0, 0
	var lines map[landing]int // of what was done lately
	for _, t := range work {
		if t.bare && !bare {
			continue
		}
		c := t.commit
		changes++
		if c != creator {
			later++
		}
		p := r.credit[c]
		if p == none {
			continue
		}
		k := knower(p)
		k.Changes++
		k.First = k.First || c == creator
		if t := time.Unix(r.history.Commits[c].Authored.Unix, 0).UTC(); t.After(k.Last) && (!r.sweeping(c) || k.Last.IsZero()) {
			k.Last = t
		}
		if r.lately(c) {
			if lines == nil {
				lines = map[landing]int{}
			}
			key := landing{p, r.landed(c)}
			before, seen := lines[key]
			after := before + int(t.lines)
			if !seen {
				k.Touched++
			}
			if before < latelyLines && after >= latelyLines {
				k.Lately++
			}
			k.LatelyLines += int(t.lines)
			lines[key] = after
		}
	}
	for _, l := range f.Lines {
		n := int(l.Lines)
		out.Lines += n
		if c, ok := r.ordinal[l.Commit]; ok && r.credit[c] != none {
			knower(r.credit[c]).Lines += n
		} else {
			out.Unknown += n
		}
	}
	r.judge(&out, changes, later)
	return out
}

// judge completes the knowers of a file: changes in all, and those after its
// creation.
func (r *reader) judge(f *File, changes, later int) {
	best := 0.0
	for i := range f.Knowers {
		k := &f.Knowers[i]
		own := k.Changes
		if k.First {
			own-- // its creation is FA, not DL
		}
		k.DOA = DOA(k.First, own, later-own)
		best = max(best, k.DOA)
	}
	for i := range f.Knowers {
		k := &f.Knowers[i]
		if best > 0 {
			k.Normalised = max(k.DOA, 0) / best
		}
		k.Author = k.Changes > 0 && k.Normalised > authorShare && k.DOA >= authorDOA
		if !k.Last.IsZero() {
			k.Retained = k.Normalised * retained(r.now().Sub(k.Last))
			k.Fading = fading(k.Last, r.now())
		}
		k.Degree = degree(k, f.Lines, changes, r.options.Active[k.Person] && fresh(k.Last, r.now()))
	}
	slices.SortFunc(f.Knowers, func(a, b Knower) int {
		return cmp.Or(cmp.Compare(b.DOA, a.DOA), cmp.Compare(a.Person, b.Person))
	})
}

// now is the moment as of which is asked: that of the options, or the last
// commit.
func (r *reader) now() time.Time {
	if !r.options.AsOf.IsZero() {
		return r.options.AsOf
	}
	var last int64
	for i := range r.history.Commits {
		last = max(last, r.history.Commits[i].Committed.Unix)
	}
	return time.Unix(last, 0).UTC()
}
