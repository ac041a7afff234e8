package gocalls

import (
	"cmp"
	"context"
	"errors"
	"go/ast"
	"go/types"
	"slices"
)

// checked is what go/types needs and says of a group.
type checked struct {
	made    *types.Package
	checker *types.Checker
	info    *types.Info
}

// order puts the groups after those that their files import, tests apart, and gives
// each the length of the longest way below it.
func (r *repository) order() {
	const open, done = 1, 2
	var visit func(g *group)
	visit = func(g *group) {
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
	slices.SortStableFunc(r.ordered, func(a, b *group) int { return cmp.Compare(a.level, b.level) })
}

// check checks all groups, and sees what each does before the next one: first the
// packages, then the tests within them, then those from outside of them.
func (r *repository) check(ctx context.Context) error {
	r.weigh()
	uses := make([]*usage, len(r.sources))
	if err := each(ctx, len(r.sources), func(i int) {
		uses[i] = useOf(r.sources[i].file)
		r.loosen(r.sources[i])
	}); err != nil {
		return err
	}
	for i, s := range r.sources {
		r.use(s, uses[i])
	}
	for _, o := range r.outside {
		o.make()
	}
	for _, g := range r.ordered {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		r.checkFiles(g, g.files)
	}
	for _, external := range []bool{false, true} {
		for _, g := range r.ordered {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			if g.external() == external {
				r.checkFiles(g, g.tests)
			}
		}
	}
	return nil
}

// checkFiles checks some files of a group, and keeps what is seen in them.
func (r *repository) checkFiles(g *group, sources []*source) {
	if len(sources) == 0 {
		return
	}
	defer func() {
		if recover() != nil { // a fault of go/types is not one of the program
			r.partial[g.folder] = true
		}
	}()
	if g.checker == nil {
		g.open(r)
	}
	var files []*ast.File
	names := 0
	for _, s := range sources {
		files = append(files, s.file)
		names += declarations(s.file)
	}
	if names > mostNames {
		r.partial[g.folder] = true
		return
	}
	_ = g.checker.Files(files) // what is wrong has no type
	for _, s := range sources {
		r.see(g, s)
	}
	for _, i := range g.info.Instances { // a type parameter is an interface
		for t := range i.TypeArgs.Types() {
			r.seen.note(t)
		}
	}
	clear(g.info.Types)
	clear(g.info.Defs)
	clear(g.info.Uses)
	clear(g.info.Selections)
	clear(g.info.Instances)
}

// open makes an empty package of a group.
func (g *group) open(r *repository) {
	g.made = types.NewPackage(string(g.folder)+"\x00"+g.name, g.name)
	helpers(g.made)
	g.info = &types.Info{
		Types:      map[ast.Expr]types.TypeAndValue{},
		Defs:       map[*ast.Ident]types.Object{},
		Uses:       map[*ast.Ident]types.Object{},
		Selections: map[*ast.SelectorExpr]*types.Selection{},
		Instances:  map[*ast.Ident]types.Instance{},
	}
	g.checker = types.NewChecker(&types.Config{
		Context: r.context, Importer: importer{r, g}, Sizes: sizes{}, FakeImportC: true, DisableUnusedImportCheck: true,
		Error: func(error) {}, // so that it goes on
	}, r.positions, g.made, g.info)
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
	r *repository
	g *group
}

// Import gives a package of the repository, or one that is made up.
func (i importer) Import(path string) (*types.Package, error) {
	if folder, ok := i.g.imports[path]; ok {
		if to := i.r.folders[folder]; to != nil && to.made != nil {
			return to.made, nil
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
