package loadtest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/loadtest"
)

// told is what a file says, a line for each thing.
func told(text string) (string, error) {
	got, err := loadtest.Read(fact.Input{Name: "f", Data: []byte(text)})
	var b strings.Builder
	if err == nil {
		fmt.Fprintf(&b, "%s %s\n", got.Tool, got.Column)
	}
	for _, p := range got.Points {
		fmt.Fprintf(&b, "%d: %.6g does %.6g", p.Line, p.Load, p.Throughput)
		for i, d := range p.Latency {
			if d > 0 {
				fmt.Fprintf(&b, " %s %v", fact.LatencyNames[i], d)
			}
		}
		if p.Failed > 0 {
			fmt.Fprintf(&b, " failed %.3g", p.Failed)
		}
		if p.LittlesLaw {
			b.WriteString(" by Little's law")
		}
		b.WriteString("\n")
	}
	for _, d := range got.Demand {
		fmt.Fprintf(&b, "%s %g\n", d.At.Format(time.RFC3339), d.Value)
	}
	for _, g := range got.Gaps {
		fmt.Fprintf(&b, "gap %d %s %s\n", g.Count, g.Example, g.Detail)
	}
	for _, n := range got.Notes {
		fmt.Fprintf(&b, "note %s\n", n)
	}
	return b.String(), err
}

const (
	wrkText = `Running 30s test @ http://127.0.0.1:8080/index.html
  12 threads and 400 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   635.91us    0.89ms  12.92ms   93.69%
    Req/Sec    56.20k     8.07k   62.00k    86.54%
  Latency Distribution
     50%  250.00us
     75%  491.00us
     90%  700.00us
     99%    5.80ms
  1000 requests in 30.00s, 17.76GB read
  Non-2xx or 3xx responses: 100
Requests/sec: 748868.50
Transfer/sec:    606.33MB
`
	heyText = `
Summary:
  Total:	2.0000 secs
  Slowest:	0.1000 secs
  Fastest:	0.0100 secs
  Average:	0.0500 secs
  Requests/sec:	1000.0000

Latency distribution:
  10% in 0.0100 secs
  50% in 0.0400 secs
  95% in 0.0900 secs

Status code distribution:
  [200]	1500 responses
  [503]	300 responses

Error distribution:
  [200]	Get "http://127.0.0.1": context deadline exceeded
`
	vegetaText = `{"latencies":{"total":1,"mean":20000000,"50th":10000000,"90th":30000000,"95th":40000000,"99th":50000000,"max":60000000},` +
		`"bytes_in":{"total":1,"mean":1},"earliest":"2026-11-22T10:00:00Z","duration":1,"requests":1000,"rate":100.5,"throughput":95.475,"success":0.95,"status_codes":{"200":950},"errors":["500"]}`
	k6Export = `{"root_group":{"name":""},"metrics":{"http_reqs":{"count":100,"rate":50.5},"http_req_duration":{"avg":20.5,"med":10,"p(90)":30,"p(95)":40,"min":1,"max":90},` +
		`"http_req_failed":{"value":0,"passes":0,"fails":100},"vus":{"value":10,"min":10,"max":10},"vus_max":{"value":10,"min":10,"max":10}}}`
	k6Handle = `{"state":{"testRunDurationMs":1000},"metrics":{"http_reqs":{"type":"counter","contains":"default","values":{"count":100,"rate":50}},
 "http_req_duration":{"type":"trend","contains":"time","values":{"avg":20.5,"p(95)":40}},"http_req_failed":{"type":"rate","contains":"default","values":{"rate":0.1}},
 "vus":{"values":{"value":10,"min":10,"max":10}},"vus_max":{"values":{"value":10,"min":10,"max":10}}}}`
	prometheusText = `{"status":"success","data":{"resultType":"matrix","result":[{"metric":{},"values":[[1700000060,"2"],[1700000000.5,"1.5"],[1700000120,"NaN"]]}]}}`
)

// k6Points is a run whose users go from 2 to 4, six seconds each, with so many requests
// a second as there are users.
func k6Points(line func(metric string, at time.Time, value float64)) {
	start := time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	for s := range 12 {
		at := start.Add(time.Duration(s) * time.Second)
		users := 2.0
		if s >= 6 {
			users = 4
		}
		line("vus", at, users)
		for i := range int(users) {
			line("http_reqs", at, 1)
			line("http_req_duration", at, float64(10*(i+1)))
			line("http_req_failed", at, 0)
		}
	}
}

func k6JSON() string {
	var b strings.Builder
	b.WriteString(`{"type":"Metric","data":{"name":"vus","type":"gauge"},"metric":"vus"}` + "\n")
	k6Points(func(metric string, at time.Time, value float64) {
		fmt.Fprintf(&b, `{"metric":%q,"type":"Point","data":{"time":%q,"value":%g,"tags":{}}}`+"\n", metric, at.Format(time.RFC3339Nano), value)
	})
	return b.String()
}

func k6CSV() string {
	var b strings.Builder
	b.WriteString("metric_name,timestamp,metric_value,check,error\n")
	k6Points(func(metric string, at time.Time, value float64) {
		fmt.Fprintf(&b, "%s,%d,%f,,\n", metric, at.Unix(), value)
	})
	return b.String()
}

func TestRead(t *testing.T) {
	const k6 = "k6 vus\n0: 2 does 2 mean 15ms p50 10ms p90 20ms p95 20ms p99 20ms\n0: 4 does 4 mean 25ms p50 20ms p90 40ms p95 40ms p99 40ms\n" +
		"note 8 of 12 seconds, those in which the users stayed as many\n"
	for name, c := range map[string]struct{ text, want string }{
		"wrk":      {wrkText, "wrk connections\n1: 400 does 673982 mean 635.91µs p50 250µs p90 700µs p99 5.8ms failed 0.1\n"},
		"two runs": {wrkText + wrkText, "wrk connections\n1: 400 does 673982 mean 635.91µs p50 250µs p90 700µs p99 5.8ms failed 0.1\n15: 400 does 673982 mean 635.91µs p50 250µs p90 700µs p99 5.8ms failed 0.1\n"},
		"hey":      {heyText, "hey in flight\n2: 50 does 750 mean 50ms p50 40ms p95 90ms failed 0.25 by Little's law\n"},
		"vegeta":   {vegetaText, "vegeta in flight\n1: 2.01 does 95.475 mean 20ms p50 10ms p90 30ms p95 40ms p99 50ms failed 0.05 by Little's law\n"},
		"vegetas": {vegetaText + "\n" + vegetaText, "vegeta in flight\n1: 2.01 does 95.475 mean 20ms p50 10ms p90 30ms p95 40ms p99 50ms failed 0.05 by Little's law\n" +
			"2: 2.01 does 95.475 mean 20ms p50 10ms p90 30ms p95 40ms p99 50ms failed 0.05 by Little's law\n"},
		"k6 export":     {k6Export, "k6 vus\n1: 10 does 50.5 mean 20.5ms p50 10ms p90 30ms p95 40ms\n"},
		"k6 summary":    {k6Handle, "k6 vus\n1: 10 does 45 mean 20.5ms p95 40ms failed 0.1\n"},
		"k6 points":     {k6JSON(), k6},
		"k6 csv":        {k6CSV(), k6},
		"prometheus":    {prometheusText, "Prometheus value\n2023-11-14T22:13:20Z 1.5\n2023-11-14T22:14:20Z 2\ngap 1 f:1 values of the series that are no number (NaN or Inf) were left out\n"},
		"csv":           {"processors,throughput\n1,20\n4,78\n", "CSV processors\n2: 1 does 20\n3: 4 does 78\n"},
		"latencies":     {"load,tput,p95_ms,avg latency (s)\n1,20,50,.04\n4,78,60ms,\n", "CSV load\n2: 1 does 20 mean 40ms p95 50ms\n3: 4 does 78 p95 60ms\ngap 1 f rows without avg latency (s) have no latency\n"},
		"no unit":       {"load,throughput,latency\n1,20,50\n4,78,60\n", "CSV load\n2: 1 does 20\n3: 4 does 78\ngap 2 f the latency in latency has no unit, and was not used where its cells have none: call the column latency_ms or latency_s, or write 200ms\n"},
		"error rate":    {"users;rps;error_rate\n1;20;0\n4;80;25%\n", "CSV users\n2: 1 does 20\n3: 4 does 60 failed 0.25\n"},
		"series":        {"month,passengers\n1949-02,118\n1949-01,112\n1949-03,\n", "CSV passengers\n1949-01-01T00:00:00Z 112\n1949-02-01T00:00:00Z 118\ngap 1 f:4 times without a value were left out\n"},
		"unix times":    {"timestamp,rps\n1700000000,5\n1700000060000,6\n2023-11-14T23:15:00+01:00,7\n", "CSV rps\n2023-11-14T22:13:20Z 5\n2023-11-14T22:14:20Z 6\n2023-11-14T22:15:00Z 7\n"},
		"load and time": {"time,load,throughput\n2026-11-22,1,20\n", "CSV load\n2: 1 does 20\n"},
	} {
		if got, err := told(c.text); got != c.want || err != nil {
			t.Errorf("%s: %v\n%s\nwant\n%s", name, err, got, c.want)
		}
	}
}

func TestMistakes(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"empty":        {" \n", "f: the file is empty"},
		"prose":        {"hello\nworld\n", "f:1: no column is called load, throughput or time; there are: hello"},
		"no load":      {"throughput\n1\n", "f:1: no column is called load or users"},
		"nan":          {"load,throughput\n1,NaN\n2,3\n", "f:2:3: throughput: NaN is no number that can be used"},
		"zero load":    {"load,throughput\n0,1\n2,-3\n", "f:2:1: load: the load 0 cannot be used\nf:3:3: throughput: the throughput -3 cannot be used"},
		"no time":      {"time,value\nyesterday,1\n", "f:2:1: time: \"yesterday\" is no time"},
		"negative":     {"time,value\n2026-01-01,-1\n", "f:2:12: value: the demand -1 cannot be used"},
		"other json":   {"{\"a\":1}", "f:1: this is none of the JSON files that are read"},
		"half of json": {"{\"metrics\":{\n\"http_reqs\":", "f:2:13: this JSON cannot be read: unexpected EOF"},
		"a list":       {"[1]", "f:1:1: this JSON cannot be read"},
		"no requests":  {`{"metrics":{"vus":{"value":1}}}`, "f:1: the summary has no metrics.http_reqs.rate"},
		"a ramp":       {strings.Replace(k6Export, `"min":10,"max":10},"vus_max"`, `"min":1,"max":10},"vus_max"`, 1), "f: nothing in it can be used: the users of a run of k6 went from 1 to 10"},
		"two series":   {`{"status":"success","data":{"resultType":"matrix","result":[{"values":[]},{"values":[]}]}}`, "f:1: there are 2 series, and one is wanted"},
		"refused":      {`{"status":"error","error":"parse error"}`, "f:1: Prometheus answered error: parse error"},
		"a vector":     {`{"status":"success","data":{"resultType":"vector","result":[]}}`, "f:1: the result is a vector and no series over time"},
		"cut off":      {wrkText[:200], "f:1: this run of wrk has no Requests/sec: it did not end"},
		"half a line":  {k6JSON() + `{"type":"Point","met`, ": this line cannot be read: unexpected end of JSON input"},
		"short k6":     {"metric_name,timestamp,metric_value\nvus,1700000000,1\n", "f: no number of users (vus) stayed for 3 whole seconds with requests"},
		"many":         {"load,throughput\n" + strings.Repeat("x,1\n", 1000), "f: there are 980 mistakes more"},
		"two p95":      {"load,throughput,p95_ms,p95_s\n1,1,1,1\n", "f:1: two columns give the p95 latency"},
		"all failed":   {strings.Replace(strings.Replace(heyText, "1500", "0", 1), "[503]", "[500]", 1), "f:2: the load NaN with the throughput 0 cannot be used"},
	} {
		if got, err := told(c.text); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v\n%s\nwant %s", name, err, got, c.want)
		}
	}
}

// FuzzRead: no file breaks the reader, what it gives can be used, and it gives the same again.
func FuzzRead(f *testing.F) {
	for _, s := range []string{
		wrkText, heyText, vegetaText, k6Export, k6Handle, prometheusText, k6JSON()[:600], k6CSV()[:300],
		"load,throughput,p95\n1,2,3ms\n", "time,value\n2026-01,1\n", "load;rps\n1;x\n",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := told(text)
		again, errAgain := told(text)
		if got != again || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Fatal("the same file is read in two ways")
		}
		test, err := loadtest.Read(fact.Input{Name: "f", Data: []byte(text)})
		if err == nil && len(test.Points)+len(test.Demand) == 0 {
			t.Error("nothing was read, and nothing is wrong")
		}
		for _, p := range test.Points {
			if !(p.Load > 0) || !(p.Throughput >= 0) || p.Load > 1e15 || p.Throughput > 1e15 || !(p.Failed >= 0 && p.Failed <= 1) {
				t.Errorf("a point that cannot be used: %+v", p)
			}
		}
	})
}
