package gocalls

import (
	"go/ast"
	"go/types"

	"leadline/internal/source/code/gotypes"
)

// seen is what the code of all packages does, as far as calls go.
type seen struct {
	static  []static
	values  []dynamic // calls of function values
	invoked []invoke  // calls by way of interfaces
	taken   []taken   // functions used as values
	// concrete are the types of which values become ones of interfaces; held are those
	// and what they hold, with the number of instances on the way there.
	concrete map[*types.Named]bool
	held     map[types.Type]int
}

// site is where a call stands: in which function, by its place in
// repository.functions, and on which line.
type site struct {
	from, line int32
}

type static struct {
	site
	to int32
}

type dynamic struct {
	site
	signature *types.Signature
}

type invoke struct {
	site
	target
}

// target is a method of an interface.
type target struct {
	of   types.Type
	name string
	pkg  *types.Package
}

// taken is a function used as a value: declared, or a method of an interface.
type taken struct {
	signature *types.Signature
	to        int32
	target    target // if its type is not nil
}

// sight looks through one file.
type sight struct {
	*repository
	info *types.Info
	from int32
	// called are what stands in the place of a callee: no values.
	called map[ast.Node]bool
}

// see looks through sources of a package whose types are known.
func (r *repository) see(p *gotypes.Package, sources []*gotypes.Source) {
	for _, s := range sources {
		r.look(p.Info, s)
	}
	for _, i := range p.Info.Instances { // a type parameter is an interface
		for t := range i.TypeArgs.Types() {
			r.seen.note(t)
		}
	}
}

func (r *repository) look(info *types.Info, s *gotypes.Source) {
	v := sight{repository: r, info: info, called: map[ast.Node]bool{}}
	for _, d := range s.File.Decls {
		v.from = r.top[s]
		if f, ok := d.(*ast.FuncDecl); ok {
			v.from = r.declared[f.Name.Pos()]
			if f.Body == nil {
				continue
			}
			if o, ok := info.Defs[f.Name].(*types.Func); ok {
				v.returns(o.Signature(), f.Body)
			}
			ast.Inspect(f.Body, v.visit)
			f.Body = nil // it is not needed any more
			continue
		}
		ast.Inspect(d, v.visit)
	}
}

func (v *sight) visit(n ast.Node) bool {
	v.convert(n)
	switch n := n.(type) {
	case *ast.CallExpr:
		v.call(n)
	case *ast.SelectorExpr:
		v.called[n.Sel] = true
		if !v.called[n] {
			v.selected(n)
		}
	case *ast.Ident:
		if !v.called[n] {
			v.named(n)
		}
	}
	return true
}

// call notes a call.
func (v *sight) call(n *ast.CallExpr) {
	fun := ast.Unparen(n.Fun)
	at := site{v.from, int32(v.Line(n.Lparen))}
	callee := fun
	switch x := fun.(type) {
	case *ast.IndexExpr:
		callee = ast.Unparen(x.X)
	case *ast.IndexListExpr:
		callee = ast.Unparen(x.X)
	}
	switch x := callee.(type) {
	case *ast.Ident:
		if f, ok := v.info.Uses[x].(*types.Func); ok {
			v.called[x] = true
			v.static(at, f)
			return
		}
	case *ast.SelectorExpr:
		if v.method(at, x) {
			v.called[x] = true
			return
		}
	}
	v.value(at, fun)
}

// static notes a call of a function by its name.
func (v *sight) static(at site, f *types.Func) {
	if to, ok := v.function(f); ok {
		v.seen.static = append(v.seen.static, static{at, to})
	}
}

// function is the place of a function in repository.functions, if it is of the
// repository.
func (r *repository) function(f *types.Func) (int32, bool) {
	place, ok := r.declared[f.Origin().Pos()]
	return place, ok
}

// method notes a call by a selector, unless it is one of a value.
func (v *sight) method(at site, x *ast.SelectorExpr) bool {
	f, ok := v.info.Uses[x.Sel].(*types.Func)
	if !ok {
		return false
	}
	if s := v.info.Selections[x]; s != nil {
		if of := interfaceOf(s.Recv(), s.Index(), f); of != nil {
			v.seen.invoked = append(v.seen.invoked, invoke{at, target{of, f.Name(), f.Pkg()}})
			return true
		}
	}
	v.static(at, f)
	return true
}

// value notes a call of a function value.
func (v *sight) value(at site, fun ast.Expr) {
	t, ok := v.info.Types[fun]
	if !ok || !t.IsValue() || t.Type == nil {
		return
	}
	if _, ok := fun.(*ast.FuncLit); ok {
		return
	}
	if s, ok := t.Type.Underlying().(*types.Signature); ok && sound(s) {
		v.seen.values = append(v.seen.values, dynamic{at, s})
	}
}

// selected notes a method that is used as a value.
func (v *sight) selected(x *ast.SelectorExpr) {
	f, ok := v.info.Uses[x.Sel].(*types.Func)
	if !ok {
		return
	}
	s := v.info.Selections[x]
	if s == nil {
		v.take(x.Sel, f)
		return
	}
	signature, ok := s.Type().(*types.Signature)
	if !ok || !sound(signature) {
		return
	}
	if of := interfaceOf(s.Recv(), s.Index(), f); of != nil {
		v.seen.taken = append(v.seen.taken, taken{signature: signature, target: target{of, f.Name(), f.Pkg()}})
	} else if to, ok := v.function(f); ok {
		v.seen.taken = append(v.seen.taken, taken{signature: signature, to: to})
	}
}

// named notes a function that is used as a value.
func (v *sight) named(x *ast.Ident) {
	if f, ok := v.info.Uses[x].(*types.Func); ok && f.Signature().Recv() == nil {
		v.take(x, f)
	}
}

func (v *sight) take(x *ast.Ident, f *types.Func) {
	signature := f.Signature()
	if i, ok := v.info.Instances[x]; ok {
		if s, ok := i.Type.(*types.Signature); ok {
			signature = s
		}
	}
	if to, ok := v.function(f); ok && sound(signature) {
		v.seen.taken = append(v.seen.taken, taken{signature: signature, to: to})
	}
}

// sound tells whether all types of a signature are known.
func sound(s *types.Signature) bool {
	for _, tuple := range []*types.Tuple{s.Params(), s.Results()} {
		for i := range tuple.Len() {
			if tuple.At(i).Type() == types.Typ[types.Invalid] {
				return false
			}
		}
	}
	return true
}
