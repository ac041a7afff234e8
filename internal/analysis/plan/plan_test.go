package plan_test

import (
	"errors"
	"math"
	"strings"
	"testing"
	"time"

	"leadline/internal/analysis/plan"
	"leadline/internal/fact"
)

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// office is a plan of two people from Tuesday, 1 December 2026, on: five days of eight
// hours, and a holiday on the 4th.
func office() *fact.Plan {
	p := &fact.Plan{Start: day("2026-12-01"), DayMinutes: 480, WeekDays: 5}
	c := fact.Calendar{Name: "office", Holidays: []fact.DaySpan{{From: day("2026-12-04"), To: day("2026-12-04")}}}
	for d := time.Monday; d <= time.Friday; d++ {
		c.Week[d] = []fact.Hours{{From: 9 * 60, To: 13 * 60}, {From: 14 * 60, To: 18 * 60}}
	}
	p.Calendars = []fact.Calendar{c}
	p.Resources = []fact.Resource{
		{Name: "ada", Team: "core", Units: 1, Skills: []string{"go", "sql"}, Away: []fact.DaySpan{{From: day("2026-12-02"), To: day("2026-12-02")}}},
		{Name: "ben", Team: "core", Units: 1, Skills: []string{"go"}},
	}
	p.Items = []fact.Item{item("a", 2, "sql"), item("b", 1, "go"), item("c", 1, "go")}
	return p
}

func item(id string, days float64, need string) fact.Item {
	minutes := days * 480
	return fact.Item{ID: id, Estimated: true, Low: minutes, Likely: minutes, High: minutes, Needs: []fact.ItemNeed{{Name: need, Units: 1}}}
}

func made(t *testing.T, p *fact.Plan) *plan.Made {
	t.Helper()
	m, err := plan.Make(p, plan.Options{Seed: 1, Runs: 10})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// TestCalendar: two days of work from Tuesday on rest while ada is away on Wednesday,
// end on Thursday evening, and one more goes over the holiday and the weekend.
func TestCalendar(t *testing.T) {
	p := office()
	m := made(t, p)
	if got := m.Ends(m.Result.Makespan); got != day("2026-12-03").Add(18*time.Hour) {
		t.Errorf("ends %s", got)
	}
	for id, want := range map[string]string{"a": "ada", "b": "ben", "c": "ben"} {
		for i, it := range m.Items {
			if it.ID == id && m.Uses(i)[0].Name != want {
				t.Errorf("%s is done by %s", id, m.Uses(i)[0].Name)
			}
		}
	}
	p.Items[0] = item("a", 3, "sql")
	m = made(t, p)
	if got := m.Ends(m.Result.Makespan); got != day("2026-12-07").Add(18*time.Hour) {
		t.Errorf("three days end %s", got)
	}
	p.Items[0].NotBefore = day("2026-12-05")
	m = made(t, p)
	if got := m.Begins(m.Result.Start[0]); got != day("2026-12-07").Add(9*time.Hour) {
		t.Errorf("not before Saturday begins %s", got)
	}
}

func TestChange(t *testing.T) {
	for _, c := range []struct {
		change plan.Change
		want   string // the day on which all is done, or what is wrong
	}{
		{plan.Change{}, "2026-12-03"},
		{plan.Change{Without: []string{"ben"}}, "2026-12-08"},
		{plan.Change{Without: []string{"ada"}}, "item a needs more of sql than there is"},
		{plan.Change{Without: []string{"ada"}, Cut: []string{"a"}}, "2026-12-02"},
		{plan.Change{Add: map[string]float64{"sql": 1}}, "2026-12-02"},
		{plan.Change{Cut: []string{"a"}}, "2026-12-01"},
		{plan.Change{Cut: []string{"z"}}, "there is no item z in the plan"},
		{plan.Change{Without: []string{"zoe"}}, "there is no resource zoe in the plan"},
		{plan.Change{Add: map[string]float64{"x": 1}}, "there is no resource, team or skill x in the plan"},
	} {
		p, err := c.change.Apply(office())
		got := ""
		if err == nil {
			var m *plan.Made
			if m, err = plan.Make(p, plan.Options{Seed: 1}); err == nil {
				got = m.Ends(m.Result.Makespan).Format(time.DateOnly)
			}
		}
		if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%+v: %s, want %s", c.change, got, c.want)
		}
	}
}

// TestCutLinks: what waited for an item that is cut waits for what that waited for.
func TestCutLinks(t *testing.T) {
	p := office()
	p.Items[1].After = []fact.After{{ID: "a", Lag: 60}}
	p.Items[2].After = []fact.After{{ID: "b"}}
	c := plan.Change{Cut: []string{"b"}}
	out, err := c.Apply(p)
	if err != nil || len(out.Items[1].After) != 1 || out.Items[1].After[0] != (fact.After{ID: "a", Lag: 60}) || len(p.Items) != 3 {
		t.Errorf("%+v, %v", out, err)
	}
}

// TestLoad: hours are kept, whatever week they fall into.
func TestLoad(t *testing.T) {
	p := office()
	p.Items = append(p.Items, item("d", 9, "go"))
	m := made(t, p)
	for _, g := range m.Groups() {
		planned, early, first := 0.0, 0.0, 0.0
		for k, w := range m.Load(&g) {
			planned, early = planned+w.Planned, early+w.Early
			if k == 0 {
				first = w.Capacity
			}
		}
		want := map[string][2]float64{"core": {13 * 8, 5 * 8}, "go": {11 * 8, 5 * 8}, "sql": {2 * 8, 2 * 8}}[g.Name]
		if math.Abs(planned-want[0]) > 1e-6 || math.Abs(early-want[0]) > 1e-6 || math.Abs(first-want[1]) > 1e-6 {
			t.Errorf("%s: planned %g, early %g, first week %g, want %v", g.Name, planned, early, first, want)
		}
	}
}

// TestNever: who needs two who are never there together is told.
func TestNever(t *testing.T) {
	p := office()
	night := fact.Calendar{Name: "night"}
	night.Week[time.Monday] = []fact.Hours{{From: 0, To: 6 * 60}}
	p.Calendars = append(p.Calendars, night)
	p.Resources[1].Calendar = "night"
	p.Items = p.Items[:2]
	p.Items[0].Needs = []fact.ItemNeed{{Name: "ada", Units: 1}, {Name: "ben", Units: 1}}
	if _, err := plan.Make(p, plan.Options{Seed: 1}); err == nil || !strings.HasPrefix(err.Error(), "item a is never done") {
		t.Error(err)
	}
	p.Resources[1].Units = 0
	var unstaffed *plan.UnstaffedError
	if _, err := plan.Make(p, plan.Options{Seed: 1}); !errors.As(err, &unstaffed) || unstaffed.Need != "ben" {
		t.Error(err)
	}
	p.Resources[1] = fact.Resource{Name: "ben", Units: 1, Skills: []string{"go"}}
	made(t, p)
}
