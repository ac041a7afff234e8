package ecmascript

import (
	"cmp"
	"maps"
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// EntryPoint is what users of a package import: all of it where Subpath is ".".
type EntryPoint struct {
	Subpath string
	// Source is the file that declares it, or the one of which it is made. It is empty
	// where none is found, and where the subpath is a pattern.
	Source fact.Path
}

// EntryPoints are those of the package of a folder, but for such as are no code, and such
// as say that they promise nothing.
func EntryPoints(files []language.File, dir fact.Path) []EntryPoint {
	m := newModules(files)
	p := m.packages[string(dir)]
	if p == nil {
		return nil
	}
	subpaths := map[string][]string{}
	for at, targets := range p.entries {
		switch {
		case strings.HasPrefix(at, "#"):
		case at == folder:
			subpaths["."] = append(subpaths["."], targets...)
		case strings.HasPrefix(at, "."):
			subpaths[at] = append(subpaths[at], targets...)
		}
	}
	if len(p.entries) == 0 || len(subpaths) == 0 {
		subpaths["."] = []string{"./index.js"}
	}
	var out []EntryPoint
	for subpath, targets := range subpaths {
		if unpromised(subpath) || !slices.ContainsFunc(targets, func(to string) bool { return !isAsset(to) }) {
			continue
		}
		if strings.Contains(subpath, "*") {
			out = append(out, m.fitting(p, subpath, targets)...)
		} else {
			out = append(out, EntryPoint{subpath, m.sourceOf(p, targets)})
		}
	}
	slices.SortFunc(out, func(a, b EntryPoint) int { return cmp.Compare(a.Subpath, b.Subpath) })
	return out
}

// unpromised tells the entry points of which their name says that they may change.
func unpromised(subpath string) bool {
	return slices.ContainsFunc(strings.Split(subpath, "/"), func(s string) bool {
		return s == "internal" || s == "internals" || s == "unsafe" || s == "unstable" || s == "experimental" || strings.HasPrefix(s, "_")
	})
}

// sourceOf is the best source of an entry point: TypeScript, then what declares types,
// then JavaScript.
func (m *modules) sourceOf(p *manifest, targets []string) fact.Path {
	best, rank := "", 5
	for _, to := range targets {
		for _, find := range []func() (string, bool){
			func() (string, bool) { return m.existing(p, []string{to}) },
			func() (string, bool) { return m.source(p, to) },
		} {
			if at, ok := find(); ok && m.files[at] && typing(at) < rank {
				best, rank = at, typing(at)
			}
		}
	}
	return fact.Path(best)
}

// mostFitting is how often a file is held against patterns.
const mostFitting = 50_000

// fitting are the entry points that a pattern stands for: one for each source that it
// leads to. One without a source stands for those of a pattern that leads to none.
func (m *modules) fitting(p *manifest, pattern string, targets []string) []EntryPoint {
	seen := map[string]bool{}
	var out []EntryPoint
	left := mostFitting
	for _, file := range slices.Sorted(maps.Keys(m.files)) {
		rest, ok := below(file, p.dir)
		if !ok || left <= 0 {
			continue
		}
		parts := strings.Split(strings.TrimSuffix(rest, path.Ext(rest)), "/")
		for n := len(parts) - 1; n >= max(0, len(parts)-3); n-- {
			star := path.Join(parts[n:]...)
			var to []string
			for _, t := range targets {
				before, _, _ := strings.Cut(t, "*")
				real := m.folders[path.Join(p.dir, before)] // and not made by a build
				lead, ends := strings.CutSuffix("/"+path.Join(parts...), "/"+path.Join(literal(before), star))
				if ends && (sources[lead] && !real || path.Join("/", before, star) == "/"+path.Join(parts...)) {
					to = append(to, strings.ReplaceAll(t, "*", star))
				}
			}
			left--
			subpath := strings.ReplaceAll(pattern, "*", star)
			if !seen[subpath] && m.sourceOf(p, to) == fact.Path(file) {
				seen[subpath] = true
				out = append(out, EntryPoint{subpath, fact.Path(file)})
			}
		}
	}
	if out == nil || left <= 0 {
		out = append(out, EntryPoint{Subpath: pattern})
	}
	return out
}

// sources are folders that hold what a build is made of.
var sources = map[string]bool{"/src": true, "/lib": true, "/source": true}

// literal is a folder of what a build makes without that into which it puts it.
func literal(dir string) string {
	parts := strings.Split(path.Clean(dir), "/")
	for len(parts) > 0 && (built[parts[0]] || flavours[parts[0]] || parts[0] == ".") {
		parts = parts[1:]
	}
	return path.Join(parts...)
}

func typing(p string) int {
	switch {
	case strings.HasSuffix(p, ".d.ts"):
		return 2
	case strings.HasSuffix(p, ".d.mts"), strings.HasSuffix(p, ".d.cts"):
		return 3
	case strings.HasSuffix(p, "ts"), strings.HasSuffix(p, ".tsx"):
		return 1
	}
	return 4
}
