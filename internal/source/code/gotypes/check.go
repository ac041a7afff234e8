package gotypes

import (
	"cmp"
	"context"
	"errors"
	"go/ast"
	"go/types"
	"slices"
)

// order puts the groups after those that their files import, tests apart, and gives
// each the length of the longest way below it.
func (r *Repository) order() {
	const open, done = 1, 2
	var visit func(g *Package)
	visit = func(g *Package) {
		g.state = open
		for _, s := range g.files {
			for _, i := range s.imports {
				to := r.folders[i.folder]
				if !i.own || to == nil || to == g {
					continue
				}
				if to.state == 0 {
					visit(to)
				}
				if to.state == done {
					g.level = max(g.level, to.level+1)
				}
			}
		}
		g.state = done
		r.ordered = append(r.ordered, g)
	}
	for _, g := range r.sorted() {
		if g.state == 0 {
			visit(g)
		}
	}
	slices.SortStableFunc(r.ordered, func(a, b *Package) int { return cmp.Compare(a.level, b.level) })
}

// Check checks all packages, and shows each before the next one, with the files that
// were checked: first the packages, then the tests within them, then those from outside
// of them. What is shown holds until the next one.
func (r *Repository) Check(ctx context.Context, see func(*Package, []*Source)) error {
	r.weigh()
	uses := make([]*usage, len(r.Sources))
	if err := each(ctx, len(r.Sources), func(i int) {
		uses[i] = useOf(r.Sources[i].File)
		r.loosen(r.Sources[i])
	}); err != nil {
		return err
	}
	for i, s := range r.Sources {
		r.use(s, uses[i])
	}
	for _, o := range r.outside {
		o.make(r.hollow)
	}
	for _, g := range r.ordered {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.checkFiles(g, g.files, see)
	}
	for _, external := range []bool{false, true} {
		for _, g := range r.ordered {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if g.external() == external {
				r.checkFiles(g, g.tests, see)
			}
		}
	}
	return nil
}

// checkFiles checks some files of a package, and shows them.
func (r *Repository) checkFiles(g *Package, sources []*Source, see func(*Package, []*Source)) {
	if len(sources) == 0 {
		return
	}
	defer func() {
		if recover() != nil { // a fault of go/types is not one of the program
			r.partial[g.Folder] = true
		}
	}()
	if g.checker == nil {
		g.open(r)
	}
	var files []*ast.File
	names := 0
	for _, s := range sources {
		files = append(files, s.File)
		names += declarations(s.File)
	}
	if names > mostNames {
		r.partial[g.Folder] = true
		return
	}
	_ = g.checker.Files(files) // what is wrong has no type
	see(g, sources)
	clear(g.Info.Types)
	clear(g.Info.Defs)
	clear(g.Info.Uses)
	clear(g.Info.Selections)
	clear(g.Info.Instances)
}

// open makes an empty package of a group.
func (g *Package) open(r *Repository) {
	g.Types = types.NewPackage(string(g.Folder)+"\x00"+g.Name, g.Name)
	helpers(g.Types)
	g.Info = &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances:  map[*ast.Ident]types.Instance{},
	}
	g.checker = types.NewChecker(&types.Config{
		Context: r.context, Importer: importer{r, g}, Sizes: sizes{}, FakeImportC: true, DisableUnusedImportCheck: true,
		IgnoreFuncBodies: r.declarations,
		Error:            func(error) {}, // so that it goes on
	}, r.Positions, g.Types, g.Info)
}

// declarations counts the names that a file declares.
func declarations(file *ast.File) int {
	n := 0
	for _, d := range file.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			n++
			continue
		}
		for _, s := range g.Specs {
			n++
			if v, ok := s.(*ast.ValueSpec); ok {
				n += len(v.Names)
			}
		}
	}
	return n
}

// importer gives a group what it imports.
type importer struct {
	r *Repository
	g *Package
}

// Import gives a package of the repository, or one that is made up.
func (i importer) Import(path string) (*types.Package, error) {
	if folder, ok := i.g.imports[path]; ok {
		if to := i.r.folders[folder]; to != nil && to.Types != nil {
			return to.Types, nil
		}
		return nil, errNotRead
	}
	if o := i.r.outside[path]; o != nil {
		return o.made, nil
	}
	return nil, errNotRead
}

var errNotRead = errors.New("not read")

// sizes says that everything has one size: nothing here depends on it, and to compute
// it may take long.
type sizes struct{}

func (sizes) Alignof(types.Type) int64 { return 8 }

func (sizes) Offsetsof(fields []*types.Var) []int64 { return make([]int64, len(fields)) }

func (sizes) Sizeof(types.Type) int64 { return 8 }
