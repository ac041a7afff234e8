// Package record reads what a team wrote down beside its code: decisions, requirements,
// risks and other records, where they are and in the formats that teams have. It serves
// whoever checks, shows or edits them.
//
// Every file of a folder of records becomes a record, a problem with its place, or an
// entry of what was passed over and why: none is dropped. Files are data: nothing that
// they say is run or fetched, aliases of YAML are not followed, and what is larger than
// two megabytes is not read. Whether records are sound is not this package's job, nor
// are dates that only git knows.
package record

import (
	"cmp"
	"context"
	"fmt"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/parser"

	"leadline/internal/fact"
)

// most is the longest file that is read as a record, in bytes, and mostNeeds the longest
// needs.json, which a program writes.
const (
	most      = 2 << 20
	mostNeeds = 64 << 20
)

// Declared says that the team keeps records of a kind in the files and folders that fit.
type Declared struct {
	Kind fact.RecordKind
	Fits func(fact.Path) bool
}

// Read reads the records of a commit. The error is that of the context or of the tree:
// what is wrong with a file is a problem in the result.
func Read(ctx context.Context, at fact.CommitID, tree fact.Tree, blobs fact.Blobs, declared []Declared) (*fact.Records, error) {
	r := &reader{blobs: blobs, at: map[fact.Path]int{}, markdown: markdown()}
	err := tree.List(ctx, at, func(p fact.Path, m fact.Mode, id fact.BlobID) bool {
		r.at[p] = len(r.files)
		r.files = append(r.files, entry{p, m, id})
		return ctx.Err() == nil
	})
	if err != nil {
		return nil, err
	}
	r.detect(ctx, declared)
	for i := range r.files {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		r.file(ctx, &r.files[i])
	}
	for i := range r.out.Problems {
		if f := r.folderOf(r.out.Problems[i].Path); f != nil {
			r.out.Problems[i].Kind = f.Kind
		}
	}
	r.out.order()
	return &r.out.Records, nil
}

type entry struct {
	path fact.Path
	mode fact.Mode
	blob fact.BlobID
}

// regular reports whether a file has a content of its own.
func (e *entry) regular() bool {
	return e.mode&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask
}

type reader struct {
	blobs    fact.Blobs
	files    []entry
	at       map[fact.Path]int
	markdown parser.Parser
	folders  map[fact.Path]*folder
	single   map[fact.Path]*folder // files that are declared, or known by their names
	out      result
}

type result struct{ fact.Records }

func (r *result) order() {
	slices.SortStableFunc(r.Records.Records, func(a, b fact.Record) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line))
	})
	slices.SortStableFunc(r.Problems, func(a, b fact.RecordProblem) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
	})
	slices.SortFunc(r.Folders, func(a, b fact.RecordFolder) int { return cmp.Compare(a.Path, b.Path) })
}

// folderOf is the innermost folder of records in which a file is; nil if it is in none.
func (r *reader) folderOf(p fact.Path) *folder {
	if f := r.single[p]; f != nil {
		return f
	}
	for dir := p.Folder(); ; dir = dir.Folder() {
		if f := r.folders[dir]; f != nil {
			return f
		}
		if dir == "" {
			return nil
		}
	}
}

func (r *reader) pass(p fact.Path, why string) {
	r.out.PassedOver = append(r.out.PassedOver, fact.PassedOver{Path: p, Why: why})
}

func (r *reader) problem(p fact.Path, line, column int, rule, message, next string) {
	r.out.Problems = append(r.out.Problems, fact.RecordProblem{Path: p, Line: line, Column: column, Rule: rule, Message: message, Next: next, Lost: true})
}

// file reads a file if it is in a folder of records.
func (r *reader) file(ctx context.Context, e *entry) {
	f := r.folderOf(e.path)
	if f == nil {
		return
	}
	from := e
	switch e.mode & fact.ModeTypeMask {
	case fact.ModeSymlink:
		if from = r.follow(ctx, e); from == nil {
			return
		}
	case fact.ModeSubmodule & fact.ModeTypeMask:
		r.pass(e.path, "another repository, as a submodule")
		return
	}
	if why := r.noRecord(f, e.path); why != "" {
		r.pass(e.path, why)
		return
	}
	if unread[strings.ToLower(path.Ext(string(e.path)))] {
		r.problem(e.path, 0, 0, "not-understood", "a record in a format that is not read", "write it in Markdown, AsciiDoc or reStructuredText")
		return
	}
	content, ok := r.content(ctx, e.path, from.blob, f.format)
	if !ok {
		return
	}
	got := f.format.read(r, f, e.path, content)
	if f.guessed && len(got.records) == 0 && len(got.problems) == 0 {
		return
	}
	if len(got.records) == 1 && !f.declared && r.isPage(f, &got.records[0]) {
		r.pass(e.path, "a page beside the records: they have numbers or days in their names, and it has neither, nor a status")
		return
	}
	r.out.Records.Records = append(r.out.Records.Records, got.records...)
	r.out.Problems = append(r.out.Problems, got.problems...)
	if len(got.records) == 0 && len(got.problems) == 0 {
		r.pass(e.path, "it holds no record")
	}
}

// unread are the endings of documents that may be records and are not read.
var unread = map[string]bool{".pdf": true, ".docx": true, ".doc": true, ".odt": true, ".html": true, ".txt": true}

// isPage tells a page about records from a record.
func (r *reader) isPage(f *folder, x *fact.Record) bool {
	n := nameOf(x.Path)
	return f.format == proseFormat && f.ordered && !n.ordered() && x.StatusText.Text == ""
}

// follow gives the file to which a symbolic link leads; nil where it is to be passed over.
func (r *reader) follow(ctx context.Context, e *entry) *entry {
	target, err := r.blobs.Blob(ctx, e.blob)
	if err != nil {
		r.problem(e.path, 0, 0, "not-understood", "a symbolic link whose target cannot be had", "see what `git fsck` says of the repository")
		return nil
	}
	to := path.Join(path.Dir(string(e.path)), string(target))
	i, ok := r.at[fact.Path(to)]
	switch {
	case path.IsAbs(string(target)) || to == ".." || strings.HasPrefix(to, "../"):
		r.problem(e.path, 0, 0, "link-out", fmt.Sprintf("a symbolic link that leads out of the repository, to %.200q", target), "put the record itself here")
	case !ok || !r.files[i].regular():
		r.problem(e.path, 0, 0, "link-out", fmt.Sprintf("a symbolic link to %.200q, which is no file of the commit", target), "mend the link, or remove it")
	case r.folderOf(r.files[i].path) != nil:
		r.pass(e.path, "a link to "+to+", which is read there")
	default:
		return &r.files[i]
	}
	return nil
}

// content reads a file. What is no text is a problem.
func (r *reader) content(ctx context.Context, p fact.Path, id fact.BlobID, format *format) ([]byte, bool) {
	text, err := r.blobs.Blob(ctx, id)
	limit := cmp.Or(format.most, most)
	switch {
	case err != nil:
		r.problem(p, 0, 0, "not-understood", "its content cannot be had, or is too large to be read: "+err.Error(), "see what `git fsck` says of the repository")
		return nil, false
	case len(text) > limit:
		r.problem(p, 0, 0, "size", fmt.Sprintf("it has %d bytes, and no more than %d are read", len(text), limit), "take it apart, or move it out of the folder of records")
		return nil, false
	}
	if offset, bad := invalid(text); bad {
		line := 1 + strings.Count(string(text[:offset]), "\n")
		column := offset - strings.LastIndexByte(string(text[:offset]), '\n')
		r.problem(p, line, column, "encoding", "a byte that is no UTF-8 text", "save it as UTF-8")
		return nil, false
	}
	return text, true
}

// below are the files in a folder and below it.
func (r *reader) below(dir fact.Path) []entry {
	prefix := fact.Path("")
	if dir != "" {
		prefix = dir + "/"
	}
	from := sort.Search(len(r.files), func(i int) bool { return r.files[i].path >= prefix })
	to := from
	for to < len(r.files) && strings.HasPrefix(string(r.files[to].path), string(prefix)) {
		to++
	}
	return r.files[from:to]
}
