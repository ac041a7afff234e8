package run

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/api"
	"leadline/internal/source/git"
)

// mostReleasesBack is how many releases are looked at for whether a version moves.
const mostReleasesBack = 12

// supplyServices holds the descriptions of services at the head against those of the last
// release.
func (r *Reading) supplyServices(ctx context.Context) error {
	v := r.view
	if v.Services != nil || v.History.Head == "" {
		return nil
	}
	found := &duty.Services{}
	last, ok := release.Last(v.History, v.Refs, v.End())
	if !ok {
		v.Services = found
		return nil
	}
	found.Release = &last
	files, err := r.settings.repository.Tree(ctx, last.Ref.Commit)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		found.Unchecked, v.Services = []fact.APIUnchecked{noTree("", last)}, found
		return nil
	}
	pairs, steps := r.differing(files), release.Steps(v.Refs, v.End(), mostReleasesBack)
	found, err = remembered(ctx, r, servicesName, servicesKey(v.History.Head, last.Ref.Commit, pairs, steps), func() (*duty.Services, error) {
		return found, r.compareServices(ctx, files, pairs, steps, found)
	})
	if err != nil {
		return err
	}
	found.Release, v.Services = &last, found
	return nil
}

// servicesVersion is raised whenever the same descriptions compare otherwise.
const (
	servicesName    = "services"
	servicesVersion = "1"
)

// servicesKey names what a comparison depends on.
func servicesKey(head, released fact.CommitID, pairs []api.Pair, steps []release.Release) string {
	sum := sha256.New()
	fmt.Fprintln(sum, head, released)
	for _, p := range pairs {
		fmt.Fprintf(sum, "%s\x00%s\n", p.From, p.To)
	}
	for _, s := range steps {
		fmt.Fprintln(sum, s.Ref.Commit)
	}
	return servicesVersion + " " + hex.EncodeToString(sum.Sum(nil)[:16])
}

// compareServices reads the pairs and tells what changed.
func (r *Reading) compareServices(ctx context.Context, released []fact.File, pairs []api.Pair, steps []release.Release, found *duty.Services) error {
	blobs := r.settings.repository.OpenBlobs(ctx, api.Most)
	defer blobs.Close()
	was, is := stateOf(released, blobs), stateOf(r.view.History.Files, blobs)
	var read []api.Pair
	for _, p := range pairs {
		if err := fill(ctx, &p, was, is); err != nil {
			found.Unchecked = append(found.Unchecked, fact.APIUnchecked{Path: cmp.Or(p.To, p.From), Why: err.Error()})
			continue
		}
		read = append(read, p)
	}
	result, err := api.Compare(ctx, was, is, read)
	if err != nil {
		return err
	}
	found.Changed = services(&result)
	found.Unchecked = append(found.Unchecked, result.Unchecked...)
	if err := announced(ctx, r.view, released, was, is, found); err != nil {
		return err
	}
	return r.habits(ctx, found, steps, blobs)
}

// stateOf is a tree as descriptions of services are read from it.
func stateOf(files []fact.File, blobs *git.Blobs) api.State {
	file, s := fileOf(files), api.State{}
	for i := range files {
		s.Paths = append(s.Paths, files[i].Path)
	}
	s.Read = func(ctx context.Context, p fact.Path) ([]byte, error) {
		f := file(p)
		if f == nil {
			return nil, errNoFile
		}
		return blobs.Blob(ctx, f.Blob)
	}
	return s
}

// differing are the files that may describe services and that differ from those of a
// release. What is gone and what is new are one file that was moved where they alone have
// a name.
func (r *Reading) differing(released []fact.File) []api.Pair {
	before, after := fileOf(released), fileOf(r.view.History.Files)
	var out []api.Pair
	gone := r.byName(released, func(f *fact.File) bool {
		now := after(f.Path)
		if now != nil && now.Blob != f.Blob {
			out = append(out, api.Pair{From: f.Path, To: f.Path})
		}
		return now == nil
	})
	come := r.byName(r.view.History.Files, func(f *fact.File) bool { return before(f.Path) == nil })
	for name, olds := range gone {
		news := come[name]
		if len(olds) == 1 && len(news) == 1 {
			out = append(out, api.Pair{From: olds[0], To: news[0]})
			delete(come, name)
			continue
		}
		for _, p := range olds {
			out = append(out, api.Pair{From: p})
		}
	}
	for _, news := range come {
		for _, p := range news {
			out = append(out, api.Pair{To: p})
		}
	}
	slices.SortFunc(out, func(a, b api.Pair) int { return cmp.Or(cmp.Compare(a.To, b.To), cmp.Compare(a.From, b.From)) })
	return out
}

// byName are those of the files that may describe services which are wanted, by the last
// element of their path.
func (r *Reading) byName(files []fact.File, wanted func(*fact.File) bool) map[string][]fact.Path {
	out := map[string][]fact.Path{}
	for i := range files {
		if f := &files[i]; r.describes(f) && wanted(f) {
			name := path.Base(string(f.Path))
			out[name] = append(out[name], f.Path)
		}
	}
	return out
}

// fill reads what a pair holds.
func fill(ctx context.Context, p *api.Pair, was, is api.State) (err error) {
	if p.From != "" {
		if p.Old, err = was.Read(ctx, p.From); err != nil {
			return err
		}
	}
	if p.To != "" {
		p.New, err = is.Read(ctx, p.To)
	}
	return err
}

// describes reports whether a file may describe a service that the repository offers.
func (r *Reading) describes(f *fact.File) bool {
	return f.Mode == fact.ModeFile && api.Candidate(f.Path) && r.view.Kind(f.Path) != generated.Vendored && !aside(f.Path)
}

// aside reports whether a file stands in a folder of tests, of examples, or of what is for
// the repository alone.
func aside(p fact.Path) bool {
	for dir := range strings.SplitSeq(path.Dir(string(p)), "/") {
		switch strings.ToLower(strings.Trim(dir, "_")) {
		case "testdata", "test", "tests", "fixtures", "examples", "example", "samples", "mocks", "e2e", "node_modules", "internal", "internals":
			return true
		}
		if len(dir) > 1 && dir[0] == '.' { // what tools are told
			return true
		}
	}
	return false
}

// services are what changed, by description.
func services(r *api.Result) []duty.Service {
	var out []duty.Service
	at := map[fact.Path]int{}
	for _, u := range r.Units {
		at[u.Path] = len(out)
		out = append(out, duty.Service{Path: u.Path, Was: u.Was, Is: u.Is, Promises: u.Promises, Announced: u.Announced})
	}
	for _, c := range r.Changes {
		if i, ok := at[c.Unit]; ok {
			out[i].Changes = append(out[i].Changes, c)
		}
	}
	return slices.DeleteFunc(out, func(s duty.Service) bool { return len(s.Changes) == 0 && s.Was == s.Is })
}

// habits tells of descriptions whose version stayed whether it moved before, from release
// to release.
func (r *Reading) habits(ctx context.Context, found *duty.Services, steps []release.Release, blobs *git.Blobs) error {
	var still []*versions
	for i := range found.Changed {
		s := &found.Changed[i]
		s.ByRelease = release.Names(found.Release.Tag, s.Was)
		if s.Is != "" && s.Is == s.Was && !s.ByRelease {
			still = append(still, &versions{Service: s})
		}
	}
	if len(still) == 0 {
		return nil
	}
	for _, step := range steps {
		files, err := r.settings.repository.Tree(ctx, step.Ref.Commit)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			continue // the others tell enough
		}
		file := fileOf(files)
		for _, s := range still {
			s.step(ctx, file(s.Path), blobs)
		}
	}
	return ctx.Err()
}

// versions are those of a description, from release to release.
type versions struct {
	*duty.Service
	blob    fact.BlobID
	version string
}

// step counts a release in which the description is another one than at the one before.
func (v *versions) step(ctx context.Context, f *fact.File, blobs *git.Blobs) {
	if f == nil || f.Blob == v.blob {
		return
	}
	content, err := blobs.Blob(ctx, f.Blob)
	if err != nil {
		return
	}
	now := api.Version(content)
	if v.blob != "" {
		v.Steps++
		if now != v.version {
			v.Raised++
		}
	}
	v.blob, v.version = f.Blob, now
}
