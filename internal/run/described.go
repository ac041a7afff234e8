package run

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"path"
	"slices"

	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/duty/review"
	"leadline/internal/fact"
	"leadline/internal/source/api"
)

// supplyDescribed tells what a change breaks of the services that files of the
// repository describe: against the last release, or the base where nothing was released,
// what was not broken at the base.
func (r *Reading) supplyDescribed(ctx context.Context, v *duty.View, c *duty.Change, base, head *treeState) error {
	changed := describing(v, c)
	if len(changed) == 0 {
		return nil
	}
	was, is := described(base), described(head)
	now, err := api.Compare(ctx, was, is, changed)
	if err != nil {
		return err
	}
	c.API.Unchecked = append(c.API.Unchecked, now.Unchecked...)
	broken := map[fact.Path]bool{}
	for i := range now.Changes {
		if now.Changes[i].Kind.Breaks() {
			broken[now.Changes[i].Unit] = true
		}
	}
	if err := r.dropFixtures(ctx, base, broken); err != nil || len(broken) == 0 {
		return err
	}
	since, unreleased, known := "the base", true, map[fact.APIChange]bool{}
	if last, ok := release.Last(v.History, v.Refs, r.before(v, c)); ok {
		since, unreleased = last.Tag, false
		files, err := r.settings.repository.Tree(ctx, last.Ref.Commit)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			c.API.Unchecked = append(c.API.Unchecked, noTree("", last))
			return nil
		}
		var unread []fact.APIUnchecked
		if now, known, unread, err = r.sinceRelease(ctx, files, was, is, changed); err != nil {
			return err
		}
		c.API.Unchecked = append(c.API.Unchecked, unread...)
	}
	promised, announced := map[fact.Path]bool{}, map[fact.Path]bool{}
	for _, u := range now.Units {
		promised[u.Path], announced[u.Path] = u.Promises, u.Announced
	}
	for _, x := range now.Changes {
		if !promised[x.Unit] && !review.Unpromised(v) {
			continue
		}
		if x.Kind.Breaks() && broken[x.Unit] && !announced[x.Unit] && !known[withoutPlace(x)] && !known[unusable(x)] {
			c.API.Breaks = append(c.API.Breaks, duty.APIBreak{APIChange: x, Release: since, Promised: promised[x.Unit], Unreleased: unreleased})
		}
	}
	return nil
}

// describing are the changed files that may describe services, tests and what others
// wrote left out.
func describing(v *duty.View, c *duty.Change) []api.Pair {
	var out []api.Pair
	for i := range c.Files {
		f := &c.Files[i]
		if !api.Candidate(f.Path) || v.Kind(f.Path) == generated.Vendored || hotspot.NatureOf(f.Path) == hotspot.Test || fixture(f.Path) {
			continue
		}
		p := api.Pair{From: f.PathBefore(), To: f.Path, Old: f.Before.Text, New: f.After.Text}
		switch f.Kind {
		case fact.Added:
			p.From = ""
		case fact.Deleted:
			p.To = ""
		}
		if (p.From == "" || p.Old != nil) && (p.To == "" || p.New != nil) { // contents that are missing are told otherwise
			out = append(out, p)
		}
	}
	return out
}

// fixture tells a file of which tests are made.
func fixture(p fact.Path) bool {
	return slices.ContainsFunc([]string{"testdata", "tests", "__tests__", "fixtures", "cassettes"}, func(folder string) bool { return within(p, folder) })
}

// dropFixtures takes away descriptions that tests name and nothing else does: they are
// there to be compared, or to be answered with, and nobody is served by them.
func (r *Reading) dropFixtures(ctx context.Context, tree *treeState, broken map[fact.Path]bool) error {
	tested, err := r.named(ctx, tree, broken, true)
	if err != nil || len(tested) == 0 {
		return err
	}
	served, err := r.named(ctx, tree, tested, false)
	if err == nil {
		maps.DeleteFunc(broken, func(unit fact.Path, _ bool) bool { return tested[unit] && !served[unit] })
	}
	return err
}

// named are the descriptions that tests, or other files, call by the names of their files.
func (r *Reading) named(ctx context.Context, tree *treeState, units map[fact.Path]bool, tests bool) (map[fact.Path]bool, error) {
	var files []*fact.File
	for _, p := range tree.paths {
		if (hotspot.NatureOf(p) == hotspot.Test) == tests && !api.Candidate(p) {
			files = append(files, tree.file(p))
		}
	}
	out := map[fact.Path]bool{}
	_ = r.contents(ctx, files, func(_ *fact.File, text []byte) { // what is missing names nothing
		for unit := range units {
			if bytes.Contains(text, []byte(path.Base(string(unit)))) {
				out[unit] = true
			}
		}
	})
	return out, ctx.Err()
}

// described is a tree as descriptions of services are read from it.
func described(s *treeState) api.State {
	return api.State{Paths: s.paths, Read: func(ctx context.Context, p fact.Path) ([]byte, error) {
		read, err := s.contents(ctx, []fact.Path{p})
		if err == nil && read[0].Text == nil {
			err = errNoFile
		}
		if err != nil {
			return nil, err
		}
		return read[0].Text, nil
	}}
}

var errNoFile = errors.New("its content is not here")

// sinceRelease tells what differs at the head from a release, in the files that a
// change touches, and what of it did at the base already. Unread are those that the
// release has and that are not here.
func (r *Reading) sinceRelease(ctx context.Context, files []fact.File, was, is api.State, changed []api.Pair) (now api.Result, known map[fact.APIChange]bool, unread []fact.APIUnchecked, err error) {
	tree := r.treeState(files)
	released := described(tree)
	var toBase, toHead []api.Pair
	for _, p := range changed {
		if p.From == "" || tree.file(p.From) == nil {
			continue // it was not released
		}
		old, err := released.Read(ctx, p.From)
		if ctx.Err() != nil {
			return now, nil, nil, ctx.Err()
		}
		if err != nil {
			unread = append(unread, fact.APIUnchecked{Path: p.From, Why: err.Error()})
			continue
		}
		toBase = append(toBase, api.Pair{From: p.From, To: p.From, Old: old, New: p.Old})
		toHead = append(toHead, api.Pair{From: p.From, To: p.To, Old: old, New: p.New})
	}
	before, err := api.Compare(ctx, released, was, toBase)
	if err != nil {
		return now, nil, nil, err
	}
	known = map[fact.APIChange]bool{}
	for _, x := range before.Changes {
		known[withoutPlace(x)], known[unusable(x)] = true, true
	}
	now, err = api.Compare(ctx, released, is, toHead)
	return now, known, unread, err
}

// unusable is that a declaration of protobuf cannot be used as it was, whatever became of it;
// any other change is itself. Of an operation of OpenAPI one thing may break after another.
func unusable(x fact.APIChange) fact.APIChange {
	if path.Ext(string(x.Unit)) != ".proto" || x.Symbol == "" || x.Kind <= fact.APICallable {
		return x
	}
	return fact.APIChange{Unit: x.Unit, Symbol: x.Symbol, Kind: fact.APIRemoved}
}

// withoutPlace is a change without where it stands.
func withoutPlace(x fact.APIChange) fact.APIChange {
	x.Unit, x.Path, x.Line = "", "", 0
	return x
}
