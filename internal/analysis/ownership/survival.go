package ownership

import (
	"maps"
	"slices"
	"time"

	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
)

// yearLines is a number of lines written in a year.
type yearLines struct {
	year  int
	lines int
}

// eachReplaced gives the versions that a commit of the first-parent line
// replaces, and those that it puts in their place; none where there is none, or
// where people do not write the file: a vendored folder that comes and goes would
// hide all else. What was marked in the past is not known: names alone decide.
func (r *replay) eachReplaced(c int32, yield func(old, new int32)) {
	commit := &r.history.Commits[c]
	for i := range commit.Changes {
		ch := &commit.Changes[i]
		old, new := none, none
		if ch.Before != "" && r.written(ch.PathBefore()) {
			old = r.version(ch.Before, ch.PathBefore())
		}
		if ch.Kind != fact.Deleted && r.written(ch.Path) {
			new = r.version(commit.ID, ch.Path)
		}
		yield(old, new)
	}
}

func (r *replay) written(p fact.Path) bool {
	return generated.Of(p, fact.Attributes{}) == generated.Written
}

// count asks for the lines of a version by year.
func (r *replay) count(v int32) {
	if v != none && !r.counted[v] {
		r.counted[v] = true
		r.want(v)
		r.uses[v]--
	}
}

// linesByYear gives what count has asked for; nothing of no version.
func (r *replay) linesByYear(v int32) []yearLines {
	if v == none {
		return nil
	}
	return r.counts[v]
}

// byYear adds up lines by the year they were written in. Lines of unknown
// origin are left out.
func (r *replay) byYear(lines []run) []yearLines {
	var out []yearLines
	for _, l := range lines {
		if l.origin < 0 {
			continue
		}
		year := r.years[l.origin]
		i := slices.IndexFunc(out, func(y yearLines) bool { return y.year == year })
		if i < 0 {
			i, out = len(out), append(out, yearLines{year: year})
		}
		out[i].lines += int(l.lines)
	}
	return out
}

// survival goes on from an earlier result along a stretch of the first-parent
// line. Committer times that go back are taken for the latest before them.
func (r *replay) survival(line []int32, before []fact.Survival) []fact.Survival {
	out := slices.Clone(before)
	alive := map[int]int{}
	month := 0
	if n := len(out); n > 0 {
		maps.Copy(alive, out[n-1].Lines) // which may be none at all
		month = out[n-1].Month
	}
	for k, c := range line {
		r.eachReplaced(c, func(old, new int32) {
			add(alive, r.linesByYear(old), -1)
			add(alive, r.linesByYear(new), 1)
		})
		if m := r.monthOf(c); m > month || len(out) == 0 {
			month = max(month, m)
			out = append(out, fact.Survival{Month: month})
		}
		if k+1 == len(line) || r.monthOf(line[k+1]) > month {
			out[len(out)-1].Lines = maps.Clone(alive)
		}
	}
	return out
}

// monthOf is the month of a commit's committer time, in UTC.
func (r *replay) monthOf(c int32) int {
	t := time.Unix(r.history.Commits[c].Committed.Unix, 0).UTC()
	return t.Year()*12 + int(t.Month()) - 1
}

// add adds lines by year to a tally, dropping years with nothing left.
func add(tally map[int]int, lines []yearLines, sign int) {
	for _, l := range lines {
		if tally[l.year] += sign * l.lines; tally[l.year] == 0 {
			delete(tally, l.year)
		}
	}
}
