package main

import (
	"bytes"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/comment"
	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
)

// score ranks the files of a repository as the product does, and gives each candidate
// its score. What it does not rank has none: the product takes it for a test or for
// generated, or it is not in the tree.
func score(files []*file, h *fact.History, complexity map[fact.Path]int, reading int64) {
	written := func(p fact.Path) bool {
		return generated.Of(p, fact.Attributes{}) == generated.Written && !h.File(p).Marked
	}
	spots := hotspot.Files(activity.NewTimeline(h), h, hotspot.Options{Keep: written, Now: time.Unix(reading, 0)})
	scores := map[fact.Path]float64{}
	for _, s := range hotspot.Rank(spots, func(p fact.Path) int { return complexity[p] }) {
		scores[s.Path] = s.Score
	}
	for _, f := range files {
		f.score = scores[fact.Path(f.path)]
	}
}

// describe tells of a file at the head what its content says.
func describe(f *fact.File, text []byte) {
	const binaryWithin = 8000
	if bytes.IndexByte(text[:min(len(text), binaryWithin)], 0) >= 0 {
		f.Content = fact.Binary
		return
	}
	lines := bytes.Count(text, []byte("\n"))
	if len(text) > 0 && text[len(text)-1] != '\n' {
		lines++
	}
	f.Lines = []fact.LineRun{{Lines: int32(lines)}}
	f.Marked = generated.Marked(text[:min(len(text), generated.HeadBytes)])
	f.CodeLines = comment.CodeLines(f.Path, text)
}
