package gocalls

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
// type of the repository as[T](x).
func (r *repository) loosen(s *source) {
	own := r.own(s)
	isType := func(e ast.Expr) bool {
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
				return s.group.types[x.Name]
			case *ast.SelectorExpr:
				q, ok := x.X.(*ast.Ident)
				return ok && own[q.Name] != nil && own[q.Name].types[x.Sel.Name]
			default:
				return false
			}
		}
	}
	ast.Inspect(s.file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.GenDecl:
			return n.Tok != token.CONST
		case *ast.TypeAssertExpr:
			if n.Type != nil {
				n.X = &ast.CallExpr{Fun: &ast.Ident{Name: asAny, NamePos: n.X.Pos()}, Args: []ast.Expr{n.X}, Lparen: n.X.Pos(), Rparen: n.X.End()}
			}
		case *ast.CallExpr:
			if len(n.Args) == 1 && n.Ellipsis == token.NoPos && isType(n.Fun) && !literal(n.Args[0]) {
				n.Fun = &ast.IndexExpr{X: &ast.Ident{Name: as, NamePos: n.Fun.Pos()}, Lbrack: n.Fun.Pos(), Index: n.Fun, Rbrack: n.Fun.End()}
			}
		}
		return true
	})
}

func literal(e ast.Expr) bool {
	switch e.(type) {
	case *ast.BasicLit, *ast.CompositeLit, *ast.FuncLit:
		return true
	}
	return false
}
