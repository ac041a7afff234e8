package gotypes

import "go/ast"

// growth is, of functions, methods and fields with type parameters, how often their
// type names the same parameter at most: by name alone, whatever they belong to.
type growth map[string]int

// growths adds those of a file to the ones of the repository.
func growths(file *ast.File, to growth) {
	note := func(name string, parameters map[string]bool, of ...ast.Node) {
		if len(parameters) > 0 {
			to[name] = max(to[name], 1, mentions(parameters, of...))
		}
	}
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			parameters := names(d.Type.TypeParams)
			for _, x := range receiverParameters(d) {
				parameters[x] = true
			}
			if d.Type.Results != nil {
				note(d.Name.Name, parameters, d.Type.Results)
			}
		case *ast.GenDecl:
			for _, x := range d.Specs {
				if t, ok := x.(*ast.TypeSpec); ok && t.TypeParams != nil {
					members(t.Type, func(name string, of ast.Expr) { note(name, names(t.TypeParams), of) })
				}
			}
		}
	}
}

// members calls a function for the fields and methods of a type.
func members(t ast.Expr, do func(name string, of ast.Expr)) {
	var fields *ast.FieldList
	switch t := t.(type) {
	case *ast.StructType:
		fields = t.Fields
	case *ast.InterfaceType:
		fields = t.Methods
	}
	if fields == nil {
		return
	}
	for _, f := range fields.List {
		for _, n := range f.Names {
			do(n.Name, f.Type)
		}
	}
}

func names(fields *ast.FieldList) map[string]bool {
	out := map[string]bool{}
	if fields != nil {
		for _, f := range fields.List {
			for _, n := range f.Names {
				out[n.Name] = true
			}
		}
	}
	return out
}

// receiverParameters are the names that a method gives the type parameters of its
// receiver.
func receiverParameters(d *ast.FuncDecl) []string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return nil
	}
	t := d.Recv.List[0].Type
	if p, ok := t.(*ast.StarExpr); ok {
		t = p.X
	}
	var arguments []ast.Expr
	switch x := t.(type) {
	case *ast.IndexExpr:
		arguments = []ast.Expr{x.Index}
	case *ast.IndexListExpr:
		arguments = x.Indices
	}
	var out []string
	for _, a := range arguments {
		if id, ok := a.(*ast.Ident); ok {
			out = append(out, id.Name)
		}
	}
	return out
}

// mentions counts how often the name that is there most often is.
func mentions(of map[string]bool, in ...ast.Node) int {
	count, most := map[string]int{}, 0
	for _, n := range in {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok && of[id.Name] {
				count[id.Name]++
				most = max(most, count[id.Name])
			}
			return true
		})
	}
	return most
}
