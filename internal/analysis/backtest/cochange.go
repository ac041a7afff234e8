package backtest

import (
	"cmp"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/fact"
)

var coChange = Predictor{
	ID:       "co-change",
	Question: "What else changes with this file?",
	Baseline: "the files of the same folder that changed most",
	Least:    100,
	metrics:  []string{"hit@3", "MRR"},
	replay:   replayCoChange,
}

// deep is how far down a list is looked for the mean reciprocal rank.
const deep = 10

// replayCoChange asks, for every file of every landing of the second half that
// changed 2 to 30 files, which others changed with it. A guess is right if it
// is any of them; one of a file that was not there before can be right of
// nothing, and still counts as a trial.
func replayCoChange(in Input, score scorer) {
	eachTransaction(in, func(l *ledger, c *fact.Commit, files []int32) {
		for _, q := range files {
			first := func(guess []int32) int {
				return slices.IndexFunc(guess, func(g int32) bool { return slices.Contains(files, g) }) + 1
			}
			score(c, measures(first(l.partners(q))), measures(first(l.popular(q))))
		}
	})
}

// eachTransaction gives the landings of the second half that changed 2 to 30
// files, and what had been learnt before each.
func eachTransaction(in Input, ask func(l *ledger, c *fact.Commit, files []int32)) {
	t := in.Timeline
	l := &ledger{ordinal: map[fact.Path]int32{}}
	for p := range in.Landings {
		c := &t.History.Commits[t.Mainline[p]]
		files := l.files(c, in.Keep)
		if len(c.Changes) > activity.Sweeping {
			continue
		}
		if p >= in.Landings/2 && len(files) >= 2 {
			ask(l, c, files)
		}
		l.learn(files)
	}
}

// measures are hit@3 and the reciprocal of a rank; 0 is no rank.
func measures(rank int) []float64 {
	switch {
	case rank <= 0 || rank > deep:
		return []float64{0, 0}
	case rank <= 3:
		return []float64{1, 1 / float64(rank)}
	}
	return []float64{0, 1 / float64(rank)}
}

// ledger counts, as history goes on, how often files change, alone and
// together.
type ledger struct {
	ordinal map[fact.Path]int32
	folder  []int32 // of each file
	folders map[fact.Path]int32
	inside  [][]int32 // files of each folder
	changes []int32   // of each file
	with    []map[int32]int32
}

// files gives the ordinals of what a landing changed; a renamed file keeps its
// own.
func (l *ledger) files(c *fact.Commit, keep func(fact.Path) bool) []int32 {
	var out []int32
	for i := range c.Changes {
		ch := &c.Changes[i]
		if ch.Kind == fact.Renamed {
			if n, ok := l.ordinal[ch.Previous]; ok {
				delete(l.ordinal, ch.Previous)
				l.ordinal[ch.Path] = n
				l.move(n, ch.Path)
			}
		}
		if keep(ch.Path) {
			out = append(out, l.of(ch.Path))
		}
	}
	return out
}

func (l *ledger) of(p fact.Path) int32 {
	n, ok := l.ordinal[p]
	if !ok {
		n = int32(len(l.changes))
		l.ordinal[p] = n
		l.changes, l.with, l.folder = append(l.changes, 0), append(l.with, nil), append(l.folder, -1)
		l.move(n, p)
	}
	return n
}

// move puts a file into the folder of a path.
func (l *ledger) move(n int32, p fact.Path) {
	if l.folders == nil {
		l.folders = map[fact.Path]int32{}
	}
	dir := p.Folder()
	d, ok := l.folders[dir]
	if !ok {
		d = int32(len(l.inside))
		l.folders[dir] = d
		l.inside = append(l.inside, nil)
	}
	if old := l.folder[n]; old >= 0 {
		l.inside[old] = slices.DeleteFunc(l.inside[old], func(f int32) bool { return f == n })
	}
	l.folder[n] = d
	l.inside[d] = append(l.inside[d], n)
}

func (l *ledger) learn(files []int32) {
	for _, f := range files {
		l.changes[f]++
		for _, g := range files {
			if f != g {
				if l.with[f] == nil {
					l.with[f] = map[int32]int32{}
				}
				l.with[f][g]++
			}
		}
	}
}

// partners ranks as package coupling does.
func (l *ledger) partners(q int32) []int32 {
	return top(l.with[q], func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.with[q][b], l.with[q][a]), cmp.Compare(l.changes[a], l.changes[b]), cmp.Compare(a, b))
	})
}

// popular ranks the files of the same folder by how often they changed.
func (l *ledger) popular(q int32) []int32 {
	files := slices.DeleteFunc(slices.Clone(l.inside[l.folder[q]]), func(f int32) bool { return f == q })
	slices.SortFunc(files, func(a, b int32) int {
		return cmp.Or(cmp.Compare(l.changes[b], l.changes[a]), cmp.Compare(a, b))
	})
	return files[:min(deep, len(files))]
}

func top(with map[int32]int32, order func(a, b int32) int) []int32 {
	out := make([]int32, 0, len(with))
	for f := range with {
		out = append(out, f)
	}
	slices.SortFunc(out, order)
	return out[:min(deep, len(out))]
}
