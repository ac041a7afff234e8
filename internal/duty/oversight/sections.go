package oversight

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/area"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// How many rows a table shows.
const (
	areaRows = 6
	fileRows = 6
)

func (b *brief) sections() []sheet.Section {
	var out []sheet.Section
	if b.recent.Empty() {
		out = append(out, b.nothing())
	} else if s, ok := b.areas(); ok {
		out = append(out, s)
	}
	if s, ok := b.hotspots(); ok {
		out = append(out, s)
	}
	if s, ok := b.duties(); ok {
		out = append(out, s)
	}
	return out
}

// nothing says when something last landed.
func (b *brief) nothing() sheet.Section {
	s := sheet.Section{ID: "oversight/nothing", Title: "Nothing landed", Kind: sheet.KindText, Window: window(b.recent)}
	last := b.line.Window(b.recent.From.AddDate(-10000, 0, 0), b.recent.From)
	if last.Empty() {
		s.Text = "No commit is dated before the window."
		return s
	}
	_, id := b.line.Range(last)
	at, _ := b.line.Last(b.recent.From)
	s.Text = fmt.Sprintf("The last change landed on %s: %s.", at.Format("2 Jan 2006"), short(id))
	if b.quiet {
		s.Text += " As nobody changed anything in the 180 days before the as-of day, activity is that of the 180 days before the last change."
	}
	s.Command = sheet.Command("git", "show", "--stat", short(id))
	return s
}

// areas tells where the recent work went, and the largest commit in each.
func (b *brief) areas() (sheet.Section, bool) {
	areas := b.view.Areas()
	tallies := b.line.By(b.recent, func(p fact.Path) (string, bool) { return areas.Of(p), b.written(p) })
	if len(tallies) == 0 {
		return sheet.Section{}, false
	}
	merges := false
	for _, t := range tallies {
		merges = merges || t.Merges > 0
	}
	t := &sheet.Table{Columns: []sheet.Column{{ID: "area", Label: "area", Kind: sheet.ColumnPlace}}}
	if merges {
		t.Columns = append(t.Columns, sheet.Column{ID: "merges", Label: "merges", Kind: sheet.ColumnNumber})
	}
	t.Columns = append(t.Columns,
		sheet.Column{ID: "commits", Label: "commits", Kind: sheet.ColumnNumber},
		sheet.Column{ID: "added", Label: "added", Kind: sheet.ColumnAdded, Unit: "lines"},
		sheet.Column{ID: "deleted", Label: "deleted", Kind: sheet.ColumnDeleted, Unit: "lines"},
		sheet.Column{ID: "largest", Label: "largest", Kind: sheet.ColumnCommit},
		sheet.Column{ID: "subject", Label: "change", Kind: sheet.ColumnText})
	for _, k := range ranked(tallies) {
		if len(t.Rows) == areaRows {
			t.Others = len(tallies) - areaRows
			break
		}
		x := tallies[k]
		row := []sheet.Value{sheet.At(folder(k))}
		if merges {
			row = append(row, sheet.Int(x.Merges))
		}
		added, deleted := counted(x)
		row = append(row, sheet.Int(x.Commits), added, deleted)
		if x.Largest != nil {
			row = append(row, sheet.OfCommit(string(x.Largest.ID)), sheet.String(x.Largest.Subject))
		} else {
			row = append(row, sheet.Value{}, sheet.Value{})
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Section{
		ID: "oversight/areas", Title: "Where it changed", Kind: sheet.KindTable, Window: window(b.recent), Table: t,
		Note: "Files that people write: " + leftOut, Command: b.log(b.recent, "--stat"),
	}, true
}

const leftOut = "generated, vendored and lock files are left out, told by .gitattributes and by name."

// hotspots tells where work and complexity meet.
func (b *brief) hotspots() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "before", Label: "before", Kind: sheet.ColumnNumber},
		{ID: "pace", Label: "12 months", Kind: sheet.ColumnSpark},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "age", Label: "age, days", Kind: sheet.ColumnNumber, Unit: "days"},
		{ID: "commit", Label: "last", Kind: sheet.ColumnCommit},
	}}
	for _, x := range b.view.Hotspots() {
		if !b.view.Within(x.Path) {
			continue
		}
		if len(t.Rows) == fileRows {
			t.Others++
			continue
		}
		before, lines := sheet.Int(x.Before), sheet.Int(x.Lines)
		if !x.BeforeKnown {
			before = sheet.Value{}
		}
		if !x.Sized {
			lines = sheet.Value{}
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(x.Path)}), sheet.Int(x.Changes), before, pace(&x), lines, b.age(x.Path),
			sheet.OfCommit(string(x.Newest.ID)),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "oversight/hotspots", Title: "Hotspots: complex code that is worked on and mended", Kind: sheet.KindTable, Window: window(b.active), Table: t,
		Note: "Ranked by (fixes, each halved every 180 days + changes / 100, each halved every 2 years) × complexity per line of code, of files that changed " +
			"three times in the window; before is the window of equal length before it, and both are drawn, by twelfths. A merge is one " +
			"change, however many commits it brought; commits of over 30 files count nothing. The age is that of the median line: old code that still changes is " +
			"where surprises wait. Tests, documentation, changelogs, manifests, and files that change by 5 lines or fewer on average are left out; " + leftOut,
		Command: b.log(b.active, "--oneline", t.Rows[0][0].Place().Path),
	}, true
}

// pace draws the commits of both windows; those before are not known where the
// history that was read ends there.
func pace(x *hotspot.Spot) sheet.Value {
	out := make([]float64, len(x.Pace))
	for i, n := range x.Pace {
		out[i] = float64(n)
		if !x.BeforeKnown && i < len(out)/2 {
			out[i] = math.NaN()
		}
	}
	return sheet.Spark(out)
}

// age is that of the median line of a file.
func (b *brief) age(p fact.Path) sheet.Value {
	f := b.view.History.File(p)
	if f == nil {
		return sheet.Value{}
	}
	if x := b.view.Age(f); x.Lines > 0 {
		return sheet.Int(x.Median)
	}
	return sheet.Value{}
}

// counted are a tally's lines; nothing where no content was there to count.
func counted(t *activity.Tally) (added, deleted sheet.Value) {
	if t.Counted == 0 && t.Missing > 0 {
		return sheet.Value{}, sheet.Value{}
	}
	return sheet.Int(t.Added), sheet.Int(t.Deleted)
}

// ranked orders keys by commits, then lines, then bytes.
func ranked(tallies map[string]*activity.Tally) []string {
	keys := make([]string, 0, len(tallies))
	for k := range tallies {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b string) int {
		x, y := tallies[a], tallies[b]
		return cmp.Or(cmp.Compare(y.Commits, x.Commits), cmp.Compare(y.Added+y.Deleted, x.Added+x.Deleted), cmp.Compare(a, b))
	})
	return keys
}

func folder(name string) sheet.Place {
	if name == area.Top {
		return sheet.Place{Path: "."}
	}
	return sheet.Place{Path: name + "/"}
}
