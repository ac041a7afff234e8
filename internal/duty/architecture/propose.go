package architecture

import (
	"cmp"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
)

// Proposal is an architecture as the code has it: its folders, and the layers in
// which they stand.
type Proposal struct {
	// Folders are the components. Below one further ones may stand, which come
	// before it.
	Folders []fact.Path
	// Layers are from the top down; those of one need nothing of each other.
	Layers [][]fact.Path
	// Upwards is how many times a folder needs one of a higher layer all the same.
	Upwards int
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
	p.Upwards = len(upwards)
	return p
}
