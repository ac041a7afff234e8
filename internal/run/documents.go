package run

import (
	"bytes"
	"cmp"
	"context"
	"maps"
	"path"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/record"
	"leadline/internal/store"
)

// document is what was read of a content, or why it could not be; of a .gitignore, its
// patterns.
type document struct {
	fact.Document
	unread  string
	ignores []string
}

// documents are by content: what is read of one never changes.
type documents map[fact.BlobID]document

// documentPieces is how many results of the store hold documents. What there is no room
// for is read again each time.
const documentPieces = 4

func documentPiece(i int) string { return "documents " + strconv.Itoa(i) }

// supplyDocuments reads the documents that people write, each content once.
func (r *Reading) supplyDocuments(ctx context.Context) error {
	v := r.view
	if v.Documents != nil {
		return nil
	}
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	kept := index.keptDocuments(ctx)
	out := &fact.Documents{}
	var files, unseen []*fact.File
	for i := range v.History.Files {
		f := &v.History.Files[i]
		if v.Kind(f.Path) != generated.Written || !isDocument(f) && path.Base(string(f.Path)) != gitignore {
			continue
		}
		switch _, known := kept[f.Blob]; {
		case f.Content == fact.Missing:
			out.Unread = append(out.Unread, fact.PassedOver{Path: f.Path, Why: "its content is missing"})
			continue
		case !known:
			unseen = append(unseen, f)
		}
		files = append(files, f)
	}
	if len(unseen) > 0 {
		if err := r.readDocuments(ctx, unseen, kept); err != nil {
			return err
		}
		index.keepDocuments(ctx, kept, files)
	}
	for _, f := range files {
		switch d, ok := kept[f.Blob]; {
		case !ok:
			out.Unread = append(out.Unread, fact.PassedOver{Path: f.Path, Why: "its content cannot be had"})
		case d.unread != "":
			out.Unread = append(out.Unread, fact.PassedOver{Path: f.Path, Why: d.unread})
		case !isDocument(f):
			for _, pattern := range d.ignores {
				out.Ignores = append(out.Ignores, fact.Ignore{Folder: f.Path.Folder(), Pattern: pattern})
			}
		default:
			d.Path = f.Path
			out.Documents = append(out.Documents, d.Document)
		}
	}
	v.Documents = out
	return nil
}

const gitignore = ".gitignore"

func isDocument(f *fact.File) bool {
	ending := strings.ToLower(path.Ext(string(f.Path)))
	return (ending == ".md" || ending == ".markdown") && f.Mode&fact.ModeTypeMask == fact.ModeFile&fact.ModeTypeMask && f.Content != fact.Binary
}

// readDocuments reads contents, as many at a time as there are processors.
func (r *Reading) readDocuments(ctx context.Context, files []*fact.File, into documents) error {
	type job struct {
		*fact.File
		text []byte
	}
	jobs := make(chan job, runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	steps := []func() error{func() error {
		defer close(jobs)
		return r.settings.repository.Beginnings(ctx, files, record.MostDocument+1, func(f *fact.File, text []byte) {
			jobs <- job{f, bytes.Clone(text)}
		})
	}}
	for range runtime.GOMAXPROCS(0) {
		steps = append(steps, func() (err error) {
			reader := record.NewDocuments()
			for j := range jobs {
				d, failed := documentOf(reader, j.File, j.text)
				if failed != nil {
					err = failed
					continue
				}
				mu.Lock()
				into[j.Blob] = d
				mu.Unlock()
			}
			return err
		})
	}
	return fault.AtOnce(steps...)
}

func documentOf(reader *record.Documents, f *fact.File, text []byte) (d document, err error) {
	defer fault.Catch(&err)
	if !isDocument(f) {
		for line := range strings.Lines(string(text)) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
				d.ignores = append(d.ignores, line)
			}
		}
		return d, nil
	}
	d.Document, d.unread = reader.Read(text)
	return d, nil
}

// keptDocuments are those that an earlier run read.
func (s *index) keptDocuments(ctx context.Context) documents {
	out := documents{}
	if s.store == nil || s.fresh {
		return out
	}
	for i := range documentPieces {
		data, err := s.store.Result(ctx, documentPiece(i), record.MentionsVersion)
		if err != nil {
			break
		}
		maps.Copy(out, decodeDocuments(data))
	}
	return out
}

// keepDocuments keeps those of files, in as few pieces as hold them.
func (s *index) keepDocuments(ctx context.Context, all documents, files []*fact.File) {
	if s.store == nil {
		return
	}
	keep := map[fact.BlobID]bool{}
	for _, f := range files {
		if _, ok := all[f.Blob]; ok {
			keep[f.Blob] = true
		}
	}
	blobs := slices.Sorted(maps.Keys(keep))
	count := len(blobs)
	for piece := 0; piece < documentPieces; {
		some := blobs[:min(count, len(blobs))]
		data := all.encode(some)
		if len(data) > store.MaxResult && len(some) > 1 {
			count = (len(some) + 1) / 2
			continue
		}
		_ = s.store.SaveResult(ctx, documentPiece(piece), record.MentionsVersion, data) // read again where it is not kept
		blobs, piece = blobs[len(some):], piece+1
	}
}

func (d documents) encode(blobs []fact.BlobID) []byte {
	e := newFactEncoder()
	e.number(len(blobs))
	for _, b := range blobs {
		x := d[b]
		e.text(string(rawID(b)))
		e.text(x.unread)
		e.text(x.Title)
		e.texts(x.ignores)
		e.number(len(x.Mentions))
		for _, m := range x.Mentions {
			e.number(int(m.Kind))
			e.text(m.Text)
			e.number(m.Line)
			e.flags(m.Past)
		}
	}
	return e.bytes()
}

// decodeDocuments is the inverse of encode; nil where the data make no sense.
func decodeDocuments(data []byte) documents {
	d := newFactDecoder(data)
	n := d.count(5)
	out := make(documents, n)
	for range n {
		blob := blobOf([]byte(d.text()))
		x := document{unread: d.text()}
		x.Title = d.text()
		x.ignores = d.texts()
		count := d.count(4)
		if count > 0 {
			x.Mentions = make([]fact.Mention, count)
		}
		for i := range x.Mentions {
			x.Mentions[i] = fact.Mention{Kind: fact.MentionKind(d.number()), Text: d.text(), Line: cmp.Or(d.number(), 1), Past: d.number() != 0}
		}
		out[blob] = x
	}
	if d.failed {
		return nil
	}
	return out
}
