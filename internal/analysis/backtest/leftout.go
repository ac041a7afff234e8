package backtest

import (
	"math"
	"slices"

	"leadline/internal/fact"
)

var leftOut = Predictor{
	ID:       "left-out",
	Question: "Which file is missing from this change?",
	Baseline: "the files of the same folders that changed most",
	Least:    100,
	metrics:  []string{"hit@3", "MRR"},
	replay:   replayLeftOut,
}

// replayLeftOut leaves out each file in turn of every landing of the second half
// that changed 2 to 30 files, and asks for it, given the others (leave-one-out;
// Zimmermann et al. 2005). A file that was not there before cannot be missed,
// and is no trial.
func replayLeftOut(in Input, score scorer) {
	eachTransaction(in, func(l *ledger, c *fact.Commit, files []int32) {
		links := l.linked(files)
		for i, q := range files {
			if l.changes[q] > 0 {
				score(c, measures(links.rank(l, i)), measures(l.popularRank(files, i)))
			}
		}
	})
}

// linked is what the files of a landing say of others that changed together
// with them before: each how often the other came along, as a probability p.
// What several say is joined by noisy-or, 1 − Π(1 − p); its logarithm makes a sum
// of it, from which one file's word can be taken out again.
type linked struct {
	files []int32
	// says is what each file says, all the sum of it.
	says []map[int32]float64
	all  map[int32]float64
}

func (l *ledger) linked(files []int32) *linked {
	k := &linked{files: files, says: make([]map[int32]float64, len(files)), all: map[int32]float64{}}
	for i, f := range files {
		k.says[i] = make(map[int32]float64, len(l.with[f]))
		for g, n := range l.with[f] {
			// Never quite 1, so that the sum stays finite.
			w := -math.Log1p(-float64(n) / (float64(l.changes[f]) + 1e-9))
			k.says[i][g] = w
			k.all[g] += w
		}
	}
	return k
}

// rank is where the file at a place of the landing stands among those that the
// others speak of; 0 if none does. Of equals the one that changes less goes
// first, as in partners.
func (k *linked) rank(l *ledger, at int) int {
	q := k.files[at]
	said := k.says[at]
	mine := k.all[q]
	if mine == 0 {
		return 0
	}
	rank := 1
	for g, w := range k.all {
		w -= said[g]
		if w < mine || g == q || w == mine && !l.rarer(g, q) || slices.Contains(k.files, g) {
			continue
		}
		rank++
	}
	return rank
}

// rarer orders files that have the same said for them.
func (l *ledger) rarer(a, b int32) bool {
	return l.changes[a] < l.changes[b] || l.changes[a] == l.changes[b] && a < b
}

// popularRank is where the file at a place of a landing stands, by how often
// files changed, in the folders of the other files; 0 if it is in none of them.
func (l *ledger) popularRank(files []int32, at int) int {
	q := files[at]
	var folders []int32
	for _, f := range files {
		if d := l.folder[f]; f != q && !slices.Contains(folders, d) {
			folders = append(folders, d)
		}
	}
	if !slices.Contains(folders, l.folder[q]) {
		return 0
	}
	rank := 1
	for _, d := range folders {
		for _, g := range l.inside[d] {
			if (l.changes[g] > l.changes[q] || l.changes[g] == l.changes[q] && g < q) && !slices.Contains(files, g) {
				rank++
			}
		}
	}
	return rank
}
