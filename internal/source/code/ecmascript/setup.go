package ecmascript

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// setup is what a configuration of TypeScript says of where imports lead, with
// what it inherits.
type setup struct {
	exact map[string][]string // targets, from the top, by name
	stars []star              // the longest first
	base  string
	based bool
	roots []string
	next  *setup // of the same folder, tried after this one
}

// star is a pattern of names and its targets.
type star struct {
	before, after string
	targets       []string
}

// configuration is a file of TypeScript's.
type configuration struct {
	dir     string
	extends []string
	mapped  []fact.Mapping
}

// setups are the configurations of a tree.
type setups struct {
	byFolder map[string]*setup
	nearest  map[string]*setup
}

func newSetups(files []*language.File, m *modules) setups {
	s := setups{byFolder: map[string]*setup{}, nearest: map[string]*setup{}}
	all := map[string]*configuration{}
	var paths []string
	for _, f := range files {
		c := &configuration{dir: string(f.Path.Folder()), mapped: f.Structure.Mapped}
		for _, x := range f.Structure.Imports {
			if len(x.Names) > 0 && x.Names[0] == extends {
				c.extends = append(c.extends, x.Path)
			}
		}
		all[string(f.Path)] = c
		paths = append(paths, string(f.Path))
	}
	// Of a folder tsconfig.json comes first, and is what editors take for its files.
	slices.SortFunc(paths, func(a, b string) int { return cmp.Or(cmp.Compare(rank(b), rank(a)), cmp.Compare(b, a)) })
	for _, p := range paths {
		x := newSetup(all, all[p], m)
		x.next = s.byFolder[all[p].dir]
		s.byFolder[all[p].dir] = x
	}
	for dir, x := range s.byFolder {
		s.byFolder[dir] = x.useful()
	}
	return s
}

func rank(p string) int {
	switch path.Base(p) {
	case compilerManifest:
		return 0
	case "jsconfig.json":
		return 1
	}
	return 2
}

// useful leaves out those that say nothing, and others where the first says where
// imports lead.
func (s *setup) useful() *setup {
	for x := s; x != nil; x = x.next {
		if x.based || len(x.exact)+len(x.stars)+len(x.roots) > 0 {
			if x == s {
				x.next = nil
			} else if x.next != nil {
				x.next = x.next.useful()
			}
			return x
		}
	}
	return &setup{}
}

// of is the setup for the files of a folder; nil for none.
func (s *setups) of(dir string) *setup {
	var way []string
	var x *setup
	for at := dir; ; at = folderOf(at) {
		if known, ok := s.nearest[at]; ok {
			x = known
			break
		}
		way = append(way, at)
		if x = s.byFolder[at]; x != nil || at == "" {
			break
		}
	}
	for _, at := range way {
		s.nearest[at] = x
	}
	return x
}

// inherited is what a configuration says, and in which folder each says it.
type inherited struct {
	paths    []fact.Mapping
	pathsDir string
	base     string
	based    bool
	roots    []string
}

// mostInherited bounds how many configurations one may inherit from.
const mostInherited = 50

func newSetup(all map[string]*configuration, c *configuration, m *modules) *setup {
	var h inherited
	left := mostInherited
	h.read(all, c, c.dir, m, &left)
	s := &setup{exact: map[string][]string{}, base: h.base, based: h.based, roots: h.roots}
	from := h.pathsDir
	if h.based {
		from = h.base
	}
	at := map[string]int{}
	for _, x := range h.paths {
		to, ok := place(from, c.dir, x.Folder)
		if !ok || strings.Contains(to, "node_modules") {
			continue
		}
		before, after, wild := strings.Cut(x.Path, "*")
		if !wild {
			s.exact[x.Path] = append(s.exact[x.Path], to)
			continue
		}
		i, ok := at[x.Path]
		if !ok {
			i = len(s.stars)
			at[x.Path] = i
			s.stars = append(s.stars, star{before: before, after: after})
		}
		s.stars[i].targets = append(s.stars[i].targets, to)
	}
	slices.SortStableFunc(s.stars, func(a, b star) int { return cmp.Compare(len(b.before), len(a.before)) })
	return s
}

// place is a folder or a pattern that a configuration names, from the top.
func place(dir, top, to string) (string, bool) {
	if rest, ok := strings.CutPrefix(to, "${configDir}"); ok {
		dir, to = top, strings.TrimPrefix(rest, "/")
	}
	return join(dir, to)
}

// read adds what a configuration says to what those before it said, which it
// replaces.
func (h *inherited) read(all map[string]*configuration, c *configuration, top string, m *modules, left *int) {
	if *left--; *left < 0 {
		return
	}
	for _, x := range c.extends {
		if other := m.extended(all, c.dir, x); other != nil && other != c {
			h.read(all, other, top, m, left)
		}
	}
	var paths []fact.Mapping
	var roots []string
	for _, x := range c.mapped {
		switch x.Path {
		case folder:
			h.base, h.based = place(c.dir, top, x.Folder)
		case relation:
			if at, ok := place(c.dir, top, x.Folder); ok {
				roots = append(roots, at)
			}
		default:
			paths = append(paths, x)
		}
	}
	if paths != nil {
		h.paths, h.pathsDir = paths, c.dir
	}
	if roots != nil {
		h.roots = roots
	}
}

// extended finds the configuration that another one extends: by its path, or in a
// package of the tree.
func (m *modules) extended(all map[string]*configuration, dir, name string) *configuration {
	if !relative(name) {
		pkg, rest := split(name)
		p, _ := m.meant(m.packageOf(dir), pkg)
		if p == nil {
			return nil
		}
		dir, name = p.dir, cmp.Or(rest, compilerManifest)
	}
	at, ok := join(dir, name)
	if !ok {
		return nil
	}
	for _, p := range []string{at, at + ".json", path.Join(at, compilerManifest)} {
		if c := all[p]; c != nil {
			return c
		}
	}
	return nil
}

// mapped finds a name by the paths of a setup, or from its base. promised tells
// that one of its patterns is for such names, and there is no such file.
func (m *modules) mapped(s *setup, name string) (to string, ok, promised bool) {
	for ; s != nil; s = s.next {
		targets, own := s.targets(name)
		promised = promised || own
		for _, at := range targets {
			if to, ok = m.at(at, false); ok {
				return to, true, true
			}
		}
		if s.based && !builtin[name] {
			if at, ok := join(s.base, name); ok {
				if to, ok := m.at(at, false); ok {
					return to, true, true
				}
			}
		}
	}
	return "", false, promised
}

// targets are where a name may be; own tells that it is said of names like it, and
// not of all.
func (s *setup) targets(name string) (targets []string, own bool) {
	if to := s.exact[name]; to != nil {
		return to, true
	}
	for i := range s.stars {
		x := &s.stars[i]
		if len(name) < len(x.before)+len(x.after) || !strings.HasPrefix(name, x.before) || !strings.HasSuffix(name, x.after) {
			continue
		}
		between := name[len(x.before) : len(name)-len(x.after)]
		for _, to := range x.targets {
			if at, ok := join("", strings.Replace(to, "*", between, 1)); ok {
				targets = append(targets, at)
			}
		}
		return targets, x.before != ""
	}
	return nil, false
}

// beside finds a file by a path in another one of the folders that are as if they
// were one.
func (m *modules) beside(s *setup, p string) (string, bool) {
	for _, root := range s.roots {
		rest, ok := below(p, root)
		if !ok {
			continue
		}
		for _, other := range s.roots {
			if to, ok := m.at(path.Join(other, rest), false); ok {
				return to, true
			}
		}
	}
	return "", false
}

// builtin are the modules of node that are imported without a prefix.
var builtin = words(`assert async_hooks buffer child_process cluster console constants crypto dgram diagnostics_channel dns domain events fs
	http http2 https inspector module net os path perf_hooks process punycode querystring readline repl stream string_decoder sys timers tls
	trace_events tty url util v8 vm wasi worker_threads zlib`)

func words(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
