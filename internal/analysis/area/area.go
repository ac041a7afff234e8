// Package area names the parts of a repository by their folders, so that a
// sentence such as "most work went into web/ui" says something.
//
// Areas are the top folders. Two kinds of folder say too little and are
// divided into their own larger folders, again and again: one that more
// than a third of all commits change (src/main/java/com/example/shop becomes .../cart
// and .../order), and one of whose commits three quarters are in a single folder (web
// becomes web/ui). What such a folder holds besides stays under its own name.
package area

import (
	"iter"
	"strings"

	"leadline/internal/fact"
)

// Shares of commits that decide on dividing.
const (
	dominant = 1.0 / 3  // a folder above this share of all is divided
	worth    = 1.0 / 20 // a folder below this share of all is not named when its parent is divided
	single   = 3.0 / 4  // a folder with this share of its parent is named in its place
)

// Top is the name of the files that are in no folder.
const Top = "."

// Areas assigns paths to areas.
type Areas struct {
	named map[string]bool
}

// Divide makes areas from what was changed together: each group is the paths
// of one commit. A folder weighs as many commits as changed it, so that one
// commit over everything weighs no more than another.
func Divide(groups iter.Seq[[]fact.Path]) *Areas {
	root := &folder{}
	n := 0
	for paths := range groups {
		n++
		for _, p := range paths {
			root.add(string(p), n)
		}
	}
	a := &Areas{named: map[string]bool{}}
	var open []*folder
	for _, f := range root.folders {
		a.named[f.path] = true
		open = append(open, f)
	}
	for len(open) > 0 {
		f := open[len(open)-1]
		open = open[:len(open)-1]
		for _, child := range f.parts(root.weight) {
			a.named[child.path] = true
			open = append(open, child)
		}
	}
	return a
}

// parts are the folders that f is divided into; none if it stays whole.
func (f *folder) parts(total int) []*folder {
	large := func(child *folder) bool { return float64(child.weight) >= worth*float64(total) }
	var out []*folder
	first, second := &folder{}, &folder{} // the heaviest children
	for _, child := range f.folders {
		if large(child) {
			out = append(out, child)
		}
		if child.before(first) {
			first, second = child, first
		} else if child.before(second) {
			second = child
		}
	}
	alone := float64(first.weight) >= single*float64(f.weight) && float64(second.weight) <= (1-single)*float64(f.weight)
	switch {
	case float64(f.weight) > dominant*float64(total):
		if len(out) == 1 && layout[out[0].name()] {
			// core/src says no more than core; but what is in it may.
			return out[0].parts(total)
		}
		return out
	case alone && large(first) && !layout[first.name()]:
		return []*folder{first}
	}
	return nil
}

func (f *folder) before(g *folder) bool {
	return f.weight > g.weight || f.weight == g.weight && f.path < g.path
}

// layout are names that say how a folder is built, not what it is about:
// core/src says no more than core.
var layout = map[string]bool{"src": true, "lib": true, "main": true, "test": true, "tests": true, "__tests__": true, "include": true}

// Of names the area of a path: the longest named folder that holds it, or Top.
func (a *Areas) Of(p fact.Path) string {
	for dir := string(p); ; {
		i := strings.LastIndexByte(dir, '/')
		if i < 0 {
			return Top
		}
		if dir = dir[:i]; a.named[dir] || !strings.Contains(dir, "/") {
			return dir
		}
	}
}

// folder is a node of the tree of weights.
type folder struct {
	path    string
	weight  int // how many groups changed something below it
	group   int // the last of them
	folders map[string]*folder
}

func (f *folder) name() string { return f.path[strings.LastIndexByte(f.path, '/')+1:] }

func (f *folder) add(path string, group int) {
	f.count(group)
	for at := 0; ; at++ {
		i := strings.IndexByte(path[at:], '/')
		if i < 0 {
			return
		}
		name := path[at : at+i]
		at += i
		child := f.folders[name]
		if child == nil {
			child = &folder{path: path[:at]}
			if f.folders == nil {
				f.folders = map[string]*folder{}
			}
			f.folders[name] = child
		}
		child.count(group)
		f = child
	}
}

func (f *folder) count(group int) {
	if f.group != group {
		f.group = group
		f.weight++
	}
}
