package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// ErrPatch means that a patch cannot be applied.
var ErrPatch = errors.New("the patch does not apply")

// ComparePatch is Compare with what a patch, as git diff and format-patch write them,
// makes of a commit. The contents are those that it makes, each up to a size in bytes and
// one more. Nothing is written to the repository. Errors wrap ErrPatch where the patch is
// at fault.
func (r *Repository) ComparePatch(ctx context.Context, from fact.CommitID, patch []byte, most int64) (changes []fact.Change, contents map[fact.BlobID][]byte, err error) {
	dir, err := os.MkdirTemp("", "leadline-patch-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	x := &apart{r, dir}
	if err := os.Mkdir(filepath.Join(dir, "objects"), 0o700); err != nil {
		return nil, nil, err
	}
	if _, err := x.output(ctx, nil, "read-tree", string(from)); err != nil {
		return nil, nil, err
	}
	if _, err := x.output(ctx, patch, "apply", "--cached", "--whitespace=nowarn", "-"); err != nil {
		var failed *Error
		if errors.As(err, &failed) {
			err = fmt.Errorf("%w: %s", ErrPatch, failed.Stderr)
		}
		return nil, nil, err
	}
	out, err := x.output(ctx, nil, comparison("diff-index", "--cached", string(from))...)
	if err != nil {
		return nil, nil, err
	}
	if changes, err = parseComparison(out); err != nil {
		return nil, nil, err
	}
	contents, err = x.contents(ctx, changes, most)
	return changes, contents, err
}

// apart is an index and new objects that stand in a folder of their own.
type apart struct {
	in  *Repository
	dir string
}

// quoted is a path in a list of those that git takes.
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

func (x *apart) output(ctx context.Context, stdin []byte, args ...string) ([]byte, error) {
	cmd := command(ctx, x.in.top(), args...)
	alternates := `"` + quoted.Replace(filepath.Join(x.in.CommonDir, "objects")) + `"`
	if more := os.Getenv("GIT_ALTERNATE_OBJECT_DIRECTORIES"); more != "" {
		alternates += string(os.PathListSeparator) + more
	}
	cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+filepath.Join(x.dir, "index"),
		"GIT_OBJECT_DIRECTORY="+filepath.Join(x.dir, "objects"), "GIT_ALTERNATE_OBJECT_DIRECTORIES="+alternates)
	return outputOf(ctx, cmd, stdin, args)
}

// contents are those of files after changes, by their ids.
func (x *apart) contents(ctx context.Context, changes []fact.Change, most int64) (map[fact.BlobID][]byte, error) {
	var ask bytes.Buffer
	for i := range changes {
		if c := &changes[i]; c.Blob != "" && (c.Mode == fact.ModeFile || c.Mode == fact.ModeExecutable) {
			fmt.Fprintln(&ask, c.Blob)
		}
	}
	out, err := x.output(ctx, ask.Bytes(), "cat-file", "--batch")
	if err != nil {
		return nil, err
	}
	contents := map[fact.BlobID][]byte{}
	in := bufio.NewReader(bytes.NewReader(out))
	for {
		head, err := in.ReadString('\n')
		if errors.Is(err, io.EOF) {
			return contents, nil
		}
		f := strings.Fields(head)
		if len(f) == 2 && f[1] == "missing" { // it was before the patch
			continue
		}
		if err != nil || len(f) != 3 {
			return nil, fmt.Errorf("git cat-file: unexpected output %.80q", head)
		}
		size, err := strconv.ParseInt(f[2], 10, 64)
		if err != nil || size < 0 || size >= int64(len(out)) {
			return nil, fmt.Errorf("git cat-file: unexpected output %.80q", head)
		}
		data := make([]byte, size)
		if _, err := io.ReadFull(in, data); err != nil {
			return nil, err
		}
		contents[fact.BlobID(f[0])] = data[:min(size, most+1)]
		_, _ = in.Discard(1)
	}
}
