package architecture

import (
	"cmp"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Proposal is an architecture as the code has it: its folders, and the layers in
// which they stand.
type Proposal struct {
	// Folders are the components. Below one further ones may stand, which come
	// before it.
	Folders []fact.Path
	// Layers are from the top down; those of one need nothing of each other.
	Layers [][]fact.Path
	// Upwards is where a folder needs one of a higher layer all the same.
	Upwards []Upward
}

// Upward is that a folder needs one of a higher layer, by so many imports, of which
// At is the first.
type Upward struct {
	From, To fact.Path
	Imports  int
	At       sheet.Place
}

// Propose reads an architecture from the code.
func Propose(v *duty.View) Proposal {
	a := newAnswer(v)
	var all []fact.Path
	for i := range a.packages.Packages {
		all = append(all, a.packages.Packages[i].Path)
	}
	of := parts(all)
	m := a.packages.Grouped(func(p fact.Path) (fact.Path, bool) { part, ok := of[p]; return part, ok })
	var p Proposal
	for i := range m.Packages {
		p.Folders = append(p.Folders, m.Packages[i].Path)
	}
	// What is below a folder comes before it.
	slices.SortFunc(p.Folders, func(x, y fact.Path) int { return cmp.Compare(x+"\xff", y+"\xff") })
	levels, upwards := m.Levels()
	for i := range m.Packages {
		for len(p.Layers) <= levels[i] {
			p.Layers = append(p.Layers, nil)
		}
		p.Layers[levels[i]] = append(p.Layers[levels[i]], m.Packages[i].Path)
	}
	slices.Reverse(p.Layers)
	for i := range upwards {
		e := &upwards[i]
		p.Upwards = append(p.Upwards, Upward{
			From: m.Packages[e.From].Path, To: m.Packages[e.To].Path, Imports: e.Runtime + e.TypeOnly,
			At: sheet.Place{Path: string(e.First.From), Line: e.First.Line},
		})
	}
	return p
}
