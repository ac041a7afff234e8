package python

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// modules are those of a tree: what Python would find in it, from which file.
type modules struct {
	// files are those of modules, by path without suffix; of packages, which are
	// folders with __init__.py, by folder.
	files, packages map[string]fact.Path
	// folders are those with modules in them or below.
	folders map[string]bool
	// projects are folders of manifests. Sources are those that hold what a project
	// installs or tests: they are called src, or a manifest names them; those of a
	// project are below it.
	projects, sources map[string]bool
	below             map[string][]string
	// tops are folders outside of tests, in which a name is the first of an import:
	// of packages and, where the folder is of a project, whatever it holds.
	tops map[string][]string
	// looked remembers where files of a folder find a name.
	looked map[[2]string]looked
}

// looked is where a name is found: on the path of a file, in order, and elsewhere.
type looked struct{ own, others []place }

// place is a folder in which the first name of an import is.
type place struct {
	dir string
	// regular: it is a package or a module there, rather than a mere folder.
	regular bool
	// says that what is not there is nowhere.
	says bool
}

func newResolver(files []language.File) language.Resolver {
	m := &modules{
		files: map[string]fact.Path{}, packages: map[string]fact.Path{}, folders: map[string]bool{"": true},
		projects: map[string]bool{}, sources: map[string]bool{}, below: map[string][]string{}, tops: map[string][]string{}, looked: map[[2]string]looked{},
	}
	for i := range files {
		f := &files[i]
		switch f.Structure.Language {
		case python, stub:
			m.add(f.Path)
		case project, setup:
			m.manifest(f)
		}
	}
	for dir := range m.folders {
		if path.Base(dir) == "src" {
			m.source(folder(dir), dir)
		}
	}
	m.findTops()
	return m.resolve
}

// add puts a file where it is found. The source wins over its stub.
func (m *modules) add(p fact.Path) {
	dir, name := string(p.Folder()), path.Base(string(p))
	ext := path.Ext(name)
	name = strings.TrimSuffix(name, ext)
	in, key := m.files, join(dir, name)
	if name == "__init__" {
		in, key = m.packages, dir
	}
	if in[key] == "" || strings.EqualFold(ext, ".py") {
		in[key] = p
	}
	for at := dir; !m.folders[at]; at = folder(at) {
		m.folders[at] = true
	}
	if name == "setup" && strings.EqualFold(ext, ".py") {
		m.projects[dir] = true
	}
}

func (m *modules) manifest(f *language.File) {
	dir := string(f.Path.Folder())
	m.projects[dir] = true
	for _, x := range f.Structure.Mapped {
		if to := path.Join("/", dir, x.Folder)[1:]; to != dir {
			m.source(dir, to)
		}
	}
}

// source notes a folder that is on the path of what is in another one.
func (m *modules) source(of, dir string) {
	m.sources[dir] = true
	if !slices.Contains(m.below[of], dir) {
		m.below[of] = append(m.below[of], dir)
	}
}

// findTops finds what is first in imports that come from anywhere.
func (m *modules) findTops() {
	note := func(p string) {
		up, name := folder(p), path.Base(p)
		m.tops[name] = append(m.tops[name], up)
	}
	for dir := range m.folders {
		up := folder(dir)
		if dir != "" && m.packages[up] == "" && !m.apart(dir, up) && (m.packages[dir] != "" || m.projects[up] || m.sources[up]) {
			note(dir)
		}
	}
	for file := range m.files {
		if up := folder(file); m.sources[up] && m.packages[up] == "" && !m.folders[file] && !m.apart(up, up) {
			note(file)
		}
	}
	for _, dirs := range m.tops {
		slices.SortFunc(dirs, func(a, b string) int {
			return cmp.Or(-compare(m.declared(a), m.declared(b)), cmp.Compare(a, b))
		})
	}
}

func (m *modules) declared(dir string) bool { return m.projects[dir] || m.sources[dir] }

// compare puts what is not before what is.
func compare(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// apart tells what others do not import: tests stand in for what is elsewhere, and
// examples and templates are programs of their own. What is installed from below a
// folder of tests is there for several.
func (m *modules) apart(p, in string) bool {
	installed := m.sources[in] && m.projects[folder(in)]
	for d := range strings.SplitSeq(p, "/") {
		switch strings.ToLower(d) {
		case "test", "tests":
			if !installed {
				return true
			}
		case "testing", "testdata", "test_data", "fixtures", "e2e", "example", "examples", "sample", "samples", "demo", "demos", "doc", "docs", "docs_src",
			"template", "templates", "benchmark", "benchmarks":
			return true
		}
	}
	return false
}

// places is where a file of a folder finds a name.
func (m *modules) places(dir, top string) (own, others []place) {
	key := [2]string{dir, top}
	if l, ok := m.looked[key]; ok {
		return l.own, l.others
	}
	outside, inside := m.above(dir)
	for _, regular := range []bool{true, false} {
		for _, at := range outside {
			for _, in := range append([]string{at}, m.below[at]...) {
				if m.has(in, top, regular) {
					says := regular && (in == "" || m.declared(in) || strings.HasPrefix(dir+"/", join(in, top)+"/"))
					own = append(own, place{in, regular, says})
				}
			}
		}
	}
	for _, regular := range []bool{true, false} {
		for _, at := range inside {
			if m.has(at, top, regular) {
				own = append(own, place{at, false, false})
			}
		}
	}
	for _, in := range m.tops[top] {
		if m.packages[in] == "" {
			others = append(others, place{in, m.has(in, top, true), m.declared(in)})
		}
	}
	m.looked[key] = looked{own, others}
	return own, others
}

// has tells whether a name is in a folder: as a package or a module, or as a mere
// folder.
func (m *modules) has(dir, name string, regular bool) bool {
	p := join(dir, name)
	if m.file(p) != "" {
		return regular
	}
	return !regular && m.folders[p]
}

// file is the file of a module.
func (m *modules) file(p string) fact.Path { return cmp.Or(m.packages[p], m.files[p]) }

// mostFolders bounds in how many folders above its own a file looks.
const mostFolders = 64

// above are the folders above a file that may be on the path when it runs, the
// nearest first: those that are no packages. Inside are those in a package or in
// sources: they are parts of what is imported from above, unless the file is a
// program that is run in there.
func (m *modules) above(dir string) (outside, inside []string) {
	var all []string
	for at := dir; ; at = folder(at) {
		all = append(all, at)
		if at == "" {
			break
		}
	}
	deep := false
	for i, at := range slices.Backward(all) {
		switch {
		case m.packages[at] != "":
			deep, inside = true, nil
		case deep && i < mostFolders:
			inside = append(inside, at)
		case !deep && (i < mostFolders || at == ""):
			outside = append(outside, at)
		}
		deep = deep || m.sources[at]
	}
	slices.Reverse(outside)
	slices.Reverse(inside)
	return outside, inside
}

func folder(p string) string { return p[:max(0, strings.LastIndexByte(p, '/'))] }

func join(dir, name string) string {
	if dir == "" {
		return name
	}
	return dir + "/" + name
}
