package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestQuotientDifference(t *testing.T) {
	// Where every denominator is one it is the mean of paired differences.
	rng := rand.New(rand.NewPCG(3, 4))
	var a, b []Quotient
	var clusters []Cluster
	for range 200 {
		p, q := float64(rng.IntN(2)), float64(rng.IntN(3)/2)
		a, b = append(a, Quotient{p, 1}), append(b, Quotient{q, 1})
		clusters = append(clusters, Cluster{p - q, 1})
	}
	x, y, low, high := QuotientDifference(a, b)
	mean, l, h := ClusterMean(clusters)
	if math.Abs(x-y-mean)+math.Abs(low-l)+math.Abs(high-h) > 1e-9 {
		t.Errorf("%v to %v, want %v to %v", low, high, l, h)
	}
	if x, y, _, _ := QuotientDifference([]Quotient{{1, 2}, {0, 2}}, []Quotient{{}, {}}); x != 0.25 || y != 0 {
		t.Errorf("%v, %v", x, y)
	}
	if _, _, low, high := QuotientDifference(a[:1], b[:1]); !math.IsInf(low, -1) || !math.IsInf(high, 1) {
		t.Errorf("one trial: %v to %v", low, high)
	}
}
