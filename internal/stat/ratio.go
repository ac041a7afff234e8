package stat

import "math"

// Cluster is the sum of a measure over trials that belong together, and how
// many trials they are.
type Cluster struct {
	Sum float64
	N   int
}

// ClusterMean gives the mean of a measure over all trials with a 95 % interval
// that allows for trials of one cluster being alike: the ratio estimator and
// its normal approximation (Cochran, Sampling Techniques, 1977, equation 6.13).
// With fewer than two clusters nothing is known: the interval has no bounds.
func ClusterMean(clusters []Cluster) (mean, low, high float64) {
	sum, n := 0.0, 0
	for _, c := range clusters {
		sum += c.Sum
		n += c.N
	}
	if n == 0 {
		return 0, math.Inf(-1), math.Inf(1)
	}
	mean = sum / float64(n)
	k := float64(len(clusters))
	if k < 2 {
		return mean, math.Inf(-1), math.Inf(1)
	}
	squares := 0.0
	for _, c := range clusters {
		d := c.Sum - mean*float64(c.N)
		squares += d * d
	}
	margin := 1.96 * math.Sqrt(squares*k/(k-1)) / float64(n)
	return mean, mean - margin, mean + margin
}
