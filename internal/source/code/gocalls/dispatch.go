package gocalls

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"leadline/internal/fact"
)

// dispatch joins the calls with what they can lead to.
func (r *repository) dispatch() []fact.Call {
	c := &collection{calls: map[pair]fact.Call{}}
	for _, x := range r.seen.static {
		c.add(x.site, r.declared[x.to], fact.Exact)
	}
	m := newMethods(r.seen.concrete)
	for _, x := range r.seen.invoked {
		for _, to := range m.of(x.target) {
			if f, ok := r.declared[to]; ok {
				c.add(x.site, f, fact.Ambiguous)
			}
		}
	}
	t := r.byShape(m)
	for _, x := range r.seen.values {
		for _, to := range t.of(x.signature) {
			c.add(x.site, r.declared[to], fact.Ambiguous)
		}
	}
	return c.sorted()
}

// collection keeps one call for each pair of functions.
type collection struct{ calls map[pair]fact.Call }

type pair struct{ from, to fact.Callable }

func (c *collection) add(at site, to fact.Callable, confidence fact.Confidence) {
	key := pair{at.from, to}
	old, ok := c.calls[key]
	if !ok || confidence < old.Confidence || confidence == old.Confidence && at.line < old.Line {
		c.calls[key] = fact.Call{From: at.from, To: to, Line: at.line, Confidence: confidence}
	}
}

func (c *collection) sorted() []fact.Call {
	out := make([]fact.Call, 0, len(c.calls))
	for _, x := range c.calls {
		out = append(out, x)
	}
	slices.SortFunc(out, func(a, b fact.Call) int {
		return cmp.Or(compare(a.From, b.From), compare(a.To, b.To))
	})
	return out
}

func compare(a, b fact.Callable) int {
	return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Owner, b.Owner), cmp.Compare(a.Name, b.Name))
}

// methods finds the methods to which one of an interface can lead.
type methods struct {
	// named are the types that have a method of a name.
	named  map[string][]types.Type
	direct map[target]*leads
	known  map[target][]token.Pos
}

// leads are the methods to which one of an interface leads, and those of other
// interfaces: of fields that types embed.
type leads struct {
	to  []token.Pos
	via []target
}

func newMethods(concrete map[*types.Named]bool) *methods {
	m := &methods{named: map[string][]types.Type{}, direct: map[target]*leads{}, known: map[target][]token.Pos{}}
	for n := range concrete {
		p := types.NewPointer(n)
		set := types.NewMethodSet(p)
		for i := range set.Len() {
			name := set.At(i).Obj().Name()
			m.named[name] = append(m.named[name], p)
		}
	}
	return m
}

// of gives the methods of the types that implement an interface.
func (m *methods) of(t target) []token.Pos {
	if found, ok := m.known[t]; ok {
		return found
	}
	var out []token.Pos
	seen := map[target]bool{t: true}
	for open := []target{t}; len(open) > 0; {
		l := m.leads(open[len(open)-1])
		open = open[:len(open)-1]
		out = append(out, l.to...)
		for _, via := range l.via {
			if !seen[via] {
				seen[via] = true
				open = append(open, via)
			}
		}
	}
	slices.Sort(out)
	out = slices.Compact(out)
	m.known[t] = out
	return out
}

func (m *methods) leads(t target) *leads {
	if l := m.direct[t]; l != nil {
		return l
	}
	l := &leads{}
	m.direct[t] = l
	of, ok := t.of.Underlying().(*types.Interface)
	if !ok {
		return l
	}
	for _, p := range m.named[t.name] {
		if !types.Implements(p, of) {
			continue
		}
		o, path, _ := types.LookupFieldOrMethod(p, true, t.pkg, t.name)
		f, ok := o.(*types.Func)
		if !ok {
			continue
		}
		if via := interfaceOf(p, path, f); via != nil {
			l.via = append(l.via, target{via, t.name, t.pkg})
		} else {
			l.to = append(l.to, f.Origin().Pos())
		}
	}
	return l
}

// interfaceOf is the interface or type parameter by way of which a method is
// selected; nil for a method of a concrete type. The path is that of the fields from
// a type to the method.
func interfaceOf(of types.Type, path []int, f *types.Func) types.Type {
	received := f.Signature().Recv()
	if received == nil || !types.IsInterface(received.Type()) {
		return nil
	}
	for _, i := range path[:len(path)-1] {
		if p, ok := of.Underlying().(*types.Pointer); ok {
			of = p.Elem()
		}
		s, ok := of.Underlying().(*types.Struct)
		if !ok || i >= s.NumFields() {
			return received.Type()
		}
		of = s.Field(i).Type()
	}
	return of
}

// shapes are functions used as values, by their signatures.
type shapes map[shape][]*alike

// shape is what signatures that are identical have in common.
type shape struct {
	parameters, results int
	variadic            bool
}

// alike are functions of one signature.
type alike struct {
	signature *types.Signature
	to        []token.Pos
}

func shapeOf(s *types.Signature) shape {
	return shape{s.Params().Len(), s.Results().Len(), s.Variadic()}
}

func (r *repository) byShape(m *methods) shapes {
	t := shapes{}
	for _, x := range r.seen.taken {
		key := shapeOf(x.signature)
		a := t.find(x.signature)
		if a == nil {
			a = &alike{signature: x.signature}
			t[key] = append(t[key], a)
		}
		if x.to != token.NoPos {
			a.to = append(a.to, x.to)
			continue
		}
		for _, to := range m.of(x.target) {
			if _, ok := r.declared[to]; ok {
				a.to = append(a.to, to)
			}
		}
	}
	for _, same := range t {
		for _, a := range same {
			slices.Sort(a.to)
			a.to = slices.Compact(a.to)
		}
	}
	return t
}

func (t shapes) find(s *types.Signature) *alike {
	for _, a := range t[shapeOf(s)] {
		if types.Identical(a.signature, s) {
			return a
		}
	}
	return nil
}

// of gives the functions that a value of a signature can be.
func (t shapes) of(s *types.Signature) []token.Pos {
	if a := t.find(s); a != nil {
		return a.to
	}
	return nil
}
