package code

import (
	"context"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/ecmascript"
	"leadline/internal/source/code/language"
	"leadline/internal/source/code/names"
	"leadline/internal/source/code/syntax"
)

// Names are what a file lets others name.
type Names = names.File

// NamesChange is a break of what others can name.
type NamesChange = names.Change

// namesOf reads what a file lets others name; nil in a language of which that is not
// read.
func namesOf(language string, t *syntax.Tree) *Names {
	switch NamesFamily(language) {
	case "script":
		return names.Script(t, language != "javascript")
	case "python":
		return names.Python(t)
	case "java":
		return names.Java(t)
	}
	return nil
}

// NamesFamily is the family of a language whose names are read; empty for others.
func NamesFamily(language string) string {
	switch language {
	case "typescript", "tsx", "javascript":
		return "script"
	case "python", "java":
		return language
	}
	return ""
}

// NamesHarmless reports whether what a content of a file declares shows that it breaks
// nobody who used another one. Either may be nil: there is no file.
func NamesHarmless(family string, before, after *Names) bool {
	if before == nil {
		return true
	}
	if after == nil {
		after = names.Empty()
	}
	return names.Harmless(rules[family], before, after)
}

var rules = map[string]*names.Rules{"script": names.ScriptRules, "python": names.PythonRules, "java": names.JavaRules}

// NamesTree is the files of a tree in the languages whose names are read.
type NamesTree struct {
	files     []File
	manifests map[fact.Path][]byte
	byBase    map[string][]fact.Path
	paths     map[fact.Path]bool
	resolve   map[string]language.Resolver
	trees     map[string]*names.Tree
}

// NamesManifest reports whether a file says where a package is, or where its imports
// lead.
func NamesManifest(p fact.Path) bool {
	switch path.Base(string(p)) {
	case "setup.py", "pom.xml", "build.gradle", "build.gradle.kts":
		return true
	}
	switch l := known.byName[LanguageOf(p)]; {
	case l == nil:
		return false
	default:
		return l.Manifest && (family(l) == "package.json" || family(l) == "pnpm-workspace.yaml" || family(l) == "tsconfig.json" ||
			family(l) == "pyproject.toml" || family(l) == "setup.cfg")
	}
}

// NewNamesTree is a tree of the paths, with the contents of its manifests.
func NewNamesTree(paths []fact.Path, manifests []Content) *NamesTree {
	t := &NamesTree{
		manifests: map[fact.Path][]byte{}, byBase: map[string][]fact.Path{}, paths: map[fact.Path]bool{},
		resolve: map[string]language.Resolver{}, trees: map[string]*names.Tree{},
	}
	for _, p := range paths {
		t.paths[p] = true
		name := LanguageOf(p)
		if NamesFamily(name) == "" {
			continue
		}
		t.files = append(t.files, File{Path: p, Structure: &fact.Structure{Language: name}})
		if name == "java" {
			base := path.Base(string(p))
			t.byBase[base] = append(t.byBase[base], p)
		}
	}
	for _, m := range manifests {
		t.manifests[m.Path] = m.Text
		if l := known.byName[LanguageOf(m.Path)]; l != nil && l.Manifest && l.Read != nil && m.Text != nil {
			s := l.Read(m.Text)
			t.files = append(t.files, File{Path: m.Path, Structure: &s})
		}
	}
	return t
}

// tree is the part of a family.
func (t *NamesTree) tree(family string) *names.Tree {
	if t.trees[family] == nil {
		t.trees[family] = names.NewTree(func(from fact.Path, x names.Passed) []fact.Path { return t.follow(family, from, x) })
	}
	return t.trees[family]
}

// follow tells where an import leads, within what is read.
func (t *NamesTree) follow(family string, from fact.Path, x names.Passed) []fact.Path {
	name := map[string]string{"script": "typescript", "python": "python"}[family]
	if name == "" {
		return nil
	}
	if t.resolve[family] == nil {
		t.resolve[family] = known.byName[name].Resolver(t.files)
	}
	imported := &fact.Import{Path: x.From, Kind: fact.Runtime}
	if family == "python" && x.Name != "" {
		imported.Names = []string{x.Name}
	}
	var out []fact.Path
	for _, to := range t.resolve[family](&File{Path: from, Structure: &fact.Structure{Language: LanguageOf(from)}}, imported) {
		if (to.Confidence == fact.Exact || to.Confidence == fact.Ambiguous) && t.paths[to.To] && !slices.Contains(out, to.To) {
			out = append(out, to.To)
		}
	}
	return out
}

// ReadNames reads what files let others name; nil for one that cannot be read.
type ReadNames func(ctx context.Context, paths []fact.Path) (map[fact.Path]*Names, error)

// mostNamesFiles is how many files of one package are read, and mostNamesWaves how often
// more are asked for.
const (
	mostNamesFiles = 4000
	mostNamesWaves = 40
)

// NamesAPI is what a package gives.
type NamesAPI struct {
	*names.Package
	family string
	// Reached are the files that were looked at.
	Reached map[fact.Path]bool
	// Unmapped are the entry points whose sources are not known.
	Unmapped []string
}

// CompareNames tells what of a state of a package is broken in another one.
func CompareNames(from, to *NamesAPI) []NamesChange {
	return rules[from.family].Compare(from.Package, to.Package, false)
}

// Causes leaves one of the changes that have one cause.
func Causes(all []NamesChange) []NamesChange { return names.Causes(all) }

// API finds what a package gives. Of Python and Java that is what the asked files give.
func (t *NamesTree) API(ctx context.Context, p *NamedPackage, asked []fact.Path, read ReadNames) (*NamesAPI, error) {
	tree := t.tree(p.Family)
	link, unmapped := t.linker(p, asked, tree)
	out := &NamesAPI{family: p.Family, Reached: map[fact.Path]bool{}, Unmapped: unmapped}
	for range mostNamesWaves {
		out.Package = link()
		wanted := tree.Wanted()
		if len(wanted) == 0 || len(tree.Files) > mostNamesFiles {
			break
		}
		found, err := read(ctx, wanted)
		if err != nil {
			return nil, err
		}
		for _, w := range wanted {
			tree.Files[w] = found[w]
		}
	}
	for p := range tree.Files {
		out.Reached[p] = true
	}
	return out, nil
}

func (t *NamesTree) linker(p *NamedPackage, asked []fact.Path, tree *names.Tree) (link func() *names.Package, unmapped []string) {
	switch p.Family {
	case "script":
		var entries []names.EntryPoint
		for _, e := range ecmascript.EntryPoints(t.files, p.Folder) {
			if e.Source == "" {
				unmapped = append(unmapped, e.Subpath)
			} else {
				entries = append(entries, names.EntryPoint{Name: strings.TrimPrefix(strings.TrimPrefix(e.Subpath, "."), "/"), Path: e.Source})
			}
		}
		return func() *names.Package { return tree.Scripts(entries) }, unmapped
	case "python":
		var modules []names.Module
		for _, path := range asked {
			if name, ok := t.Module(p.Folder, path); ok && t.paths[path] {
				modules = append(modules, names.Module{Name: name, Path: path})
			}
		}
		return func() *names.Package { return tree.Modules(modules) }, nil
	}
	return func() *names.Package { return tree.Types(asked, t.JavaType) }, nil
}

// JavaType is the file that declares a type, by its full name; empty if there is none.
func (t *NamesTree) JavaType(full string) fact.Path {
	p := strings.ReplaceAll(full, ".", "/") + ".java"
	for _, x := range t.byBase[path.Base(p)] {
		if string(x) == p || strings.HasSuffix(string(x), "/"+p) {
			return x
		}
	}
	return ""
}
