// Package owners reads which teams and people own what: CODEOWNERS files as GitHub and
// GitLab read them, and catalog-info.yaml files of Backstage. It serves whoever asks who
// has to agree to a change.
//
// Files are data: nothing that they name is fetched, and who is in a team is not known.
// What the forge would pass over is a problem with its line and column, and all of them
// are told at once. Whether owners know what they own is not this package's job.
package owners

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"leadline/internal/fact"
)

// most is the longest file of owners that is read, in bytes: GitHub takes no longer one.
const most = 3 << 20

// places are those where forges look for the file, in the order in which it is taken
// here: GitHub's, then those that are GitLab's alone.
var places = []fact.Path{".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"}

// mostEntities bounds how much of a catalogue is read.
const mostEntities = 10_000

// reader collects what is read.
type reader struct {
	blobs fact.Blobs
	// files of the commit, by path bytes.
	files   []fact.Path
	catalog []entry
	found   map[fact.Path]entry
	// ownersFiles are in the format of Kubernetes.
	ownersFiles []fact.Path
	out         fact.Owners
}

type entry struct {
	path fact.Path
	blob fact.BlobID
}

// Read reads the owners of a commit. The error is that of the context or of the tree:
// what is wrong with a file is a problem in the result.
func Read(ctx context.Context, at fact.CommitID, tree fact.Tree, blobs fact.Blobs) (*fact.Owners, error) {
	r := &reader{blobs: blobs, found: map[fact.Path]entry{}}
	err := tree.List(ctx, at, func(p fact.Path, m fact.Mode, id fact.BlobID) bool {
		r.files = append(r.files, p)
		if m&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask {
			r.see(p, id)
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return nil, err
	}
	for _, e := range r.catalog {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.readCatalog(ctx, e)
	}
	if !r.readCodeowners(ctx) {
		r.linesOfCatalog()
	}
	if err := r.assign(ctx); err != nil {
		return nil, err
	}
	if n := len(r.ownersFiles); n > 0 {
		r.out.PassedOver = append(r.out.PassedOver, fact.PassedOver{
			Path: r.ownersFiles[0], Why: fmt.Sprintf("of %d files OWNERS, the format of Kubernetes is not read", n),
		})
	}
	return &r.out, nil
}

// see notes a file by its name.
func (r *reader) see(p fact.Path, id fact.BlobID) {
	base := p[strings.LastIndexByte(string(p), '/')+1:]
	switch base {
	case "CODEOWNERS":
		if slices.Contains(places, p) {
			r.found[p] = entry{p, id}
		}
	case "OWNERS":
		if !aside(p) {
			r.ownersFiles = append(r.ownersFiles, p)
		}
	case "catalog-info.yaml", "catalog-info.yml":
		if !aside(p) {
			r.catalog = append(r.catalog, entry{p, id})
		}
	}
}

// aside reports whether a folder of the path says that what is in it is material: of
// tests, for templates, or copied.
func aside(p fact.Path) bool {
	for part := range strings.SplitSeq(string(p.Folder()), "/") {
		if strings.HasPrefix(part, ".") {
			return true
		}
		switch strings.ToLower(part) {
		case "test", "tests", "testdata", "__tests__", "__fixtures__", "fixtures", "examples", "example", "templates", "template", "skeleton", "vendor", "node_modules":
			return true
		}
	}
	return false
}

// content reads a text of bounded size.
func (r *reader) content(ctx context.Context, e entry) (string, bool) {
	text, err := r.blobs.Blob(ctx, e.blob)
	switch {
	case err != nil:
		r.problem(e.path, 0, 0, "see what `git fsck` says of the repository", "its content cannot be had: %v", err)
		return "", false
	case len(text) > most:
		r.problem(e.path, 0, 0, "make it shorter: folders say in one line what files say in many", "it has %d bytes, and no more than %d are read", len(text), most)
		return "", false
	}
	s := strings.TrimPrefix(string(text), "\ufeff")
	if !utf8.ValidString(s) {
		line := 1
		for l := range strings.Lines(s) {
			if !utf8.ValidString(l) {
				break
			}
			line++
		}
		r.problem(e.path, line, 0, "save it as UTF-8", "a byte that is no UTF-8 text")
		return "", false
	}
	return s, true
}

func (r *reader) problem(p fact.Path, line, column int, next, format string, args ...any) {
	r.out.Problems = append(r.out.Problems, fact.OwnerProblem{Path: p, Line: line, Column: column, Message: fmt.Sprintf(format, args...), Next: next})
}

// readCodeowners reads the file that the forge heeds; false where there is none.
func (r *reader) readCodeowners(ctx context.Context) bool {
	heeded := false
	for _, p := range places {
		e, ok := r.found[p]
		if !ok {
			continue
		}
		if heeded {
			r.out.PassedOver = append(r.out.PassedOver, fact.PassedOver{Path: p, Why: "the forge heeds one such file, " + string(r.out.File)})
			continue
		}
		heeded = true
		r.out.File = p
		text, ok := r.content(ctx, e)
		if !ok {
			continue
		}
		if r.out.Dialect = dialectOf(p, text); r.out.Dialect == fact.GitLabOwners {
			r.gitlab(p, text)
		} else {
			r.github(p, text)
		}
	}
	return heeded
}

// linesOfCatalog makes a line for the folder of each component that has an owner.
func (r *reader) linesOfCatalog() {
	for i := range r.out.Catalog {
		c := &r.out.Catalog[i]
		if c.Kind != "Component" || c.Owner.Name == "" {
			continue
		}
		r.out.Dialect = fact.FromCatalog
		dir := "*"
		if folder := c.Path.Folder(); folder != "" {
			dir = "/" + string(folder) + "/"
		}
		r.out.Lines = append(r.out.Lines, fact.OwnerLine{File: c.Path, Line: c.OwnerLine, Pattern: dir, Owners: []fact.Owner{c.Owner}, Instead: -1})
	}
	// What is deeper is heeded before what is above it.
	slices.SortStableFunc(r.out.Lines, func(a, b fact.OwnerLine) int { return strings.Count(a.Pattern, "/") - strings.Count(b.Pattern, "/") })
}
