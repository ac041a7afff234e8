// Package ownership tells which commit wrote each line at the head, as
// `git blame` would, and how many lines of each year survive.
//
// It replays the hunks that the facts hold over the versions of files: each
// version's lines are those of its sources, less what the hunks replace, plus
// what its own commit wrote. No content is read. The replay visits only the
// versions that lead to what is asked for, so a few files cost little.
package ownership

import (
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

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

// replay holds the versions of a history. A version is numbered by the change
// that made it: those of commit i from first[i] on.
type replay struct {
	history  *fact.History
	ordinal  map[fact.CommitID]int32
	first    []int32
	versions []version
	lines    [][]run       // by version, nil when not computed or no longer needed
	uses     []int32       // how often a version's lines are still needed
	counted  []bool        // by version: whether its lines are counted by year
	counts   [][]yearLines // by version
	years    []int         // by commit: the year, in UTC, in which it was authored
	// before are the files at an earlier head, by path, and given the wanted versions
	// whose lines are known from them.
	before []fact.File
	given  map[int32]*fact.File
	// replaced tells of the changes that made these versions what they replaced.
	replaced map[int32]*Replacement
}

// version is a change that made a content of its own.
type version struct {
	commit  int32
	change  *fact.Change
	sources []int32 // versions, in step with change.Sources; none where unknown
	wanted  bool
}

const none int32 = -1

// Result is what a replay yields.
type Result struct {
	// Files are those of the history, with the origin of their lines and
	// whether they are text.
	Files []fact.File
	// Survival has one entry for each month in which the first-parent line
	// has commits, in order.
	Survival []fact.Survival
}

// Replay computes everything from the hunks.
func Replay(h *fact.History) Result {
	r := newReplay(h)
	return r.result(firstParents(h), nil)
}

// Update computes the result for a history from that of an earlier head. It
// looks only at the files changed since, and reports false if the earlier head
// is not on the first-parent line, where that would not be enough.
func Update(h *fact.History, old Result, oldHead fact.CommitID) (Result, bool) {
	line := firstParents(h)
	at := slices.IndexFunc(line, func(i int32) bool { return h.Commits[i].ID == oldHead })
	if at < 0 {
		return Result{}, false
	}
	r := newReplay(h)
	r.before = old.Files
	return r.result(line[at+1:], old.Survival), true
}

// firstParents lists the ordinals of the first-parent line, oldest first.
func firstParents(h *fact.History) []int32 {
	at := make(map[fact.CommitID]int32, len(h.Commits))
	for i := range h.Commits {
		at[h.Commits[i].ID] = int32(i)
	}
	var line []int32
	for i, ok := at[h.Head]; ok; {
		line = append(line, i)
		c := &h.Commits[i]
		if len(c.Parents) == 0 {
			break
		}
		i, ok = at[c.Parents[0]]
	}
	slices.Reverse(line)
	return line
}

// result replays what is needed for the commits of a stretch of the
// first-parent line and for the files at the head that were not there before.
func (r *replay) result(line []int32, before []fact.Survival) Result {
	files := slices.Clone(r.history.Files)
	heads := make([]int32, len(files))
	old := r.before
	for i := range files {
		f := &files[i]
		for len(old) > 0 && old[0].Path < f.Path {
			old = old[1:]
		}
		if len(old) > 0 && old[0].Path == f.Path && old[0].Changed == f.Changed && old[0].Blob == f.Blob {
			k := &old[0]
			f.Content, f.Lines = k.Content, k.Lines
			heads[i] = none
			continue
		}
		heads[i] = r.version(f.Changed, f.Path)
		r.want(heads[i])
	}
	for _, c := range line {
		r.eachReplaced(c, func(old, new int32) {
			r.count(old)
			r.count(new)
		})
	}
	r.run()
	for i := range files {
		if heads[i] != none {
			r.describe(&files[i], heads[i])
		}
	}
	return Result{Files: files, Survival: r.survival(line, before)}
}

// version finds a version by the commit that made it and its path; none if
// there is no such. Where the commit is a merge that adopted the version, it
// is the adopted one.
func (r *replay) version(c fact.CommitID, p fact.Path) int32 {
	for {
		i, ok := r.ordinal[c]
		if !ok {
			return none
		}
		changes := r.history.Commits[i].Changes
		k, ok := slices.BinarySearchFunc(changes, p, func(ch fact.Change, p fact.Path) int {
			return strings.Compare(string(ch.Path), string(p))
		})
		if !ok || changes[k].Kind == fact.Deleted {
			return none
		}
		if !changes[k].Adopts() {
			return r.first[i] + int32(k)
		}
		c = changes[k].Sources[0].Commit
	}
}

// known is the file of an earlier head whose lines are those of a version; nil if
// there is none.
func (r *replay) known(v int32) *fact.File {
	p := r.versions[v].change.Path
	i, ok := slices.BinarySearchFunc(r.before, p, func(f fact.File, p fact.Path) int { return strings.Compare(string(f.Path), string(p)) })
	if !ok || r.version(r.before[i].Changed, p) != v {
		return nil
	}
	return &r.before[i]
}

func newReplay(h *fact.History) *replay {
	r := &replay{
		history: h, years: make([]int, len(h.Commits)), given: map[int32]*fact.File{},
		ordinal: make(map[fact.CommitID]int32, len(h.Commits)), first: make([]int32, len(h.Commits)),
	}
	n := int32(0)
	for i := range h.Commits {
		c := &h.Commits[i]
		r.ordinal[c.ID] = int32(i)
		r.first[i] = n
		r.years[i] = time.Unix(c.Authored.Unix, 0).UTC().Year()
		n += int32(len(c.Changes))
	}
	r.versions = make([]version, n)
	r.lines = make([][]run, n)
	r.uses = make([]int32, n)
	r.counted, r.counts = make([]bool, n), make([][]yearLines, n)
	return r
}

// link finds a version's change and its sources.
func (r *replay) link(v int32) {
	ver := &r.versions[v]
	if ver.change != nil {
		return
	}
	i, ok := slices.BinarySearch(r.first, v)
	if !ok {
		i--
	}
	// Commits without changes share their number with the next one.
	for len(r.history.Commits[i].Changes) == 0 {
		i++
	}
	ver.commit = int32(i)
	ver.change = &r.history.Commits[i].Changes[v-r.first[i]]
	if n := len(ver.change.Sources); n > 0 {
		ver.sources = make([]int32, n)
		for k := range ver.sources {
			s := &ver.change.Sources[k]
			ver.sources[k] = r.version(s.Commit, s.Path)
		}
	}
}

// want asks for the lines of a version and of all that it is made from.
func (r *replay) want(v int32) {
	if v == none {
		return
	}
	r.uses[v]++
	stack := []int32{v}
	for len(stack) > 0 {
		v := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		if r.versions[v].wanted {
			continue
		}
		r.link(v)
		r.versions[v].wanted = true
		if f := r.known(v); f != nil {
			r.given[v] = f
			r.versions[v].sources = nil
			continue
		}
		for _, s := range r.versions[v].sources {
			if s != none {
				r.uses[s]++
				stack = append(stack, s)
			}
		}
	}
}

// run computes the wanted versions; sources come before what is made of them.
// Versions that share no lines are computed in parallel.
func (r *replay) run() {
	workers := int32(runtime.GOMAXPROCS(0))
	family := r.families()
	var wg sync.WaitGroup
	panics := make([]any, workers)
	for w := range workers {
		wg.Go(func() {
			defer func() { panics[w] = recover() }()
			for v := range r.versions {
				if r.versions[v].wanted && family[v]%workers == w {
					r.compute(int32(v))
				}
			}
		})
	}
	wg.Wait()
	for _, p := range panics {
		if p != nil {
			panic(p) // where the caller can catch it
		}
	}
}

// families numbers the versions so that those which share lines, directly or
// through others, have the same number.
func (r *replay) families() []int32 {
	of := make([]int32, len(r.versions))
	find := func(v int32) int32 {
		for of[v] != v {
			of[v] = of[of[v]]
			v = of[v]
		}
		return v
	}
	for v := range of {
		of[v] = int32(v)
		for _, s := range r.versions[v].sources {
			if s != none {
				of[find(int32(v))] = find(s)
			}
		}
	}
	for v := range of {
		of[v] = find(int32(v))
	}
	return of
}

func (r *replay) compute(v int32) {
	ver := &r.versions[v]
	if f := r.given[v]; f != nil {
		r.lines[v] = r.take(f)
	} else {
		r.lines[v] = r.merge(ver)
	}
	if r.counted[v] {
		r.counts[v] = r.byYear(r.lines[v])
	}
	if x := r.replaced[v]; x != nil {
		r.replace(x, ver)
	}
	if r.uses[v] == 0 {
		r.lines[v] = nil
	}
	for _, s := range ver.sources {
		if s == none {
			continue
		}
		if r.uses[s]--; r.uses[s] == 0 {
			r.lines[s] = nil
		}
	}
}

// take gives the lines of a file as an earlier replay told them.
func (r *replay) take(f *fact.File) []run {
	out := make([]run, len(f.Lines))
	for i, l := range f.Lines {
		origin, ok := r.ordinal[l.Commit]
		if !ok {
			origin = unknown
		}
		out[i] = run{l.Lines, origin}
	}
	return out
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
