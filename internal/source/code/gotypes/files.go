package gotypes

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"go/ast"
	"go/build/constraint"
	"go/parser"
	"go/token"
	"go/types"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"leadline/internal/fact"
)

const (
	// deepest is how deep the syntax of a file may nest: go/types calls itself for
	// each level.
	deepest = 2000
	// longestText is how many bytes a text may have.
	longestText = 40
	// mostNames is how many names a package may declare: go/types calls itself from
	// one declaration to the next.
	mostNames = 1 << 16
)

// Repository is what is known of all files.
type Repository struct {
	Positions *token.FileSet
	// Sources are the files that parsed, by their paths.
	Sources []*Source

	// declarations: what is in the functions was left out.
	declarations bool
	context      *types.Context
	groups       map[groupKey]*Package
	// folders are the packages that imports of a folder mean.
	folders map[fact.Path]*Package
	// ordered are the packages: each after those that it imports.
	ordered []*Package
	outside map[string]*outside
	// hollow are what types from outside are made of.
	hollow  map[types.Type]bool
	partial map[fact.Path]bool
}

// Source is a file that parsed.
type Source struct {
	Path fact.Path
	File *ast.File
	// Test: it is for tests.
	Test bool

	partial bool
	imports []imported
	group   *Package
}

// imported is an import of a file.
type imported struct {
	path string
	// name is the one that the file gives it, or empty.
	name string
	// folder is where the package is, if it is of the repository.
	folder fact.Path
	own    bool
}

type groupKey struct {
	// Folder is where the files are, and Name what they say that they belong to.
	Folder fact.Path
	Name   string
}

// Package is the files of a folder that have the same package clause.
type Package struct {
	groupKey
	// Types is the package after it was checked, and Info what was said of the files
	// that were checked last.
	Types *types.Package
	Info  *types.Info

	files, tests []*Source
	imports      map[string]fact.Path
	// types are the names of its types.
	types map[string]bool
	// declared are its types, variables and constants.
	declared map[string]*declaration
	level    int
	state    uint8
	checker  *types.Checker
}

// external tells whether a group is that of the tests from outside of a package.
func (g *Package) external() bool { return len(g.files) == 0 && strings.HasSuffix(g.Name, "_test") }

// read parses the files and puts them into groups.
func (r *Repository) read(ctx context.Context, files []File, resolve Resolve) error {
	parsed := make([]*Source, len(files))
	if err := each(ctx, len(files), func(i int) { parsed[i] = r.parse(&files[i]) }); err != nil {
		return err
	}
	for _, s := range parsed {
		if s == nil {
			continue
		}
		if s.partial {
			r.partial[s.Path.Folder()] = true
		}
		if s.File != nil {
			r.Sources = append(r.Sources, s)
		}
	}
	slices.SortFunc(r.Sources, func(a, b *Source) int { return cmp.Compare(a.Path, b.Path) })
	r.gather()
	for _, s := range r.Sources {
		s.follow(resolve)
	}
	return nil
}

// parse reads a file; nil if it is not part of the build.
func (r *Repository) parse(f *File) *Source {
	if !built(f) {
		return nil
	}
	s := &Source{Path: f.Path, Test: strings.HasSuffix(string(f.Path), "_test.go")}
	if r.declarations && s.Test {
		return nil
	}
	if len(f.Content) > Most {
		s.partial = true
		return s
	}
	file, err := parser.ParseFile(r.Positions, string(f.Path), f.Content, parser.SkipObjectResolution)
	s.partial = err != nil
	if file == nil || file.Name == nil || file.Name.Name == "" {
		return s
	}
	if r.declarations {
		strip(file)
	}
	if tooDeep(file) {
		s.partial = true
		return s
	}
	s.File = file
	for _, x := range file.Imports {
		p, err := strconv.Unquote(x.Path.Value)
		if err != nil || p == "" {
			continue
		}
		i := imported{path: p}
		if x.Name != nil {
			i.name = x.Name.Name
		}
		s.imports = append(s.imports, i)
	}
	return s
}

// strip takes out what is in the functions.
func strip(file *ast.File) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok {
			f.Body = nil
		}
	}
}

// tooDeep tells whether the syntax of a file nests deeper than is allowed. On the
// way it replaces long texts by short ones that differ as well: nothing here depends
// on more, and go/types would join them to longer ones.
func tooDeep(file *ast.File) bool {
	depth, worst := 0, 0
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			depth--
			return true
		}
		depth++
		worst = max(worst, depth)
		switch n := n.(type) {
		case *ast.ImportSpec:
			depth--
			return false
		case *ast.BasicLit:
			if n.Kind == token.STRING && len(n.Value) > longestText {
				sum := sha256.Sum256([]byte(n.Value))
				n.Value = strconv.Quote(hex.EncodeToString(sum[:longestText/4]))
			}
		}
		return true
	})
	return worst > deepest
}

// gather puts the sources into groups, and finds what they declare.
func (r *Repository) gather() {
	r.folders = map[fact.Path]*Package{}
	for _, s := range r.Sources {
		key := groupKey{s.Path.Folder(), s.File.Name.Name}
		g := r.groups[key]
		if g == nil {
			g = &Package{groupKey: key, imports: map[string]fact.Path{}, types: map[string]bool{}}
			r.groups[key] = g
		}
		s.group = g
		if s.Test {
			g.tests = append(g.tests, s)
		} else {
			g.files = append(g.files, s)
		}
		s.declare()
	}
	for _, g := range r.sorted() {
		if len(g.files) == 0 {
			continue
		}
		if best := r.folders[g.Folder]; best == nil || g.importable() > best.importable() {
			r.folders[g.Folder] = g
		}
	}
}

// importable ranks the groups of a folder by how likely an import means them.
func (g *Package) importable() int {
	if g.Name == "main" {
		return 0
	}
	return len(g.files)
}

// sorted are the groups by their folders and names.
func (r *Repository) sorted() []*Package {
	return slices.SortedFunc(maps.Values(r.groups), func(a, b *Package) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Name, b.Name))
	})
}

// declare keeps the names of the types of a source.
func (s *Source) declare() {
	for _, d := range s.File.Decls {
		if d, ok := d.(*ast.GenDecl); ok {
			for _, x := range d.Specs {
				if t, ok := x.(*ast.TypeSpec); ok {
					s.group.types[t.Name.Name] = true
				}
			}
		}
	}
}

// Package is the package that an import of a folder means; nil if there is none.
func (r *Repository) Package(folder fact.Path) *Package { return r.folders[folder] }

// Hollow reports whether nothing is known of what a type is: it is from outside, or is
// defined as one that is, or could not be told at all.
func (r *Repository) Hollow(t types.Type) bool {
	u := t.Underlying()
	return u == types.Typ[types.Invalid] || r.hollow[u]
}

// own are the packages of the repository that a source imports, by its names of them.
func (r *Repository) own(s *Source) map[string]*Package {
	own := map[string]*Package{}
	for _, i := range s.imports {
		if g := r.folders[i.folder]; i.own && g != nil {
			own[cmp.Or(i.name, g.Name)] = g
		}
	}
	return own
}

// Line is where a position is.
func (r *Repository) Line(p token.Pos) int { return r.Positions.PositionFor(p, false).Line }

// follow finds out where the imports of a source lead.
func (s *Source) follow(resolve Resolve) {
	for i := range s.imports {
		x := &s.imports[i]
		if x.path == "C" {
			continue
		}
		if x.folder, x.own = resolve(s.Path, x.path); x.own {
			s.group.imports[x.path] = x.folder
		}
	}
}

// Receiver is the name of the type of a method, without its pointer and its type
// parameters; empty for a function.
func Receiver(d *ast.FuncDecl) string {
	if d.Recv == nil || len(d.Recv.List) == 0 {
		return ""
	}
	t := d.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.ParenExpr:
			t = x.X
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.Name
		default:
			return ""
		}
	}
}

// built tells whether the go command takes a file on Linux on amd64.
func built(f *File) bool {
	for e := range strings.SplitSeq(string(f.Path), "/") {
		if e == "testdata" || strings.HasPrefix(e, "_") || strings.HasPrefix(e, ".") {
			return false
		}
	}
	return fits(strings.TrimSuffix(path.Base(string(f.Path)), ".go")) && allowed(f.Content)
}

// fits tells whether the ending of a name is not that of another platform.
func fits(name string) bool {
	_, rest, ok := strings.Cut(name, "_")
	if !ok {
		return true
	}
	parts := strings.Split(strings.TrimSuffix(rest, "_test"), "_")
	last := parts[len(parts)-1]
	if len(parts) > 1 && systems[parts[len(parts)-2]] && architectures[last] {
		return parts[len(parts)-2] == "linux" && last == "amd64"
	}
	return !systems[last] && !architectures[last] || last == "linux" || last == "amd64"
}

// allowed tells whether the build constraint of a file holds. It stands before the
// package clause.
func allowed(content []byte) bool {
	for line := range bytes.Lines(content) {
		line = bytes.TrimSpace(line)
		if bytes.HasPrefix(line, []byte("package ")) {
			return true
		}
		if !bytes.HasPrefix(line, []byte("//go:build")) {
			continue
		}
		if x, err := constraint.Parse(string(line)); err == nil {
			return x.Eval(tagged)
		}
	}
	return true
}

func tagged(tag string) bool {
	switch tag {
	case "linux", "amd64", "unix", "gc", "cgo":
		return true
	}
	return strings.HasPrefix(tag, "go1.")
}

var (
	systems       = set("aix android darwin dragonfly freebsd hurd illumos ios js linux nacl netbsd openbsd plan9 solaris wasip1 windows zos")
	architectures = set("386 amd64 amd64p32 arm armbe arm64 arm64be loong64 mips mipsle mips64 mips64le mips64p32 mips64p32le ppc ppc64 ppc64le riscv riscv64 s390 s390x sparc sparc64 wasm")
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// each calls a function for each number below n, on all processors, until it is
// cancelled.
func each(ctx context.Context, n int, do func(i int)) error {
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(n, runtime.GOMAXPROCS(0)) {
		wait.Go(func() {
			for i := int(next.Add(1)) - 1; i < n && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				do(i)
			}
		})
	}
	wait.Wait()
	return ctx.Err()
}

// Partial are the folders of which some code was left out, since it does not parse, or
// is more than can be checked.
func (r *Repository) Partial() []fact.Path { return slices.Sorted(maps.Keys(r.partial)) }
