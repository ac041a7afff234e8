// Package scalability answers from load tests and series of demand how much a system can
// do, what holds it back, and when that is no longer enough. It fits the Universal
// Scalability Law, and says how sure it is of what it says.
package scalability

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/usl"
)

const (
	name     = "scalability"
	question = "How much can it do, what holds it back, and when is that not enough?"
)

// Duty is the duty of planning for growth.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `From the points of load tests, load and throughput, it fits the Universal
Scalability Law (Gunther 2007): how much of the work waits for its turn
(contention), what it costs to keep copies alike (coherency), and at which load
throughput is highest. From a series of demand, time and value, it says when demand
reaches that, as a range. Give one or the other, or both: points may be spread over
files, a file a run. Throughput and demand are in the same unit, per second where
latency is asked for.`,
	OnFile: true,
	Files: `CSV with load,throughput[,p95_ms ...] or time,value; a summary of k6, or its
points as JSON or CSV; the output of wrk or hey; vegeta report -type=json; or a
query_range of Prometheus`,
	Rules: []duty.Rule{runsOut, beyondPeak, failing, outlier, fewPoints, missed, unsure},
	Flags: []duty.Flag{
		{Name: "latency", Value: "[p95=]200ms", Doc: "how much it can do within this latency"},
		{Name: "demand", Value: "RATE", Doc: "what is asked of it now, in the unit of the throughput"},
		{Name: "capacity", Value: "RATE", Doc: "what it can do, where no load test says it"},
		{Name: "headroom", Value: "PERCENT", Doc: "share of capacity that is to stay free, 0 unless given"},
		{Name: "instances", Value: "N", Doc: "what so many instances would do"},
	},
	Read:     read,
	Pictures: pictures,
}

// level is that of every interval of the model, and bandLevel that of the forecast.
const (
	level     = .95
	bandLevel = .90
)

// answer holds what the parts of the sheet are made from.
type answer struct {
	view  *duty.View
	files []string
	// column is what the load is called, and hardware says that it counts machines or
	// parts of them rather than clients.
	column   string
	hardware bool
	// points are the measurements by load, and merged how many were before points of the
	// same load were put together.
	points []fact.LoadPoint
	merged int
	where  []string // the file of each point
	fit    usl.Fit
	failed error // why there is no fit
	wish
	growth *forecast
}

// wish is what the flags ask. What was not asked is 0.
type wish struct {
	latency    float64 // seconds
	percentile int     // in fact.LatencyNames, -1 if none was named
	demand     float64
	capacity   float64
	headroom   float64 // a share
	instances  int
}

func read(v *duty.View) (sheet.Sheet, error) {
	a, err := newAnswer(v)
	if err != nil {
		return sheet.Sheet{}, err
	}
	s := sheet.Sheet{Duty: name, Question: question}
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = a.sections()
	s.Unknown = a.unknown()
	return s, nil
}

func newAnswer(v *duty.View) (*answer, error) {
	w, err := wishOf(v.Flags)
	if err != nil {
		return nil, err
	}
	return answerOf(v, v.Inputs.LoadTests, w)
}

// answerOf makes an answer of load tests and series.
func answerOf(v *duty.View, tests []fact.LoadTest, w wish) (*answer, error) {
	a := &answer{view: v, wish: w}
	var series *fact.LoadTest
	kinds := map[bool]string{}
	for i := range tests {
		t := &tests[i]
		a.files = append(a.files, t.File)
		if len(t.Demand) > 0 {
			if series != nil {
				return nil, &duty.Mistake{What: "two files hold a series of demand: " + series.File + " and " + t.File, Hint: "give one, e.g. their sum"}
			}
			series = t
			continue
		}
		a.column = cmp.Or(a.column, t.Column)
		kinds[hardware[strings.ToLower(t.Column)]] = t.File
		for _, p := range t.Points {
			a.points, a.where = append(a.points, p), append(a.where, t.File)
		}
	}
	if len(kinds) == 2 {
		return nil, &duty.Mistake{
			What: "the load of " + kinds[true] + " counts machines, and that of " + kinds[false] + " counts clients",
			Hint: "give files of one kind of load, and the others by themselves",
		}
	}
	a.hardware = kinds[true] != ""
	a.order()
	a.model()
	if series != nil {
		a.growth = newForecast(series)
		if a.demand == 0 {
			a.demand = a.growth.now()
		}
	}
	return a, nil
}

// hardware are loads that count machines, or parts of them.
var hardware = map[string]bool{
	"processors": true, "cpus": true, "cores": true, "instances": true, "nodes": true, "replicas": true, "servers": true, "pods": true,
}

// mostPoints are the most that are fitted one by one.
const mostPoints = 5000

// order puts the points in the order of their load; if they are very many, those of like
// load become one, their mean.
func (a *answer) order() {
	byLoad := make([]int, len(a.points))
	for i := range byLoad {
		byLoad[i] = i
	}
	slices.SortFunc(byLoad, func(i, j int) int { return cmp.Or(cmp.Compare(a.points[i].Load, a.points[j].Load), i-j) })
	points, where := make([]fact.LoadPoint, len(byLoad)), make([]string, len(byLoad))
	for to, from := range byLoad {
		points[to], where[to] = a.points[from], a.where[from]
	}
	a.points, a.where = points, where
	if len(points) <= mostPoints {
		return
	}
	a.merged = len(points)
	a.points, a.where = nil, nil
	for from := 0; from < len(points); {
		to := from + 1
		for to < len(points) && alike(points[from].Load, points[to].Load) {
			to++
		}
		a.points, a.where = append(a.points, together(points[from:to])), append(a.where, where[from])
		from = to
	}
}

// alike reports whether two loads are told as one: to three digits.
func alike(x, y float64) bool { return x == y || digits(x, 3) == digits(y, 3) }

func together(points []fact.LoadPoint) fact.LoadPoint {
	out := points[0]
	out.Load, out.Throughput, out.Failed = 0, 0, 0
	n := float64(len(points))
	for _, p := range points {
		out.Load += p.Load / n
		out.Throughput += p.Throughput / n
		out.Failed += p.Failed / n
	}
	return out
}

func (a *answer) model() {
	points := make([]usl.Point, len(a.points))
	for i, p := range a.points {
		points[i] = usl.Point{Load: p.Load, Throughput: p.Throughput}
	}
	a.fit, a.failed = usl.New(points)
}

// fitted reports whether there is a model.
func (a *answer) fitted() bool { return len(a.points) > 0 && a.failed == nil }

// most is the highest load that was measured.
func (a *answer) most() float64 { return a.points[len(a.points)-1].Load }

// best is the load at which most is done, as far as loads were measured.
func (a *answer) best() float64 {
	if peak, ok := a.fit.Peak(); ok {
		return min(peak, a.most())
	}
	return a.most()
}

// bears is how much the system can do, and the interval of it: as it was told, or as the
// model expects at the best load, within the latency if one is asked for.
func (a *answer) bears() (at, low, high float64, ok bool) {
	if a.capacity > 0 {
		return a.capacity, a.capacity, a.capacity, true
	}
	if !a.fitted() {
		return 0, 0, 0, false
	}
	load := a.best()
	if a.latency > 0 {
		k, known := a.kept()
		if !known || k.load == 0 {
			return 0, 0, 0, false
		}
		load = min(load, k.load)
	}
	at = a.fit.Throughput(load)
	low, high, ok = a.fit.Band(load, level)
	if !ok {
		low, high = at, at
	}
	return at, low, high, true
}

// wishOf reads the flags.
func wishOf(flags map[string]string) (wish, error) {
	w := wish{percentile: -1}
	for _, f := range []struct {
		name  string
		to    *float64
		scale float64
		most  float64
	}{{"demand", &w.demand, 1, 1e15}, {"capacity", &w.capacity, 1, 1e15}, {"headroom", &w.headroom, .01, .99}} {
		text, given := flags[f.name]
		if !given {
			continue
		}
		x, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(text, "%")), 64)
		if x *= f.scale; err != nil || !(x >= 0 && x <= f.most) || x == 0 && f.name != "headroom" {
			return w, &duty.Mistake{What: "--" + f.name + " cannot be " + strconv.Quote(text), Hint: "give a number above zero, e.g. --" + f.name + " 30"}
		}
		*f.to = x
	}
	if text, given := flags["instances"]; given {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 || n > 1e6 {
			return w, &duty.Mistake{What: "--instances cannot be " + strconv.Quote(text), Hint: "give how many there would be, e.g. --instances 4"}
		}
		w.instances = n
	}
	if text, given := flags["latency"]; given {
		if !w.within(text) {
			return w, &duty.Mistake{What: "--latency cannot be " + strconv.Quote(text), Hint: "give a time, and what it is of unless p95: --latency 200ms, --latency p99=1s"}
		}
	}
	return w, nil
}

// within reads a latency, e.g. p95=200ms.
func (w *wish) within(text string) bool {
	if which, rest, cut := strings.Cut(text, "="); cut {
		w.percentile = slices.Index(fact.LatencyNames[:], strings.TrimSpace(which))
		if text = rest; w.percentile < 0 {
			return false
		}
	}
	d, ok := duration(strings.TrimSpace(text))
	w.latency = d
	return ok
}

// digits rounds to so many digits that count.
func digits(x float64, n int) float64 {
	if x == 0 || math.IsInf(x, 0) || math.IsNaN(x) {
		return x
	}
	y, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'e', n-1, 64), 64)
	return y
}
