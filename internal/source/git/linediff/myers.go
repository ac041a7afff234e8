package linediff

import "math/bits"

// search finds a short edit script among the kept lines.
type search struct {
	a, b              []int32 // classes of the kept lines
	forward, backward []int32 // furthest points by diagonal
	boxes             []box
	steps             int // points of the edit graph visited so far
}

// box is a rectangle of the edit graph: kept lines a[alo:ahi] against
// b[blo:bhi].
type box struct {
	alo, ahi, blo, bhi int32
}

// run marks the lines of both sides that the script deletes and inserts.
func (s *search) run(a, b *side, k *keeper) {
	s.a, s.b = k.a.class, k.b.class
	s.steps = 0
	s.boxes = append(s.boxes[:0], box{0, int32(len(s.a)), 0, int32(len(s.b))})
	for len(s.boxes) > 0 {
		x := s.boxes[len(s.boxes)-1]
		s.boxes = s.boxes[:len(s.boxes)-1]
		x = s.shrink(x)
		if x.alo < x.ahi && x.blo < x.bhi {
			i, j := s.cut(x)
			s.boxes = append(s.boxes, box{i, x.ahi, j, x.bhi}, box{x.alo, i, x.blo, j})
			continue
		}
		for _, i := range k.a.line[x.alo:x.ahi] {
			a.changed[i] = true
		}
		for _, j := range k.b.line[x.blo:x.bhi] {
			b.changed[j] = true
		}
	}
}

// shrink takes equal lines off both ends of a box.
func (s *search) shrink(x box) box {
	for x.alo < x.ahi && x.blo < x.bhi && s.a[x.alo] == s.b[x.blo] {
		x.alo++
		x.blo++
	}
	for x.alo < x.ahi && x.blo < x.bhi && s.a[x.ahi-1] == s.b[x.bhi-1] {
		x.ahi--
		x.bhi--
	}
	return x
}

// Bounds of the effort. All were fitted to how many changed lines git shows,
// mostly of generated and vendored files of tens of thousands of lines: with
// any of them varied by a few per cent (longCost, longRun, worth) or halved or
// doubled (leastCost), hunks and totals move away from git's.
const (
	leastCost = 256     // see mostCost
	longCost  = 256     // from this cost on, a long run of equal lines may end the search
	longRun   = 21      // how long the run must be, in lines
	worth     = 4       // and how far it must lie from the corner, in lines per edit
	budget    = 1 << 27 // points visited, after which only poorCost is spent on a box
	poorCost  = 64
)

// mostCost is how many edits paths from both corners may have, for n kept
// lines, before the search settles for what it has. A box costs no more than
// the square of that and a settled search gains at least that many lines, so
// all work is bounded by O(n · mostCost), and past the budget by O(n).
func (s *search) mostCost(n int) int {
	if s.steps > budget {
		return poorCost
	}
	return max(leastCost, 1<<((bits.Len(uint(n))+1)/2))
}

// nowhere is a point that no path has reached. It keeps its sign when a path
// takes a step from it.
const nowhere = -1 << 30

// landing is the end of a long run of equal lines. Such a run, far from the
// corner for the edits spent, is hardly a coincidence, so the search may end
// there long before both sides meet.
type landing struct {
	i, j, gain int32
}

func (l *landing) offer(i, j, gain int32, cost int) {
	if int(gain) > worth*cost && gain > l.gain {
		*l = landing{i, j, gain}
	}
}

// span is a range of diagonals, both ends included.
type span struct{ lo, hi int32 }

// cut finds a point on a shortest path through a box without equal lines at
// its ends (Myers 1986, "An O(ND) Difference Algorithm and Its Variations",
// section 4b): furthest reaching paths grow from both corners until they meet.
//
// Diagonals are numbered by a's line minus b's, within the box. Beyond a
// diagonal on which a path has reached the far edge of the box none can do
// better, so those are left out, and no path leaves the box. The order of
// diagonals and the preference among equal steps decide which of several
// shortest scripts is found; these agree with git.
//
// Where that costs too much, the point is one that paths from one corner have
// reached.
func (s *search) cut(x box) (int32, int32) {
	a, b := s.a[x.alo:x.ahi], s.b[x.blo:x.bhi]
	n, m := int32(len(a)), int32(len(b))
	zero := m + 1 // where diagonal 0 is in f and r
	s.forward = resize(s.forward, int(n+m+3))
	s.backward = resize(s.backward, int(n+m+3))
	f, r := s.forward, s.backward // a's line of the furthest point
	delta := n - m
	odd := delta&1 != 0
	f[zero], r[delta+zero] = 0, n
	fs, rs := span{0, 0}, span{delta, delta}
	most := s.mostCost(len(s.a) + len(s.b))
	var long landing
	for cost := 1; ; cost++ {
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
		// The loops below visit most of all points that a large history has
		// cut searched, so they are written for speed: one load per diagonal,
		// since a step's upper neighbour is the lower one of the step before,
		// and no bounds to check.
		all, meet := fs, span{1, 0}
		if odd {
			meet = rs
		}
		if all.lo <= all.hi {
			points := f[all.lo+zero-1 : all.hi+zero+2]
			above := points[len(points)-1]
			for k, t := all.hi, len(points)-2; t > 0 && t < len(points); k, t = k-2, t-2 {
				below := points[t-1]
				i := max(below+1, above)
				above = below
				j, from := i-k, i
				for uint(i) < uint(len(a)) && uint(j) < uint(len(b)) && a[i] == b[j] {
					i++
					j++
				}
				points[t] = i
				if i-from >= longRun {
					s.steps += int(i - from)
					if cost > longCost {
						long.offer(i, j, i+j-max(k, -k), cost)
					}
				}
				if meet.lo <= k && k <= meet.hi && r[k+zero] <= i {
					return x.alo + i, x.blo + j
				}
				if i == n {
					fs.hi = k
				}
				if j == m {
					fs.lo = max(fs.lo, k)
				}
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
		s.steps += int(all.hi-all.lo)/2 + 1
		all, meet = rs, fs
		if odd {
			meet = span{1, 0}
		}
		if all.lo <= all.hi {
			points := r[all.lo+zero-1 : all.hi+zero+2]
			above := points[len(points)-1]
			for k, t := all.hi, len(points)-2; t > 0 && t < len(points); k, t = k-2, t-2 {
				below := points[t-1]
				i := min(below, above-1)
				above = below
				j, from := i-k, i
				for uint(i-1) < uint(len(a)) && uint(j-1) < uint(len(b)) && a[i-1] == b[j-1] {
					i--
					j--
				}
				points[t] = i
				if from-i >= longRun {
					s.steps += int(from - i)
					if cost > longCost {
						long.offer(i, j, n-i+m-j-max(k-delta, delta-k), cost)
					}
				}
				if meet.lo <= k && k <= meet.hi && i <= f[k+zero] {
					return x.alo + i, x.blo + j
				}
				if j == 0 {
					rs.hi = k
				}
				if i == 0 {
					rs.lo = max(rs.lo, k)
				}
			}
		}

		s.steps += int(all.hi-all.lo)/2 + 1
		if long.gain > 0 {
			return x.alo + long.i, x.blo + long.j
		}
		if cost >= most {
			return s.settle(x, fs, rs)
		}
	}
}

// settle gives the furthest point that either corner's paths have reached.
func (s *search) settle(x box, fs, rs span) (int32, int32) {
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
