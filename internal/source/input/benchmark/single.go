package benchmark

import (
	"cmp"
	"encoding/json"
	"path"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// loose is a text or a number of a file, and empty where something else stands: what is
// not needed to understand results spoils none.
type loose string

// UnmarshalJSON makes it a value of JSON.
func (l *loose) UnmarshalJSON(text []byte) error {
	var s string
	var n json.Number
	switch {
	case json.Unmarshal(text, &s) == nil:
		*l = loose(s)
	case json.Unmarshal(text, &n) == nil:
		*l = loose(n)
	}
	return nil
}

// jmh reads the results of JMH (-rf json): every iteration of every fork is a sample.
func (c *collector) jmh(in fact.Input) {
	type metric struct {
		Score *float64    `json:"score"`
		Unit  string      `json:"scoreUnit"`
		Raw   [][]float64 `json:"rawData"`
	}
	var all []struct {
		Benchmark string            `json:"benchmark"`
		Mode      string            `json:"mode"`
		Params    map[string]string `json:"params"`
		Primary   metric            `json:"primaryMetric"`
		JDK       loose             `json:"jdkVersion"`
		VM        loose             `json:"vmName"`
	}
	if !c.decode(in, &all) {
		return
	}
	run := c.run("", fact.BenchmarkRun{})
	for i, b := range all {
		field := at("", i)
		if b.Benchmark == "" {
			c.missing(field + ".benchmark")
			continue
		}
		suite, name := "", b.Benchmark
		if cut := strings.LastIndexByte(name, '.'); cut > 0 {
			suite, name = name[:cut], name[cut+1:]
		}
		c.environment(run, "jdk", string(b.JDK))
		c.environment(run, "vm", string(b.VM))
		m := measurement{suite: suite, benchmark: name + parameters(b.Params), unit: b.Primary.Unit, run: run, field: field + ".primaryMetric"}
		m.better = fact.BetterSmaller
		if b.Mode == "thrpt" {
			m.better = fact.BetterBigger
		}
		var values []float64
		for _, fork := range b.Primary.Raw {
			values = append(values, fork...)
		}
		if len(values) == 0 && b.Primary.Score != nil {
			values = []float64{*b.Primary.Score}
		}
		c.values(m, values)
	}
}

// values adds the samples of one run.
func (c *collector) values(m measurement, values []float64) {
	if len(values) == 0 {
		c.missing(m.field + " has no values, or")
		return
	}
	for _, x := range values {
		m.value = x
		c.add(m)
	}
}

// pytest reads what pytest-benchmark saves (--benchmark-json, --benchmark-autosave).
func (c *collector) pytest(in fact.Input) {
	var file struct {
		Commit struct {
			ID   string `json:"id"`
			Time string `json:"time"`
		} `json:"commit_info"`
		Time    string `json:"datetime"`
		Machine struct {
			Machine, System loose
			Python          loose           `json:"python_implementation"`
			Version         loose           `json:"python_version"`
			CPU             json.RawMessage `json:"cpu"`
		} `json:"machine_info"`
		Benchmarks []struct {
			Name  string `json:"name"`
			Full  string `json:"fullname"`
			Stats struct {
				Data   []float64 `json:"data"`
				Median *float64  `json:"median"`
			} `json:"stats"`
		} `json:"benchmarks"`
	}
	if !c.decode(in, &file) {
		return
	}
	run := fact.BenchmarkRun{Commit: file.Commit.ID}
	run.Time, _ = moment(cmp.Or(file.Commit.Time, file.Time))
	id := c.run("", run)
	var cpu struct {
		Brand loose `json:"brand_raw"`
	}
	_ = json.Unmarshal(file.Machine.CPU, &cpu) // a text in older versions
	c.environment(id, "machine", string(file.Machine.Machine))
	c.environment(id, "system", string(file.Machine.System))
	c.environment(id, "cpu", string(cpu.Brand))
	c.environment(id, "python", string(file.Machine.Python+" "+file.Machine.Version))
	for i, b := range file.Benchmarks {
		suite, _, _ := strings.Cut(b.Full, "::")
		m := measurement{suite: suite, benchmark: b.Name, unit: "s", run: id, field: at("benchmarks", i) + ".stats"}
		if b.Name == "" {
			c.missing(at("benchmarks", i) + ".name")
			continue
		}
		values := b.Stats.Data
		if len(values) == 0 && b.Stats.Median != nil {
			values = []float64{*b.Stats.Median}
		}
		c.values(m, values)
	}
}

// googleResult is one result of Google Benchmark.
type googleResult struct {
	Name      string   `json:"name"`
	Run       string   `json:"run_name"`
	Type      string   `json:"run_type"`
	Aggregate string   `json:"aggregate_name"`
	Real      *float64 `json:"real_time"`
	CPU       *float64 `json:"cpu_time"`
	Unit      string   `json:"time_unit"`
	Items     *float64 `json:"items_per_second"`
	Bytes     *float64 `json:"bytes_per_second"`
	Failed    bool     `json:"error_occurred"`
	Message   string   `json:"error_message"`
}

// google reads what Google Benchmark writes (--benchmark_format=json): every
// repetition; of a benchmark that has aggregates alone, the median.
func (c *collector) google(in fact.Input) {
	var file struct {
		Context struct {
			Date  string `json:"date"`
			CPUs  loose  `json:"num_cpus"`
			Build loose  `json:"library_build_type"`
		} `json:"context"`
		Benchmarks []googleResult `json:"benchmarks"`
	}
	if !c.decode(in, &file) {
		return
	}
	run := fact.BenchmarkRun{}
	run.Time, _ = moment(file.Context.Date)
	id := c.run("", run)
	c.environment(id, "cpus", string(file.Context.CPUs))
	c.environment(id, "library", string(file.Context.Build))
	single := map[string]bool{}
	for _, b := range file.Benchmarks {
		if b.Type != "aggregate" {
			single[cmp.Or(b.Run, b.Name)] = true
		}
	}
	for i := range file.Benchmarks {
		b := &file.Benchmarks[i]
		name := cmp.Or(b.Run, b.Name)
		m := measurement{benchmark: name, run: id, field: at("benchmarks", i)}
		switch {
		case name == "":
			c.missing(m.field + ".name")
		case b.Failed:
			c.leave(m, "is missing, for it failed: "+b.Message)
		case b.Type == "aggregate" && (single[name] || b.Aggregate != "median"):
		case b.Real == nil && b.CPU == nil:
			c.missing(m.field + ".real_time")
		default:
			c.googleResult(b, m)
		}
	}
}

func (c *collector) googleResult(b *googleResult, m measurement) {
	for _, x := range []struct {
		metric, unit string
		value        *float64
	}{{"time", b.Unit, b.Real}, {"cpu time", b.Unit, b.CPU}, {"items", "items/s", b.Items}, {"bytes", "bytes/s", b.Bytes}} {
		if x.value != nil {
			m.metric, m.unit, m.value = x.metric, cmp.Or(x.unit, "ns"), *x.value
			c.add(m)
		}
	}
}

// hyperfine reads what hyperfine exports (--export-json): every run is a sample.
func (c *collector) hyperfine(in fact.Input) {
	var file struct {
		Results []struct {
			Command    string            `json:"command"`
			Median     *float64          `json:"median"`
			Times      []float64         `json:"times"`
			Parameters map[string]string `json:"parameters"`
		} `json:"results"`
	}
	if !c.decode(in, &file) {
		return
	}
	run := c.run("", fact.BenchmarkRun{})
	for i, b := range file.Results {
		if b.Command == "" {
			c.missing(at("results", i) + ".command")
			continue
		}
		values := b.Times
		if len(values) == 0 && b.Median != nil {
			values = []float64{*b.Median}
		}
		c.values(measurement{benchmark: b.Command, unit: "s", run: run, field: at("results", i)}, values)
	}
}

// custom reads the lists that github-action-benchmark takes from any tool,
// customSmallerIsBetter and customBiggerIsBetter: only the unit says which it is.
func (c *collector) custom(in fact.Input) {
	var all []bench
	if !c.decode(in, &all) {
		return
	}
	c.benches(all, measurement{run: c.run("", fact.BenchmarkRun{})}, "", false)
}

// estimates reads the estimates.json of Criterion.rs, which names its benchmark by
// the folders above it: GROUP/BENCHMARK/new/estimates.json. Times are in ns.
func (c *collector) estimates(in fact.Input) {
	type estimate struct {
		Point *float64 `json:"point_estimate"`
	}
	var file struct {
		Median estimate  `json:"median"`
		Slope  *estimate `json:"slope"`
	}
	if !c.decode(in, &file) {
		return
	}
	value := file.Median.Point
	if file.Slope != nil && file.Slope.Point != nil {
		value = file.Slope.Point
	}
	if value == nil {
		c.missing("median.point_estimate")
		return
	}
	name := path.Dir(path.Dir(filepath.ToSlash(in.Name)))
	if _, after, ok := strings.Cut(name, "criterion/"); ok {
		name = after
	}
	if name == "." || name == "/" {
		name = in.Name
	}
	c.add(measurement{benchmark: name, unit: "ns", value: *value, run: c.run("", fact.BenchmarkRun{}), field: "median"})
}

// parameters are written behind a benchmark's name, in the order of their names.
func parameters(of map[string]string) string {
	var out strings.Builder
	for _, name := range sortedKeys(of) {
		out.WriteString("/" + name + "=" + of[name])
	}
	return out.String()
}

// number reads a number of text; NaN and infinite ones too.
func number(s string) (float64, error) { return strconv.ParseFloat(s, 64) }
