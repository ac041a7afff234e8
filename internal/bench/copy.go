package bench

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// Copy is a bare working copy of a repository with one branch at one commit,
// and no settings. Objects are linked where the file system allows.
//
// Copies of public repositories often lack their largest blobs. git dies at
// the first of them half way through, and looks fast. The copy has a stand-in
// for each: a loose object under the blob's id that holds one NUL byte, which
// git and Leadline both take for a binary file.
type Copy struct {
	Dir      string // the bare repository
	Head     string // the commit that HEAD and its branch name
	Index    string // the directory where Leadline is told to keep its index
	StandIns int    // how many blobs were missing
	home     string
}

// branch is the only ref of a copy.
const branch = "refs/heads/main"

// NewCopy copies the history of a revision into an empty directory.
func NewCopy(ctx context.Context, source, rev, to string) (*Copy, error) {
	c := &Copy{Dir: filepath.Join(to, "copy.git"), Index: filepath.Join(to, "index"), home: filepath.Join(to, "home")}
	head, err := sourceGit(ctx, source, "rev-parse", "--verify", "--end-of-options", rev+"^{commit}")
	if err != nil {
		return nil, err
	}
	format, err := sourceGit(ctx, source, "rev-parse", "--show-object-format")
	if err != nil {
		return nil, err
	}
	for _, dir := range []string{c.Index, c.home} {
		if err := os.Mkdir(dir, 0o700); err != nil {
			return nil, err
		}
	}
	if _, err := run(c.command(ctx, "git", "init", "--quiet", "--bare", "--initial-branch=main", "--object-format="+format, c.Dir)); err != nil {
		return nil, err
	}
	if err := c.takeObjects(ctx, source); err != nil {
		return nil, fmt.Errorf("copying the objects of %s: %w", source, err)
	}
	if err := c.Move(ctx, head); err != nil {
		return nil, err
	}
	return c, c.standIn(ctx)
}

// Command makes a command that runs in the copy, with Leadline's index beside
// it.
func (c *Copy) Command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := c.command(ctx, program, args...)
	cmd.Dir = c.Dir
	return cmd
}

func (c *Copy) command(ctx context.Context, program string, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, program, args...)
	cmd.Env = append(environment(c.home), "LEADLINE_HOME="+c.Index)
	return cmd
}

// Git runs git in the copy and gives what it printed, without space around it.
func (c *Copy) Git(ctx context.Context, args ...string) (string, error) {
	out, err := run(c.Command(ctx, "git", args...))
	return strings.TrimSpace(string(out)), err
}

// Move points the branch at another commit.
func (c *Copy) Move(ctx context.Context, to string) error {
	if _, err := c.Git(ctx, "update-ref", branch, to); err != nil {
		return err
	}
	c.Head = to
	return nil
}

// CountCommits counts what git rev-list lists with the arguments.
func (c *Copy) CountCommits(ctx context.Context, args ...string) (int, error) {
	out, err := c.Git(ctx, append([]string{"rev-list", "--count"}, args...)...)
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(out)
}

// takeObjects takes the objects of a repository and of those that it borrows
// from, and where its history is cut off. Marks that excuse missing objects
// stay behind, as does whatever makes git quicker than a plain clone is.
func (c *Copy) takeObjects(ctx context.Context, source string) error {
	objects, err := sourceGit(ctx, source, "rev-parse", "--path-format=absolute", "--git-path", "objects")
	if err != nil {
		return err
	}
	if err := takeFiles(objects, filepath.Join(c.Dir, "objects"), map[string]bool{}); err != nil {
		return err
	}
	shallow, err := sourceGit(ctx, source, "rev-parse", "--path-format=absolute", "--git-path", "shallow")
	if err != nil {
		return err
	}
	err = take(shallow, filepath.Join(c.Dir, "shallow"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

func takeFiles(from, to string, seen map[string]bool) error {
	if seen[from] {
		return nil
	}
	seen[from] = true
	err := filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		if err != nil || d.IsDir() || !isObject(filepath.ToSlash(name)) {
			return err
		}
		target := filepath.Join(to, name)
		if err := os.MkdirAll(filepath.Dir(target), 0o777); err != nil {
			return err
		}
		return take(path, target)
	})
	if err != nil {
		return err
	}
	borrowed, err := os.ReadFile(filepath.Join(from, "info", "alternates"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	for line := range strings.Lines(string(borrowed)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		if !filepath.IsAbs(line) {
			line = filepath.Join(from, line)
		}
		if err := takeFiles(line, to, seen); err != nil {
			return err
		}
	}
	return err
}

// isObject tells packs, their indexes and loose objects from what else is in
// an object directory.
func isObject(name string) bool {
	dir, file, ok := strings.Cut(name, "/")
	switch {
	case !ok:
		return false
	case dir == "pack":
		ext := filepath.Ext(file)
		return strings.HasPrefix(file, "pack-") && (ext == ".pack" || ext == ".idx" || ext == ".rev")
	}
	return len(dir) == 2 && strings.Trim(dir+file, "0123456789abcdef") == ""
}

// take links a file, or copies it where it cannot be linked. One that is
// there already is kept: an object may come from several places.
func take(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrExist) || errors.Is(err, fs.ErrNotExist) {
		if errors.Is(err, fs.ErrExist) {
			return nil
		}
		return err
	}
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	return write(to, in)
}

// write makes a file and waits until it is on the disk, so that no program
// that is timed later pays for it.
func write(name string, from io.Reader) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, from)
	return errors.Join(err, out.Sync(), out.Close())
}

// standIn writes the stand-ins.
func (c *Copy) standIn(ctx context.Context) error {
	var object bytes.Buffer
	z := zlib.NewWriter(&object)
	if _, err := z.Write([]byte("blob 1\x00\x00")); err != nil {
		return err
	}
	if err := z.Close(); err != nil {
		return err
	}
	var werr error
	err := Lines(c.Command(ctx, "git", "rev-list", "--objects", "--missing=print", c.Head), func(line []byte) {
		id, missing := bytes.CutPrefix(line, []byte("?"))
		if !missing || werr != nil {
			return
		}
		dir := filepath.Join(c.Dir, "objects", string(id[:2]))
		if werr = os.MkdirAll(dir, 0o777); werr == nil {
			werr = write(filepath.Join(dir, string(id[2:])), bytes.NewReader(object.Bytes()))
		}
		c.StandIns++
	})
	return errors.Join(err, werr)
}
