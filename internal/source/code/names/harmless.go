package names

import (
	"slices"

	"leadline/internal/fact"
)

// Empty is a file that declares nothing.
func Empty() *File { return newFile(false) }

// Harmless tells whether a state of a file alone shows that it breaks nobody who used
// another one.
func Harmless(r *Rules, before, after *File) bool {
	if r.name == "script" && !passesOn(before, after) {
		return false
	}
	return len(r.Compare(alone(r, before), alone(r, after), true)) == 0
}

const here fact.Path = "m/__init__.py"

// alone is what a file gives, as if there were no other.
func alone(r *Rules, f *File) *Package {
	t := NewTree(func(fact.Path, Passed) []fact.Path { return nil })
	t.Files[here] = f
	switch r.name {
	case "script":
		return t.Scripts([]EntryPoint{{Path: here}})
	case "python":
		return t.Modules([]Module{{"m", here}})
	}
	return t.Types([]fact.Path{here}, func(string) fact.Path { return "" })
}

// passesOn tells whether a script still passes on what it did.
func passesOn(before, after *File) bool {
	for _, s := range before.Stars {
		if !slices.Contains(after.Stars, s) {
			return false
		}
	}
	source := func(f *File, g Given) Passed {
		if g.From == "" && f.Own[g.Local] == nil {
			return f.Imports[g.Local]
		}
		return g.Passed
	}
	for _, g := range before.Given {
		if from := source(before, g); from != (Passed{}) && !slices.ContainsFunc(after.Given, func(x Given) bool { return x.As == g.As && source(after, x) == from }) {
			return false
		}
	}
	return true
}
