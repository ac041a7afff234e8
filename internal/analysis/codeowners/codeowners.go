// Package codeowners divides the files of a commit by who owns them, tells which changes
// need more than one owner, and who of the owners is somebody whom the history knows. It
// serves whoever asks where teams meet in the code.
//
// Who is in a team no file of a repository says: what depends on it is unknown unless
// the team's configuration declares it. Nobody is measured by it: what is counted is
// changes of areas.
package codeowners

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Area is the files that the same owners own.
type Area struct {
	// Owners are sorted by name. None: a line says that nobody owns them.
	Owners []fact.Owner
	// Lines are those that give it files, as indices, the one that gives most first.
	Lines []int
	Files int
	// Optional: sections of GitLab alone that are optional give it all its files, so that
	// its owners are asked and need not approve.
	Optional bool
}

// Teams reports whether all owners are teams, or roles.
func (a *Area) Teams() bool {
	return !slices.ContainsFunc(a.Owners, func(o fact.Owner) bool { return o.Kind != fact.OwnerTeam && o.Kind != fact.OwnerRole })
}

// Shares reports whether somebody owns both areas.
func (a *Area) Shares(b *Area) bool {
	return slices.ContainsFunc(a.Owners, func(o fact.Owner) bool { return b.OwnedBy(o) })
}

// OwnedBy reports whether somebody is among the owners.
func (a *Area) OwnedBy(o fact.Owner) bool {
	return slices.ContainsFunc(a.Owners, func(x fact.Owner) bool { return strings.EqualFold(x.Name, o.Name) })
}

// Map divides the files of a commit.
type Map struct {
	*fact.Owners
	// Areas are those that hold the most files first.
	Areas []Area
	of    map[fact.Path]int
}

// Of divides the files. Of several sections of GitLab a file's owners are taken
// together, without those of optional ones unless there are no others.
func Of(o *fact.Owners) *Map {
	m := &Map{Owners: o, of: make(map[fact.Path]int, len(o.Deciding))}
	at := map[string]int{}
	byLine := map[int]map[int]int{} // of an area, files by line
	ofLines := map[string]int{}     // areas by the lines that decide, as they are alike for many files
	for p, lines := range o.Deciding {
		key := lineKey(lines)
		i, seen := ofLines[key]
		if !seen {
			owners := m.owners(lines)
			name := names(owners)
			if i, seen = at[name]; !seen {
				i = len(m.Areas)
				at[name] = i
				byLine[i] = map[int]int{}
				m.Areas = append(m.Areas, Area{Owners: owners, Optional: true})
			}
			ofLines[key] = i
			m.Areas[i].Optional = m.Areas[i].Optional && !m.required(lines)
		}
		m.of[p] = i
		m.Areas[i].Files++
		for _, l := range lines {
			byLine[i][l]++
		}
	}
	m.order(byLine)
	return m
}

// order makes the areas independent of the order in which files were looked at.
func (m *Map) order(byLine map[int]map[int]int) {
	order := make([]int, len(m.Areas))
	for i := range order {
		order[i] = i
		for l := range byLine[i] {
			m.Areas[i].Lines = append(m.Areas[i].Lines, l)
		}
		slices.SortFunc(m.Areas[i].Lines, func(a, b int) int { return cmp.Or(cmp.Compare(byLine[i][b], byLine[i][a]), cmp.Compare(a, b)) })
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(m.Areas[b].Files, m.Areas[a].Files), cmp.Compare(names(m.Areas[a].Owners), names(m.Areas[b].Owners)))
	})
	now := make([]int, len(order))
	areas := make([]Area, len(order))
	for to, from := range order {
		now[from], areas[to] = to, m.Areas[from]
	}
	m.Areas = areas
	for p, i := range m.of {
		m.of[p] = now[i]
	}
}

// required reports whether owners of one of the lines have to approve.
func (m *Map) required(lines []int) bool {
	return slices.ContainsFunc(lines, func(l int) bool { return !m.Lines[l].Optional && !m.Lines[l].Excludes && len(m.Lines[l].Owners) > 0 })
}

// owners are those of lines that decide together.
func (m *Map) owners(lines []int) []fact.Owner {
	var out []fact.Owner
	for _, optional := range []bool{false, true} {
		for _, l := range lines {
			if line := &m.Lines[l]; line.Optional == optional && !line.Excludes {
				out = append(out, line.Owners...)
			}
		}
		if len(out) > 0 {
			break
		}
	}
	slices.SortFunc(out, func(a, b fact.Owner) int { return cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)) })
	return slices.CompactFunc(out, func(a, b fact.Owner) bool { return strings.EqualFold(a.Name, b.Name) })
}

// Area is that in which a file is; nil if no line speaks of it.
func (m *Map) Area(p fact.Path) *Area {
	if i, ok := m.of[p]; ok {
		return &m.Areas[i]
	}
	return nil
}

// Line is the one that gives an area most of its files.
func (m *Map) Line(a *Area) *fact.OwnerLine { return &m.Lines[a.Lines[0]] }

func names(owners []fact.Owner) string {
	var b strings.Builder
	for _, o := range owners {
		b.WriteString(strings.ToLower(o.Name))
		b.WriteByte(' ')
	}
	return b.String()
}

func lineKey(lines []int) string {
	b := make([]byte, 0, 4*len(lines))
	for _, l := range lines {
		b = append(b, byte(l), byte(l>>8), byte(l>>16), byte(l>>24))
	}
	return string(b)
}
