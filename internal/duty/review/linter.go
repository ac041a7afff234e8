package review

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var linter = duty.Rule{
	ID: "review/linter", Level: sheet.LevelWarning,
	Title: "Another program finds something that it did not find before",
	Doc: `With --sarif BASE HEAD two logs of another program are held against each other, of the
base and of the head of the change: what stands in the second and not in the first is
told, with the level that the program gave it. An error fails the review.

A finding is the same if its program, rule and file are, and its line says the same,
wherever it stands now; or else if its message is the same but for numbers. Files that
were renamed are followed. What the program suppresses is left out.`,
}

// lint is a finding of another program, and what makes it the same as another one.
type lint struct {
	tool, rule string
	path       fact.Path
	context    string // what its line says
	message    string // without numbers
}

// linted are the findings of another program that are new.
func (a *answer) linted() []sheet.Finding {
	l := a.change.Linted
	if l == nil {
		return nil
	}
	files := map[fact.Path]*duty.ChangedFile{} // by both paths
	for i := range a.change.Files {
		f := &a.change.Files[i]
		files[f.PathBefore()], files[f.Path] = f, f
	}
	of := func(d *fact.Diagnostic, path fact.Path, text func(*duty.ChangedFile) []byte) lint {
		x := lint{d.Tool, d.Rule, path, fmt.Sprint(d.Line), numberless(d.Message)}
		if f := files[d.Path]; f != nil && d.Line > 0 {
			x.context = lineOf(text(f), d.Line)
		}
		return x
	}
	exact, alike := map[lint]int{}, map[lint]int{}
	strip := func(x lint, context bool) lint {
		if context {
			x.message = ""
		} else {
			x.context = ""
		}
		return x
	}
	for i := range l.Base {
		x := of(&l.Base[i], l.Base[i].Path, func(f *duty.ChangedFile) []byte { return f.Before.Text })
		exact[strip(x, true)]++
		alike[strip(x, false)]++
	}
	type found struct {
		*fact.Diagnostic
		lint
	}
	var left []found
	for i := range l.Head {
		x := of(&l.Head[i], a.pathBefore(l.Head[i].Path), func(f *duty.ChangedFile) []byte { return f.After.Text })
		if k := strip(x, true); exact[k] > 0 {
			exact[k]--
			alike[strip(x, false)]--
			continue
		}
		left = append(left, found{&l.Head[i], x})
	}
	var out []sheet.Finding
	ordinals := map[lint]int{}
	for i := range left {
		x := &left[i]
		if k := strip(x.lint, false); alike[k] > 0 {
			alike[k]--
			continue
		}
		out = append(out, a.lint(x.Diagnostic, &x.lint, ordinals[x.lint]))
		ordinals[x.lint]++
	}
	return out
}

func (a *answer) lint(d *fact.Diagnostic, x *lint, ordinal int) sheet.Finding {
	level := sheet.Level(d.Level)
	if l := a.view.Settings.Rules[linter.ID].Level; l != "" {
		level = l
	}
	message, _, _ := strings.Cut(strings.TrimSpace(d.Message), "\n")
	f := sheet.Finding{
		Rule: linter.ID, Level: level, Gate: level == sheet.LevelError, Message: strings.TrimSuffix(fmt.Sprintf("%s %s: %s", d.Tool, d.Rule, message), "."),
		Why: "it was not there before", Next: sheet.Command("leadline", "rule", linter.ID), Evidence: []sheet.Evidence{{Text: "the log of the head"}},
		Fingerprint: sheet.Fingerprint(linter.ID, x.tool, x.rule, string(x.path), x.context, x.message, fmt.Sprint(ordinal)),
	}
	if d.Path != "" {
		at := sheet.Place{Path: string(d.Path), Line: d.Line}
		f.Place, f.Next, f.Evidence = &at, a.diff(at.Path), []sheet.Evidence{{Place: &at, Text: "the log of the head"}}
	}
	return f
}

// numberless is a message in which all numbers are the same.
func numberless(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, s)
}

// lineOf is a line of a text, without space.
func lineOf(text []byte, n int) string {
	for line := range bytes.Lines(text) {
		if n--; n == 0 {
			return strings.Join(strings.Fields(string(line)), "")
		}
	}
	return ""
}
