package main

import (
	"cmp"
	"slices"
)

// scored is a candidate with the risk that a ranking gives it.
type scored struct{ risk, lines, defects float64 }

// measures are how well a ranking finds the files with defects, each as the
// data set's own scripts have it, so that figures compare.
type measures struct {
	// auc is the probability that a file with defects stands before one without,
	// where equal risk counts half.
	auc float64
	// popt is the area under the curve of defects found over lines inspected,
	// 1 for the best order that there is and 0 for the worst (T. Mende,
	// R. Koschke: Revisiting the Evaluation of Defect Prediction Models, PROMISE
	// 2009).
	popt float64
	// recall and precision are the share of the files with defects that are among
	// the first fifth of lines, and their share of the files there.
	recall, precision float64
}

// budget is the share of lines that recall and precision inspect.
const budget = 0.2

// measure says how well the risks of files order them. Of equal risks the
// smaller file comes first. With defects in no file or in every one, the area
// under the curve is a half.
func measure(files []scored) measures {
	order := slices.Clone(files)
	slices.SortStableFunc(order, func(a, b scored) int {
		return cmp.Or(cmp.Compare(b.risk, a.risk), cmp.Compare(a.lines, b.lines))
	})
	m := measures{auc: auc(order), popt: popt(order)}
	m.recall, m.precision = first(order)
	return m
}

// auc takes files in order of falling risk.
func auc(order []scored) float64 {
	var pairs, with, without float64
	for i := 0; i < len(order); {
		var w, wo float64
		k := i
		for ; k < len(order) && order[k].risk == order[i].risk; k++ {
			if order[k].defects > 0 {
				w++
			} else {
				wo++
			}
		}
		pairs += wo * (with + w/2)
		with += w
		without += wo
		i = k
	}
	if with == 0 || without == 0 {
		return 0.5
	}
	return pairs / (with * without)
}

func popt(order []scored) float64 {
	best := slices.Clone(order)
	slices.SortStableFunc(best, func(a, b scored) int { return cmp.Compare(b.defects/b.lines, a.defects/a.lines) })
	worst := slices.Clone(best)
	slices.Reverse(worst)
	low, high := area(worst), area(best)
	if high == low {
		return 0.5
	}
	return (area(order) - low) / (high - low)
}

// area is the area under the curve of defects found over lines inspected.
func area(order []scored) float64 {
	var sum, found, lines float64
	for _, f := range order {
		sum += f.lines * (found + f.defects/2)
		found += f.defects
		lines += f.lines
	}
	if found == 0 {
		return 0
	}
	return sum / (lines * found)
}

// first inspects files up to the one that the budget of lines does not reach
// to the end of, though one at least.
func first(order []scored) (recall, precision float64) {
	var lines, with float64
	for _, f := range order {
		lines += f.lines
		if f.defects > 0 {
			with++
		}
	}
	var spent, n, found float64
	for _, f := range order {
		if spent+f.lines > budget*lines && n > 0 {
			break
		}
		spent += f.lines
		n++
		if f.defects > 0 {
			found++
		}
	}
	if with == 0 || n == 0 {
		return 0, 0
	}
	return found / with, found / n
}
