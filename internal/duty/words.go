package duty

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/backtest"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Mistake is something that a person asked of a duty and that cannot be
// answered.
type Mistake struct{ What, Hint string }

// Error says what is wrong.
func (m *Mistake) Error() string { return m.What }

// Within reports whether a path is in the place that is asked about.
func (v *View) Within(p fact.Path) bool {
	at := v.Place.Path
	return at == "" || p == at || v.Place.Folder && strings.HasPrefix(string(p), string(at)+"/")
}

// Touches reports whether a commit changed anything in the place that is asked
// about.
func (v *View) Touches(c *fact.Commit) bool {
	if v.Place.Path == "" {
		return true
	}
	return slices.ContainsFunc(c.Changes, func(x fact.Change) bool { return v.Within(x.Path) })
}

// WindowOf is a window of days, both included.
func WindowOf(w activity.Window) *sheet.Window {
	return &sheet.Window{From: sheet.DateOf(w.From), To: sheet.DateOf(w.To.AddDate(0, 0, -1))}
}

// Count is a figure that counts things; the window is nil for all of them.
func Count(id string, n int, one, many string, w *sheet.Window) sheet.Figure {
	return sheet.Figure{ID: id, Label: Plural(n, one, many), State: sheet.Known, Value: sheet.Int(n), Window: w}
}

// PersonName is what a person is called.
func (v *View) PersonName(id fact.PersonID) string {
	p := v.People().Get(id)
	if p == nil {
		return ""
	}
	return cmp.Or(p.Name, p.Email, "someone without a name")
}

// Names are what people are called, in the order of the alphabet: an order that
// says nothing about them.
func (v *View) Names(ids []fact.PersonID) []string {
	out := make([]string, 0, len(ids))
	for _, id := range ids {
		out = append(out, v.PersonName(id))
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// FolderPlace is a folder as a place.
func FolderPlace(p fact.Path) sheet.Place {
	if p == "" {
		return sheet.Place{Path: "."}
	}
	return sheet.Place{Path: string(p) + "/"}
}

// PeopleValue is a cell that names people.
func (v *View) PeopleValue(ids []fact.PersonID) sheet.Value { return sheet.OfPeople(v.Names(ids)) }

// Record is a metric of a predictor's track record on this repository, in per
// cent, as a figure; ok is false if there is no such predictor.
func (v *View) Record(predictor, metric, id string) (sheet.Figure, bool) {
	r, ok := v.Records[predictor]
	if !ok {
		return sheet.Figure{}, false
	}
	f := sheet.Figure{ID: id, Label: strings.TrimSuffix(r.Question, "?"), Unit: "%", Basis: sheet.Measured, N: r.N}
	m, ok := r.Metric(metric)
	if !ok {
		f.Reason, f.Next = r.Reason, "leadline backtest"
		return f, true
	}
	f.Label = fmt.Sprintf("right within three guesses: %s (baseline %.0f %%)", strings.ToLower(f.Label[:1])+f.Label[1:], 100*m.Baseline)
	f.State, f.Value = sheet.Known, sheet.Float(math.Round(100*m.Value))
	f.Window = &sheet.Window{From: sheet.DateOf(r.From), To: sheet.DateOf(r.To)}
	return f, true
}

// Trusted reports whether a predictor beat its baseline on this repository, so
// that what it says is worth showing.
func (v *View) Trusted(predictor string) bool {
	return v.Records[predictor].Verdict == backtest.Better
}

// Subfolders are the folders directly below one that hold files which people
// write, by path bytes, and the folder itself first.
func (v *View) Subfolders(dir fact.Path) []fact.Path {
	out := []fact.Path{dir}
	for i := range v.History.Files {
		p := v.History.Files[i].Path
		if sub, below := p.Below(dir); below && out[len(out)-1] != sub && v.Written(p) {
			out = append(out, sub)
		}
	}
	return out
}
