// Package loadtest reads what load generators write, and series of demand: k6 (summary,
// NDJSON and CSV), wrk and hey (text), vegeta (JSON report), Prometheus (query_range) and
// CSV. It makes points of load and throughput of them, or a series.
//
// The format is found by the content. What cannot be read is a mistake with its place;
// what is left out is a gap. What failed is no throughput.
package loadtest

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"time"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Read reads a file.
func Read(in fact.Input) (fact.LoadTest, error) {
	r := reader{in: in, test: fact.LoadTest{File: in.Name}, Mistakes: fault.Mistakes{Name: in.Name}}
	data := bytes.TrimSpace(bytes.TrimPrefix(in.Data, []byte("\ufeff")))
	var err error
	switch {
	case len(data) == 0:
		r.Wrong(0, 0, whatIsRead, "the file is empty")
	case data[0] == '{', data[0] == '[':
		r.json()
	case hasLine(data, "Running ") || bytes.Contains(data, []byte("\nRequests/sec:")) && bytes.Contains(data, []byte("Thread Stats")):
		r.wrk()
	case hasLine(data, "Summary:"):
		r.hey()
	default:
		err = r.csv()
	}
	if err = errors.Join(r.Err(), err); err != nil {
		return fact.LoadTest{}, err
	}
	if len(r.test.Points)+len(r.test.Demand) == 0 {
		r.Wrong(0, 0, whatIsRead, "nothing in it can be used%s", firstGap(r.test.Gaps))
		return fact.LoadTest{}, r.Err()
	}
	// A stable sort: what the file says first stays first.
	slices.SortStableFunc(r.test.Demand, func(a, b fact.Demand) int { return a.At.Compare(b.At) })
	return r.test, nil
}

const whatIsRead = "give the summary or the points of k6, the text of wrk or hey, vegeta report -type=json, a query_range of Prometheus, or CSV with load,throughput or time,value"

func firstGap(gaps []fact.Gap) string {
	if len(gaps) == 0 {
		return ""
	}
	return ": " + gaps[0].Detail
}

// hasLine reports whether a line begins with words.
func hasLine(data []byte, words string) bool {
	return bytes.HasPrefix(data, []byte(words)) || bytes.Contains(data, []byte("\n"+words))
}

type reader struct {
	fault.Mistakes
	in   fact.Input
	test fact.LoadTest
}

// point adds a point. One without a load has that of Little's law, if its mean latency
// is known.
func (r *reader) point(p fact.LoadPoint) {
	if p.Load == 0 {
		p.Load, p.LittlesLaw = p.Throughput/(1-p.Failed)*p.Latency[mean].Seconds(), true
	}
	switch {
	case p.Throughput < 0:
		r.Wrong(p.Line, 0, "a throughput is zero or more", "the throughput %g is less than zero", p.Throughput)
	case !(p.Load > 0) || p.Load > 1e15 || p.Throughput > 1e15:
		r.Wrong(p.Line, 0, "a load is a number of clients, processors or instances above zero, and a throughput a number", "the load %g with the throughput %g cannot be used", p.Load, p.Throughput)
	default:
		r.test.Points = append(r.test.Points, p)
	}
}

// omit notes something that was left out, and why.
func (r *reader) omit(count, line int, why string) {
	if count > 0 {
		example := r.in.Name
		if line > 0 {
			example += ":" + strconv.Itoa(line)
		}
		r.test.Gaps = append(r.test.Gaps, fact.Gap{Kind: fact.GapInput, Count: count, Example: example, Detail: why})
	}
}

func seconds(s float64) time.Duration {
	if !(s > 0) || s > 1e6 {
		return 0
	}
	return time.Duration(s * float64(time.Second))
}

// The places of latencies in their list.
const (
	mean = iota
	p50
	p90
	p95
	p99
)

// percentile is the place of a percentile; ok is false if it is not kept.
func percentile(p float64) (at int, ok bool) {
	switch p {
	case 50:
		return p50, true
	case 90:
		return p90, true
	case 95:
		return p95, true
	case 99:
		return p99, true
	}
	return 0, false
}
