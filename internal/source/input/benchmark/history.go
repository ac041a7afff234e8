package benchmark

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
)

// bench is a result as github-action-benchmark keeps it.
type bench struct {
	Name  string   `json:"name"`
	Value *float64 `json:"value"`
	Unit  string   `json:"unit"`
}

// historyEntry is what one run gave.
type historyEntry struct {
	Commit struct {
		ID      string `json:"id"`
		Message string `json:"message"`
	} `json:"commit"`
	Date    int64   `json:"date"`
	Tool    string  `json:"tool"`
	Benches []bench `json:"benches"`
}

// history reads the data.js that github-action-benchmark keeps: for each suite the
// results of every commit that was measured, in the order in which they came in. Their
// times need not rise, for jobs that ran side by side.
func (c *collector) history(in fact.Input, data []byte) {
	var file struct {
		Entries map[string][]historyEntry `json:"entries"`
	}
	from := bytes.IndexByte(data, '{')
	if from < 0 {
		c.Wrong(0, 0, "give the file as github-action-benchmark keeps it", "nothing follows window.BENCHMARK_DATA")
		return
	}
	data = bytes.TrimRight(data[from:], "; \t\r\n")
	if err := json.Unmarshal(data, &file); err != nil {
		c.broken(in, err)
		return
	}
	if file.Entries == nil {
		c.Wrong(0, 0, "give a data.js of github-action-benchmark that has entries", "entries are missing: the file is of another version")
		return
	}
	for _, suite := range slices.Sorted(maps.Keys(file.Entries)) {
		for i := range file.Entries[suite] {
			m := measurement{suite: suite, field: at("entries."+suite, i)}
			if len(file.Entries) == 1 {
				m.suite = "" // a name that tells nothing apart
			}
			c.historyEntry(&file.Entries[suite][i], m)
		}
	}
}

func (c *collector) historyEntry(e *historyEntry, m measurement) {
	run := fact.BenchmarkRun{Commit: e.Commit.ID, Subject: e.Commit.Message, Tool: e.Tool}
	if e.Date > 0 {
		run.Time = time.UnixMilli(e.Date).UTC()
	}
	switch e.Tool {
	case "customSmallerIsBetter":
		m.better = fact.BetterSmaller
	case "customBiggerIsBetter":
		m.better = fact.BetterBigger
	}
	m.run = c.run(e.Commit.ID, run) // that of other suites too
	c.benches(e.Benches, m, m.field+".benches", e.Tool == "go")
}

// benches adds the results of one run. Of Go's, each unit is a metric.
func (c *collector) benches(all []bench, m measurement, list string, goUnits bool) {
	suite := m.suite
	names := map[string]bool{}
	for _, b := range all {
		names[b.Name] = true
	}
	for i, b := range all {
		m.field = at(list, i)
		unit, more, several := strings.Cut(b.Unit, "\t")
		// Of a Go benchmark with several metrics the tool keeps the first twice.
		if several && names[b.Name+" - "+unit] && more != "" {
			continue
		}
		switch {
		case b.Name == "":
			c.missing(m.field + ".name")
			continue
		case b.Value == nil:
			m.benchmark = b.Name
			c.leave(m, "is missing")
			continue
		}
		m.benchmark, m.suite = b.Name, suite
		m.unit, m.value, m.metric = strings.TrimSpace(unit), *b.Value, ""
		if goUnits {
			m.metric = m.unit
		}
		m.benchmark = strings.TrimSuffix(m.benchmark, " - "+m.unit)
		if head, pkg, ok := strings.Cut(strings.TrimSuffix(m.benchmark, ")"), " ("); ok && strings.HasSuffix(m.benchmark, ")") && strings.HasPrefix(head, "Benchmark") {
			m.benchmark, m.suite = head, pkg
		}
		c.add(m)
	}
}

// criterion reads the messages of cargo criterion (--message-format=json), a JSON
// object on each line: every sample, as the time of one iteration.
func (c *collector) criterion(in fact.Input) {
	type message struct {
		Reason   string    `json:"reason"`
		ID       string    `json:"id"`
		Unit     string    `json:"unit"`
		Counts   []float64 `json:"iteration_count"`
		Measured []float64 `json:"measured_values"`
	}
	run := c.run("", fact.BenchmarkRun{})
	decoder := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(in.Data, []byte("\ufeff"))))
	for i := 0; ; i++ {
		var m message
		switch err := decoder.Decode(&m); {
		case errors.Is(err, io.EOF):
			return
		case err != nil:
			line, column := in.At(decoder.InputOffset())
			c.Wrong(line, column, "give the output as cargo criterion wrote it", "%v", err)
			return
		}
		if m.Reason != "benchmark-complete" {
			continue
		}
		line, _ := in.At(decoder.InputOffset())
		if m.ID == "" || len(m.Counts) != len(m.Measured) {
			c.Wrong(line, 0, "give the output as cargo criterion wrote it", "a benchmark has no id, or not as many counts as values")
			continue
		}
		for k, x := range m.Measured {
			c.add(measurement{benchmark: m.ID, unit: m.Unit, value: x / m.Counts[k], run: run, line: line})
		}
	}
}

func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }
