package collaboration

import (
	"cmp"
	"fmt"
	"math"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/codeowners"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many rows tables have.
const (
	mostAreas    = 12
	mostPairRows = 8
	mostCatalog  = 12
	// leastTogether is how often a pair changes together to be told at all.
	leastTogether = 3
)

func (a *answer) figures() []sheet.Figure {
	var out []sheet.Figure
	if a.owned != nil {
		owned, of := a.owners()
		f := sheet.Figure{ID: "collaboration/owned", Label: "of the files of code have an owner", Unit: "%", N: of, Basis: sheet.Declared}
		if of == 0 {
			f.State, f.Reason = sheet.NotApplicable, "there is no file of code"
		} else {
			f.State, f.Value = sheet.Known, sheet.Float(math.Floor(100*float64(owned)/float64(of)))
		}
		teams, people := a.tally()
		out = append(
			out, f,
			declared(duty.Count("collaboration/teams", teams, "team that owns something", "teams that own something", nil)),
			declared(duty.Count("collaboration/people", people, "person or account", "people or accounts", nil)),
		)
		out = append(out, a.several())
	}
	all := a.waitings()
	if len(all) > 0 {
		requests, proposals := 0, 0
		for _, w := range all {
			switch {
			case w.open && w.Kind == fact.Request:
				requests++
			case w.open:
				proposals++
			}
		}
		out = append(
			out, duty.Count("collaboration/requests", requests, "request not answered", "requests not answered", nil),
			duty.Count("collaboration/proposals", proposals, "decision not taken", "decisions not taken", nil),
		)
	}
	if n, inTime := kept(all); n > 0 {
		f := duty.Count("collaboration/kept", inTime, "request answered by its day", "requests answered by their day", nil)
		f.N = n
		out = append(out, f)
	}
	if w, ok := a.work(); ok {
		out = append(out, w.figure())
	}
	return out
}

func declared(f sheet.Figure) sheet.Figure {
	f.Basis = sheet.Declared
	return f
}

// tally counts the owners of what is in the place.
func (a *answer) tally() (teams, people int) {
	seen := map[string]bool{}
	for i, n := range a.files() {
		if n == 0 {
			continue
		}
		for _, o := range a.owned.Areas[i].Owners {
			if k := strings.ToLower(o.Name); !seen[k] {
				seen[k] = true
				if o.Kind == fact.OwnerTeam || o.Kind == fact.OwnerRole {
					teams++
				} else {
					people++
				}
			}
		}
	}
	return teams, people
}

// several says how many landings needed more than one owner.
func (a *answer) several() sheet.Figure {
	f := sheet.Figure{
		ID: "collaboration/several", Label: "of the changes of owned files need owners of two areas", Unit: "%",
		N: a.crossings.Landings, Window: a.window,
	}
	switch {
	case a.small:
		f.Reason = fmt.Sprintf("fewer than %d people were active: it would be what each of them did", duty.PacePeople)
	case a.alone():
		f.State, f.Reason = sheet.NotApplicable, "all that is owned has the same owners"
	case a.crossings.Landings == 0:
		f.State, f.Reason = sheet.NotApplicable, "no file with an owner was changed"
	default:
		f.State, f.Value = sheet.Known, sheet.Float(math.Round(100*float64(a.crossings.Several)/float64(a.crossings.Landings)))
	}
	return f
}

// alone reports whether all that is owned has the same owners.
func (a *answer) alone() bool {
	n := 0
	for i := range a.owned.Areas {
		if len(a.owned.Areas[i].Owners) > 0 {
			n++
		}
	}
	return n < 2
}

// files counts, by area, the files in the place.
func (a *answer) files() []int {
	at := map[*codeowners.Area]int{}
	for i := range a.owned.Areas {
		at[&a.owned.Areas[i]] = i
	}
	out := make([]int, len(a.owned.Areas))
	for i := range a.view.History.Files {
		p := a.view.History.Files[i].Path
		if x := a.owned.Area(p); x != nil && a.view.Within(p) {
			out[at[x]]++
		}
	}
	return out
}

// summary is the answer in one line.
func (a *answer) summary() string {
	var parts []string
	if a.owned != nil {
		owned, of := a.owners()
		teams, people := a.tally()
		if of > 0 {
			parts = append(parts, fmt.Sprintf("%s %% of the files of code owned by %s", duty.Percent(float64(owned), float64(of)), ownersCounted(teams, people)))
		}
		if a.crossings.Landings > 0 && !a.alone() {
			parts = append(parts, fmt.Sprintf("%s %% of the changes need two areas' owners", duty.Percent(float64(a.crossings.Several), float64(a.crossings.Landings))))
		}
	}
	requests := 0
	for _, w := range a.waitings() {
		if w.open && w.Kind == fact.Request {
			requests++
		}
	}
	if requests > 0 {
		parts = append(parts, duty.Amount(requests, "request", "requests")+" not answered")
	}
	return strings.Join(parts, " · ")
}

func ownersCounted(teams, people int) string {
	switch {
	case people == 0:
		return duty.Amount(teams, "team", "teams")
	case teams == 0:
		return duty.Amount(people, "person", "people")
	}
	return duty.Amount(teams, "team", "teams") + " and " + duty.Amount(people, "person", "people")
}

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if a.owned != nil {
		if s := a.areas(); len(s.Table.Rows) > 0 {
			out = append(out, s)
		}
		if s, ok := a.pairs(); ok {
			out = append(out, s)
		}
	}
	if s, ok := a.catalog(); ok {
		out = append(out, s)
	}
	if s, ok := a.waitingSection(a.waitings()); ok {
		out = append(out, s)
	}
	if w, ok := a.work(); ok {
		out = append(out, w.section())
	}
	return out
}

// areas tells who owns what, the areas with the most files in the place first.
func (a *answer) areas() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "teams", Label: "teams", Kind: sheet.ColumnText},
		{ID: "people", Label: "people", Kind: sheet.ColumnPeople},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "pattern", Label: "most by", Kind: sheet.ColumnText},
		{ID: "line", Label: "where", Kind: sheet.ColumnPlace},
	}}
	files := a.files()
	order := make([]int, 0, len(files))
	for i, n := range files {
		if n > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(files[y], files[x]) })
	named := false // people stand beside no number
	for _, i := range order {
		if len(t.Rows) == mostAreas {
			t.Others++
			continue
		}
		x := &a.owned.Areas[i]
		l := a.lineOf(x)
		teams := some(a.teams(x.Owners))
		if len(x.Owners) == 0 {
			teams = "nobody, on purpose"
		}
		people := a.peopleOf(x.Owners)
		slices.Sort(people)
		named = named || len(people) > 0
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(teams), sheet.OfPeople(slices.Compact(people)), sheet.Int(files[i]), sheet.String(l.Pattern), sheet.At(sheet.Place{Path: string(l.File), Line: l.Line}),
		})
	}
	if named {
		dropColumn(t, "files")
	}
	s := sheet.Section{
		ID: "collaboration/areas", Title: "Who owns what", Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("By the rules of %s. Files of the same owners are one area, the largest first.", a.owned.Dialect),
	}
	return s
}

// dropColumn takes a column out of a table.
func dropColumn(t *sheet.Table, id string) {
	at := slices.IndexFunc(t.Columns, func(c sheet.Column) bool { return c.ID == id })
	t.Columns = slices.Delete(t.Columns, at, at+1)
	for i := range t.Rows {
		t.Rows[i] = slices.Delete(t.Rows[i], at, at+1)
	}
}

// lineOf is the line that gives an area most of its files in the place.
func (a *answer) lineOf(x *codeowners.Area) *fact.OwnerLine {
	if a.view.Place.Path == "" {
		return a.owned.Line(x)
	}
	n := map[int]int{}
	for i := range a.view.History.Files {
		if p := a.view.History.Files[i].Path; a.view.Within(p) && a.owned.Area(p) == x {
			for _, l := range a.owned.Deciding[p] {
				n[l]++
			}
		}
	}
	best := x.Lines[0]
	for _, l := range x.Lines {
		if n[l] > n[best] {
			best = l
		}
	}
	return &a.owned.Lines[best]
}

// pairs tells which areas change together.
func (a *answer) pairs() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "one", Label: "area of", Kind: sheet.ColumnText},
		{ID: "other", Label: "and of", Kind: sheet.ColumnText},
		{ID: "together", Label: "both", Kind: sheet.ColumnNumber},
		{ID: "share", Label: "of fewer", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "lift", Label: "× chance", Kind: sheet.ColumnNumber},
		{ID: "commit", Label: "last in", Kind: sheet.ColumnCommit},
	}}
	for i := range a.crossings.Pairs {
		p := &a.crossings.Pairs[i]
		if p.Together < leastTogether {
			continue
		}
		if len(t.Rows) == mostPairRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(a.label(p.A)), sheet.String(a.label(p.B)), sheet.Int(p.Together),
			sheet.Float(math.Round(100 * float64(p.Together) / float64(min(p.OfA, p.OfB)))), sheet.Float(math.Round(10*p.Lift) / 10), sheet.OfCommit(string(p.Newest.ID)),
		})
	}
	s := sheet.Section{ID: "collaboration/pairs", Title: "Areas without a common owner that change together", Kind: sheet.KindTable, Table: t, Window: a.window}
	s.Note = fmt.Sprintf("Of %s of files with owners. Both: how many changed both, of fewer: as a share of the changes of that which changes less. × chance: by how many would if each changed by itself; %.1f for all pairs together.",
		duty.Amount(a.crossings.Landings, "landing", "landings"), a.crossings.Baseline)
	return s, len(t.Rows) > 0
}

// catalog tells the components of a catalogue, and whose they need.
func (a *answer) catalog() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "component", Label: "component", Kind: sheet.ColumnText},
		{ID: "owner", Label: "owner", Kind: sheet.ColumnText},
		{ID: "system", Label: "system", Kind: sheet.ColumnText},
		{ID: "needs", Label: "needs", Kind: sheet.ColumnText},
		{ID: "of", Label: "of", Kind: sheet.ColumnText},
		{ID: "provides", Label: "provides", Kind: sheet.ColumnText},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	owner := map[string]string{}
	for i := range a.view.Owners.Catalog {
		c := &a.view.Owners.Catalog[i]
		owner[strings.ToLower(c.Name)] = ownerName(c.Owner)
	}
	for i := range a.view.Owners.Catalog {
		c := &a.view.Owners.Catalog[i]
		if !strings.EqualFold(c.Kind, "Component") && !strings.EqualFold(c.Kind, "Resource") || !a.view.Within(c.Path) {
			continue
		}
		if len(t.Rows) == mostCatalog {
			t.Others++
			continue
		}
		needs := slices.Concat(c.DependsOn, c.Consumes)
		var of []string
		for _, n := range needs {
			if o := owner[strings.ToLower(path.Base(n[strings.IndexByte(n, ':')+1:]))]; o != "" && o != ownerName(c.Owner) && !slices.Contains(of, o) {
				of = append(of, o)
			}
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(c.Name), sheet.String(ownerName(c.Owner)), sheet.String(c.System), sheet.String(some(needs)),
			sheet.String(strings.Join(of, ", ")), sheet.String(some(c.Provides)), sheet.At(sheet.Place{Path: string(c.Path), Line: c.Line}),
		})
	}
	return sheet.Section{
		ID: "collaboration/catalog", Title: "Components of the catalogue", Kind: sheet.KindTable, Table: t,
		Note: "By catalog-info.yaml. Of: the other owners of what it needs, where the commit holds them too.",
	}, len(t.Rows) > 0
}

// ownerName is a team of a catalogue. A person is not named beside a component.
func ownerName(o fact.Owner) string {
	if o.Kind == fact.OwnerAccount {
		return "a person"
	}
	return o.Name
}

// some keeps a list short.
func some(list []string) string {
	if len(list) > 3 {
		return fmt.Sprintf("%s and %d more", strings.Join(list[:3], ", "), len(list)-3)
	}
	return strings.Join(list, ", ")
}
