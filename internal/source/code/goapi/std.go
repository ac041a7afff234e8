package goapi

import (
	_ "embed"
	"go/types"
	"strings"
	"sync"
)

// std says what the types of the standard library have; tools/golang/std prints it.
//
//go:embed std.txt
var std string

// standard is a type of the standard library.
type standard struct {
	comparable bool
	members    string // with a space before each, and at the end
}

var standards = sync.OnceValue(func() map[string]standard {
	all := map[string]standard{}
	for line := range strings.Lines(std) {
		name, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		mark, members, _ := strings.Cut(rest, " ")
		all[name] = standard{mark == "=", " " + members + " "}
	}
	return all
})

// standardOf is what is known of a type by its name; not ok if it is not of the
// standard library.
func standardOf(t types.Type) (s standard, ok bool) {
	n, named := types.Unalias(t).(*types.Named)
	if !named || n.Obj().Pkg() == nil {
		return s, false
	}
	s, ok = standards()[n.Obj().Pkg().Path()+"."+n.Obj().Name()]
	return s, ok
}

func (s standard) has(member string) bool { return strings.Contains(s.members, " "+member+" ") }
