package gocalls

import (
	"cmp"
	"go/types"
	"maps"
	"slices"
	"strings"

	"leadline/internal/fact"
)

const (
	// mostLeads is to how many functions one call may lead; what may lead to more
	// tells nothing.
	mostLeads = 256
	// mostAmbiguous is how many ambiguous calls are kept in all.
	mostAmbiguous = 1 << 20
	// mostWork is how many methods and signatures are compared in all.
	mostWork = 1 << 27
)

// dispatch joins the calls with what they can lead to.
func (r *repository) dispatch() []fact.Call {
	c := &collection{calls: map[pair]found{}}
	for _, x := range r.seen.static {
		c.add(x.site, x.to, fact.Exact)
	}
	w := &work{left: mostWork}
	m := newMethods(r, w)
	for _, x := range r.seen.invoked {
		r.ambiguous(c, x.site, m.of(x.target))
	}
	values := newShapes(r.seen.taken, m, w)
	for _, x := range r.seen.values {
		r.ambiguous(c, x.site, values.of(x.signature))
	}
	if w.left < 0 { // what was found depends on the order
		r.partial[""] = true
		maps.DeleteFunc(c.calls, func(_ pair, x found) bool { return x.confidence == fact.Ambiguous })
	}
	return c.list(r.functions)
}

// ambiguous adds the calls of one site that leads to one of several functions.
func (r *repository) ambiguous(c *collection, at site, to []int32) {
	if len(to) > mostLeads {
		return
	}
	if c.ambiguous+len(to) > mostAmbiguous {
		r.partial[r.functions[at.from].Path.Folder()] = true
		return
	}
	for _, f := range to {
		c.add(at, f, fact.Ambiguous)
	}
}

// work is what may still be done.
type work struct{ left int }

// do tells whether so much more may be done.
func (w *work) do(n int) bool {
	w.left -= n
	return w.left >= 0
}

// collection keeps one call for each pair of functions.
type collection struct {
	calls     map[pair]found
	ambiguous int
}

// pair is two functions, by their places in repository.functions.
type pair struct{ from, to int32 }

type found struct {
	line       int32
	confidence fact.Confidence
}

func (c *collection) add(at site, to int32, confidence fact.Confidence) {
	key := pair{at.from, to}
	old, ok := c.calls[key]
	if !ok && confidence == fact.Ambiguous {
		c.ambiguous++
	}
	if !ok || confidence < old.confidence || confidence == old.confidence && at.line < old.line {
		c.calls[key] = found{at.line, confidence}
	}
}

// list gives the calls in the order of the functions.
func (c *collection) list(functions []fact.Callable) []fact.Call {
	pairs := slices.SortedFunc(maps.Keys(c.calls), func(a, b pair) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to))
	})
	out := make([]fact.Call, len(pairs))
	for i, p := range pairs {
		x := c.calls[p]
		out[i] = fact.Call{From: functions[p.from], To: functions[p.to], Line: int(x.line), Confidence: x.confidence}
	}
	return out
}

// methods finds the methods to which one of an interface can lead.
type methods struct {
	*repository
	work *work
	// named are the types that have a method of a name.
	named  map[string][]types.Type
	direct map[target]*leads
	known  map[target][]int32
}

// leads are the methods to which one of an interface leads, and those of other
// interfaces: of fields that types embed.
type leads struct {
	to  []int32
	via []target
}

func newMethods(r *repository, w *work) *methods {
	m := &methods{repository: r, work: w, named: map[string][]types.Type{}, direct: map[target]*leads{}, known: map[target][]int32{}}
	for n := range r.seen.concrete {
		p := types.NewPointer(n)
		names, ok := methodNames(p)
		if !ok {
			folder, _, _ := strings.Cut(n.Obj().Pkg().Path(), "\x00")
			r.partial[fact.Path(folder)] = true
		}
		if !w.do(len(names)) {
			break
		}
		for _, name := range names {
			m.named[name] = append(m.named[name], p)
		}
	}
	return m
}

// methodNames are the names of the methods of a type. A test may add one to a generic type
// of which there are instances already, whose methods go/types then cannot tell.
func methodNames(p types.Type) (names []string, ok bool) {
	defer func() {
		if recover() != nil { // a fault of go/types is not one of the program
			names, ok = nil, false
		}
	}()
	set := types.NewMethodSet(p)
	for i := range set.Len() {
		names = append(names, set.At(i).Obj().Name())
	}
	return names, true
}

// of gives the methods of the types that implement an interface.
func (m *methods) of(t target) []int32 {
	if found, ok := m.known[t]; ok {
		return found
	}
	var out []int32
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
		if !m.work.do(1+of.NumMethods()) || !types.Implements(p, of) {
			continue
		}
		o, path, _ := types.LookupFieldOrMethod(p, true, t.pkg, t.name)
		f, ok := o.(*types.Func)
		if !ok {
			continue
		}
		if via := interfaceOf(p, path, f); via != nil {
			l.via = append(l.via, target{via, t.name, t.pkg})
		} else if to, ok := m.function(f); ok {
			l.to = append(l.to, to)
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
type shapes struct {
	work *work
	by   map[string][]*alike
}

// alike are functions of one signature.
type alike struct {
	signature *types.Signature
	to        []int32
}

func newShapes(all []taken, m *methods, w *work) *shapes {
	t := &shapes{w, map[string][]*alike{}}
	for _, x := range all {
		a := t.find(x.signature)
		if a == nil {
			key := shape(x.signature)
			a = &alike{signature: x.signature}
			t.by[key] = append(t.by[key], a)
		}
		if x.target.of == nil {
			a.to = append(a.to, x.to)
		} else {
			a.to = append(a.to, m.of(x.target)...)
		}
	}
	for _, same := range t.by {
		for _, a := range same {
			slices.Sort(a.to)
			a.to = slices.Compact(a.to)
		}
	}
	return t
}

func (t *shapes) find(s *types.Signature) *alike {
	for _, a := range t.by[shape(s)] {
		if t.work.do(1+s.Params().Len()+s.Results().Len()) && types.Identical(a.signature, s) {
			return a
		}
	}
	return nil
}

// of gives the functions that a value of a signature can be.
func (t *shapes) of(s *types.Signature) []int32 {
	if a := t.find(s); a != nil {
		return a.to
	}
	return nil
}

// shape is what signatures that are identical have in common: their parameters and
// results, as far down as the names of types are found easily.
func shape(s *types.Signature) string {
	var b strings.Builder
	for _, tuple := range []*types.Tuple{s.Params(), s.Results()} {
		for i := range tuple.Len() {
			outline(&b, tuple.At(i).Type())
		}
		b.WriteByte(';')
	}
	return b.String()
}

func outline(b *strings.Builder, t types.Type) {
	for range 4 {
		switch x := types.Unalias(t).(type) {
		case *types.Pointer:
			b.WriteByte('*')
			t = x.Elem()
			continue
		case *types.Slice:
			b.WriteByte('[')
			t = x.Elem()
			continue
		case *types.Basic:
			b.WriteString(x.Name())
		case *types.Named:
			b.WriteString(x.Obj().Name())
		}
		break
	}
	b.WriteByte(',')
}
