package benchmark

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
)

// keptFormat is the first field of kept results. The number is raised where an older
// reader would misunderstand them.
const (
	keptName   = "leadline-benchmarks/"
	keptFormat = keptName + "1"
)

// LooksKept reports whether a text begins as kept results of any version do.
func LooksKept(text []byte) bool { return bytes.HasPrefix(text, []byte(`{"format":"`+keptName)) }

// keptHead is the first line of kept results, and keptLine each other one. Fields are
// written in this order.
type keptHead struct {
	Format string `json:"format"`
	Commit string `json:"commit"`
	Date   string `json:"date"`
}

type keptLine struct {
	Suite       string            `json:"suite,omitempty"`
	Benchmark   string            `json:"benchmark"`
	Metric      string            `json:"metric,omitempty"`
	Unit        string            `json:"unit,omitempty"`
	Better      string            `json:"better,omitempty"`
	Samples     []float64         `json:"samples"`
	Tool        string            `json:"tool,omitempty"`
	Environment map[string]string `json:"environment,omitempty"`
}

// FormatKept writes what is kept of a commit: a line of JSON for the commit, then one for
// each measure in the order of their names, so that equal results are equal bytes and a
// difference is in the lines that differ.
func FormatKept(k *fact.KeptBenchmarks) []byte {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	write := func(v any) {
		if err := e.Encode(v); err != nil {
			panic("benchmark: " + err.Error()) // texts and finite numbers
		}
	}
	write(keptHead{keptFormat, string(k.Commit), k.Date.UTC().Format(time.RFC3339)})
	for _, m := range slices.SortedFunc(slices.Values(k.Measures), byName) {
		line := keptLine{m.Suite, m.Benchmark, m.Metric, m.Unit, betterWords[m.Better], m.Samples, m.Tool, m.Environment}
		write(line)
	}
	return out.Bytes()
}

var betterWords = map[fact.Better]string{fact.BetterSmaller: "smaller", fact.BetterBigger: "bigger"}

func byName(a, b fact.KeptMeasure) int {
	return cmp.Or(cmp.Compare(a.Suite, b.Suite), cmp.Compare(a.Benchmark, b.Benchmark), cmp.Compare(a.Metric, b.Metric))
}

// ParseKept reads what FormatKept wrote of a commit. It is strict: what is written again
// must not lose what somebody added.
func ParseKept(in fact.Input, of fact.CommitID) (fact.KeptBenchmarks, error) {
	c := newCollector(in.Name)
	k, _ := c.parseKept(in, of)
	return k, c.Err()
}

// ReadKept reads what is kept of a commit as results of one run.
func ReadKept(in fact.Input, of fact.CommitID) (fact.Benchmarks, []fact.Gap, error) {
	c := newCollector(in.Name)
	c.kept(in, of)
	return c.finish()
}

// parseKept gives the lines of the measures too. Of is the commit that the place of the
// results names; empty where it names none.
func (c *collector) parseKept(in fact.Input, of fact.CommitID) (k fact.KeptBenchmarks, lines []int) {
	seen := map[seriesKey]int{}
	number := 0
	for text := range bytes.Lines(in.Data) {
		number++
		if c.Full() {
			break
		}
		if number == 1 {
			k.Commit, k.Date = c.keptHead(text, of)
			continue
		}
		m, ok := c.keptLine(text, number)
		key := seriesKey{m.Suite, m.Benchmark, m.Metric}
		if before := seen[key]; ok && before > 0 {
			c.Wrong(number, 0, "leave one of the two lines", "%s is measured in line %d too", m.Benchmark, before)
			continue
		}
		if ok {
			seen[key] = number
			k.Measures, lines = append(k.Measures, m), append(lines, number)
		}
	}
	if number == 0 {
		c.Wrong(0, 0, keptHint, "the file is empty")
	}
	return k, lines
}

const keptHint = "restore the file, or remove it and ingest the results of its commit again"

// keptHead reads the first line.
func (c *collector) keptHead(text []byte, of fact.CommitID) (fact.CommitID, time.Time) {
	var head keptHead
	if err := strict(text, &head); err != nil {
		c.Wrong(1, 0, keptHint, "this is no first line of kept benchmarks: %v", err)
		return "", time.Time{}
	}
	date, err := time.Parse(time.RFC3339, head.Date)
	switch {
	case head.Format != keptFormat:
		c.Wrong(1, 0, "read it with the version of Leadline that wrote it, or a newer one", "the format is %q, and %q is read", head.Format, keptFormat)
	case !wholeID(head.Commit):
		c.Wrong(1, 0, keptHint, "the commit %q is no id of 40 or 64 digits", head.Commit)
	case of != "" && head.Commit != string(of):
		c.Wrong(1, 0, keptHint, "these are results of the commit %.10s, in the place of those of %.10s", head.Commit, of)
	case err != nil:
		c.Wrong(1, 0, keptHint, "the date %q is no time such as 2026-11-22T10:00:00Z", head.Date)
	}
	return fact.CommitID(head.Commit), date.UTC().Truncate(time.Second)
}

// wholeID reports whether a text is the whole id of an object.
func wholeID(s string) bool {
	return (len(s) == 40 || len(s) == 64) && strings.Trim(s, "0123456789abcdef") == ""
}

// keptLine reads a measure; ok is false where it is wrong.
func (c *collector) keptLine(text []byte, number int) (m fact.KeptMeasure, ok bool) {
	var x keptLine
	better, known := fact.BetterUnknown, true
	err := strict(text, &x)
	if err == nil {
		better, known = betterOf(x.Better)
	}
	switch {
	case err != nil:
		c.Wrong(number, 0, keptHint, "this is no measure: %v", err)
	case x.Benchmark == "":
		c.Wrong(number, 0, keptHint, "the benchmark has no name")
	case len(x.Samples) == 0:
		c.Wrong(number, 0, keptHint, "%s has no samples", x.Benchmark)
	case !known:
		c.Wrong(number, 0, keptHint, "better is %q, and smaller or bigger is wanted", x.Better)
	default:
		return fact.KeptMeasure{
			Suite: x.Suite, Benchmark: x.Benchmark, Metric: x.Metric, Unit: x.Unit, Better: better, Samples: x.Samples, Tool: x.Tool, Environment: x.Environment,
		}, true
	}
	return m, false
}

// strict reads the one value of a line, which has no fields but those that are known.
func strict(text []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(into); err != nil {
		if errors.Is(err, io.EOF) {
			return errors.New("the line is empty")
		}
		return err
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return errors.New("something follows on the line")
	}
	return nil
}

// kept reads kept results as those of one run.
func (c *collector) kept(in fact.Input, of fact.CommitID) {
	k, lines := c.parseKept(in, of)
	if c.Err() != nil {
		return
	}
	run := c.run("", fact.BenchmarkRun{Commit: string(k.Commit), Time: k.Date})
	tools := map[string]bool{}
	for i := range k.Measures {
		m := &k.Measures[i]
		for _, name := range slices.Sorted(maps.Keys(m.Environment)) {
			c.environment(run, name, m.Environment[name])
		}
		if tools[m.Tool] = true; len(tools) == 1 {
			c.out.Runs[run].Tool = m.Tool
		} else {
			c.out.Runs[run].Tool = ""
		}
		for _, x := range m.Samples {
			c.add(measurement{suite: m.Suite, benchmark: m.Benchmark, metric: m.Metric, unit: m.Unit, better: m.Better, value: x, run: run, line: lines[i]})
		}
	}
}

// Keep makes what is kept of the runs that are of one commit, which belongs tells.
func Keep(b *fact.Benchmarks, belongs func(run int) bool) []fact.KeptMeasure {
	var out []fact.KeptMeasure
	for i := range b.Series {
		s := &b.Series[i]
		m := fact.KeptMeasure{
			Suite: valid(s.Suite), Benchmark: valid(s.Benchmark), Metric: valid(s.Metric), Unit: valid(s.Unit), Better: s.Better,
		}
		last := -1
		for _, x := range s.Samples {
			if !belongs(x.Run) {
				continue
			}
			m.Samples = append(m.Samples, x.Value)
			if x.Run != last {
				last = x.Run
				placeIn(&m, &b.Runs[x.Run])
			}
		}
		if len(m.Samples) > 0 {
			out = append(out, m)
		}
	}
	return out
}

func valid(s string) string { return strings.ToValidUTF8(s, "\ufffd") }

// placeIn notes the tool and the environment of a run in which a measure was taken.
func placeIn(m *fact.KeptMeasure, r *fact.BenchmarkRun) {
	m.Tool = valid(alsoIn(m.Tool, r.Tool))
	for name, value := range r.Environment {
		if m.Environment == nil {
			m.Environment = map[string]string{}
		}
		m.Environment[name] = alsoIn(m.Environment[name], value)
	}
}

// MergeKept adds measures to those that are kept of a commit. One that is kept already is
// replaced: results of a commit that are ingested again are those that count.
func MergeKept(k *fact.KeptBenchmarks, with []fact.KeptMeasure) (added, replaced int) {
	at := map[seriesKey]int{}
	for i, m := range k.Measures {
		at[seriesKey{m.Suite, m.Benchmark, m.Metric}] = i
	}
	for _, m := range with {
		key := seriesKey{m.Suite, m.Benchmark, m.Metric}
		i, ok := at[key]
		switch {
		case !ok:
			at[key] = len(k.Measures)
			k.Measures = append(k.Measures, m)
			added++
		case !same(&k.Measures[i], &m):
			k.Measures[i] = m
			replaced++
		}
	}
	return added, replaced
}

func same(a, b *fact.KeptMeasure) bool {
	return a.Unit == b.Unit && a.Better == b.Better && a.Tool == b.Tool && slices.Equal(a.Samples, b.Samples) && maps.Equal(a.Environment, b.Environment)
}
