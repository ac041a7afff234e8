package plan_test

import (
	"math"
	"testing"

	"leadline/internal/analysis/plan"
	"leadline/internal/fact"
	"leadline/internal/stat/loss"
)

// A risk delays the items that it names by its loss, as often as it happens while the
// plan is carried out.
func TestRisksDelayItems(t *testing.T) {
	p := office()
	p.Items = []fact.Item{item("a", 20, "go"), item("b", 1, "go")}
	p.Items[1].After = []fact.After{{ID: "a"}}
	often, _ := loss.NewRate(26)
	three, _ := loss.NewConstant(3)
	k := plan.Risk{ID: "R", Items: []string{"b", "gone"}, Model: loss.Risk{Frequency: often, Loss: three}}
	o := plan.Options{Runs: 2000, Seed: 1, From: p.Start, Risks: []plan.Risk{k}}
	m, err := plan.Make(p, o)
	if err != nil {
		t.Fatal(err)
	}
	years := m.Ends(m.Result.Makespan).Sub(m.Begins(0)).Hours() / 24 / 365.25
	mean := 0.0
	for i := range m.Outlook.Finish {
		mean += float64(m.Outlook.Finish[i]-m.Calm.Finish[i]) / 2000
	}
	// Both are sorted, so that the difference of the means is that of the sums; its
	// standard error is 3 days times the root of the rate over that of the runs.
	if want := 26 * years * 3; math.Abs(mean/480-want) > 5*3*math.Sqrt(26*years/2000) {
		t.Errorf("%g days are lost on average, not %g", mean/480, want)
	}
	o.Risks[0].Items = []string{"gone"}
	if m, err = plan.Make(p, o); err != nil || len(m.Risks) != 0 || len(m.Calm.Finish) != 0 {
		t.Errorf("a risk of no item delays: %v, %v", m.Risks, err)
	}
}
