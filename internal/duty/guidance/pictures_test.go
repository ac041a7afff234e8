package guidance

import (
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/duty"
)

// Shares add up to a hundred, none is below nothing, and what is nothing is 0.
func TestShares(t *testing.T) {
	for c, want := range map[[4]int][4]float64{
		{1, 0, 1999, 0}: {.1, 0, 99.9, 0}, {0, 0, 5, 0}: {0, 0, 100, 0}, {1, 1, 1, 0}: {33.4, 33.3, 33.3, 0},
	} {
		if got := shares(c); got != want {
			t.Errorf("%v: %v, want %v", c, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		var c [duty.Several + 1]int
		for k := range c {
			c[k] = rapid.IntRange(0, 1e6).Draw(t, "lines")
		}
		c[0]++
		sum := 0.0
		for k, x := range shares(c) {
			sum += 10 * x
			if x < 0 || c[k] == 0 && x != 0 {
				t.Fatalf("%v of %v", x, c)
			}
		}
		if sum < 999.99 || sum > 1000.01 {
			t.Fatalf("%v add up to %v", shares(c), sum/10)
		}
	})
}
