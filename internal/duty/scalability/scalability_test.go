package scalability

import (
	"math"
	"strings"
	"testing"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/usl"
)

var model = usl.Model{Alpha: .05, Beta: .001, Gamma: 100}

// measured is a load test of loads that the model expects, in thousandths more or less.
func measured(column string, loads ...float64) fact.LoadTest {
	t := fact.LoadTest{File: "load.csv", Column: column}
	for i, n := range loads {
		p := fact.LoadPoint{Load: n, Throughput: model.Throughput(n) * (1 + .001*float64(i%3-1)), Line: i + 2}
		p.Latency[3] = time.Duration(2 * model.Time(n) * float64(time.Second))
		t.Points = append(t.Points, p)
	}
	return t
}

// every is a series of n values, so far apart.
func every(n int, apart time.Duration, value func(i int) float64) fact.LoadTest {
	t := fact.LoadTest{File: "demand.csv", Column: "rps"}
	for i := range n {
		t.Demand = append(t.Demand, fact.Demand{At: time.Date(2026, 3, 4, 10, 0, 0, 0, time.UTC).Add(time.Duration(i) * apart), Value: value(i)})
	}
	return t
}

func answered(t *testing.T, flags map[string]string, tests ...fact.LoadTest) sheet.Sheet {
	t.Helper()
	v := &duty.View{Flags: flags, Inputs: duty.Inputs{LoadTests: tests}}
	s, err := read(v)
	if err != nil {
		t.Fatal(err)
	}
	s.Sections = append(s.Sections, pictures(v)...)
	if err := sheet.Check(sheet.Answer{Format: sheet.Format, Complete: true, Sheets: []sheet.Sheet{s}}); err != nil {
		t.Error(err)
	}
	return s
}

func figure(t *testing.T, s sheet.Sheet, id string) sheet.Figure {
	t.Helper()
	for _, f := range s.Figures {
		if f.ID == name+"/"+id {
			return f
		}
	}
	t.Fatalf("there is no figure %s", id)
	return sheet.Figure{}
}

// rules are those of the findings.
func rules(s sheet.Sheet) string {
	var out []string
	for _, f := range s.Findings {
		out = append(out, strings.TrimPrefix(f.Rule, name+"/"))
	}
	return strings.Join(out, " ")
}

func TestFindings(t *testing.T) {
	spoilt := measured("load", 1, 2, 4, 8, 12, 16, 24, 32)
	spoilt.Points[4].Throughput *= .6
	failing := measured("load", 1, 2, 4, 8, 16, 32)
	failing.Points[3].Failed = .05
	some := measured("load", 1, 2, 4, 8, 16, 32)
	some.Points[3].Failed = .005
	for n, c := range map[string]struct {
		flags map[string]string
		tests []fact.LoadTest
		want  string
	}{
		"nothing to say":      {nil, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16, 32)}, ""},
		"beyond the peak":     {nil, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16, 32, 64)}, "beyond-peak"},
		"few":                 {nil, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16)}, "few-points"},
		"too few for a model": {nil, []fact.LoadTest{measured("load", 1, 2, 4)}, "few-points"},
		"one is off":          {nil, []fact.LoadTest{spoilt}, "outlier"},
		"failing":             {nil, []fact.LoadTest{failing}, "failing"},
		"hardly failing":      {nil, []fact.LoadTest{some}, ""},
		"enough":              {map[string]string{"demand": "500"}, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16, 32)}, ""},
		"not enough":          {map[string]string{"demand": "950"}, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16, 32)}, "runs-out"},
		"less the headroom":   {map[string]string{"demand": "500", "headroom": "50%"}, []fact.LoadTest{measured("load", 1, 2, 4, 8, 16, 32)}, "runs-out"},
		"soon": {
			map[string]string{"capacity": "130"},
			[]fact.LoadTest{every(60, 24*time.Hour, func(i int) float64 { return 50 + float64(i) + float64(i%3) })},
			"runs-out",
		},
		"not soon": {
			map[string]string{"capacity": "1300"},
			[]fact.LoadTest{every(60, 24*time.Hour, func(i int) float64 { return 50 + float64(i) + float64(i%3) })},
			"",
		},
	} {
		if got := rules(answered(t, c.flags, c.tests...)); got != c.want {
			t.Errorf("%s: %q, want %q", n, got, c.want)
		}
	}
}

// TestLatency: the model knows that p95 is twice the mean, and where it is kept.
func TestLatency(t *testing.T) {
	s := answered(t, map[string]string{"latency": "40ms"}, measured("load", 1, 2, 4, 8, 16, 32))
	f := figure(t, s, "within-latency")
	if want := model.Throughput(model.Within(.020)); math.Abs(f.Value.Number()-want) > .01*want || !strings.Contains(f.Label, "p95") {
		t.Errorf("%v %s, want %g", f.Value.Number(), f.Label, want)
	}
	for n, c := range map[string]struct{ column, latency, want string }{
		"hardware":     {"cores", "40ms", "the load counts cores and not what is under way"},
		"not measured": {"load", "p99=40ms", "fewer than 3 points have the p99 latency"},
	} {
		f := figure(t, answered(t, map[string]string{"latency": c.latency}, measured(c.column, 1, 2, 4, 8, 16, 32)), "within-latency")
		if f.State != sheet.NotKnown || f.Reason != c.want {
			t.Errorf("%s: %v %q", n, f.State, f.Reason)
		}
	}
	if f := figure(t, answered(t, map[string]string{"latency": "1ms"}, measured("load", 1, 2, 4, 8, 16, 32)), "within-latency"); f.Value.Number() != 0 {
		t.Errorf("%v within 1ms, and the load 1 takes 20ms", f.Value.Number())
	}
}

// TestSteps: a series is told by steps that suit it, the highest of each, whole ones only.
func TestSteps(t *testing.T) {
	for n, c := range map[string]struct {
		count int
		apart time.Duration
		step  string
		steps int
	}{
		"a minute, two days": {2 * 24 * 60, time.Minute, "hour", 48},
		"a minute, 30 days":  {30 * 24 * 60, time.Minute, "day", 29},
		"a day, 100 days":    {100, 24 * time.Hour, "day", 100},
		"a day, 3 years":     {1095, 24 * time.Hour, "week", 155},
		"a week":             {60, 7 * 24 * time.Hour, "week", 60},
		"a month":            {40, 730 * time.Hour, "month", 40},
		"a quarter":          {20, 91 * 24 * time.Hour, "quarter", 20},
		"a year":             {20, 8766 * time.Hour, "year", 20},
	} {
		series := every(c.count, c.apart, func(i int) float64 { return float64(i) })
		f := newForecast(&series)
		if f.step.one != c.step || len(f.values) < c.steps-1 || len(f.values) > c.steps+1 || f.missing() > 1 {
			t.Errorf("%s: %d steps of a %s, %d missing", n, len(f.values), f.step.one, f.missing())
		}
	}
	// The last day has ten minutes of its 24 hours: its highest says nothing.
	series := every(30*24*60, time.Minute, func(i int) float64 { return 100 })
	f := newForecast(&series)
	if f.cut != 2 || f.now() != 100 {
		t.Errorf("%d steps were cut, and %g is asked now", f.cut, f.now())
	}
}

// TestMillion points are fitted as what they are.
func TestManyPoints(t *testing.T) {
	var loads []float64
	for i := range mostPoints + 1000 {
		loads = append(loads, float64(1+i%64))
	}
	s := answered(t, nil, measured("load", loads...))
	if f := figure(t, s, "contention"); math.Abs(f.Value.Number()-5) > .1 || f.N != len(loads) {
		t.Errorf("contention %v of %d", f.Value.Number(), f.N)
	}
	if rows := len(s.Sections[0].Table.Rows) + s.Sections[0].Table.Others; rows != 64 {
		t.Errorf("%d rows, want 64 loads", rows)
	}
}
