package golang

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"hash/fnv"
	"strconv"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/gotypes"
)

// Names are those that a file of Go declares and uses; nil if it does not parse.
// Shapes are of types as they are written: parameters have no names, and a variable
// without a type has the shape of what it begins with.
func Names(content []byte) *fact.Names {
	positions := token.NewFileSet()
	parsed, err := parser.ParseFile(positions, "", content, parser.SkipObjectResolution|parser.ParseComments)
	if err != nil {
		return nil
	}
	n := naming{
		file: file{positions: positions}, content: content, lines: bytes.Split(content, []byte("\n")),
		names: &fact.Names{Unit: parsed.Name.Name, Declared: map[string]fact.Declaration{}, Used: map[string]fact.Use{}, Imported: map[string][]string{}},
	}
	for _, x := range parsed.Imports {
		n.imported(x)
	}
	for _, c := range parsed.Comments {
		for _, l := range c.List {
			n.names.Embeds = n.names.Embeds || strings.HasPrefix(l.Text, "//go:embed ")
		}
	}
	for _, d := range parsed.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			n.function(d)
		case *ast.GenDecl:
			n.general(d)
		}
	}
	return n.names
}

// naming collects the names of a file.
type naming struct {
	file
	content []byte
	lines   [][]byte
	names   *fact.Names
}

func (n *naming) imported(x *ast.ImportSpec) {
	p, err := strconv.Unquote(x.Path.Value)
	if err != nil {
		return
	}
	name := "" // it has that of the package
	if x.Name != nil {
		name = x.Name.Name
	}
	n.names.Imported[name] = append(n.names.Imported[name], p)
}

func (n *naming) declare(name, shape string, whole ast.Node, required bool) {
	d := fact.Declaration{Shape: hashOf(shape), Body: hashOf(n.text(whole)), Required: required}
	if was, ok := n.names.Declared[name]; ok { // under another condition of the build it would be one of several
		d.Shape, d.Body = d.Shape^was.Shape, d.Body^was.Body
	}
	n.names.Declared[name] = d
}

func (n *naming) text(x ast.Node) string {
	return string(n.content[n.positions.Position(x.Pos()).Offset:min(n.positions.Position(x.End()).Offset, len(n.content))])
}

func hashOf(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s)) // never fails
	return h.Sum64()
}

func (n *naming) function(d *ast.FuncDecl) {
	if d.Recv != nil && len(d.Recv.List) > 0 {
		n.declare(gotypes.Receiver(d)+"."+d.Name.Name, "func"+signature(d.Type), d, false)
		n.uses(d.Recv.List[0].Type)
	} else if d.Name.Name != "init" && d.Name.Name != "_" {
		n.declare(d.Name.Name, "func"+signature(d.Type), d, false)
	}
	n.uses(d.Type)
	if d.Body != nil {
		n.uses(d.Body)
	}
}

// signature is a type of functions without the names of its parameters.
func signature(t *ast.FuncType) string {
	var b strings.Builder
	for _, l := range []*ast.FieldList{t.TypeParams, t.Params, t.Results} {
		b.WriteByte('(')
		if l != nil {
			for _, f := range l.List {
				for range max(1, len(f.Names)) {
					b.WriteString(types.ExprString(f.Type) + ",")
				}
			}
		}
		b.WriteByte(')')
	}
	return b.String()
}

func (n *naming) general(d *ast.GenDecl) {
	for _, s := range d.Specs {
		switch s := s.(type) {
		case *ast.TypeSpec:
			n.typed(s)
		case *ast.ValueSpec:
			n.value(s, d.Tok)
		}
	}
}

// typed declares a type, and what it has.
func (n *naming) typed(s *ast.TypeSpec) {
	shape := "type"
	if s.Assign.IsValid() {
		shape = "alias"
	}
	if s.TypeParams != nil {
		for _, f := range s.TypeParams.List {
			shape += "[" + strconv.Itoa(len(f.Names)) + types.ExprString(f.Type)
			n.uses(f.Type)
		}
	}
	switch t := s.Type.(type) {
	case *ast.StructType:
		shape += "struct" + n.members(s.Name.Name, t.Fields, false)
	case *ast.InterfaceType:
		shape += "interface" + n.members(s.Name.Name, t.Methods, true)
	default:
		shape += types.ExprString(s.Type)
	}
	n.uses(s.Type)
	n.declare(s.Name.Name, shape, s, false)
}

// members declares what a type has by name, and gives what it has without.
func (n *naming) members(of string, list *ast.FieldList, required bool) string {
	var rest strings.Builder
	for _, f := range list.List {
		shape := types.ExprString(f.Type)
		if t, ok := f.Type.(*ast.FuncType); ok {
			shape = "func" + signature(t)
		}
		for _, name := range f.Names {
			n.declare(of+"."+name.Name, shape, f, required)
		}
		if len(f.Names) == 0 {
			rest.WriteString(shape + ";")
		}
	}
	return rest.String()
}

func (n *naming) value(s *ast.ValueSpec, kind token.Token) {
	if s.Type != nil {
		n.uses(s.Type)
	}
	for _, v := range s.Values {
		n.uses(v)
	}
	for i, name := range s.Names {
		if name.Name == "_" {
			continue
		}
		shape := kind.String()
		switch {
		case s.Type != nil:
			shape += types.ExprString(s.Type)
		case i < len(s.Values):
			shape += n.beginning(s.Values[i])
		case len(s.Values) > 0:
			shape += n.text(s.Values[0])
		}
		n.declare(name.Name, shape, s, false)
	}
}

// beginning stands for the type of a value.
func (n *naming) beginning(x ast.Expr) string {
	switch x := x.(type) {
	case *ast.BasicLit:
		return x.Kind.String()
	case *ast.CompositeLit:
		if x.Type != nil {
			return types.ExprString(x.Type)
		}
	case *ast.FuncLit:
		return "func" + signature(x.Type)
	case *ast.UnaryExpr:
		return x.Op.String() + n.beginning(x.X)
	}
	return n.text(x)
}

// uses counts the names in a node.
func (n *naming) uses(x ast.Node) {
	ast.Inspect(x, func(x ast.Node) bool {
		switch x := x.(type) {
		case *ast.SelectorExpr:
			n.use("."+x.Sel.Name, x.Sel)
			if of, ok := x.X.(*ast.Ident); ok {
				n.use(of.Name+"."+x.Sel.Name, x.Sel)
				n.use(of.Name, of)
			} else {
				n.uses(x.X)
			}
			return false
		case *ast.KeyValueExpr:
			if key, ok := x.Key.(*ast.Ident); ok {
				n.use("."+key.Name, key)
			}
		case *ast.Field:
			n.uses(x.Type)
			return false
		case *ast.Ident:
			n.use(x.Name, x)
		}
		return true
	})
}

func (n *naming) use(name string, at ast.Node) {
	u := n.names.Used[name]
	u.Count++
	if l := n.line(at.Pos()); l <= len(n.lines) {
		u.Lines += hashOf(string(bytes.TrimSpace(n.lines[l-1])))
	}
	n.names.Used[name] = u
}
