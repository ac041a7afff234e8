package gotypes

import (
	"go/ast"
	"go/token"
	"go/types"
)

// The names of functions that no file can call, and that stand where a value from
// outside gets a type of the repository.
const (
	as    = "\x00as"    // func[T any](...any) T
	asAny = "\x00asAny" // func(...any) any
)

// helpers declares them in a package.
func helpers(p *types.Package) {
	t := types.NewTypeParam(types.NewTypeName(token.NoPos, p, "T", nil), anything)
	for name, s := range map[string]*types.Signature{
		as:    types.NewSignatureType(nil, nil, []*types.TypeParam{t}, parameters(p), results(p, t), true),
		asAny: types.NewSignatureType(nil, nil, nil, parameters(p), results(p, anything), true),
	} {
		p.Scope().Insert(types.NewFunc(token.NoPos, p, name, s))
	}
}

func parameters(p *types.Package) *types.Tuple {
	return types.NewTuple(types.NewVar(token.NoPos, p, "", types.NewSlice(anything)))
}

func results(p *types.Package, t types.Type) *types.Tuple {
	return types.NewTuple(types.NewVar(token.NoPos, p, "", t))
}

// loosen changes a file so that what a value is asserted to be, or converted to, is
// its type even where the value has none: x.(T) becomes asAny(x).(T), and T(x) with a
// type of the repository as[T](x). Keys of a map[T]U from outside are treated so too:
// go/types does not look at a value that has a key without a type.
func (r *Repository) loosen(s *Source) {
	own := r.own(s)
	for _, d := range s.File.Decls {
		l := loosened{own: own, types: s.group.types}
		if f, ok := d.(*ast.FuncDecl); ok {
			l.local = locals(f)
		}
		ast.Inspect(d, l.visit)
	}
}

// loosened is a declaration that is being changed.
type loosened struct {
	own   map[string]*Package
	types map[string]bool
	// local are the names that a function declares: they may stand for something else.
	local map[string]bool
}

func (l loosened) visit(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.GenDecl:
		return n.Tok != token.CONST
	case *ast.TypeAssertExpr:
		if n.Type != nil {
			n.X = &ast.CallExpr{Fun: &ast.Ident{Name: asAny, NamePos: n.X.Pos()}, Args: []ast.Expr{n.X}, Lparen: n.X.Pos(), Rparen: n.X.End()}
		}
	case *ast.CallExpr:
		if len(n.Args) == 1 && n.Ellipsis == token.NoPos && l.isType(n.Fun) && !literal(n.Args[0]) {
			n.Fun = converter(n.Fun)
		}
	case *ast.CompositeLit:
		if m, ok := n.Type.(*ast.MapType); ok {
			for _, e := range n.Elts {
				if kv, ok := e.(*ast.KeyValueExpr); ok && !literal(kv.Key) {
					kv.Key = &ast.CallExpr{Fun: converter(m.Key), Lparen: kv.Key.Pos(), Args: []ast.Expr{kv.Key}, Rparen: kv.Key.End()}
				}
			}
		}
	}
	return true
}

// converter is as[T] for a type.
func converter(t ast.Expr) ast.Expr {
	return &ast.IndexExpr{X: &ast.Ident{Name: as, NamePos: t.Pos()}, Lbrack: t.Pos(), Index: t, Rbrack: t.End()}
}

// isType tells whether what seems to be called is a type of the repository.
func (l loosened) isType(e ast.Expr) bool {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		case *ast.Ident:
			return l.types[x.Name] && !l.local[x.Name]
		case *ast.SelectorExpr:
			q, ok := x.X.(*ast.Ident)
			return ok && !l.local[q.Name] && l.own[q.Name] != nil && l.own[q.Name].types[x.Sel.Name]
		default:
			return false
		}
	}
}

// locals are the names that a function declares in any of its blocks.
func locals(f *ast.FuncDecl) map[string]bool {
	out := map[string]bool{}
	note := func(xs ...ast.Expr) {
		for _, x := range xs {
			if id, ok := x.(*ast.Ident); ok {
				out[id.Name] = true
			}
		}
	}
	ast.Inspect(f, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.Field:
			for _, x := range n.Names {
				note(x)
			}
		case *ast.ValueSpec:
			for _, x := range n.Names {
				note(x)
			}
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				note(n.Lhs...)
			}
		case *ast.RangeStmt:
			if n.Tok == token.DEFINE {
				note(n.Key, n.Value)
			}
		}
		return true
	})
	return out
}

func literal(e ast.Expr) bool {
	switch e.(type) {
	case *ast.BasicLit, *ast.CompositeLit, *ast.FuncLit:
		return true
	}
	return false
}
