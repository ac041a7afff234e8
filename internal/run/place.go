package run

import (
	"sort"
	"strconv"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/git"
)

// findPlace tells which file or folder of the tree a person named, relative to
// the directory that was named. A file may be followed by a colon and a line.
func findPlace(r *git.Repository, h *fact.History, name string) (duty.Place, error) {
	if name == "" {
		return duty.Place{}, nil
	}
	p, err := r.PathOf(name)
	if err != nil {
		return duty.Place{}, fault.New(fault.Usage, "%w", err).WithHint("name a file or folder of the repository")
	}
	if place, ok := inTree(h, p); ok {
		return place, nil
	}
	if file, line, ok := cutLine(string(p)); ok {
		if place, found := inTree(h, fact.Path(file)); found && !place.Folder {
			return atLine(h.File(place.Path), place, line)
		}
	}
	return duty.Place{}, fault.New(fault.Usage, "%s is not in the tree that was read", name).
		WithHint("`git ls-tree -r --name-only HEAD` lists what is")
}

// inTree finds a file or folder at the head.
func inTree(h *fact.History, p fact.Path) (duty.Place, bool) {
	if p == "." {
		return duty.Place{}, true
	}
	if h.File(p) != nil {
		return duty.Place{Path: p}, true
	}
	files := h.Files
	if i := sort.Search(len(files), func(i int) bool { return files[i].Path >= p+"/" }); i < len(files) && strings.HasPrefix(string(files[i].Path), string(p)+"/") {
		return duty.Place{Path: p, Folder: true}, true
	}
	return duty.Place{}, false
}

func cutLine(s string) (file string, line int, ok bool) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0, false
	}
	line, err := strconv.Atoi(s[i+1:])
	return s[:i], line, err == nil && line > 0
}

func atLine(f *fact.File, p duty.Place, line int) (duty.Place, error) {
	if n := f.LineCount(); line > n {
		if f.Content != fact.Text {
			return p, fault.New(fault.Usage, "%s has no lines that can be counted", p.Path).WithHint("leave the line out")
		}
		return p, fault.New(fault.Usage, "%s has %d lines, not %d", p.Path, n, line).WithHint("name a line that the commit that is read has")
	}
	p.Line = line
	return p, nil
}
