// Package bench holds what the maintainers' programs share, which measure
// Leadline: bench/speed (make bench) and bench/accept (make accept) beside git,
// bench/defects (make defects) beside what became of files. None is part of
// Leadline.
//
// All work on a copy of a repository that holds one commit's history and
// nothing of its settings, and run git and Leadline as a user would, as whole
// processes in an environment without the user's own. What a figure means is
// told in docs/performance.md, docs/agreement.md and docs/evidence/defects.md.
package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// environment is what every child runs in: nothing of the user's but PATH.
func environment(home string) []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"), "HOME=" + home, "XDG_CONFIG_HOME=" + home, "TMPDIR=" + os.TempDir(),
		"LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
	}
	for _, name := range []string{"SYSTEMROOT", "TEMP", "TMP"} { // Windows starts nothing without
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// run runs a program to its end and gives what it printed.
func run(cmd *exec.Cmd) ([]byte, error) {
	var said bytes.Buffer
	if cmd.Stderr == nil {
		cmd.Stderr = &said
	}
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, said.Bytes())
	}
	return out, nil
}

// Lines runs a program and calls a function with each line that it prints, up
// to the longest that fits a small buffer: what it prints is not kept, since a
// process that starts others lends them its size.
func Lines(cmd *exec.Cmd, each func(line []byte)) error {
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	in := bufio.NewReaderSize(out, 1<<16)
	for more := false; err == nil; {
		var line []byte
		starts := !more
		if line, more, err = in.ReadLine(); starts && err == nil {
			each(line)
		}
	}
	if errors.Is(err, io.EOF) {
		err = nil
	}
	if werr := cmd.Wait(); werr != nil {
		return fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), werr, said.Bytes())
	}
	return err
}

// sourceGit asks git about a repository as it stands, with the user's
// settings: it is the user's to say which repositories are safe to read.
func sourceGit(ctx context.Context, dir string, args ...string) (string, error) {
	out, err := run(exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...))
	return strings.TrimSpace(string(out)), err
}

// Find lists the repositories at or below a directory, in the order of their
// paths. It does not look for repositories inside of others.
func Find(dir string) ([]string, error) {
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case !d.IsDir():
			return nil
		case exists(path, ".git") || exists(path, "HEAD") && exists(path, "objects") && exists(path, "refs"):
			found = append(found, path)
			return fs.SkipDir
		}
		return nil
	})
	if err == nil && len(found) == 0 {
		err = fmt.Errorf("no git repository at or below %s", dir)
	}
	return found, err
}

func exists(dir, name string) bool {
	_, err := os.Stat(filepath.Join(dir, name))
	return err == nil
}

// Name is what a table calls a repository that was found below a directory.
func Name(below, dir string) string {
	name, err := filepath.Rel(below, dir)
	if err != nil || name == "." {
		if name, err = filepath.Abs(dir); err != nil {
			name = dir
		}
		name = filepath.Base(name)
	}
	return strings.TrimSuffix(filepath.ToSlash(name), ".git")
}

// Row writes a row of a Markdown table.
func Row(b *strings.Builder, cells ...string) {
	for _, c := range cells {
		b.WriteString("| " + strings.ReplaceAll(c, "|", `\|`) + " ")
	}
	b.WriteString("|\n")
}

// Head writes the first two rows of a Markdown table.
func Head(b *strings.Builder, cells ...string) {
	Row(b, cells...)
	b.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
}

// Count writes a number with its thousands apart.
func Count[N int | int64 | float64](n N) string {
	s := fmt.Sprintf("%.0f", float64(n))
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}
