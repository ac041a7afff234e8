// Package collaboration tells which teams own what, where changes need two of them, and
// what is waiting for an answer. It serves the lead who works with other teams, and
// whoever keeps CODEOWNERS true.
//
// It tells of areas and of what is written down. It counts nothing beside a person: who
// owns something is named where it helps to find whom to ask.
package collaboration

import (
	"fmt"
	"strings"

	"leadline/internal/analysis/codeowners"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	name     = "collaboration"
	question = "Which teams own what, where do changes need two of them, and what is waiting for an answer?"
)

// Duty is `leadline collaboration`.
var Duty = duty.Duty{
	Name:     name,
	Question: question,
	Doc: `Who owns which files, by CODEOWNERS (of GitHub, or of GitLab with its sections) or,
without it, by catalog-info.yaml of Backstage; lines of it that do nothing; hotspots
that nobody owns; how many changes need owners of two areas, and which areas change
together more often than by chance; requests, proposals and their deadlines; and how
the work of the last quarter divides by objective, where commits name records.

Who is in a team no file of a repository says: "teams" in leadline.yaml does. Of a team
of fewer than five active people no changes are counted.`,
	Rules: []duty.Rule{syntax, overdue, noFile, overruled, unowned, inactive, unknowing, together, crossings},
	Needs: []duty.Need{duty.NeedOwners, duty.NeedDecisions, duty.NeedHotspots, duty.NeedKnowledge, duty.NeedAuthors},
	Read:  read,
	Short: func(v *duty.View, summary bool) (sheet.Sheet, error) {
		s := sheet.Sheet{Duty: name, Question: question}
		a := newAnswer(v)
		if a == nil {
			return s, nil
		}
		s.Findings = a.findings(true)
		if summary {
			s.Summary = a.summary()
		}
		return s, nil
	},
	FindingNeeds: []duty.Need{duty.NeedOwners, duty.NeedDecisions, duty.NeedHotspots, duty.NeedKnowledge},
}

// answer holds what the parts of the sheet are made from.
type answer struct {
	view *duty.View
	// owned is nil where nothing says who owns anything.
	owned        *codeowners.Map
	organisation string
	register     *register.Register
	window       *sheet.Window
	// crossings are zero in a team so small that they would be behaviour of each.
	crossings codeowners.Crossings
	small     bool
}

// newAnswer is nil where there is nothing to answer from.
func newAnswer(v *duty.View) *answer {
	if v.History.Head == "" || v.Owners == nil {
		return nil
	}
	w, _ := v.Active()
	a := &answer{view: v, register: v.Register(), window: duty.WindowOf(w)}
	if len(v.Owners.Lines) == 0 {
		return a
	}
	a.owned, a.organisation = v.Owned(), organisation(v.Owners.Lines)
	a.small = len(v.ActivePeople()) < duty.PacePeople
	if !a.small {
		a.crossings = a.owned.Crossings(v.Timeline(), w, func(p fact.Path) bool {
			return v.Within(p) && v.Written(p) && counts(p)
		})
	}
	return a
}

// counts reports whether a change of a file says that two areas meet: what every change
// adds to, such as a change log, a lock file or notes for a release, does not.
func counts(p fact.Path) bool {
	for part := range strings.SplitSeq(string(p.Folder()), "/") {
		switch strings.ToLower(part) {
		case "releasenotes", "release-notes", "release_notes", "changelog", "changelogs", "newsfragments", ".changeset", ".changelog", ".chloggen", "unreleased":
			return false
		}
	}
	return !hotspot.Bookkeeping(p)
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	a := newAnswer(v)
	if a == nil {
		return s, nil
	}
	s.Summary = a.summary()
	s.Figures = a.figures()
	s.Findings = a.findings(false)
	s.Sections = a.sections()
	s.Unknown = a.unknown()
	return s, nil
}

// unknown is what the sheet would say if it had been told.
func (a *answer) unknown() []sheet.Unknown {
	var out []sheet.Unknown
	o := a.view.Owners
	if a.owned == nil && len(o.Problems) == 0 {
		out = append(out, sheet.Unknown{
			What: "who owns what", Why: "there is no CODEOWNERS and no catalog-info.yaml with an owner in the commit",
			Next: "write .github/CODEOWNERS (or .gitlab/CODEOWNERS): a pattern and its owners on each line",
		})
	}
	for _, p := range o.PassedOver {
		if !strings.HasSuffix(string(p.Path), "CODEOWNERS") {
			out = append(out, sheet.Unknown{What: "what " + string(p.Path) + " says of owners", Why: p.Why})
		}
	}
	if n := a.undeclared(); n > 0 {
		out = append(out, sheet.Unknown{
			What: fmt.Sprintf("whether %s what %s", duty.Amount(n, "team knows", "teams know"), duty.Plural(n, "it owns", "they own")),
			Why:  "no file of the repository says who is in a team",
			Next: `declare them: "teams" in leadline.yaml`,
		})
	}
	if a.register == nil || a.count(fact.Request) == 0 {
		out = append(out, sheet.Unknown{
			What: "requests between teams", Why: "no records of kind request were found", Next: `leadline record new request "What is asked"`,
		})
	}
	return out
}

// undeclared counts the teams among the owners whose members are not declared.
func (a *answer) undeclared() int {
	if a.owned == nil {
		return 0
	}
	seen := map[string]bool{}
	for i := range a.owned.Areas {
		for _, o := range a.owned.Areas[i].Owners {
			if _, ok := a.view.Accounts().People([]fact.Owner{o}); o.Kind == fact.OwnerTeam && !ok {
				seen[strings.ToLower(o.Name)] = true
			}
		}
	}
	return len(seen)
}

// count counts the records of a kind.
func (a *answer) count(k fact.RecordKind) int {
	n := 0
	for i := range a.register.Entries {
		if a.register.Entries[i].Kind == k {
			n++
		}
	}
	return n
}

// label is what an area is called: its teams, or, where people own it, the pattern that
// gives it most of its files.
func (a *answer) label(x *codeowners.Area) string {
	if !x.Teams() || len(x.Owners) == 0 {
		return a.owned.Line(x).Pattern
	}
	return some(a.teams(x.Owners))
}

// teams are those among owners, without the organisation if it is that of all of the file.
func (a *answer) teams(owners []fact.Owner) []string {
	out := teamsOf(owners)
	for i, name := range out {
		out[i] = strings.TrimPrefix(name, a.organisation)
	}
	return out
}

// organisation is what the names of all teams of the file begin with, @org/; empty where
// they are of several.
func organisation(lines []fact.OwnerLine) string {
	common := ""
	for i := range lines {
		for _, name := range teamsOf(lines[i].Owners) {
			prefix := name[:strings.IndexByte(name, '/')+1]
			if prefix == "" || common != "" && common != prefix {
				return ""
			}
			common = prefix
		}
	}
	return common
}

// teamsOf are the teams among owners, and peopleOf the others as they are called.
func teamsOf(owners []fact.Owner) []string {
	var out []string
	for _, o := range owners {
		if o.Kind == fact.OwnerTeam || o.Kind == fact.OwnerRole {
			out = append(out, o.Name)
		}
	}
	return out
}

func (a *answer) peopleOf(owners []fact.Owner) []string {
	var out []string
	for _, o := range owners {
		if o.Kind == fact.OwnerTeam || o.Kind == fact.OwnerRole {
			continue
		}
		if id, ok := a.view.Accounts().Person(o); ok {
			out = append(out, a.view.PersonName(id))
			continue
		}
		out = append(out, strings.TrimPrefix(o.Name, "@"))
	}
	return out
}
