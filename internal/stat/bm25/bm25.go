// Package bm25 ranks documents by the terms that they share with a query, by the
// function Okapi BM25 (Robertson, Zaragoza 2009, The Probabilistic Relevance Framework,
// equation 3.15), with the weight of a term kept above zero: ln(1 + (N-n+.5)/(n+.5)) of
// N documents of which n hold it.
//
// What a term is, and which document has which number, is the caller's affair.
package bm25

import (
	"cmp"
	"math"
	"slices"
)

// The constants of the function. K1 bounds what a term adds that comes again in the
// same document, and B is how far long documents are held to be long only because they
// say more. They are the usual ones, and were not tuned.
const (
	K1 = 1.2
	B  = 0.75
)

// Index is documents that can be searched. The zero value holds none. Documents may be
// added between searches.
type Index struct {
	terms    map[string]int32
	postings [][]posting
	lengths  []int32
	total    int
}

// posting is how often a document holds a term.
type posting struct{ document, count int32 }

// Hit is a document and how well it fits, above zero.
type Hit struct {
	Document int
	Score    float64
}

// Len counts the documents.
func (x *Index) Len() int { return len(x.lengths) }

// Add adds a document and gives its number: the first is 0.
func (x *Index) Add(terms []string) int {
	if x.terms == nil {
		x.terms = map[string]int32{}
	}
	document := int32(len(x.lengths))
	for _, t := range terms {
		id, ok := x.terms[t]
		if !ok {
			id = int32(len(x.postings))
			x.terms[t] = id
			x.postings = append(x.postings, nil)
		}
		list := x.postings[id]
		if n := len(list); n > 0 && list[n-1].document == document {
			list[n-1].count++
			continue
		}
		x.postings[id] = append(list, posting{document, 1})
	}
	x.lengths = append(x.lengths, int32(len(terms)))
	x.total += len(terms)
	return int(document)
}

// Search gives the documents that fit a query best, at most so many: the best first,
// of equals the one that was added first. A term that the query repeats counts as
// often.
func (x *Index) Search(query []string, most int) []Hit {
	scores := make([]float64, len(x.lengths))
	var found []int32
	mean := float64(x.total) / float64(max(1, len(x.lengths)))
	for _, t := range query {
		id, ok := x.terms[t]
		if !ok {
			continue
		}
		list := x.postings[id]
		n := float64(len(list))
		weight := math.Log1p((float64(len(x.lengths)) - n + .5) / (n + .5))
		for _, p := range list {
			if scores[p.document] == 0 {
				found = append(found, p.document)
			}
			f := float64(p.count)
			scores[p.document] += weight * f * (K1 + 1) / (f + K1*(1-B+B*float64(x.lengths[p.document])/mean))
		}
	}
	hits := make([]Hit, len(found))
	for i, d := range found {
		hits[i] = Hit{int(d), scores[d]}
	}
	slices.SortFunc(hits, func(a, b Hit) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Document, b.Document))
	})
	return hits[:min(most, len(hits))]
}
