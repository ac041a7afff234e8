// Package ownership tells which commit wrote each line at the head, as
// `git blame` would, and how many lines of each year survive.
//
// It replays the hunks that the facts hold over the versions of files: each
// version's lines are those of its sources, less what the hunks replace, plus
// what its own commit wrote. No content is read. The replay visits only the
// versions that lead to what is asked for, so a few files cost little.
package ownership

import (
	"slices"

	"leadline/internal/fact"
)

// unknown is the origin of lines that missing contents hide; open marks lines
// that no source has explained yet.
const (
	unknown int32 = -1
	open    int32 = -2
)

// run is a stretch of lines from one commit, by its ordinal.
type run struct{ lines, origin int32 }

// name identifies a version of a file.
type name struct {
	commit fact.CommitID
	path   fact.Path
}

// replay holds the versions of a history.
type replay struct {
	history  *fact.History
	ordinal  map[fact.CommitID]int32
	versions []version
	at       map[name]int32
	lines    [][]run // by version, nil when not computed or no longer needed
	uses     []int32 // how often a version's lines are still needed
}

// version is a change that made a content of its own.
type version struct {
	commit  int32
	change  *fact.Change
	sources []int32 // versions, in step with change.Sources; none where unknown
	wanted  bool
}

const none int32 = -1

// Lines gives for each file at the head the origin of its lines and whether it
// is text. With changed set, only files for which it returns true are looked
// at; the others are returned as they are.
func Lines(h *fact.History, changed func(*fact.File) bool) []fact.File {
	r := newReplay(h)
	files := slices.Clone(h.Files)
	heads := make([]int32, len(files))
	for i := range files {
		heads[i] = none
		f := &files[i]
		if changed != nil && !changed(f) {
			continue
		}
		if v, ok := r.at[name{f.Changed, f.Path}]; ok {
			heads[i] = v
			r.want(v)
		}
	}
	r.run()
	for i := range files {
		if heads[i] != none {
			r.describe(&files[i], heads[i])
		}
	}
	return files
}

func newReplay(h *fact.History) *replay {
	r := &replay{history: h, ordinal: make(map[fact.CommitID]int32, len(h.Commits))}
	n := 0
	for i := range h.Commits {
		r.ordinal[h.Commits[i].ID] = int32(i)
		n += len(h.Commits[i].Changes)
	}
	r.at = make(map[name]int32, n)
	r.versions = make([]version, 0, n)
	for i := range h.Commits {
		c := &h.Commits[i]
		for j := range c.Changes {
			ch := &c.Changes[j]
			if ch.Kind == fact.Deleted {
				continue
			}
			if ch.Adopts() {
				if v, ok := r.at[name{ch.Sources[0].Commit, ch.Path}]; ok {
					r.at[name{c.ID, ch.Path}] = v
				}
				continue
			}
			r.at[name{c.ID, ch.Path}] = int32(len(r.versions))
			r.versions = append(r.versions, version{commit: int32(i), change: ch, sources: r.sources(ch)})
		}
	}
	r.lines = make([][]run, len(r.versions))
	r.uses = make([]int32, len(r.versions))
	return r
}

func (r *replay) sources(ch *fact.Change) []int32 {
	if len(ch.Sources) == 0 {
		return nil
	}
	out := make([]int32, len(ch.Sources))
	for i := range ch.Sources {
		out[i] = none
		if v, ok := r.at[name{ch.Sources[i].Commit, ch.Sources[i].Path}]; ok {
			out[i] = v
		}
	}
	return out
}

// want asks for the lines of a version and of all that it is made from.
func (r *replay) want(v int32) {
	r.uses[v]++
	stack := []int32{v}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r.versions[v].wanted {
			continue
		}
		r.versions[v].wanted = true
		for _, s := range r.versions[v].sources {
			if s != none {
				r.uses[s]++
				stack = append(stack, s)
			}
		}
	}
}

// run computes the wanted versions; sources come before what is made of them.
func (r *replay) run() {
	for v := range r.versions {
		if r.versions[v].wanted {
			r.compute(int32(v))
		}
	}
}

func (r *replay) compute(v int32) {
	ver := &r.versions[v]
	r.lines[v] = r.merge(ver)
	for _, s := range ver.sources {
		if s == none {
			continue
		}
		if r.uses[s]--; r.uses[s] == 0 {
			r.lines[s] = nil
		}
	}
}

// merge gives the lines of a version: each source in turn explains what it
// can, the rest is the commit's own.
func (r *replay) merge(ver *version) []run {
	ch := ver.change
	if ch.Content != fact.Text || ch.Mode == fact.ModeSubmodule {
		return nil
	}
	rest := ver.commit
	var lines []run
	for i := range ch.Sources {
		s := &ch.Sources[i]
		sv := ver.sources[i]
		if s.Content == fact.Missing || sv == none {
			rest = unknown
			continue
		}
		if s.Content != fact.Text {
			continue
		}
		if s.Same {
			return r.lines[sv]
		}
		got := splice(r.lines[sv], s.Hunks)
		if lines == nil {
			lines = got
		} else {
			lines = fill(lines, got)
		}
	}
	if lines == nil {
		if ch.Lines == 0 {
			return nil
		}
		return []run{{ch.Lines, rest}}
	}
	for i := range lines {
		if lines[i].origin == open {
			lines[i].origin = rest
		}
	}
	return compact(lines)
}

// splice applies hunks to the lines of the old content. Lines that the hunks
// insert are open.
func splice(old []run, hunks []fact.Hunk) []run {
	out := make([]run, 0, len(old)+2*len(hunks))
	var used int32 // lines of old[0] already passed
	take := func(n int32, keep bool) {
		for n > 0 && len(old) > 0 {
			k := min(n, old[0].lines-used)
			if keep {
				out = push(out, run{k, old[0].origin})
			}
			n -= k
			if used += k; used == old[0].lines {
				old, used = old[1:], 0
			}
		}
	}
	var at int32
	for _, h := range hunks {
		take(h.Old-at, true)
		take(h.OldLines, false)
		at = h.Old + h.OldLines
		if h.NewLines > 0 {
			out = push(out, run{h.NewLines, open})
		}
	}
	take(1<<30, true)
	return out
}

func push(runs []run, r run) []run {
	if k := len(runs); k > 0 && runs[k-1].origin == r.origin {
		runs[k-1].lines += r.lines
		return runs
	}
	return append(runs, r)
}

// fill replaces the open lines of a by those of b, which has as many lines.
func fill(a, b []run) []run {
	out := make([]run, 0, len(a)+len(b))
	i, j := 0, 0
	var ai, bj int32
	for i < len(a) && j < len(b) {
		k := min(a[i].lines-ai, b[j].lines-bj)
		origin := a[i].origin
		if origin == open {
			origin = b[j].origin
		}
		out = push(out, run{k, origin})
		if ai += k; ai == a[i].lines {
			i, ai = i+1, 0
		}
		if bj += k; bj == b[j].lines {
			j, bj = j+1, 0
		}
	}
	return out
}

// compact joins neighbours that have become equal and gives back spare memory.
func compact(runs []run) []run {
	out := runs[:0]
	for _, r := range runs {
		out = push(out, r)
	}
	return slices.Clip(out)
}

// describe writes what was found into a file.
func (r *replay) describe(f *fact.File, v int32) {
	f.Content, f.Lines = r.versions[v].change.Content, nil
	for _, l := range r.lines[v] {
		out := fact.LineRun{Lines: l.lines}
		if l.origin >= 0 {
			out.Commit = r.history.Commits[l.origin].ID
		}
		f.Lines = append(f.Lines, out)
	}
}
