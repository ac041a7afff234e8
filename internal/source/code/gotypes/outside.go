package gotypes

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"
)

// outside is a package from outside of the repository: what its files name of it.
type outside struct {
	path string
	// named counts the files that seem to call it by a name.
	named map[string]int
	types map[string]foreign
	made  *types.Package
}

// foreign is a type from outside, as far as its use shows it.
type foreign struct {
	// concrete: there are pointers to it, or literals with fields; listed: there are
	// literals without.
	concrete, listed bool
	// arguments counts its type arguments.
	arguments int
}

// usage is what one file shows of packages from outside, by their names in it.
type usage struct {
	qualifiers map[string]bool
	types      map[qualified]foreign
}

type qualified struct{ qualifier, name string }

// useOf looks through a file for types that are named with a qualifier.
func useOf(file *ast.File) *usage {
	u := &usage{qualifiers: map[string]bool{}, types: map[qualified]foreign{}}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.SelectorExpr:
			if x, ok := n.X.(*ast.Ident); ok {
				u.qualifiers[x.Name] = true
			}
		case *ast.Field:
			u.kind(n.Type)
		case *ast.ValueSpec:
			u.kind(n.Type)
		case *ast.TypeSpec:
			u.kind(n.Type)
		case *ast.TypeAssertExpr:
			u.kind(n.Type)
		case *ast.ArrayType:
			u.kind(n.Elt)
		case *ast.MapType:
			u.kind(n.Key)
			u.kind(n.Value)
		case *ast.ChanType:
			u.kind(n.Value)
		case *ast.Ellipsis:
			u.kind(n.Elt)
		case *ast.CompositeLit:
			u.literal(n)
		case *ast.TypeSwitchStmt:
			u.cases(n)
		case *ast.CallExpr:
			u.call(n)
		case *ast.IndexListExpr:
			for _, x := range n.Indices {
				u.kind(x)
			}
		case *ast.BinaryExpr:
			if n.Op == token.OR || n.Op == token.TILDE {
				u.union(n)
			}
		}
		return true
	})
	return u
}

// kind notes that an expression is a type.
func (u *usage) kind(e ast.Expr) {
	arguments, concrete := 0, false
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e, concrete = x.X, true
		case *ast.IndexExpr:
			u.kind(x.Index)
			e, arguments = x.X, 1
		case *ast.IndexListExpr:
			e, arguments = x.X, len(x.Indices)
		case *ast.UnaryExpr: // of a constraint
			e = x.X
		case *ast.SelectorExpr:
			if q, ok := x.X.(*ast.Ident); ok {
				u.note(qualified{q.Name, x.Sel.Name}, foreign{concrete: concrete, arguments: arguments})
			}
			return
		default:
			return
		}
	}
}

func (u *usage) note(q qualified, f foreign) {
	old := u.types[q]
	u.types[q] = old.and(f)
}

// and joins what two places show of a type.
func (f foreign) and(o foreign) foreign {
	return foreign{f.concrete || o.concrete, f.listed || o.listed, max(f.arguments, o.arguments)}
}

func (u *usage) literal(n *ast.CompositeLit) {
	u.kind(n.Type)
	s, ok := n.Type.(*ast.SelectorExpr)
	if !ok {
		return
	}
	q, ok := s.X.(*ast.Ident)
	if !ok {
		return
	}
	if len(n.Elts) == 0 {
		return
	}
	fields := false
	if kv, ok := n.Elts[0].(*ast.KeyValueExpr); ok {
		_, fields = kv.Key.(*ast.Ident)
	}
	u.note(qualified{q.Name, s.Sel.Name}, foreign{concrete: fields, listed: !fields})
}

func (u *usage) cases(n *ast.TypeSwitchStmt) {
	for _, s := range n.Body.List {
		if c, ok := s.(*ast.CaseClause); ok {
			for _, e := range c.List {
				u.kind(e)
			}
		}
	}
}

// call notes the types of conversions that can be nothing else, and of new and make.
func (u *usage) call(n *ast.CallExpr) {
	switch f := n.Fun.(type) {
	case *ast.ParenExpr:
		if _, ok := f.X.(*ast.StarExpr); ok {
			u.kind(f)
		}
	case *ast.Ident:
		if len(n.Args) > 0 && (f.Name == "new" || f.Name == "make") {
			u.kind(n.Args[0])
		}
	}
}

func (u *usage) union(n *ast.BinaryExpr) {
	for _, e := range []ast.Expr{n.X, n.Y} {
		if x, ok := e.(*ast.UnaryExpr); ok && x.Op == token.TILDE {
			u.kind(x)
		}
	}
}

// use adds what a source shows of packages from outside.
func (r *Repository) use(s *Source, u *usage) {
	for i := range s.imports {
		x := &s.imports[i]
		if x.own || x.path == "C" {
			continue
		}
		o := r.outside[x.path]
		if o == nil {
			o = &outside{path: x.path, named: map[string]int{}, types: map[string]foreign{}}
			r.outside[x.path] = o
		}
		name := x.name
		if name == "" {
			name = o.guess(u.qualifiers)
		}
		for q, f := range u.types {
			if q.qualifier != name {
				continue
			}
			o.types[q.name] = o.types[q.name].and(f)
		}
	}
}

// guess tells by what name a file seems to call a package.
func (o *outside) guess(qualifiers map[string]bool) string {
	for _, name := range packageNames(o.path) {
		if qualifiers[name] {
			o.named[name]++
			return name
		}
	}
	return ""
}

// packageNames are the names that a package with an import path may have, the
// likeliest first.
func packageNames(importPath string) []string {
	var names []string
	add := func(s string) {
		if token.IsIdentifier(s) {
			names = append(names, s)
		}
	}
	elements := strings.Split(importPath, "/")
	last := elements[len(elements)-1]
	if version(last) && len(elements) > 1 {
		defer add(last)
		last = elements[len(elements)-2]
	}
	if i := strings.LastIndex(last, ".v"); i > 0 && version(last[i+1:]) {
		last = last[:i]
	}
	add(last)
	add(strings.TrimSuffix(strings.TrimPrefix(strings.TrimPrefix(last, "go-"), "go."), "-go"))
	parts := strings.FieldsFunc(last, func(c rune) bool { return c == '-' || c == '.' })
	add(strings.Join(parts, ""))
	add(strings.Join(parts, "_"))
	for i := len(parts) - 1; i >= 0; i-- {
		add(parts[i])
	}
	return names
}

func version(s string) bool {
	return len(s) > 1 && s[0] == 'v' && strings.Trim(s[1:], "0123456789") == ""
}

// make makes up the package, and notes what its types are made of.
func (o *outside) make(hollow map[types.Type]bool) {
	name, most := "", 0
	for _, n := range packageNames(o.path) {
		if name == "" || o.named[n] > most {
			name, most = n, o.named[n]
		}
	}
	if name == "" {
		name = "_"
	}
	p := types.NewPackage(o.path, name)
	for name, f := range o.types {
		object := f.named(p, name)
		p.Scope().Insert(object)
		hollow[object.Type().Underlying()] = true
	}
	p.MarkComplete()
	o.made = p
}

// named makes up a type. What may be an interface is one, so that anything can be
// assigned to it; and what is a list or a map, since all elements of a literal of a
// structure would have to be fields.
func (f foreign) named(p *types.Package, name string) types.Object {
	var underlying types.Type = types.NewInterfaceType(nil, nil).Complete()
	if f.concrete && !f.listed {
		underlying = types.NewStruct(nil, nil)
	}
	object := types.NewTypeName(token.NoPos, p, name, nil)
	t := types.NewNamed(object, underlying, nil)
	if f.arguments > 0 {
		parameters := make([]*types.TypeParam, f.arguments)
		for i := range parameters {
			parameters[i] = types.NewTypeParam(types.NewTypeName(token.NoPos, p, "T", nil), anything)
		}
		t.SetTypeParams(parameters)
	}
	return object
}

var anything = types.Universe.Lookup("any").Type()
