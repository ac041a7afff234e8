package run

import (
	"sort"
	"strconv"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// namedPlace is the file or folder that a person named, relative to the directory
// that was named, perhaps with a line behind a colon. It need not be there.
func namedPlace(r *git.Repository, name string) (sheet.Place, error) {
	if name == "" {
		return sheet.Place{}, nil
	}
	p, err := r.PathOf(name)
	if err != nil {
		return sheet.Place{}, fault.New(fault.Usage, "%w", err).WithHint("name a file or folder of the repository")
	}
	return sheet.Place{Path: string(p)}, nil
}

// findPlace finds a place in the tree. A path that is not there may be one of a
// file with a colon and a line behind it.
func findPlace(h *fact.History, p sheet.Place) (duty.Place, error) {
	path := fact.Path(strings.TrimSuffix(p.Path, "/"))
	if path == "" {
		return duty.Place{}, nil
	}
	if place, ok := inTree(h, path); ok {
		if p.Line > 0 && !place.Folder {
			return atLine(h.File(path), place, p.Line)
		}
		return place, nil
	}
	if file, line, ok := cutLine(string(path)); ok {
		if place, found := inTree(h, fact.Path(file)); found && !place.Folder {
			return atLine(h.File(place.Path), place, line)
		}
	}
	return duty.Place{}, fault.New(fault.Usage, "%s is not in the tree that was read", path).
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
