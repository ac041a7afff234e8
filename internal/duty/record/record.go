// Package record tells which decisions, requirements and other records the team wrote
// down beside its code, and what is wrong with them. It serves the lead who wants to know
// what is decided, what waits, and what can no longer be relied upon, and continuous
// integration. How good a requirement is, is not its job.
package record

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "record"
	question = "What has the team written down and decided, and can it be relied upon?"
)

// Refs is the flag that makes a check look at all branches.
const Refs = "refs"

// Duty is `leadline record`.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `The decisions (ADRs and their kin), requirements, risks and other records that are kept
beside the code, read where they are and in the formats that teams have: which there
are, where each stands, and what is wrong: numbers that two have, proposals that nobody
touched, reviews that are due, links and paths that lead nowhere. Every file in a folder
of records is a record, or listed with the reason why it is none.

Folders are found by .adr-dir, .log4brains.yml, adrs.toml, .doorstop.yml, their names,
and "records" in leadline.yaml.`,
	Rules: []duty.Rule{understood, key, value, number, race, identifier, successor, stale, review, relation, link, path, status, unfilled},
	Needs: []duty.Need{duty.NeedDecisions},
	Read:  read,
	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		a := newAnswer(v)
		if a == nil || len(a.register.Entries)+len(v.Decisions.Problems) == 0 {
			return s, nil
		}
		s.Findings = a.brief()
		if summary {
			s.Summary = a.summary()
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedDecisions},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view     *duty.View
	register *register.Register
}

// newAnswer is nil where no records were looked for.
func newAnswer(v *duty.View) *answer {
	r := v.Register()
	if r == nil || v.History.Head == "" {
		return nil
	}
	return &answer{v, r}
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if a == nil {
		return s, nil
	}
	if len(a.register.Entries)+len(v.Decisions.Problems) == 0 {
		s.Unknown = []sheet.Unknown{none}
		return s, nil
	}
	s.Summary = a.summary()
	s.Figures = a.figures()
	s.Findings = a.findings()
	if t := a.table(newest(a.within()), mostRows); len(t.Table.Rows) > 0 {
		s.Sections = append(s.Sections, t)
	}
	return s, nil
}

var none = sheet.Unknown{
	What: "decisions and other records", Why: "no folder of records was found",
	Next: `leadline record new decision "What is decided"`,
}

// within are the records in the place that is asked about.
func (a *answer) within() []*register.Entry {
	var out []*register.Entry
	for i := range a.register.Entries {
		if e := &a.register.Entries[i]; a.view.Within(e.Path) {
			out = append(out, e)
		}
	}
	return out
}

func (a *answer) summary() string {
	kinds := map[fact.RecordKind]int{}
	open := 0
	for _, e := range a.within() {
		kinds[e.Kind]++
		if e.Open() && e.Kind == fact.Decision {
			open++
		}
	}
	var parts []string
	for _, k := range allKinds {
		if n := kinds[k]; n > 0 {
			parts = append(parts, duty.Amount(n, string(k), string(k)+"s"))
		}
	}
	if open > 0 {
		parts = append(parts, fmt.Sprintf("%s not decided yet", duty.Thousands(open)))
	}
	return strings.Join(parts, " · ")
}

var allKinds = []fact.RecordKind{fact.Decision, fact.Requirement, fact.RiskRecord, fact.Request, fact.PlanRecord, fact.Objective, fact.Incident, fact.Runbook, fact.Standard}

var allStatuses = []fact.RecordStatus{fact.Accepted, fact.Proposed, fact.Draft, fact.Superseded, fact.Deprecated, fact.Rejected}

func (a *answer) figures() []sheet.Figure {
	all := a.within()
	lost := 0
	for _, p := range a.view.Decisions.Problems {
		if p.Lost && a.view.Within(p.Path) {
			lost++
		}
	}
	out := []sheet.Figure{duty.Count("record/records", len(all), "record", "records", nil)}
	by := map[fact.RecordStatus]int{}
	unknown := 0
	for _, e := range all {
		if e.Status == fact.NoStatus && e.StatusText.Text != "" {
			unknown++
			continue
		}
		by[e.Status]++
	}
	for _, s := range allStatuses {
		if by[s] > 0 {
			f := duty.Count("record/"+string(s), by[s], string(s), string(s), nil)
			f.Basis = sheet.Declared
			out = append(out, f)
		}
	}
	if n := by[fact.NoStatus]; n > 0 {
		out = append(out, duty.Count("record/no-status", n, "says no status", "say no status", nil))
	}
	if unknown > 0 {
		out = append(out, duty.Count("record/unknown-status", unknown, "has a status that is not known", "have a status that is not known", nil))
	}
	if lost > 0 {
		out = append(out, duty.Count("record/lost", lost, "file in their folders was not understood", "files in their folders were not understood", nil))
	}
	return out
}

// newest puts the records with the latest days first; those without a day come last.
func newest(all []*register.Entry) []*register.Entry {
	out := slices.Clone(all)
	slices.SortStableFunc(out, func(x, y *register.Entry) int {
		a, _ := x.Day()
		b, _ := y.Day()
		return strings.Compare(string(b), string(a))
	})
	return out
}
