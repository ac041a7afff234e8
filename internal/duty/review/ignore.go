package review

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var ignored = duty.Rule{
	ID: "review/ignore", Level: sheet.LevelWarning,
	Title: "A remark that silences a finding does not hold",
	Doc: `A comment in the code on the line of a finding, or on the line above it,

    // leadline:ignore RULE why it may stand until=2027-01-31

silences the findings of that rule there. It needs a reason; until is the last day on
which it holds, and may be left out. This rule speaks of a remark in a file that the
change touches whose reason is missing, whose day cannot be read or has passed, or
whose rule does not exist: it silences nothing.`,
}

const ignoreMark = "leadline:ignore"

// commentMarks begin comments in the languages that are read.
var commentMarks = []string{"//", "#", "/*", "--", "<!--"}

// remark is one that silences findings.
type remark struct {
	file fact.Path
	line int
	rule string
	// wrong says why it does not hold; empty if it does.
	wrong string
}

// remarks are those of a changed file.
func (a *answer) remarks(f *duty.ChangedFile) []remark {
	if f.After.Structure == nil || !bytes.Contains(f.After.Text, []byte(ignoreMark)) {
		return nil
	}
	var out []remark
	n := 0
	for line := range bytes.Lines(f.After.Text) {
		n++
		before, said, ok := strings.Cut(string(line), ignoreMark)
		if !ok || !slices.ContainsFunc(commentMarks, func(mark string) bool { return strings.Contains(before, mark) }) {
			continue
		}
		words := strings.Fields(strings.TrimSuffix(strings.TrimSpace(said), "*/"))
		r := remark{file: f.Path, line: n}
		reason := 0
		for i, w := range words {
			until, dated := strings.CutPrefix(w, "until=")
			switch {
			case i == 0:
				r.rule = w
			case dated:
				day, err := time.Parse(time.DateOnly, until)
				switch {
				case err != nil:
					r.wrong = fmt.Sprintf("%q is no day such as 2027-01-31", until)
				case day.Before(a.view.AsOf.Truncate(24 * time.Hour)):
					r.wrong = "it held until " + until
				}
			default:
				reason++
			}
		}
		switch {
		case r.rule == "":
			r.wrong = "it names no rule"
		case !strings.Contains(r.rule, "/"):
			continue // a text about remarks
		case !isRule(r.rule):
			r.wrong = fmt.Sprintf("there is no rule %q", r.rule)
		case reason == 0:
			r.wrong = "it has no reason"
		}
		out = append(out, r)
	}
	return out
}

func isRule(id string) bool {
	for i := range rules {
		if rules[i].ID == id {
			return true
		}
	}
	return false
}

// heed takes out what remarks silence, and tells of those that do not hold.
func (a *answer) heed(findings []sheet.Finding) []sheet.Finding {
	type key struct {
		file string
		line int
		rule string
	}
	silenced := map[key]bool{}
	var out []sheet.Finding
	for i := range a.change.Files {
		for n, r := range a.remarks(&a.change.Files[i]) {
			if r.wrong == "" {
				silenced[key{string(r.file), r.line, r.rule}], silenced[key{string(r.file), r.line + 1, r.rule}] = true, true
				continue
			}
			if a.view.Off(&ignored) {
				continue
			}
			at := sheet.Place{Path: string(r.file), Line: r.line}
			out = append(out, sheet.Finding{
				Rule: ignored.ID, Level: a.view.Level(&ignored), Place: &at, Message: "this remark silences nothing: " + r.wrong,
				Why: "a finding is silenced for a reason, and only as long as that holds", Next: sheet.Command("leadline", "rule", ignored.ID),
				Evidence:    []sheet.Evidence{{Place: &at, Text: ignoreMark + " " + r.rule}},
				Fingerprint: sheet.Fingerprint(ignored.ID, string(a.pathBefore(r.file)), r.rule, fmt.Sprint(n)),
			})
		}
	}
	for _, f := range findings {
		if f.Place == nil || f.Rule == loosened.ID || !silenced[key{f.Place.Path, f.Place.Line, f.Rule}] {
			out = append(out, f)
		}
	}
	return out
}
