// Package benchmark reads what benchmarks gave: one run's results as the common
// harnesses write them, and histories of many runs. See docs/duties/performance.md
// for the formats.
//
// A value that is no finite number is left out, and a gap says so; whatever else cannot
// be understood is a mistake.
package benchmark

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"leadline/internal/fact"
)

// Read reads one file, whose format is told by its content. Results of several runs
// stand in the order of the file or, where it has times and runs from the newest to the
// oldest, the other way round.
func Read(in fact.Input) (fact.Benchmarks, []fact.Gap, error) {
	c := newCollector(in.Name)
	data := bytes.TrimSpace(bytes.TrimPrefix(in.Data, []byte("\ufeff")))
	switch {
	case len(data) == 0:
		c.Wrong(0, 0, "give a file that holds measurements", "the file is empty")
	case bytes.HasPrefix(data, []byte("window.BENCHMARK_DATA")):
		c.history(in, data)
	case data[0] == '{':
		c.object(in, data)
	case data[0] == '[':
		c.list(in, data)
	case isGo(data):
		c.tool = "go"
		c.goText(in)
	default:
		c.tool = "csv"
		c.table(in)
	}
	return c.finish()
}

// object tells the formats apart whose file is one JSON object, or one on each line.
func (c *collector) object(in fact.Input, data []byte) {
	var has struct {
		Format string

		Entries, Context, Results, Benchmarks, Mean, Median json.RawMessage

		Machine json.RawMessage `json:"machine_info"`
		Reason  *string
	}
	first := json.NewDecoder(bytes.NewReader(data))
	if err := first.Decode(&has); err != nil {
		c.broken(in, err)
		return
	}
	switch {
	case has.Format != "":
		c.kept(in, "")
	case has.Reason != nil:
		c.tool = "criterion"
		c.criterion(in)
	case has.Entries != nil:
		c.history(in, data)
	case has.Machine != nil && has.Benchmarks != nil:
		c.tool = "pytest-benchmark"
		c.pytest(in)
	case has.Context != nil && has.Benchmarks != nil:
		c.tool = "google-benchmark"
		c.google(in)
	case has.Results != nil:
		c.tool = "hyperfine"
		c.hyperfine(in)
	case has.Mean != nil && has.Median != nil:
		c.tool = "criterion"
		c.estimates(in)
	default:
		c.unknown()
	}
}

// list tells the formats apart whose file is one JSON array.
func (c *collector) list(in fact.Input, data []byte) {
	var has []struct {
		Primary json.RawMessage `json:"primaryMetric"`
		Name    *string
		Value   json.RawMessage
	}
	if err := json.Unmarshal(data, &has); err != nil {
		c.broken(in, err)
		return
	}
	switch {
	case len(has) == 0:
		c.Wrong(0, 0, "give a file that holds measurements", "the list is empty")
	case has[0].Primary != nil:
		c.tool = "jmh"
		c.jmh(in)
	case has[0].Name != nil && has[0].Value != nil:
		c.tool = "custom"
		c.custom(in)
	default:
		c.unknown()
	}
}

func (c *collector) unknown() {
	c.Wrong(0, 0, "`leadline performance --help` lists the formats; a CSV file with the columns commit, benchmark, value and unit is one",
		"this is JSON, but of no benchmark tool that is known")
}

// decode reads the whole of a JSON file.
func (c *collector) decode(in fact.Input, into any) bool {
	data := in.Data[max(0, bytes.IndexAny(in.Data, "{[")):]
	if err := json.Unmarshal(data, into); err != nil {
		c.broken(in, err)
		return false
	}
	return true
}

// broken says where JSON is none, or has another shape than its format.
func (c *collector) broken(in fact.Input, err error) {
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		// What is decoded begins with the first bracket, white space apart.
		line, column := in.At(int64(bytes.IndexAny(in.Data, "{[")) + syntax.Offset - 1)
		c.Wrong(line, column, "see that the file is complete; JSON has no NaN", "this is no JSON: %v", syntax)
	case errors.As(err, &shape):
		c.Wrong(0, 0, "give the file as the tool wrote it", "%s is %s where %s is wanted", shape.Field, shape.Value, shape.Type.Kind())
	case errors.Is(err, io.ErrUnexpectedEOF):
		line, column := in.At(int64(len(in.Data)))
		c.Wrong(line, column, "see that the file is complete", "the file ends within a value")
	default:
		c.Wrong(0, 0, "give the file as the tool wrote it", "%v", err)
	}
}

// missing says that a field is not there.
func (c *collector) missing(field string) {
	c.Wrong(0, 0, "give the file as the tool wrote it", "%s is missing", field)
}

func at(list string, i int) string { return fmt.Sprintf("%s[%d]", list, i) }
