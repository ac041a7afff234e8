package requirements

import (
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/wording"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// warnings are the smells of a requirement that are no notes.
func warnings(r *fact.Record) []wording.Smell {
	var out []wording.Smell
	for _, s := range wording.Check(statement(r)) {
		if ruleOf[s.Kind].Level == sheet.LevelWarning {
			out = append(out, s)
		}
	}
	return out
}

// what says of each kind what is wrong, and what to do.
var what = map[wording.Kind]struct{ message, why, next string }{
	wording.Vague:       {"%q can be understood in several ways", "whoever tests it cannot tell whether it holds", "say how much, which, or by what it is measured"},
	wording.Placeholder: {"%q is still to be written", "it cannot be built or tested as it is", "decide it, and write it down"},
	wording.OpenEnded:   {"%q leaves the list open", "nobody can tell when it is met", "list everything, or name the class"},
	wording.Loophole:    {"%q leaves it to whoever builds it", "it can be met by doing nothing", "say when it holds, or drop it"},
}

// unclear are the warnings, by path and line.
func (a *answer) unclear() []sheet.Finding {
	var out []sheet.Finding
	for _, r := range a.all {
		for _, s := range warnings(r) {
			rule := ruleOf[s.Kind]
			if a.view.Off(rule) {
				continue
			}
			f := a.finding(rule, r, string(s.Kind))
			f.Message = fmt.Sprintf("%s: "+what[s.Kind].message, r.ID, s.Words)
			f.Why, f.Next = what[s.Kind].why+" (not "+s.Kind.Characteristic()+")", what[s.Kind].next
			f.Evidence[0].Text = shortened(statement(r))
			out = append(out, f)
		}
	}
	return out
}

// finding is one about a requirement.
func (a *answer) finding(rule *duty.Rule, r *fact.Record, parts ...string) sheet.Finding {
	p := placeOf(r)
	return sheet.Finding{
		Rule: rule.ID, Level: a.view.Level(rule), Place: &p, Evidence: []sheet.Evidence{{Place: &p}},
		Fingerprint: sheet.Fingerprint(rule.ID, append([]string{string(r.Path), r.ID}, parts...)...),
	}
}

func placeOf(r *fact.Record) sheet.Place {
	return sheet.Place{Path: string(r.Path), Line: max(r.Line, r.Text.Line)}
}

// shown is how many places a finding about many names.
const shown = 5

// together is one finding for many requirements.
func (a *answer) together(rule *duty.Rule, many []*fact.Record, message, why, next string) []sheet.Finding {
	if len(many) == 0 || a.view.Off(rule) {
		return nil
	}
	f := sheet.Finding{Rule: rule.ID, Level: a.view.Level(rule), Message: message, Why: why, Next: next}
	parts := make([]string, 0, len(many))
	for i, r := range many {
		parts = append(parts, r.ID)
		if i < shown {
			p := placeOf(r)
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &p, Text: r.ID})
		}
	}
	f.Fingerprint = sheet.Fingerprint(rule.ID, parts...)
	return []sheet.Finding{f}
}

// notes are the notes, each for all requirements that it is about.
func (a *answer) notes() []sheet.Finding {
	by := map[wording.Kind][]*fact.Record{}
	for _, r := range a.all {
		for _, s := range wording.Check(statement(r)) {
			by[s.Kind] = append(by[s.Kind], r)
		}
	}
	n := len(by[wording.Several])
	out := a.together(&several, by[wording.Several], duty.Amount(n, "requirement has", "requirements have")+" more than one shall or must",
		"a part of one can be neither covered nor dropped by itself (not singular)", "consider to split them")
	n = len(by[wording.Long])
	out = append(out, a.together(&long, by[wording.Long], fmt.Sprintf("%s longer than %d words", duty.Amount(n, "requirement is", "requirements are"), wording.Most),
		"what is long is read by halves (not comprehensible)", "consider to split them, or to move what explains into a note")...)
	return append(append(out, a.duplicates()...), a.patternless()...)
}

// duplicates are the statements that several requirements have.
func (a *answer) duplicates() []sheet.Finding {
	by := map[string][]*fact.Record{}
	var order []string
	for _, r := range a.all {
		key := wording.Normal(statement(r))
		if len(strings.Fields(key)) < 4 || strings.HasSuffix(statement(r), ":") {
			continue // a word or two, or what comes before a list
		}
		if by[key] == nil {
			order = append(order, key)
		}
		by[key] = append(by[key], r)
	}
	var out []sheet.Finding
	for _, key := range order {
		if n := len(by[key]); n > 1 && !refined(by[key]) {
			out = append(out, a.together(&duplicate, by[key], fmt.Sprintf("%s say the same: %s", duty.Amount(n, "requirement", "requirements"), shortened(statement(by[key][0]))),
				"mostly one was copied, and what should differ was forgotten (not consistent)", "see what should differ, or drop all but one")...)
		}
	}
	return out
}

// refined tells whether one of several requirements refines another of them: on two
// levels the same may be said.
func refined(all []*fact.Record) bool {
	for _, r := range all {
		for _, l := range r.Links {
			if slices.ContainsFunc(all, func(x *fact.Record) bool { return x.ID == l.To.Text }) {
				return true
			}
		}
	}
	return false
}

// patternless are the requirements that are in no pattern of EARS, of folders that are to
// keep to them.
func (a *answer) patternless() []sheet.Finding {
	if a.view.Off(&ears) {
		return nil
	}
	var out []sheet.Finding
	for _, r := range a.all {
		p, why := wording.PatternOf(statement(r))
		if p != wording.NoPattern || !a.patterned(r.Path) {
			continue
		}
		f := a.finding(&ears, r)
		f.Message, f.Why = fmt.Sprintf("%s is in no pattern of EARS: %s", r.ID, why), "leadline.yaml says that those beside it keep to them"
		f.Next = "write it as When TRIGGER, the SYSTEM shall RESPONSE, or in another pattern"
		out = append(out, f)
	}
	return out
}

// patterned tells whether the requirements of a file are to be in a pattern of EARS.
func (a *answer) patterned(p fact.Path) bool {
	return a.view.Settings.Patterned != nil && a.view.Settings.Patterned(p)
}

// brief are findings for a page on which other duties stand too: of each rule one, which
// tells how many there are.
func brief(all []sheet.Finding) []sheet.Finding {
	var out []sheet.Finding
	more := map[string]int{}
	for _, f := range all {
		if more[f.Rule]++; more[f.Rule] == 1 {
			out = append(out, f)
		}
	}
	for i := range out {
		if n := more[out[i].Rule] - 1; n > 0 {
			out[i].Message += fmt.Sprintf(", and %s more like it", duty.Thousands(n))
			out[i].Next = "leadline requirements"
		}
	}
	return out
}

func shortened(s string) string {
	const most = 120
	if r := []rune(s); len(r) > most {
		return string(r[:most]) + "…"
	}
	return s
}
