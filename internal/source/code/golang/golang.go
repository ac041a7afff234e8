// Package golang reads the structure of Go, by go/parser, and tells where imports
// lead: to packages of the modules in the tree.
package golang

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"slices"
	"strconv"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
	"leadline/internal/source/code/language"
)

// Languages are Go and its manifests.
func Languages() []language.Language {
	return []language.Language{
		{Name: goName, Extensions: []string{".go"}, Read: read, Breaks: breaks, Resolver: newResolver},
		{Name: manifest, Files: []string{manifest}, Manifest: true, Read: readManifest},
	}
}

const goName = "go"

// read reads a file of Go.
func read(content []byte) fact.Structure { return new(file).read(content) }

// breaks are those of the functions of a file of Go.
func breaks(content []byte) []fact.Break {
	var out []fact.Break
	g := file{}
	g.found = func(n ast.Node, cost int) {
		out = append(out, fact.Break{Function: g.functions, Line: g.line(n.Pos()), End: g.end(n), Cost: cost})
	}
	g.read(content)
	return out
}

func (g *file) read(content []byte) fact.Structure {
	s := fact.Structure{Language: goName}
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, "", content, parser.ParseComments|parser.SkipObjectResolution)
	s.Partial = err != nil
	if parsed == nil {
		return s
	}
	g.positions = positions
	if parsed.Name != nil {
		s.Package = parsed.Name.Name
	}
	for _, x := range parsed.Imports {
		if path, err := strconv.Unquote(x.Path.Value); err == nil {
			s.Imports = append(s.Imports, fact.Import{Path: path, Line: g.line(x.Pos()), Kind: fact.Runtime})
		}
	}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			s.Symbols = append(s.Symbols, g.function(d))
		case *ast.GenDecl:
			s.Symbols = append(s.Symbols, g.declared(d)...)
		}
	}
	return s
}

type file struct {
	positions *token.FileSet
	functions int                        // that were measured
	found     func(n ast.Node, cost int) // of the breaks in them; nil where they are not wanted
}

func (g *file) line(p token.Pos) int { return g.positions.Position(p).Line }

// end is the last line of a node. One that is broken may have no end.
func (g *file) end(n ast.Node) int { return max(g.line(n.Pos()), g.line(n.End())) }

func (g *file) function(d *ast.FuncDecl) fact.Symbol {
	s := fact.Symbol{
		Kind: fact.Function, Name: d.Name.Name, Exported: d.Name.IsExported(), Documented: d.Doc != nil,
		Line: g.line(d.Pos()), End: g.end(d),
	}
	receiver := ""
	if d.Recv != nil && len(d.Recv.List) > 0 {
		s.Kind, s.Owner = fact.Method, gotypes.Receiver(d)
		if names := d.Recv.List[0].Names; len(names) > 0 {
			receiver = names[0].Name
		}
	}
	g.measure(&s, d.Type, d.Body)
	if d.Body != nil {
		s.Calls, s.CallsItself = calls(d, receiver)
	}
	return s
}

// declared gives the types of a declaration, and the variables whose values are
// functions.
func (g *file) declared(d *ast.GenDecl) []fact.Symbol {
	var out []fact.Symbol
	for _, spec := range d.Specs {
		switch x := spec.(type) {
		case *ast.TypeSpec:
			s := fact.Symbol{
				Kind: fact.Type, Name: x.Name.Name, Exported: x.Name.IsExported(), Documented: x.Doc != nil || d.Doc != nil && len(d.Specs) == 1,
				Line: g.line(x.Pos()), End: g.end(x),
			}
			if _, ok := x.Type.(*ast.InterfaceType); ok {
				s.Kind = fact.Interface
			}
			out = append(out, s)
		case *ast.ValueSpec:
			for _, v := range x.Values {
				f, ok := v.(*ast.FuncLit)
				if !ok || len(x.Names) == 0 {
					continue
				}
				s := fact.Symbol{
					Kind: fact.Function, Name: x.Names[0].Name, Exported: x.Names[0].IsExported(), Documented: x.Doc != nil || d.Doc != nil && len(d.Specs) == 1,
					Line: g.line(f.Pos()), End: g.end(f),
				}
				g.measure(&s, f.Type, f.Body)
				out = append(out, s)
			}
		}
	}
	return out
}

func (g *file) measure(s *fact.Symbol, t *ast.FuncType, body *ast.BlockStmt) {
	for _, p := range t.Params.List {
		s.Params += max(1, len(p.Names))
	}
	s.Cyclomatic = 1
	if body == nil {
		return
	}
	s.Cyclomatic += branches(body)
	g.functions++
	c := cognition{found: g.found}
	c.visit(body, 0)
	s.Cognitive, s.Nesting = c.score, c.deepest
}

// branches counts what makes the way through a function fork (McCabe 1976):
// conditions, loops, cases, and the operators that end early.
func branches(n ast.Node) int {
	count := 0
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			count++
		case *ast.CaseClause:
			if n.List != nil { // not the default
				count++
			}
		case *ast.CommClause:
			if n.Comm != nil {
				count++
			}
		case *ast.BinaryExpr:
			if logical(n.Op) {
				count++
			}
		}
		return true
	})
	return count
}

func logical(op token.Token) bool { return op == token.LAND || op == token.LOR }

// cognition adds up cognitive complexity (Campbell, Cognitive Complexity, 2018,
// appendix B): each break in the flow counts one, and one more for each structure
// that it stands in; a run of equal logical operators counts one.
type cognition struct {
	score, deepest int
	found          func(n ast.Node, cost int) // nil where breaks are not wanted
}

// add counts a break.
func (c *cognition) add(n ast.Node, cost int) {
	c.score += cost
	if c.found != nil {
		c.found(n, cost)
	}
}

// structure counts a structure at a depth.
func (c *cognition) structure(n ast.Node, depth int) {
	c.add(n, 1+depth)
	c.deepest = max(c.deepest, depth+1)
}

func (c *cognition) visit(n ast.Node, depth int) {
	ast.Inspect(n, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.IfStmt:
			c.structure(n, depth)
			c.condition(n, depth)
		case *ast.ForStmt:
			c.structure(n, depth)
			c.parts(depth, n.Init, n.Cond, n.Post)
			c.visit(n.Body, depth+1)
		case *ast.RangeStmt:
			c.structure(n, depth)
			c.parts(depth, n.Key, n.Value, n.X)
			c.visit(n.Body, depth+1)
		case *ast.SwitchStmt:
			c.structure(n, depth)
			c.parts(depth, n.Init, n.Tag)
			c.visit(n.Body, depth+1)
		case *ast.TypeSwitchStmt:
			c.structure(n, depth)
			c.parts(depth, n.Init, n.Assign)
			c.visit(n.Body, depth+1)
		case *ast.SelectStmt:
			c.structure(n, depth)
			c.visit(n.Body, depth+1)
		case *ast.FuncLit:
			c.visit(n.Body, depth+1)
		case *ast.BinaryExpr:
			if !logical(n.Op) {
				return true
			}
			c.operators(n, depth)
		case *ast.CaseClause, *ast.CommClause:
			c.add(n, 0)
			return true
		case *ast.BranchStmt:
			if n.Label != nil {
				c.add(n, 1)
			}
			return true
		default:
			return true
		}
		return false
	})
}

// parts visits what a structure has before its body. Interfaces that hold nothing
// are left out.
func (c *cognition) parts(depth int, parts ...ast.Node) {
	for _, p := range parts {
		switch x := p.(type) {
		case ast.Expr:
			if x != nil {
				c.visit(x, depth)
			}
		case ast.Stmt:
			if x != nil {
				c.visit(x, depth)
			}
		}
	}
}

// condition visits an if whose own part is counted, and what follows it: an else
// counts one, however deep it stands.
func (c *cognition) condition(n *ast.IfStmt, depth int) {
	for {
		c.parts(depth, n.Init, n.Cond)
		c.visit(n.Body, depth+1)
		switch x := n.Else.(type) {
		case *ast.BlockStmt:
			c.add(x, 1)
			c.visit(x, depth+1)
			return
		case *ast.IfStmt:
			c.add(x, 1)
			n = x
		default:
			return
		}
	}
}

// operators counts the runs of equal logical operators of an expression, and
// visits what they join.
func (c *cognition) operators(n ast.Expr, depth int) {
	last := token.ILLEGAL
	var walk func(ast.Expr)
	walk = func(e ast.Expr) {
		switch x := e.(type) {
		case *ast.ParenExpr:
			walk(x.X)
		case *ast.BinaryExpr:
			walk(x.X)
			if logical(x.Op) && x.Op != last {
				c.add(x, 1)
				last = x.Op
			}
			walk(x.Y)
		default:
			c.visit(e, depth)
		}
	}
	walk(n)
}

// calls are the functions that a function calls without a qualifier, and whether
// a method calls itself by way of its receiver. A name that the function declares
// is a variable.
func calls(d *ast.FuncDecl, receiver string) (names []string, itself bool) {
	local := map[string]bool{}
	declare := func(fields *ast.FieldList) {
		if fields == nil {
			return
		}
		for _, f := range fields.List {
			for _, n := range f.Names {
				local[n.Name] = true
			}
		}
	}
	declare(d.Type.TypeParams)
	calls := map[string]bool{}
	ast.Inspect(d, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.FuncType:
			declare(n.Params)
			declare(n.Results)
		case *ast.AssignStmt:
			if n.Tok == token.DEFINE {
				for _, x := range n.Lhs {
					if id, ok := x.(*ast.Ident); ok {
						local[id.Name] = true
					}
				}
			}
		case *ast.RangeStmt:
			for _, x := range []ast.Expr{n.Key, n.Value} {
				if id, ok := x.(*ast.Ident); ok && n.Tok == token.DEFINE {
					local[id.Name] = true
				}
			}
		case *ast.ValueSpec:
			for _, id := range n.Names {
				local[id.Name] = true
			}
		case *ast.CallExpr:
			switch f := plain(n.Fun).(type) {
			case *ast.Ident:
				calls[f.Name] = true
			case *ast.SelectorExpr:
				if id, ok := f.X.(*ast.Ident); ok && receiver != "" && id.Name == receiver && f.Sel.Name == d.Name.Name {
					itself = true
				}
			}
		}
		return true
	})
	maps.DeleteFunc(calls, func(name string, _ bool) bool { return local[name] })
	return slices.Sorted(maps.Keys(calls)), itself
}

// plain is a type, or what is called, without type arguments and parentheses.
func plain(e ast.Expr) ast.Expr {
	for {
		switch x := e.(type) {
		case *ast.ParenExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.IndexListExpr:
			e = x.X
		default:
			return e
		}
	}
}
