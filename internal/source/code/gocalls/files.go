package gocalls

import (
	"bytes"
	"cmp"
	"context"
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

// repository is what is known of all files.
type repository struct {
	positions *token.FileSet
	context   *types.Context
	sources   []*source
	groups    map[groupKey]*group
	// folders are the groups that imports of a folder mean.
	folders map[fact.Path]*group
	// ordered are the groups: each after those that it imports.
	ordered []*group
	outside map[string]*outside
	partial map[fact.Path]bool
	// functions are those declared, and the files as what runs when they are loaded,
	// in the order of the sources; declared are their places by the positions of
	// their names.
	functions []fact.Callable
	declared  map[token.Pos]int32
	seen      seen
}

// source is a file that parsed.
type source struct {
	path    fact.Path
	file    *ast.File
	test    bool
	partial bool
	imports []imported
	group   *group
	// top is the place of the file in repository.functions.
	top int32
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
	folder fact.Path
	name   string
}

// group is a package: the files of a folder that have the same package clause.
type group struct {
	groupKey
	files, tests []*source
	imports      map[string]fact.Path
	// types are the names of its types.
	types map[string]bool
	// declared are its types, variables and constants.
	declared map[string]*declaration
	level    int
	state    uint8
	checked
}

// external tells whether a group is that of the tests from outside of a package.
func (g *group) external() bool { return len(g.files) == 0 && strings.HasSuffix(g.name, "_test") }

// read parses the files and puts them into groups.
func (r *repository) read(ctx context.Context, files []File, resolve Resolve) error {
	parsed := make([]*source, len(files))
	if err := each(ctx, len(files), func(i int) { parsed[i] = r.parse(&files[i]) }); err != nil {
		return err
	}
	for _, s := range parsed {
		if s == nil {
			continue
		}
		if s.partial {
			r.partial[s.path.Folder()] = true
		}
		if s.file != nil {
			r.sources = append(r.sources, s)
		}
	}
	slices.SortFunc(r.sources, func(a, b *source) int { return cmp.Compare(a.path, b.path) })
	r.gather()
	for _, s := range r.sources {
		s.follow(resolve)
	}
	return nil
}

// parse reads a file; nil if it is not part of the build.
func (r *repository) parse(f *File) *source {
	if !built(f) {
		return nil
	}
	s := &source{path: f.Path, test: strings.HasSuffix(string(f.Path), "_test.go")}
	if len(f.Content) > Most {
		s.partial = true
		return s
	}
	file, err := parser.ParseFile(r.positions, string(f.Path), f.Content, parser.SkipObjectResolution)
	s.partial = err != nil
	if file == nil || file.Name == nil || file.Name.Name == "" {
		return s
	}
	if tooDeep(file) {
		s.partial = true
		return s
	}
	s.file = file
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

// tooDeep tells whether the syntax of a file nests deeper than is allowed. On the
// way it replaces long texts by short ones that differ as well: nothing here depends
// on them, and go/types would join them to longer ones.
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
				n.Value = strconv.Quote(strconv.Itoa(int(n.ValuePos)))
			}
		}
		return true
	})
	return worst > deepest
}

// gather puts the sources into groups, and finds what they declare.
func (r *repository) gather() {
	r.declared, r.folders = map[token.Pos]int32{}, map[fact.Path]*group{}
	for _, s := range r.sources {
		key := groupKey{s.path.Folder(), s.file.Name.Name}
		g := r.groups[key]
		if g == nil {
			g = &group{groupKey: key, imports: map[string]fact.Path{}, types: map[string]bool{}}
			r.groups[key] = g
		}
		s.group = g
		if s.test {
			g.tests = append(g.tests, s)
		} else {
			g.files = append(g.files, s)
		}
		r.declare(s)
	}
	for _, g := range r.sorted() {
		if len(g.files) == 0 {
			continue
		}
		if best := r.folders[g.folder]; best == nil || g.importable() > best.importable() {
			r.folders[g.folder] = g
		}
	}
}

// importable ranks the groups of a folder by how likely an import means them.
func (g *group) importable() int {
	if g.name == "main" {
		return 0
	}
	return len(g.files)
}

// sorted are the groups by their folders and names.
func (r *repository) sorted() []*group {
	return slices.SortedFunc(maps.Values(r.groups), func(a, b *group) int {
		return cmp.Or(cmp.Compare(a.folder, b.folder), cmp.Compare(a.name, b.name))
	})
}

// declare keeps the names of the functions and types of a source.
func (r *repository) declare(s *source) {
	s.top = r.add(fact.Callable{Path: s.path})
	for _, d := range s.file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			r.declared[d.Name.Pos()] = r.add(fact.Callable{
				Path: s.path, Owner: receiver(d), Name: d.Name.Name, Line: r.line(d.Pos()),
			})
		case *ast.GenDecl:
			for _, x := range d.Specs {
				if t, ok := x.(*ast.TypeSpec); ok {
					s.group.types[t.Name.Name] = true
				}
			}
		}
	}
}

func (r *repository) add(c fact.Callable) (place int32) {
	r.functions = append(r.functions, c)
	return int32(len(r.functions) - 1)
}

// own are the packages of the repository that a source imports, by its names of them.
func (r *repository) own(s *source) map[string]*group {
	own := map[string]*group{}
	for _, i := range s.imports {
		if g := r.folders[i.folder]; i.own && g != nil {
			own[cmp.Or(i.name, g.name)] = g
		}
	}
	return own
}

func (r *repository) line(p token.Pos) int { return r.positions.PositionFor(p, false).Line }

// follow finds out where the imports of a source lead.
func (s *source) follow(resolve Resolve) {
	for i := range s.imports {
		x := &s.imports[i]
		if x.path == "C" {
			continue
		}
		if x.folder, x.own = resolve(s.path, x.path); x.own {
			s.group.imports[x.path] = x.folder
		}
	}
}

// receiver is the name of the type of a method, without its pointer and its type
// parameters.
func receiver(d *ast.FuncDecl) string {
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

func (r *repository) partialFolders() []fact.Path { return slices.Sorted(maps.Keys(r.partial)) }
