package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
)

// environment is what every git process gets: the user's environment without
// the variables that would point git at another repository, change its output
// or run something, and with those that forbid network, prompts and locks.
func environment(base []string) []string {
	env := make([]string, 0, len(base)+8)
	for _, kv := range base {
		name, _, _ := strings.Cut(kv, "=")
		if !droppedVariables[name] && !strings.HasPrefix(name, "GIT_TRACE") {
			env = append(env, kv)
		}
	}
	return append(env,
		"GIT_NO_LAZY_FETCH=1",
		"GIT_OPTIONAL_LOCKS=0",
		"GIT_TERMINAL_PROMPT=0",
		"GIT_ALLOW_PROTOCOL=none-is-allowed",
		"LC_ALL=C",
	)
}

var droppedVariables = map[string]bool{
	"GIT_DIR": true, "GIT_WORK_TREE": true, "GIT_INDEX_FILE": true, "GIT_COMMON_DIR": true,
	"GIT_PREFIX": true, "GIT_NAMESPACE": true, "GIT_EXTERNAL_DIFF": true, "GIT_DIFF_OPTS": true,
	"GIT_PAGER": true, "GIT_EDITOR": true, "GIT_SSH": true, "GIT_SSH_COMMAND": true, "GIT_PROXY_COMMAND": true,
	"GIT_ASKPASS": true, "SSH_ASKPASS": true, "GIT_EXEC_PATH": true, "GIT_GLOB_PATHSPECS": true,
	"GIT_NOGLOB_PATHSPECS": true, "GIT_ICASE_PATHSPECS": true, "GIT_LITERAL_PATHSPECS": true,
	"GIT_ATTR_SOURCE": true, "GIT_REPLACE_REF_BASE": true, "GIT_GRAFT_FILE": true, "GIT_SHALLOW_FILE": true,
	"GIT_NO_REPLACE_OBJECTS": true, "GIT_ALLOW_PROTOCOL": true, "GIT_NO_LAZY_FETCH": true,
	"GIT_OPTIONAL_LOCKS": true, "GIT_TERMINAL_PROMPT": true, "GIT_REDIRECT_STDIN": true,
	"GIT_REDIRECT_STDOUT": true, "GIT_REDIRECT_STDERR": true, "LC_ALL": true,
}

// command builds a call of git on the repository in dir. It is the only place
// where a git process is made: nothing that the repository or its
// configuration names is run, nothing is fetched, nothing is locked.
func command(ctx context.Context, dir string, args ...string) *exec.Cmd {
	fixed := []string{
		"--no-pager",
		"-c", "core.fsmonitor=false",
		"-c", "core.hooksPath=" + os.DevNull,
		"-c", "core.untrackedCache=false",
		"-c", "log.showSignature=false",
		"-c", "diff.orderFile=" + os.DevNull, // git dies of one that it cannot read
		"-c", "protocol.allow=never",
		"-C", dir,
	}
	cmd := exec.CommandContext(ctx, "git", append(fixed, args...)...)
	cmd.Env = environment(os.Environ())
	return cmd
}

// Error is a failed git command.
type Error struct {
	Args   []string
	Stderr string // what git said, first lines only
	Err    error
}

func (e *Error) Error() string {
	what, args := "git", e.Args
	for len(args) > 2 && args[0] == "-c" {
		args = args[2:]
	}
	if len(args) > 0 {
		what += " " + args[0]
	}
	if e.Stderr != "" {
		return what + ": " + e.Stderr
	}
	return fmt.Sprintf("%s: %v", what, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// complaints collects what a git process says on its standard error, up to a
// bound.
type complaints struct{ buf bytes.Buffer }

const maxComplaints = 4096

func (c *complaints) Write(p []byte) (int, error) {
	if room := maxComplaints - c.buf.Len(); room > 0 {
		c.buf.Write(p[:min(room, len(p))])
	}
	return len(p), nil
}

func (c *complaints) String() string {
	return strings.ToValidUTF8(strings.TrimSpace(c.buf.String()), "\uFFFD")
}

// output runs git and returns what it printed.
func output(ctx context.Context, dir string, args ...string) ([]byte, error) {
	return outputWith(ctx, dir, nil, args...)
}

func outputWith(ctx context.Context, dir string, stdin []byte, args ...string) ([]byte, error) {
	return outputOf(ctx, command(ctx, dir, args...), stdin, args)
}

// outputOf runs a call of git, whose arguments are given for what it says if it fails.
func outputOf(ctx context.Context, cmd *exec.Cmd, stdin []byte, args []string) ([]byte, error) {
	if stdin != nil {
		cmd.Stdin = bytes.NewReader(stdin)
	}
	var said complaints
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return out, failure(ctx, args, &said, err)
	}
	return out, nil
}

// stream runs git with an input and has its output read while it runs. The
// error is git's own, or else that of reading.
func stream(ctx context.Context, dir, stdin string, read func(io.Reader) error, args ...string) error {
	cmd := command(ctx, dir, args...)
	cmd.Stdin = strings.NewReader(stdin)
	var said complaints
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return failure(ctx, args, &said, err)
	}
	ahead := newAheadReader(out)
	unread := read(ahead)
	// Let git go on to its end: its own words tell more than ours.
	_, _ = io.Copy(io.Discard, ahead)
	if err := cmd.Wait(); err != nil {
		return failure(ctx, args, &said, err)
	}
	return unread
}

// failure explains why a git process ended badly.
func failure(ctx context.Context, args []string, said *complaints, err error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if errors.Is(err, exec.ErrNotFound) {
		return ErrNoGit
	}
	return &Error{Args: args, Stderr: said.String(), Err: err}
}
