package schedule

import (
	"encoding/binary"
	"fmt"
	"slices"
)

// UnstaffedError is an item that needs more units of something than will ever be
// there for good.
type UnstaffedError struct {
	Item string
	// Need is the index of the item's need.
	Need int
}

func (e *UnstaffedError) Error() string {
	return fmt.Sprintf("item %s needs more units than there are", e.Item)
}

// staff lists the ways to staff each item, and lays out their working times in both
// directions.
func (q *problem) staff() error {
	known := map[string]int32{}
	q.asked = q.countPools()
	q.modes = make([][]mode, q.n)
	for i, it := range q.project.Items {
		for _, uses := range q.staffings(it) {
			m := mode{uses: uses, pattern: -1}
			if p := patternOf(q.forward.base, uses); p != nil {
				m.pattern = q.keep(known, uses, p)
			}
			q.modes[i] = append(q.modes[i], m)
		}
		if len(q.modes[i]) > 1 && it.Duration > 0 {
			q.several = append(q.several, int32(i)) // #nosec G115 -- fewer than limit
		}
		if len(q.modes[i]) == 0 {
			return &UnstaffedError{Item: it.ID, Need: q.unmet(it)}
		}
	}
	return nil
}

// keep gives the index of a working time, which is kept once for both directions.
func (q *problem) keep(known map[string]int32, uses []use, p pattern) int32 {
	var key []byte
	for _, s := range p {
		key = binary.LittleEndian.AppendUint32(key, uint32(s.from)) // #nosec G115 -- bits
		key = binary.LittleEndian.AppendUint32(key, uint32(s.to))   // #nosec G115 -- bits
	}
	if k, ok := known[string(key)]; ok {
		return k
	}
	k := int32(len(q.forward.patterns)) // #nosec G115 -- at most maxModes for each item
	known[string(key)] = k
	q.forward.patterns = append(q.forward.patterns, p)
	q.backward.patterns = append(q.backward.patterns, patternOf(q.backward.base, uses))
	return k
}

// staffings are the ways to meet all needs of an item, the first resources first,
// at most maxModes.
func (q *problem) staffings(it Item) [][]use {
	ways := [][]use{nil}
	for _, need := range it.Needs {
		if need.Units == 0 {
			continue
		}
		var more [][]use
		for _, w := range ways {
			for _, c := range q.choices(need) {
				if len(more) < maxModes && !overlap(w, c) {
					more = append(more, slices.Concat(w, c))
				} else if sum, ok := q.merged(w, c); ok && len(more) < maxModes {
					more = append(more, sum)
				}
			}
		}
		ways = more
	}
	return ways
}

// countPools tells of each resource in how many different sets of resources it stands
// that needs name.
func (q *problem) countPools() []int {
	asked, seen := make([]int, len(q.project.Resources)), map[string]bool{}
	for _, it := range q.project.Items {
		for _, need := range it.Needs {
			if key := fmt.Sprint(need.Any); !seen[key] {
				seen[key] = true
				for _, r := range need.Any {
					asked[r]++
				}
			}
		}
	}
	return asked
}

// choices are the ways to meet one need. Those who are asked for the least different
// things come first, so that the others stay free.
func (q *problem) choices(need Need) [][]use {
	var out [][]use
	need.Any = slices.Clone(need.Any)
	slices.SortStableFunc(need.Any, func(x, y int) int { return q.asked[x] - q.asked[y] })
	for _, r := range need.Any {
		if q.lasting(r) >= need.Units {
			out = append(out, []use{{int32(r), int32(need.Units)}}) // #nosec G115 -- checked
		}
	}
	whole := max(q.project.Whole, 1)
	if len(out) > 0 || need.Units%whole > 0 {
		return out
	}
	var there []int32
	for _, r := range need.Any {
		if q.lasting(r) >= whole {
			there = append(there, int32(r)) // #nosec G115 -- checked
		}
	}
	return sets(there, need.Units/whole, int32(whole)) // #nosec G115 -- checked by the levels
}

// lasting is how many units of a resource there are in the end.
func (q *problem) lasting(r int) int {
	levels := q.project.Resources[r].Levels
	return levels[len(levels)-1].Units
}

// sets are the ways to take a number of units of each of some of a list, in its order,
// at most maxModes.
func sets(of []int32, size int, units int32) [][]use {
	var out [][]use
	var choose func(from int, chosen []use)
	choose = func(from int, chosen []use) {
		if len(chosen) == size {
			out = append(out, slices.Clone(chosen))
			return
		}
		for k := from; k < len(of) && len(out) < maxModes; k++ {
			choose(k+1, append(chosen, use{of[k], units}))
		}
	}
	choose(0, nil)
	return out
}

func overlap(a, b []use) bool {
	return slices.ContainsFunc(a, func(x use) bool {
		return slices.ContainsFunc(b, func(y use) bool { return x.resource == y.resource })
	})
}

// merged adds up two uses that share a resource, if it has as many units.
func (q *problem) merged(a, b []use) (sum []use, ok bool) {
	sum = slices.Clone(a)
	for _, y := range b {
		k := slices.IndexFunc(sum, func(x use) bool { return x.resource == y.resource })
		if k < 0 {
			sum = append(sum, y)
			continue
		}
		sum[k].units += y.units
		if int(sum[k].units) > q.lasting(int(sum[k].resource)) {
			return nil, false
		}
	}
	return sum, true
}

// unmet is the first need that cannot be met, or the last where all can, but not
// together.
func (q *problem) unmet(it Item) int {
	for k := range it.Needs {
		if len(q.staffings(Item{Needs: it.Needs[:k+1]})) == 0 {
			return k
		}
	}
	return len(it.Needs) - 1
}
