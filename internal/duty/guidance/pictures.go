package guidance

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/area"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mapRows is how many folders the map of knowledge shows.
const mapRows = 14

// cover is the lines of code of a folder by how many active people know the file:
// nobody, one, two or more.
type cover [3]int

func (c cover) all() int { return c[0] + c[1] + c[2] }

// pictures draw how much of the code of each folder is known by how many.
func pictures(v *duty.View) []sheet.Section {
	if v.History.Head == "" || v.Place.Path != "" && !v.Place.Folder || v.Flags["away"] != "" {
		return nil
	}
	covers, total := map[fact.Path]*cover{}, cover{}
	for _, s := range v.Code() {
		if !s.Sized || !v.Within(s.Path) {
			continue
		}
		n := min(v.Knowers(s.Path), len(total)-1)
		dir := mapFolder(v, s.Path)
		if covers[dir] == nil {
			covers[dir] = &cover{}
		}
		covers[dir][n] += s.Lines
		total[n] += s.Lines
	}
	if total.all() == 0 {
		return nil
	}
	var dirs []fact.Path
	for d, c := range covers {
		if c.all() > 0 {
			dirs = append(dirs, d)
		}
	}
	slices.SortFunc(dirs, func(x, y fact.Path) int {
		return cmp.Or(cmp.Compare(covers[y].all(), covers[x].all()), cmp.Compare(x, y))
	})
	left := len(dirs) - mapRows
	dirs = dirs[:min(mapRows, len(dirs))]
	c := &sheet.Chart{
		XLabel: "folder", Unit: "%", Stacked: true, Form: sheet.FormBars,
		Series: []sheet.Series{{Label: "nobody active"}, {Label: "one active person"}, {Label: "two or more"}},
	}
	for _, d := range dirs {
		c.X = append(c.X, sheet.At(duty.FolderPlace(d)))
		for k, share := range shares(*covers[d]) {
			c.Series[k].Values = append(c.Series[k].Values, sheet.Float(share))
		}
	}
	note := "Lines of code at the head that people write, by how many active people know their file; tests, documentation and data are left out. The largest folders come first."
	if left > 0 {
		note += fmt.Sprintf(" %s left out.", count(left, "smaller folder is", "smaller folders are"))
	}
	return []sheet.Section{{
		ID: "guidance/map", Title: mapTitle(total, dirs, covers), Kind: sheet.KindChart, Chart: c, Note: note, Command: "leadline guidance FOLDER",
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
	first, _, below := strings.Cut(string(p)[len(v.Place.Path)+1:], "/")
	if !below {
		return v.Place.Path
	}
	return v.Place.Path + "/" + fact.Path(first)
}

// mapTitle says how much nobody knows, and where most of that is.
func mapTitle(total cover, dirs []fact.Path, covers map[fact.Path]*cover) string {
	if total[0] == 0 {
		return fmt.Sprintf("Somebody active knows every file; of %s %% of the lines one person alone", share(total[1], total.all()))
	}
	most := slices.MaxFunc(dirs, func(x, y fact.Path) int { return cmp.Compare(covers[x][0], covers[y][0]) })
	title := fmt.Sprintf("Of %s %% of the lines no active person knows the file", share(total[0], total.all()))
	if n := covers[most][0]; len(dirs) > 1 && n > 0 {
		where := string(most) + "/"
		if most == "" {
			where = "the top level"
		}
		title += fmt.Sprintf("; %s %% of those are in %s", share(n, total[0]), where)
	}
	return title
}

func share(n, of int) string { return duty.Percent(float64(n), float64(of)) }

// shares are per cent with a decimal that add up to a hundred.
func shares(c cover) [3]float64 {
	var out [3]float64
	left := 1000.0
	for k := range c {
		x := math.Round(1000 * float64(c[k]) / float64(c.all()))
		if k == len(c)-1 {
			x = left
		}
		out[k] = x / 10
		left -= x
	}
	return out
}
