package fact

import "time"

// LoadTest is what a file of a load test holds, or of the demand on a system: points, or
// a series.
type LoadTest struct {
	// File is its name, and Tool what wrote it: k6, wrk, hey, vegeta, Prometheus, CSV.
	File, Tool string
	Points     []LoadPoint
	Demand     []Demand
	// Column is what the load, or the demand, is called in the file.
	Column string
	// Gaps are parts that were left out.
	Gaps []Gap
	// Notes say how points were made of what the file holds.
	Notes []string
}

// LoadPoint is what a system did under a load.
type LoadPoint struct {
	// Load is how much was asked of it at once: clients, processors, instances.
	Load float64
	// Throughput is what it did in a unit of time, without what failed.
	Throughput float64
	// Failed is the share of requests that failed.
	Failed float64
	// Latency is in the order of LatencyNames; 0 where it is not known.
	Latency [5]time.Duration
	// LittlesLaw says that the load was not told, but is throughput times mean latency.
	LittlesLaw bool
	// Line in the file, from 1.
	Line int
}

// LatencyNames say what of the times that requests took is told: a mean or percentiles.
var LatencyNames = [5]string{"mean", "p50", "p90", "p95", "p99"}

// Demand is how much was asked of a system at a time.
type Demand struct {
	At    time.Time
	Value float64
}

// CapacityTarget is what a team declares that one system must bear. What is zero is not
// asked.
type CapacityTarget struct {
	Name string
	// Files are load tests and a series of demand.
	Files []string
	// Throughput is the least that it must do at its best.
	Throughput float64
	// Latency must be kept at Throughput, or at the demand where that is zero, by the
	// Percentile, in LatencyNames; -1 where it is not named.
	Latency    time.Duration
	Percentile int
	// Demand is what is asked of it now.
	Demand float64
	// Headroom is the share of capacity that must be free.
	Headroom float64
	// Months are those for which capacity must last.
	Months int
	// Lines are those of its fields in the plan.
	Lines map[string]int
}
