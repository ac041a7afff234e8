// Package gittest builds repositories for the tests of all packages.
//
// Repositories are made by the real git, mostly through one fast-import
// stream, so that every byte of names, messages, dates and contents is the
// test's own, and hundreds of commits take a fraction of a second. Nothing of
// the user's reaches them: configuration, identity, clock and time zone are
// fixed, so the same calls give the same object ids on every machine.
//
// New and Repo.Commit are for histories that a test spells out; the scenario
// functions (Linear, Octopus, Hostile, TeamFixture, …) give histories with a
// name, described at each function. What the installed git cannot do skips
// the test and says why.
//
// The package is imported from tests only. It imports nothing of ours, so that
// every package can use it.
package gittest

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// Repo is a repository in a temporary directory of the test. Its methods fail
// the test on any error. They are not for concurrent use.
type Repo struct {
	t      testing.TB
	dir    string
	gitDir string
	home   string
	bare   bool
	format string
	// tips are the branches as last written; nil after a foreign command.
	tips  map[string]string
	clock time.Time
	imp   *importer
}

type config struct {
	bare      bool
	format    string
	branch    string
	refFormat string
}

// Option changes what New makes. The default is a repository with a work
// tree, SHA-1 objects, files as ref storage, and the initial branch main.
type Option func(*config)

// Bare makes a repository without a work tree.
func Bare() Option { return func(c *config) { c.bare = true } }

// ObjectFormat chooses "sha1" or "sha256".
func ObjectFormat(name string) Option { return func(c *config) { c.format = name } }

// InitialBranch names the branch that HEAD points at before any commit.
func InitialBranch(name string) Option { return func(c *config) { c.branch = name } }

// RefFormat chooses "files" or "reftable"; the latter needs git 2.45.
func RefFormat(name string) Option { return func(c *config) { c.refFormat = name } }

// Epoch is when the clock of every repository starts. Each commit without a
// date of its own comes one hour after the one before.
var Epoch = time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)

// New makes an empty repository.
func New(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	c := config{format: "sha1", branch: "main", refFormat: "files"}
	for _, o := range opts {
		o(&c)
	}
	r := newRepo(t, filepath.Join(t.TempDir(), "repo"), c.bare, c.format)
	args := []string{"init", "--quiet", "--initial-branch=" + c.branch, "--object-format=" + c.format}
	if c.refFormat != "files" {
		NeedGit(t, 2, 45, "to store refs as "+c.refFormat)
		args = append(args, "--ref-format="+c.refFormat)
	}
	if c.bare {
		args = append(args, "--bare")
	}
	r.mustRun(filepath.Dir(r.dir), nil, append(args, r.dir)...)
	return r
}

// newRepo describes a repository that is at dir or will be.
func newRepo(t testing.TB, dir string, bare bool, format string) *Repo {
	t.Helper()
	NeedGit(t, 2, 31, "for any repository")
	r := &Repo{t: t, dir: dir, gitDir: dir, bare: bare, format: format, home: t.TempDir(), clock: Epoch}
	if !bare {
		r.gitDir = filepath.Join(dir, ".git")
	}
	t.Cleanup(r.kill)
	return r
}

// Dir is where a program is pointed to read the repository: the work tree, or
// the git directory of a bare one. All commits so far are in it.
func (r *Repo) Dir() string {
	r.t.Helper()
	r.Flush()
	return r.dir
}

// GitDir is the git directory. All commits so far are in it.
func (r *Repo) GitDir() string {
	r.t.Helper()
	r.Flush()
	return r.gitDir
}

// ObjectFormat is "sha1" or "sha256".
func (r *Repo) ObjectFormat() string { return r.format }

// Env is the environment in which git runs here: nothing of the user's but
// PATH. Tests that start git or our own program on the repository may use it.
func (r *Repo) Env() []string {
	env := []string{
		"PATH=" + os.Getenv("PATH"),
		"HOME=" + r.home,
		"XDG_CONFIG_HOME=" + filepath.Join(r.home, "config"),
		"TMPDIR=" + os.TempDir(),
		"LC_ALL=C", "TZ=UTC",
		"GIT_CONFIG_GLOBAL=" + os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "GIT_ATTR_NOSYSTEM=1",
		"GIT_TERMINAL_PROMPT=0", "GIT_ALLOW_PROTOCOL=file", "GIT_EDITOR=true", "GIT_PAGER=cat",
		"GIT_CONFIG_COUNT=4",
		"GIT_CONFIG_KEY_0=gc.auto", "GIT_CONFIG_VALUE_0=0",
		"GIT_CONFIG_KEY_1=maintenance.auto", "GIT_CONFIG_VALUE_1=false",
		"GIT_CONFIG_KEY_2=core.fsync", "GIT_CONFIG_VALUE_2=none",
		"GIT_CONFIG_KEY_3=protocol.file.allow", "GIT_CONFIG_VALUE_3=always",
	}
	for _, who := range []string{"AUTHOR", "COMMITTER"} {
		env = append(env,
			"GIT_"+who+"_NAME="+defaultIdentity.Name,
			"GIT_"+who+"_EMAIL="+defaultIdentity.Email,
			fmt.Sprintf("GIT_%s_DATE=%d +0000", who, r.clock.Unix()))
	}
	return env
}

// Git runs git in the repository and returns what it prints, without a final
// line feed. All commits so far are visible to it.
func (r *Repo) Git(args ...string) string {
	r.t.Helper()
	return strings.TrimSuffix(string(r.GitInput(nil, args...)), "\n")
}

// GitInput is Git with bytes on standard input and exact bytes back.
func (r *Repo) GitInput(stdin []byte, args ...string) []byte {
	r.t.Helper()
	r.Flush()
	r.tips = nil
	return r.mustRun(r.dir, stdin, args...)
}

// TryGit is Git for commands that are allowed to fail.
func (r *Repo) TryGit(args ...string) (string, error) {
	r.t.Helper()
	r.Flush()
	r.tips = nil
	out, err := r.run(r.dir, nil, args...)
	return strings.TrimSuffix(string(out), "\n"), err
}

func (r *Repo) mustRun(dir string, stdin []byte, args ...string) []byte {
	r.t.Helper()
	out, err := r.run(dir, stdin, args...)
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	return out
}

func (r *Repo) run(dir string, stdin []byte, args ...string) ([]byte, error) {
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = r.Env()
	cmd.Stdin = bytes.NewReader(stdin)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return out, fmt.Errorf("git %s: %w\n%s", strings.Join(args, " "), err, stderr.Bytes())
	}
	return out, nil
}

// Write puts a file into the work tree (or git directory) as it stands,
// uncommitted. The name is relative to Dir.
func (r *Repo) Write(name string, content []byte) {
	r.t.Helper()
	r.writeFile(filepath.Join(r.dir, name), content)
}

func (r *Repo) writeFile(name string, content []byte) {
	r.t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	if err := os.WriteFile(name, content, 0o644); err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
}

var gitVersion = sync.OnceValues(func() ([2]int, error) {
	out, err := exec.Command("git", "version").Output()
	if err != nil {
		return [2]int{}, err
	}
	m := regexp.MustCompile(`(\d+)\.(\d+)`).FindSubmatch(out)
	if m == nil {
		return [2]int{}, fmt.Errorf("cannot read the version in %q", out)
	}
	major, _ := strconv.Atoi(string(m[1]))
	minor, _ := strconv.Atoi(string(m[2]))
	return [2]int{major, minor}, nil
})

// NeedGit skips the test, saying why, where git is absent or older than
// major.minor.
func NeedGit(t testing.TB, major, minor int, why string) {
	t.Helper()
	v, err := gitVersion()
	if err != nil {
		t.Skipf("SKIPPED: git is needed %s: %v", why, err)
	}
	if v[0] < major || v[0] == major && v[1] < minor {
		t.Skipf("SKIPPED: git %d.%d is needed %s; this is %d.%d", major, minor, why, v[0], v[1])
	}
}
