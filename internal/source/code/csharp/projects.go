package csharp

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// projects are those of a tree, by number; 0 is that of files that are of none.
type projects struct {
	// at are the folders of project files.
	at map[string]int
	// opened are the namespaces that hold in all files of a project.
	opened [][]string
	// refers are those to which a project refers; seen are those that one of them may
	// use, which was asked for last.
	refers [][]int
	last   int
	seen   map[int]bool
}

func newProjects(files []language.File) *projects {
	p := &projects{at: map[string]int{}, opened: make([][]string, 1)}
	byFile := map[string]int{}
	var manifests []*language.File
	for i := range files {
		f := &files[i]
		if f.Structure.Language != projectName {
			continue
		}
		folder := folderOf(f.Path)
		if p.at[folder] == 0 {
			p.at[folder] = len(p.opened)
			p.opened = append(p.opened, nil)
		}
		byFile[string(f.Path)] = p.at[folder]
		manifests = append(manifests, f)
	}
	p.refers = make([][]int, len(p.opened))
	for _, f := range manifests {
		n := byFile[string(f.Path)]
		for _, x := range f.Structure.Imports {
			if x.Global {
				p.opened[n] = append(p.opened[n], x.Path)
			} else if to := byFile[path.Join(folderOf(f.Path), x.Path)]; to != 0 {
				p.refers[n] = append(p.refers[n], to)
			}
		}
	}
	for i := range files {
		f := &files[i]
		if f.Structure.Language != csharpName {
			continue
		}
		n := p.of(f.Path)
		for _, x := range f.Structure.Imports {
			if x.Global && len(x.Names) == 0 {
				p.opened[n] = append(p.opened[n], x.Path)
			}
		}
	}
	for n := range p.opened {
		slices.Sort(p.opened[n])
		p.opened[n] = slices.Compact(p.opened[n])
	}
	return p
}

func folderOf(p fact.Path) string { return strings.TrimSuffix(string(p.Folder()), "/") }

// of is the project of a file: that of the nearest folder above it.
func (p *projects) of(file fact.Path) int {
	for dir := folderOf(file); ; {
		if n := p.at[dir]; n != 0 {
			return n
		}
		if dir == "" {
			return 0
		}
		dir = dir[:max(0, strings.LastIndexByte(dir, '/'))]
	}
}

// mostReached bounds how many projects are followed from one.
const mostReached = 1000

// reach tells which projects a project may use: itself, those that it refers to, and
// those that they do.
func (p *projects) reach(from int) map[int]bool {
	if p.seen != nil && p.last == from {
		return p.seen
	}
	p.last, p.seen = from, map[int]bool{from: true}
	for todo := []int{from}; len(todo) > 0 && len(p.seen) < mostReached; {
		n := todo[0]
		todo = todo[1:]
		for _, to := range p.refers[n] {
			if !p.seen[to] {
				p.seen[to] = true
				todo = append(todo, to)
			}
		}
	}
	return p.seen
}
