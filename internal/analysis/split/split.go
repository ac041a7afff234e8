// Package split divides a change that is too large to be reviewed at once into parts
// that can be reviewed, and landed, one after the other. It serves who makes the
// change and who is asked to review it.
//
// A part needs nothing of a later one: what its files use by name, and what they used
// before and is gone or different, is in it, in an earlier part, or not part of the
// change. That is told from names, not from types, so that it is mostly right and not
// proven; whether each part builds is for a build to say.
package split

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
)

// Limits say what is proposed.
type Limits struct {
	// Share of the lines that a part has at least.
	Share float64
	// Parts are the most that are proposed, and Large is how many lines a part has
	// that should be divided further.
	Parts, Large int
}

// Part is files that can be reviewed together, once the earlier parts are known.
type Part struct {
	// Files are places in what was divided, in that order.
	Files []int
	// Lines are those that people write.
	Lines int
	// Needs are earlier parts, in their order.
	Needs []Need
}

// Need says that a part needs an earlier one. From and To are places of files: the
// first ones of which that is so.
type Need struct{ Part, From, To int }

// Plan divides files by what they need of each other. It gives nil if there is no way
// within the limits.
func Plan(files []File, needs *Needs, l Limits) []Part {
	d := newDivision(files, needs, l)
	bins := d.divide()
	if len(bins) < 2 {
		return nil
	}
	return d.parts(bins)
}

// group is files that cannot be parted, or that nothing relates to others.
type group struct {
	files []int
	lines int
	// code: it holds code that is no test.
	code bool
	// needs and users are groups. near are groups that it has to do with, and how
	// much, in either direction.
	needs, users map[int]bool
	near         map[int]int
}

// division is groups in the making of parts.
type division struct {
	files  []File
	needs  *Needs
	limits Limits
	groups []group
	of     []int // the group of each file
	total  int
	code   bool // a group holds code that is no test
}

func newDivision(files []File, needs *Needs, l Limits) *division {
	d := &division{files: files, needs: needs, limits: l, of: make([]int, len(files))}
	for i, members := range needs.together(len(files)) {
		g := group{files: members, needs: map[int]bool{}, users: map[int]bool{}, near: map[int]int{}}
		for _, f := range members {
			d.of[f] = i
			g.lines += files[f].Lines
			g.code = g.code || files[f].Lines > 0 && hotspot.NatureOf(files[f].Name()) == hotspot.Code
		}
		d.total += g.lines
		d.code = d.code || g.code
		d.groups = append(d.groups, g)
	}
	for _, e := range needs.sorted() {
		d.join(e)
	}
	d.besides()
	return d
}

// join relates the groups of two files. What does not have to hold is left out where
// it would close a circle.
func (d *division) join(e need) {
	from, to := d.of[e.from], d.of[e.to]
	if from == to {
		return
	}
	d.groups[from].near[to]++
	d.groups[to].near[from]++
	if !d.groups[from].needs[to] && (e.strong || !d.reaches(to, from)) {
		d.groups[from].needs[to], d.groups[to].users[from] = true, true
	}
}

// besides relates groups by the folder that they share.
func (d *division) besides() {
	first := map[fact.Path]int{}
	for f := range d.files {
		dir := d.files[f].Name().Folder()
		at, ok := first[dir]
		if !ok {
			first[dir] = d.of[f]
		} else if at != d.of[f] {
			d.groups[at].near[d.of[f]]++
			d.groups[d.of[f]].near[at]++
		}
	}
}

// reaches tells whether a group needs another one, by way of others too.
func (d *division) reaches(from, to int) bool { return d.closure(from, needsOf)[to] }

func needsOf(g *group) map[int]bool { return g.needs }
func usersOf(g *group) map[int]bool { return g.users }

// closure is a group and all that follow from it.
func (d *division) closure(of int, next func(*group) map[int]bool) map[int]bool {
	seen := map[int]bool{of: true}
	for queue := []int{of}; len(queue) > 0; queue = queue[1:] {
		for n := range next(&d.groups[queue[0]]) {
			if !seen[n] {
				seen[n] = true
				queue = append(queue, n)
			}
		}
	}
	return seen
}

// bin is groups, sorted, that are a part in the making.
type bin []int

func (d *division) lines(b bin) int {
	n := 0
	for _, g := range b {
		n += d.groups[g].lines
	}
	return n
}

// fits tells that groups are enough for a part: in lines, and with code that is no
// test, where there is any in the change. What tests and documents are about is not
// always known.
func (d *division) fits(b bin) bool {
	lines := d.lines(b)
	return lines > 0 && float64(lines) >= d.limits.Share*float64(d.total) &&
		(!d.code || slices.ContainsFunc(b, func(g int) bool { return d.groups[g].code }))
}

// divide puts groups into bins, in the order of the parts: first what has nothing to
// do with each other, then, as long as one is too large, along the fewest needs.
func (d *division) divide() []bin {
	var bins, rest []bin
	for _, b := range d.apart() {
		if d.fits(b) {
			bins = append(bins, b)
		} else {
			rest = append(rest, b)
		}
	}
	if len(bins) == 0 {
		return nil
	}
	for len(bins) > d.limits.Parts { // few lines of each, and many of them
		last := len(bins) - 1
		bins = append(bins[:last-1], merged(bins[last-1], bins[last]))
	}
	if bins = d.order(d.cut(bins)); len(bins) < 2 {
		return nil
	}
	return d.place(bins, rest)
}

func merged(a, b bin) bin {
	out := slices.Concat(a, b)
	slices.Sort(out)
	return out
}

// cut divides the largest bin, again and again.
func (d *division) cut(bins []bin) []bin {
	whole := map[int]bool{} // by the first group
	for len(bins) < d.limits.Parts {
		at, most := -1, d.limits.Large
		for i, b := range bins {
			if n := d.lines(b); n > most && !whole[b[0]] {
				at, most = i, n
			}
		}
		if at < 0 {
			break
		}
		lower, upper := d.halve(bins[at])
		if lower == nil {
			whole[bins[at][0]] = true
			continue
		}
		bins[at] = lower
		bins = append(bins, upper)
	}
	return bins
}

// apart are the groups that have to do with each other by what they need, the largest
// first.
func (d *division) apart() []bin {
	seen := make([]bool, len(d.groups))
	var out []bin
	for i := range d.groups {
		if seen[i] {
			continue
		}
		seen[i] = true
		b := bin{i}
		for at := 0; at < len(b); at++ {
			g := &d.groups[b[at]]
			for _, next := range []map[int]bool{g.needs, g.users} {
				for n := range next {
					if !seen[n] {
						seen[n] = true
						b = append(b, n)
					}
				}
			}
		}
		slices.Sort(b)
		out = append(out, b)
	}
	slices.SortStableFunc(out, func(a, b bin) int { return cmp.Compare(d.lines(b), d.lines(a)) })
	return out
}
