package goapi

import "go/types"

// callable reports whether calls of a function are right for another one as well: it
// takes no less, and where it gave something, it gives the same.
func (c *comparison) callable(was, is types.Object) bool {
	f, ok := was.(*types.Func)
	if !ok {
		return false
	}
	g, ok := is.(*types.Func)
	if !ok {
		return false
	}
	a, b := f.Signature(), g.Signature()
	if a.TypeParams() != nil || b.TypeParams() != nil || a.RecvTypeParams() != nil || b.RecvTypeParams() != nil {
		return false
	}
	written := alike(a.Results(), b.Results()) && alike(a.Params(), b.Params())
	return !written && gives(a.Results(), b.Results()) && c.takes(a, b)
}

// gives reports whether the results of calls can be used as before.
func gives(a, b *types.Tuple) bool {
	if a.Len() == 0 { // what nobody could use
		return true
	}
	if a.Len() != b.Len() {
		return false
	}
	for i := range a.Len() {
		if !alike(a.At(i).Type(), b.At(i).Type()) {
			return false
		}
	}
	return true
}

// takes reports whether all arguments of one are arguments of the other.
func (c *comparison) takes(a, b *types.Signature) bool {
	n, m := a.Params().Len(), b.Params().Len()
	switch {
	case n == m && a.Variadic() == b.Variadic():
	case !a.Variadic() && b.Variadic() && m == n+1:
	default:
		return false
	}
	for i := range n {
		from, to := a.Params().At(i).Type(), b.Params().At(i).Type()
		if !alike(from, to) && (a.Variadic() && i == n-1 || !c.wider(from, to)) {
			return false
		}
	}
	return true
}

// alike reports whether two types of two states are written alike, down to the packages
// of their parts.
func alike(a, b types.Type) bool { return types.TypeString(a, nil) == types.TypeString(b, nil) }

// wider reports whether values of a type before are ones of an interface after.
func (c *comparison) wider(from, to types.Type) bool {
	if !types.IsInterface(to) || c.to.Hollow(to) {
		return false
	}
	if types.Identical(to, types.Universe.Lookup("any").Type()) {
		return true
	}
	now := c.counterpart(from)
	return now != nil && types.AssignableTo(now, to)
}

// counterpart is what a type of the package, or a pointer to one, is after the change;
// nil of others.
func (c *comparison) counterpart(t types.Type) types.Type {
	switch t := types.Unalias(t).(type) {
	case *types.Pointer:
		if of := c.counterpart(t.Elem()); of != nil {
			return types.NewPointer(of)
		}
	case *types.Named:
		if o := c.after.Scope().Lookup(t.Obj().Name()); o != nil && t.Obj().Pkg() == c.before && t.TypeArgs() == nil {
			return o.Type()
		}
	}
	return nil
}
