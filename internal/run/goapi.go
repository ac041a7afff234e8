package run

import (
	"context"
	"maps"
	"path"
	"slices"
	"strings"

	"golang.org/x/mod/semver"

	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/duty/review"
	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// goState is a state of the Go code of a repository.
type goState struct {
	*treeState
	*code.GoTree
}

// goState reads the manifests of a tree.
func (s *treeState) goState(ctx context.Context) (*goState, error) {
	manifests, err := s.those(ctx, code.GoManifest)
	if err != nil {
		return nil, err
	}
	return &goState{s, code.NewGoTree(s.paths, manifests)}, nil
}

// api finds what packages export.
func (s *goState) api(ctx context.Context, folders map[fact.Path]bool) (*code.GoAPI, error) {
	return s.API(ctx, slices.Sorted(maps.Keys(folders)), s.contents)
}

// goModule is a released module of which the change touches packages.
type goModule struct {
	code.GoModule
	releases []release.Release // that it may have, the last one first
	packages map[fact.Path]bool
}

// supplyGoAPI tells what a change breaks of what the released modules of a repository
// export: against the last release, what was not broken at the base.
func (r *Reading) supplyGoAPI(ctx context.Context, v *duty.View, c *duty.Change, base, head *treeState) error {
	if !touchesGo(c) || !tagged(v.Refs) {
		return nil
	}
	was, err := base.goState(ctx)
	if err != nil {
		return err
	}
	modules := r.touchedModules(v, c, was)
	if len(modules) == 0 {
		return nil
	}
	is, err := head.goState(ctx)
	if err != nil {
		return err
	}
	for _, m := range modules {
		if err := r.compareModule(ctx, v, c, m, was, is); err != nil {
			return err
		}
	}
	if len(c.API.Breaks) > 0 { // who calls what is broken
		err = r.supplyCalls(ctx)
		v.Calls = r.view.Calls
	}
	return err
}

func touchesGo(c *duty.Change) bool {
	return slices.ContainsFunc(c.Files, func(f duty.ChangedFile) bool { return code.GoSource(f.Path) || code.GoSource(f.PathBefore()) })
}

func tagged(refs []fact.Ref) bool {
	return slices.ContainsFunc(refs, func(r fact.Ref) bool { return strings.HasPrefix(r.Name, "refs/tags/") })
}

// touchedModules are the modules at the base that were released and of which the change
// touches packages.
func (r *Reading) touchedModules(v *duty.View, c *duty.Change, base *goState) []*goModule {
	before := r.before(v, c)
	all := map[fact.Path]*goModule{}
	for i := range c.Files {
		f := &c.Files[i]
		if f.Kind == fact.Modified && code.GoSource(f.Path) && code.GoHarmless(f.Before.Text, f.After.Text) {
			continue
		}
		for _, p := range []fact.Path{f.Path, f.PathBefore()} {
			at := base.Module(p.Folder())
			if at == nil || !code.GoSource(p) || within(p, "vendor") {
				continue
			}
			m, known := all[at.Folder]
			if !known {
				releases := release.OfModule(v.Refs, at.Folder, at.Path, before)
				since := begun(v.History, at.Folder)
				releases = slices.DeleteFunc(releases, func(x release.Release) bool { return x.Ref.When.Unix < since })
				if len(releases) > 0 {
					m = &goModule{*at, releases, map[fact.Path]bool{}}
				}
				all[at.Folder] = m
			}
			if m != nil {
				m.packages[p.Folder()] = true
			}
		}
	}
	var out []*goModule
	for _, at := range slices.Sorted(maps.Keys(all)) {
		if m := all[at]; m != nil {
			out = append(out, m)
		}
	}
	return out
}

// begun is the second at which a folder came to be a module.
func begun(h *fact.History, folder fact.Path) int64 {
	manifest := fact.Path(path.Join(string(folder), "go.mod"))
	for i := range h.Commits {
		for j := range h.Commits[i].Changes {
			if h.Commits[i].Changes[j].Path == manifest {
				return h.Commits[i].Committed.Unix
			}
		}
	}
	return 0
}

// within reports whether a file is below a folder of a name.
func within(p fact.Path, name string) bool {
	return slices.Contains(strings.Split(path.Dir(string(p)), "/"), name)
}

// compareModule adds what the change breaks of one module. Before it is held against the
// release the change is looked at alone: where it breaks nothing, that need not be.
func (r *Reading) compareModule(ctx context.Context, v *duty.View, c *duty.Change, m *goModule, was, is *goState) error {
	if at := is.Module(m.Folder); at == nil || *at != m.GoModule {
		return nil // it is to become another module
	}
	last, released, err := r.lastRelease(ctx, m)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		c.API.Unchecked = append(c.API.Unchecked, noTree(m.Folder, last))
		return nil
	case released == nil:
		return nil
	}
	promises := last.Promises() && !was.Program(m.GoModule)
	if !promises && !review.Unpromised(v) {
		return nil
	}
	broken, err := m.brokenBy(ctx, c, was, is)
	if err != nil || len(broken) == 0 {
		return err
	}
	apis := make([]*code.GoAPI, 3)
	for i, s := range []*goState{released, was, is} {
		if apis[i], err = s.api(ctx, broken); err != nil {
			return err
		}
	}
	found, unresolved := map[fact.Path][]fact.APIChange{}, map[fact.Path]int{}
	for folder := range broken {
		if !code.GoExported(folder, m.Folder) {
			continue
		}
		before, now := code.CompareGo(apis[0], apis[1], folder), code.CompareGo(apis[0], apis[2], folder)
		if n := now.Unresolved - before.Unresolved; n > 0 {
			unresolved[folder] = n
		}
		known := map[string]bool{}
		for i := range before.Changes {
			known[breakKey(&before.Changes[i])] = true
		}
		for _, x := range now.Changes {
			if x.Kind.Breaks() && !known[breakKey(&x)] {
				found[folder] = append(found[folder], x)
			}
		}
	}
	if len(found)+len(unresolved) == 0 {
		return nil
	}
	kept, err := r.keptBefore(ctx, m, last, apis[0], broken)
	if err != nil {
		return err
	}
	for _, folder := range slices.Sorted(maps.Keys(broken)) {
		k := kept[folder]
		promised := promises && !k.rarely()
		if !promised && !review.Unpromised(v) {
			continue
		}
		c.API.Unresolved += unresolved[folder]
		for _, x := range found[folder] {
			c.API.Breaks = append(c.API.Breaks, duty.APIBreak{APIChange: x, Release: last.Tag, Promised: promised, Kept: k.kept, Of: k.of})
		}
	}
	return nil
}

// keeping is how many of some steps from one release to the next kept what a package
// exports.
type keeping struct{ kept, of int }

// rarely tells that compatibility, though the version promises it, is not kept: a third
// of the steps, and two at least, broke something.
func (k keeping) rarely() bool { return k.of-k.kept >= 2 && 3*(k.of-k.kept) >= k.of }

// mostSteps is how many steps from one minor version to the next are looked at.
const mostSteps = 5

// keptBefore tells how often packages kept what they export, from one minor version of
// the module to the next up to the last one, of which it is known what they export.
func (r *Reading) keptBefore(ctx context.Context, m *goModule, last release.Release, later *code.GoAPI, packages map[fact.Path]bool) (map[fact.Path]keeping, error) {
	out := map[fact.Path]keeping{}
	if !last.Promises() {
		return out, nil
	}
	minor := semver.MajorMinor(path.Base(last.Tag))
	steps := 0
	for _, x := range m.releases[1+slices.IndexFunc(m.releases, func(x release.Release) bool { return x.Tag == last.Tag }):] {
		at := semver.MajorMinor(path.Base(x.Tag))
		if !x.Promises() || at == minor {
			continue
		}
		if steps++; steps > mostSteps {
			break
		}
		minor = at
		files, err := r.settings.repository.Tree(ctx, x.Ref.Commit)
		if err != nil {
			return out, ctx.Err() // what is not here tells nothing
		}
		s, err := r.treeState(files).goState(ctx)
		if err != nil {
			return out, err
		}
		earlier, err := s.api(ctx, packages)
		if err != nil {
			return out, err
		}
		for folder := range packages {
			out[folder] = out[folder].after(code.CompareGo(earlier, later, folder))
		}
		later = earlier
	}
	return out, nil
}

// after counts one more step, if the package was there and could be compared.
func (k keeping) after(d code.GoDifference) keeping {
	for i := range d.Changes {
		switch x := &d.Changes[i]; {
		case x.Symbol == "" && x.Kind == fact.APIAdded:
			return k // it is new
		case x.Kind == fact.APIRemoved || x.Kind == fact.APIChanged:
			k.of++
			return k
		}
	}
	if d.Unchecked == "" {
		k.of++
		k.kept++
	}
	return k
}

// mostTags is how many tags are looked at for one that is a release of a module.
const mostTags = 16

// lastRelease is the last release of a module, and its tree; released is nil if there is
// none. A tag from before there were modules, or of another one in the same folder, is no
// release, and neither is one that itself or a higher version retracts.
func (r *Reading) lastRelease(ctx context.Context, m *goModule) (last release.Release, released *goState, err error) {
	var higher []*goState
	for _, last = range m.releases[:min(len(m.releases), mostTags)] {
		files, err := r.settings.repository.Tree(ctx, last.Ref.Commit)
		if err != nil {
			return last, nil, err
		}
		released, err = r.treeState(files).goState(ctx)
		if err != nil {
			return last, nil, err
		}
		if !slices.Contains(released.Modules, m.GoModule) {
			continue
		}
		higher = append(higher, released)
		retracted := func(s *goState) bool { return s.Retracts(m.GoModule, path.Base(last.Tag)) }
		if !slices.ContainsFunc(higher, retracted) {
			return last, released, nil
		}
	}
	return last, nil, nil
}

// brokenBy are the packages of which the change breaks something: those that it touches,
// and where it breaks one, those that import it.
func (m *goModule) brokenBy(ctx context.Context, c *duty.Change, was, is *goState) (map[fact.Path]bool, error) {
	asked := m.packages
	broken := map[fact.Path]bool{}
	for len(asked) > 0 {
		before, err := was.api(ctx, asked)
		if err != nil {
			return nil, err
		}
		after, err := is.api(ctx, asked)
		if err != nil {
			return nil, err
		}
		next := map[fact.Path]bool{}
		for _, folder := range slices.Sorted(maps.Keys(asked)) {
			d := code.CompareGo(before, after, folder)
			if d.Unchecked != "" {
				c.API.Unchecked = append(c.API.Unchecked, fact.APIUnchecked{Path: folder, Why: d.Unchecked})
			}
			if slices.ContainsFunc(d.Changes, func(x fact.APIChange) bool { return x.Kind.Breaks() }) {
				broken[folder] = true
				next[folder] = true
			}
		}
		asked = m.importers(next, broken, c, was)
	}
	return broken, nil
}

// importers are the packages of the module that import some others, at the base. Other
// modules that pass something on have releases of their own.
func (m *goModule) importers(of, known map[fact.Path]bool, c *duty.Change, was *goState) map[fact.Path]bool {
	out := map[fact.Path]bool{}
	for i := range c.Base.Dependencies {
		d := &c.Base.Dependencies[i]
		if folder := d.From.Folder(); d.Confidence == fact.Exact && of[d.To] && code.GoSource(d.From) && !known[folder] && !m.packages[folder] {
			if in := was.Module(folder); in != nil && in.Folder == m.Folder {
				out[folder] = true
			}
		}
	}
	return out
}
