package run

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/generated"
	"leadline/internal/duty"
	"leadline/internal/duty/review"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/code"
	"leadline/internal/source/git"
	"leadline/internal/source/sarif"
)

// Reviewed says what is reviewed.
type Reviewed struct {
	// Range is BASE..HEAD, or BASE alone for what the commit that is checked out has
	// since; empty for what it has that the default branch has not.
	Range string
	// Staged is what is staged, in place of the commit that is checked out, and WorkTree
	// the files that are.
	Staged, WorkTree bool
	// Patch is what would be applied to the commit that Range names, or else to the one
	// that is checked out; nil if there is none.
	Patch []byte
	// BaseLog and HeadLog are files with what another program found at the ends, as
	// SARIF; empty if none was asked.
	BaseLog, HeadLog string
	// BaseBench and HeadBench are files with the benchmarks of the ends; empty if none
	// are given.
	BaseBench, HeadBench string
	// Reach: calls are followed to what the change changes.
	Reach bool
	// Parts are told of a large change, however sure they are.
	Parts bool
}

// reviewed are the two ends of a change.
type reviewed struct {
	base, head       fact.CommitID
	staged, workTree bool
	patch            []byte
	reach, parts     bool
}

// change are the ends alone; what is no commit yet has none.
func (e *reviewed) change() *duty.Change {
	c := &duty.Change{Base: duty.Tree{Commit: e.base}, Head: duty.Tree{Commit: e.head}, Parts: e.parts}
	if e.staged || e.workTree || e.patch != nil {
		c.Head.Commit = ""
	}
	return c
}

// Review tells what a change makes worse. It is held against where it branched off, and
// what the configuration declares there counts. What is known of the history is that of
// the default branch.
func Review(ctx context.Context, o Options, what Reviewed) (sheet.Answer, error) {
	repository, err := git.Open(ctx, o.Dir)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	ends, err := endsOf(ctx, repository, what)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	linted, err := readLogs(repository, what)
	if err != nil {
		return sheet.Answer{}, err
	}
	measured, err := readMeasured(ctx, &o, what)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	r, err := readFor(ctx, o, needsOf(false, review.Duty, nil))
	if err != nil {
		return sheet.Answer{}, err
	}
	r.view.Change = ends.change()
	v, err := r.supply(ctx, duty.Place{}, sheet.Question{Duty: review.Duty.Name}, review.Duty, nil)
	if err != nil {
		return sheet.Answer{}, err
	}
	declared, gaps, err := r.review(ctx, v, ends)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	if err := supplyMeasured(v, measured); err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	v.Change.Linted = linted
	v.Change.Names = func(p fact.Path, c *duty.Content) *fact.Names { return code.NamesOf(p, c.Text, c.Structure) }
	reader := r.options.codeReader()
	defer reader.Close()
	v.Change.Breaks = func(c *duty.Content) []fact.Break { return breaksIn(ctx, reader, c) }
	if r.book != nil {
		unmask(v, r.book())
	}
	s, err := review.Duty.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	declared.heed(&s)
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	a.Gaps = slices.Concat(a.Gaps, gaps, duty.HeadOfFiles(v).Gaps)
	a.Complete = len(a.Gaps) == 0
	return r.masked(a), nil
}

// mostLog is how large a log may be, in bytes.
const mostLog = 256 << 20

// readLogs reads what another program found; nil where none was asked.
func readLogs(repository *git.Repository, what Reviewed) (*duty.Linted, error) {
	if what.HeadLog == "" {
		return nil, nil
	}
	l := &duty.Linted{}
	for _, x := range []struct {
		name string
		to   *[]fact.Diagnostic
	}{{what.BaseLog, &l.Base}, {what.HeadLog, &l.Head}} {
		content, err := readLog(x.name)
		if err == nil {
			*x.to, err = sarif.Read(content, filepath.ToSlash(repository.Root))
		}
		if err != nil {
			return nil, fault.New(fault.Usage, "%s: %w", x.name, err).WithHint("name two logs in SARIF 2.1.0: of the base, and of the head")
		}
	}
	return l, nil
}

func readLog(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, mostLog+1))
	if err == nil && len(content) > mostLog {
		err = fmt.Errorf("more than %d bytes are not read", mostLog)
	}
	return content, err
}

// endsOf finds the ends of a change: the base is where the head branched off.
func endsOf(ctx context.Context, r *git.Repository, what Reviewed) (reviewed, error) {
	base, head, ranged := strings.Cut(what.Range, "..")
	head = strings.TrimPrefix(head, ".") // BASE...HEAD means the same here
	e := reviewed{staged: what.Staged, workTree: what.WorkTree, patch: what.Patch, reach: what.Reach, parts: what.Parts}
	switch {
	case what.Patch != nil && (what.Staged || what.WorkTree || ranged):
		return e, fault.New(fault.Usage, "a patch is held against one commit").WithHint("leave out --staged and --worktree, and name one commit at most")
	case (what.Staged || what.WorkTree) && what.Range != "":
		return e, fault.New(fault.Usage, "what is no commit yet is held against the one that is checked out").
			WithHint("leave out %s, or --staged and --worktree", what.Range)
	case what.Staged && what.WorkTree:
		return e, fault.New(fault.Usage, "what is staged and what is checked out are two things").WithHint("leave out either --staged or --worktree")
	case ranged && (base == "" || head == ""):
		return e, fault.New(fault.Usage, "%q names no two commits", what.Range).WithHint("write BASE..HEAD")
	}
	if what.Patch != nil {
		base, head = "", base
	}
	if head == "" {
		head = "HEAD"
	}
	var err error
	if e.head, err = r.Resolve(ctx, head); err != nil {
		return e, err
	}
	if e.head == "" {
		return e, fault.New(fault.Usage, "there is no commit yet").WithHint("commit something, and then change it")
	}
	var from fact.CommitID
	switch {
	case what.Staged, what.WorkTree, what.Patch != nil:
		e.base = e.head
		return e, nil
	case base != "":
		from, err = r.Resolve(ctx, base)
	default:
		from, _, err = r.Default(ctx)
	}
	if err != nil {
		return e, err
	}
	merged, ok, err := r.MergeBase(ctx, from, e.head)
	if err != nil {
		return e, err
	}
	if !ok {
		return e, fault.New(fault.Usage, "%s and %s have no commit in common", short(from), short(e.head)).
			WithHint("in a shallow clone, fetch more: git fetch --unshallow")
	}
	e.base = merged
	return e, nil
}

func short(c fact.CommitID) string { return string(c[:min(len(c), 12)]) }

// review supplies a view with the change, and with what was declared at its base.
func (r *Reading) review(ctx context.Context, v *duty.View, ends reviewed) (declared *settings, gaps []sheet.Gap, err error) {
	g := r.settings.repository
	c := v.Change
	var differ []fact.Change
	switch {
	case ends.staged:
		differ, err = g.CompareStaged(ctx, ends.base)
	case ends.patch != nil:
		differ, r.texts, err = g.ComparePatch(ctx, ends.base, ends.patch, code.Most)
		if errors.Is(err, git.ErrPatch) {
			err = fault.New(fault.Usage, "%w", err).WithHint("make it by `git diff %s`, and name the commit that it is against", short(ends.base))
		}
	case ends.workTree:
		differ, r.texts, err = g.CompareWorkTree(ctx, ends.base, code.Most)
	default:
		if differ, err = g.Compare(ctx, ends.base, ends.head); err == nil {
			c.Commits, err = g.Between(ctx, ends.base, ends.head)
		}
	}
	if err != nil {
		return nil, nil, err
	}
	base, err := g.Tree(ctx, ends.base)
	if err != nil {
		return nil, nil, err
	}
	after := treeAfter(base, differ)
	if declared, err = settingsOf(ctx, g, fileOf(base), nil, &r.options); err != nil {
		return nil, nil, err
	}
	v.Settings = declared.duty
	if c.Loosened, err = loosened(ctx, declared, fileOf(after), r.texts, &r.options); err != nil {
		return nil, nil, err
	}
	names := map[*duty.Content]*code.Names{}
	missing, err := r.readChanged(ctx, v, c, differ, names)
	if err != nil {
		return nil, nil, err
	}
	known := r.imported().structures
	if len(differ) == 0 { // nothing can be worse
		none := dependency.Of(dependency.LayoutOf(nil, nil), nil)
		c.Base.Packages, c.Head.Packages = none, none
		return declared, nil, nil
	}
	for _, t := range []struct {
		tree  *duty.Tree
		files []fact.File
	}{{&c.Base, base}, {&c.Head, after}} {
		sources, n, err := r.readTree(ctx, v, t.tree, t.files, known)
		if err != nil {
			return nil, nil, err
		}
		missing += n
		if t.tree == &c.Head && ends.reach {
			if c.Calls, err = r.callsOf(ctx, "calls of a change", sources); err != nil {
				return nil, nil, err
			}
		}
	}
	if err := r.supplyAPI(ctx, v, c, r.treeState(base), r.treeState(after), names); err != nil {
		return nil, nil, err
	}
	if missing > 0 {
		gaps = append(gaps, sheet.Gap{
			Kind: string(fact.GapBlob), Count: missing, Message: "contents of files of the change are missing: what they would tell is not judged",
			Next: sheet.Command("git", "rev-list", "--objects", "--missing=print", string(ends.base)+".."+string(ends.head)) + " | grep '^?'",
		})
	}
	return declared, gaps, nil
}

// treeAfter is a tree after changes, by path.
func treeAfter(base []fact.File, differ []fact.Change) []fact.File {
	gone, added := map[fact.Path]bool{}, make([]fact.File, 0, len(differ))
	for i := range differ {
		ch := &differ[i]
		gone[ch.PathBefore()] = true
		if ch.Kind != fact.Deleted {
			gone[ch.Path] = true
			added = append(added, fact.File{Path: ch.Path, Mode: ch.Mode, Blob: ch.Blob})
		}
	}
	slices.SortFunc(added, func(a, b fact.File) int { return cmp.Compare(a.Path, b.Path) })
	out := make([]fact.File, 0, len(base)+len(added))
	for _, f := range base {
		for len(added) > 0 && added[0].Path < f.Path {
			out, added = append(out, added[0]), added[1:]
		}
		if !gone[f.Path] {
			out = append(out, f)
		}
	}
	return append(out, added...)
}

// fileOf finds a file of a tree, which is sorted by path.
func fileOf(files []fact.File) func(fact.Path) *fact.File {
	return func(p fact.Path) *fact.File {
		i, ok := slices.BinarySearchFunc(files, p, func(f fact.File, p fact.Path) int { return cmp.Compare(f.Path, p) })
		if !ok {
			return nil
		}
		return &files[i]
	}
}

// breaksIn reads where the flow of the functions of a content breaks; none where no code is
// read, and if the time is over.
func breaksIn(ctx context.Context, reader *code.Reader, c *duty.Content) []fact.Break {
	if c.Structure == nil {
		return nil
	}
	out, _ := reader.Breaks(ctx, c.Structure.Language, c.Text)
	return out
}

// codeAt reads the code of a tree. What nobody had read is added to what is known, and
// kept. Missing counts the contents that could not be had.
func (r *Reading) codeAt(ctx context.Context, files []fact.File, known structures) (all []codeFile, missing int, err error) {
	all, unseen := r.codeIn(files, known, regular)
	if len(unseen) == 0 {
		return all, 0, nil
	}
	reader := r.options.codeReader()
	defer reader.Close()
	read, missing, err := r.readUnseen(ctx, reader, all, unseen)
	if err != nil {
		return nil, 0, err
	}
	maps.Copy(known, read)
	index := openIndex(r.settings.repository, &r.options)
	defer index.close()
	index.keepStructures(ctx, index.keptStructures(ctx), read, r.code)
	return all, missing, nil
}

// readTree reads the code of a tree, which it gives too, and counts the contents that
// could not be had.
func (r *Reading) readTree(ctx context.Context, v *duty.View, t *duty.Tree, files []fact.File, known structures) (sources []codeFile, missing int, err error) {
	sources, missing, err = r.codeAt(ctx, files, known)
	if err != nil {
		return nil, 0, err
	}
	for i := range files {
		t.Paths = append(t.Paths, files[i].Path)
	}
	all := read(sources)
	t.Structures, t.Dependencies = byPath(all), code.Resolve(all)
	t.Packages = dependency.Of(dependency.LayoutOf(t.Structures, v.LeftOut), t.Dependencies)
	t.Modules = dependency.ModulesOf(t.Packages, t.Dependencies)
	return sources, missing, nil
}

// readChanged reads both sides of what differs, and the names that they let others use.
func (r *Reading) readChanged(ctx context.Context, v *duty.View, c *duty.Change, differ []fact.Change, names map[*duty.Content]*code.Names) (missing int, err error) {
	var files []fact.File
	var to []*duty.Content
	c.Files = make([]duty.ChangedFile, len(differ))
	for i := range differ {
		c.Files[i].Change = differ[i]
		f := &c.Files[i]
		if f.Content == fact.Missing || f.OldContent == fact.Missing {
			missing++
		}
		for _, side := range []struct {
			path fact.Path
			blob fact.BlobID
			mode fact.Mode
			to   *duty.Content
		}{{f.PathBefore(), f.Old, f.OldMode, &f.Before}, {f.Path, f.Blob, f.Mode, &f.After}} {
			if side.blob != "" && f.Counted() && (side.mode == fact.ModeFile || side.mode == fact.ModeExecutable) {
				files, to = append(files, fact.File{Path: side.path, Mode: side.mode, Blob: side.blob}), append(to, side.to)
			}
		}
	}
	asked := make([]*fact.File, len(files))
	at := map[*fact.File]int{}
	for i := range files {
		asked[i], at[&files[i]] = &files[i], i
	}
	contents := make([][]byte, len(files))
	_ = r.contents(ctx, asked, func(f *fact.File, text []byte) { contents[at[f]] = text })
	if ctx.Err() != nil {
		return 0, ctx.Err()
	}
	reader := r.options.codeReader()
	defer reader.Close()
	for i, text := range contents {
		switch {
		case text == nil:
			missing++
			continue
		case len(text) > code.Most:
			continue
		}
		kind := v.Kind(files[i].Path)
		if kind == generated.Written && generated.Marked(text[:min(len(text), generated.HeadBytes)]) {
			kind = generated.Code
		}
		to[i].Text, to[i].Written = text, kind == generated.Written
		if language := code.LanguageOf(files[i].Path); language != "" {
			s, n, err := namesOf(ctx, reader, language, text)
			if err != nil {
				return 0, err
			}
			to[i].Structure, names[to[i]] = &s, n
		}
	}
	return missing, nil
}
