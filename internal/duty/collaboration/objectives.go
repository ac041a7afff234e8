package collaboration

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/register"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// quarterDays is how long a quarter is taken to be.
const quarterDays = 91

// work is how the landings of the last quarter divide by objective.
type work struct {
	window *sheet.Window
	// Of so many landings, linked name a record that leads to an objective. One may lead
	// to several.
	landings, linked int
	by               map[*register.Entry]int
}

// work follows commits that name records to objectives; ok is false where the team
// wrote none down.
func (a *answer) work() (w work, ok bool) {
	if a.register == nil || a.count(fact.Objective) == 0 {
		return w, false
	}
	names := a.named()
	t := a.view.Timeline()
	window := t.Window(a.view.End().AddDate(0, 0, -quarterDays), a.view.End())
	w.window, w.by = duty.WindowOf(window), map[*register.Entry]int{}
	found := make([]map[*register.Entry]bool, max(0, window.End-window.First))
	within := make([]bool, len(found))
	for c, p := range a.commits(t, window) {
		at := p - window.First
		within[at] = within[at] || a.view.Touches(c)
		for _, word := range wordsOf(c) {
			for _, objective := range names[strings.ToLower(word)] {
				if found[at] == nil {
					found[at] = map[*register.Entry]bool{}
				}
				found[at][objective] = true
			}
		}
	}
	for at, objectives := range found {
		if !within[at] {
			continue
		}
		w.landings++
		if len(objectives) > 0 {
			w.linked++
		}
		for e := range objectives {
			w.by[e]++
		}
	}
	return w, true
}

// commits gives those of a window, merges too, since their messages name records as well,
// each with the position of its landing.
func (a *answer) commits(t *activity.Timeline, w activity.Window) func(func(*fact.Commit, int) bool) {
	return func(yield func(*fact.Commit, int) bool) {
		for i, p := range t.Landed {
			if p >= w.First && p < w.End && !yield(&t.History.Commits[i], p) {
				return
			}
		}
	}
}

// wordForm is a word that may be the id of a record: with a hyphen or a digit within.
var wordForm = regexp.MustCompile(`[A-Za-z][A-Za-z0-9]*[-_~.][A-Za-z0-9._~-]*[A-Za-z0-9]`)

// wordsOf are the words of a commit's subject and trailers that may be ids.
func wordsOf(c *fact.Commit) []string {
	out := wordForm.FindAllString(c.Subject, -1)
	for _, t := range c.Trailers {
		out = append(out, wordForm.FindAllString(t.Value, -1)...)
	}
	return out
}

// named are the objectives to which records lead, by the ids of those: an objective to
// itself, others by what they implement, over any number of steps.
func (a *answer) named() map[string][]*register.Entry {
	above := map[*fact.Record][]*register.Entry{}
	for _, e := range a.register.Edges() {
		if e.Kind == fact.Implements {
			above[e.From.Record] = append(above[e.From.Record], e.To)
		}
	}
	out := map[string][]*register.Entry{}
	for i := range a.register.Entries {
		e := &a.register.Entries[i]
		if goals := leads(e, above); len(goals) > 0 {
			out[strings.ToLower(e.ID)] = append(out[strings.ToLower(e.ID)], goals...)
		}
	}
	return out
}

func leads(from *register.Entry, above map[*fact.Record][]*register.Entry) []*register.Entry {
	var out []*register.Entry
	seen := map[*fact.Record]bool{from.Record: true}
	for todo := []*register.Entry{from}; len(todo) > 0; todo = todo[1:] {
		e := todo[0]
		if e.Kind == fact.Objective {
			out = append(out, e)
		}
		for _, to := range above[e.Record] {
			if !seen[to.Record] {
				seen[to.Record] = true
				todo = append(todo, to)
			}
		}
	}
	return out
}

// figure says how much of the work leads to no objective.
func (w *work) figure() sheet.Figure {
	f := sheet.Figure{ID: "collaboration/unassigned", Label: "of the landings name no record that leads to an objective", Unit: "%", Window: w.window, N: w.landings}
	if w.landings == 0 {
		f.State, f.Reason = sheet.NotApplicable, "nothing landed"
		return f
	}
	f.State, f.Value = sheet.Known, sheet.Int(int(100*float64(w.landings-w.linked)/float64(w.landings)+.5))
	return f
}

// section divides the work.
func (w *work) section() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "objective", Label: "objective", Kind: sheet.ColumnText},
		{ID: "landings", Label: "landings", Kind: sheet.ColumnNumber},
		{ID: "share", Label: "share", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "place", Label: "place", Kind: sheet.ColumnPlace},
	}}
	var all []*register.Entry
	for e := range w.by {
		all = append(all, e)
	}
	slices.SortFunc(all, func(x, y *register.Entry) int {
		return cmp.Or(cmp.Compare(w.by[y], w.by[x]), cmp.Compare(x.Path, y.Path), cmp.Compare(x.Line, y.Line))
	})
	share := func(n int) sheet.Value {
		return sheet.Float(float64(int(1000*float64(n)/float64(max(w.landings, 1))+.5)) / 10)
	}
	for _, e := range all {
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(cmp.Or(e.Title.Text, e.ID)), sheet.Int(w.by[e]), share(w.by[e]), sheet.At(sheet.Place{Path: string(e.Path)})})
	}
	t.Rows = append(t.Rows, []sheet.Value{sheet.String("none that a commit names"), sheet.Int(w.landings - w.linked), share(w.landings - w.linked), {}})
	return sheet.Section{
		ID: "collaboration/objectives", Title: "The last quarter's work by objective", Kind: sheet.KindTable, Table: t, Window: w.window,
		Note: fmt.Sprintf("%s. A landing counts where one of its commits names, in its subject or a trailer, an objective or a record that implements one. One that names several counts for each.",
			duty.Amount(w.landings, "landing", "landings")),
	}
}
