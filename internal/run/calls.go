package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// supplyCalls tells which functions call which at the head.
func (r *Reading) supplyCalls(ctx context.Context) (err error) {
	if r.view.Calls == nil {
		r.view.Calls, err = r.callsOf(ctx, "calls", r.code)
	}
	return err
}

// callsOf tells which functions of a tree call which. That takes the contents of all
// files together; what came of it is kept under a name for as long as they are the
// same.
func (r *Reading) callsOf(ctx context.Context, name string, tree []codeFile) (*duty.Calls, error) {
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	files, key := called(tree)
	if index.store != nil && !r.options.Fresh {
		if data, err := index.store.Result(ctx, name, key); err == nil {
			if c := decodeCalls(data); c != nil {
				return c, nil
			}
		}
	}
	var contents []code.Content
	err := r.contents(ctx, files, func(f *fact.File, text []byte) {
		contents = append(contents, code.Content{Path: f.Path, Text: text})
	})
	if ctx.Err() != nil {
		return nil, err
	}
	reader := r.options.codeReader()
	defer reader.Close()
	found := &duty.Calls{}
	if found.Calls, found.Partial, err = reader.Calls(ctx, read(tree), contents); err != nil {
		return nil, err
	}
	if index.store != nil {
		// What cannot be kept is told anew the next time.
		_ = index.store.SaveResult(ctx, name, key, encodeCalls(found))
	}
	return found, nil
}

// called are the files of a tree whose calls are followed, and a name for them and the
// manifests as they are.
func called(tree []codeFile) (files []*fact.File, key string) {
	sum := sha256.New()
	for _, f := range tree {
		switch {
		case f.structure == nil:
			continue
		case code.Called(f.structure.Language):
			files = append(files, f.File)
		case !code.IsManifest(f.structure.Language):
			continue
		}
		fmt.Fprintf(sum, "%s\x00%s\x00", f.Path, f.Blob)
	}
	return files, code.CallsVersion + " " + hex.EncodeToString(sum.Sum(nil)[:16])
}

// encodeCalls writes the functions, each once, and then the calls by their places.
func encodeCalls(c *duty.Calls) []byte {
	e := newFactEncoder()
	at := map[fact.Callable]int{}
	var all []fact.Callable
	number := func(x fact.Callable) int {
		n, ok := at[x]
		if !ok {
			n = len(all)
			at[x], all = n, append(all, x)
		}
		return n
	}
	for _, x := range c.Calls {
		number(x.From)
		number(x.To)
	}
	e.number(len(all))
	for _, x := range all {
		e.text(string(x.Path))
		e.text(x.Owner)
		e.text(x.Name)
		e.number(x.Line)
	}
	e.number(len(c.Calls))
	for _, x := range c.Calls {
		e.number(at[x.From])
		e.number(at[x.To])
		e.number(x.Line)
		e.number(int(x.Confidence))
	}
	e.number(len(c.Partial))
	for _, p := range c.Partial {
		e.text(string(p))
	}
	return e.bytes()
}

// decodeCalls reads what was kept; nil if it makes no sense.
func decodeCalls(data []byte) *duty.Calls {
	d := newFactDecoder(data)
	var all []fact.Callable
	for range d.count(1) {
		all = append(all, fact.Callable{Path: fact.Path(d.text()), Owner: d.text(), Name: d.text(), Line: d.number()})
	}
	c := &duty.Calls{}
	for range d.count(1) {
		from, to := d.number(), d.number()
		if from >= len(all) || to >= len(all) {
			return nil
		}
		c.Calls = append(c.Calls, fact.Call{From: all[from], To: all[to], Line: d.number(), Confidence: fact.Confidence(d.number())})
	}
	for range d.count(1) {
		c.Partial = append(c.Partial, fact.Path(d.text()))
	}
	if d.failed {
		return nil
	}
	return c
}
