package planning_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/duty"
	"leadline/internal/duty/planning"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func view(flags map[string]string, change func(p *fact.Plan)) *duty.View {
	start := time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)
	c := fact.Calendar{Name: "office"}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Week[d] = []fact.Hours{{From: 9 * 60, To: 17 * 60}}
	}
	p := &fact.Plan{
		Start: start, DayMinutes: 480, WeekDays: 5, Calendars: []fact.Calendar{c},
		Resources: []fact.Resource{{Name: "ada", Units: 1, Skills: []string{"go", "sql"}}, {Name: "ben", Units: 1, Skills: []string{"go"}}},
	}
	for k, need := range []string{"go", "sql", "go", "go", "sql"} {
		p.Items = append(p.Items, fact.Item{
			ID: fmt.Sprint("i", k), Estimated: true, Low: 480, Likely: 960, High: 2400, Needs: []fact.ItemNeed{{Name: need, Units: 1}}, Line: k + 2,
		})
	}
	p.Items[4].After = []fact.After{{ID: "i0"}}
	if change != nil {
		change(p)
	}
	return &duty.View{AsOf: start, Flags: flags, Inputs: duty.Inputs{Names: []string{"plan.csv"}, Plan: p}}
}

// figure is a figure's value in JSON, or why there is none.
func figure(t *testing.T, s sheet.Sheet, id string) string {
	t.Helper()
	for _, f := range s.Figures {
		if f.ID != "planning/"+id {
			continue
		}
		if f.State != sheet.Known {
			return f.Reason
		}
		b, err := f.Value.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	return "absent"
}

// TestSheets: every kind of answer keeps what readers rely on, and says what it should.
func TestSheets(t *testing.T) {
	single := func(p *fact.Plan) {
		for i := range p.Items {
			p.Items[i].Low, p.Items[i].High = 960, 960
		}
	}
	for _, c := range []struct {
		name   string
		flags  map[string]string
		change func(p *fact.Plan)
		want   map[string]string // figures, or rules that speak
	}{
		{"ordinary", nil, nil, map[string]string{"items": "5", "end": `"2026-12-09"`, "bound": `"2026-12-08"`, "moved": "absent", "only-one": "2 items need sql", "over-allocated": ""}},
		{"too much", nil, func(p *fact.Plan) {
			for k := range 3 {
				p.Items = append(p.Items, fact.Item{ID: fmt.Sprint("x", k), Estimated: true, Low: 480, Likely: 960, High: 2400, Needs: p.Items[0].Needs})
			}
		}, map[string]string{"over-allocated": "go has 64 h in the week of 2026-11-30, and 112 h"}},
		{"no ranges", nil, single, map[string]string{"finish-85": "no estimate is a range", "end": `"2026-12-08"`}},
		{"periods", nil, func(p *fact.Plan) { single(p); p.Periods, p.DayMinutes = true, 1 }, map[string]string{"end": "2880", "finish-50": "no estimate is a range"}},
		{"no estimates", nil, func(p *fact.Plan) {
			for i := range p.Items {
				p.Items[i].Estimated = false
			}
		}, map[string]string{"end": "no item has an estimate", "finish-85": "absent"}},
		{"all done", nil, func(p *fact.Plan) {
			for i := range p.Items {
				p.Items[i].Done = true
			}
		}, map[string]string{"items": "0", "end": "nothing is left to do"}},
		{"nobody", nil, func(p *fact.Plan) { p.Items[2].Needs = nil }, map[string]string{"unassigned": "1 item needs nobody"}},
		{"no resources", nil, func(p *fact.Plan) {
			p.Resources = nil
			for i := range p.Items {
				p.Items[i].Needs = nil
			}
		}, map[string]string{"unassigned": "", "end": `"2026-12-07"`}},
		{"without ben", map[string]string{"without": "ben"}, nil, map[string]string{"end": `"2026-12-16"`, "undoable": ""}},
		{"without ada", map[string]string{"without": "ada"}, nil, map[string]string{"undoable": "item i1 needs more of sql", "items": "5"}},
		{"one more", map[string]string{"add": "sql=1,go=2"}, nil, map[string]string{"only-one": ""}},
	} {
		t.Run(c.name, func(t *testing.T) {
			v := view(c.flags, c.change)
			s, err := planning.Duty.Read(v)
			if err != nil {
				t.Fatal(err)
			}
			a := duty.HeadOfFiles(v)
			s.Sections = append(planning.Duty.Pictures(v), s.Sections...)
			a.Sheets = []sheet.Sheet{s}
			if err := sheet.Check(a); err != nil {
				t.Error(err)
			}
			said := map[string]string{}
			for _, f := range s.Findings {
				said[strings.TrimPrefix(f.Rule, "planning/")] += f.Message
			}
			for id, want := range c.want {
				if got := figure(t, s, id); got != want && (got != "absent" || !strings.Contains(said[id], want) || want == "" && said[id] != "") {
					t.Errorf("%s: figure %s, said %q, want %s", id, got, said[id], want)
				}
			}
		})
	}
}

// TestSilentItems: the sheet says how many items have no estimate, and nothing of it where
// all have one.
func TestSilentItems(t *testing.T) {
	for silent, want := range map[int][2]string{
		0: {"items to do", ""}, 1: {"items to do, of which 1 does not say how long it takes", "; 1 item of 5 without an estimate not counted"},
		3: {"items to do, of which 3 do not say how long they take", "; 3 items of 5 without an estimate not counted"},
	} {
		s, err := planning.Duty.Read(view(nil, func(p *fact.Plan) {
			for i := range silent {
				p.Items[i].Estimated, p.Items[i].Low, p.Items[i].Likely, p.Items[i].High = false, 0, 0, 0
			}
		}))
		if err != nil {
			t.Fatal(err)
		}
		if s.Figures[0].Label != want[0] || !strings.HasSuffix(s.Summary, want[1]) || want[1] == "" && strings.Contains(s.Summary, "not counted") {
			t.Errorf("%d: %q, %q", silent, s.Figures[0].Label, s.Summary)
		}
	}
}

// TestTooMany: a plan too large to schedule says so, and nothing else of when.
func TestTooMany(t *testing.T) {
	v := view(nil, func(p *fact.Plan) {
		for k := range 10001 {
			p.Items = append(p.Items, fact.Item{ID: fmt.Sprint("x", k), Estimated: true, Low: 1, Likely: 1, High: 1})
		}
	})
	s, err := planning.Duty.Read(v)
	if err != nil {
		t.Fatal(err)
	}
	if got := figure(t, s, "end"); !strings.HasPrefix(got, "there are 10,006 items to do") || figure(t, s, "finish-85") != "absent" {
		t.Error(got)
	}
}
