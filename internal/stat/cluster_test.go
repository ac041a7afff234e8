package stat

import (
	"math/rand/v2"
	"testing"
)

func TestClusterIntervalCoversAndWidens(t *testing.T) {
	// Clusters that are all right or all wrong carry one observation each: the
	// interval must be about as wide as that of 100 coins, not of 10,000.
	rng := rand.New(rand.NewPCG(1, 1))
	var together, apart []Share
	for range 100 {
		k := 0
		if rng.IntN(10) > 0 {
			k = 100
		}
		together = append(together, Share{k, 100})
		k = 0
		for range 100 {
			if rng.IntN(10) > 0 {
				k++
			}
		}
		apart = append(apart, Share{k, 100})
	}
	lo, hi := ClusterInterval(together, 1)
	lo2, hi2 := ClusterInterval(apart, 1)
	if lo > 0.9 || hi < 0.9 || hi-lo < 0.08 || hi-lo > 0.16 {
		t.Errorf("whole clusters: %.3f to %.3f", lo, hi)
	}
	if lo2 > 0.9 || hi2 < 0.9 || hi2-lo2 > 0.02 {
		t.Errorf("independent trials: %.3f to %.3f", lo2, hi2)
	}
	if a, b := ClusterInterval(together, 1); a != lo || b != hi {
		t.Error("the same seed gives another interval")
	}
}

func TestClusterIntervalOfLittle(t *testing.T) {
	for _, c := range [][]Share{nil, {{1, 1}}, {{0, 0}, {0, 0}}} {
		if lo, hi := ClusterInterval(c, 1); lo != 0 || hi != 1 {
			t.Errorf("%v: %v to %v", c, lo, hi)
		}
	}
}
