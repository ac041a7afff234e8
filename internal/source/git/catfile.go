package git

import (
	"bufio"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strconv"
	"strings"
)

// errMissing means that the repository does not hold an object.
var errMissing = errors.New("object is missing")

// catFile asks one `git cat-file --batch` process for contents: the way to
// everything that is not in a readable pack. It is started on first use.
type catFile struct {
	repo *Repository
	ctx  context.Context
	cmd  *exec.Cmd
	in   io.WriteCloser
	out  *bufio.Reader
}

func newCatFile(ctx context.Context, r *Repository) *catFile {
	return &catFile{repo: r, ctx: ctx}
}

func (c *catFile) start() error {
	cmd := command(c.ctx, c.repo.Dir, "cat-file", "--batch")
	in, err := cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return failure(c.ctx, []string{"cat-file"}, &complaints{}, err)
	}
	c.cmd, c.in, c.out = cmd, in, bufio.NewReaderSize(out, 1<<16)
	return nil
}

// blob returns the content of a binary object id; buffer gives memory of at
// least a size. A missing or damaged object is errMissing; the process may
// have died of it and is then started anew.
func (c *catFile) blob(id string, limit int64, buffer func(int) []byte) ([]byte, error) {
	if c.cmd == nil {
		if err := c.start(); err != nil {
			return nil, err
		}
	}
	b, err := c.ask(id, limit, buffer)
	if err != nil && !errors.Is(err, errMissing) {
		c.close()
		if c.ctx.Err() != nil {
			return nil, c.ctx.Err()
		}
		return nil, fmt.Errorf("%w: %w", errMissing, err)
	}
	return b, err
}

func (c *catFile) ask(id string, limit int64, buffer func(int) []byte) ([]byte, error) {
	if _, err := io.WriteString(c.in, hex.EncodeToString([]byte(id))+"\n"); err != nil {
		return nil, err
	}
	kind, size, err := readHead(c.out)
	if err != nil {
		return nil, err
	}
	if kind != "blob" || size > limit {
		if _, err := io.CopyN(io.Discard, c.out, size+1); err != nil {
			return nil, err
		}
		if kind == "blob" {
			return nil, errTooLarge
		}
		return nil, errMissing
	}
	b := buffer(int(size))[:size]
	if _, err := io.ReadFull(c.out, b); err != nil {
		return nil, err
	}
	_, err = c.out.Discard(1)
	return b, err
}

// readHead reads what stands before a content: "ID TYPE SIZE", or "ID missing".
func readHead(out *bufio.Reader) (kind string, size int64, err error) {
	line, err := out.ReadString('\n')
	if err != nil {
		return "", 0, err
	}
	f := strings.Fields(line)
	if len(f) != 3 {
		return "", 0, errMissing
	}
	size, err = strconv.ParseInt(f[2], 10, 64)
	if err != nil || size < 0 {
		return "", 0, fmt.Errorf("git cat-file: unexpected answer %q", line)
	}
	return f[1], size, nil
}

func (c *catFile) close() {
	if c.cmd == nil {
		return
	}
	c.in.Close()
	_, _ = io.Copy(io.Discard, c.out)
	_ = c.cmd.Wait()
	c.cmd = nil
}
