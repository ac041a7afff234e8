package run

import (
	"context"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/internal/config"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/git"
)

// shelf is where a team keeps results of benchmarks, by commit: a folder of the work tree,
// that folder in the commit of a bare repository, or a ref of git notes.
type shelf interface {
	// commits are those of which something is kept; gaps tell of what is no results.
	commits(context.Context) ([]fact.CommitID, []fact.Gap, error)
	// read gives what is kept of one of them; nil if nothing is.
	read(context.Context, fact.CommitID) ([]byte, error)
	// name is where that is, for people.
	name(fact.CommitID) string
}

// keepPlace is where results are kept, by a flag or else by the configuration: a ref, or
// a folder of the repository.
func keepPlace(r *git.Repository, configured, flag, given string) (string, error) {
	if given == "" {
		if configured == "" {
			return "", fault.New(fault.Usage, "nothing says where results of benchmarks are kept").
				WithHint("write it to %s and commit that, as in `performance: {results: bench/}` or `performance: {results: refs/notes/benchmarks}`, or give it with --%s", config.FileName, flag)
		}
		return configured, nil
	}
	place := given
	if !strings.HasPrefix(given, "refs/") {
		p, err := r.PathOf(given)
		if err != nil {
			return "", fault.New(fault.Usage, "--%s: %w", flag, err).WithHint("name a folder of the repository, or a ref such as refs/notes/benchmarks")
		}
		place = string(p)
	}
	if says, hint := config.WrongResults(place); says != "" {
		return "", fault.New(fault.Usage, "--%s %q %s", flag, given, says).WithHint("%s", hint)
	}
	return place, nil
}

// openShelf opens a place of results to read it. The head is that of a bare repository.
func openShelf(ctx context.Context, r *git.Repository, place string, head fact.CommitID) (shelf, func(), error) {
	if strings.HasPrefix(place, config.NotesPrefix) {
		notes, err := r.Notes(ctx, place)
		blobs := r.OpenBlobs(ctx, maxInput)
		return &notesShelf{place, notes, blobs}, blobs.Close, err
	}
	if r.Root == "" {
		blobs := r.OpenBlobs(ctx, maxInput)
		tree, err := r.Tree(ctx, head)
		return newTreeShelf(place, tree, blobs), blobs.Close, err
	}
	dir, err := openFolder(r.Root, place, false)
	if errors.Is(err, fs.ErrNotExist) {
		return &folderShelf{place, nil}, func() {}, nil
	}
	if err != nil {
		return nil, nil, err
	}
	return &folderShelf{place, dir}, func() { dir.Close() }, nil
}

// notesShelf is a ref of git notes.
type notesShelf struct {
	ref   string
	notes *git.Notes
	blobs *git.Blobs
}

func (s *notesShelf) commits(context.Context) ([]fact.CommitID, []fact.Gap, error) {
	var out []fact.CommitID
	for id := range s.notes.Blobs {
		out = append(out, id)
	}
	slices.Sort(out)
	return out, nil, nil
}

func (s *notesShelf) read(ctx context.Context, id fact.CommitID) ([]byte, error) {
	blob, ok := s.notes.Blobs[id]
	if !ok {
		return nil, nil
	}
	return s.blobs.Blob(ctx, blob)
}

func (s *notesShelf) name(id fact.CommitID) string { return s.ref + ":" + string(id[:10]) }

// keptName is the name of the file of a commit.
var keptName = regexp.MustCompile(`^([0-9a-f]{40}|[0-9a-f]{64})\.jsonl$`)

const keptEnd = ".jsonl"

// keptFile tells the commit that a name in the folder means. Names that do not end as
// those of results are others' affair; one that does and names no commit is a gap.
func keptFile(folder, name string, regular bool) (id fact.CommitID, gap *fact.Gap) {
	switch {
	case path.Ext(name) != keptEnd:
		return "", nil
	case keptName.MatchString(name) && regular:
		return fact.CommitID(strings.TrimSuffix(name, keptEnd)), nil
	}
	at := path.Join(folder, name)
	why := "its name is no commit"
	if !regular {
		why = "it is no regular file"
	}
	return "", &fact.Gap{Kind: fact.GapInput, Count: 1, Example: at, Detail: "a file is left out, since " + why}
}

// folderShelf is a folder of the work tree; dir is nil where it is not there.
type folderShelf struct {
	folder string
	dir    *os.Root
}

func (s *folderShelf) commits(context.Context) (out []fact.CommitID, gaps []fact.Gap, err error) {
	if s.dir == nil {
		return nil, nil, nil
	}
	entries, err := fs.ReadDir(s.dir.FS(), ".")
	if err != nil {
		return nil, nil, fault.New(fault.Usage, "%s cannot be read: %w", s.folder, err).WithHint("see that you may read the folder")
	}
	for _, e := range entries {
		id, gap := keptFile(s.folder, e.Name(), e.Type().IsRegular())
		if gap != nil {
			gaps = append(gaps, *gap)
		} else if id != "" {
			out = append(out, id)
		}
	}
	return out, gaps, nil
}

func (s *folderShelf) read(_ context.Context, id fact.CommitID) ([]byte, error) {
	if s.dir == nil {
		return nil, nil
	}
	name := string(id) + keptEnd
	info, err := s.dir.Lstat(name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fault.New(fault.Usage, "%s is no regular file", s.name(id)).WithHint("remove it, and ingest the results of its commit again")
	case info.Size() > maxInput:
		return nil, fault.New(fault.Usage, "%s is longer than %d MiB", s.name(id), maxInput>>20).WithHint("remove it, and ingest fewer results")
	}
	return s.dir.ReadFile(name)
}

func (s *folderShelf) name(id fact.CommitID) string { return s.folder + "/" + string(id) + keptEnd }

// openFolder opens a folder of the work tree, whose path has no link in it: one would lead
// to where nobody meant to write. With create the folders that are missing are made.
func openFolder(top, folder string, create bool) (*os.Root, error) {
	dir, err := os.OpenRoot(top)
	if err != nil {
		return nil, fault.New(fault.Usage, "%w", err).WithHint("see that you may read the work tree")
	}
	own, _ := dir.Lstat(".git") // by whatever name a file system lets it be called
	walked := ""
	for name := range strings.SplitSeq(folder, "/") {
		walked = path.Join(walked, name)
		next, err := step(dir, name, own, create)
		dir.Close()
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return nil, err
		case errors.Is(err, errNoFolder):
			return nil, fault.New(fault.Usage, "%s is a link, no folder, or git's own, and results are kept in none such", walked).WithHint("name another folder, or remove it")
		case err != nil:
			return nil, fault.New(fault.Usage, "%s: %w", walked, err).WithHint("see that the folder may be read and written")
		}
		dir = next
	}
	return dir, nil
}

var errNoFolder = errors.New("no folder")

// step opens a folder in another one; own is that of git, if there is one.
func step(dir *os.Root, name string, own fs.FileInfo, create bool) (*os.Root, error) {
	info, err := dir.Lstat(name)
	if errors.Is(err, fs.ErrNotExist) && create {
		if err := dir.Mkdir(name, 0o777); err != nil && !errors.Is(err, fs.ErrExist) {
			return nil, err
		}
		info, err = dir.Lstat(name)
	}
	switch {
	case err != nil:
		return nil, err
	case !info.IsDir(), own != nil && os.SameFile(info, own):
		return nil, errNoFolder
	}
	return dir.OpenRoot(name)
}

// lockPatience is how long it is waited for others who write the same file.
const lockPatience = 10 * time.Second

// edit changes the file of a commit: change is given what it holds, nil if it is not there,
// and says what it is to hold. As git does, the new file is written beside the old one
// under a name that locks it, and takes its place in one step: whoever reads sees the one
// or the other, and of those who write at once each adds to what the one before left.
func (s *folderShelf) edit(ctx context.Context, id fact.CommitID, change func(old []byte) ([]byte, error)) error {
	name := string(id) + keptEnd
	lock := name + ".lock"
	f, err := s.lock(ctx, lock)
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		f.Close()
		if !renamed {
			_ = s.dir.Remove(lock)
		}
	}()
	old, err := s.read(ctx, id)
	if err != nil {
		return err
	}
	now, err := change(old)
	if err != nil || now == nil {
		return err
	}
	if _, err = f.Write(now); err == nil {
		err = f.Sync()
	}
	if err == nil {
		err = f.Close()
	}
	if err == nil {
		err = s.dir.Rename(lock, name)
	}
	if err != nil {
		return fault.New(fault.Undelivered, "%s: %w", s.name(id), err).WithHint("see that the folder may be written, and that there is room")
	}
	renamed = true
	return nil
}

func (s *folderShelf) lock(ctx context.Context, name string) (*os.File, error) {
	for began := time.Now(); ; {
		f, err := s.dir.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		switch {
		case err == nil:
			return f, nil
		case !errors.Is(err, fs.ErrExist):
			return nil, fault.New(fault.Undelivered, "%s: %w", s.folder, err).WithHint("see that the folder may be written, and that there is room")
		case time.Since(began) > lockPatience:
			return nil, fault.New(fault.Undelivered, "%s/%s is there: somebody else is writing, or was ended while writing", s.folder, name).
				WithHint("if nobody is, remove it and ask again")
		}
		select {
		case <-time.After(20 * time.Millisecond):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// treeShelf is a folder of a commit, for a repository without a work tree.
type treeShelf struct {
	folder string
	// files are those in the folder, by name.
	files map[string]*fact.File
	blobs *git.Blobs
}

func newTreeShelf(folder string, tree []fact.File, blobs *git.Blobs) *treeShelf {
	s := &treeShelf{folder, map[string]*fact.File{}, blobs}
	for i := range tree {
		if f := &tree[i]; string(f.Path.Folder()) == folder {
			s.files[path.Base(string(f.Path))] = f
		}
	}
	return s
}

func (s *treeShelf) commits(context.Context) (out []fact.CommitID, gaps []fact.Gap, err error) {
	for _, name := range slices.Sorted(maps.Keys(s.files)) {
		mode := s.files[name].Mode
		id, gap := keptFile(s.folder, name, mode == fact.ModeFile || mode == fact.ModeExecutable)
		if gap != nil {
			gaps = append(gaps, *gap)
		} else if id != "" {
			out = append(out, id)
		}
	}
	return out, gaps, nil
}

func (s *treeShelf) read(ctx context.Context, id fact.CommitID) ([]byte, error) {
	f := s.files[string(id)+keptEnd]
	if f == nil {
		return nil, nil
	}
	return s.blobs.Blob(ctx, f.Blob)
}

func (s *treeShelf) name(id fact.CommitID) string { return s.folder + "/" + string(id) + keptEnd }
