package explain

import (
	"fmt"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// pictures draw how often the place changed over its life, and of a folder what is
// in it.
func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" {
		return nil
	}
	a := &answer{view: v, place: v.Place}
	a.touched = a.touches()
	var out []sheet.Section
	if s, ok := a.pace(); ok {
		out = append(out, s)
	}
	if t, ok := v.Tree(); ok {
		w, _ := v.Active()
		out = append(out, sheet.Section{
			ID: "explain/tree", Title: fmt.Sprintf("%s lines of code, and how well they are known", duty.Thousands(int(t.Root.Size))), Kind: sheet.KindTree, Tree: t,
			Window: duty.WindowOf(w),
			Note: "Every box is a folder or file of code that people write, as large as its lines; tests, documentation and data are left out. " +
				"Age is that of the median line, and the changes of a folder are those of its files, added up.",
		})
	}
	return out
}

// mostQuarters is how far back the changes of a place are drawn.
const mostQuarters = 40

// pace draws the commits of every quarter.
func (a *answer) pace() (sheet.Section, bool) {
	people := map[fact.PersonID]bool{}
	for _, x := range a.touched {
		people[a.view.People().Credit(x.commit)] = true
	}
	delete(people, "")
	if len(people) < duty.PacePeople {
		return sheet.Section{}, false
	}
	now := quarter(a.view.AsOf)
	counts := map[int]int{}
	year, before := 0, 0
	for _, x := range a.touched {
		counts[min(quarter(landed(x.commit)), now)]++
		switch at := landed(x.commit); {
		case at.After(a.view.End().AddDate(-1, 0, 0)):
			year++
		case at.After(a.view.End().AddDate(-2, 0, 0)):
			before++
		}
	}
	first := now
	for at := range counts {
		first = min(first, at)
	}
	first = max(first, now-mostQuarters+1)
	if now-first < 3 {
		return sheet.Section{}, false
	}
	c := &sheet.Chart{XLabel: "quarter", Unit: "commits", Form: sheet.FormColumns, Series: []sheet.Series{{Label: "commits"}}}
	for at := first; at <= now; at++ {
		c.X = append(c.X, sheet.OnDay(sheet.DateOf(time.Date(at/4, time.Month(at%4*3+1), 1, 0, 0, 0, 0, time.UTC))))
		c.Series[0].Values = append(c.Series[0].Values, sheet.Int(counts[at]))
	}
	title := fmt.Sprintf("%s in the last 12 months, %s in the 12 before", duty.Amount(year, "commit", "commits"), duty.Thousands(before))
	note := "Commits other than merges that changed it, by the quarter of their committer date. The last quarter is not over."
	if a.view.History.Cut() {
		title, note = "Its commits by quarter, as far as the history was read", note+duty.CutNote
	}
	return sheet.Section{
		ID: "explain/pace", Kind: sheet.KindChart, Chart: c, Title: title, Note: note,
	}, true
}

func landed(c *fact.Commit) time.Time { return time.Unix(c.Committed.Unix, 0).UTC() }

func quarter(t time.Time) int { return t.Year()*4 + (int(t.Month())-1)/3 }
