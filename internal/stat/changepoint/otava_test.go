package changepoint

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"testing"
)

// tigerbeetle is a series of 365 measurements from the tests of Apache Otava (commit
// 1ceb1537, Apache License 2.0).
func tigerbeetle(t testing.TB) []float64 {
	t.Helper()
	content, err := os.ReadFile("testdata/tigerbeetle.json")
	if err != nil {
		t.Fatal(err)
	}
	var out []float64
	if err := json.Unmarshal(content, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

// The indices that the tests of Apache Otava expect of it (commit 1ceb1537,
// tigerbeetle_test.py, analysis_test.py, series_test.py), found when it is done its way. Left out is the one that follows
// from reading a series in pieces, which this package does not do.
func TestOtava(t *testing.T) {
	tb := tigerbeetle(t)
	a := []float64{1.02, 0.95, 0.99, 1.00, 1.12, 0.90, 0.50, 0.51, 0.48, 0.48, 0.55}
	b := []float64{2.02, 2.03, 2.01, 2.04, 1.82, 1.85, 1.79, 1.81, 1.80, 1.76, 1.78}
	single := []float64{1.02, 0.95, 0.99, 1.00, 1.12, 1.00, 1.01, 0.98, 1.01, 0.96, 0.50, 0.51, 0.48, 0.48, 0.55, 0.50, 0.49, 0.51, 0.50, 0.49}
	zeros := []float64{0, 0, 0, 1.00, 1.12, 0.90, 0.50, 0.51, 0.48, 0.48, 0.55}
	for i, c := range []struct {
		values    []float64
		window    int
		p         float64
		magnitude float64
		want      []int
	}{
		{tb, 30, 0.01, 0.05, []int{15, 71}},
		{tb, 30, 0.05, 0.05, []int{15, 71}},
		{tb, 30, 0.1, 0.05, []int{10, 11, 15, 71, 363}},
		{tb, 30, 0.2, 0.05, []int{10, 11, 15, 71}},
		{tb, 30, 0.2, 0, []int{3, 6, 7, 10, 11, 13, 15, 16, 28, 29, 35, 37, 39, 41, 44, 48, 49, 56, 58, 61, 65, 66, 69, 71, 74, 76, 82, 95, 108, 117, 125, 126, 129, 131, 136, 137, 142, 148, 165, 169, 187, 190, 192, 197, 200, 212, 220, 241, 243, 246, 247, 249, 250, 260, 265, 266, 268, 278, 282, 288, 305, 306, 325, 330, 337, 338, 340, 347, 349, 363}},
		{tb, 30, 0.1, 0, []int{3, 6, 10, 11, 15, 16, 28, 29, 35, 37, 39, 41, 44, 48, 49, 61, 71, 95, 117, 131, 142, 148, 165, 169, 192, 206, 212, 260, 265, 268, 278, 282, 288, 305, 363}},
		{tb, 30, 0.01, 0, []int{15, 26, 61, 71, 95, 117, 131, 142, 148, 165, 169, 192, 212, 260}},
		{tb, 30, 0.001, 0, []int{15, 61, 71, 95, 117, 131, 142, 148, 192, 212, 260}},
		{tb, 30, 0.0001, 0, []int{71, 95, 117, 131, 142, 148, 192, 212}},
		{tb, 30, 0.00001, 0, []int{71, 95, 131, 192, 212}},
		{single, 10, 0.0001, 0, []int{10}},
		{a, 50, 0.001, 0, []int{6}},
		{b, 50, 0.001, 0, []int{4}},
		{a, 50, 0.001, 0.2, []int{6}},
		{b, 50, 0.001, 0.2, nil},
		{append(slices.Clone(a), 0.5), 50, 0.001, 0, []int{6}},
		{append(slices.Clone(b), 1.97), 50, 0.001, 0, []int{4}},
		{append(slices.Clone(a), 0.5, 0.51), 50, 0.001, 0, []int{6}},
		{zeros, 50, 0.001, 0, []int{3, 6}},
	} {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			d := detector{window: c.window, p: c.p, magnitude: c.magnitude, otava: true}
			if got := indices(d.find(c.values)); !slices.Equal(got, c.want) {
				t.Errorf("%v, want %v", got, c.want)
			}
		})
	}
	levels := []float64{0.3, 2.4, 1.5, -0.9, -0.5, 99.7, 98.3, 99.1, 149.0, 149.7, 149.5, 149.1, 148.8, 150.0}
	d := detector{window: len(levels), p: 0.001, otava: true}
	if got := d.divide(newWindow(len(levels)), levels); !slices.Equal(got, []int{5, 8}) {
		t.Errorf("one window: %v", got)
	}
}

func indices(points []Point) []int {
	var out []int
	for _, p := range points {
		out = append(out, p.Index)
	}
	return out
}
