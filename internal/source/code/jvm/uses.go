package jvm

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/internal/fact"
	"leadline/internal/source/code/syntax"
)

// uses are the names that a file uses where something of another one may be meant,
// and those that it explains itself.
type uses struct {
	tree *syntax.Tree
	// types are used as types, values where a variable may be meant too: by name,
	// the first line.
	types, values map[string]int
	// imported are names of imports, variables are those that the file declares.
	imported, variables map[string]bool
	// members are names of types by the node in which they hold.
	members map[int32][]string
	// inForce counts the types and type parameters that hold where the walk is, by
	// name; scopes are the same, those that end first last.
	inForce map[string]int
	scopes  []scope
}

type scope struct {
	name string
	end  int32
}

func newUses(t *syntax.Tree, members map[int32][]string) *uses {
	return &uses{
		tree: t, types: map[string]int{}, values: map[string]int{}, imported: map[string]bool{}, variables: map[string]bool{},
		members: members, inForce: map[string]int{},
	}
}

// at goes to the next node: what held until there is forgotten.
func (u *uses) at(n int32) {
	for len(u.scopes) > 0 {
		last := u.scopes[len(u.scopes)-1]
		if n < last.end {
			break
		}
		u.inForce[last.name]--
		u.scopes = u.scopes[:len(u.scopes)-1]
	}
	for _, name := range u.members[n] {
		u.enter(name, u.tree.Nodes[n].Next)
	}
}

// enter lets a name hold up to a node.
func (u *uses) enter(name string, end int32) {
	u.inForce[name]++
	u.scopes = append(u.scopes, scope{name, end})
}

func (u *uses) use(names map[string]int, name string, n int32) {
	if name != "" && names[name] == 0 && u.inForce[name] == 0 {
		names[name] = u.tree.Line(n)
	}
}

// implicit makes imports of the names for which nothing in the file stands, by the
// line in which each is first.
func (u *uses) implicit() []fact.Import {
	lines := u.types
	for name, line := range u.values {
		first, _, _ := strings.Cut(name, ".")
		if u.variables[first] {
			continue
		}
		if at, ok := lines[name]; !ok || line < at {
			lines[name] = line
		}
	}
	var out []fact.Import
	for name, line := range lines {
		if !u.imported[name] {
			out = append(out, fact.Import{Path: name, Line: line, Kind: fact.Runtime, Implicit: true})
		}
	}
	slices.SortFunc(out, func(a, b fact.Import) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path)) })
	return out
}

// isUpper tells a name as types have it.
func isUpper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}
