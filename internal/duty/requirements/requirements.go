// Package requirements tells how good the requirements are that stand beside the code,
// which of them code and tests cover, and what past changes like a wish touched. It
// serves the lead who has to judge a requirement before work on it begins, and to know
// afterwards that it was done. Reading requirements is not its job, nor whether a record
// is in order: that is package record's.
package requirements

import (
	"cmp"
	"fmt"
	"strings"

	"leadline/internal/analysis/trace"
	"leadline/internal/analysis/wording"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "requirements"
	question = "Are the requirements clear, and which of them do code and tests cover?"
)

// Duty is `leadline requirements`.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `The requirements that are kept beside the code, in the formats of OpenFastTrace,
StrictDoc, Doorstop, sphinx-needs or Markdown with an id: words in them that two readers
understand differently, what is still to be written, lists without an end and ways out;
and which requirements code and tests name. The sentences that bind are judged, with
shall or must; notes, examples and quotations are not.

leadline trace follows each requirement to code and tests; leadline requirements
feasibility tells what past changes like a wish touched.`,
	Rules: []duty.Rule{vague, placeholder, openEnded, loophole, orphaned, outdated, failed, suspect, skipped, uncovered, several, duplicate, long, ears},
	Needs: []duty.Need{duty.NeedDecisions, duty.NeedTags},
	Read:  read,
	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		a := newAnswer(v)
		if len(a.all) == 0 {
			return s, nil
		}
		s.Findings = brief(a.unclear())
		if summary {
			s.Summary = duty.Amount(len(a.all), "requirement", "requirements")
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedDecisions},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view *duty.View
	// all are the requirements in the place that is asked about, by path, then line.
	all []*fact.Record
	// traces follow them; nil where that was not asked for.
	traces *trace.Map
}

func newAnswer(v *duty.View) *answer {
	a := &answer{view: v, traces: v.Traces()}
	if v.Decisions == nil {
		return a
	}
	for i := range v.Decisions.Records {
		r := &v.Decisions.Records[i]
		if r.Kind == fact.Requirement && !r.Informative && r.Status != fact.Rejected && r.Status != fact.Superseded && r.Status != fact.Deprecated && v.Within(r.Path) {
			a.all = append(a.all, r)
		}
	}
	return a
}

var none = sheet.Unknown{
	What: "requirements", Why: "none was found in the commit that is read",
	Next: `leadline record new requirement "What shall hold"`,
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if len(a.all) == 0 {
		s.Unknown = []sheet.Unknown{none}
		return s, nil
	}
	s.Figures = a.figures()
	s.Findings = append(a.unclear(), a.untraced()...)
	s.Findings = append(s.Findings, a.notes()...)
	s.Sections = []sheet.Section{a.sets()}
	s.Unknown = a.unread()
	return s, nil
}

// unread are the files of which it is not known what they say of requirements.
func (a *answer) unread() []sheet.Unknown {
	if a.view.Tags == nil || a.view.Tags.Missing == 0 {
		return nil
	}
	return []sheet.Unknown{{
		What: "what " + duty.Amount(a.view.Tags.Missing, "file says", "files say") + " of requirements", Why: "their contents are missing", Next: "git fetch --refetch",
	}}
}

func (a *answer) figures() []sheet.Figure {
	warned := 0
	for _, r := range a.all {
		if len(warnings(r)) > 0 {
			warned++
		}
	}
	out := []sheet.Figure{
		duty.Count("requirements/requirements", len(a.all), "requirement", "requirements", nil),
		duty.Count("requirements/unclear", warned, "has words that should be made clear", "have words that should be made clear", nil),
	}
	return append(out, a.coverage()...)
}

// coverage are the figures of what is covered; they apply where any file names a
// requirement.
func (a *answer) coverage() []sheet.Figure {
	covered, verified, items := 0, 0, a.items()
	for _, x := range items {
		if x.Covered() {
			covered++
		}
		if _, run := x.Outcome(); run || len(x.Tags(fact.Verifying)) > 0 {
			verified++
		}
	}
	c := duty.Count("requirements/covered", covered, "is covered", "are covered", nil)
	t := duty.Count("requirements/verified", verified, "is named by a test", "are named by tests", nil)
	c.N, t.N = len(items), len(items)
	if !a.traced() {
		c.State, t.State, c.Value, t.Value = sheet.NotKnown, sheet.NotKnown, sheet.Value{}, sheet.Value{}
		c.Reason, t.Reason = "no file names a requirement", "no file names a requirement"
		c.Next, t.Next = "write @req ID in a comment of the code or test", "write @req ID in a comment of the code or test"
	}
	return []sheet.Figure{c, t}
}

// traced tells whether any file, or test of a run, names a requirement.
func (a *answer) traced() bool {
	for _, x := range a.items() {
		if _, run := x.Outcome(); run || len(x.Tags(fact.AnyRole)) > 0 {
			return true
		}
	}
	return false
}

// items are the requirements as they are followed.
func (a *answer) items() []*trace.Item {
	var out []*trace.Item
	if a.traces == nil {
		return nil
	}
	for _, x := range a.traces.Items {
		if a.view.Within(x.Path) {
			out = append(out, x)
		}
	}
	return out
}

// sets lists the files of requirements, and how far each keeps to the patterns of EARS.
func (a *answer) sets() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "set", Label: "set", Kind: sheet.ColumnPlace},
		{ID: "requirements", Label: "requirements", Kind: sheet.ColumnNumber},
		{ID: "unclear", Label: "unclear", Kind: sheet.ColumnNumber},
		{ID: "ears", Label: "in a pattern of EARS", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "patterns", Label: "patterns", Kind: sheet.ColumnText},
	}}
	proposed := ""
	for _, set := range a.folders() {
		if len(t.Rows) == mostRows {
			t.Others++
			continue
		}
		fit := wording.Fit(set.statements())
		if proposed == "" && wording.Proposed(fit) && !a.patterned(set.records[0].Path) {
			proposed = cmp.Or(string(set.folder), string(set.records[0].Path))
		}
		n := len(set.records)
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(duty.FolderPlace(set.folder)), sheet.Int(n), sheet.Int(set.unclear()),
			sheet.Float(float64((100*(n-fit[wording.NoPattern]) + n/2) / n)), sheet.String(patterns(fit)),
		})
	}
	s := sheet.Section{ID: "requirements/sets", Title: "Sets of requirements", Kind: sheet.KindTable, Table: t}
	if proposed != "" {
		s.Note = fmt.Sprintf("Four of five or more of %s are in a pattern of EARS; to ask it of all, write in leadline.yaml: records: {requirement: [{path: %[1]s, style: ears}]}", proposed)
	}
	return s
}

const mostRows = 20

// set is the requirements of a folder.
type set struct {
	folder  fact.Path
	records []*fact.Record
}

func (a *answer) folders() []*set {
	var out []*set
	at := map[fact.Path]*set{}
	for _, r := range a.all {
		s := at[r.Path.Folder()]
		if s == nil {
			s = &set{folder: r.Path.Folder()}
			at[s.folder] = s
			out = append(out, s)
		}
		s.records = append(s.records, r)
	}
	return out
}

func (s *set) statements() []string {
	out := make([]string, len(s.records))
	for i, r := range s.records {
		out[i] = statement(r)
	}
	return out
}

func (s *set) unclear() int {
	n := 0
	for _, r := range s.records {
		if len(warnings(r)) > 0 {
			n++
		}
	}
	return n
}

// patterns says how many are in which.
func patterns(fit map[wording.Pattern]int) string {
	var out []string
	for _, p := range []wording.Pattern{wording.Ubiquitous, wording.Event, wording.State, wording.Unwanted, wording.Optional, wording.Complex} {
		if fit[p] > 0 {
			out = append(out, fmt.Sprintf("%s %s", duty.Thousands(fit[p]), p))
		}
	}
	return strings.Join(out, ", ")
}

// statement is what a requirement says: its title where it has no text.
func statement(r *fact.Record) string {
	if r.Text.Text == "" {
		return r.Title.Text
	}
	return r.Text.Text
}
