package knowledge

import (
	"cmp"
	"slices"
	"time"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
)

// Folder is what File is, over all files at or below a path.
type Folder struct {
	Path                  fact.Path
	Files, Lines, Unknown int
	// Knowers are sorted by files authored, then lines, the most first, then
	// by person.
	Knowers []FolderKnower
}

// FolderKnower is a person and what they have to do with the files of a
// folder.
type FolderKnower struct {
	Person fact.PersonID
	// Lines of the files at the head are theirs.
	Lines int
	// Authored files have them as an author by DOA, Changed are those that
	// they changed or have lines in.
	Authored, Changed int
	// Last is when they last changed one of the files.
	Last time.Time
	// Fading: less than half of what they knew is left.
	Fading bool
	Degree Degree
}

// Folder adds up the files of code at or below a path, or all of them where none is
// code: who made its fixtures does not know a program. "" or "." is everything.
// Of those, keep tells which count; nil keeps all.
func (m *Map) Folder(prefix fact.Path, keep func(fact.Path) bool) Folder {
	from, to := m.below(prefix)
	wanted := m.wanted(from, to, keep, true)
	if len(wanted) == 0 {
		wanted = m.wanted(from, to, keep, false)
	}
	out := Folder{Path: prefix}
	now := m.reader.now()
	at := map[fact.PersonID]int{}
	for _, i := range wanted {
		f := &m.at(i).file
		out.Files++
		out.Lines += f.Lines
		out.Unknown += f.Unknown
		for _, k := range f.Knowers {
			i, ok := at[k.Person]
			if !ok {
				i = len(out.Knowers)
				at[k.Person] = i
				out.Knowers = append(out.Knowers, FolderKnower{Person: k.Person})
			}
			w := &out.Knowers[i]
			w.Lines += k.Lines
			w.Changed++
			if k.Author {
				w.Authored++
			}
			if k.Last.After(w.Last) {
				w.Last = k.Last
			}
		}
	}
	for i := range out.Knowers {
		k := &out.Knowers[i]
		k.Fading = fading(k.Last, now)
		k.Degree = out.degree(k, m.reader.options.Active[k.Person] && fresh(k.Last, now))
	}
	slices.SortFunc(out.Knowers, func(a, b FolderKnower) int {
		return cmp.Or(cmp.Compare(b.Authored, a.Authored), cmp.Compare(b.Lines, a.Lines), cmp.Compare(a.Person, b.Person))
	})
	return out
}

// wanted are the files that count, of code alone or of any nature.
func (m *Map) wanted(from, to int, keep func(fact.Path) bool, code bool) []int {
	var out []int
	for i := from; i < to; i++ {
		p := m.files[i].of.Path
		if (keep == nil || keep(p)) && (!code || hotspot.NatureOf(p) == hotspot.Code) {
			out = append(out, i)
		}
	}
	return out
}

// degree: main is who authors a third of the files or wrote a third of the
// lines, some who does so with a twentieth.
func (f *Folder) degree(k *FolderKnower, active bool) Degree {
	share := func(n int) bool {
		return k.Authored > 0 && n*k.Authored >= f.Files || k.Lines > 0 && n*k.Lines >= f.Lines
	}
	switch {
	case share(3) && active:
		return Main
	case share(20) && active:
		return Some
	case share(20):
		return Former
	}
	return None
}
