// Package documents is the duty of documentation: it tells what is missing in a team's
// documents, what of them is stale, and what they say that the repository contradicts. It
// serves the lead who wants readers to be able to believe what is written. How well a
// text is written is not its job, and what decisions and other records say is the duty
// record's. Go builds no package that is called documentation.
package documents

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/document"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "documentation"
	question = "What is missing in our documents, what is stale, and what do they contradict?"
)

// Duty is the duty of documentation.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `Links in Markdown that lead nowhere, paths that are gone, with where git
knows that they went, and names of functions and types that are gone; documents that name code most of which was rewritten after them;
components where work goes that nothing describes; of the exported declarations of
each package how many have a comment of their own; and descriptions of services, OpenAPI
and protobuf, that lost what the last release promised while neither their version nor a
change log says so.

Left out are documents of tests, templates, translations, old versions and vendored
code, what a site generator may resolve, and logs such as changelogs. Decisions and
other records are checked by leadline record.`,
	Rules: []duty.Rule{link, path, missing, interfaces, stale, bare},
	Needs: []duty.Need{duty.NeedDocuments, duty.NeedDecisions, duty.NeedHotspots, duty.NeedImports, duty.NeedSymbols, duty.NeedServices, duty.NeedLostNames},
	Read:  read,
	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		if v.History.Head == "" || v.Documents == nil || len(v.Documents.Documents) == 0 {
			return s, nil
		}
		a := &answer{view: v, library: libraryOf(v)}
		a.check()
		s.Findings = a.brief()
		if summary {
			s.Summary = a.summary()
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedDocuments, duty.NeedDecisions},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view    *duty.View
	library *document.Library
	links   []document.Broken
	paths   []document.Broken
	// drifts are documents in the place that name code.
	drifts []document.Drift
	api    *exported
	parts  []component
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	if v.History.Head == "" || v.Documents == nil {
		return s, nil
	}
	a := &answer{view: v, library: libraryOf(v)}
	a.check()
	a.api = a.exported()
	a.drifts = a.library.Drifts(a.isCode, a.api.declared)
	a.parts = a.components()
	a.drifts = slices.DeleteFunc(a.drifts, func(d document.Drift) bool { return !v.Within(d.Document.Path) })
	s.Summary = a.summary()
	s.Figures = a.figures()
	s.Findings = a.findings()
	s.Sections = a.sections()
	s.Unknown = a.unknown()
	return s, nil
}

// libraryOf is the library of documents that are no records: what is wrong with those is
// told elsewhere.
func libraryOf(v *duty.View) *document.Library {
	records := map[fact.Path]bool{}
	if v.Decisions != nil {
		for i := range v.Decisions.Records {
			records[v.Decisions.Records[i].Path] = true
		}
	}
	return document.Of(v.Documents, v.History, func(p fact.Path) bool { return records[p] })
}

// check looks for what is not there, in the documents of the place.
func (a *answer) check() {
	outside := func(b document.Broken) bool { return !a.view.Within(b.Document.Path) }
	if !a.view.Off(&link) {
		a.links = slices.DeleteFunc(a.library.DeadLinks(), outside)
	}
	if !a.view.Off(&path) {
		a.paths = slices.DeleteFunc(a.library.GonePaths(), outside)
	}
}

func (a *answer) isCode(p fact.Path) bool { return a.view.Written(p) }

// judged are the documents in the place.
func (a *answer) judged() int {
	n := 0
	for _, d := range a.library.Documents {
		if a.view.Within(d.Path) {
			n++
		}
	}
	return n
}

func (a *answer) summary() string {
	n := a.judged()
	if len(a.links)+len(a.paths) == 0 {
		return "" // that there are documents is no news
	}
	parts := []string{duty.Amount(n, "document", "documents")}
	if n := len(a.links); n > 0 {
		parts = append(parts, duty.Amount(n, "dead link", "dead links"))
	}
	if n := len(a.paths); n > 0 {
		parts = append(parts, fmt.Sprintf("%s named and gone", duty.Amount(n, "path", "paths")))
	}
	return strings.Join(parts, " · ")
}

func (a *answer) figures() []sheet.Figure {
	out := []sheet.Figure{duty.Count("documentation/documents", a.judged(), "document judged", "documents judged", nil)}
	if !a.view.Off(&link) {
		out = append(out, duty.Count("documentation/dead-links", len(a.links), "dead link", "dead links", nil))
	}
	if !a.view.Off(&path) {
		out = append(out, duty.Count("documentation/gone-paths", len(a.paths), "path that is gone", "paths that are gone", nil))
	}
	if l := a.view.LostNames; l != nil && l.Missing == 0 && !a.view.Off(&missing) {
		out = append(out, duty.Count("documentation/gone-names", a.lostCount(), "name of code that is gone", "names of code that are gone", nil))
	}
	out = append(out, duty.Count("documentation/naming-code", len(a.drifts), "document names code", "documents name code", nil))
	return append(out, a.apiFigure())
}

func (a *answer) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	var lost []fact.PassedOver
	for _, p := range a.view.Documents.Unread {
		if a.view.Within(p.Path) {
			lost = append(lost, p)
		}
	}
	if len(lost) > 0 {
		out = append(out, sheet.Unknown{
			What: "what " + duty.Amount(len(lost), "document says", "documents say"), Why: fmt.Sprintf("%s: %s", lost[0].Path, lost[0].Why),
			Next: sheet.Command("git", "show", "HEAD:"+string(lost[0].Path)),
		})
	}
	if s := a.view.Services; s != nil {
		for _, u := range s.Unchecked {
			if a.view.Within(u.Path) {
				out = append(out, sheet.Unknown{What: "what changed in " + cmp.Or(string(u.Path), "descriptions of services") + " since " + a.since(), Why: u.Why})
			}
		}
	}
	out = append(out, a.unseenNames()...)
	if n := a.otherDocuments(); n > 0 {
		out = append(out, sheet.Unknown{
			What: "links and names in " + duty.Amount(n, "document", "documents") + " in reStructuredText or AsciiDoc",
			Why:  "Markdown alone is read",
		})
	}
	return out
}
