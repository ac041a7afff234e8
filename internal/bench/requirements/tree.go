package main

import (
	"context"
	"errors"
	"io/fs"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/trace"
	"leadline/internal/fact"
	"leadline/internal/source/code"
	"leadline/internal/source/git"
	"leadline/internal/source/record"
	tags "leadline/internal/source/trace"
)

// tree is the files at HEAD, in memory.
type tree struct {
	head  fact.CommitID
	files []fact.File
	blobs map[fact.BlobID][]byte
}

func openTree(ctx context.Context, dir string) (*tree, error) {
	r, err := git.Open(ctx, dir)
	if err != nil {
		return nil, err
	}
	files, err := r.Tree(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	contents, err := r.Contents(ctx, files, 4<<20)
	if err != nil && !errors.Is(err, git.ErrMissing) {
		return nil, err
	}
	t := &tree{head: "HEAD", files: files, blobs: map[fact.BlobID][]byte{}}
	for i, c := range contents {
		t.blobs[files[i].Blob] = c
	}
	return t, nil
}

// List is fact.Tree.
func (t *tree) List(_ context.Context, _ fact.CommitID, yield func(fact.Path, fact.Mode, fact.BlobID) bool) error {
	for i := range t.files {
		if f := &t.files[i]; !yield(f.Path, f.Mode, f.Blob) {
			return nil
		}
	}
	return nil
}

// Blob is fact.Blobs.
func (t *tree) Blob(_ context.Context, id fact.BlobID) ([]byte, error) {
	if b := t.blobs[id]; b != nil {
		return b, nil
	}
	return nil, fs.ErrNotExist
}

// requirements follows the requirements of a tree, as Leadline does.
func (t *tree) requirements(ctx context.Context, within func(fact.Path) bool) (*fact.Records, *trace.Map, error) {
	records, err := record.Read(ctx, t.head, t, t, nil)
	if err != nil {
		return nil, nil, err
	}
	var found []fact.Tag
	there := map[fact.Path]bool{}
	for i := range t.files {
		f := &t.files[i]
		there[f.Path] = true
		content := t.blobs[f.Blob]
		if within(f.Path) && !tags.Skips(f.Path) && tags.MayHold(content) {
			found = append(found, tags.Find(f.Path, code.Comments(f.Path, content))...)
		}
	}
	return records, trace.Of(records.Records, found, trace.Options{
		Test:    func(p fact.Path) bool { return hotspot.NatureOf(p) == hotspot.Test },
		Exists:  func(p fact.Path) bool { return there[p] },
		Foreign: trace.Foreign(records.Records, t.files),
	}), nil
}
