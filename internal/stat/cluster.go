// Package stat holds the arithmetic that analyses share. Everything in it is a
// pure function of its arguments; whatever draws at random takes a seed.
package stat

import (
	"math/rand/v2"
	"slices"
)

// Share is a number of successes among a number of trials that belong
// together, such as the lines of one file.
type Share struct{ K, N int }

// Sum adds up shares.
func Sum(shares []Share) Share {
	var s Share
	for _, x := range shares {
		s.K += x.K
		s.N += x.N
	}
	return s
}

// Value is K/N; 0 of nothing.
func (s Share) Value() float64 {
	if s.N == 0 {
		return 0
	}
	return float64(s.K) / float64(s.N)
}

// ClusterInterval gives a 95 % interval for the share of successes over all
// clusters, by the percentile bootstrap that draws whole clusters (Efron and
// Tibshirani 1993, chapters 8 and 13): trials of one cluster are alike, and
// drawing them singly would make the interval too narrow. With fewer than two
// clusters nothing is known: the interval is 0 to 1.
func ClusterInterval(clusters []Share, seed uint64) (low, high float64) {
	const draws = 2000
	if len(clusters) < 2 || Sum(clusters).N == 0 {
		return 0, 1
	}
	rng := rand.New(rand.NewPCG(seed, uint64(len(clusters))))
	shares := make([]float64, 0, draws)
	for range draws {
		var s Share
		for range clusters {
			c := clusters[rng.IntN(len(clusters))]
			s.K += c.K
			s.N += c.N
		}
		if s.N > 0 {
			shares = append(shares, s.Value())
		}
	}
	slices.Sort(shares)
	at := func(q float64) float64 { return shares[int(q*float64(len(shares)-1)+0.5)] }
	return at(0.025), at(0.975)
}
