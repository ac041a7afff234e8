package gocalls

import (
	"go/ast"
	"go/token"
	"go/types"
)

// A call by way of an interface leads to a type only if somewhere a value of it, or
// of one that holds it, becomes one of an interface. So the following looks for
// assignments, in the widest sense, in which the two types differ.

// convert notes what a node makes values of interfaces of.
func (v *sight) convert(n ast.Node) {
	switch n := n.(type) {
	case *ast.CallExpr:
		v.arguments(n)
	case *ast.AssignStmt:
		if n.Tok == token.ASSIGN {
			v.assign(n.Lhs, n.Rhs)
		}
	case *ast.ValueSpec:
		if n.Type != nil {
			for _, x := range n.Values {
				v.become(v.info.TypeOf(n.Type), x)
			}
		}
	case *ast.CompositeLit:
		v.elements(n)
	case *ast.SendStmt:
		if c, ok := under(v.info.TypeOf(n.Chan)).(*types.Chan); ok {
			v.become(c.Elem(), n.Value)
		} else {
			v.become(nil, n.Value)
		}
	case *ast.BinaryExpr:
		if n.Op == token.EQL || n.Op == token.NEQ {
			v.become(v.info.TypeOf(n.X), n.Y)
			v.become(v.info.TypeOf(n.Y), n.X)
		}
	case *ast.IndexExpr:
		if m, ok := under(v.info.TypeOf(n.X)).(*types.Map); ok {
			v.become(m.Key(), n.Index)
		}
	case *ast.RangeStmt:
		if n.Tok == token.ASSIGN {
			v.become(nil, n.X) // what it holds becomes what is assigned to
		}
	case *ast.SwitchStmt:
		v.cases(n)
	case *ast.FuncLit:
		v.returns(v.info.TypeOf(n), n.Body)
	}
}

func under(t types.Type) types.Type {
	if t == nil {
		return nil
	}
	return t.Underlying()
}

// become notes a value that becomes one of a type; of nil, if it is not known.
func (v *sight) become(to types.Type, x ast.Expr) { v.seen.become(to, v.info.TypeOf(x)) }

func (v *sight) arguments(n *ast.CallExpr) {
	f := v.info.Types[n.Fun]
	if f.IsType() {
		for _, x := range n.Args {
			v.become(f.Type, x)
		}
		return
	}
	s, ok := under(f.Type).(*types.Signature)
	if !ok || f.IsBuiltin() {
		for _, x := range n.Args {
			v.become(nil, x)
		}
		return
	}
	given := v.typesOf(n.Args)
	for i, t := range given {
		v.seen.become(parameter(s, i, n.Ellipsis.IsValid()), t)
	}
}

// parameter is the type of an argument; nil if there is none.
func parameter(s *types.Signature, i int, spread bool) types.Type {
	last := s.Params().Len() - 1
	if s.Variadic() && i >= last && !spread {
		if l, ok := under(s.Params().At(last).Type()).(*types.Slice); ok {
			return l.Elem()
		}
		return nil
	}
	if i > last {
		return nil
	}
	return s.Params().At(i).Type()
}

// typesOf are the types of some expressions, or of what one call gives.
func (v *sight) typesOf(xs []ast.Expr) []types.Type {
	if len(xs) == 1 {
		if t, ok := v.info.TypeOf(xs[0]).(*types.Tuple); ok {
			var out []types.Type
			for x := range t.Variables() {
				out = append(out, x.Type())
			}
			return out
		}
	}
	out := make([]types.Type, len(xs))
	for i, x := range xs {
		out[i] = v.info.TypeOf(x)
	}
	return out
}

func (v *sight) assign(to, from []ast.Expr) {
	for i, t := range v.typesOf(from) {
		if i < len(to) {
			v.seen.become(v.info.TypeOf(to[i]), t)
		}
	}
}

// elements notes the elements of a literal.
func (v *sight) elements(n *ast.CompositeLit) {
	t := under(v.info.TypeOf(n))
	for i, e := range n.Elts {
		kv, keyed := e.(*ast.KeyValueExpr)
		if !keyed {
			kv = &ast.KeyValueExpr{Value: e}
		}
		switch t := t.(type) {
		case *types.Struct:
			v.become(field(v.info, t, i, kv.Key), kv.Value)
		case *types.Map:
			if keyed {
				v.become(t.Key(), kv.Key)
			}
			v.become(t.Elem(), kv.Value)
		case *types.Slice:
			v.become(t.Elem(), kv.Value)
		case *types.Array:
			v.become(t.Elem(), kv.Value)
		default:
			v.become(nil, kv.Value)
		}
	}
}

func field(info *types.Info, s *types.Struct, i int, key ast.Expr) types.Type {
	if id, ok := key.(*ast.Ident); ok {
		if f, ok := info.Uses[id].(*types.Var); ok && f.IsField() {
			return f.Type()
		}
		return nil
	}
	if i < s.NumFields() {
		return s.Field(i).Type()
	}
	return nil
}

func (v *sight) cases(n *ast.SwitchStmt) {
	if n.Tag == nil {
		return
	}
	for _, s := range n.Body.List {
		if c, ok := s.(*ast.CaseClause); ok {
			for _, x := range c.List {
				v.become(v.info.TypeOf(n.Tag), x)
				v.become(v.info.TypeOf(x), n.Tag)
			}
		}
	}
}

// returns notes what a function gives back.
func (v *sight) returns(of types.Type, body *ast.BlockStmt) {
	s, _ := of.(*types.Signature)
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncLit:
			return false
		case *ast.ReturnStmt:
			for i, t := range v.typesOf(n.Results) {
				if s != nil && i < s.Results().Len() {
					v.seen.become(s.Results().At(i).Type(), t)
				} else {
					v.seen.become(nil, t)
				}
			}
		}
		return true
	})
}

// become notes that a value of one type becomes one of another.
func (s *seen) become(to, from types.Type) {
	if from == nil || to == from || to != nil && !types.IsInterface(to) && to != types.Typ[types.Invalid] {
		return
	}
	s.note(from)
}

// mostInstances is how many instances of generic types one within the other are
// looked into: there may be no end of them.
const mostInstances = 3

// holding is a type that others hold, of which so many are instances.
type holding struct {
	types.Type
	instances int
}

// note notes that values of a type, and of those that it holds, are ones of an
// interface.
func (s *seen) note(t types.Type) {
	for open := []holding{{t, 0}}; len(open) > 0; {
		h := open[len(open)-1]
		h.Type = types.Unalias(h.Type)
		open = open[:len(open)-1]
		if n, ok := s.held[h.Type]; ok && n <= h.instances {
			continue
		}
		s.held[h.Type] = h.instances
		if n, ok := h.Type.(*types.Named); ok {
			if types.IsInterface(n) {
				continue
			}
			s.concrete[n] = true
			if n.TypeArgs().Len() > 0 {
				h.instances++
			}
			if h.instances > mostInstances {
				continue
			}
		}
		for _, t := range holds(h.Type) {
			open = append(open, holding{t, h.instances})
		}
	}
}

// holds are the types of what a value of a type holds.
func holds(t types.Type) []types.Type {
	switch x := t.(type) {
	case *types.Named:
		return []types.Type{x.Underlying()}
	case *types.Pointer:
		return []types.Type{x.Elem()}
	case *types.Slice:
		return []types.Type{x.Elem()}
	case *types.Array:
		return []types.Type{x.Elem()}
	case *types.Chan:
		return []types.Type{x.Elem()}
	case *types.Map:
		return []types.Type{x.Key(), x.Elem()}
	case *types.Struct:
		out := make([]types.Type, x.NumFields())
		for i := range out {
			out[i] = x.Field(i).Type()
		}
		return out
	case *types.Tuple:
		out := make([]types.Type, x.Len())
		for i := range out {
			out[i] = x.At(i).Type()
		}
		return out
	}
	return nil
}
