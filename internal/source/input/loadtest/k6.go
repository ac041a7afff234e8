package loadtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// second is what k6 wrote of a second.
type second struct {
	users          float64
	requests, lost int
	took           []float64 // milliseconds
}

// run is that of a run, by second.
type run map[int64]*second

func (s run) add(metric string, at time.Time, value float64) {
	switch metric {
	case "vus", "http_reqs", "http_req_failed", "http_req_duration":
	default:
		return
	}
	x := s[at.Unix()]
	if x == nil {
		x = &second{}
		s[at.Unix()] = x
	}
	switch metric {
	case "vus":
		x.users = value
	case "http_reqs":
		x.requests++
	case "http_req_failed":
		if value != 0 {
			x.lost++
		}
	default:
		x.took = append(x.took, value)
	}
}

// k6Lines reads what k6 run --out json writes: a JSON value a line.
func (r *reader) k6Lines() {
	s := run{}
	line := 0
	for text := range bytes.Lines(r.in.Data) {
		line++
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		var p struct {
			Type, Metric string
			Data         struct {
				Time  time.Time
				Value float64
			}
		}
		if !bytes.Contains(text, []byte(`"Point"`)) && json.Valid(text) {
			continue // what a metric is
		}
		if err := json.Unmarshal(text, &p); err != nil {
			r.Wrong(line, 0, "give the file as k6 wrote it; a run that was cut off ends in half a line, which can be deleted", "this line cannot be read: %v", err)
			if r.Full() {
				return
			}
			continue
		}
		s.add(p.Metric, p.Data.Time, p.Data.Value)
	}
	r.k6Run(s)
}

// k6Table reads what k6 run --out csv writes.
func (r *reader) k6Table(t *table.Reader) {
	name, at, value := t.Require("metric_name"), t.Require("timestamp"), t.Require("metric_value")
	s := run{}
	for t.Next() {
		when, ok := moment(t.Text(at))
		if !ok {
			t.WrongCell(at, "give the file as k6 wrote it", "%q is no time", t.Text(at))
			continue
		}
		if x, ok := t.Number(value); ok {
			s.add(t.Text(name), when, x)
		}
	}
	if t.Err() == nil {
		r.k6Run(s)
	}
}

// wholeSeconds are the fewest for which users stayed the same in a point.
const wholeSeconds = 3

// k6Run makes a point of each number of users that stayed for some seconds. A second
// counts if the ones before and after it had as many: the first, the last, and those of
// ramps do not.
func (r *reader) k6Run(s run) {
	r.test.Tool, r.test.Column = "k6", "vus"
	times := slices.Sorted(maps.Keys(s))
	for i, t := range times {
		if s[t].users == 0 && i > 0 && times[i-1] == t-1 {
			s[t].users = s[times[i-1]].users
		}
	}
	levels := map[float64]*second{}
	length := map[float64]int{}
	for _, t := range times {
		before, after, x := s[t-1], s[t+1], s[t]
		if before == nil || after == nil || x.users == 0 || before.users != x.users || after.users != x.users {
			continue
		}
		l := levels[x.users]
		if l == nil {
			l = &second{users: x.users}
			levels[x.users] = l
		}
		length[x.users]++
		l.requests, l.lost, l.took = l.requests+x.requests, l.lost+x.lost, append(l.took, x.took...)
	}
	used := 0
	for _, users := range slices.Sorted(maps.Keys(levels)) {
		l, n := levels[users], length[users]
		if n < wholeSeconds || l.requests == 0 {
			continue
		}
		used += n
		p := fact.LoadPoint{Load: users, Failed: min(1, float64(l.lost)/float64(l.requests)), Throughput: float64(max(0, l.requests-l.lost)) / float64(n)}
		p.Latency = latencies(l.took)
		r.point(p)
	}
	if used == 0 {
		r.Wrong(0, 0, fmt.Sprintf("run k6 with stages that hold their users for %d seconds or more", wholeSeconds+2), "no number of users (vus) stayed for %d whole seconds with requests", wholeSeconds)
		return
	}
	r.test.Notes = append(r.test.Notes, fmt.Sprintf("%d of %d seconds, those in which the users stayed as many", used, len(times)))
}

// latencies are the mean and the percentiles of times in milliseconds, by nearest rank.
func latencies(took []float64) (out [5]time.Duration) {
	if len(took) == 0 {
		return out
	}
	slices.Sort(took)
	sum := 0.0
	for _, x := range took {
		sum += x
	}
	out[mean] = seconds(sum / float64(len(took)) / 1e3)
	for at, share := range map[int]int{p50: 50, p90: 90, p95: 95, p99: 99} {
		out[at] = seconds(took[(len(took)*share+99)/100-1] / 1e3)
	}
	return out
}
