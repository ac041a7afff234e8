package gotypes

import (
	"go/ast"
	"go/token"
)

// What go/types does with a type may take as long as the type is large when it is
// written out, and a few lines can declare one that is larger than any memory: each
// holding the one before it twice. So what a file declares is weighed by its syntax
// first, and what is too heavy is left out.
const (
	// heaviestType is how many types a declared one may hold, written out.
	heaviestType = 1 << 14
	// heaviestConstant is how many constants another one may add up.
	heaviestConstant = 1 << 12
	// heaviestValue is how many times as large as the type of what went in that of a
	// value may become by generic functions.
	heaviestValue = 1 << 8
	// mostParts is how many types one with parameters may be made of.
	mostParts = 1000
	// longest is how many declarations may follow from each other.
	longest = 10000
	// unbounded is as heavy as anything gets.
	unbounded = 1 << 30
)

func plus(a, b int) int { return min(a+b, unbounded) }

func times(a, b int) int { return min(a*b, unbounded) }

// scale weighs what a source declares.
type scale struct {
	group *Package
	// own are the packages of the repository, by their names in the source.
	own    map[string]*Package
	growth growth
	depth  *int
	// types and values are the weights of what has been declared within a function.
	types, values map[string]int
	// weighed are the calls and instances that are part of others which were.
	weighed map[ast.Expr]bool
	heavy   bool
}

// declaration is what a group declares outside of functions.
type declaration struct {
	scale  *scale
	kind   *ast.TypeSpec
	values []ast.Expr
	sums   bool
	weight int // 0 before it is known
}

// weigh weighs what all sources declare, and takes out what is too heavy.
func (r *Repository) weigh() {
	all := growth{}
	for _, s := range r.Sources {
		growths(s.File, all)
	}
	depth := 0
	scales := make([]*scale, len(r.Sources))
	for i, s := range r.Sources {
		if s.group.declared == nil {
			s.group.declared = map[string]*declaration{}
		}
		scales[i] = &scale{group: s.group, own: r.own(s), growth: all, depth: &depth, weighed: map[ast.Expr]bool{}}
	}
	for _, tests := range []bool{false, true} { // of two that have one name, the first is meant
		for i, s := range r.Sources {
			if s.Test == tests {
				scales[i].declareAll(s.File)
			}
		}
	}
	for i, s := range r.Sources {
		for _, d := range s.File.Decls {
			scales[i].lighten(d)
		}
		if scales[i].heavy {
			r.partial[s.Path.Folder()] = true
		}
	}
}

func (c *scale) declareAll(file *ast.File) {
	for _, d := range file.Decls {
		if d, ok := d.(*ast.GenDecl); ok {
			c.declare(d)
		}
	}
}

// declare keeps what is declared outside of functions, to be weighed when something
// needs it.
func (c *scale) declare(d *ast.GenDecl) {
	for _, x := range d.Specs {
		switch x := x.(type) {
		case *ast.TypeSpec:
			c.group.add(x.Name.Name, &declaration{scale: c, kind: x})
		case *ast.ValueSpec:
			for _, n := range x.Names {
				c.group.add(n.Name, &declaration{scale: c, values: x.Values, sums: d.Tok == token.CONST})
			}
		}
	}
}

func (g *Package) add(name string, d *declaration) {
	if g.declared[name] == nil {
		g.declared[name] = d
	}
}

// of is the weight of a name of the group.
func (g *Package) of(name string, isType bool) int {
	d := g.declared[name]
	if d == nil || isType != (d.kind != nil) {
		return 1
	}
	if d.weight > 0 {
		return d.weight
	}
	d.weight = 1 // should it hold itself
	*d.scale.depth++
	switch {
	case *d.scale.depth > longest:
		d.weight = unbounded
	case isType:
		d.weight = d.scale.declaredType(d.kind)
	default:
		d.weight = d.scale.heaviest(d.values, d.sums)
	}
	*d.scale.depth--
	return d.weight
}

func (c *scale) heaviest(values []ast.Expr, sums bool) int {
	w := 1
	for _, v := range values {
		w = max(w, c.value(v, sums))
	}
	return w
}

// declaredType weighs a declaration of a type. Of one that is new, go/types writes
// out what it holds by value alone.
func (c *scale) declaredType(t *ast.TypeSpec) int { return c.kind(t.Type, t.Assign.IsValid()) }

// circular tells whether a type with parameters is defined by itself, or embeds
// itself: go/types may write out one instance within another without end.
func (c *scale) circular(t *ast.TypeSpec) bool {
	if t.TypeParams == nil {
		return false
	}
	seen := map[string]bool{}
	for open := parts(t.Type, nil); len(open) > 0; {
		name := open[len(open)-1]
		open = open[:len(open)-1]
		if name == t.Name.Name || len(seen) > mostParts {
			return true
		}
		if d := c.group.declared[name]; d != nil && d.kind != nil && !seen[name] {
			open = parts(d.kind.Type, open)
		}
		seen[name] = true
	}
	return false
}

// parts adds the names of the types by which one is defined, and that it embeds.
func parts(e ast.Expr, names []string) []string {
	switch x := e.(type) {
	case *ast.Ident:
		return append(names, x.Name)
	case *ast.ParenExpr:
		return parts(x.X, names)
	case *ast.StarExpr:
		return parts(x.X, names)
	case *ast.UnaryExpr:
		return parts(x.X, names)
	case *ast.IndexExpr:
		return parts(x.X, names)
	case *ast.IndexListExpr:
		return parts(x.X, names)
	case *ast.BinaryExpr:
		return parts(x.Y, parts(x.X, names))
	case *ast.StructType:
		return embedded(x.Fields, names)
	case *ast.InterfaceType:
		return embedded(x.Methods, names)
	}
	return names
}

func embedded(fields *ast.FieldList, names []string) []string {
	if fields != nil {
		for _, f := range fields.List {
			if len(f.Names) == 0 {
				names = parts(f.Type, names)
			}
		}
	}
	return names
}

// kind weighs a type: how many types it holds when it is written out. If it is not
// whole, what it holds by reference counts nothing.
func (c *scale) kind(e ast.Expr, whole bool) int {
	switch x := e.(type) {
	case *ast.Ident:
		if w, ok := c.types[x.Name]; ok {
			return w
		}
		return c.group.of(x.Name, true)
	case *ast.SelectorExpr:
		if q, ok := x.X.(*ast.Ident); ok && c.own[q.Name] != nil {
			return c.own[q.Name].of(x.Sel.Name, true)
		}
	case *ast.ParenExpr:
		return c.kind(x.X, whole)
	case *ast.ArrayType:
		if whole || x.Len != nil {
			return plus(1, c.kind(x.Elt, whole))
		}
	case *ast.StructType:
		return c.fields(x.Fields, whole)
	case *ast.IndexExpr:
		c.weighed[x] = true
		return times(c.kind(x.X, whole), c.kind(x.Index, true))
	case *ast.IndexListExpr:
		c.weighed[x] = true
		w := 0
		for _, i := range x.Indices {
			w = plus(w, c.kind(i, true))
		}
		return times(c.kind(x.X, whole), max(1, w))
	default:
		if whole {
			return c.reference(e)
		}
	}
	return 1
}

// reference weighs a type that holds others by reference.
func (c *scale) reference(e ast.Expr) int {
	switch x := e.(type) {
	case *ast.StarExpr:
		return plus(1, c.kind(x.X, true))
	case *ast.MapType:
		return plus(c.kind(x.Key, true), c.kind(x.Value, true))
	case *ast.ChanType:
		return plus(1, c.kind(x.Value, true))
	case *ast.Ellipsis:
		return plus(1, c.kind(x.Elt, true))
	case *ast.FuncType:
		return plus(c.fields(x.Params, true), c.fields(x.Results, true))
	case *ast.InterfaceType:
		return c.fields(x.Methods, true)
	case *ast.BinaryExpr:
		return plus(c.kind(x.X, true), c.kind(x.Y, true))
	case *ast.UnaryExpr:
		return c.kind(x.X, true)
	}
	return 1
}

func (c *scale) fields(fields *ast.FieldList, whole bool) int {
	w := 1
	if fields != nil {
		for _, f := range fields.List {
			w = plus(w, times(max(1, len(f.Names)), c.kind(f.Type, whole)))
		}
	}
	return w
}

// value weighs a value: how many times as large as a declared type its own may be, by
// way of generic functions, methods and fields. If sums is true, it tells how many
// constants a sum adds up.
func (c *scale) value(e ast.Expr, sums bool) int {
	switch x := e.(type) {
	case *ast.Ident:
		if w, ok := c.values[x.Name]; ok {
			return w
		}
		return c.group.of(x.Name, false)
	case *ast.SelectorExpr:
		return c.selected(x, sums)
	case *ast.CallExpr:
		return c.called(x, sums)
	case *ast.BinaryExpr:
		a, b := c.value(x.X, sums), c.value(x.Y, sums)
		if sums && x.Op == token.ADD {
			return plus(a, b)
		}
		return max(a, b)
	case *ast.ParenExpr:
		return c.value(x.X, sums)
	case *ast.StarExpr:
		return c.value(x.X, sums)
	case *ast.UnaryExpr:
		return c.value(x.X, sums)
	case *ast.IndexExpr:
		return c.value(x.X, sums)
	case *ast.IndexListExpr:
		return c.value(x.X, sums)
	case *ast.SliceExpr:
		return c.value(x.X, sums)
	}
	return 1
}

func (c *scale) selected(x *ast.SelectorExpr, sums bool) int {
	c.weighed[x] = true
	if q, ok := x.X.(*ast.Ident); ok && c.own[q.Name] != nil {
		return c.own[q.Name].of(x.Sel.Name, false)
	}
	if grows := c.growth[x.Sel.Name]; grows > 0 {
		return times(grows, c.value(x.X, sums))
	}
	return 1
}

func (c *scale) called(x *ast.CallExpr, sums bool) int {
	c.weighed[x] = true
	most, all := 1, 0
	for _, a := range x.Args {
		w := c.value(a, sums)
		most, all = max(most, w), plus(all, w)
	}
	callee := ast.Unparen(x.Fun)
	switch i := callee.(type) {
	case *ast.IndexExpr:
		callee = i.X
	case *ast.IndexListExpr:
		callee = i.X
	}
	grows := 0
	switch f := callee.(type) {
	case *ast.Ident:
		grows = c.growth[f.Name]
	case *ast.SelectorExpr:
		c.weighed[f] = true
		grows, all = c.growth[f.Sel.Name], plus(all, c.value(f.X, sums))
	}
	if grows > 0 {
		return times(grows, max(1, all))
	}
	return most
}

// lighten takes what is too heavy out of a declaration.
func (c *scale) lighten(d ast.Decl) {
	before := c.heavy
	switch d := d.(type) {
	case *ast.GenDecl:
		for _, x := range d.Specs {
			c.heavy = false
			c.inspect(x)
			if v, ok := x.(*ast.ValueSpec); ok && (c.tooHeavy(v.Values, d.Tok == token.CONST) || c.heavy) {
				v.Values = nil
			}
			before = before || c.heavy
		}
	case *ast.FuncDecl:
		c.types, c.values = map[string]int{}, map[string]int{}
		c.heavy = false
		c.inspect(d)
		if c.heavy {
			d.Body = nil
		}
		c.types, c.values = nil, nil
	}
	c.heavy = c.heavy || before
}

func (c *scale) tooHeavy(values []ast.Expr, sums bool) bool {
	most := heaviestValue
	if sums {
		most = heaviestConstant
	}
	heavy := c.heaviest(values, sums) > most
	c.heavy = c.heavy || heavy
	return heavy
}

// inspect weighs what is below a node, within a function in the order of the source,
// and empties the types that are too heavy.
func (c *scale) inspect(n ast.Node) {
	var constant bool
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			constant = n.Tok == token.CONST
		case *ast.TypeSpec:
			w := c.declaredType(n)
			if c.types != nil {
				c.types[n.Name.Name] = w
			}
			if w > heaviestType || c.circular(n) {
				n.Type, c.heavy = &ast.StructType{Struct: n.Pos(), Fields: &ast.FieldList{}}, true
			}
		case *ast.ValueSpec:
			for _, x := range n.Names {
				c.assign(x, n.Values, constant)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, x := range n.Lhs {
					c.assign(x, n.Rhs, false)
				}
			}
		case *ast.RangeStmt:
			c.assign(n.Key, []ast.Expr{n.X}, false)
			c.assign(n.Value, []ast.Expr{n.X}, false)
		case *ast.CallExpr, *ast.SelectorExpr:
			if e := n.(ast.Expr); !c.weighed[e] {
				c.tooHeavy([]ast.Expr{e}, false)
			}
		case *ast.IndexExpr:
			if !c.weighed[n] && c.kind(n, true) > heaviestType {
				n.Index, c.heavy = &ast.BadExpr{From: n.Pos(), To: n.End()}, true
			}
		case *ast.IndexListExpr:
			if !c.weighed[n] && c.kind(n, true) > heaviestType {
				n.Indices, c.heavy = []ast.Expr{&ast.BadExpr{From: n.Pos(), To: n.End()}}, true
			}
		}
		return true
	})
}

// assign notes the weight of a name within a function.
func (c *scale) assign(x ast.Expr, values []ast.Expr, sums bool) {
	id, ok := x.(*ast.Ident)
	if !ok || c.values == nil {
		return
	}
	c.tooHeavy(values, sums)
	c.values[id.Name] = max(c.values[id.Name], c.heaviest(values, sums))
}
