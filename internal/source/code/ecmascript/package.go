package ecmascript

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// manifest is a package of the tree.
type manifest struct {
	dir, name string
	needs     map[string]string   // the ranges of versions, by name
	entries   map[string][]string // targets, by subpath
	patterns  []string            // the subpaths with a star, the longest first
	workspace *workspace          // that it is a member of
}

// workspace is a folder whose packages use each other.
type workspace struct {
	dir           string
	with, without []*regexp.Regexp
}

func (m *modules) addPackage(f *language.File) {
	p := &manifest{dir: string(f.Path.Folder()), name: f.Structure.Package, needs: map[string]string{}, entries: map[string][]string{}}
	for _, x := range f.Structure.Imports {
		if len(x.Names) > 1 && x.Names[0] == dependency {
			p.needs[x.Path] = x.Names[1]
		}
	}
	for _, x := range f.Structure.Mapped {
		if strings.Contains(x.Path, "*") && p.entries[x.Path] == nil {
			p.patterns = append(p.patterns, x.Path)
		}
		p.entries[x.Path] = append(p.entries[x.Path], x.Folder)
	}
	slices.SortStableFunc(p.patterns, func(a, b string) int { return cmp.Compare(len(b), len(a)) })
	m.packages[p.dir] = p
	if p.name != "" {
		m.named[p.name] = append(m.named[p.name], p)
	}
}

// declares tells that a package says that it needs the one of a name.
func (p *manifest) declares(name string) bool {
	if p == nil {
		return false
	}
	name, _ = split(name)
	return p.needs[name] != ""
}

// split parts the name of a package from what is imported of it.
func split(name string) (pkg, rest string) {
	end := strings.IndexByte(name, '/')
	if end > 0 && name[0] == '@' {
		if i := strings.IndexByte(name[end+1:], '/'); i >= 0 {
			end += 1 + i
		} else {
			end = -1
		}
	}
	if end < 0 {
		return name, ""
	}
	return name[:end], strings.TrimSuffix(name[end+1:], "/")
}

// packageOf is the package that a folder is in: the nearest above it.
func (m *modules) packageOf(dir string) *manifest {
	var way []string
	var p *manifest
	for at := dir; ; at = folderOf(at) {
		if known, ok := m.nearest[at]; ok {
			p = known
			break
		}
		way = append(way, at)
		if p = m.packages[at]; p != nil || at == "" {
			break
		}
	}
	for _, at := range way {
		m.nearest[at] = p
	}
	return p
}

// join finds for each package the workspace that it is in: the nearest one above
// it that names its folder.
func (m *modules) join(manifests []*language.File) {
	all := map[string]*workspace{}
	for _, f := range manifests {
		dir := string(f.Path.Folder())
		for _, x := range f.Structure.Imports {
			if len(x.Names) == 0 || x.Names[0] != workspaces {
				continue
			}
			w := all[dir]
			if w == nil {
				w = &workspace{dir: dir}
				all[dir] = w
			}
			w.add(x.Path)
		}
	}
	for dir, p := range m.packages {
		for at := dir; ; at = folderOf(at) {
			if w := all[at]; w != nil && w.has(dir) {
				p.workspace = w
				break
			}
			if at == "" {
				break
			}
		}
	}
}

// mostGlob is the length above which a pattern of folders is not heeded.
const mostGlob = 200

func (w *workspace) add(glob string) {
	glob, not := strings.CutPrefix(glob, "!")
	glob = strings.TrimSuffix(strings.TrimPrefix(glob, "./"), "/")
	if len(glob) > mostGlob || len(w.with)+len(w.without) > mostGlob {
		return
	}
	expression := regexp.QuoteMeta(glob)
	for _, r := range [][2]string{
		{`\*\*/`, "(?:.*/)?"}, {`\*\*`, ".*"}, {`\*`, "[^/]*"}, {`\?`, "[^/]"}, {`\{`, "(?:"}, {`\}`, ")"}, {",", "|"},
	} {
		expression = strings.ReplaceAll(expression, r[0], r[1])
	}
	re, err := regexp.Compile("^(?:" + expression + ")$")
	switch {
	case err != nil:
	case not:
		w.without = append(w.without, re)
	default:
		w.with = append(w.with, re)
	}
}

// has tells whether the package of a folder is a member. The top one is.
func (w *workspace) has(dir string) bool {
	rest, _ := below(dir, w.dir)
	matches := func(re *regexp.Regexp) bool { return re.MatchString(rest) }
	return rest == "" || slices.ContainsFunc(w.with, matches) && !slices.ContainsFunc(w.without, matches)
}

// inPackage finds a file of a package in the tree; it is outside where the name is
// of no such package, or of one that the importing package has from elsewhere.
func (m *modules) inPackage(from *manifest, name string) language.Target {
	pkg, rest := split(name)
	if len(m.named[pkg]) == 0 {
		return outside
	}
	p, sure := m.meant(from, pkg)
	if p == nil {
		return outside
	}
	t := m.entry(p, rest)
	if t.Confidence == fact.Exact && !sure {
		t.Confidence = fact.Ambiguous
	}
	return t
}

// meant is the package of the tree that one means by a name: itself, one that it
// names by its folder, or a member of the same workspace. A range of versions is
// of what is published, where they share no workspace.
func (m *modules) meant(from *manifest, name string) (p *manifest, sure bool) {
	if from != nil && from.name == name {
		return from, true
	}
	version := ""
	if from != nil {
		version = from.needs[name]
		if _, at, ok := strings.Cut(version, ":"); ok {
			if dir, ok := join(from.dir, at); ok && m.packages[dir] != nil {
				return m.packages[dir], true
			}
		}
	}
	all := m.named[name]
	shares := func(p *manifest) bool { return p.workspace != nil && (from == nil || from.workspace == p.workspace) }
	if i := slices.IndexFunc(all, shares); i >= 0 {
		return all[i], !slices.ContainsFunc(all[i+1:], shares)
	}
	if version == "" || strings.HasPrefix(version, "workspace:") || version == "*" {
		for _, p := range all {
			if _, ok := below(fromDir(from), p.dir); ok {
				return p, false
			}
		}
	}
	return nil, false
}

func fromDir(p *manifest) string {
	if p == nil {
		return ""
	}
	return p.dir
}

// entry finds what a subpath of a package is.
func (m *modules) entry(p *manifest, rest string) language.Target {
	subpath := "."
	if rest != "" {
		subpath = "./" + rest
	}
	targets := p.targets(subpath)
	open := len(targets) == 0 // it says nothing, and files are as they are
	if open && rest == "" {
		targets = p.entries[folder]
	} else if rest == "" {
		targets = slices.Concat(targets, p.entries[folder])
	}
	if to, ok := m.existing(p, targets); ok {
		return found(to)
	}
	if open {
		if at, ok := join(p.dir, rest); ok {
			if to, ok := m.at(at, rest == ""); ok {
				return found(to)
			}
		}
		if to, ok := m.source(p, "src/"+rest); ok && rest != "" {
			return guessed(to)
		}
	}
	t := m.made(p, targets)
	switch {
	case t == missing && isAsset(rest):
		return silent
	case t == missing && rest == "":
		if to, ok := m.index(path.Join(p.dir, "src")); ok {
			return guessed(to)
		}
	}
	return t
}

// existing is the first of the files that a manifest names that is there.
func (m *modules) existing(p *manifest, targets []string) (string, bool) {
	for _, to := range targets {
		if at, ok := join(p.dir, to); ok {
			if to, ok := m.at(at, false); ok {
				return to, true
			}
		}
	}
	return "", false
}

// made guesses the source of the first of the files that a manifest names.
func (m *modules) made(p *manifest, targets []string) language.Target {
	for _, to := range targets {
		if to, ok := m.source(p, to); ok {
			return guessed(to)
		}
	}
	if len(targets) > 0 && !slices.ContainsFunc(targets, func(to string) bool { return !isAsset(to) }) {
		return silent
	}
	return missing
}

// targets are where a subpath is, as the manifest says.
func (p *manifest) targets(subpath string) []string {
	if to := p.entries[subpath]; to != nil {
		return to
	}
	for _, pattern := range p.patterns {
		before, after, _ := strings.Cut(pattern, "*")
		if len(subpath) < len(before)+len(after) || !strings.HasPrefix(subpath, before) || !strings.HasSuffix(subpath, after) {
			continue
		}
		star := subpath[len(before) : len(subpath)-len(after)]
		var out []string
		for _, to := range p.entries[pattern] {
			if len(to)+strings.Count(to, "*")*len(star) < 4096 {
				out = append(out, strings.ReplaceAll(to, "*", star))
			}
		}
		return out
	}
	return nil
}

// private finds what a package imports by a name of its own.
func (m *modules) private(p *manifest, name string) language.Target {
	if p == nil {
		return outside
	}
	var own []string
	for _, to := range p.targets(name) {
		if relative(to) {
			own = append(own, to)
		} else if t := m.inPackage(p, to); t != outside && !strings.HasPrefix(to, "#") {
			return t
		}
	}
	if own == nil {
		return outside
	}
	if to, ok := m.existing(p, own); ok {
		return found(to)
	}
	return m.made(p, own)
}

// built are folders into which builds put what they make, and flavours are parts
// of its path that its source lacks.
var (
	built    = map[string]bool{"dist": true, "lib": true, "build": true, "out": true, "es": true, "esm": true, "cjs": true, "output": true, "types": true, "module": true}
	flavours = map[string]bool{"esm": true, "cjs": true, "es": true, "es6": true, "umd": true, "types": true, "src": true, "mjs": true, "commonjs": true, "module": true, "dist": true}
)

// source guesses the source of a file that a build makes: what follows dist/ is
// looked for in src/ and at the top, with fewer and fewer folders before it.
func (m *modules) source(p *manifest, to string) (string, bool) {
	parts := strings.Split(path.Clean(strings.TrimPrefix(to, "./")), "/")
	within := slices.IndexFunc(parts, func(s string) bool { return built[s] || flavours[s] })
	for len(parts) > 1 && (built[parts[0]] || flavours[parts[0]]) {
		parts = parts[1:]
	}
	if within > 0 && within < len(parts)-1 { // sub/dist/x.js
		if to, ok := m.at(path.Join(p.dir, path.Join(parts[:within]...), plainName(path.Join(parts[within+1:]...))), false); ok {
			return to, true
		}
	}
	for i := 0; i < min(len(parts), 4); i++ {
		rest := plainName(path.Join(parts[i:]...))
		for _, dir := range []string{"src", "lib", "source", ""} {
			at := path.Join(p.dir, dir, rest)
			if dir == "" && i > 0 || at == "." {
				continue
			}
			if to, ok := m.at(at, false); ok {
				return to, true
			}
		}
	}
	return "", false
}

// plainName is a path without the extension of what a build makes.
func plainName(p string) string {
	for _, e := range []string{".d.ts", ".d.mts", ".d.cts", ".js", ".mjs", ".cjs", ".jsx"} {
		if s, ok := strings.CutSuffix(p, e); ok {
			return strings.TrimSuffix(strings.TrimSuffix(s, ".min"), ".prod")
		}
	}
	return p
}
