package plan

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// readPSPLIB reads a single-mode instance of PSPLIB (Kolisch and Sprecher, EJOR 96,
// 1997): sections with a name and a colon, and rows of whole numbers in each.
func (b *builder) readPSPLIB(in *fact.Input) {
	if len(b.plan.Items) > 0 || len(b.plan.Resources) > 0 {
		b.Wrong(0, 0, "give it alone", "a file of PSPLIB is a plan of its own")
		return
	}
	b.plan.Periods, b.plan.DayMinutes, b.plan.WeekDays = true, 1, 1
	p := &psplib{b: b}
	n := 0
	for line := range bytes.Lines(in.Data) {
		n++
		text := strings.TrimSpace(string(line))
		if strings.HasSuffix(text, ":") {
			p.section = text
			continue
		}
		if row, ok := numbers(text); ok {
			p.row(row, n)
		}
	}
	if len(p.items) == 0 || p.capacities == nil {
		b.Wrong(0, 0, "give a file with PRECEDENCE RELATIONS, REQUESTS/DURATIONS and RESOURCEAVAILABILITIES", "it is no complete file of PSPLIB")
		return
	}
	p.finish()
}

// psplib is a file that is being read.
type psplib struct {
	b          *builder
	section    string
	items      []fact.Item
	successors [][]int
	requests   int // rows of requests
	capacities []int
}

func numbers(text string) ([]int, bool) {
	var out []int
	for _, w := range strings.Fields(text) {
		n, err := strconv.Atoi(w)
		if err != nil {
			return nil, false
		}
		out = append(out, n)
	}
	return out, len(out) > 0
}

func (p *psplib) row(row []int, line int) {
	switch p.section {
	case "PRECEDENCE RELATIONS:":
		p.precedence(row, line)
	case "REQUESTS/DURATIONS:":
		p.request(row, line)
	case "RESOURCEAVAILABILITIES:":
		p.capacities = row
		for k, units := range row {
			if units < 0 {
				p.b.Wrong(line, 0, "write how many units there are", "resource R%d has %d units", k+1, units)
			}
			p.b.plan.Resources = append(p.b.plan.Resources, fact.Resource{Name: fmt.Sprintf("R%d", k+1), Units: float64(units)})
		}
	}
}

func (p *psplib) precedence(row []int, line int) {
	switch {
	case len(row) < 3 || row[2] != len(row)-3 || row[0] != len(p.items)+1:
		p.b.Wrong(line, 0, "write the job's number, its modes, how many follow, and which", "this is no row of a job")
	case row[1] != 1:
		p.b.Wrong(line, 0, "give an instance with one mode for each job", "job %d has %d modes", row[0], row[1])
	default:
		p.items = append(p.items, fact.Item{ID: strconv.Itoa(row[0]), Line: line})
		p.successors = append(p.successors, row[3:])
	}
}

func (p *psplib) request(row []int, line int) {
	if len(row) < 3 || row[0] != p.requests+1 || row[0] > len(p.items) {
		p.b.Wrong(line, 0, "write the job's number, its mode, its duration and its requests", "this is no row of a job")
		return
	}
	it := &p.items[p.requests]
	p.requests++
	it.Line = line
	if wrong := setEstimate(it, float64(row[2]), float64(row[2]), float64(row[2])); wrong != "" {
		p.b.Wrong(line, 0, "write a duration of 0 or more", "job %d: %s", row[0], wrong)
	}
	for k, units := range row[3:] {
		switch {
		case units < 0:
			p.b.Wrong(line, 0, "write how many units it takes", "job %d takes %d units", row[0], units)
		case units > 0:
			it.Needs = append(it.Needs, fact.ItemNeed{Name: fmt.Sprintf("R%d", k+1), Units: float64(units)})
		}
	}
}

// finish links the jobs and hands them over.
func (p *psplib) finish() {
	if p.requests != len(p.items) {
		p.b.Wrong(0, 0, "give each job a row in both sections", "%d jobs have successors and %d durations", len(p.items), p.requests)
		return
	}
	for k, after := range p.successors {
		for _, s := range after {
			if s < 1 || s > len(p.items) {
				p.b.Wrong(p.items[k].Line, 0, "name a job that is there", "job %d is followed by %d, which is not there", k+1, s)
				continue
			}
			p.items[s-1].After = append(p.items[s-1].After, fact.After{ID: p.items[k].ID})
		}
	}
	for _, it := range p.items {
		p.b.add(it, false)
	}
}
