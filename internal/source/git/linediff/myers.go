package linediff

// search finds an edit script: which lines of either side have no counterpart.
type search struct {
	a, b              kept
	forward, backward []int32
	boxes             []box
	steps             int // diagonals visited so far
}

// kept are the lines of a side that take part in the search.
type kept struct {
	line, class []int32
	changed     []bool // of the side
}

// box is a rectangle of the edit graph: kept lines a[alo:ahi] against
// b[blo:bhi].
type box struct {
	alo, ahi, blo, bhi int32
}

func (s *search) run(a, b *side, t *classTable) {
	s.keep(a, b, t)
	s.steps = 0
	s.boxes = append(s.boxes[:0], box{0, int32(len(s.a.class)), 0, int32(len(s.b.class))})
	for len(s.boxes) > 0 {
		x := s.boxes[len(s.boxes)-1]
		s.boxes = s.boxes[:len(s.boxes)-1]
		s.solve(x)
	}
	a.changed, b.changed = s.a.changed, s.b.changed
}

// keep chooses the lines for the search. Lines that the other side does not
// have are changed whatever the script.
func (s *search) keep(a, b *side, t *classTable) {
	s.a.reset(a)
	s.b.reset(b)
	for i, c := range a.class {
		if t.classes[c].nb == 0 {
			s.a.changed[i] = true
			continue
		}
		s.a.line = append(s.a.line, int32(i))
		s.a.class = append(s.a.class, c)
	}
	for i, c := range b.class {
		if t.classes[c].na == 0 {
			s.b.changed[i] = true
			continue
		}
		s.b.line = append(s.b.line, int32(i))
		s.b.class = append(s.b.class, c)
	}
}

func (k *kept) reset(s *side) {
	k.line, k.class = k.line[:0], k.class[:0]
	k.changed = resize(s.changed, s.lines())
	clear(k.changed)
}

func (k *kept) mark(lo, hi int32) {
	for _, i := range k.line[lo:hi] {
		k.changed[i] = true
	}
}

// solve trims a box, and marks what is left or cuts it in two.
func (s *search) solve(x box) {
	a, b := s.a.class, s.b.class
	for x.alo < x.ahi && x.blo < x.bhi && a[x.alo] == b[x.blo] {
		x.alo++
		x.blo++
	}
	for x.alo < x.ahi && x.blo < x.bhi && a[x.ahi-1] == b[x.bhi-1] {
		x.ahi--
		x.bhi--
	}
	if x.alo == x.ahi {
		s.b.mark(x.blo, x.bhi)
		return
	}
	if x.blo == x.bhi {
		s.a.mark(x.alo, x.ahi)
		return
	}
	i, j := s.cut(x)
	s.boxes = append(s.boxes, box{i, x.ahi, j, x.bhi}, box{x.alo, i, x.blo, j})
}

// nowhere marks a diagonal that no path has reached; it is small enough to
// stay negative when added to.
const nowhere = -1 << 30

// cut finds a point on a shortest path through the box (Myers 1986, "An O(ND)
// Difference Algorithm and Its Variations", section 4b): furthest reaching
// paths grow from both corners until they meet. Past the budget, the point is
// one that the furthest path so far has reached.
//
// Diagonals are numbered by a's line minus b's, within the box. A diagonal
// beyond one on which a path has reached the far edge of the box cannot do
// better and is left out, so no path ever leaves the box.
func (s *search) cut(x box) (int32, int32) {
	a, b := s.a.class[x.alo:x.ahi], s.b.class[x.blo:x.bhi]
	n, m := int32(len(a)), int32(len(b))
	zero := m + 1 // where diagonal 0 is in f and r
	s.forward = resize(s.forward, int(n+m+3))
	s.backward = resize(s.backward, int(n+m+3))
	f, r := s.forward, s.backward // a's line of the furthest point by diagonal
	delta := n - m
	odd := delta&1 != 0
	// Trimming has seen to it that paths without an edit do not get anywhere.
	f[zero], r[delta+zero] = 0, n
	fs, rs := span{0, 0}, span{delta, delta}
	limit := s.limit()
	for cost := 1; ; cost++ {
		s.steps += int(fs.hi-fs.lo+rs.hi-rs.lo)/2 + 2

		if f[fs.lo+zero]-fs.lo == m {
			fs.lo++
		} else {
			fs.lo--
			f[fs.lo+zero-1] = nowhere
		}
		if f[fs.hi+zero] == n {
			fs.hi--
		} else {
			fs.hi++
			f[fs.hi+zero+1] = nowhere
		}
		full := fs
		for k := full.hi; k >= full.lo; k -= 2 {
			i := max(f[k+zero-1]+1, f[k+zero+1])
			j := i - k
			for i < n && j < m && a[i] == b[j] {
				i++
				j++
			}
			f[k+zero] = i
			if odd && rs.lo <= k && k <= rs.hi && r[k+zero] <= i {
				return x.alo + i, x.blo + j
			}
			if i == n {
				fs.hi = k
			}
			if j == m {
				fs.lo = max(fs.lo, k)
			}
		}

		if r[rs.lo+zero] == 0 {
			rs.lo++
		} else {
			rs.lo--
			r[rs.lo+zero-1] = -nowhere
		}
		if r[rs.hi+zero] == rs.hi {
			rs.hi--
		} else {
			rs.hi++
			r[rs.hi+zero+1] = -nowhere
		}
		full = rs
		for k := full.hi; k >= full.lo; k -= 2 {
			i := min(r[k+zero-1], r[k+zero+1]-1)
			j := i - k
			for i > 0 && j > 0 && a[i-1] == b[j-1] {
				i--
				j--
			}
			r[k+zero] = i
			if !odd && fs.lo <= k && k <= fs.hi && i <= f[k+zero] {
				return x.alo + i, x.blo + j
			}
			if j == 0 {
				rs.hi = k
			}
			if i == 0 {
				rs.lo = max(rs.lo, k)
			}
		}

		if cost >= limit {
			return s.giveUp(x, fs, rs)
		}
	}
}

// giveUp chooses the point that makes the most of what has been searched.
func (s *search) giveUp(x box, fs, rs span) (int32, int32) {
	n, m := x.ahi-x.alo, x.bhi-x.blo
	zero := m + 1
	var bi, bj, best int32
	for k := fs.hi; k >= fs.lo; k -= 2 {
		i := s.forward[k+zero]
		if j := i - k; i+j > best {
			bi, bj, best = i, j, i+j
		}
	}
	for k := rs.hi; k >= rs.lo; k -= 2 {
		i := s.backward[k+zero]
		if j := i - k; n-i+m-j > best {
			bi, bj, best = i, j, n-i+m-j
		}
	}
	return x.alo + bi, x.blo + bj
}

// limit is how far paths may grow before giveUp cuts them short.
func (s *search) limit() int {
	switch {
	case s.steps < 1<<24:
		return 1 << 12
	case s.steps < 1<<26:
		return 1 << 8
	}
	return 1 << 6
}

// span is a range of diagonals, both ends included.
type span struct{ lo, hi int32 }
