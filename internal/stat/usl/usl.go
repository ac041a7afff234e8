// Package usl is the Universal Scalability Law: throughput as a function of load,
// with what a shared resource and what keeping copies coherent cost (Gunther, Guerrilla
// Capacity Planning, 2007, equation 4.31). It fits the law to measurements and says how
// sure the fit is. Where the measurements come from is not its job.
package usl

import "math"

// Point is a load and the throughput that was measured at it, both of any unit. The
// load is positive and the throughput not negative.
type Point struct{ Load, Throughput float64 }

// Model is the law X(N) = γN / (1 + α(N-1) + βN(N-1)).
type Model struct {
	// Alpha is contention, the share of work that is serial, and Beta coherency, the
	// cost of each pair that must agree: both from 0 to 1.
	Alpha, Beta float64
	// Gamma is the throughput of the load 1.
	Gamma float64
}

// stretch is by how much a unit of work takes longer at a load than at the load 1.
func (m Model) stretch(n float64) float64 { return 1 + m.Alpha*(n-1) + m.Beta*n*(n-1) }

// Throughput is what the model expects at a load.
func (m Model) Throughput(n float64) float64 { return m.Gamma * n / m.stretch(n) }

// Time is how long a unit of work takes at a load, if the load is units of work that
// are under way at once: N/X(N), by Little's law.
func (m Model) Time(n float64) float64 { return m.stretch(n) / m.Gamma }

// Peak is the load of the highest throughput, √((1-α)/β). There is none without
// coherency.
func (m Model) Peak() (load float64, ok bool) {
	if m.Beta <= 0 {
		return 0, false
	}
	return math.Sqrt((1 - m.Alpha) / m.Beta), true
}

// Limit is the throughput that contention alone would leave at any load, γ/α
// (Amdahl 1967). There is none without contention.
func (m Model) Limit() (throughput float64, ok bool) {
	if m.Alpha <= 0 {
		return 0, false
	}
	return m.Gamma / m.Alpha, true
}

// Optimum is the load at which ideal scaling would meet the limit, 1/α: more load
// buys waiting from there on. There is none without contention.
func (m Model) Optimum() (load float64, ok bool) {
	if m.Alpha <= 0 {
		return 0, false
	}
	return 1 / m.Alpha, true
}

// Within is the highest load at which a unit of work takes no longer than a time, in
// the unit of 1/throughput; 0 if already the load 1 takes longer, and infinite if no
// load does.
func (m Model) Within(time float64) float64 {
	// β·N² + (α-β)·N + (1-α-γ·time) = 0, its upper root.
	a, b, c := m.Beta, m.Alpha-m.Beta, 1-m.Alpha-m.Gamma*time
	switch {
	case m.Gamma*time < 1:
		return 0
	case a == 0 && b == 0:
		return math.Inf(1)
	case a == 0:
		return -c / b
	}
	// Of the two ways to write the root, the one that does not cancel.
	root := math.Sqrt(max(0, b*b-4*a*c))
	if b > 0 {
		return -2 * c / (b + root)
	}
	return (root - b) / (2 * a)
}

// Overheads are what a unit of work takes at a load, in units of the load 1: its own
// share 1/N, waiting α(N-1)/N, and agreeing ½β(N-1), which counts each pair once, as R's
// package usl does.
func (m Model) Overheads(n float64) (ideal, contention, coherency float64) {
	return 1 / n, m.Alpha * (n - 1) / n, m.Beta * (n - 1) / 2
}
