package code

import (
	"context"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/modfile"
	"golang.org/x/mod/semver"

	"leadline/internal/fact"
	"leadline/internal/source/code/goapi"
	"leadline/internal/source/code/gotypes"
	"leadline/internal/source/code/language"
)

// GoModule is a module of Go in a tree.
type GoModule struct {
	Folder fact.Path
	// Path is its import path.
	Path string
}

// GoTree is the files of Go of a tree.
type GoTree struct {
	// Modules are those of the tree, by their folders.
	Modules []GoModule
	// retracted are the versions of each that it says not to use.
	retracted map[GoModule][]modfile.VersionInterval
	// files are those of each folder, tests apart.
	files   map[fact.Path][]fact.Path
	resolve language.Resolver
}

// GoAPI is what packages of Go export.
type GoAPI = goapi.API

// GoDifference is how what a package exports changed.
type GoDifference = goapi.Difference

// CompareGo tells how what the package of a folder exports changed from one state to
// another.
func CompareGo(from, to *GoAPI, folder fact.Path) GoDifference {
	return goapi.Compare(from, to, folder)
}

// GoExported reports whether other modules can import the package of a folder.
func GoExported(folder, module fact.Path) bool { return goapi.Exported(folder, module) }

// GoHarmless reports whether what is declared in a content of a file shows that it
// breaks no more than another one did.
func GoHarmless(before, after []byte) bool { return goapi.Harmless(before, after) }

// GoSource reports whether a file is one of Go that is no test.
func GoSource(p fact.Path) bool {
	return strings.HasSuffix(string(p), ".go") && !strings.HasSuffix(string(p), "_test.go")
}

// GoManifest reports whether a file says where a module of Go is.
func GoManifest(p fact.Path) bool { return path.Base(string(p)) == "go.mod" }

// NewGoTree is a tree of the paths, with the contents of its manifests.
func NewGoTree(paths []fact.Path, manifests []Content) *GoTree {
	t := &GoTree{files: map[fact.Path][]fact.Path{}, retracted: map[GoModule][]modfile.VersionInterval{}}
	var all []File
	for _, p := range paths {
		if GoSource(p) {
			t.files[p.Folder()] = append(t.files[p.Folder()], p)
			all = append(all, File{Path: p, Structure: &fact.Structure{Language: "go"}})
		}
	}
	for _, m := range manifests {
		s := known.byFile["go.mod"].Read(m.Text)
		all = append(all, File{Path: m.Path, Structure: &s})
		if s.Package != "" {
			t.add(GoModule{m.Path.Folder(), s.Package}, m.Text)
		}
	}
	slices.SortFunc(t.Modules, func(a, b GoModule) int { return strings.Compare(string(a.Folder), string(b.Folder)) })
	t.resolve = known.byName["go"].Resolver(all)
	return t
}

// add adds a module with its manifest.
func (t *GoTree) add(m GoModule, manifest []byte) {
	t.Modules = append(t.Modules, m)
	if f, err := modfile.ParseLax("go.mod", manifest, nil); err == nil {
		for _, r := range f.Retract {
			t.retracted[m] = append(t.retracted[m], r.VersionInterval)
		}
	}
}

// Retracts reports whether the tree says of a version of a module that it is not to be
// used.
func (t *GoTree) Retracts(m GoModule, version string) bool {
	return slices.ContainsFunc(t.retracted[m], func(r modfile.VersionInterval) bool {
		return semver.Compare(r.Low, version) <= 0 && semver.Compare(version, r.High) <= 0
	})
}

// Module is the module that a folder is of; nil if it is of none.
func (t *GoTree) Module(folder fact.Path) *GoModule {
	var best *GoModule
	for i := range t.Modules {
		m := &t.Modules[i]
		if m.Folder == "" || folder == m.Folder || strings.HasPrefix(string(folder), string(m.Folder)+"/") {
			best = m // the folder of a module within another sorts after that one's
		}
	}
	return best
}

// Program reports whether a module holds commands that are built for people: in the
// folder cmd, or a main.go elsewhere than among what shows, tests or makes the module.
func (t *GoTree) Program(m GoModule) bool {
	for folder, files := range t.files {
		if at := t.Module(folder); at == nil || *at != m {
			continue
		}
		below, _ := strings.CutPrefix(strings.TrimPrefix(string(folder), string(m.Folder)), "/")
		if below == "cmd" || strings.HasPrefix(below, "cmd/") || slices.Contains(files, fact.Path(path.Join(string(folder), "main.go"))) && !beside(below) {
			return true
		}
	}
	return false
}

// beside tells of a folder of a module that it holds what shows, tests or makes the module.
func beside(folder string) bool {
	for part := range strings.SplitSeq(folder, "/") {
		switch part {
		case "internal", "tools", "tool", "hack", "script", "scripts", "testdata", "contrib", "build", "ci", "gen", "generate", "generator", "codegen", "tutorial", "tutorials":
			return true
		}
		if asides[part] || strings.HasPrefix(part, "_") || strings.HasPrefix(part, ".") {
			return true
		}
	}
	return false
}

// follow tells the folder of a package of the tree by its import path.
func (t *GoTree) follow(from fact.Path, importPath string) (fact.Path, bool) {
	for _, x := range t.resolve(&File{Path: from}, &fact.Import{Path: importPath}) {
		if x.Confidence == fact.Exact {
			return x.To, true
		}
	}
	return "", false
}

// API finds what the packages of some folders export. Contents gives those of files, in
// any order; one that cannot be had has no text.
func (t *GoTree) API(ctx context.Context, folders []fact.Path, contents func(context.Context, []fact.Path) ([]Content, error)) (*GoAPI, error) {
	var files []gotypes.File
	seen := map[fact.Path]bool{}
	for wave := folders; len(wave) > 0; {
		var paths []fact.Path
		for _, f := range wave {
			if !seen[f] {
				seen[f] = true
				paths = append(paths, t.files[f]...)
			}
		}
		wave = nil
		read, err := contents(ctx, paths)
		if err != nil {
			return nil, err
		}
		for _, c := range read {
			files = append(files, gotypes.File{Path: c.Path, Content: c.Text})
			for _, p := range goImports(c.Text) {
				if to, ok := t.follow(c.Path, p); ok && !seen[to] {
					wave = append(wave, to)
				}
			}
		}
	}
	return goapi.Read(ctx, files, t.follow)
}

// goImports are the import paths of a file.
func goImports(text []byte) []string {
	file, _ := parser.ParseFile(token.NewFileSet(), "", text, parser.ImportsOnly)
	if file == nil {
		return nil
	}
	var out []string
	for _, x := range file.Imports {
		if p, err := strconv.Unquote(x.Path.Value); err == nil {
			out = append(out, p)
		}
	}
	return out
}
