package run

import (
	"bytes"
	"context"
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
func (r *Reading) supplyImports(ctx context.Context, packages bool) error {
	v := r.view
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	if r.imported == nil {
		r.imported = sync.OnceValue(func() *keptStructures { return index.keptStructures(ctx) })
		r.led = sync.OnceValue(func() *keptResolution { return index.keptResolution(ctx) })
	}
	kept := r.imported()
	files, unseen := r.codeIn(v.History.Files, kept.structures, func(f *fact.File) bool { return f.Content == fact.Text })
	if len(unseen) > 0 {
		reader := r.options.codeReader()
		defer reader.Close()
		var err error
		if r.read, _, err = r.readUnseen(ctx, reader, files, unseen); err != nil {
			return err
		}
	}
	r.code = files
	all := read(files)
	led := r.led()
	var now *code.Resolution
	err := fault.AtOnce(
		func() error { index.keepStructures(ctx, kept, r.read, files); return nil },
		func() error {
			if v.Structures = byPath(all); packages {
				v.Layout()
			}
			return nil
		},
		func() error { v.Dependencies, now = code.ResolveAgain(all, led.of(all)); return nil },
	)
	index.keepResolution(ctx, now, all)
	return err
}

// codeFile is a file of code, or a manifest, and what was read of it; nil where nothing
// was.
type codeFile struct {
	*fact.File
	content   content
	structure *fact.Structure
}

// codeIn are the files of a tree whose structure can be read, vendored ones apart,
// and those of them that nobody has read, each content once.
func (r *Reading) codeIn(tree []fact.File, known structures, isText func(*fact.File) bool) (files []codeFile, unseen []*fact.File) {
	files = make([]codeFile, 0, len(tree))
	asked := map[content]bool{}
	for i := range tree {
		f := &tree[i]
		if !isText(f) {
			continue
		}
		k := structured(f)
		if k.language == "" || r.view.Kind(f.Path) == generated.Vendored {
			continue
		}
		s := known[k]
		files = append(files, codeFile{f, k, s})
		if s == nil && !asked[k] {
			asked[k] = true
			unseen = append(unseen, f)
		}
	}
	return files, unseen
}

// readUnseen reads what nobody has read of files, and adds it to them. Missing counts
// the contents that could not be had.
func (r *Reading) readUnseen(ctx context.Context, reader *code.Reader, files []codeFile, unseen []*fact.File) (read structures, missing int, err error) {
	read = structures{}
	if err := readStructures(ctx, r, reader, unseen, read); err != nil {
		return nil, 0, err
	}
	for i := range files {
		if files[i].structure == nil {
			files[i].structure = read[files[i].content]
		}
	}
	return read, len(unseen) - len(read), nil
}

// read are those of files of which something was read.
func read(files []codeFile) []code.File {
	out := make([]code.File, 0, len(files))
	for _, f := range files {
		if f.structure != nil {
			out = append(out, code.File{Path: f.Path, Structure: f.structure, Blob: f.Blob})
		}
	}
	return out
}

// byPath are the structures of files, manifests apart.
func byPath(files []code.File) map[fact.Path]*fact.Structure {
	out := make(map[fact.Path]*fact.Structure, len(files))
	for _, f := range files {
		if !code.IsManifest(f.Structure.Language) {
			out[f.Path] = f.Structure
		}
	}
	return out
}

// supplySymbols tells what the files declare, which takes their imports. What is kept
// of that is read for the files that are asked about; where some of it was lost, it is
// read from the files again.
func (r *Reading) supplySymbols(ctx context.Context) error {
	kept := r.declared()
	if !kept.of(r.imported()) {
		var lost []*fact.File
		for _, f := range r.code {
			if f.structure == nil || r.read[f.content] != nil {
				continue
			}
			if _, ok := kept.find(f.content); !ok {
				lost = append(lost, f.File)
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
		index.keepStructures(ctx, index.keptStructures(ctx), again, r.code)
		for _, f := range lost {
			if s, was := again[structured(f)], r.view.Structures[f.Path]; s != nil && was != nil {
				was.Symbols = s.Symbols
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
		if err := r.supplyImports(ctx, slices.Contains(needs, duty.NeedPackages)); err != nil {
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
		return r.contents(ctx, files, func(f *fact.File, text []byte) { jobs <- job{structured(f), text} })
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
	return fault.AtOnce(steps...)
}

// contents reads contents as far as they are looked at.
func (r *Reading) contents(ctx context.Context, files []*fact.File, yield func(f *fact.File, text []byte)) error {
	var stored []*fact.File
	for _, f := range files {
		if text, ok := r.texts[f.Blob]; ok {
			yield(f, text)
		} else {
			stored = append(stored, f)
		}
	}
	if len(stored) == 0 {
		return nil
	}
	return r.settings.repository.Beginnings(ctx, stored, code.Most+1, func(f *fact.File, text []byte) { yield(f, bytes.Clone(text)) })
}

func structureOf(ctx context.Context, reader *code.Reader, language string, text []byte) (s fact.Structure, err error) {
	defer fault.Catch(&err)
	return reader.Structure(ctx, language, text)
}
