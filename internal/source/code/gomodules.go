package code

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/modfile"

	"leadline/internal/fact"
)

// goManifest is the name of the files that say where a module is.
const goManifest = "go.mod"

// goModules are the modules of a tree: where the packages of an import path are.
type goModules struct {
	// modules are the folders in which go.mod files are, the longest first.
	modules []goModule
	// packages are the folders that hold files of Go.
	packages map[string]bool
}

// goModule is a module in the tree.
type goModule struct {
	dir, path string
	// replaced are module paths that its go.mod puts into folders of the tree.
	replaced []goModule
}

// extractGoManifest reads the path of a module, and the folders that replace
// others. What is no manifest has neither.
func extractGoManifest(content []byte) fact.Structure {
	s := fact.Structure{Language: goManifest}
	f, err := modfile.ParseLax(goManifest, content, nil)
	if err != nil || f.Module == nil {
		s.Partial = true
		return s
	}
	s.Package = f.Module.Mod.Path
	// ParseLax leaves replacements out.
	whole, err := modfile.Parse(goManifest, content, nil)
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

func newGoModules(files []File) *goModules {
	m := &goModules{packages: map[string]bool{}}
	for i := range files {
		f := &files[i]
		switch f.Structure.Language {
		case "go":
			m.packages[string(f.Path.Folder())] = true
		case goManifest:
			if f.Structure.Package != "" {
				m.modules = append(m.modules, moduleOf(f))
			}
		}
	}
	sortModules(m.modules)
	return m
}

func moduleOf(f *File) goModule {
	x := goModule{dir: string(f.Path.Folder()), path: f.Structure.Package}
	for _, r := range f.Structure.Mapped {
		if at := path.Join(x.dir, r.Folder); at != ".." && !strings.HasPrefix(at, "../") {
			x.replaced = append(x.replaced, goModule{dir: at, path: r.Path})
		}
	}
	sortModules(x.replaced)
	return x
}

// sortModules puts the longest path first: a module within another hides it.
func sortModules(modules []goModule) {
	slices.SortFunc(modules, func(a, b goModule) int {
		return cmp.Or(cmp.Compare(len(b.path), len(a.path)), cmp.Compare(a.path, b.path), cmp.Compare(a.dir, b.dir))
	})
}

// of is the module in which a file is: the one whose folder is nearest above it.
func (m *goModules) of(p fact.Path) *goModule {
	var best *goModule
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
func (m *goModules) resolve(f *File, x *fact.Import) (fact.Path, fact.Confidence) {
	if own := m.of(f.Path); own != nil {
		if to, confidence := m.among(own.replaced, x.Path); confidence != fact.External {
			return to, confidence
		}
	}
	return m.among(m.modules, x.Path)
}

// among finds a package in one of the modules.
func (m *goModules) among(modules []goModule, importPath string) (fact.Path, fact.Confidence) {
	for i := range modules {
		if rest, ok := below(importPath, modules[i].path); ok {
			return m.folder(path.Join(modules[i].dir, rest))
		}
	}
	return "", fact.External
}

func (m *goModules) folder(dir string) (fact.Path, fact.Confidence) {
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
