package record

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/governing"
	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// findings are all, errors first, then by rule, path and line. What is an error gates.
func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	for _, part := range []struct {
		rule *duty.Rule
		find func() []sheet.Finding
	}{
		{&understood, a.lost},
		{&key, a.misspelt},
		{&value, a.untyped},
		{&number, a.duplicates},
		{&race, a.races},
		{&identifier, a.identifiers},
		{&successor, a.unsucceeded},
		{&stale, a.stale},
		{&review, a.overdue},
		{&relation, a.astray},
		{&link, a.links},
		{&path, a.paths},
		{&status, a.statuses},
		{&unfilled, a.unfilled},
	} {
		if a.view.Off(part.rule) {
			continue
		}
		for _, f := range part.find() {
			if f.Place != nil && !a.view.Within(fact.Path(f.Place.Path)) {
				continue
			}
			f.Rule, f.Level = part.rule.ID, a.view.Level(part.rule)
			f.Gate = f.Level == sheet.LevelError
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(x, y sheet.Finding) int { return x.Level.Rank() - y.Level.Rank() })
	return out
}

// brief are the findings for a page on which other duties stand too: of each rule one,
// which tells how many there are.
func (a *answer) brief() []sheet.Finding {
	var out []sheet.Finding
	at := map[string]int{}
	more := map[string]int{}
	for _, f := range a.findings() {
		if f.Level == sheet.LevelNote {
			continue
		}
		if _, ok := at[f.Rule]; ok {
			more[f.Rule]++
			continue
		}
		at[f.Rule] = len(out)
		out = append(out, f)
	}
	for i := range out {
		f := &out[i]
		f.Gate = false
		if n := more[f.Rule]; n > 0 {
			f.Message += fmt.Sprintf(", and %s more like it", duty.Thousands(n))
			f.Next = "leadline record check"
		}
	}
	return out
}

// finding is one about a record.
func finding(rule *duty.Rule, e *register.Entry, at fact.Passage, message, why, next string, parts ...string) sheet.Finding {
	p := sheet.Place{Path: string(e.Path), Line: at.Line}
	if at.Line == 0 && e.Line > 1 {
		p.Line = e.Line
	}
	return sheet.Finding{
		Place: &p, Message: message, Why: why, Next: next, Evidence: []sheet.Evidence{{Place: &p}},
		Fingerprint: sheet.Fingerprint(rule.ID, append([]string{string(e.Path)}, parts...)...),
	}
}

func (a *answer) lost() []sheet.Finding {
	return a.problems(&understood, "what is not understood is in no list, and is checked by nobody", func(p *fact.RecordProblem) bool { return p.Lost })
}

func (a *answer) misspelt() []sheet.Finding {
	return a.problems(&key, "what it says counts for nothing", func(p *fact.RecordProblem) bool { return !p.Lost && p.Rule == "key" })
}

func (a *answer) untyped() []sheet.Finding {
	return a.problems(&value, "what it says counts for nothing", func(p *fact.RecordProblem) bool { return !p.Lost && p.Rule != "key" })
}

// problems are those of a rule.
func (a *answer) problems(rule *duty.Rule, why string, of func(*fact.RecordProblem) bool) []sheet.Finding {
	var out []sheet.Finding
	for i := range a.view.Decisions.Problems {
		p := &a.view.Decisions.Problems[i]
		if !of(p) {
			continue
		}
		at := sheet.Place{Path: string(p.Path), Line: p.Line}
		message, said := p.Message, p.Rule
		if !p.Lost {
			said = p.Message // a record may have several
		}
		if p.Column > 1 {
			message += fmt.Sprintf(" (column %d)", p.Column)
		}
		out = append(out, sheet.Finding{
			Place: &at, Message: message, Why: why, Next: p.Next,
			Evidence: []sheet.Evidence{{Place: &at}}, Fingerprint: sheet.Fingerprint(rule.ID, string(p.Path), said),
		})
	}
	return out
}

func (a *answer) duplicates() []sheet.Finding {
	var out []sheet.Finding
	for _, d := range a.register.Duplicates() {
		last := d.Entries[len(d.Entries)-1]
		for _, e := range d.Entries {
			if e.Written.After(last.Written) {
				last = e
			}
		}
		var names []string
		f := finding(&number, last, fact.Passage{}, "", "whoever writes the number means one of them, and nobody knows which", sheet.Command("leadline", "record", "renumber", string(last.Path)))
		f.Evidence = nil
		for _, e := range d.Entries {
			names = append(names, base(e.Path))
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(e.Path)}, Date: day(e)})
		}
		f.Message = fmt.Sprintf("%s have the number %d: %s", count(len(d.Entries), "records"), d.Number, strings.Join(names, ", "))
		out = append(out, f)
	}
	return out
}

func (a *answer) races() []sheet.Finding {
	if a.view.Flags[Refs] == "" {
		return nil
	}
	var out []sheet.Finding
	for _, r := range a.register.Races(a.view.Branches) {
		last := r.Taken[len(r.Taken)-1]
		f := sheet.Finding{
			Why:         "git merges both without a conflict, and then two decisions have one number",
			Next:        sheet.Command("git", "switch", register.ShortName(last.Ref)) + " && " + sheet.Command("leadline", "record", "renumber", string(last.Path)),
			Fingerprint: sheet.Fingerprint(race.ID, names(r.Taken)...),
		}
		var said []string
		for _, t := range r.Taken {
			where := "the head"
			if t.Ref != "" {
				where = branch(t.Ref)
			}
			said = append(said, base(t.Path)+" in "+where)
			e := sheet.Evidence{Place: &sheet.Place{Path: string(t.Path)}, Ref: t.Ref}
			if t.Ref != "" {
				e.Date = duty.Date(t.When)
			}
			f.Evidence = append(f.Evidence, e)
		}
		f.Place = &sheet.Place{Path: string(r.Folder) + "/"}
		if r.Folder == "" {
			f.Place.Path = "."
		}
		f.Message = fmt.Sprintf("the number %d is taken by %s", r.Number, strings.Join(said, ", and by "))
		out = append(out, f)
	}
	return out
}

func names(all []register.Taken) []string {
	var out []string
	for _, t := range all {
		out = append(out, string(t.Path))
	}
	return out
}

func branch(ref string) string {
	return strings.TrimPrefix(strings.TrimPrefix(ref, "refs/heads/"), "refs/remotes/")
}

func (a *answer) identifiers() []sheet.Finding {
	var out []sheet.Finding
	for _, all := range a.register.DuplicateIDs() {
		last := all[len(all)-1]
		f := finding(&identifier, last, fact.Passage{}, fmt.Sprintf("%s give themselves the id %s", count(len(all), "records"), last.ID),
			"a link to it could mean either", "give one of them another id", last.ID)
		f.Evidence = nil
		for _, e := range all {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(e.Path), Line: e.Line}})
		}
		out = append(out, f)
	}
	return out
}

func (a *answer) unsucceeded() []sheet.Finding {
	var out []sheet.Finding
	for _, e := range a.register.WithoutSuccessor() {
		out = append(out, finding(&successor, e, e.StatusText, fmt.Sprintf("%s was superseded, and nothing says by which", called(e)),
			"who finds it cannot tell what holds now", "name the successor in its status, with a link", "successor"))
	}
	return out
}

func (a *answer) stale() []sheet.Finding {
	days := int(a.view.Threshold(&stale, "days"))
	var out []sheet.Finding
	for _, e := range a.register.Stale(a.view.End(), days) {
		idle := int(a.view.End().Sub(e.Touched).Hours() / 24)
		f := finding(&stale, e, e.StatusText, fmt.Sprintf("%s is %s, and nobody touched it for %s days", called(e), e.Status, duty.Thousands(idle)),
			"mostly it was decided long ago and does not say so, or it was given up", "decide, and write it into its status", "stale")
		f.Evidence = append(f.Evidence, sheet.Evidence{Commit: string(e.By), Date: sheet.DateOf(e.Touched)})
		out = append(out, f)
	}
	return out
}

func (a *answer) overdue() []sheet.Finding {
	var out []sheet.Finding
	for _, e := range a.register.Overdue(a.view.AsOf) {
		if e.Kind == fact.RiskRecord {
			continue // risk/review-overdue tells it
		}
		out = append(out, finding(&review, e, fact.Passage{}, fmt.Sprintf("%s should have been reviewed by %s", called(e), e.ReviewBy),
			"the team wanted to know whether it still holds", "review it, and write the next day or another status", "review"))
	}
	return out
}

// astray are relations to what is not there.
func (a *answer) astray() []sheet.Finding {
	var out []sheet.Finding
	for _, x := range a.register.Astray() {
		to := x.Link.To.Text
		out = append(out, finding(&relation, x.Entry, x.Link.To, fmt.Sprintf("%s says \"%s %s\", and there is no such record", called(x.Entry), x.Link.Kind, to),
			"who follows it finds nothing", "name the record that is meant: leadline record list", string(x.Link.Kind), to))
	}
	files := make([]fact.Path, len(a.view.History.Files))
	for i := range files {
		files[i] = a.view.History.Files[i].Path
	}
	for _, x := range governing.Over(a.register).Idle(files) {
		if x.Gone() {
			continue
		}
		f := finding(&relation, x.Entry, fact.Passage{Line: x.Line}, fmt.Sprintf("%s affects %s, where there is no file", called(x.Entry), x.Path),
			"it is told of no change, though the team relies on that", "name the paths as they are now", "affects", string(x.Path))
		if x.Gate {
			f.Why = "its gate stops nothing"
		}
		out = append(out, f)
	}
	return out
}

func (a *answer) links() []sheet.Finding {
	var out []sheet.Finding
	for _, b := range a.register.DeadLinks() {
		f := finding(&link, b.Entry, b.To, fmt.Sprintf("the link to %s leads nowhere", b.To.Text), "who follows it finds nothing", "mend the link", b.To.Text)
		went(&f, &b)
		out = append(out, f)
	}
	return out
}

func (a *answer) paths() []sheet.Finding {
	var out []sheet.Finding
	for _, b := range a.register.GonePaths() {
		f := finding(&path, b.Entry, b.To, fmt.Sprintf("%s is gone", b.Path), "what the record says of it may hold no longer", "see whether the record still holds, and name what took its place", string(b.Path))
		went(&f, &b)
		out = append(out, f)
	}
	return out
}

// went adds where something is now, and which commit moved or removed it.
func went(f *sheet.Finding, b *register.Broken) {
	switch {
	case b.Now != "" && b.By == "":
		f.Message += fmt.Sprintf("; from the top there is %s", b.Now)
	case b.Now != "":
		f.Message += fmt.Sprintf("; it is %s now", b.Now)
	}
	if b.By != "" {
		f.Evidence = append(f.Evidence, sheet.Evidence{Commit: string(b.By)})
		f.Next += "; see " + sheet.Command("git", "show", "--stat", "-M", string(b.By)[:min(10, len(b.By))])
	}
}

func (a *answer) statuses() []sheet.Finding {
	var out []sheet.Finding
	for _, e := range a.within() {
		if e.Kind == fact.Decision && e.Status == fact.NoStatus && e.StatusText.Text != "" && !slices.Contains(e.Unfilled, e.StatusText) {
			out = append(out, finding(&status, e, e.StatusText, fmt.Sprintf("the status %q is not known", shortened(e.StatusText.Text)),
				"no check that depends on it is made", "say draft, proposed, accepted, rejected, superseded or deprecated", "status"))
		}
	}
	return out
}

func (a *answer) unfilled() []sheet.Finding {
	var out []sheet.Finding
	for _, e := range a.within() {
		if len(e.Unfilled) == 0 {
			continue
		}
		first := e.Unfilled[0]
		message := fmt.Sprintf("%q is of the template", shortened(first.Text))
		if n := len(e.Unfilled) - 1; n > 0 {
			message += fmt.Sprintf(", and %s after it", count(n, "parts"))
		}
		out = append(out, finding(&unfilled, e, first, message, "who reads it takes it for unfinished", "fill it in, or take it out", "unfilled"))
	}
	return out
}

func shortened(s string) string {
	const most = 60
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}

// called is a record as a sentence begins with it.
func called(e *register.Entry) string {
	if e.Digits > 0 || e.Kind != fact.Decision {
		return e.ID
	}
	return base(e.Path)
}

func base(p fact.Path) string {
	return string(p[len(p)-len(strings.TrimPrefix(string(p), string(p.Folder())+"/")):])
}

func count(n int, many string) string {
	if n == 1 {
		return "1 " + strings.TrimSuffix(many, "s")
	}
	return duty.Thousands(n) + " " + many
}

func day(e *register.Entry) sheet.Date {
	d, _ := e.Day()
	return sheet.Date(d)
}
