package names

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// Change is a break.
type Change struct {
	fact.APIChange
	// Deprecated: what broke said that it would.
	Deprecated bool
	// cause is the declaration that changed: one may be known by several names.
	cause string
}

// Rules are those of a language.
type Rules struct {
	name string
	// ways tells what breaks who calls something in a way in which it could be called;
	// empty for nothing.
	ways func(from, to []Way) string
	// gone tells that a missing member is missed.
	gone func(from, to *Entry, m Member) bool
}

// The rules by language.
var (
	ScriptRules = &Rules{"script", scriptWays, closed}
	PythonRules = &Rules{"python", pythonWays, closed}
	JavaRules   = &Rules{"java", func(_, _ []Way) string { return "" }, javaGone}
)

// closed: one that may still be inherited is not missed.
func closed(_, to *Entry, _ Member) bool { return !to.Open }

// Compare tells what of a state is broken in another one. Strict is for files alone,
// where what others give is not known: what may be broken is.
func (r *Rules) Compare(from, to *Package, strict bool) []Change {
	c := &comparison{Rules: r, from: from, to: to, strict: strict}
	for _, name := range slices.Sorted(maps.Keys(from.Groups)) {
		if to.Groups[name] == nil && r.name != "java" {
			c.groupGone(name)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(from.Entries)) {
		e := from.Entries[key]
		if !e.Quiet && (to.Groups[e.Group] != nil || r.name == "java") {
			c.entry(key, e)
		}
	}
	return c.all
}

type comparison struct {
	*Rules
	from, to *Package
	strict   bool
	all      []Change
}

func (c *comparison) add(kind fact.APIChangeKind, e *Entry, member, what string, at fact.Path, line int, deprecated bool, cause string) {
	symbol := e.Symbol
	if member != "" {
		symbol += "." + member
	}
	c.all = append(c.all, Change{fact.APIChange{Kind: kind, Symbol: symbol, What: what, Path: at, Line: line, Approximate: true}, deprecated, cause})
}

// groupGone tells of a module or an entry point that is gone, unless it held nothing or
// is in one that is gone.
func (c *comparison) groupGone(name string) {
	above, _, _ := cut(name)
	if above != "" && c.from.Groups[above] != nil && c.to.Groups[above] == nil {
		return
	}
	if c.from.Entries[name] != nil || c.to.Entries[name] != nil || !c.holds(name) {
		return // it is told by its name, or is there as something else
	}
	if x := c.to.Groups[above]; x != nil && x.Open && above != name && !c.strict {
		return
	}
	c.add(fact.APIRemoved, &Entry{Symbol: name}, "", "removed", c.from.Groups[name].Path, 0, false, name)
}

func (c *comparison) holds(group string) bool {
	for _, e := range c.from.Entries {
		if e.Group == group && !e.Quiet {
			return true
		}
	}
	return false
}

// cut parts a name at its last dot.
func cut(name string) (before, after string, ok bool) {
	i := strings.LastIndexByte(name, '.')
	if i < 0 {
		return "", name, false
	}
	return name[:i], name[i+1:], true
}

func (c *comparison) entry(key string, e *Entry) {
	is := c.to.Entries[key]
	cause := string(e.Path) + " " + e.Symbol
	if e.Name != nil {
		cause = string(e.Path) + " " + e.Name.Name
	}
	if is == nil {
		if outer, _, ok := cut(key); ok && c.from.Entries[outer] != nil && c.to.Entries[outer] == nil {
			return // it is gone with what it is in
		}
		if g := c.to.Groups[e.Group]; g != nil && g.Open && !c.strict {
			return
		}
		at := e.Path
		if at == "" && c.from.Groups[e.Group] != nil {
			at = c.from.Groups[e.Group].Path
		}
		c.add(fact.APIRemoved, e, "", "removed", at, 0, e.Name != nil && e.Name.Deprecated, cause)
		return
	}
	if e.Name == nil || is.Name == nil || is.Quiet {
		if c.strict && (e.Name == nil) != (is.Name == nil) {
			c.add(fact.APIChanged, e, "", "changed", is.Path, is.Line, false, cause)
		}
		return
	}
	if what := kinds(c.name, e, is); what != "" {
		c.add(fact.APIChanged, e, "", what, is.Path, is.Line, e.Name.Deprecated, cause)
		return
	}
	if what := c.ways(e.Name.Ways, is.Name.Ways); what != "" {
		c.add(fact.APIChanged, e, "", what, is.Path, is.Line, e.Name.Deprecated, cause)
	}
	if c.strict && !slices.Equal(e.Name.Bases, is.Name.Bases) {
		c.add(fact.APIChanged, e, "", "changed", is.Path, is.Line, false, cause)
	}
	c.members(e, is)
}

// members compares those of a class, an interface or an enumeration that is still one.
func (c *comparison) members(e, is *Entry) {
	const holders = Class | Interface | Enum | Space | Alias
	if e.Name.Kind&holders == 0 || is.Name.Kind&holders == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(e.Members)) {
		m := e.Members[name]
		now, has := is.Members[name]
		cause := string(m.Path) + " " + m.Owner + "." + name
		at, line := is.Path, 0
		switch {
		case m.Quiet, !has && !c.strict && !c.gone(e, is, m):
		case !has && unnamed(m.Name.Name):
			if c.strict {
				c.add(fact.APIRemoved, e, name, "removed", at, line, m.Deprecated, cause)
			}
		case !has:
			c.add(fact.APIRemoved, e, name, "removed", at, line, m.Deprecated, cause)
		case now.Narrow && !m.Narrow:
			c.add(fact.APIChanged, e, name, "is no longer public", now.Path, now.Line, m.Deprecated, cause)
		default:
			if c.name == "script" && e.Name.Kind&Class == 0 || c.name == "python" && e.Name.Kind&Interface != 0 {
				continue // who implements an interface may take fewer
			}
			if what := c.ways(m.Ways, now.Ways); what != "" && !(m.Name.Name == "constructor" && (e.TypeOnly || is.TypeOnly)) {
				c.add(fact.APIChanged, e, name, what, now.Path, now.Line, m.Deprecated, cause)
			}
		}
	}
}

// unnamed are the members that make objects in scripts and Python: without one there
// is another.
func unnamed(name string) bool { return name == "constructor" || name == "__init__" }

// kinds tells what a name no longer stands for.
func kinds(language string, e, is *Entry) string {
	was, now := e.Name.Kind, is.Name.Kind
	switch language {
	case "java":
		if was&Interface != now&Interface {
			return "is " + noun(now) + " now, and was " + noun(was)
		}
		if is.Name.Narrow && !e.Name.Narrow {
			return "is no longer public"
		}
		return ""
	case "python":
		return ""
	}
	value := func(k Kind, typeOnly bool) bool { return k&values != 0 && !typeOnly }
	switch {
	case value(was, e.TypeOnly) && !value(now, is.TypeOnly):
		return "is a type alone now"
	case was&types != 0 && now&types == 0:
		return "is no longer a type"
	case was&^types == Function && now == Class:
		return "is a class now, and was a function"
	}
	return ""
}

func noun(k Kind) string {
	switch {
	case k&Interface != 0:
		return "an interface"
	case k&Enum != 0:
		return "an enumeration"
	}
	return "a class"
}

// Causes leaves of changes that one declaration makes under several names the one with
// the shortest name.
func Causes(all []Change) []Change {
	slices.SortFunc(all, func(a, b Change) int {
		return cmp.Or(cmp.Compare(len(a.Symbol), len(b.Symbol)), cmp.Compare(a.Symbol, b.Symbol))
	})
	seen := map[string]bool{}
	return slices.DeleteFunc(all, func(x Change) bool {
		key := x.cause + "\x00" + x.What
		was := seen[key]
		seen[key] = true
		return was
	})
}
