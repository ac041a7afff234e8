package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// block is a part of a function, and by how much it made the function more complex.
type block struct {
	line, end int
	// gained it has more than the same lines had at the base; cost is what it has in all.
	gained, cost int
}

func (b *block) lines() int { return b.end - b.line + 1 }

// breaksOf are those of a function at a side of a change, if they are known: what they
// cost is what it has in all.
func (a *answer) breaksOf(c *duty.Content, of *fact.Symbol) []fact.Break {
	if a.change.Breaks == nil {
		return nil
	}
	found := map[int][]fact.Break{}
	for _, b := range a.change.Breaks(c) {
		if of.Line <= b.Line && b.End <= of.End {
			found[b.Function] = append(found[b.Function], b)
		}
	}
	for _, function := range slices.Sorted(maps.Keys(found)) { // the outer first
		all, cost := found[function], 0
		for i := range all {
			cost += all[i].Cost
		}
		if cost == of.Cognitive {
			return all
		}
	}
	return nil
}

// gains are how much more each break at the head costs than at the base, where one is found
// again by the text of its line: as many as can be, in their order. What went between two
// of those is taken off what came there.
func gains(was, is []fact.Break, before, after []string) []int {
	from, to := textsOf(was, before), textsOf(is, after)
	common := make([][]int32, len(was)+1) // of what follows, how many are found again
	for i := range common {
		common[i] = make([]int32, len(is)+1)
	}
	for i := len(was) - 1; i >= 0; i-- {
		for j := len(is) - 1; j >= 0; j-- {
			if common[i][j] = max(common[i+1][j], common[i][j+1]); from[i] == to[j] {
				common[i][j] = common[i+1][j+1] + 1
			}
		}
	}
	out := make([]int, len(is))
	lost, first := 0, 0 // since two were the same
	settle := func(end int) {
		for ; first < end; first++ {
			instead := min(lost, is[first].Cost)
			out[first], lost = is[first].Cost-instead, lost-instead
		}
	}
	for i, j := 0, 0; i < len(was) || j < len(is); {
		switch {
		case i < len(was) && j < len(is) && from[i] == to[j]:
			settle(j)
			out[j] = is[j].Cost - was[i].Cost
			i, j, lost, first = i+1, j+1, 0, j+1
		case j == len(is) || i < len(was) && common[i+1][j] >= common[i][j+1]:
			lost += was[i].Cost
			i++
		default:
			j++
		}
	}
	settle(len(is))
	return out
}

// textsOf are the lines of breaks, without what they are indented by.
func textsOf(breaks []fact.Break, lines []string) []string {
	out := make([]string, len(breaks))
	for i := range breaks {
		if n := breaks[i].Line; n <= len(lines) { // not so where //line of Go says another
			out[i] = strings.TrimSpace(lines[n-1])
		}
	}
	return out
}

// mostCompared is how many pairs of breaks are compared: functions of a thousand and more
// are not looked into.
const mostCompared = 4_000_000

// most finds the block of a function, half of it at most, that gained most, the shortest of
// equals; nil where that is less than half of what the function gained, or not known. One
// that gained more than the function took in what stood elsewhere in it.
func (a *answer) most(g *growth) *block {
	before, after := &g.file.Before, &g.file.After
	is := a.breaksOf(after, g.after)
	var was []fact.Break
	switch {
	case g.before != nil:
		was = a.breaksOf(before, g.before)
	case g.from != nil:
		return nil // what it had is another function's
	}
	if is == nil || g.before != nil && was == nil && g.was > 0 || len(was)*len(is) > mostCompared {
		return nil
	}
	gained := gains(was, is, strings.Split(string(before.Text), "\n"), strings.Split(string(after.Text), "\n"))
	var best *block
	for i := range is {
		b := block{line: is[i].Line, end: is[i].End}
		for j := range is {
			if b.line <= is[j].Line && is[j].End <= b.end {
				b.gained += gained[j]
				b.cost += is[j].Cost
			}
		}
		if 2*b.gained >= g.by() && b.gained <= g.by() && 2*b.lines() <= lines(g.after) && (best == nil || cmp.Or(b.gained-best.gained, best.lines()-b.lines()) > 0) {
			best = &b
		}
	}
	return best
}

// where tells where a function gained most, and what it would be without; nil where it is
// not one place.
func (a *answer) where(g *growth) []sheet.Evidence {
	b := a.most(g)
	if b == nil {
		return nil
	}
	at := fmt.Sprintf("lines %d to %d", b.line, b.end)
	if b.line == b.end {
		at = fmt.Sprint("line ", b.line)
	}
	text := fmt.Sprintf("most is in %s, which gained %d; what is left has %d", at, b.gained, g.after.Cognitive-b.cost)
	return []sheet.Evidence{{Place: &sheet.Place{Path: string(g.file.Path), Line: b.line}, Text: text}}
}
