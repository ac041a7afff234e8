package ecmascript

import (
	"path"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// modules is what a tree holds that imports can lead to. Paths are from the top,
// which is empty.
type modules struct {
	files    map[string]bool // of code
	stems    map[string]stem // those, by their paths without extension
	folders  map[string]bool // that hold code, at any depth
	packages map[string]*manifest
	named    map[string][]*manifest
	setups   setups
	// Memories, by folder and by what is asked there.
	nearest map[string]*manifest
	known   map[asked]language.Target
}

// stem is the file that is meant where its extension is left out, and the place of
// that extension among extensions.
type stem struct {
	file string
	rank int
}

// asked is a name that is imported, by whom.
type asked struct {
	from *manifest
	with *setup
	name string
}

func newResolver(files []language.File) language.Resolver {
	m := newModules(files)
	var one [1]language.Target
	return func(f *language.File, x *fact.Import) []language.Target {
		if one[0] = m.resolve(f, x); one[0].Confidence == 0 {
			return nil
		}
		return one[:]
	}
}

func newModules(files []language.File) *modules {
	m := &modules{
		files: make(map[string]bool, len(files)), stems: make(map[string]stem, len(files)), folders: map[string]bool{}, packages: map[string]*manifest{}, named: map[string][]*manifest{},
		nearest: map[string]*manifest{}, known: map[asked]language.Target{},
	}
	var compilers, workspaces []*language.File
	for i := range files {
		f := &files[i]
		switch f.Structure.Language {
		case "javascript", "typescript", "tsx":
			m.addFile(string(f.Path))
		case packageManifest:
			if path.Base(string(f.Path)) == packageManifest {
				m.addPackage(f)
			}
			workspaces = append(workspaces, f)
		case pnpmManifest:
			workspaces = append(workspaces, f)
		case compilerManifest:
			compilers = append(compilers, f)
		}
	}
	m.join(workspaces)
	m.setups = newSetups(compilers, m)
	return m
}

func (m *modules) addFile(p string) {
	m.files[p] = true
	for rank, e := range extensions {
		if s, ok := strings.CutSuffix(p, e); ok {
			if known, ok := m.stems[s]; !ok || rank < known.rank {
				m.stems[s] = stem{p, rank}
			}
		}
	}
	for p != "" {
		p = folderOf(p)
		if m.folders[p] {
			return
		}
		m.folders[p] = true
	}
}

// folderOf is the folder of a path; the top is empty.
func folderOf(p string) string {
	i := strings.LastIndexByte(p, '/')
	return p[:max(0, i)]
}

// join is path.Join, with an empty top. ok is false for what is not in the tree.
func join(dir, p string) (at string, ok bool) {
	for strings.HasPrefix(p, "./") || strings.HasPrefix(p, "../") && dir != "" {
		if p[1] == '.' {
			dir = folderOf(dir)
		}
		_, p, _ = strings.Cut(p, "/")
	}
	if dir != "" && p != "" && !strings.HasPrefix(p, "/") && !strings.HasPrefix(p, ".") && !strings.Contains(p, "/.") && !strings.Contains(p, "//") && !strings.HasSuffix(p, "/") {
		return dir + "/" + p, true // most are as plain as that
	}
	at = path.Join(dir, p)
	if at == "." {
		at = ""
	}
	return at, at != ".." && !strings.HasPrefix(at, "../") && !strings.HasPrefix(at, "/")
}

// What is known of an import that leads to no file of code.
var (
	outside = language.Target{Confidence: fact.External}
	missing = language.Target{Confidence: fact.Unresolved}
	silent  = language.Target{} // a file that is no code
)

func found(p string) language.Target {
	return language.Target{To: fact.Path(p), Confidence: fact.Exact}
}

func guessed(p string) language.Target {
	return language.Target{To: fact.Path(p), Confidence: fact.Ambiguous}
}

// resolve tells where an import leads.
func (m *modules) resolve(f *language.File, x *fact.Import) language.Target {
	name, _, _ := strings.Cut(x.Path, "?") // bundlers say there how it is meant
	dir := string(f.Path.Folder())
	switch {
	case strings.Contains(name, "!"), name == "":
		return silent // a bundler's own way to load it
	case relative(name):
		return m.relative(dir, name)
	case strings.HasPrefix(name, "/"), strings.Contains(name, ":"):
		return outside // an absolute path, node:fs, https://…
	}
	with := m.setups.of(dir)
	from := m.packageOf(dir)
	key := asked{from, with, name}
	t, ok := m.known[key]
	if !ok {
		t = m.byName(from, with, name)
		m.known[key] = t
	}
	return t
}

// relative finds a file by a path from a folder.
func (m *modules) relative(dir, name string) language.Target {
	at, ok := join(dir, name)
	if !ok || strings.Contains(at, "node_modules/") {
		return outside
	}
	onlyFolder := strings.HasSuffix(name, "/") || path.Base(name) == "." || path.Base(name) == ".."
	if to, ok := m.at(at, onlyFolder); ok {
		return found(to)
	}
	if with := m.setups.of(dir); with != nil {
		if to, ok := m.beside(with, at); ok {
			return found(to)
		}
	}
	if isAsset(name) {
		return silent
	}
	if p := m.packageOf(dir); p != nil {
		if rest, ok := below(at, p.dir); ok {
			if to, ok := m.source(p, rest); ok {
				return guessed(to)
			}
		}
	}
	return missing
}

// below is what of a path follows a folder.
func below(p, dir string) (rest string, ok bool) {
	if dir == "" {
		return p, true
	}
	if p == dir {
		return "", true
	}
	return strings.CutPrefix(p, dir+"/")
}

// at finds the file that a path means, or what a folder stands for.
func (m *modules) at(p string, onlyFolder bool) (string, bool) {
	if !onlyFolder {
		if to, ok := m.file(p); ok {
			return to, true
		}
	}
	if !m.folders[p] {
		return "", false
	}
	if x := m.packages[p]; x != nil {
		for _, to := range x.entries[folder] {
			if at, ok := join(p, to); ok && at != p {
				if to, ok := m.file(at); ok {
					return to, true
				}
				if to, ok := m.index(at); ok {
					return to, true
				}
			}
		}
	}
	return m.index(p)
}

// extensions are tried in this order. Of two files that differ in nothing else the
// source is meant, and not what declares its types.
var extensions = []string{".ts", ".tsx", ".js", ".jsx", ".mjs", ".mts", ".cjs", ".cts", ".d.ts", ".d.mts", ".d.cts"}

// written are the extensions of the sources of which a file is made.
var written = map[string][]string{
	".js": {".ts", ".tsx", ".d.ts", ".jsx"}, ".jsx": {".tsx", ".d.ts"}, ".mjs": {".mts", ".d.mts"}, ".cjs": {".cts", ".d.cts"},
}

// file finds a file by its path, with or without its extension.
func (m *modules) file(p string) (string, bool) {
	if m.files[p] {
		return p, true
	}
	ext := path.Ext(p)
	for _, e := range written[ext] {
		if to := strings.TrimSuffix(p, ext) + e; m.files[to] {
			return to, true
		}
	}
	s, ok := m.stems[p]
	return s.file, ok && p != ""
}

func (m *modules) index(dir string) (string, bool) {
	if !m.folders[dir] {
		return "", false
	}
	at, _ := join(dir, "index")
	return m.file(at)
}

// assets are the extensions of files that are imported and are no code.
var assets = words(`css scss sass less styl stylus sss pcss postcss json json5 jsonc jsonl vue svelte astro marko riot md mdx html htm ejs hbs
	handlebars pug twig svg png jpg jpeg gif webp avif ico bmp woff woff2 ttf otf eot mp3 mp4 webm mov ogg wav wasm glsl vert frag wgsl txt csv tsv
	graphql gql graphqls yaml yml toml xml ini node map pdf zip gz bin dat data proto sql sh py rb rs go php coffee ls imba elm worker lock tpl
	snap template prisma ohm pegjs peggy lazy`)

// isAsset tells that a path is of a file that is no code.
func isAsset(p string) bool { return assets[strings.TrimPrefix(strings.ToLower(path.Ext(p)), ".")] }

// byName finds what a name means that is no path.
func (m *modules) byName(from *manifest, with *setup, name string) language.Target {
	mapped := false
	if with != nil {
		to, ok, promised := m.mapped(with, name)
		if ok {
			return found(to)
		}
		mapped = promised
	}
	if strings.HasPrefix(name, "#") {
		return m.private(from, name)
	}
	if t := m.inPackage(from, name); t != outside {
		return t
	}
	switch {
	case !mapped && !alias(name), from.declares(name):
		return outside
	case isAsset(name):
		return silent
	}
	if rest, ok := aliased(name); ok && from != nil {
		for _, dir := range []string{"src", "", "app"} {
			if at, ok := join(path.Join(from.dir, dir), rest); ok {
				if to, ok := m.at(at, false); ok {
					return guessed(to)
				}
			}
		}
	}
	return missing
}

// aliased is what follows an alias that no package can be called by: @/ and ~/
// mean the sources of a program, by a setting of its bundler.
func aliased(name string) (rest string, ok bool) {
	if rest, ok = strings.CutPrefix(name, "@/"); ok {
		return rest, true
	}
	return strings.CutPrefix(name, "~/")
}

func alias(name string) bool {
	_, ok := aliased(name)
	return ok
}
