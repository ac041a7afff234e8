package run

import (
	"cmp"
	"context"
	"maps"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/code"
)

// namesState is a state of the packages of a repository.
type namesState struct {
	*treeState
	*code.NamesTree
}

// suspects are the files of a package of which a change may break something.
type suspects struct {
	*code.NamedPackage
	release release.Release
	files   []*duty.ChangedFile
}

// namesReview is a review of what packages of TypeScript, JavaScript, Python and Java
// let others name.
type namesReview struct {
	*Reading
	change  *duty.Change
	byFile  map[*duty.Content]*code.Names
	byBlob  map[fact.BlobID]*code.Names
	was, is *namesState
}

// supplyNames tells what a change breaks of the names that the last releases of the
// packages of a repository give: what the head breaks of them and the base does not. The
// files of the change are looked at alone first, and mostly nothing else is read.
func (r *Reading) supplyNames(ctx context.Context, v *duty.View, c *duty.Change, base, head *treeState, names map[*duty.Content]*code.Names) error {
	n := &namesReview{Reading: r, change: c, byFile: names, byBlob: map[fact.BlobID]*code.Names{}}
	all := n.suspected()
	if len(all) == 0 || !tagged(v.Refs) {
		return nil
	}
	var err error
	if n.was, err = base.namesState(ctx); err != nil {
		return err
	}
	packages := n.released(v, all)
	if len(packages) == 0 {
		return nil
	}
	if n.is, err = head.namesState(ctx); err != nil {
		return err
	}
	for i := range c.Files {
		f := &c.Files[i]
		n.byBlob[f.Old], n.byBlob[f.Blob] = names[&f.Before], names[&f.After]
	}
	for _, p := range packages {
		if err := n.compare(ctx, p); err != nil {
			return err
		}
	}
	return nil
}

func namesOf(ctx context.Context, reader *code.Reader, language string, text []byte) (s fact.Structure, n *code.Names, err error) {
	defer fault.Catch(&err)
	return reader.Read(ctx, language, text)
}

// suspected are the files that show no sign that they break nothing.
func (n *namesReview) suspected() []*duty.ChangedFile {
	var out []*duty.ChangedFile
	for i := range n.change.Files {
		f := &n.change.Files[i]
		if f.Kind == fact.Added {
			continue
		}
		if entriesLost(f) {
			out = append(out, f)
		}
		family := code.NamesFamily(code.LanguageOf(f.PathBefore()))
		before, after := n.byFile[&f.Before], n.byFile[&f.After]
		if family == "" || before == nil {
			continue
		}
		moved := f.Path != f.PathBefore() && family != "java"
		if moved || after != nil && after.Broken && !before.Broken || !code.NamesHarmless(family, before, after) {
			out = append(out, f)
		}
	}
	return out
}

// entriesLost tells a manifest that no longer maps what it did.
func entriesLost(f *duty.ChangedFile) bool {
	if path.Base(string(f.PathBefore())) != "package.json" || f.Before.Structure == nil {
		return false
	}
	return f.After.Structure == nil || slices.ContainsFunc(f.Before.Structure.Mapped, func(m fact.Mapping) bool { return !slices.Contains(f.After.Structure.Mapped, m) })
}

// namesState reads the manifests of a tree.
func (s *treeState) namesState(ctx context.Context) (*namesState, error) {
	manifests, err := s.those(ctx, code.NamesManifest)
	if err != nil {
		return nil, err
	}
	return &namesState{s, code.NewNamesTree(s.paths, manifests)}, nil
}

// released groups files by the packages that were released with a promise.
func (n *namesReview) released(v *duty.View, files []*duty.ChangedFile) []*suspects {
	before := n.before(v, n.change)
	all := map[string]*suspects{}
	for _, f := range files {
		family := cmp.Or(code.NamesFamily(code.LanguageOf(f.PathBefore())), "script")
		p := n.was.PackageOf(family, f.PathBefore())
		if p == nil {
			continue
		}
		key := family + " " + string(p.Folder)
		s, known := all[key]
		if !known {
			s = promised(v.Refs, p, before)
			all[key] = s
		}
		if s != nil {
			s.files = append(s.files, f)
		}
	}
	var out []*suspects
	for _, key := range slices.Sorted(maps.Keys(all)) {
		if all[key] != nil {
			out = append(out, all[key])
		}
	}
	return out
}

// promised is a package with its last release; nil where that promises nothing. A tag
// without a name is of a package below the top only where their versions agree.
func promised(refs []fact.Ref, p *code.NamedPackage, before time.Time) *suspects {
	last, major, plain, ok, found := release.OfPackage(refs, p.Names, before)
	if !found || !ok {
		return nil
	}
	says := majorOf(p.Version)
	if says > major || plain && p.Folder != "" && says != major && p.Family != "java" {
		return nil
	}
	return &suspects{NamedPackage: p, release: last}
}

// majorOf is the major version; -1 where none is told.
func majorOf(version string) int {
	first, _, _ := strings.Cut(strings.TrimPrefix(version, "v"), ".")
	n, err := strconv.Atoi(first)
	if err != nil {
		return -1
	}
	return n
}

// compare adds what the change breaks of a package.
func (n *namesReview) compare(ctx context.Context, s *suspects) error {
	is := n.is.PackageOf(s.Family, s.files[0].PathBefore())
	if is == nil || is.Folder != s.Folder || is.Names[0] != s.Names[0] || majorOf(is.Version) > majorOf(s.Version) {
		return nil // it is to become another package, or the next major version of it
	}
	if major, err := n.toBeMajor(ctx, is); major || err != nil {
		return err
	}
	asked := n.asked(s)
	was, err := n.api(ctx, n.was, s, asked)
	if err != nil {
		return err
	}
	now, err := n.api(ctx, n.is, s, asked)
	if err != nil {
		return err
	}
	n.doubt(s, was)
	broken := map[string]bool{}
	for _, x := range code.CompareNames(was, now) {
		broken[breakKey(&x.APIChange)] = true
	}
	if len(broken) == 0 {
		return nil
	}
	files, err := n.settings.repository.Tree(ctx, s.release.Ref.Commit)
	if err != nil {
		if ctx.Err() != nil {
			return err
		}
		n.change.API.Unchecked = append(n.change.API.Unchecked, noTree(s.Folder, s.release))
		return nil
	}
	tree, err := n.treeState(files).namesState(ctx)
	if err != nil {
		return err
	}
	if s.Family == "java" {
		asked = nil
		for _, key := range slices.Sorted(maps.Keys(was.Entries)) {
			if p := tree.JavaType(key); p != "" {
				asked = append(asked, p)
			}
		}
	}
	released, err := n.api(ctx, tree, s, asked)
	if err != nil {
		return err
	}
	breaks := n.fresh(s, broken, code.CompareNames(released, was), code.CompareNames(released, now))
	if len(breaks) > 0 {
		if breaks, err = n.documented(ctx, tree, s.Family, breaks); err != nil {
			return err
		}
	}
	n.change.API.Breaks = append(n.change.API.Breaks, breaks...)
	return nil
}

// fresh is what the head breaks of a release and the base does not, once: a type of Java
// is looked at for each module that it might move to. What the release calls deprecated was
// announced to go.
func (n *namesReview) fresh(s *suspects, broken map[string]bool, before, after []code.NamesChange) (out []duty.APIBreak) {
	for i := range before {
		broken[breakKey(&before[i].APIChange)] = false
	}
	for _, x := range code.Causes(after) {
		if x.Deprecated || !broken[breakKey(&x.APIChange)] {
			continue
		}
		if x.Unit = s.Folder; s.Family == "java" {
			x.Unit = x.Path.Folder()
		}
		if !slices.ContainsFunc(n.change.API.Breaks, func(b duty.APIBreak) bool { return b.APIChange == x.APIChange && b.Release == s.release.Tag }) {
			out = append(out, duty.APIBreak{APIChange: x.APIChange, Release: s.release.Tag, Promised: true})
		}
	}
	return out
}

func (n *namesReview) unchecked(p fact.Path, why string) {
	n.change.API.Unchecked = append(n.change.API.Unchecked, fact.APIUnchecked{Path: p, Why: why})
}

// doubt tells what could not be looked at.
func (n *namesReview) doubt(s *suspects, was *code.NamesAPI) {
	lost := false
	for _, f := range s.files {
		before, after := n.byFile[&f.Before], n.byFile[&f.After]
		if before == nil {
			continue
		}
		reached := was.Reached[f.PathBefore()]
		lost = lost || !reached
		if reached && after != nil && after.Broken && !before.Broken {
			n.unchecked(f.Path, "it does not parse as a whole")
		}
	}
	if lost && len(was.Unmapped) > 0 {
		n.unchecked(s.Folder, "no sources are found of its entry points "+strings.Join(was.Unmapped[:min(len(was.Unmapped), 3)], ", "))
	}
}

// asked are the files whose names are compared: of Python those that may break, and those
// that may pass their names on; of Java all that differ, since a type may move.
func (n *namesReview) asked(s *suspects) []fact.Path {
	set := map[fact.Path]bool{}
	switch s.Family {
	case "python":
		for _, f := range s.files {
			set[f.PathBefore()] = true
			set[otherForm(f.PathBefore())] = true
		}
		for range 10 {
			if !n.passOn(set) {
				break
			}
		}
	case "java":
		for i := range n.change.Files {
			f := &n.change.Files[i]
			for _, p := range []fact.Path{f.PathBefore(), f.Path} {
				if x := n.was.PackageOf("java", p); strings.HasSuffix(string(p), ".java") && x != nil {
					set[p] = true
				}
			}
		}
	}
	return slices.Sorted(maps.Keys(set))
}

// otherForm is the file of a module of Python if it becomes a package, or was one.
func otherForm(p fact.Path) fact.Path {
	if folder, ok := strings.CutSuffix(string(p), "/__init__.py"); ok {
		return fact.Path(folder + ".py")
	}
	return fact.Path(strings.TrimSuffix(string(p), ".py") + "/__init__.py")
}

// passOn adds the packages of Python that import from some files; false if there are no
// more.
func (n *namesReview) passOn(set map[fact.Path]bool) bool {
	more := false
	for i := range n.change.Base.Dependencies {
		d := &n.change.Base.Dependencies[i]
		if set[d.To] && !set[d.From] && path.Base(string(d.From)) == "__init__.py" {
			set[d.From], more = true, true
		}
	}
	return more
}

// api finds what a package gives in a state.
func (n *namesReview) api(ctx context.Context, t *namesState, s *suspects, asked []fact.Path) (*code.NamesAPI, error) {
	var reader *code.Reader
	read := func(ctx context.Context, paths []fact.Path) (map[fact.Path]*code.Names, error) {
		out := map[fact.Path]*code.Names{}
		var unread []*fact.File
		for _, p := range paths {
			f := t.file(p)
			if f == nil {
				continue
			}
			if known, ok := n.byBlob[f.Blob]; ok {
				out[p] = known
			} else {
				unread = append(unread, f)
			}
		}
		if len(unread) > 0 && reader == nil {
			reader = n.options.codeReader()
		}
		var failed error
		err := n.contents(ctx, unread, func(f *fact.File, text []byte) {
			_, names, err := namesOf(ctx, reader, code.LanguageOf(f.Path), text)
			if err != nil {
				failed = err
			}
			n.byBlob[f.Blob], out[f.Path] = names, names
		})
		if ctx.Err() != nil {
			return nil, err
		}
		return out, failed
	}
	api, err := t.API(ctx, s.NamedPackage, asked, read)
	if reader != nil {
		_ = reader.Close()
	}
	return api, err
}
