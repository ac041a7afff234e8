package oversight

import (
	"cmp"
	"fmt"
	"slices"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// own are the duty's own findings.
func (b *brief) own() []sheet.Finding {
	var out []sheet.Finding
	for _, r := range []struct {
		rule *duty.Rule
		find func() []sheet.Finding
	}{{&reverted, b.reverted}, {&largest, b.largest}, {&rising, b.rising}, {&stale, b.stale}} {
		if b.view.Off(r.rule) {
			continue
		}
		for _, f := range r.find() {
			f.Level = b.view.Level(r.rule)
			out = append(out, f)
		}
	}
	return out
}

// needs chooses what needs the lead now from the findings of all duties: the
// gravest level first, and within a level one of each duty in turn, so that no
// duty drowns the others. What there is no room for is counted.
func (b *brief) needs(s *sheet.Sheet) []sheet.Finding {
	type ranked struct {
		sheet.Finding
		turn int // how many of the same duty and level come before
	}
	var all []ranked
	add := func(findings []sheet.Finding) {
		turn := map[sheet.Level]int{}
		for _, f := range findings {
			all = append(all, ranked{f, turn[f.Level]})
			turn[f.Level]++
		}
	}
	add(b.own())
	for i := range b.view.Sheets {
		add(b.view.Sheets[i].Findings)
	}
	slices.SortStableFunc(all, func(x, y ranked) int {
		return cmp.Or(cmp.Compare(x.Level.Rank(), y.Level.Rank()), cmp.Compare(x.turn, y.turn))
	})
	if left := len(all) - most; left > 0 {
		s.Figures = append(s.Figures, count("oversight/more-findings", left, "further finding in the duties' own sheets", "further findings in the duties' own sheets", nil))
		all = all[:most]
	}
	out := make([]sheet.Finding, len(all))
	for i := range all {
		out[i] = all[i].Finding
	}
	return out
}

// duties is a line of every other duty.
func (b *brief) duties() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "duty", Label: "duty", Kind: sheet.ColumnText},
		{ID: "summary", Label: "in short", Kind: sheet.ColumnText},
	}}
	for i := range b.view.Sheets {
		if s := &b.view.Sheets[i]; s.Summary != "" {
			t.Rows = append(t.Rows, []sheet.Value{sheet.String(s.Duty), sheet.String(s.Summary)})
		}
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "oversight/duties", Title: "Duties", Kind: sheet.KindTable, Table: t,
		Note: "Each duty's own sheet: `leadline DUTY`.",
	}, true
}

var rising = duty.Rule{
	ID: "oversight/rising-hotspot", Level: sheet.LevelNote,
	Title: "Work gathers in a hotspot that was quiet before, and much of it is repair",
	Doc: `A file of code among the first hotspots (by fixes and changes, as they fade, and
complexity per line of code) changed at least eight times in the active window, and at
least four times as often as in the window of equal length before it, in which it
changed too and before which it was made, and by a hundred lines or more. A merge
counts once, whatever it brings; commits of more than 30 files do not count. Where
the whole repository is busier than before, the file must have grown four times as
much as that. And at least a third of the changes are repairs: half of their
commits or more say, in English, that they fix how the program works or take
something back. Three such files or more are one finding.

Where work suddenly gathers and much of it is repair, it is worth asking whether
the design carries what is being built on it, and whether tests see enough.`,
	Thresholds: []duty.Threshold{
		{Name: "rank", Default: 20, Least: 1, Most: 1000, Doc: "how many of the first hotspots are looked at"},
		{Name: "changes", Default: 8, Least: 2, Most: 10000, Doc: "fewest changes in the active window"},
		{Name: "fixes", Default: 33, Least: 0, Most: 100, Doc: "fewest of them that fix something, in per cent"},
		{Name: "times", Default: 4, Least: 1.5, Most: 100, Doc: "how many times the changes of the window before"},
	},
}

// many is the number of hotspots from which on those where work gathers are one
// finding.
const many = 3

func (b *brief) rising() []sheet.Finding {
	var found []hotspot.Spot
	busier := b.busier()
	for _, x := range b.view.Hotspots() {
		if x.Rank == 0 || x.Rank > int(b.view.Threshold(&rising, "rank")) {
			break
		}
		if b.view.Within(x.Path) && x.BeforeKnown && x.Before > 0 && !x.New && x.Added+x.Deleted >= hotspot.Churn && x.Changes >= int(b.view.Threshold(&rising, "changes")) &&
			float64(x.Changes) >= b.view.Threshold(&rising, "times")*busier*float64(x.Before) &&
			100*float64(x.Fixes) >= b.view.Threshold(&rising, "fixes")*float64(x.Changes) {
			found = append(found, x)
		}
	}
	finding := func(paths ...string) sheet.Finding {
		return sheet.Finding{
			Rule: rising.ID, Level: rising.Level,
			Why:         "where work suddenly gathers and much of it is repair, it is worth asking whether the design carries what is built on it, and whether tests see enough",
			Next:        sheet.Command("leadline", "explain", paths[0]),
			Fingerprint: sheet.Fingerprint(rising.ID, paths...),
		}
	}
	numbers := func(x *hotspot.Spot) string {
		return fmt.Sprintf("%s in 180 days (%s in the 180 before), %s of them repairs", duty.Amount(x.Changes, "change", "changes"), duty.Thousands(x.Before), duty.Thousands(x.Fixes))
	}
	if len(found) >= many {
		paths := make([]string, len(found))
		var evidence []sheet.Evidence
		for i := range found {
			paths[i] = string(found[i].Path)
			evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: paths[i]}, Text: numbers(&found[i])})
		}
		f := finding(paths...)
		f.Message = fmt.Sprintf("work gathers in %d of the first %d hotspots, and much of it is repair",
			len(found), int(b.view.Threshold(&rising, "rank")))
		f.Evidence = evidence
		return []sheet.Finding{f}
	}
	var out []sheet.Finding
	for i := range found {
		f := finding(string(found[i].Path))
		f.Place = &sheet.Place{Path: string(found[i].Path)}
		f.Message = "work gathers here: " + numbers(&found[i])
		for _, c := range found[i].Repairs {
			f.Evidence = append(f.Evidence, commit(c))
		}
		out = append(out, f)
	}
	return out
}

// busier is how many times the landings of the window before the active window
// has; 1 where it has no more.
func (b *brief) busier() float64 {
	before := hotspot.Before(b.line, b.active)
	return max(1, float64(b.active.End-b.active.First)/float64(max(1, before.End-before.First)))
}
