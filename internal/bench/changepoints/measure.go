package main

import (
	"cmp"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/stat/changepoint"
)

// near is how far from a label a point may be that finds it, in the small set.
const near = 2

// small looks for the regressions of the small set.
func small(o *options, stdout io.Writer) error {
	dir := filepath.Join(o.data, "hana", "small_2021")
	rows, err := labelled(dir)
	if err != nil {
		return err
	}
	var regressions, found, wrong, flagged int
	for _, row := range rows {
		_, values, err := columns(filepath.Join(dir, "data", row[1]), 1, 2)
		if err != nil {
			return err
		}
		label, err := strconv.Atoi(row[2])
		if err != nil {
			return err
		}
		points := changepoint.Find(values, o.find)
		regression := strings.TrimSpace(row[0]) == "regression"
		if regression {
			regressions++
			// The label counts from 1, and is the last value before the change.
			if i := slices.IndexFunc(points, func(p changepoint.Point) bool { return max(p.Index-label, label-p.Index) <= near }); i >= 0 {
				found++
				points = slices.Delete(points, i, i+1)
			}
		} else if len(points) > 0 {
			flagged++
		}
		wrong += len(points)
		for _, p := range points {
			fmt.Fprintf(stdout, "  %s (%s): a false point at %d\n", row[1], strings.TrimSpace(row[0]), p.Index)
		}
	}
	fmt.Fprintf(stdout, "SAP small: %d of %d regressions within %d, %d false points, %d of %d series without a regression flagged\n",
		found, regressions, near, wrong, flagged, len(rows)-regressions)
	return nil
}

// score is one detector's against the annotations of five people, by the definitions
// of TCPDBench (van den Burg and Williams 2020): a point is right within 5, the first
// value is always a point, precision is against the points of all and recall the mean
// over people.
type score struct{ f1, precision, recall float64 }

func large(o *options, stdout io.Writer) error {
	series, err := readAnnotated(o)
	if err != nil {
		return err
	}
	slices.SortFunc(series, func(a, b annotated) int { return cmp.Compare(a.id, b.id) })
	var ours, empty score
	for _, s := range series {
		var points []int
		for _, p := range changepoint.Find(s.values, o.find) {
			points = append(points, p.Index)
		}
		ours.add(scoreOf(s.people, points))
		empty.add(scoreOf(s.people, nil))
	}
	n := float64(len(series))
	fmt.Fprintf(stdout, "SAP large, %s ids: %d series: F1 %.3f, precision %.3f, recall %.3f; without any point F1 %.3f\n",
		o.half, len(series), ours.f1/n, ours.precision/n, ours.recall/n, empty.f1/n)
	return nil
}

func (s *score) add(x score) {
	s.f1 += x.f1
	s.precision += x.precision
	s.recall += x.recall
}

func scoreOf(people [][]int, points []int) score {
	withFirst := func(p []int) []int {
		p = append([]int{0}, p...)
		slices.Sort(p)
		return slices.Compact(p)
	}
	points = withFirst(points)
	precision := float64(right(withFirst(slices.Concat(people...)), points)) / float64(len(points))
	recall := 0.0
	for _, p := range people {
		p = withFirst(p)
		recall += float64(right(p, points)) / float64(len(p)) / float64(len(people))
	}
	return score{2 * precision * recall / (precision + recall), precision, recall}
}

// right is how many labels have a point of their own within 5.
func right(labels, points []int) int {
	const margin = 5
	points = slices.Clone(points)
	n := 0
	for _, l := range labels {
		best := -1
		for i, p := range points {
			if d := max(p-l, l-p); d <= margin && (best < 0 || d < max(points[best]-l, l-points[best])) {
				best = i
			}
		}
		if best >= 0 {
			n++
			points = slices.Delete(points, best, best+1)
		}
	}
	return n
}
