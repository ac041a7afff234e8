package main

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"go/ast"
	"go/build"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"path"
	"slices"
	"strconv"
	"strings"
)

// typesChecker checks the packages of a tree by go/types.
type typesChecker struct {
	repository *repository
	positions  *token.FileSet
	std        types.Importer
	texts      map[string][]byte    // by id
	parsed     map[string]*ast.File // by path and id
	checked    map[string]*checked  // by what it is made of
}

// checked is a package and what is wrong with it.
type checked struct {
	pkg    *types.Package
	errors []string
}

func newTypes(r *repository) *typesChecker {
	c := &typesChecker{repository: r, positions: token.NewFileSet(), texts: map[string][]byte{}, parsed: map[string]*ast.File{}, checked: map[string]*checked{}}
	build.Default.CgoEnabled = false
	c.std = importer.ForCompiler(c.positions, "source", nil)
	return c
}

// one is the check of one tree.
type one struct {
	*typesChecker
	tree    tree
	modules map[string]string // folder to path
	folders map[string]*folder
	found   map[string]bool
	keys    map[string]string
	active  map[string]bool
}

// folder is the files of one, by what they are for.
type folder struct{ code, tests, outer []string }

var errOutside = errors.New("outside")

func (c *typesChecker) errors(t tree) (map[string]bool, error) {
	if err := c.read(t); err != nil {
		return nil, err
	}
	o := &one{typesChecker: c, tree: t, modules: map[string]string{}, folders: map[string]*folder{}, found: map[string]bool{}, keys: map[string]string{}, active: map[string]bool{}}
	for f, id := range t {
		if path.Base(f) == "go.mod" {
			for l := range strings.Lines(string(c.texts[id])) {
				if m, ok := strings.CutPrefix(strings.TrimSpace(l), "module "); ok {
					o.modules[path.Dir(f)] = strings.Trim(strings.TrimSpace(m), `"`)
				}
			}
		}
	}
	for f := range t {
		o.file(f)
	}
	for dir := range o.folders {
		o.check(dir)
	}
	return o.found, nil
}

// read reads contents that nobody has read.
func (c *typesChecker) read(t tree) error {
	var ids []string
	for f, id := range t {
		if _, ok := c.texts[id]; !ok && (strings.HasSuffix(f, ".go") || path.Base(f) == "go.mod") {
			ids = append(ids, id)
			c.texts[id] = nil
		}
	}
	return c.repository.contents(ids, func(id string, text []byte) { c.texts[id] = text })
}

func (o *one) file(f string) {
	dir := path.Dir(f)
	if !strings.HasSuffix(f, ".go") || strings.Contains("/"+f, "/testdata/") || strings.Contains("/"+f, "/vendor/") || strings.Contains("/"+f, "/_") {
		return
	}
	context := build.Default
	context.OpenFile = func(string) (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(o.texts[o.tree[f]])), nil }
	if ok, err := context.MatchFile(dir, path.Base(f)); err != nil || !ok {
		return
	}
	x := o.parse(f)
	if x == nil {
		return
	}
	d := o.folders[dir]
	if d == nil {
		d = &folder{}
		o.folders[dir] = d
	}
	switch {
	case !strings.HasSuffix(f, "_test.go"):
		d.code = append(d.code, f)
	case strings.HasSuffix(x.Name.Name, "_test"):
		d.outer = append(d.outer, f)
	default:
		d.tests = append(d.tests, f)
	}
}

func (o *one) parse(f string) *ast.File {
	key := f + "\x00" + o.tree[f]
	x, ok := o.parsed[key]
	if !ok {
		var err error
		if x, err = parser.ParseFile(o.positions, f, o.texts[o.tree[f]], parser.SkipObjectResolution); err != nil {
			x = nil
		}
		o.parsed[key] = x
	}
	return x
}

// dir is the folder of an import path; ok is false for what is outside.
func (o *one) dir(importPath string) (string, bool) {
	for at, module := range o.modules {
		if rest, ok := strings.CutPrefix(importPath+"/", module+"/"); ok {
			d := path.Join(at, rest)
			if x := o.folders[d]; x != nil && len(x.code) > 0 {
				return d, true
			}
		}
	}
	return "", false
}

// key tells what a package is made of from what others are.
func (o *one) key(dir string) string {
	if k, ok := o.keys[dir]; ok {
		return k
	}
	if o.active[dir] {
		return "circle"
	}
	o.active[dir] = true
	defer delete(o.active, dir)
	k := o.keyOf(o.folders[dir].code)
	o.keys[dir] = k
	return k
}

func (o *one) keyOf(files []string) string {
	slices.Sort(files)
	sum := sha256.New()
	var deps []string
	for _, f := range files {
		fmt.Fprintf(sum, "%s %s\n", f, o.tree[f])
		for _, i := range o.parse(f).Imports {
			p, _ := strconv.Unquote(i.Path.Value)
			if d, ok := o.dir(p); ok {
				deps = append(deps, d)
			} else {
				deps = append(deps, "outside "+p)
			}
		}
	}
	slices.Sort(deps)
	for _, d := range slices.Compact(deps) {
		if strings.HasPrefix(d, "outside ") {
			fmt.Fprintln(sum, d)
		} else {
			fmt.Fprintln(sum, d, o.key(d))
		}
	}
	return string(sum.Sum(nil))
}

// check checks a package, and then its tests.
func (o *one) check(dir string) {
	d := o.folders[dir]
	o.add(o.pkg(dir))
	if len(d.tests) > 0 {
		o.add(o.of(dir, slices.Concat(d.code, d.tests), "test", nil))
	}
	if len(d.outer) > 0 {
		inner := o.of(dir, slices.Concat(d.code, d.tests), "test", nil)
		o.add(o.of(dir, slices.Clone(d.outer), "outer"+o.keyOf(slices.Concat(d.code, d.tests)), inner.pkg))
	}
}

func (o *one) add(c *checked) {
	for _, e := range c.errors {
		o.found[e] = true
	}
}

func (o *one) pkg(dir string) *checked { return o.of(dir, o.folders[dir].code, "", nil) }

func (o *one) of(dir string, files []string, kind string, self *types.Package) *checked {
	if len(files) == 0 {
		return &checked{pkg: types.NewPackage(dir, path.Base(dir))}
	}
	key := dir + kind + o.keyOf(files)
	if c, ok := o.checked[key]; ok {
		return c
	}
	c := &checked{}
	o.checked[key] = c
	var all []*ast.File
	for _, f := range files {
		all = append(all, o.parse(f))
	}
	config := types.Config{
		FakeImportC: true,
		Importer:    importing(func(p string) (*types.Package, error) { return o.imported(p, dir, self) }),
		Error: func(err error) {
			var e types.Error
			if !errors.As(err, &e) || strings.Contains(e.Msg, "could not import") {
				return
			}
			c.errors = append(c.errors, o.positions.Position(e.Pos).Filename+": "+e.Msg)
		},
	}
	c.pkg, _ = config.Check(dir, o.positions, all, nil)
	return c
}

type importing func(string) (*types.Package, error)

func (i importing) Import(p string) (*types.Package, error) { return i(p) }

func (o *one) imported(p, from string, self *types.Package) (*types.Package, error) {
	if d, ok := o.dir(p); ok {
		if d == from && self != nil {
			return self, nil
		}
		if o.active["type "+d] {
			return nil, errOutside
		}
		o.active["type "+d] = true
		defer delete(o.active, "type "+d)
		if c := o.pkg(d); c.pkg != nil {
			return c.pkg, nil
		}
		return nil, errOutside
	}
	for _, module := range o.modules {
		if strings.HasPrefix(p+"/", module+"/") {
			o.found["no package "+p] = true
		}
	}
	if first, _, _ := strings.Cut(p, "/"); !strings.Contains(first, ".") {
		return o.std.Import(p)
	}
	return nil, errOutside
}
