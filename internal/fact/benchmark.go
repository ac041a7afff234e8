package fact

import "time"

// Benchmarks are what benchmarks gave in the runs that a file tells of.
type Benchmarks struct {
	Runs   []BenchmarkRun
	Series []BenchmarkSeries
}

// BenchmarkRun is one state of the code that was measured.
type BenchmarkRun struct {
	// Commit is an object id or whatever else the file calls the state of the code,
	// such as a build number; empty where it does not say.
	Commit string
	// Subject is the first line of the commit's message, where the file has it.
	Subject string
	// Time is the zero time where the file has none.
	Time time.Time
	// File is the name of the file, as it was given.
	File string
	// Tool is the format of the results, such as go or jmh; empty where several gave them.
	Tool string
	// Environment is what the file says of the machine and its software, by name: cpu,
	// goos. It holds no names of hosts.
	Environment map[string]string
}

// BenchmarkSeries is what one benchmark gave for one metric, in the order of time or,
// where the file tells none, of the file.
type BenchmarkSeries struct {
	// Benchmark is its name, and Suite the package, module or group that holds it,
	// where the file tells them apart.
	Suite, Benchmark string
	// Metric is what was measured: time, memory, throughput, or what the tool calls it.
	Metric string
	// Unit as the file has it.
	Unit   string
	Better Better
	// Samples of one run stand together.
	Samples []Sample
}

// Sample is one measured value. It is finite.
type Sample struct {
	Value float64
	// Run is an index of Benchmarks.Runs.
	Run int
	// Line in the file; 0 where that says nothing, as in JSON.
	Line int
}

// Better says which values of a metric are good.
type Better int8

// The directions.
const (
	BetterUnknown Better = iota
	BetterSmaller
	BetterBigger
)

// KeptBenchmarks are what benchmarks gave at one commit, as a team keeps it.
type KeptBenchmarks struct {
	Commit CommitID
	// Date is when the commit was made, in UTC and whole seconds.
	Date time.Time
	// Measures are each of another benchmark or metric.
	Measures []KeptMeasure
}

// KeptMeasure is what one benchmark gave for one metric. The fields are those of a
// BenchmarkSeries and of its run.
type KeptMeasure struct {
	Suite, Benchmark, Metric, Unit string
	Better                         Better
	Samples                        []float64
	Tool                           string
	Environment                    map[string]string
}
