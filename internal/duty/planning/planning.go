// Package planning answers when a plan will be done: a schedule that the resources can
// carry out, how far it may be from the shortest, the range of its finish, and where it
// is tight; and what would be otherwise if somebody left, somebody came or an item were
// dropped.
//
// A plan is of work: no figure here is about how much or how fast a person works. A
// person is named where items wait for nobody else.
package planning

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"leadline/internal/analysis/plan"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "planning"
	question = "When will the plan be done, and what holds it up?"
)

var flags = []duty.Flag{
	{Name: "without", Value: "NAME,...", Doc: "plan without these resources"},
	{Name: "add", Value: "NAME=N,...", Doc: "plan with N more of a resource, a team or a skill"},
	{Name: "cut", Value: "ITEM,...", Doc: "plan without these items"},
	{Name: "estimate", Value: "LOW/LIKELY/HIGH", Doc: "what items without an estimate take"},
	{Name: "schedules", Value: "N", Doc: "how many schedules to make; by default 5000, and fewer of a large plan"},
	{Name: duty.RisksFlag, Value: "yes|no", Doc: "no: leave out the risks that the repository holds; yes by default"},
	{Name: "runs", Value: "N", Doc: "how many times to draw durations; by default 1000, and fewer of a large plan"},
	{Name: "seed", Value: "N", Doc: "what to draw; 1 by default"},
}

// Duty is the duty of planning and estimating.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `A schedule that respects dependencies, resources, skills and calendars, with the lower
bound that no schedule can be below; the days by which all is done in 50, 85 and 95 of
100 simulations of the estimates' ranges; the items that hold up the end; the load of
teams and skills by week. --without, --add and --cut answer for a plan that is
otherwise. An estimate is 30m, 4h, 2d or 1w, or a range of three: 1d/2d/5d; days and
weeks are those of the plan's first calendar, five days of eight hours if it has none.
Without a FILE the plan is what the team wrote down in the repository: lead/plans.yaml,
or an item in each file of lead/plans, with these fields in its front matter
(docs/records.md). The open risks of the repository in which the command runs that cost
days and name items of the plan take part in the simulations; --risks no leaves them out.
See docs/duties/planning.md for the file and the method.`,
	Rules:     []duty.Rule{mistake, overdue, overAllocated, onlyOne, unassigned, undoable},
	OnFile:    true,
	Files:     "a plan (YAML or CSV), a project in MSPDI, an export of issues of Jira (CSV, JSON) or GitHub (JSON), or an instance of PSPLIB; several are one plan",
	OnRecords: true, Needs: []duty.Need{duty.NeedPlan, duty.NeedRisks, duty.NeedAuthors}, FindingNeeds: []duty.Need{duty.NeedPlan},
	Flags:    flags,
	Read:     read,
	Short:    brief,
	Pictures: pictures,
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view   *duty.View
	made   *plan.Made
	change plan.Change
	// before is the plan without the change; nil if nothing changes.
	before *plan.Made
	// lost is what nobody could do after the change; nil if all can be done.
	lost *plan.UnstaffedError
	o    plan.Options
}

func read(v *duty.View) (sheet.Sheet, error) {
	if v.Inputs.Plan == nil {
		return sheet.Sheet{Duty: name, Question: question, Unknown: []sheet.Unknown{none}}, nil
	}
	a, err := newAnswer(v)
	if err != nil {
		return sheet.Sheet{}, err
	}
	s := sheet.Sheet{Duty: name, Question: question}
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = a.sections()
	s.Unknown = a.unknown()
	s.Summary = a.summary()
	return s, nil
}

func newAnswer(v *duty.View) (*answer, error) {
	a := &answer{view: v}
	if err := a.ask(); err != nil {
		return nil, err
	}
	a.o.Risks = delays(v)
	p := v.Inputs.Plan
	made, err := plan.Make(p, a.o)
	if err != nil {
		return nil, &duty.Mistake{What: err.Error(), Hint: "see docs/duties/planning.md for what a plan holds"}
	}
	a.made = made
	if a.change.None() {
		return a, nil
	}
	a.before = made
	changed, err := a.change.Apply(p)
	if err != nil {
		return nil, &duty.Mistake{What: err.Error(), Hint: "name what is in the plan"}
	}
	a.made, err = plan.Make(changed, a.o)
	if errors.As(err, &a.lost) {
		a.made, a.before = a.before, nil
		return a, nil
	}
	if err != nil {
		return nil, &duty.Mistake{What: err.Error(), Hint: "change the plan otherwise"}
	}
	return a, nil
}

// ask reads the flags.
func (a *answer) ask() error {
	v := a.view
	items := len(v.Inputs.Plan.Items)
	a.o = plan.Options{From: v.AsOf, Seed: 1, Runs: plan.Runs(items)}
	a.change = plan.Change{Without: plan.Words(v.Flags["without"]), Cut: plan.Words(v.Flags["cut"])}
	if text := v.Flags["add"]; text != "" {
		add, err := plan.ParseAdd(text)
		if err != nil {
			return &duty.Mistake{What: "--add: " + err.Error(), Hint: "write --add NAME=N"}
		}
		a.change.Add = add
	}
	if err := duty.CheckRisksFlag(v); err != nil {
		return err
	}
	for flag, to := range map[string]*int{"schedules": &a.o.Schedules, "runs": &a.o.Runs} {
		if err := number(v.Flags[flag], flag, to); err != nil {
			return err
		}
	}
	seed := 1
	err := number(v.Flags["seed"], "seed", &seed)
	a.o.Seed = uint64(seed) // #nosec G115 -- from 1
	return err
}

// number reads a flag from 1 to ten million; nothing leaves it as it is.
func number(text, flag string, to *int) error {
	if text == "" {
		return nil
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > 1e7 {
		return &duty.Mistake{What: fmt.Sprintf("--%s %q: must be a number from 1 to 10000000", flag, text), Hint: "give a whole number"}
	}
	*to = n
	return nil
}

// end is the value of a moment at which work ends: a day, or a period.
func end(m *plan.Made, minute int) sheet.Value {
	if m.Plan.Periods {
		return sheet.Int(minute)
	}
	return sheet.OnDay(sheet.DateOf(m.Ends(minute)))
}

func begin(m *plan.Made, minute int) sheet.Value {
	if m.Plan.Periods {
		return sheet.Int(minute)
	}
	return sheet.OnDay(sheet.DateOf(m.Begins(minute)))
}

// days are minutes of work in days of the plan, to a tenth; periods stay as they are.
func (a *answer) days(minutes int) float64 {
	return math.Round(10*float64(minutes)/float64(max(a.made.Plan.DayMinutes, 1))) / 10
}

func (a *answer) unit() string {
	if a.made.Plan.Periods {
		return "periods"
	}
	return "days"
}

// estimated counts the items that say that they take time.
func (a *answer) estimated() int {
	n := 0
	for _, it := range a.made.Items {
		if it.Estimated && it.High > 0 {
			n++
		}
	}
	return n
}

// ranged counts the items whose estimates are ranges.
func (a *answer) ranged() int {
	n := 0
	for _, it := range a.made.Items {
		if it.Estimated && it.Low < it.High {
			n++
		}
	}
	return n
}

// uncertain is whether simulations differ: estimates are ranges, or risks delay items.
func (a *answer) uncertain() bool { return a.ranged() > 0 || len(a.made.Risks) > 0 }

// calendarDays is how many days later one moment is than another.
func calendarDays(later, earlier time.Time) int {
	return int(later.Truncate(24*time.Hour).Sub(earlier.Truncate(24*time.Hour)) / (24 * time.Hour))
}

// place is where an item stands: of files that a person named, if all are in one.
func (a *answer) place(it *fact.Item) *sheet.Place {
	return placeOf(a.view, it)
}

// command asks the same, with one more in a flag that lists, or another value of one
// that does not.
func (a *answer) command(flag, more string) string {
	args := append([]string{"leadline", "planning"}, a.view.Inputs.Names...)
	for _, f := range flags {
		value := a.view.Flags[f.Name]
		switch {
		case f.Name == flag && value != "" && strings.HasSuffix(f.Value, ",..."):
			value += "," + more
		case f.Name == flag:
			value = more
		}
		if value != "" {
			args = append(args, "--"+f.Name, value)
		}
	}
	return sheet.Command(args...)
}
