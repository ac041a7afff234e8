// Package queue is the waiting of work for servers: one queue before several alike
// servers (M/M/c) and before one whose times of service vary as they like (M/G/1).
// Arrivals are random and independent (Poisson). Rates are per any one unit of time, and
// times in that unit.
package queue

// ErlangB is the chance that all of c servers are busy where work that finds them so is
// turned away, at an offered load of a = λ/μ servers: B(0) = 1,
// B(k) = a·B(k-1) / (k + a·B(k-1)) (Erlang 1917; Jagers and van Doorn 1986).
func ErlangB(c int, a float64) float64 {
	b := 1.0
	for k := 1; k <= c; k++ {
		b = a * b / (float64(k) + a*b)
	}
	return b
}

// Waiting is how work waits in the long run.
type Waiting struct {
	// Utilisation is the share of time that a server is busy.
	Utilisation float64
	// Chance is that of having to wait at all.
	Chance float64
	// Time is the mean time in the queue, those included that do not wait.
	Time float64
	// Length is the mean number in the queue, the arrivals times Time (Little 1961).
	Length float64
}

// Servers is the waiting before c servers that share one queue, each with the mean time
// of service (M/M/c; Erlang's C formula). ok is false if more arrives than they can
// serve: the queue then grows without end.
func Servers(c int, arrivals, service float64) (w Waiting, ok bool) {
	a := arrivals * service
	if c < 1 || a >= float64(c) {
		return Waiting{}, false
	}
	b, n := ErlangB(c, a), float64(c)
	w.Utilisation = a / n
	w.Chance = n * b / (n - a*(1-b))
	w.Time = w.Chance * service / (n - a)
	w.Length = arrivals * w.Time
	return w, true
}

// Server is the waiting before one server with the mean time of service and its squared
// coefficient of variation: 1 if it is exponential, 0 if it is always the same (M/G/1;
// Pollaczek 1930, Khinchine 1932). ok is as in Servers.
func Server(arrivals, service, variation float64) (w Waiting, ok bool) {
	busy := arrivals * service
	if busy >= 1 {
		return Waiting{}, false
	}
	w.Utilisation, w.Chance = busy, busy
	w.Time = busy * service * (1 + variation) / (2 * (1 - busy))
	w.Length = arrivals * w.Time
	return w, true
}
