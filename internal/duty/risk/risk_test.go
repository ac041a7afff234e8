package risk

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

func interval(low, high float64) fact.Spread {
	return fact.Spread{Kind: fact.Interval, Low: low, High: high}
}

func view(risks ...fact.Risk) *duty.View {
	return &duty.View{AsOf: time.Date(2026, 11, 26, 0, 0, 0, 0, time.UTC), Inputs: duty.Inputs{Register: fact.Register{Risks: risks}}}
}

func sheetOf(t *testing.T, v *duty.View) sheet.Sheet {
	t.Helper()
	s, err := Duty.Read(v)
	if err != nil {
		t.Fatal(err)
	}
	s.Sections = append(s.Sections, Duty.Pictures(v)...)
	if err := sheet.Check(sheet.Answer{Format: sheet.Format, Complete: true, Sheets: []sheet.Sheet{s}}); err != nil {
		t.Error(err)
	}
	return s
}

// The search that ends early finds the same worst risks as looking at all.
func TestWorstOfMany(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	var risks []fact.Risk
	for i := range 60 {
		low := math.Pow(10, 1+4*rng.Float64())
		risks = append(risks, fact.Risk{
			ID: fmt.Sprint(i), Unit: "EUR", Frequency: fact.Spread{Mean: math.Pow(10, -2+4*rng.Float64())},
			Loss: interval(low, low*math.Pow(10, .5+2*rng.Float64())),
		})
	}
	books, err := open(view(risks...))
	if err != nil {
		t.Fatal(err)
	}
	b := books[0]
	type ranked struct {
		id   string
		tail float64
	}
	var all []ranked
	for i := range b.entries {
		all = append(all, ranked{b.entries[i].ID, b.alone(&b.entries[i].model)})
	}
	slices.SortFunc(all, func(x, y ranked) int { return cmp.Compare(y.tail, x.tail) })
	table := b.rankings()[1].Table
	for i, row := range table.Rows {
		if row[0].Text() != all[i].id {
			t.Errorf("place %d has risk %s, want %s", i+1, row[0].Text(), all[i].id)
		}
	}
	if len(table.Rows) != mostRows || table.Others != 50 {
		t.Errorf("%d rows and %d others", len(table.Rows), table.Others)
	}
}

func TestWorth(t *testing.T) {
	k := fact.Risk{ID: "R", Unit: "EUR", Frequency: fact.Spread{Mean: 2}, Loss: fact.Spread{Kind: fact.Fixed, Mean: 100}}
	whole := fact.Effect{Low: 1, High: 1}
	k.Treatments = []fact.Treatment{
		{Name: "planned", Frequency: fact.Effect{Low: .25, High: .5}, Loss: whole, HasCost: true, Cost: 90, CostUnit: "EUR"},
		{Name: "done", Frequency: whole, Loss: fact.Effect{Low: .5, High: .5}, Status: fact.Done},
		{Name: "dropped", Frequency: fact.Effect{}, Loss: whole, Status: fact.Dropped},
		{Name: "in days", Frequency: fact.Effect{Low: .5, High: .5}, Loss: whole, HasCost: true, Cost: 1, CostUnit: fact.Days},
	}
	books, err := open(view(k))
	if err != nil {
		t.Fatal(err)
	}
	w := books[0].worths()
	if len(w) != 3 {
		t.Fatalf("%d treatments are told", len(w))
	}
	if x := w[0]; x.without != 200 || x.least != 100 || x.most != 150 || !x.costs {
		t.Errorf("planned: %+v", x)
	}
	if x := w[1]; x.without != 400 || x.least != 200 || x.most != 200 || x.costs {
		t.Errorf("done: %+v", x)
	}
	if w[2].costs {
		t.Error("days are held against money")
	}
	s := sheetOf(t, view(k))
	if len(s.Findings) != 1 || s.Findings[0].Rule != pays.ID || !strings.Contains(s.Findings[0].Message, "at least 100 EUR a year, and costs 90 EUR") {
		t.Errorf("%+v", s.Findings)
	}
	k.Treatments[0].Cost = 120 // between its least and its most: nothing is plain
	if s = sheetOf(t, view(k)); len(s.Findings) != 0 {
		t.Errorf("%+v", s.Findings)
	}
	k.Treatments[0].Cost = 160
	if s = sheetOf(t, view(k)); len(s.Findings) != 1 || s.Findings[0].Rule != wastes.ID {
		t.Errorf("%+v", s.Findings)
	}
}

// Money and days are apart, and what is closed costs nothing.
func TestUnitsAreApart(t *testing.T) {
	one := fact.Spread{Mean: 1}
	s := sheetOf(t, view(
		fact.Risk{ID: "A", Unit: fact.Days, Frequency: one, Loss: interval(1, 10)},
		fact.Risk{ID: "B", Unit: "EUR", Frequency: one, Loss: interval(10, 100)},
		fact.Risk{ID: "C", Unit: "EUR", Frequency: one, Loss: interval(1e6, 1e7), Closed: true},
	))
	got := map[string]float64{}
	for _, f := range s.Figures {
		got[f.ID] = f.Value.Number()
	}
	if math.Abs(got["risk/mean-eur"]-40.40012827) > 1e-6 || math.Abs(got["risk/mean-days"]-4.040012827) > 1e-7 {
		t.Errorf("%v", got)
	}
	if s.Figures[0].ID != "risk/mean-eur" {
		t.Errorf("money does not come first: %s", s.Figures[0].ID)
	}
}

// Beyond what is computed, bad years are unknown, with the reason, and the mean is not.
func TestTooMany(t *testing.T) {
	risks := make([]fact.Risk, mostComputed+1)
	for i := range risks {
		risks[i] = fact.Risk{ID: "R", Unit: "EUR", Frequency: fact.Spread{Mean: .01}, Loss: interval(1, 10)}
	}
	for _, f := range sheetOf(t, view(risks...)).Figures {
		if known := f.State == sheet.Known; known != !strings.HasSuffix(f.ID, "95-eur") {
			t.Errorf("%s: %v, %s", f.ID, f.State, f.Reason)
		}
	}
}
