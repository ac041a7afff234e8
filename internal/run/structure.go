package run

import (
	"bytes"
	"context"
	"maps"
	"runtime"
	"slices"
	"sync"

	"leadline/internal/analysis/generated"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/code"
	"leadline/internal/store"
)

// structures is what was read of contents, by what was read and as which language.
type structures map[content]*fact.Structure

// supplyImports reads the structure of the files of code, vendored ones apart, and
// tells where their imports lead. A content never changes: each is read once, and
// what was read is kept. What the files declare is supplied by supplySymbols.
func (r *Reading) supplyImports(ctx context.Context) error {
	v := r.view
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	if r.imported == nil {
		r.imported = sync.OnceValue(func() *keptStructures { return index.keptStructures(ctx) })
	}
	kept := r.imported()
	files, unseen := r.readable(kept.structures)
	known := kept.structures
	if len(unseen) > 0 {
		reader := r.options.codeReader()
		defer reader.Close()
		r.read = structures{}
		if err := readStructures(ctx, r, reader, unseen, r.read); err != nil {
			return err
		}
		index.keepStructures(ctx, kept, r.read, files)
		maps.Copy(known, r.read)
	}
	r.manifests = map[fact.Path]*fact.Structure{}
	for _, f := range files {
		if s := known[structured(f)]; s != nil && code.IsManifest(s.Language) {
			r.manifests[f.Path] = s
		}
	}
	v.Structures, v.Dependencies = resolved(files, known)
	return nil
}

// resolved are the structures of files of code, and where their imports lead.
func resolved(files []*fact.File, known structures) (map[fact.Path]*fact.Structure, []fact.Dependency) {
	var read []code.File
	out := map[fact.Path]*fact.Structure{}
	for _, f := range files {
		if s := known[structured(f)]; s != nil {
			if !code.IsManifest(s.Language) {
				out[f.Path] = s
			}
			read = append(read, code.File{Path: f.Path, Structure: s})
		}
	}
	return out, code.Resolve(read)
}

// supplySymbols tells what the files declare, which takes their imports. What is kept
// of that is read for the files that are asked about; where some of it was lost, it is
// read from the files again.
func (r *Reading) supplySymbols(ctx context.Context) error {
	kept := r.declared()
	if !kept.of(r.imported()) {
		var lost []*fact.File
		for i := range r.view.History.Files {
			f := &r.view.History.Files[i]
			if r.view.Structures[f.Path] == nil || r.read[structured(f)] != nil {
				continue
			}
			if _, ok := kept.find(structured(f)); !ok {
				lost = append(lost, f)
			}
		}
		reader := r.options.codeReader()
		defer reader.Close()
		again := structures{}
		if err := readStructures(ctx, r, reader, lost, again); err != nil {
			return err
		}
		index := openIndex(r.settings.repository, &r.options)
		defer index.close()
		index.keepStructures(ctx, index.keptStructures(ctx), again, lost)
		for _, f := range lost {
			if s := again[structured(f)]; s != nil {
				r.view.Structures[f.Path].Symbols = s.Symbols
			}
		}
	}
	r.view.Declared = func(p fact.Path) []fact.Symbol {
		f := r.view.History.File(p)
		if f == nil {
			return nil
		}
		symbols, _ := kept.find(structured(f))
		return symbols
	}
	return nil
}

// codeReader makes a reader of source code. Its grammars are kept compiled for
// every repository.
func (o *Options) codeReader() *code.Reader {
	return code.NewReader(store.Shared("grammars", o.Getenv))
}

// supplyStructure supplies what is needed of imports, symbols and releases.
func (r *Reading) supplyStructure(ctx context.Context, q sheet.Question, needs []duty.Need) error {
	if slices.Contains(needs, duty.NeedSymbols) && r.declared == nil { // while imports are followed
		r.declared = ahead(r.settings.repository, &r.options, func(x *index) *keptSymbols { return x.keptSymbols(ctx) })
	}
	if slices.Contains(needs, duty.NeedImports) {
		if err := r.supplyImports(ctx); err != nil {
			return err
		}
	}
	if slices.Contains(needs, duty.NeedSymbols) {
		if err := r.supplySymbols(ctx); err != nil {
			return err
		}
	}
	if slices.Contains(needs, duty.NeedCalls) {
		if err := r.supplyCalls(ctx); err != nil {
			return err
		}
	}
	if slices.Contains(needs, duty.NeedReleases) {
		return r.supplyReleases(ctx, q.Flags["releases"])
	}
	return nil
}

func structured(f *fact.File) content { return content{f.Blob, code.LanguageOf(f.Path)} }

// readable are the files whose structure can be read, and those of them that
// nobody has read.
func (r *Reading) readable(known structures) (files, unseen []*fact.File) {
	v := r.view
	asked := map[content]bool{}
	for i := range v.History.Files {
		f := &v.History.Files[i]
		if f.Content != fact.Text || code.LanguageOf(f.Path) == "" || v.Kind(f.Path) == generated.Vendored {
			continue
		}
		files = append(files, f)
		if k := structured(f); known[k] == nil && !asked[k] {
			asked[k] = true
			unseen = append(unseen, f)
		}
	}
	return files, unseen
}

// readStructures reads contents, as many at a time as there are processors.
func readStructures(ctx context.Context, r *Reading, reader *code.Reader, files []*fact.File, into structures) error {
	if len(files) == 0 {
		return nil
	}
	type job struct {
		key  content
		text []byte
	}
	jobs := make(chan job, runtime.GOMAXPROCS(0))
	var mu sync.Mutex
	steps := []func() error{func() error {
		defer close(jobs)
		return r.settings.repository.Beginnings(ctx, files, code.Most+1, func(f *fact.File, text []byte) {
			jobs <- job{structured(f), bytes.Clone(text)}
		})
	}}
	for range runtime.GOMAXPROCS(0) {
		steps = append(steps, func() (err error) {
			for j := range jobs {
				s, failed := structureOf(ctx, reader, j.key.language, j.text)
				if failed != nil {
					err = failed
					continue
				}
				mu.Lock()
				into[j.key] = &s
				mu.Unlock()
			}
			return err
		})
	}
	return atOnce(steps...)
}

func structureOf(ctx context.Context, reader *code.Reader, language string, text []byte) (s fact.Structure, err error) {
	defer fault.Catch(&err)
	return reader.Structure(ctx, language, text)
}
