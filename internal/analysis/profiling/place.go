package profiling

import (
	"strings"

	"leadline/internal/fact"
)

// Places finds files of a tree by the names that a profile has for them.
type Places struct{ byBase map[string][]fact.Path }

// NewPlaces is made of the paths of a tree.
func NewPlaces(paths []fact.Path) *Places {
	p := &Places{byBase: map[string][]fact.Path{}}
	for _, x := range paths {
		base := x[strings.LastIndexByte(string(x), '/')+1:]
		p.byBase[string(base)] = append(p.byBase[string(base)], x)
	}
	return p
}

// Find gives the file whose path ends the name, which is absolute on the machine that
// built the program or begins with the module's: the longest such path. A file at the
// root of the tree, whose path is a name that others have, is found only of a program's
// main package.
func (p *Places) Find(name, function string) (fact.Path, bool) {
	name = strings.ReplaceAll(name, "\\", "/")
	best := fact.Path("")
	for _, x := range p.byBase[name[strings.LastIndexByte(name, '/')+1:]] {
		folded := strings.Contains(string(x), "/") || Package(function) == "main"
		if folded && (name == string(x) || strings.HasSuffix(name, "/"+string(x))) && len(x) > len(best) {
			best = x
		}
	}
	return best, best != ""
}
