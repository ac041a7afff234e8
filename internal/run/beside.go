package run

import (
	"context"
	"errors"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// viewBeside is the view of files, with the settings that count there: of a verb that is
// InRepository with what it needs of the repository, if there is one; the reading is nil
// otherwise.
func viewBeside(ctx context.Context, o *Options, asked duty.Verb) (*duty.View, *settings, *Reading, error) {
	v := &duty.View{AsOf: o.AsOf, Since: o.Since, Flags: o.Flags}
	if !asked.InRepository || !inRepository(ctx, o) {
		beside, err := settingsBeside(ctx, o)
		if err == nil {
			v.Settings = beside.duty
		}
		return v, beside, nil, err
	}
	r, err := readFor(ctx, *o, asked.Needs)
	if err != nil {
		return nil, nil, nil, err
	}
	v, err = r.supply(ctx, duty.Place{}, sheet.Question{Flags: o.Flags}, duty.Duty{Needs: asked.Needs}, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	if base, ok := o.Flags["base"]; ok {
		if v.Inputs.Since, err = r.since(ctx, base); err != nil {
			return nil, nil, nil, err
		}
	}
	return v, r.settings, r, nil
}

func inRepository(ctx context.Context, o *Options) bool {
	r, err := git.Open(ctx, o.Dir)
	return r != nil && !errors.Is(err, git.ErrNotRepository) && !errors.Is(err, git.ErrNoGit)
}

// since are the commits that the head has and a base has not.
func (r *Reading) since(ctx context.Context, base string) (map[fact.CommitID]bool, error) {
	id, err := r.settings.repository.Resolve(ctx, base)
	if err != nil {
		return nil, err
	}
	commits, err := r.settings.repository.Between(ctx, id, r.view.History.Head)
	if err != nil {
		return nil, err
	}
	out := map[fact.CommitID]bool{}
	for i := range commits {
		out[commits[i].ID] = true
	}
	return out, nil
}

// settingsBeside are those of the commit that would be read of the repository in which
// the command runs, or of the user alone where there is none.
func settingsBeside(ctx context.Context, o *Options) (*settings, error) {
	alone := func() (*settings, error) {
		file, err := o.configuration(nil)
		if err != nil {
			return nil, err
		}
		return &settings{file: file, asOf: o.AsOf, duty: dutySettings(file)}, nil
	}
	repository, err := git.Open(ctx, o.Dir)
	if errors.Is(err, git.ErrNotRepository) || errors.Is(err, git.ErrNoGit) {
		return alone()
	}
	if err != nil {
		return nil, err
	}
	head, _, err := resolve(ctx, repository, o)
	if head == "" && err == nil || errors.Is(err, git.ErrBrokenHead) {
		return alone() // a clone whose head leads nowhere says nothing, and its commits may be asked about
	}
	if err != nil {
		return nil, err
	}
	tree, err := repository.Tree(ctx, head)
	if err != nil {
		return nil, err
	}
	return settingsOf(ctx, repository, func(p fact.Path) *fact.File {
		if i := slices.IndexFunc(tree, func(f fact.File) bool { return f.Path == p }); i >= 0 {
			return &tree[i]
		}
		return nil
	}, nil, o)
}
