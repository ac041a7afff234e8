// Package age tells how old code is: the age of the lines at the head, of any
// files, on a given day.
//
// A line is as old as its author time; what is older than it seems, as after a
// mass reformatting, is not seen through. It counts lines, never people.
package age

import (
	"slices"
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

// Reader tells the age of files of one history on a day.
type Reader struct {
	written map[fact.CommitID]int64
	now     int64
}

// NewReader reads when the lines of a history were written.
func NewReader(h *fact.History, asOf time.Time) *Reader {
	r := &Reader{written: make(map[fact.CommitID]int64, len(h.Commits)), now: asOf.Unix()}
	for i := range h.Commits {
		r.written[h.Commits[i].ID] = h.Commits[i].Authored.Unix
	}
	return r
}

// Of is the age of the lines of some files together.
func (r *Reader) Of(files ...*fact.File) Age {
	var out Age
	lines := map[int]int{} // by age in days
	for _, f := range files {
		for _, l := range f.Lines {
			at, ok := r.written[l.Commit]
			if !ok {
				out.Unknown += int(l.Lines)
				continue
			}
			lines[max(0, int((r.now-at)/(24*60*60)))] += int(l.Lines)
			out.Lines += int(l.Lines)
		}
	}
	days := make([]int, 0, len(lines))
	for d := range lines {
		days = append(days, d)
	}
	slices.Sort(days)
	seen := 0
	for _, d := range days {
		if 2*seen <= out.Lines && 2*(seen+lines[d]) > out.Lines {
			out.Median = d
		}
		seen += lines[d]
		out.Oldest = d
	}
	return out
}
