package git

import (
	"cmp"
	"path"
	"slices"
	"sync/atomic"

	"leadline/internal/fact"
)

// Similarity is what two contents share in bytes, over the size of the larger
// one; gitdiffcore(7) describes it as the similarity index. It is counted in
// parts of 60,000 so that thresholds are exact.
const (
	similarityWhole = 60000
	similarityFloor = similarityWhole / 2     // 50 %: a rename
	similarityName  = similarityWhole * 3 / 4 // 75 %: enough where only the base name speaks for it
)

// findRenames looks for the origin of added files among deleted ones: equal
// contents at once, similar ones later, when contents have been read.
func (p *plan) findRenames(s side) {
	if len(s.added) == 0 || len(s.deleted) == 0 {
		return
	}
	s.added = p.exactRenames(s)
	files := func(m fact.Mode) bool { return m&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask }
	s.added = slices.DeleteFunc(s.added, func(i int32) bool { return !files(p.changes[i].newMode) })
	s.deleted = slices.DeleteFunc(s.deleted, func(g gone) bool { return !files(p.versions[g.version].mode) })
	if len(s.added) > 0 && len(s.deleted) > 0 {
		p.sides = append(p.sides, s)
	}
}

// exactRenames pairs equal contents and returns the additions that are left.
func (p *plan) exactRenames(s side) (left []int32) {
	byBlob := make(map[int32][]gone, len(s.deleted))
	for _, g := range s.deleted {
		blob := p.blob(g.version)
		byBlob[blob] = append(byBlob[blob], g)
	}
	for _, i := range s.added {
		ch := &p.changes[i]
		g, ok := p.bestExact(byBlob[ch.blob], ch)
		if !ok {
			left = append(left, i)
			continue
		}
		if !isSubmodule(ch.newMode) { // it has no lines
			ch.sources = append(ch.sources, source{s.parent, g.version, none})
		}
		if !s.follow && !p.taken(g) {
			p.tellRename(ch, g)
		}
	}
	return left
}

// bestExact chooses among deleted files of the same content: one that is not
// taken yet before one that is, then one of the same base name.
func (p *plan) bestExact(candidates []gone, ch *change) (best gone, ok bool) {
	score := -1
	for _, g := range candidates {
		if p.versions[g.version].mode&fact.ModeTypeMask != ch.newMode&fact.ModeTypeMask {
			continue
		}
		n := 0
		if !p.taken(g) {
			n += 2
		}
		if p.sameBase(g.version, ch) {
			n++
		}
		if n > score {
			best, score = g, n
		}
	}
	return best, score >= 0
}

// taken reports whether a deletion is half of a rename already.
func (p *plan) taken(g gone) bool { return g.row != none && p.changes[g.row].consumed }

// tellRename makes an addition and a deletion of one commit a rename.
func (p *plan) tellRename(ch *change, g gone) {
	ch.renamed, ch.before = true, g.version
	p.changes[g.row].consumed = true
}

func (p *plan) sameBase(v int32, ch *change) bool {
	return path.Base(p.pathOf(v)) == path.Base(p.names.path[ch.path])
}

// sketched lists the contents that similarity needs, each once.
func (p *plan) sketched() []int32 {
	seen := map[int32]bool{}
	var blobs []int32
	add := func(b int32) {
		if b != none && !seen[b] {
			seen[b] = true
			blobs = append(blobs, b)
		}
	}
	for _, s := range p.sides {
		for _, i := range s.added {
			add(p.changes[i].blob)
		}
		for _, g := range s.deleted {
			add(p.blob(g.version))
		}
	}
	return blobs
}

// match is an addition that is similar to a deletion.
type match struct {
	added, deleted int32 // indices into side.added and side.deleted
	score          int32
	sameBase       bool
}

// similarRenames pairs similar contents and returns the ordinal of the first
// pair that this asks to be compared. Finding what is similar is most of the
// work and goes on in parallel; what it means is settled side by side.
func (p *plan) similarRenames(sketches map[int32]sketch, workers int) (from int, err error) {
	from = len(p.pairs)
	found := make([]similar, len(p.sides))
	var next atomic.Int64
	err = inParallel(workers, func() {
		for {
			i := int(next.Add(1)) - 1
			if i >= len(p.sides) {
				return
			}
			found[i] = p.similarities(&p.sides[i], sketches)
		}
	})
	if err != nil {
		return from, err
	}
	for i := range p.sides {
		p.settleSide(&p.sides[i], found[i])
	}
	return from, nil
}

// similar is what is similar on one side.
type similar struct {
	byName  map[int32]match // additions that their base name explains, by index
	matches []match         // candidates for the others among deletions that are not taken, the best first
	closest map[int32]match // for the others the best among all deletions
}

// settleSide tells the renames of one side and gives its additions sources.
func (p *plan) settleSide(s *side, found similar) {
	origin := found.byName
	if !s.follow {
		for a, m := range found.byName {
			p.tellRename(&p.changes[s.added[a]], s.deleted[m.deleted])
		}
		for _, m := range found.matches {
			if g, ch := s.deleted[m.deleted], &p.changes[s.added[m.added]]; !p.taken(g) && !ch.renamed {
				p.tellRename(ch, g)
				origin[m.added] = m
			}
		}
	}
	for a, m := range found.closest { // lines may come from a file that was renamed to another
		if _, ok := origin[a]; !ok {
			origin[a] = m
		}
	}
	for a, i := range s.added {
		m, ok := origin[int32(a)]
		if !ok || p.changes[i].settled() {
			continue
		}
		ch := &p.changes[i]
		ch.sources = append(ch.sources, p.sourceOf(s.parent, s.deleted[m.deleted].version, ch)...)
		p.settleSources(ch)
	}
}

// sameNames pairs additions and deletions that alone share a base name and are
// similar enough for that to decide.
func (p *plan) sameNames(s *side, sketches map[int32]sketch) map[int32]match {
	found := map[int32]match{}
	type unique struct{ index, n int32 }
	deleted, added := map[string]unique{}, map[string]int{}
	for d, g := range s.deleted {
		if !p.taken(g) {
			name := path.Base(p.pathOf(g.version))
			deleted[name] = unique{int32(d), deleted[name].n + 1}
		}
	}
	for _, i := range s.added {
		added[path.Base(p.names.path[p.changes[i].path])]++
	}
	for a, i := range s.added {
		ch := &p.changes[i]
		name := path.Base(p.names.path[ch.path])
		u := deleted[name]
		if u.n != 1 || added[name] != 1 {
			continue
		}
		g := s.deleted[u.index]
		score := similarity(sketches[ch.blob], sketches[p.blob(g.version)], similarityName)
		if score < similarityName {
			continue
		}
		found[int32(a)] = match{int32(a), u.index, score, true}
	}
	return found
}

// settled reports whether an equal content has been found already.
func (ch *change) settled() bool {
	return len(ch.sources) == 1 && ch.sources[0].pair == none
}

// compareMatches puts the better match first.
func compareMatches(a, b match) int {
	return cmp.Or(cmp.Compare(b.score, a.score), compareBool(a.sameBase, b.sameBase),
		cmp.Compare(a.added, b.added), cmp.Compare(a.deleted, b.deleted))
}

// compareBool puts true first.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// maxChunks bounds the work of one side: when this many chunks have been
// compared, no more similar files are looked for.
const maxChunks = 1 << 31

// similarities finds what is similar enough on one side to be a rename.
func (p *plan) similarities(s *side, sketches map[int32]sketch) similar {
	out := similar{byName: p.sameNames(s, sketches), closest: map[int32]match{}}
	named := map[int32]bool{} // deletions that a base name explains
	for _, m := range out.byName {
		named[m.deleted] = true
	}
	deleted := make([]sketch, len(s.deleted))
	for d, g := range s.deleted {
		deleted[d] = sketches[p.blob(g.version)]
	}
	work := 0
	for a, i := range s.added {
		if _, ok := out.byName[int32(a)]; ok || work > maxChunks {
			continue
		}
		sk := sketches[p.changes[i].blob]
		work += len(sk.chunks) * len(deleted)
		from := len(out.matches)
		for d := range deleted {
			score := similarity(sk, deleted[d], similarityFloor)
			if score < similarityFloor {
				continue
			}
			g := s.deleted[d]
			m := match{int32(a), int32(d), score, p.sameBase(g.version, &p.changes[i])}
			if best, ok := out.closest[m.added]; !ok || compareMatches(m, best) < 0 {
				out.closest[m.added] = m
			}
			if !s.follow && !p.taken(g) && !named[m.deleted] {
				out.matches = append(out.matches, m)
			}
		}
		out.matches = keepBest(out.matches, from)
	}
	slices.SortFunc(out.matches, compareMatches)
	return out
}

// maxCandidates is how many deletions an addition may choose from, as observed
// of git: where others take all of them, it is told as an addition.
const maxCandidates = 4

// keepBest drops all but the best matches of the addition that starts at from.
func keepBest(matches []match, from int) []match {
	if len(matches)-from <= maxCandidates {
		return matches
	}
	slices.SortFunc(matches[from:], compareMatches)
	return matches[:from+maxCandidates]
}

// similarity gives what two contents share, in parts of similarityWhole; 0 if
// their sizes alone put it below floor.
func similarity(a, b sketch, floor int64) int32 {
	small, large := min(a.size, b.size), max(a.size, b.size)
	if large == 0 || small*similarityWhole < large*floor {
		return 0
	}
	return int32(a.shared(b) * similarityWhole / large)
}
