package run

import (
	"context"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// treeState is a tree of which contents are read when they are needed.
type treeState struct {
	reading *Reading
	paths   []fact.Path
	// file finds one; nil if it is not there.
	file func(fact.Path) *fact.File
}

func (r *Reading) treeState(files []fact.File) *treeState {
	s := &treeState{reading: r, file: fileOf(files), paths: make([]fact.Path, len(files))}
	for i := range files {
		s.paths[i] = files[i].Path
	}
	return s
}

// contents reads files; one that cannot be had has no text.
func (s *treeState) contents(ctx context.Context, paths []fact.Path) ([]code.Content, error) {
	out := make([]code.Content, len(paths))
	at, files := map[*fact.File]int{}, []*fact.File{}
	for i, p := range paths {
		out[i].Path = p
		if f := s.file(p); f != nil {
			at[f], files = i, append(files, f)
		}
	}
	err := s.reading.contents(ctx, files, func(f *fact.File, text []byte) { out[at[f]].Text = text })
	if ctx.Err() != nil {
		return nil, err
	}
	return out, nil
}

// those reads the files that are of a kind.
func (s *treeState) those(ctx context.Context, are func(fact.Path) bool) ([]code.Content, error) {
	var paths []fact.Path
	for _, p := range s.paths {
		if are(p) {
			paths = append(paths, p)
		}
	}
	return s.contents(ctx, paths)
}
