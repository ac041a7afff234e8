package run

import (
	"context"

	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// supplyClones looks for copies among the files of code that people write, tests and
// examples apart.
func (r *Reading) supplyClones(ctx context.Context) error {
	v := r.view
	if v.Clones != nil {
		return nil
	}
	var files []*fact.File
	for i := range v.History.Files {
		f := &v.History.Files[i]
		if f.Content == fact.Text && code.LanguageOf(f.Path) != "" && v.Written(f.Path) && hotspot.NatureOf(f.Path) == hotspot.Code && !v.LeftOut(f.Path) {
			files = append(files, f)
		}
	}
	found := &duty.Clones{}
	search := clone.New(clone.Least)
	var tokens []fact.Token
	err := r.settings.repository.Beginnings(ctx, files, code.Most+1, func(f *fact.File, text []byte) {
		var ok bool
		if tokens, ok = code.Tokens(f.Path, text, tokens[:0]); ok {
			search.Add(f.Path, tokens)
			found.Files++
		}
	})
	if err != nil && ctx.Err() != nil {
		return err
	}
	found.Clones, found.Complete = search.Clones()
	v.Clones = found
	return nil
}
