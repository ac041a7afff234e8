package stat

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestAUC(t *testing.T) {
	// Of six pairs the first ranking has five right and one level; the second is level
	// in all.
	r := Ranks{True: []Pair{{5, 1}, {3, 1}}, False: []Pair{{1, 1}, {2, 1}, {3, 1}}}
	a, b, v := r.AUC()
	// By hand: 1 and 5/6 of those that came true, 1, 1 and 3/4 of the others.
	want := (1./72)/2 + (1./48)/3
	if math.Abs(a-11./12) > 1e-12 || b != 0.5 || math.Abs(v-want) > 1e-12 {
		t.Errorf("%v, %v, %v, want %v", a, b, v, want)
	}
}

// The variance is that which repeated draws show.
func TestAUCVariance(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	draw := func(n int, lift float64) []Pair {
		out := make([]Pair, n)
		for i := range out {
			x := rng.NormFloat64() + lift
			out[i] = Pair{x, x + rng.NormFloat64()} // the second sees the first through noise
		}
		return out
	}
	const times = 400
	var sum, squares, said float64
	for range times {
		r := Ranks{draw(40, 1), draw(120, 0)}
		a, b, v := r.AUC()
		sum += a - b
		squares += (a - b) * (a - b)
		said += v / times
	}
	seen := squares/times - (sum/times)*(sum/times)
	if said < 0.75*seen || said > 1.33*seen {
		t.Errorf("variance %v, seen %v", said, seen)
	}
}
