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
const mapRows = 24

// cover is the lines of code of a folder by how well active people cover the file.
type cover [duty.Several + 1]int

func (c cover) all() int { return c[duty.Nobody] + c[duty.Hand] + c[duty.One] + c[duty.Several] }

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
		n := v.Cover(s.Path)
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
		Series: []sheet.Series{{Label: "nobody active"}, {Label: "a hand in it, no more"}, {Label: "one knows it"}, {Label: "two or more"}},
	}
	for _, d := range dirs {
		c.X = append(c.X, sheet.At(duty.FolderPlace(d)))
		for k, share := range shares(*covers[d]) {
			c.Series[k].Values = append(c.Series[k].Values, sheet.Float(share))
		}
	}
	note := "Lines of code at the head that people write, by how many active people know their file, or have had a hand in it; tests, documentation and data are left out. " +
		"The largest folders come first; one that stands beside a folder in it is the rest of it."
	if left > 0 {
		note += fmt.Sprintf(" %s left out.", count(left, "smaller folder is", "smaller folders are"))
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
	first, _, below := strings.Cut(string(p)[len(v.Place.Path)+1:], "/")
	if !below {
		return v.Place.Path
	}
	return v.Place.Path + "/" + fact.Path(first)
}

// mapTitle says how much nobody knows, and where most of that is.
func mapTitle(total cover, dirs []fact.Path, covers map[fact.Path]*cover) string {
	nobody := total[duty.Nobody]
	switch nobody {
	case 0:
		return fmt.Sprintf("Somebody active has had a hand in every file; one person alone knows the files that hold %s %% of the code", share(total[duty.One], total.all()))
	case total.all():
		return "No active person has had a hand in any file of code"
	}
	most := slices.MaxFunc(dirs, func(x, y fact.Path) int { return cmp.Compare(covers[x][duty.Nobody], covers[y][duty.Nobody]) })
	title := fmt.Sprintf("No active person has had a hand in the files that hold %s %% of the code", share(nobody, total.all()))
	if n := covers[most][duty.Nobody]; len(dirs) > 1 && n > 0 {
		where := string(most) + "/"
		if most == "" {
			where = "the top level"
		}
		title += fmt.Sprintf("; %s %% of those are in %s", share(n, nobody), where)
	}
	return title
}

func share(n, of int) string { return duty.Percent(float64(n), float64(of)) }

// shares are per cent with a decimal that add up to a hundred.
func shares(c cover) [duty.Several + 1]float64 {
	var out [duty.Several + 1]float64
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
