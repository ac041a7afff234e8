package protobuf

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/bufbuild/protocompile/ast"
	"github.com/bufbuild/protocompile/parser"
	"github.com/bufbuild/protocompile/reporter"
	"google.golang.org/protobuf/types/descriptorpb"

	"leadline/internal/fact"
)

// file is what one file declares.
type file struct {
	path    fact.Path
	pkg     string
	line    int // of the package
	imports []imported
	decls   []*decl // in the order of the file, what holds before what is held
	byName  map[string]*decl
}

type imported struct {
	path   string
	public bool
}

// kind is what a declaration declares.
type kind string

const (
	message   kind = "message"
	enum      kind = "enum"
	service   kind = "service"
	extension kind = "extension"
)

// decl is a message, an enum, a service or an extension, named within its package.
type decl struct {
	kind         kind
	name, parent string
	file         *file
	line         int
	fields       []*field // of a message; of an extension itself
	oneofs       []string
	values       []value
	methods      []method
	closed       bool // enum: only the values that are declared
	numbers      []span
	names        []string // reserved
	extendable   []span
	moved        bool // to here from another file
}

// span is a range of numbers, both ends included.
type span struct{ first, last int32 }

func within(spans []span, n int32) bool {
	return slices.ContainsFunc(spans, func(s span) bool { return s.first <= n && n <= s.last })
}

// field is a field of a message, or an extension of one.
type field struct {
	name, json string
	number     int32
	of         typeName
	key        string // of a map
	card       cardinality
	oneof      string
	preset     string // the default, as it is written
	extendee   typeName
	line       int
}

// cardinality is how often a field may be there, and whether its absence can be told
// from its default.
type cardinality string

const (
	implicit cardinality = "singular"
	explicit cardinality = "optional"
	required cardinality = "required"
	repeated cardinality = "repeated"
	mapped   cardinality = "map"
)

type value struct {
	name   string
	number int32
	line   int
}

type method struct {
	name           string
	input, output  typeName
	client, server bool // streams
	line           int
}

func (f *file) named(name string) *decl { return f.byName[name] }

func (f *file) full(name string) string { return join(f.pkg, name) }

// alike reports whether two messages have the same fields, of types of the same last name.
func (d *decl) alike(x *decl) bool {
	return d.kind == message && len(d.fields) > 0 && slices.EqualFunc(d.fields, x.fields, func(a, b *field) bool {
		return a.name == b.name && a.json == b.json && a.number == b.number && a.key == b.key && a.card == b.card && a.oneof == b.oneof && last(a.of.String()) == last(b.of.String())
	})
}

func (f *file) add(d *decl) *decl {
	d.file = f
	f.decls = append(f.decls, d)
	if f.byName[d.name] == nil {
		f.byName[d.name] = d
	}
	return d
}

// twice refuses a file in which a name or a number stands for two things.
func (f *file) twice() error {
	seen := map[[3]string]bool{}
	var err error
	once := func(d *decl, what, which string) {
		if key := [3]string{d.name, what, which}; seen[key] && err == nil {
			err = fmt.Errorf("line %d: there are two %s %s", d.line, what, join(d.name, which))
		} else {
			seen[key] = true
		}
	}
	for _, d := range f.decls {
		once(d, "declarations of", "")
		for _, x := range d.fields {
			once(d, "fields", x.name)
			once(d, "fields with number", strconv.Itoa(int(x.number)))
		}
		for _, v := range d.values {
			once(d, "values", v.name)
		}
		for _, m := range d.methods {
			once(d, "methods", m.name)
		}
	}
	return err
}

func join(scope, name string) string {
	if scope == "" {
		return name
	}
	return scope + "." + name
}

// parse reads a file. What the parser does not survive is an error too.
func parse(p fact.Path, content []byte) (f *file, err error) {
	defer func() {
		if r := recover(); r != nil {
			f, err = nil, fmt.Errorf("its parser failed: %v", r)
		}
	}()
	switch {
	case len(content) > Most:
		return nil, fmt.Errorf("it is larger than %d MiB", Most>>20)
	case tooDeep(content):
		return nil, errors.New("it is nested too deeply")
	}
	var first error
	handler := reporter.NewHandler(reporter.NewReporter(func(e reporter.ErrorWithPos) error {
		first = cmp.Or(first, fmt.Errorf("line %d: %w", e.GetPosition().Line, e.Unwrap()))
		return first
	}, nil))
	tree, err := parser.Parse("", bytes.NewReader(content), handler)
	if err == nil {
		var r parser.Result
		if r, err = parser.ResultFromAST(tree, false, handler); err == nil {
			f = build(p, tree, r)
			err = f.twice()
		}
		if err == nil {
			return f, nil
		}
	}
	return nil, cmp.Or(first, err)
}

// builder makes the model of a file from what the parser gives.
type builder struct {
	file   *file
	tree   *ast.FileNode
	result parser.Result
}

func build(p fact.Path, tree *ast.FileNode, r parser.Result) *file {
	fd := r.FileDescriptorProto()
	b := builder{&file{path: p, pkg: fd.GetPackage(), line: 1, byName: map[string]*decl{}}, tree, r}
	for _, d := range tree.Decls {
		if n, ok := d.(*ast.PackageNode); ok {
			b.file.line = b.line(n)
		}
	}
	for i, path := range fd.GetDependency() {
		b.file.imports = append(b.file.imports, imported{path, slices.Contains(fd.GetPublicDependency(), int32(i))})
	}
	top := defaults(fd).with(fd.GetOptions().GetUninterpretedOption())
	for _, m := range fd.GetMessageType() {
		b.message("", m, top)
	}
	for _, e := range fd.GetEnumType() {
		b.enum("", e, top)
	}
	for _, s := range fd.GetService() {
		b.service(s)
	}
	b.extensions("", fd.GetExtension(), top)
	return b.file
}

func (b builder) line(n ast.Node) int {
	if n == nil {
		return 1
	}
	return max(1, b.tree.NodeInfo(n).Start().Line)
}

func (b builder) message(parent string, m *descriptorpb.DescriptorProto, f features) {
	name := join(parent, m.GetName())
	f = f.with(m.GetOptions().GetUninterpretedOption())
	d := b.file.add(&decl{kind: message, name: name, parent: parent, line: b.line(b.result.MessageNode(m)), names: m.GetReservedName()})
	for _, r := range m.GetReservedRange() { // its end is not in it
		d.numbers = append(d.numbers, span{r.GetStart(), r.GetEnd() - 1})
	}
	for _, r := range m.GetExtensionRange() {
		d.extendable = append(d.extendable, span{r.GetStart(), r.GetEnd() - 1})
	}
	for _, o := range m.GetOneofDecl() {
		d.oneofs = append(d.oneofs, o.GetName())
	}
	entries := map[string]*descriptorpb.DescriptorProto{}
	for _, n := range m.GetNestedType() {
		if n.GetOptions().GetMapEntry() {
			entries[n.GetName()] = n
		}
	}
	for _, x := range m.GetField() {
		d.fields = append(d.fields, b.field(name, x, d.oneofs, entries, f))
	}
	for _, n := range m.GetNestedType() {
		if !n.GetOptions().GetMapEntry() {
			b.message(name, n, f)
		}
	}
	for _, e := range m.GetEnumType() {
		b.enum(name, e, f)
	}
	b.extensions(name, m.GetExtension(), f)
}

// field makes a field of the message, or the extension, that scope names.
func (b builder) field(scope string, x *descriptorpb.FieldDescriptorProto, oneofs []string, entries map[string]*descriptorpb.DescriptorProto, f features) *field {
	options := x.GetOptions().GetUninterpretedOption()
	f = f.with(options)
	out := &field{
		name: x.GetName(), number: x.GetNumber(), line: b.line(b.result.FieldNode(x)),
		json: x.GetJsonName(), of: b.typeOf(scope, x, f), card: f.cardinality(x),
	}
	if name, ok := option(options, "json_name"); ok {
		out.json = name
	}
	out.preset, _ = option(options, "default")
	if x.OneofIndex != nil && !x.GetProto3Optional() && int(x.GetOneofIndex()) < len(oneofs) {
		out.oneof, out.card = oneofs[x.GetOneofIndex()], explicit
	}
	if entry := entries[x.GetTypeName()]; entry != nil && len(entry.GetField()) == 2 {
		out.card = mapped
		out.key = scalar(entry.GetField()[0])
		out.of = b.typeOf(scope, entry.GetField()[1], f)
	}
	return out
}

func (b builder) typeOf(scope string, x *descriptorpb.FieldDescriptorProto, f features) typeName {
	if x.Type != nil && x.GetType() != descriptorpb.FieldDescriptorProto_TYPE_GROUP {
		return typeName{scalar: scalar(x)}
	}
	return typeName{raw: x.GetTypeName(), scope: b.file.full(scope), delimited: x.Type != nil || f.delimited}
}

// scalar is the word for a type that is no message and no enum.
func scalar(x *descriptorpb.FieldDescriptorProto) string {
	return strings.ToLower(strings.TrimPrefix(x.GetType().String(), "TYPE_"))
}

func (b builder) enum(parent string, e *descriptorpb.EnumDescriptorProto, f features) {
	f = f.with(e.GetOptions().GetUninterpretedOption())
	d := b.file.add(&decl{kind: enum, name: join(parent, e.GetName()), parent: parent, line: b.line(b.result.EnumNode(e)), names: e.GetReservedName(), closed: f.closed})
	for _, r := range e.GetReservedRange() { // its end is in it
		d.numbers = append(d.numbers, span{r.GetStart(), r.GetEnd()})
	}
	for _, v := range e.GetValue() {
		d.values = append(d.values, value{v.GetName(), v.GetNumber(), b.line(b.result.EnumValueNode(v))})
	}
}

func (b builder) service(s *descriptorpb.ServiceDescriptorProto) {
	d := b.file.add(&decl{kind: service, name: s.GetName(), line: b.line(b.result.ServiceNode(s))})
	for _, m := range s.GetMethod() {
		d.methods = append(d.methods, method{
			name: m.GetName(), client: m.GetClientStreaming(), server: m.GetServerStreaming(), line: b.line(b.result.MethodNode(m)),
			input:  typeName{raw: m.GetInputType(), scope: b.file.full(s.GetName())},
			output: typeName{raw: m.GetOutputType(), scope: b.file.full(s.GetName())},
		})
	}
}

func (b builder) extensions(parent string, all []*descriptorpb.FieldDescriptorProto, f features) {
	for _, x := range all {
		e := b.field(parent, x, nil, nil, f)
		e.extendee = typeName{raw: x.GetExtendee(), scope: b.file.full(parent)}
		b.file.add(&decl{kind: extension, name: join(parent, x.GetName()), parent: parent, line: e.line, fields: []*field{e}})
	}
}
