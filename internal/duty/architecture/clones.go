package architecture

import (
	"fmt"
	"slices"
	"strconv"

	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/coupling"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostClones is how many clones may be asked for.
const mostClones = 1000

// askedClones is how many clones are asked for; 0 for none.
func askedClones(v *duty.View) (int, error) {
	s := v.Flags["clones"]
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > mostClones {
		return 0, &duty.Mistake{What: fmt.Sprintf("--clones %q: must be a number from 1 to %d", s, mostClones), Hint: "give the number of clones to tell"}
	}
	return n, nil
}

// clones tells what was copied, heaviest first, and whether it changes together.
func (a *answer) clones() (sheet.Section, bool) {
	n, err := askedClones(a.view)
	if err != nil || n == 0 || a.view.Clones == nil {
		return sheet.Section{}, false
	}
	s := sheet.Section{
		ID: "architecture/clones", Title: "Code that was copied", Kind: sheet.KindTable,
		Note: fmt.Sprintf("Runs of %d equal tokens and more in %s, whatever the blanks and comments between them; tests, examples, generated code, import statements and tables are left out. "+
			"The heaviest first: tokens × copies beyond the first; of those whose first two places are in the same files, one, unless a file is asked about. Together: landings of %d years that changed the two files of which that is most often true.",
			clone.Least, duty.Amount(a.view.Clones.Files, "file", "files"), hiddenYears),
	}
	if !a.view.Clones.Complete {
		s.Note += " There is more than could be followed."
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "one", Label: "copy", Kind: sheet.ColumnPlace},
		{ID: "other", Label: "and", Kind: sheet.ColumnPlace},
		{ID: "copies", Label: "copies", Kind: sheet.ColumnNumber},
		{ID: "lines", Label: "lines", Kind: sheet.ColumnNumber, Unit: "lines"},
		{ID: "tokens", Label: "tokens", Kind: sheet.ColumnNumber},
		{ID: "together", Label: "together", Kind: sheet.ColumnNumber},
	}}
	var together func(one, other fact.Path) int
	told, file := map[[2]fact.Path]bool{}, a.view.AtHead(a.view.Place.Path)
	for i := range a.view.Clones.Clones {
		c := &a.view.Clones.Clones[i]
		if c.Data || !slices.ContainsFunc(c.Places, func(p clone.Place) bool { return a.view.Within(p.Path) }) {
			continue
		}
		pair := [2]fact.Path{c.Places[0].Path, c.Places[1].Path}
		if len(t.Rows) == n || told[pair] && !file {
			t.Others++
			continue
		}
		told[pair] = true
		if together == nil {
			together = a.together()
		}
		one, other := c.Places[0], c.Places[1]
		row := []sheet.Value{
			placeOf(one), placeOf(other), sheet.Int(len(c.Places)), sheet.Int(one.End - one.Line + 1), sheet.Int(c.Tokens), {},
		}
		if times := c.Together(together); slices.ContainsFunc(c.Places, func(p clone.Place) bool { return p.Path != one.Path }) {
			row[5] = sheet.Int(times)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		s.Kind, s.Text = sheet.KindText, "Nothing of that length was copied."
		return s, true
	}
	s.Table = t
	return s, true
}

func placeOf(p clone.Place) sheet.Value {
	return sheet.At(sheet.Place{Path: string(p.Path), Line: p.Line})
}

// together tells how often two files landed together.
func (a *answer) together() func(one, other fact.Path) int {
	c := coupling.Of(a.view.Timeline(), coupling.Options{
		Since: a.view.AsOf.AddDate(-hiddenYears, 0, 0), Until: a.view.End(), Keep: a.view.Written,
	})
	known := map[fact.Path]map[fact.Path]int{}
	return func(one, other fact.Path) int {
		if known[one] == nil {
			known[one] = map[fact.Path]int{}
			for _, p := range c.With(one, len(a.view.History.Files)) {
				known[one][p.Path] = p.Together
			}
		}
		return known[one][other]
	}
}
