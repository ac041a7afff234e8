package golang

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// manifest is the name of the files that say where a module is.
const manifest = "go.mod"

// modules are the modules of a tree: where the packages of an import path are.
type modules struct {
	// modules are the folders in which go.mod files are, the longest first.
	modules []module
	// packages are the folders that hold files of Go.
	packages map[string]bool
}

// module is a module in the tree.
type module struct {
	dir, path string
	// replaced are module paths that its go.mod puts into folders of the tree.
	replaced []module
}

// readManifest reads the path of a module, and the folders that replace
// others. What is no manifest has neither.
func readManifest(content []byte) fact.Structure {
	s := fact.Structure{Language: manifest}
	f, err := modfile.ParseLax(manifest, content, nil)
	if err != nil || f.Module == nil {
		s.Partial = true
		return s
	}
	s.Package = f.Module.Mod.Path
	// ParseLax leaves replacements out.
	whole, err := modfile.Parse(manifest, content, nil)
	if err != nil {
		s.Partial = true
		return s
	}
	for _, r := range whole.Replace {
		if dir := r.New.Path; strings.HasPrefix(dir, "./") || strings.HasPrefix(dir, "../") {
			s.Mapped = append(s.Mapped, fact.Mapping{Path: r.Old.Path, Folder: dir})
		}
	}
	return s
}

func newResolver(files []language.File) language.Resolver {
	m := &modules{packages: map[string]bool{}}
	for i := range files {
		f := &files[i]
		switch f.Structure.Language {
		case goName:
			m.packages[string(f.Path.Folder())] = true
		case manifest:
			if f.Structure.Package != "" {
				m.modules = append(m.modules, moduleOf(f))
			}
		}
	}
	sortModules(m.modules)
	return func(f *language.File, x *fact.Import) []language.Target {
		to, confidence := m.resolve(f, x)
		return []language.Target{{To: to, Confidence: confidence}}
	}
}

func moduleOf(f *language.File) module {
	x := module{dir: string(f.Path.Folder()), path: f.Structure.Package}
	for _, r := range f.Structure.Mapped {
		if at := path.Join(x.dir, r.Folder); at != ".." && !strings.HasPrefix(at, "../") {
			x.replaced = append(x.replaced, module{dir: at, path: r.Path})
		}
	}
	sortModules(x.replaced)
	return x
}

// sortModules puts the longest path first: a module within another hides it.
func sortModules(modules []module) {
	slices.SortFunc(modules, func(a, b module) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), cmp.Compare(a.path, b.path), cmp.Compare(a.dir, b.dir))
	})
}

// of is the module in which a file is: the one whose folder is nearest above it.
func (m *modules) of(p fact.Path) *module {
	var best *module
	for i := range m.modules {
		x := &m.modules[i]
		if x.dir == "" || strings.HasPrefix(string(p), x.dir+"/") {
			if best == nil || len(x.dir) > len(best.dir) {
				best = x
			}
		}
	}
	return best
}

// resolve finds the folder of a package. Paths of the modules in the tree are
// tried before anything else: one without a dot need not be of the standard
// library.
func (m *modules) resolve(f *language.File, x *fact.Import) (fact.Path, fact.Confidence) {
	if own := m.of(f.Path); own != nil {
		if to, confidence := m.among(own.replaced, x.Path); confidence != fact.External {
			return to, confidence
		}
	}
	return m.among(m.modules, x.Path)
}

// among finds a package in one of the modules.
func (m *modules) among(modules []module, importPath string) (fact.Path, fact.Confidence) {
	for i := range modules {
		if rest, ok := below(importPath, modules[i].path); ok {
			return m.folder(path.Join(modules[i].dir, rest))
		}
	}
	return "", fact.External
}

func (m *modules) folder(dir string) (fact.Path, fact.Confidence) {
	if dir == "." {
		dir = ""
	}
	if !m.packages[dir] {
		return "", fact.Unresolved
	}
	return fact.Path(dir), fact.Exact
}

// below is what follows a module's path in the path of a package of it.
func below(importPath, module string) (rest string, ok bool) {
	if importPath == module {
		return "", true
	}
	return strings.CutPrefix(importPath, module+"/")
}
