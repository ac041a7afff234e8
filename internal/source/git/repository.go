package git

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Errors of opening a repository.
var (
	ErrNoGit         = errors.New("git is not installed or not on the PATH")
	ErrNotGit        = errors.New("the git on the PATH is not git, or does not run")
	ErrOldGit        = errors.New("git is too old")
	ErrNotRepository = errors.New("not a git repository")
	ErrDubious       = errors.New("the repository belongs to another user")
	ErrNoRevision    = errors.New("no such revision")
	ErrBrokenHead    = errors.New("the commit that HEAD names is missing or damaged")
)

// MinimumGit is the oldest git that understands all options that are used.
const MinimumGit = "2.31"

// Repository is an open repository.
type Repository struct {
	// Dir is the directory that git is run in.
	Dir string
	// Prefix is the path of the directory that was named, inside the
	// repository: empty at the root or with a bare repository.
	Prefix fact.Path
	// CommonDir is the canonical directory that holds objects and refs;
	// GitDir that of this work tree.
	CommonDir, GitDir string
	// Root is the top of the work tree; empty if there is none.
	Root    string
	Bare    bool
	Shallow bool
	Version string // of git
	idLen   int    // bytes of an object id
}

// Open finds the repository that a directory lies in.
func Open(ctx context.Context, dir string) (*Repository, error) {
	return open(ctx, dir, patience)
}

func open(ctx context.Context, dir string, limit time.Duration) (*Repository, error) {
	if info, err := os.Stat(dir); err != nil {
		return nil, err
	} else if !info.IsDir() {
		dir = filepath.Dir(dir)
	}
	r := &Repository{Dir: dir}
	if err := checkPlace(dir); err != nil {
		return nil, err
	}
	// These do not need each other's answers, and starting git is most of
	// their cost.
	var version error
	var top []byte
	var others sync.WaitGroup
	others.Go(func() { defer fault.Catch(&version); version = r.checkVersion(ctx, limit) })
	others.Go(func() { top, _ = inTime(ctx, limit, dir, "rev-parse", "--show-toplevel") })
	out, err := inTime(ctx, limit, dir, "rev-parse", "--path-format=absolute", "--git-common-dir", "--absolute-git-dir",
		"--is-bare-repository", "--is-shallow-repository", "--show-object-format", "--show-prefix")
	others.Wait()
	if version != nil {
		return nil, version
	}
	if err != nil {
		return nil, openError(dir, err)
	}
	f := strings.SplitN(string(out), "\n", 6)
	if len(f) < 6 {
		return nil, fmt.Errorf("git rev-parse: unexpected answer %q", out)
	}
	if strings.Count(f[5], "\n") != 1 { // a path holds line feeds: ask for each alone
		if err := r.askPaths(ctx, out, f); err != nil {
			return nil, err
		}
	}
	if r.CommonDir, err = filepath.EvalSymlinks(f[0]); err != nil {
		return nil, err
	}
	if r.GitDir, err = filepath.EvalSymlinks(f[1]); err != nil {
		return nil, err
	}
	r.Bare, r.Shallow = f[2] == "true", f[3] == "true"
	switch f[4] {
	case "sha1":
		r.idLen = 20
	case "sha256":
		r.idLen = 32
	default:
		return nil, fmt.Errorf("object format %q is not known", f[4])
	}
	r.Prefix = fact.Path(strings.TrimSuffix(strings.TrimSuffix(f[5], "\n"), "/"))
	if !r.Bare {
		r.Root = strings.TrimSuffix(string(top), "\n")
	}
	if err := r.checkFiles(); err != nil {
		return nil, err
	}
	return r, nil
}

// askPaths fills in the answers of rev-parse where a path with line feeds
// leaves it open where each ends.
func (r *Repository) askPaths(ctx context.Context, answer []byte, f []string) error {
	for i, option := range map[int]string{0: "--git-common-dir", 1: "--absolute-git-dir", 5: "--show-prefix"} {
		out, err := output(ctx, r.Dir, "rev-parse", "--path-format=absolute", option)
		if err != nil {
			return openError(r.Dir, err)
		}
		f[i] = strings.TrimSuffix(string(out), "\n")
	}
	rest := strings.TrimPrefix(string(answer), f[0]+"\n"+f[1]+"\n")
	copy(f[2:5], strings.SplitN(rest, "\n", 4))
	return nil
}

// openError turns git's words into the cases that callers tell apart.
func openError(dir string, err error) error {
	var ge *Error
	if !errors.As(err, &ge) {
		return err
	}
	switch {
	case strings.Contains(ge.Stderr, "dubious ownership"), strings.Contains(ge.Stderr, "unsafe repository"):
		return fmt.Errorf("%w: %s", ErrDubious, dir)
	case strings.Contains(ge.Stderr, "not a git repository"):
		return fmt.Errorf("%w: %s", ErrNotRepository, dir)
	}
	return err
}

func (r *Repository) checkVersion(ctx context.Context, limit time.Duration) error {
	out, err := inTime(ctx, limit, r.Dir, "version")
	var ge *Error
	if errors.As(err, &ge) {
		return fmt.Errorf("%w: %w", ErrNotGit, err)
	}
	if err != nil {
		return err
	}
	f := strings.Fields(string(out))
	if len(f) < 3 || f[0] != "git" {
		return fmt.Errorf("%w: it says %.80q", ErrNotGit, out)
	}
	r.Version = f[2]
	if !versionAtLeast(r.Version, MinimumGit) {
		return fmt.Errorf("%w: this is %s, %s is needed", ErrOldGit, r.Version, MinimumGit)
	}
	return nil
}

// versionAtLeast compares dotted versions by their first two numbers.
func versionAtLeast(have, want string) bool {
	h, w := versionNumbers(have), versionNumbers(want)
	return slices.Compare(h[:], w[:]) >= 0
}

func versionNumbers(v string) (n [2]int) {
	for i, part := range strings.SplitN(v, ".", 3) {
		if i < 2 {
			n[i], _ = strconv.Atoi(part)
		}
	}
	return n
}

// Resolve gives the commit that a revision names. An empty id and no error
// mean that HEAD is an unborn branch.
func (r *Repository) Resolve(ctx context.Context, rev string) (fact.CommitID, error) {
	out, err := output(ctx, r.Dir, "rev-parse", "--verify", "--quiet", "--end-of-options", rev+"^{commit}")
	if err == nil {
		return fact.CommitID(bytes.TrimSpace(out)), nil
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if rev != "HEAD" {
		return "", fmt.Errorf("%w: %q", ErrNoRevision, rev)
	}
	// Only git log tells a branch without commits from one that is broken.
	_, err = output(ctx, r.Dir, "log", "-1", "--format=", "--no-show-signature", "--no-patch")
	var ge *Error
	if errors.As(err, &ge) && strings.Contains(ge.Stderr, "does not have any commits yet") {
		return "", nil
	}
	return "", fmt.Errorf("%w: %w", ErrBrokenHead, err)
}

// Branch gives the short name of the branch that HEAD is on, or nothing where
// it is detached.
func (r *Repository) Branch(ctx context.Context) string {
	out, err := output(ctx, r.Dir, "symbolic-ref", "--quiet", "--short", "HEAD")
	if err != nil {
		return ""
	}
	return strings.TrimSpace(string(out))
}

// ID tells this repository from others: a hash of the canonical common
// directory and the root commits.
func (r *Repository) ID(roots []fact.CommitID) fact.RepoID {
	h := sha256.New()
	h.Write([]byte(r.CommonDir))
	for _, c := range slices.Sorted(slices.Values(roots)) {
		h.Write([]byte{0})
		h.Write([]byte(c))
	}
	return fact.RepoID(hex.EncodeToString(h.Sum(nil)[:16]))
}

// Grafts identifies what changes the history that git tells besides the
// shallow edge: grafts and replaced objects.
func (r *Repository) Grafts(ctx context.Context) (string, error) {
	grafts, err := readSmall(filepath.Join(r.CommonDir, "info", "grafts"))
	if err != nil {
		return "", err
	}
	refs, err := output(ctx, r.Dir, "for-each-ref", "--format=%(refname) %(objectname)", "refs/replace/")
	if err != nil {
		return "", err
	}
	if len(grafts)+len(refs) == 0 {
		return "none", nil
	}
	h := sha256.New()
	fmt.Fprintf(h, "%d\n%s%s", len(grafts), grafts, refs)
	return hex.EncodeToString(h.Sum(nil)[:8]), nil
}

// ShallowEdge lists the commits at which a shallow clone ends, sorted.
func (r *Repository) ShallowEdge() ([]fact.CommitID, error) {
	data, err := readSmall(filepath.Join(r.CommonDir, "shallow"))
	if err != nil {
		return nil, err
	}
	var edge []fact.CommitID
	for id := range strings.FieldsSeq(string(data)) {
		edge = append(edge, fact.CommitID(id))
	}
	slices.Sort(edge)
	return edge, nil
}

// readSmall reads a file of git's own if it is there.
func readSmall(name string) ([]byte, error) {
	info, err := os.Stat(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() > 256<<20 {
		return nil, fmt.Errorf("%s is not a file that git writes", name)
	}
	return os.ReadFile(name)
}

// replaced lists the ids of objects that refs/replace substitutes.
func (r *Repository) replaced(ctx context.Context) ([]string, error) {
	out, err := output(ctx, r.Dir, "for-each-ref", "--format=%(refname:strip=2)", "refs/replace/")
	if err != nil {
		return nil, err
	}
	return strings.Fields(string(out)), nil
}

// objectDirs are the object directories of the repository: its own and, as
// far as they can be followed, its alternates.
func (r *Repository) objectDirs() []string {
	dirs := []string{filepath.Join(r.CommonDir, "objects")}
	const most = 16 // git follows alternates of alternates only so far
	for i := 0; i < len(dirs) && len(dirs) < most; i++ {
		data, err := readSmall(filepath.Join(dirs[i], "info", "alternates"))
		if err != nil {
			continue
		}
		for line := range strings.SplitSeq(string(data), "\n") {
			if line == "" || line[0] == '#' || line[0] == '"' {
				continue
			}
			if !filepath.IsAbs(line) {
				line = filepath.Join(dirs[i], line)
			}
			if !slices.Contains(dirs, line) {
				dirs = append(dirs, line)
			}
		}
	}
	return dirs
}

// promisor reports whether the repository is a partial clone, whose git
// fetches missing objects when it is asked for them.
func (r *Repository) promisor(ctx context.Context) bool {
	out, err := output(ctx, r.Dir, "config", "--get-regexp", `^(extensions\.partialclone|remote\..*\.promisor)$`)
	return err == nil && len(out) > 0
}

// PathOf turns a path that a user gave, relative to the directory that was
// named, into a path of the repository.
func (r *Repository) PathOf(name string) (fact.Path, error) {
	if filepath.IsAbs(name) {
		rel, err := filepath.Rel(r.Root, name)
		if err != nil || r.Root == "" {
			return "", fmt.Errorf("%s is not in the repository", name)
		}
		return cleanPath(rel, name)
	}
	return cleanPath(filepath.Join(filepath.FromSlash(string(r.Prefix)), name), name)
}

func cleanPath(rel, name string) (fact.Path, error) {
	p := filepath.ToSlash(filepath.Clean(rel))
	if p == ".." || strings.HasPrefix(p, "../") {
		return "", fmt.Errorf("%s is not in the repository", name)
	}
	return fact.Path(p), nil
}
