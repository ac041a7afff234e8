package stat

import (
	"math"
	"testing"
)

// The examples are those of Newcombe (1998), method 3, of intervals of 95 %.
func TestWilsonLower(t *testing.T) {
	for _, c := range []struct {
		k, n int
		want float64
	}{{0, 0, 0}, {0, 20, 0}, {81, 263, .2553}, {15, 148, .0624}, {1, 29, .0061}} {
		if got := WilsonLower(c.k, c.n, Z95); math.Abs(got-c.want) > 5e-5 {
			t.Errorf("%d of %d: %v, want %v", c.k, c.n, got, c.want)
		}
	}
}
