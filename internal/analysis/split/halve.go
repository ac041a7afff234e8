package split

import (
	"cmp"
	"maps"
	"slices"

	"leadline/internal/fact"
)

// halve divides a bin into what is needed and what needs it, so that the two have as
// little to do with each other as possible for their sizes: of all cuts that are
// tried, the sparsest one (Leighton and Rao 1999). Nil if no part would be large
// enough.
func (d *division) halve(b bin) (lower, upper bin) {
	in := map[int]bool{}
	for _, g := range b {
		in[g] = true
	}
	best := -1.0
	for _, low := range d.lowers(b, in) {
		if l, u := sides(b, low); !d.fits(l) || !d.fits(u) {
			continue
		}
		d.settle(b, low)
		l, u := sides(b, low)
		if s := float64(d.crossing(b, in, low)) / (float64(d.lines(l)) * float64(d.lines(u))); best < 0 || s < best {
			best, lower, upper = s, l, u
		}
	}
	return lower, upper
}

// sides are the groups of a bin that are low, and the others.
func sides(b bin, low map[int]bool) (lower, upper bin) {
	for _, g := range b {
		if low[g] {
			lower = append(lower, g)
		} else {
			upper = append(upper, g)
		}
	}
	return lower, upper
}

// lowers are sets of groups of a bin that need nothing else of it: what a group needs,
// what does not need a group, and what a folder needs.
func (d *division) lowers(b bin, in map[int]bool) []map[int]bool {
	var out []map[int]bool
	folders := map[fact.Path]map[int]bool{}
	for _, g := range b {
		needed := d.closure(g, needsOf)
		maps.DeleteFunc(needed, func(n int, _ bool) bool { return !in[n] })
		users := d.closure(g, usersOf)
		rest := map[int]bool{}
		for _, n := range b {
			if !users[n] {
				rest[n] = true
			}
		}
		out = append(out, needed, rest)
		for _, f := range d.groups[g].files {
			for dir := d.files[f].Name().Folder(); dir != ""; dir = dir.Folder() {
				if folders[dir] == nil {
					folders[dir] = map[int]bool{}
				}
				maps.Copy(folders[dir], needed)
			}
		}
	}
	for _, dir := range slices.SortedFunc(maps.Keys(folders), func(a, b fact.Path) int { return cmp.Compare(a, b) }) {
		out = append(out, folders[dir])
	}
	return out
}

// settle moves groups to the side with which they have more to do, where they may be:
// down if all that they need is there, up if nothing there needs them, and as long as
// enough stays.
func (d *division) settle(b bin, low map[int]bool) {
	const rounds = 3
	for range rounds {
		moved := false
		for _, g := range b {
			x := &d.groups[g]
			below, above := 0, 0
			for n, weight := range x.near {
				if low[n] {
					below += weight
				} else if _, here := slices.BinarySearch(b, n); here {
					above += weight
				}
			}
			switch {
			case low[g] && above > below && d.none(b, x.users, func(n int) bool { return low[n] }),
				!low[g] && below > above && d.none(b, x.needs, func(n int) bool { return !low[n] }):
				moved = d.move(b, low, g) || moved
			}
		}
		if !moved {
			return
		}
	}
}

// move puts a group to the other side, if that leaves enough where it was.
func (d *division) move(b bin, low map[int]bool, g int) bool {
	was := low[g]
	low[g] = !was
	if l, u := sides(b, low); d.fits(l) && d.fits(u) {
		return true
	}
	low[g] = was
	return false
}

// none tells that of some groups none of a bin is so.
func (d *division) none(b bin, of map[int]bool, is func(int) bool) bool {
	for n := range of {
		if _, here := slices.BinarySearch(b, n); here && is(n) {
			return false
		}
	}
	return true
}

// crossing counts what the two sides of a cut have to do with each other.
func (d *division) crossing(b bin, in, low map[int]bool) int {
	n := 0
	for _, g := range b {
		if !low[g] {
			continue
		}
		for other, weight := range d.groups[g].near {
			if in[other] && !low[other] {
				n += weight
			}
		}
	}
	return n
}

// place puts what is too small for a part of its own to the bin with which it shares
// the deepest folder, of equals to the last: it may be about any of them.
func (d *division) place(bins, rest []bin) []bin {
	to := make([]int, len(rest))
	for i, b := range rest {
		most := -1
		for at := range bins {
			if n := d.shared(b, bins[at]); n >= most {
				to[i], most = at, n
			}
		}
	}
	for i, b := range rest {
		bins[to[i]] = merged(bins[to[i]], b)
	}
	return bins
}

// shared is how deep the deepest folder is that two bins share, from 0 for the top.
func (d *division) shared(a, b bin) int {
	most := 0
	for _, f := range d.filesOf(a) {
		for _, o := range d.filesOf(b) {
			most = max(most, depth(d.files[f].Name(), d.files[o].Name()))
		}
	}
	return most
}

func (d *division) filesOf(b bin) []int {
	var out []int
	for _, g := range b {
		out = append(out, d.groups[g].files...)
	}
	return out
}

// depth is how many folders two paths have in common.
func depth(a, b fact.Path) int {
	n := 0
	for i := 0; i < len(a) && i < len(b) && a[i] == b[i]; i++ {
		if a[i] == '/' {
			n++
		}
	}
	return n
}

// order puts bins into a row in which each needs only those before it; of those that
// could come next, the one with the first file.
func (d *division) order(bins []bin) []bin {
	of := map[int]int{}
	for i, b := range bins {
		for _, g := range b {
			of[g] = i
		}
	}
	needs := make([]map[int]bool, len(bins))
	for i, b := range bins {
		needs[i] = map[int]bool{}
		for _, g := range b {
			for n := range d.groups[g].needs {
				if of[n] != i {
					needs[i][of[n]] = true
				}
			}
		}
	}
	var out []bin
	done := map[int]bool{}
	for len(out) < len(bins) {
		next := -1
		for i := range bins {
			ready := !done[i]
			for n := range needs[i] {
				ready = ready && done[n]
			}
			if ready && (next < 0 || d.first(bins[i]) < d.first(bins[next])) {
				next = i
			}
		}
		if next < 0 {
			return nil
		}
		done[next] = true
		out = append(out, bins[next])
	}
	return out
}

// first is the first file of a bin.
func (d *division) first(b bin) int {
	n := len(d.files)
	for _, g := range b {
		n = min(n, d.groups[g].files[0])
	}
	return n
}

// parts tells of bins in their order.
func (d *division) parts(bins []bin) []Part {
	if bins == nil {
		return nil
	}
	at := make([]int, len(d.files))
	out := make([]Part, len(bins))
	for i, b := range bins {
		out[i].Lines = d.lines(b)
		for _, g := range b {
			out[i].Files = append(out[i].Files, d.groups[g].files...)
		}
		slices.Sort(out[i].Files)
		for _, f := range out[i].Files {
			at[f] = i
		}
	}
	for _, e := range d.needs.sorted() {
		from, to := at[e.from], at[e.to]
		if to < from && !slices.ContainsFunc(out[from].Needs, func(n Need) bool { return n.Part == to }) {
			out[from].Needs = append(out[from].Needs, Need{Part: to, From: e.from, To: e.to})
		}
	}
	for i := range out {
		slices.SortFunc(out[i].Needs, func(a, b Need) int { return cmp.Compare(a.Part, b.Part) })
	}
	return out
}
