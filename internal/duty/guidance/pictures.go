package guidance

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/analysis/area"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mapRows is how many folders the map of knowledge shows.
const mapRows = 24

// pictures draw how much of the code of each folder is known by how many.
func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" || v.Place.Path != "" && !v.Place.Folder || v.Flags["away"] != "" {
		return nil
	}
	covers, total := map[fact.Path]*duty.Coverage{}, duty.Coverage{}
	code := v.Code()
	for i := range code {
		s := &code[i]
		if !v.Within(s.Path) {
			continue
		}
		n, dir := v.Cover(s.Path), mapFolder(v, s.Path)
		if covers[dir] == nil {
			covers[dir] = &duty.Coverage{}
		}
		covers[dir].Add(s, n)
		total.Add(s, n)
	}
	if total.All() == 0 {
		return nil
	}
	var dirs []fact.Path
	for d, c := range covers {
		if c.All() > 0 {
			dirs = append(dirs, d)
		}
	}
	slices.SortFunc(dirs, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(covers[y].All(), covers[x].All()), cmp.Compare(x, y))
	})
	left := len(dirs) - mapRows
	dirs = dirs[:min(mapRows, len(dirs))]
	c := &sheet.Chart{
		XLabel: "folder", Unit: "%", Stacked: true, Form: sheet.FormBars,
		Series: []sheet.Series{{Label: "nobody active"}, {Label: "somebody had a hand in it"}, {Label: "one knows it"}, {Label: "two or more"}},
	}
	for _, d := range dirs {
		c.X = append(c.X, sheet.At(duty.FolderPlace(d)))
		for k, share := range shares(covers[d].Lines) {
			c.Series[k].Values = append(c.Series[k].Values, sheet.Float(share))
		}
	}
	note := "Lines of code at the head that people write, by how many active people know their file, or have had a hand in it; tests, documentation and data are left out. " +
		"The largest folders come first; one that stands beside a folder in it is the rest of it."
	note += total.Missing()
	if left > 0 {
		note += fmt.Sprintf(" %s left out.", duty.Amount(left, "smaller folder is", "smaller folders are"))
	}
	return []sheet.Section{{
		ID: "guidance/map", Title: mapTitle(total, dirs, covers), Kind: sheet.KindChart, Chart: c, Note: note,
	}}
}

// mapFolder is under which folder a file is drawn: the area, or of a folder that
// is asked about the one directly below it.
func mapFolder(v *duty.View, p fact.Path) fact.Path {
	if !v.Place.Folder {
		if a := v.Areas().Of(p); a != area.Top {
			return fact.Path(a)
		}
		return ""
	}
	if sub, below := p.Below(v.Place.Path); below {
		return sub
	}
	return v.Place.Path
}

// mapTitle says how much nobody knows, and where most of that is.
func mapTitle(total duty.Coverage, dirs []fact.Path, covers map[fact.Path]*duty.Coverage) string {
	words := total.Words()
	title := strings.ToUpper(words[:1]) + words[1:]
	if total.Lines[duty.Nobody] == total.All() || len(dirs) < 2 {
		return title
	}
	// Where most of it is: of what nobody knows, or of what one knows at most.
	worst := duty.One
	if total.Telling() {
		worst = duty.Nobody
	}
	sum := func(c *duty.Coverage) int {
		n := 0
		for k := range worst + 1 {
			n += c.Lines[k]
		}
		return n
	}
	most := slices.MaxFunc(dirs, func(x, y fact.Path) int { return cmp.Compare(sum(covers[x]), sum(covers[y])) })
	if n := sum(covers[most]); n > 0 {
		where := string(most) + "/"
		if most == "" {
			where = "the top level"
		}
		title += fmt.Sprintf("; %s %% of those are in %s", share(n, sum(&total)), where)
	}
	return title
}

func share(n, of int) string { return duty.Percent(float64(n), float64(of)) }

// shares are per cent with a decimal that add up to a hundred: what rounding down
// leaves goes to those that it took most from.
func shares(c [duty.Several + 1]int) [duty.Several + 1]float64 {
	all := 0
	for _, n := range c {
		all += n
	}
	var tenths [duty.Several + 1]int
	order := make([]int, len(c))
	left := 1000
	for k, n := range c {
		tenths[k], order[k] = 1000*n/all, k
		left -= tenths[k]
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(1000*c[y]%all, 1000*c[x]%all) })
	for _, k := range order[:left] {
		tenths[k]++
	}
	var out [duty.Several + 1]float64
	for k, n := range tenths {
		out[k] = float64(n) / 10
	}
	return out
}
