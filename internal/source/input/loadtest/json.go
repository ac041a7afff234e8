package loadtest

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strconv"
	"time"

	"leadline/internal/fact"
)

// document is whichever of the JSON files is read: which it is, its fields tell.
type document struct {
	// k6's summary.
	Metrics map[string]json.RawMessage `json:"metrics"`
	// A point of k6.
	Metric string `json:"metric"`
	Type   string `json:"type"`
	// vegeta's report.
	Latencies  map[string]float64 `json:"latencies"`
	Rate       float64            `json:"rate"`
	Throughput float64            `json:"throughput"`
	Success    *float64           `json:"success"`
	// Prometheus' answer.
	Status string          `json:"status"`
	Error  string          `json:"error"`
	Data   json.RawMessage `json:"data"`
}

// json reads one document after the other.
func (r *reader) json() {
	d := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(r.in.Data, []byte("\ufeff"))))
	for {
		at := d.InputOffset()
		var doc document
		err := d.Decode(&doc)
		if errors.Is(err, io.EOF) || r.Full() {
			return
		}
		line := r.lineOf(at)
		switch {
		case err != nil:
			r.wrongJSON(err, at)
			return
		case doc.Type == "Metric" || doc.Type == "Point":
			r.k6Lines()
			return
		case doc.Metrics != nil:
			r.k6Summary(doc.Metrics, line)
		case doc.Latencies != nil:
			r.vegeta(&doc, line)
		case doc.Status != "":
			r.prometheus(&doc, line)
		default:
			r.Wrong(line, 0, whatIsRead, "this is none of the JSON files that are read")
			return
		}
	}
}

// lineOf is the line of the document that begins behind an offset.
func (r *reader) lineOf(offset int64) int {
	rest := r.in.Data[min(int(offset), len(r.in.Data)):]
	offset += int64(len(rest) - len(bytes.TrimLeft(rest, " \t\r\n")))
	line, _ := r.in.At(offset)
	return line
}

// wrongJSON tells what is wrong in the document that begins at an offset.
func (r *reader) wrongJSON(err error, offset int64) {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		offset = max(0, syntax.Offset-1)
	case errors.As(err, &kind):
		offset += max(0, kind.Offset-1) // counted from where the document begins
	case errors.Is(err, io.ErrUnexpectedEOF):
		offset = int64(len(r.in.Data))
	}
	line, column := r.in.At(offset)
	r.Wrong(line, column, whatIsRead, "this JSON cannot be read: %v", err)
}

// k6Summary reads what --summary-export writes, and handleSummary, which puts the values
// one level deeper.
func (r *reader) k6Summary(metrics map[string]json.RawMessage, line int) {
	r.test.Tool, r.test.Column = "k6", "vus"
	values := func(name string) map[string]float64 {
		var deep struct {
			Values map[string]float64 `json:"values"`
		}
		if json.Unmarshal(metrics[name], &deep) == nil && deep.Values != nil {
			return deep.Values
		}
		var all map[string]any
		_ = json.Unmarshal(metrics[name], &all) // what is no metric has no values
		out := map[string]float64{}
		for k, v := range all {
			if x, ok := v.(float64); ok {
				out[k] = x
			}
		}
		return out
	}
	requests, users, most, took, failed := values("http_reqs"), values("vus"), values("vus_max"), values("http_req_duration"), values("http_req_failed")
	rate, ok := requests["rate"]
	if !ok {
		r.Wrong(line, 0, "run a script that makes HTTP requests", "the summary has no metrics.http_reqs.rate")
		return
	}
	p := fact.LoadPoint{Line: line, Load: most["value"]}
	if p.Load == 0 {
		p.Load = math.Max(most["max"], users["max"])
	}
	if least, top := users["min"], users["max"]; least > 0 && least < top/2 {
		r.omit(1, line, "the users of a run of k6 went from "+short(least)+" to "+short(top)+": the mean of a ramp is no point (take the points, k6 run --out json=FILE)")
		return
	}
	p.Failed = failed["rate"]
	if _, ok := failed["rate"]; !ok {
		p.Failed = failed["value"]
	}
	if p.Failed < 0 || p.Failed > 1 {
		r.Wrong(line, 0, "give the file as k6 wrote it", "the share of failed requests is %g", p.Failed)
		return
	}
	p.Throughput = rate * (1 - p.Failed)
	for name, at := range map[string]int{"avg": mean, "med": p50, "p(90)": p90, "p(95)": p95, "p(99)": p99} {
		p.Latency[at] = seconds(took[name] / 1e3)
	}
	r.point(p)
}

func short(x float64) string { return strconv.FormatFloat(x, 'g', 6, 64) }

// vegeta reads the report of vegeta. It offers a rate, and the load is what that makes
// be under way at once.
func (r *reader) vegeta(doc *document, line int) {
	r.test.Tool, r.test.Column = "vegeta", "in flight"
	if doc.Success == nil || *doc.Success < 0 || *doc.Success > 1 {
		r.Wrong(line, 0, "give the output of vegeta report -type=json", "the report has no share of successes")
		return
	}
	p := fact.LoadPoint{Line: line, Throughput: doc.Throughput, Failed: 1 - *doc.Success, LittlesLaw: true}
	for name, at := range map[string]int{"mean": mean, "50th": p50, "90th": p90, "95th": p95, "99th": p99} {
		p.Latency[at] = seconds(doc.Latencies[name] / 1e9)
	}
	p.Load = doc.Rate * p.Latency[mean].Seconds()
	if !(p.Load > 0) {
		r.Wrong(line, 0, "give the output of vegeta report -type=json", "the report has no rate or no mean latency, of which the load is made")
		return
	}
	r.point(p)
}

// prometheus reads the answer of query_range: one series.
func (r *reader) prometheus(doc *document, line int) {
	r.test.Tool, r.test.Column = "Prometheus", "value"
	var data struct {
		ResultType string `json:"resultType"`
		Result     []struct {
			Values [][2]any `json:"values"`
		} `json:"result"`
	}
	const hint = "ask /api/v1/query_range for one series, e.g. sum(rate(http_requests_total[5m]))"
	switch err := json.Unmarshal(doc.Data, &data); {
	case doc.Status != "success":
		r.Wrong(line, 0, hint, "Prometheus answered %s: %s", doc.Status, doc.Error)
		return
	case data.ResultType != "" && data.ResultType != "matrix":
		r.Wrong(line, 0, hint, "the result is a %s and no series over time", data.ResultType)
		return
	case err != nil:
		r.Wrong(line, 0, hint, "the result cannot be read: %v", err)
		return
	case len(data.Result) != 1:
		r.Wrong(line, 0, hint, "there are %d series, and one is wanted", len(data.Result))
		return
	}
	lost := 0
	for i, v := range data.Result[0].Values {
		at, isTime := v[0].(float64)
		text, isText := v[1].(string)
		x, err := strconv.ParseFloat(text, 64)
		switch {
		case !isTime || !isText || err != nil || math.Abs(at) > 1e11:
			r.Wrong(line, 0, hint, "value %d of the series is no pair of a time and a number in quotes", i+1)
			if r.Full() {
				return
			}
		case math.IsNaN(x) || math.IsInf(x, 0):
			lost++
		case x < 0 || x > 1e15:
			r.Wrong(line, 0, "a demand is zero or more", "value %d of the series is %s", i+1, text)
		default:
			whole, part := math.Modf(at)
			r.test.Demand = append(r.test.Demand, fact.Demand{At: time.Unix(int64(whole), int64(part*1e9)).UTC(), Value: x})
		}
	}
	r.omit(lost, line, "values of the series that are no number (NaN or Inf) were left out")
}
