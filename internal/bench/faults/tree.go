package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/bench"
)

// change is one change of the repository, with the files of Go at its head.
type change struct {
	id string
	// files are the contents of the files of Go at the head, by their paths.
	files map[string]string
	// touched are those that the change modifies, tests apart, sorted.
	touched []string
	// tests: the change touches tests.
	tests  bool
	module string
	// imports are the folders that each folder imports, tests apart.
	imports map[string]map[string]bool
	// released are the contents of files at the last release before the change.
	released func(path string) string
	// hot is a file that is changed often.
	hot string
}

// scratch is a copy of a repository in which commits are made.
type scratch struct {
	*bench.Copy
	index string
}

func (s *scratch) git(ctx context.Context, stdin string, args ...string) (string, error) {
	cmd := s.Command(ctx, "git", args...)
	cmd.Stdin = strings.NewReader(stdin)
	cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+s.index, "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org")
	out, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("git %s: %w: %s", args[0], err, exit.Stderr)
	}
	return strings.TrimSpace(string(out)), err
}

// commit makes a commit of a tree with some contents put into it; an empty one takes a
// file out.
func (s *scratch) commit(ctx context.Context, tree, parent string, put map[string]string) (string, error) {
	if _, err := s.git(ctx, "", "read-tree", tree); err != nil {
		return "", err
	}
	for p, text := range put {
		if text == "" {
			if _, err := s.git(ctx, "0 "+strings.Repeat("0", len(parent))+"\t"+p+"\n", "update-index", "--index-info"); err != nil {
				return "", err
			}
			continue
		}
		blob, err := s.git(ctx, text, "hash-object", "-w", "--stdin")
		if err != nil {
			return "", err
		}
		if _, err := s.git(ctx, "", "update-index", "--add", "--cacheinfo", "100644,"+blob+","+p); err != nil {
			return "", err
		}
	}
	made, err := s.git(ctx, "", "write-tree")
	if err != nil {
		return "", err
	}
	return s.git(ctx, "", "commit-tree", "-p", parent, "-m", "Change it", made)
}

// read reads a change; nil if it is none into which faults are put: it modifies no
// package of Go that others can import.
func (s *scratch) read(ctx context.Context, id string) (*change, error) {
	c := &change{id: id, files: map[string]string{}, imports: map[string]map[string]bool{}}
	out, err := s.git(ctx, "", "diff-tree", "-r", "--name-status", "--no-renames", id+"^", id)
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(out) {
		status, p, _ := strings.Cut(strings.TrimSpace(line), "\t")
		switch {
		case strings.HasSuffix(p, "_test.go"):
			c.tests = true
		case status == "M" && strings.HasSuffix(p, ".go") && path.Dir(p) != "." && !strings.Contains("/"+p, "/internal/") && !strings.HasPrefix(p, "cmd/"):
			c.touched = append(c.touched, p)
		}
	}
	if len(c.touched) == 0 {
		return nil, nil
	}
	if err := s.readFiles(ctx, c); err != nil {
		return nil, err
	}
	c.touched = slices.DeleteFunc(c.touched, func(p string) bool {
		return !packageLine.MatchString(c.files[p]) || strings.Contains("\n"+c.files[p], "\npackage main\n") || aside.MatchString(path.Dir(p)) || c.apart(p)
	})
	if m := moduleLine.FindStringSubmatch(c.files["go.mod"]); m == nil || len(c.touched) == 0 {
		return nil, nil
	} else {
		c.module = m[1]
	}
	c.follow()
	tag, err := s.release(ctx, id, c.module)
	if err != nil {
		return nil, err
	}
	c.released = func(p string) string {
		text, err := s.git(ctx, "", "show", tag+":"+p)
		if tag == "" || err != nil {
			return ""
		}
		return text
	}
	return c, nil
}

var (
	moduleLine = regexp.MustCompile(`(?m)^module (\S+)`)
	importLine = regexp.MustCompile(`(?m)^\s*(?:import\s+)?(?:[\w.]+\s+)?"([^"\s]+)"`)
	majorOnly  = regexp.MustCompile(`^v\d+$`)
	finalTag   = regexp.MustCompile(`^v(\d+)\.\d+\.\d+$`)
)

func (s *scratch) readFiles(ctx context.Context, c *change) error {
	out, err := s.Command(ctx, "git", "archive", "--format=tar", c.id).Output()
	if err != nil {
		return err
	}
	for in := tar.NewReader(bytes.NewReader(out)); ; {
		h, err := in.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if h.Typeflag == tar.TypeReg && (filepath.Ext(h.Name) == ".go" || path.Base(h.Name) == "go.mod") {
			text, err := io.ReadAll(in)
			if err != nil {
				return err
			}
			c.files[h.Name] = string(text)
		}
	}
}

// apart tells whether a file is of a module within the one at the top.
func (c *change) apart(p string) bool {
	for dir := path.Dir(p); dir != "."; dir = path.Dir(dir) {
		if c.files[dir+"/go.mod"] != "" {
			return true
		}
	}
	return false
}

// follow finds what the packages of the repository import of each other.
func (c *change) follow() {
	for p, text := range c.files {
		if filepath.Ext(p) != ".go" || strings.HasSuffix(p, "_test.go") {
			continue
		}
		dir := path.Dir(p)
		if c.imports[dir] == nil {
			c.imports[dir] = map[string]bool{}
		}
		for _, m := range importLine.FindAllStringSubmatch(text, -1) {
			if to, ok := strings.CutPrefix(m[1], c.module+"/"); ok {
				c.imports[dir][to] = true
			}
		}
	}
}

// reaches tells whether one package imports another one, by way of others too.
func (c *change) reaches(from, to string) bool {
	seen := map[string]bool{}
	for open := []string{from}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		if at == to {
			return true
		}
		if seen[at] {
			continue
		}
		seen[at] = true
		for next := range c.imports[at] {
			open = append(open, next)
		}
	}
	return false
}

// release is the highest version of the module before a change, among its tags; one
// that retracts others is taken for none.
func (s *scratch) release(ctx context.Context, id, module string) (string, error) {
	when, err := s.git(ctx, "", "show", "-s", "--format=%ct", id+"^")
	if err != nil {
		return "", err
	}
	out, err := s.git(ctx, "", "for-each-ref", "--sort=-v:refname", "--format=%(creatordate:unix) %(refname:short)", "refs/tags")
	if err != nil {
		return "", err
	}
	major := path.Base(module)
	for line := range strings.Lines(out) {
		created, tag, _ := strings.Cut(strings.TrimSpace(line), " ")
		m := finalTag.FindStringSubmatch(tag)
		if m == nil || len(created) > len(when) || len(created) == len(when) && created > when {
			continue
		}
		if own := "v" + m[1]; own != major && (own != "v0" && own != "v1" || majorOnly.MatchString(major)) {
			continue
		}
		manifest, err := s.git(ctx, "", "show", tag+":go.mod")
		if err == nil && !strings.Contains(manifest, "retract") {
			return tag, nil
		}
	}
	return "", nil
}
