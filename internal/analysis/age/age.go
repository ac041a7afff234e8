// Package age tells how old code is: the age of the lines at the head, by file
// and by folder, on a given day.
//
// A line is as old as its author time; what is older than it seems, as after a
// mass reformatting, is not seen through. It counts lines, never people.
package age

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
)

// Age is how old the lines of something are.
type Age struct {
	// Lines are those whose origin is known, Unknown the others.
	Lines, Unknown int
	// Median is the age in days of the line in the middle, the older one of two;
	// Oldest that of the oldest. 0 without lines.
	Median, Oldest int
}

// Ages holds the ages of the files at the head.
type Ages struct {
	files []file
}

type file struct {
	path    fact.Path
	runs    []run // youngest first
	unknown int
}

// run is a number of lines of the same age in days.
type run struct{ days, lines int }

// Of reads the ages of the files that are kept, on a day.
func Of(h *fact.History, asOf time.Time, keep func(fact.Path) bool) *Ages {
	written := make(map[fact.CommitID]int64, len(h.Commits))
	for i := range h.Commits {
		written[h.Commits[i].ID] = h.Commits[i].Authored.Unix
	}
	a := &Ages{}
	now := asOf.Unix()
	for i := range h.Files {
		f := &h.Files[i]
		if !keep(f.Path) {
			continue
		}
		x := file{path: f.Path}
		for _, l := range f.Lines {
			at, ok := written[l.Commit]
			if !ok {
				x.unknown += int(l.Lines)
				continue
			}
			days := max(0, int((now-at)/(24*60*60)))
			x.runs = append(x.runs, run{days, int(l.Lines)})
		}
		a.files = append(a.files, x)
	}
	return a
}

// File is the age of one file; ok is false if it is not kept.
func (a *Ages) File(p fact.Path) (Age, bool) {
	i, ok := slices.BinarySearchFunc(a.files, p, func(f file, p fact.Path) int { return cmp.Compare(f.path, p) })
	if !ok {
		return Age{}, false
	}
	return sum(a.files[i : i+1]), true
}

// Folder is the age of all files below a folder; "" is the whole repository.
func (a *Ages) Folder(dir fact.Path) Age {
	if dir == "" {
		return sum(a.files)
	}
	at := func(p fact.Path) int {
		i, _ := slices.BinarySearchFunc(a.files, p, func(f file, p fact.Path) int { return cmp.Compare(f.path, p) })
		return i
	}
	// '0' follows '/' in the order of bytes.
	return sum(a.files[at(dir+"/"):at(fact.Path(strings.TrimSuffix(string(dir), "/"))+"0")])
}

func sum(files []file) Age {
	var out Age
	var runs []run
	for _, f := range files {
		out.Unknown += f.unknown
		runs = append(runs, f.runs...)
	}
	slices.SortFunc(runs, func(x, y run) int { return cmp.Compare(x.days, y.days) })
	for _, r := range runs {
		out.Lines += r.lines
		out.Oldest = r.days
	}
	seen := 0
	for _, r := range runs {
		if seen += r.lines; 2*seen > out.Lines {
			out.Median = r.days
			break
		}
	}
	return out
}
