package git

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// MergeBase is a commit from which both lead away: the best of those that both
// contain, and the first that git names where several are. ok is false where there is
// none.
func (r *Repository) MergeBase(ctx context.Context, a, b fact.CommitID) (base fact.CommitID, ok bool, err error) {
	out, err := output(ctx, r.top(), "merge-base", string(a), string(b))
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 && len(out) == 0 {
		return "", false, nil
	}
	id, _, _ := strings.Cut(string(out), "\n")
	return fact.CommitID(id), id != "", err
}

// Between are the commits that one commit contains and another one does not, without
// what they changed, the newest first.
func (r *Repository) Between(ctx context.Context, from, to fact.CommitID) ([]fact.Commit, error) {
	var out []fact.Commit
	read := func(in io.Reader) error {
		return newLogParser(in, newNames(r.idLen)).all(func(c logged) { out = append(out, c.commit) })
	}
	err := stream(ctx, r.Dir, string(to)+"\n^"+string(from)+"\n", read, append(slices.Clip(logArguments), "--no-patch", "--stdin")...)
	return out, err
}

// Compare lists what differs between the trees of two commits, by path, renames found
// as git does. Added and deleted lines are counted where both contents are text. Of a file
// whose contents are not all there nothing else is known.
func (r *Repository) Compare(ctx context.Context, from, to fact.CommitID) ([]fact.Change, error) {
	return r.compare(ctx, "diff-tree", "-r", string(from), string(to))
}

// CompareStaged is Compare with what is staged. Its contents are in the repository.
func (r *Repository) CompareStaged(ctx context.Context, from fact.CommitID) ([]fact.Change, error) {
	return r.compare(ctx, "diff-index", "--cached", string(from))
}

func (r *Repository) compare(ctx context.Context, command string, args ...string) ([]fact.Change, error) {
	return r.compareBy(ctx, nil, command, args...)
}

func (r *Repository) compareBy(ctx context.Context, options []string, command string, args ...string) ([]fact.Change, error) {
	out, err := output(ctx, r.top(), append(options, comparison(command, args...)...)...)
	var failed *Error
	if errors.As(err, &failed) {
		return r.compareWhatIsThere(ctx, err, options, command, args...)
	}
	if err != nil {
		return nil, err
	}
	changes, err := parseComparison(out)
	if err != nil {
		return nil, fmt.Errorf("git %s: %w", command, err)
	}
	return changes, nil
}

// mostMissing bounds how many files are named to git as those to leave out.
const mostMissing = 1000

// compareWhatIsThere is compareBy for contents on which git fails: those that are not there
// are left out of what it looks into. Where that is not why it fails, the failure stays.
func (r *Repository) compareWhatIsThere(ctx context.Context, failure error, options []string, command string, args ...string) ([]fact.Change, error) {
	listing := slices.DeleteFunc(comparison(command, args...), func(s string) bool { return s == "--numstat" || s == "--find-renames" })
	out, err := output(ctx, r.top(), append(slices.Clip(options), append(listing, "--no-renames")...)...)
	if err != nil {
		return nil, failure
	}
	all, err := parseComparison(out)
	if err != nil {
		return nil, failure
	}
	missing, err := r.absent(ctx, all)
	if err != nil || len(missing) == 0 || len(missing) > mostMissing {
		return nil, failure
	}
	those := append(slices.Clip(options), append(comparison(command, args...), "--", ":(top)")...)
	for i := range missing {
		those = append(those, ":(exclude,literal,top)"+string(missing[i].Path))
	}
	if out, err = output(ctx, r.top(), those...); err != nil {
		return nil, failure
	}
	changes, err := parseComparison(out)
	if err != nil {
		return nil, failure
	}
	changes = append(changes, missing...)
	slices.SortFunc(changes, func(a, b fact.Change) int { return cmp.Compare(a.Path, b.Path) })
	return changes, nil
}

// absent are the changes of which a content is not in the repository, marked as missing.
func (r *Repository) absent(ctx context.Context, changes []fact.Change) ([]fact.Change, error) {
	ask := newCatFile(ctx, r)
	defer ask.close()
	var missing []fact.Change
	for _, c := range changes {
		for _, side := range []struct {
			id   fact.BlobID
			mode fact.Mode
		}{{c.Old, c.OldMode}, {c.Blob, c.Mode}} {
			if side.id == "" || side.mode == fact.ModeSubmodule {
				continue
			}
			_, err := ask.blob(binaryID(side.id), -1, nil) // what is there is too large
			if errors.Is(err, errTooLarge) || err == nil {
				continue
			}
			if errors.Is(err, errMissing) {
				c.OldContent, c.Content = fact.Missing, fact.Missing
				missing = append(missing, c)
				break
			}
			return nil, err // who asked has gone
		}
	}
	return missing, nil
}

// comparison is a command of git that compares, and prints what parseComparison reads.
func comparison(command string, args ...string) []string {
	return append([]string{command, "-z", "--raw", "--numstat", "--no-abbrev", "--find-renames", "--no-ext-diff", "--no-textconv", "--ignore-submodules=dirty"}, args...)
}

// parseComparison reads raw records, and then as many of numstat, in the same order.
func parseComparison(out []byte) ([]fact.Change, error) {
	var changes []fact.Change
	next := func() (string, bool) {
		field, rest, ok := bytes.Cut(out, []byte{0})
		out = rest
		return string(field), ok
	}
	for len(out) > 0 && out[0] == ':' {
		head, _ := next()
		path, ok := next()
		f := strings.Fields(head[1:])
		if !ok || len(f) != 5 || f[4] == "" {
			return nil, fmt.Errorf("unexpected output %.80q", head)
		}
		oldMode, err := strconv.ParseUint(f[0], 8, 32)
		mode, err2 := strconv.ParseUint(f[1], 8, 32)
		if err != nil || err2 != nil {
			return nil, fmt.Errorf("unexpected modes in %.80q", head)
		}
		c := fact.Change{OldContent: fact.Binary, Content: fact.Binary, Path: fact.Path(path), OldMode: fact.Mode(oldMode), Mode: fact.Mode(mode), Old: fact.BlobID(f[2]), Blob: fact.BlobID(f[3])}
		switch f[4][0] {
		case 'A':
			c.Kind, c.Old = fact.Added, ""
		case 'D':
			c.Kind, c.Blob = fact.Deleted, ""
		case 'R', 'C':
			to, ok := next()
			if !ok {
				return nil, fmt.Errorf("unexpected output %.80q", head)
			}
			c.Kind, c.Previous, c.Path = fact.Renamed, c.Path, fact.Path(to)
		case 'T':
			c.Kind = fact.TypeChanged
		case 'U':
			continue // a conflict: its sides follow
		default:
			c.Kind = fact.Modified
		}
		changes = append(changes, c)
	}
	at := map[fact.Path]int{}
	for i := range changes {
		at[changes[i].Path] = i
	}
	for len(out) > 0 {
		line, ok := next()
		f := strings.SplitN(line, "\t", 3)
		if !ok || len(f) != 3 {
			return nil, fmt.Errorf("unexpected count %.80q", line)
		}
		path := f[2]
		if path == "" { // of a rename, whose paths follow
			_, _ = next()
			path, _ = next()
		}
		i, known := at[fact.Path(path)]
		added, err := strconv.Atoi(f[0])
		deleted, err2 := strconv.Atoi(f[1])
		if !known || err != nil || err2 != nil {
			continue // binary
		}
		changes[i].OldContent, changes[i].Content = fact.Text, fact.Text
		changes[i].Added, changes[i].Deleted = int32(added), int32(deleted)
	}
	return changes, nil
}

// CompareWorkTree is Compare with the files that are checked out, as far as git knows
// of them. Their contents are those of the disk, each up to a size in bytes and one
// more, by ids that are git's of the same bytes; what is no regular file has none. No
// filter is run.
func (r *Repository) CompareWorkTree(ctx context.Context, from fact.CommitID, most int64) (changes []fact.Change, contents map[fact.BlobID][]byte, err error) {
	if r.Root == "" {
		return nil, nil, ErrNoWorkTree
	}
	filters, err := r.withoutFilters(ctx)
	if err != nil {
		return nil, nil, err
	}
	if changes, err = r.compareBy(ctx, filters, "diff-index", string(from)); err != nil {
		return nil, nil, err
	}
	root, err := os.OpenRoot(r.Root)
	if err != nil {
		return nil, nil, err
	}
	defer root.Close()
	contents = map[fact.BlobID][]byte{}
	for i := range changes {
		c := &changes[i]
		if c.Blob == "" || c.Mode != fact.ModeFile && c.Mode != fact.ModeExecutable {
			continue
		}
		data, err := readRegular(root, string(c.Path), most)
		if err != nil {
			c.Content = fact.Missing
			continue
		}
		c.Blob = r.blobID(data)
		contents[c.Blob] = data
	}
	return changes, contents, nil
}

// ErrNoWorkTree means that nothing is checked out.
var ErrNoWorkTree = errors.New("a bare repository has no work tree")

// readRegular reads a regular file below a folder, up to a size and one byte more.
func readRegular(root *os.Root, name string, most int64) ([]byte, error) {
	info, err := root.Lstat(name)
	if err != nil || !info.Mode().IsRegular() {
		return nil, cmp.Or(err, fs.ErrInvalid)
	}
	f, err := root.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most+1))
}

// blobID is git's id of a content.
func (r *Repository) blobID(data []byte) fact.BlobID {
	var h hash.Hash = sha1.New()
	if r.idLen == sha256.Size {
		h = sha256.New()
	}
	fmt.Fprintf(h, "blob %d\x00", len(data))
	h.Write(data)
	return fact.BlobID(hex.EncodeToString(h.Sum(nil)))
}

// withoutFilters are options that silence the filters of a configuration: they are
// programs, and git would run them on files that are checked out.
func (r *Repository) withoutFilters(ctx context.Context) ([]string, error) {
	out, err := output(ctx, r.top(), "config", "-z", "--name-only", "--get-regexp", `^filter\..*\.(clean|smudge|process|required)$`)
	var exit *exec.ExitError
	if errors.As(err, &exit) && exit.ExitCode() == 1 {
		return nil, nil // there are none
	}
	if err != nil {
		return nil, err
	}
	var options []string
	for name := range strings.SplitSeq(string(out), "\x00") {
		if name != "" {
			value := ""
			if strings.HasSuffix(name, ".required") {
				value = "false"
			}
			options = append(options, "-c", name+"="+value)
		}
	}
	return options, nil
}
