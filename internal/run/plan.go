package run

import (
	"context"
	"errors"
	"io"
	"time"

	"leadline/internal/analysis/plan"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// readPlan reads a plan into the view.
func readPlan(v *duty.View, files []fact.Input) error {
	p, gaps, err := input.Plan(files, v.Flags["estimate"])
	if err != nil {
		return err
	}
	v.Inputs.Plan, v.Inputs.Gaps = p, gaps
	v.Inputs.Read = []sheet.Figure{
		duty.Count("items", len(p.Items), "item", "items", nil),
		duty.Count("resources", len(p.Resources), "resource", "resources", nil),
	}
	return nil
}

// ScheduleOptions say how a schedule is looked for.
type ScheduleOptions struct {
	Schedules int
	Seed      uint64
	// Estimate is that of items without one; empty for none.
	Estimate string
	// Limit is how long to look; 0 for as many schedules as Schedules says.
	Limit time.Duration
}

// Schedule is one that was found, for programs. Minutes are minutes of work from the
// start on, periods in a plan without calendars.
type Schedule struct {
	Format     string          `json:"format"`
	Unit       string          `json:"unit"`
	Makespan   int             `json:"makespan"`
	LowerBound int             `json:"lower_bound"`
	Path       int             `json:"critical_path"`
	Energy     int             `json:"resource_bound"`
	Gap        float64         `json:"gap_percent"`
	Schedules  int             `json:"schedules"`
	Seed       uint64          `json:"seed"`
	Repeatable bool            `json:"reproducible"`
	Items      []ScheduledItem `json:"items"`
	Gaps       []string        `json:"gaps"`
}

// ScheduledItem is when an item is worked on.
type ScheduledItem struct {
	ID     string `json:"id"`
	Title  string `json:"title,omitempty"`
	Start  int    `json:"start"`
	Finish int    `json:"finish"`
	// From and Until are moments on the wall, without a zone; empty in a plan without
	// calendars.
	From      string         `json:"from,omitempty"`
	Until     string         `json:"until,omitempty"`
	Slack     int            `json:"slack"`
	Resources []ScheduledUse `json:"resources"`
}

// ScheduledUse is units of a resource.
type ScheduledUse struct {
	Name  string  `json:"name"`
	Units float64 `json:"units"`
}

// PlanSchedule looks for a short schedule of the plan in files, or of the one among the
// records of the repository where none is named.
func PlanSchedule(ctx context.Context, o Options, names []string, stdin io.Reader, so ScheduleOptions, now func() time.Time) (*Schedule, error) {
	p, gaps, r, err := planOf(ctx, &o, names, stdin, so.Estimate)
	if err != nil {
		return nil, err
	}
	po := plan.Options{Schedules: so.Schedules, Seed: so.Seed, From: o.AsOf}
	until := now().Add(so.Limit)
	po.Stop = func() bool { return ctx.Err() != nil || so.Limit > 0 && !now().Before(until) }
	m, err := plan.Make(p, po)
	switch {
	case err != nil:
		return nil, fault.New(fault.Usage, "%w", err).WithHint("see leadline planning --help")
	case ctx.Err() != nil:
		return nil, explain(ctx.Err(), &o)
	case !m.Scheduled:
		return nil, fault.New(fault.Usage, "the plan has %d items to do, and no more than %d are scheduled", len(m.Items), plan.MostItems).
			WithHint("give a part of the plan")
	}
	s := scheduleOf(m, gaps, &so)
	if r != nil {
		r.maskSchedule(s)
	}
	return s, nil
}

// planOf is the plan in files; of the records of a repository, it is with the reading.
func planOf(ctx context.Context, o *Options, names []string, stdin io.Reader, estimate string) (*fact.Plan, []fact.Gap, *Reading, error) {
	if len(names) == 0 {
		return recordedPlan(ctx, o, estimate)
	}
	var files []fact.Input
	for _, name := range names {
		in, err := readInput(name, stdin)
		if err != nil {
			return nil, nil, nil, err
		}
		files = append(files, in)
	}
	p, gaps, err := input.Plan(files, estimate)
	return p, gaps, nil, err
}

func recordedPlan(ctx context.Context, o *Options, estimate string) (*fact.Plan, []fact.Gap, *Reading, error) {
	asked := duty.Duty{Needs: []duty.Need{duty.NeedPlan}}
	r, err := readFor(ctx, *o, asked.Needs)
	if err != nil {
		return nil, nil, nil, err
	}
	v, err := r.supply(ctx, duty.Place{}, sheet.Question{Flags: map[string]string{"estimate": estimate}}, asked, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	if v.Inputs.Plan == nil {
		if len(v.Inputs.Gaps) > 0 {
			return nil, nil, nil, fault.New(fault.Incomplete, "no plan can be read: %s", v.Inputs.Gaps[0].Detail).WithHint("mend what is named, and ask again")
		}
		return nil, nil, nil, fault.New(fault.Usage, "no record of a plan was found").
			WithHint("list items in lead/plans.yaml (docs/duties/planning.md), or name a file: leadline planning schedule FILE")
	}
	return v.Inputs.Plan, v.Inputs.Gaps, r, nil
}

// maskSchedule puts pseudonyms in the place of people, if they are asked for.
func (r *Reading) maskSchedule(s *Schedule) {
	if r.book == nil {
		return
	}
	var texts []*string
	for i := range s.Items {
		x := &s.Items[i]
		texts = append(texts, &x.ID, &x.Title)
		for k := range x.Resources {
			texts = append(texts, &x.Resources[k].Name)
		}
	}
	for i := range s.Gaps {
		texts = append(texts, &s.Gaps[i])
	}
	t := &sheet.Table{Columns: []sheet.Column{{ID: "text", Label: "text", Kind: sheet.ColumnText}}}
	for _, text := range texts {
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(*text)})
	}
	a := r.masked(sheet.Answer{Sheets: []sheet.Sheet{{Sections: []sheet.Section{{Kind: sheet.KindTable, Table: t}}}}})
	for i, row := range a.Sheets[0].Sections[0].Table.Rows {
		*texts[i] = row[0].Text()
	}
}

// ErrGaps is the status of a schedule of which parts were left out.
func (s *Schedule) ErrGaps() error {
	if len(s.Gaps) == 0 {
		return nil
	}
	var all []error
	for _, g := range s.Gaps {
		all = append(all, errors.New(g))
	}
	return fault.New(fault.Incomplete, "%w", errors.Join(all...)).WithHint("mend what is named, and ask again")
}

func scheduleOf(m *plan.Made, gaps []fact.Gap, so *ScheduleOptions) *Schedule {
	r := &m.Result
	s := &Schedule{
		Format: "leadline-schedule/1", Unit: "minute", Makespan: r.Makespan, LowerBound: r.Bound.Value, Path: r.Bound.Path, Energy: r.Bound.Energy,
		Gap: m.Gap(), Schedules: r.Schedules, Seed: so.Seed, Repeatable: so.Limit == 0, Items: []ScheduledItem{}, Gaps: []string{},
	}
	if m.Plan.Periods {
		s.Unit = "period"
	}
	for i, it := range m.Items {
		x := ScheduledItem{ID: it.ID, Title: it.Title, Start: r.Start[i], Finish: r.Finish[i], Slack: r.Slack[i], Resources: []ScheduledUse{}}
		if !m.Plan.Periods {
			const moment = "2006-01-02T15:04"
			x.From, x.Until = m.Begins(r.Start[i]).Format(moment), m.Ends(r.Finish[i]).Format(moment)
		}
		for _, u := range m.Uses(i) {
			x.Resources = append(x.Resources, ScheduledUse{u.Name, u.Units})
		}
		s.Items = append(s.Items, x)
	}
	for _, g := range gaps {
		s.Gaps = append(s.Gaps, g.Detail)
	}
	return s
}
