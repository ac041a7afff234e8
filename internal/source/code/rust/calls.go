package rust

import (
	"maps"
	"slices"
)

// called is which functions call which.
type called struct {
	by     map[int32][]string
	itself map[int32]bool
}

// calling is a function whose calls are read.
type calling struct {
	name string
	// owner holds the method; ambiguous: its type has a function of that name
	// besides the one of the trait.
	ambiguous bool
	names     map[string]bool // true: called, false: a variable
}

// calls finds what functions call without a qualifier: functions that this file
// declares, and a method itself, by way of self. What a parameter or a variable
// is called is none; nor is it where a method of a trait has the name of one that
// the type has without the trait.
func (f *file) calls() called {
	functions, declared := f.functions()
	in := f.Nearest(func(n int32) bool { return f.Kind(n) == functionItem })
	out := called{map[int32][]string{}, map[int32]bool{}}
	for i := range f.Nodes {
		n := int32(i)
		c := functions[in[n]]
		if c == nil {
			continue
		}
		switch f.Kind(n) {
		case "identifier":
			if f.bound(n) {
				c.names[f.Text(n)] = false
			}
		case "call_expression":
			callee := f.callee(n)
			name := f.Text(callee)
			switch {
			case f.Kind(callee) != "identifier":
				if !c.ambiguous && f.ofSelf(callee, c.name) {
					out.itself[in[n]] = true
				}
			case declared[name]:
				if _, variable := c.names[name]; !variable {
					c.names[name] = true
				}
			}
		}
	}
	for n, c := range functions {
		maps.DeleteFunc(c.names, func(_ string, called bool) bool { return !called })
		if len(c.names) > 0 {
			out.by[n] = slices.Sorted(maps.Keys(c.names))
		}
	}
	return out
}

// functions are the functions of the file, and the names of those that are no
// methods.
func (f *file) functions() (all map[int32]*calling, declared map[string]bool) {
	all, declared = map[int32]*calling{}, map[string]bool{}
	inherent := map[[2]string]bool{}
	for i := range f.Nodes {
		n := int32(i)
		if f.Kind(n) != functionItem {
			continue
		}
		name := f.Text(f.Field(n, "name"))
		all[n] = &calling{name: name, names: map[string]bool{}}
		switch owner := f.container(n); {
		case !owner.typed():
			declared[name] = true
		case owner.kind == implItem && !owner.trait:
			inherent[[2]string{owner.name, name}] = true
		}
	}
	for n, c := range all {
		owner := f.container(n)
		c.ambiguous = owner.trait && inherent[[2]string{owner.name, c.name}]
	}
	return all, declared
}

// bound tells that an identifier is the whole pattern of a parameter or a variable.
func (f *file) bound(n int32) bool {
	return f.Nodes[n].Field == "pattern" || f.Kind(f.Parent(n)) == "closure_parameters"
}

// callee is what is called, without type arguments.
func (f *file) callee(call int32) int32 {
	c := f.Field(call, "function")
	if f.Kind(c) == "generic_function" {
		c = f.Field(c, "function")
	}
	return c
}

// ofSelf tells that what is called is self.name or Self::name.
func (f *file) ofSelf(callee int32, name string) bool {
	switch f.Kind(callee) {
	case "field_expression":
		return f.Kind(f.Field(callee, "value")) == "self" && f.Text(f.Field(callee, "field")) == name
	case "scoped_identifier":
		return f.Text(f.Field(callee, "path")) == "Self" && f.Text(f.Field(callee, "name")) == name
	}
	return false
}
