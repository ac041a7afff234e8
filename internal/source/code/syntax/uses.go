package syntax

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadline/internal/fact"
)

// Uses are the names that a file uses where something of another one may be meant,
// and those that it explains itself.
type Uses struct {
	tree *Tree
	// Types are used as types, Values where a variable may be meant too: by name,
	// the first line.
	Types, Values map[string]int
	// Imported are names of imports, Variables are those that the file declares.
	Imported, Variables map[string]bool
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

// NewUses starts with the names of the types of a file, by the node in which each
// holds.
func NewUses(t *Tree, members map[int32][]string) *Uses {
	return &Uses{
		tree: t, Types: map[string]int{}, Values: map[string]int{}, Imported: map[string]bool{}, Variables: map[string]bool{},
		members: members, inForce: map[string]int{},
	}
}

// At goes to the next node: what held until there is forgotten.
func (u *Uses) At(n int32) {
	for len(u.scopes) > 0 {
		last := u.scopes[len(u.scopes)-1]
		if n < last.end {
			break
		}
		u.inForce[last.name]--
		u.scopes = u.scopes[:len(u.scopes)-1]
	}
	for _, name := range u.members[n] {
		u.Enter(name, u.tree.Nodes[n].Next)
	}
}

// Enter lets a name hold up to a node.
func (u *Uses) Enter(name string, end int32) {
	u.inForce[name]++
	u.scopes = append(u.scopes, scope{name, end})
}

// Use notes a name among Types or Values, unless it, or the first word of it, holds
// here.
func (u *Uses) Use(names map[string]int, name string, n int32) {
	if name != "" && names[name] == 0 && u.inForce[first(name)] == 0 {
		names[name] = u.tree.Line(n)
	}
}

// first is the first word of a name.
func first(name string) string {
	word, _, _ := strings.Cut(name, ".")
	return word
}

// Implicit makes imports of the names for which nothing in the file stands, by the
// line in which each is first.
func (u *Uses) Implicit() []fact.Import {
	lines := u.Types
	for name, line := range u.Values {
		if u.Variables[first(name)] {
			continue
		}
		if at, ok := lines[name]; !ok || line < at {
			lines[name] = line
		}
	}
	var out []fact.Import
	for name, line := range lines {
		if !u.Imported[first(name)] {
			out = append(out, fact.Import{Path: name, Line: line, Kind: fact.Runtime, Implicit: true})
		}
	}
	slices.SortFunc(out, func(a, b fact.Import) int { return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Path, b.Path)) })
	return out
}

// IsUpper tells a name as types have it.
func IsUpper(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return unicode.IsUpper(r)
}
