package names

import (
	"strings"

	"leadline/internal/fact"
)

// EntryPoint is a file that users of a package import: by the name of the package where
// Name is empty, or by that with a slash and Name behind.
type EntryPoint struct {
	Name string
	Path fact.Path
}

// Scripts is what a package of scripts gives by its entry points.
func (t *Tree) Scripts(entries []EntryPoint) *Package {
	p := newPackage()
	for _, e := range entries {
		t.space(p, e.Name, e.Path, map[fact.Path]bool{})
	}
	return p
}

// mostSpaces is how deep namespaces are followed that stand for files.
const mostSpaces = 3

// space adds what a file gives, by names behind a prefix.
func (t *Tree) space(p *Package, prefix string, path fact.Path, above map[fact.Path]bool) {
	if above[path] || len(above) == mostSpaces || p.Groups[prefix] != nil {
		return
	}
	above[path] = true
	defer delete(above, path)
	group := &Group{Path: path}
	p.Groups[prefix] = group
	given, open := t.given(path)
	group.Open = open
	for _, g := range given {
		symbol := g.As
		if prefix != "" {
			symbol = prefix + "." + g.As
		}
		d := t.chase(g.path, g.Given, deepest)
		if p.Entries[symbol] != nil {
			continue
		}
		e := &Entry{Symbol: symbol, Group: prefix, Path: d.path, Name: d.name, TypeOnly: d.typeOnly, Line: g.Line, Members: map[string]Member{}}
		if d.name != nil {
			e.Line, e.Quiet = d.name.Line, d.name.Hidden
			e.inherit(d, t.scriptBase)
		}
		p.Entries[symbol] = e
		if d.space != "" {
			t.space(p, symbol, d.space, above)
		}
	}
}

// givenAt is a name that a file gives, and the file that says so.
type givenAt struct {
	Given
	path fact.Path
}

// given are the names that a file gives, each once, by itself and by the files all of
// whose names it gives.
func (t *Tree) given(path fact.Path) (out []givenAt, open bool) {
	if known := t.gave[path]; known != nil {
		return known.names, known.open
	}
	defer func() { t.gave[path] = &gave{out, open} }()
	seen, names := map[fact.Path]bool{path: true}, map[string]bool{}
	for wave := []fact.Path{path}; len(wave) > 0; wave = wave[1:] {
		f := t.file(wave[0])
		if f == nil {
			open = true
			continue
		}
		open = open || f.Open || f.Broken
		for _, g := range f.Given {
			if !names[g.As] && (g.As != "default" || wave[0] == path) {
				names[g.As] = true
				out = append(out, givenAt{g, wave[0]})
			}
		}
		for _, from := range f.Stars {
			to := t.follow(wave[0], Passed{From: from})
			open = open || len(to) == 0
			for _, x := range to {
				if !seen[x] {
					seen[x] = true
					wave = append(wave, x)
				}
			}
		}
	}
	return out, open
}

// chase follows a name to where it is declared.
func (t *Tree) chase(path fact.Path, g Given, depth int) declared {
	f := t.file(path)
	if f == nil || depth == 0 {
		return declared{}
	}
	from := g.Passed
	if from.From == "" {
		if own := f.Own[g.Local]; own != nil {
			return declared{path: path, name: own, typeOnly: g.TypeOnly}
		}
		from = f.Imports[g.Local]
	}
	d := t.passed(path, from, depth)
	d.typeOnly = d.typeOnly || g.TypeOnly
	return d
}

// passed follows what a file got from another one.
func (t *Tree) passed(path fact.Path, from Passed, depth int) declared {
	if from.From == "" {
		return declared{}
	}
	to := t.follow(path, from)
	if len(to) != 1 {
		return declared{}
	}
	if from.Name == "" {
		return declared{space: to[0]}
	}
	given, _ := t.given(to[0])
	for _, g := range given {
		if g.As == from.Name {
			return t.chase(g.path, g.Given, depth-1)
		}
	}
	return declared{}
}

// scriptBase finds a base class or interface.
func (t *Tree) scriptBase(d declared, base string) (declared, bool) {
	f := t.file(d.path)
	if f == nil {
		return declared{}, true
	}
	if own := f.Own[base]; own != nil {
		return declared{path: d.path, name: own}, false
	}
	if from, ok := f.Imports[base]; ok {
		found := t.passed(d.path, from, deepest)
		return found, found.name == nil
	}
	return declared{}, !strings.HasSuffix(base, "Error")
}
