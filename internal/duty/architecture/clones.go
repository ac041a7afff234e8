package architecture

import (
	"fmt"
	"slices"
	"strconv"
	"sync"

	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/coupling"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostClones is how many clones may be asked for.
const mostClones = 1000

// What weighs less than lightest is told where it changed together changesLeast times,
// or where a file is asked about.
const (
	lightest     = 2 * clone.Least
	changesLeast = 2
)

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
			"The heaviest first: tokens × copies beyond the first; of those whose first two places are in the same files, one; what weighs less than %d where it changed together at least %d times. Of a file that is asked about all. Together: landings of %d years that changed the two files of which that is most often true.",
			clone.Least, duty.Amount(a.view.Clones.Files, "file", "files"), lightest, changesLeast, hiddenYears),
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
	together := sync.OnceValue(a.together)
	told, file := map[[2]fact.Path]bool{}, a.view.AtHead(a.view.Place.Path)
	for i := range a.view.Clones.Clones {
		c := &a.view.Clones.Clones[i]
		if c.Data || !slices.ContainsFunc(c.Places, func(p clone.Place) bool { return a.view.Within(p.Path) }) {
			continue
		}
		one, other := c.Places[0], c.Places[1]
		pair := [2]fact.Path{one.Path, other.Path}
		if len(t.Rows) == n || !file && (told[pair] || c.Weight() < lightest && c.Together(together()) < changesLeast) {
			t.Others++
			continue
		}
		told[pair] = true
		row := []sheet.Value{
			placeOf(one), placeOf(other), sheet.Int(len(c.Places)), sheet.Int(one.End - one.Line + 1), sheet.Int(c.Tokens), {},
		}
		if slices.ContainsFunc(c.Places, func(p clone.Place) bool { return p.Path != one.Path }) {
			row[5] = sheet.Int(c.Together(together()))
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		s.Kind, s.Text = sheet.KindText, "Nothing of that length was copied."
		if t.Others > 0 {
			s.Text = fmt.Sprintf("Nothing of weight: %s of fewer than %d tokens.", duty.Amount(t.Others, "copy", "copies"), lightest)
		}
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
