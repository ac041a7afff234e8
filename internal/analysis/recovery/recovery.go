// Package recovery proposes the files that a requirement may be about, by the terms that
// they share: recovery of traceability links by retrieval (Antoniol et al. 2002), with
// BM25. What it proposes is for people to confirm, and counts as no coverage.
package recovery

import (
	"regexp"
	"strings"

	"leadline/internal/analysis/term"
	"leadline/internal/fact"
	"leadline/internal/stat/bm25"
)

// How often the terms of a path count, and of a title: names say more of what a file or a
// requirement is about than a line in it.
const (
	pathTimes  = 10
	titleTimes = 2
)

// Index is files that can be proposed. The zero value holds none.
type Index struct {
	index    bm25.Index
	splitter term.Splitter
	paths    []fact.Path
}

// Add adds a file: its text, without tags, and the subjects of the commits that changed
// it, or none.
func (x *Index) Add(p fact.Path, text string, subjects []string) {
	terms := x.splitter.Append(nil, text)
	for range pathTimes {
		terms = x.splitter.Append(terms, string(p))
	}
	for _, s := range subjects {
		terms = x.splitter.Append(terms, s)
	}
	x.index.Add(terms)
	x.paths = append(x.paths, p)
}

// Proposal is a file that may be what a requirement is about. Scores compare those of one
// requirement alone.
type Proposal struct {
	Path  fact.Path
	Score float64
}

// Propose gives the files that share most with a requirement, the best first.
func (x *Index) Propose(r *fact.Record, most int) []Proposal {
	hits := x.index.Search(x.splitter.Append(nil, Question(r)), most)
	out := make([]Proposal, len(hits))
	for i, h := range hits {
		out[i] = Proposal{x.paths[h.Document], h.Score}
	}
	return out
}

// Question is what is asked for a requirement: its title, what it says, and the name in
// its id. Kinds, numbers and revisions in ids say nothing of code.
func Question(r *fact.Record) string {
	return named.FindString(r.ID) + " " + strings.Repeat(r.Title.Text+" ", titleTimes) + r.Text.Text
}

// named is the name in an id of OpenFastTrace, or the slug in one of ours.
var named = regexp.MustCompile(`~[^~]*[A-Za-z][^~]*~|-[a-z][a-z0-9-]*[a-z0-9]$`)
