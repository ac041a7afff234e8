package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"leadline/internal/bench"
)

// incremental measures runs that find an index: one where nothing is new, one
// after new commits, and one on a branch that forked long ago, and back.
func (m *measurement) incremental(ctx context.Context) error {
	head := m.copy.Head
	chain, err := m.copy.Git(ctx, "rev-list", "--first-parent", fmt.Sprintf("--max-count=%d", m.older+1), head)
	if err != nil {
		return err
	}
	first := strings.Fields(chain) // the newest first
	if err := m.step(ctx, "nothing new", head, head); err != nil || len(first) < 2 {
		return err
	}
	newer := min(m.newer, len(first)-1)
	all, err := m.copy.CountCommits(ctx, first[newer]+".."+head)
	if err != nil {
		return err
	}
	if err := m.step(ctx, fmt.Sprintf("%d new first-parent commits, %s with those merged", newer, bench.Count(all)), first[newer], head); err != nil {
		return err
	}
	older := len(first) - 1
	tip, err := m.fork(ctx, first[older], branchCommits)
	if err != nil {
		return err
	}
	name := fmt.Sprintf("branch that forked %s first-parent commits ago, with %d commits of its own", bench.Count(older), branchCommits)
	if err := m.step(ctx, "to a "+name, head, tip); err != nil {
		return err
	}
	return m.back(ctx, "back from it", head, tip)
}

// branchCommits is how many commits the branch that forked long ago has.
const branchCommits = 3

// step measures a run at one head with the index made at another.
func (m *measurement) step(ctx context.Context, name, from, to string) error {
	if err := m.indexAt(ctx, from, "--fresh"); err != nil {
		return err
	}
	return m.repeat(ctx, name, to)
}

// back measures a run at a head where the index knows that head, and was at
// another one since.
func (m *measurement) back(ctx context.Context, name, head, since string) error {
	if err := m.indexAt(ctx, head, "--fresh"); err != nil {
		return err
	}
	if err := m.indexAt(ctx, since); err != nil {
		return err
	}
	return m.repeat(ctx, name, head)
}

func (m *measurement) indexAt(ctx context.Context, commit string, flags ...string) error {
	if err := m.copy.Move(ctx, commit); err != nil {
		return err
	}
	_, err := m.readRight(ctx, flags...)
	return err
}

// repeat measures runs at a head, each with the index as it is now. One run
// before them is checked.
func (m *measurement) repeat(ctx context.Context, name, head string) error {
	m.say("%s", name)
	if err := replace(m.spare, m.copy.Index); err != nil {
		return err
	}
	c := incremental{name: name}
	for i := range m.repeats + 1 {
		if err := replace(m.copy.Index, m.spare); err != nil {
			return err
		}
		if i == 0 {
			if err := m.indexAt(ctx, head); err != nil {
				return err
			}
			continue
		}
		u, err := bench.Measure(m.scan(ctx))
		if err != nil {
			return err
		}
		c.runs = append(c.runs, u)
	}
	m.report.incremental = append(m.report.incremental, c)
	return nil
}

// replace makes a directory a copy of another one, on the disk: a program that
// is timed must not wait for what was written before it.
func replace(to, from string) error {
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	entries, err := os.ReadDir(from)
	if err != nil {
		return err
	}
	if err := os.Mkdir(to, 0o700); err != nil {
		return err
	}
	for _, e := range entries {
		source, target := filepath.Join(from, e.Name()), filepath.Join(to, e.Name())
		if e.IsDir() {
			err = replace(target, source)
		} else {
			err = copyFile(target, source)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func copyFile(to, from string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Sync(), out.Close())
}

// fork makes commits on top of an older one, without a work tree: each appends
// a line to one file of the tree and adds another file.
func (m *measurement) fork(ctx context.Context, base string, commits int) (string, error) {
	list, err := m.copy.Git(ctx, "ls-tree", "-r", "-z", base)
	if err != nil {
		return "", err
	}
	var files []string
	for entry := range strings.SplitSeq(list, "\x00") {
		if strings.HasPrefix(entry, "100644 blob ") {
			files = append(files, entry)
		}
	}
	date, err := m.copy.Git(ctx, "show", "--no-patch", "--format=%ct +0000", m.copy.Head)
	if err != nil {
		return "", err
	}
	b := &builder{m: m, index: filepath.Join(filepath.Dir(m.spare), "git-index"), date: date}
	defer os.Remove(b.index)
	if _, err := b.git(ctx, "", "read-tree", base); err != nil {
		return "", err
	}
	tip := base
	for i := range commits {
		if err := b.put(ctx, fmt.Sprintf("new-%d.txt", i), fmt.Sprintf("new file %d\n", i)); err != nil {
			return "", err
		}
		if len(files) > 0 {
			if err := b.extend(ctx, files[i*len(files)/commits], i); err != nil {
				return "", err
			}
		}
		if tip, err = b.commit(ctx, tip, i); err != nil {
			return "", err
		}
	}
	return tip, nil
}

// builder writes commits through an index file of its own.
type builder struct {
	m           *measurement
	index, date string
}

func (b *builder) git(ctx context.Context, stdin string, args ...string) (string, error) {
	cmd := b.m.copy.Command(ctx, "git", args...)
	cmd.Env = append(cmd.Env, "GIT_INDEX_FILE="+b.index,
		"GIT_AUTHOR_NAME=Bench", "GIT_AUTHOR_EMAIL=bench@example.com", "GIT_AUTHOR_DATE="+b.date,
		"GIT_COMMITTER_NAME=Bench", "GIT_COMMITTER_EMAIL=bench@example.com", "GIT_COMMITTER_DATE="+b.date)
	cmd.Stdin = strings.NewReader(stdin)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("git %s: %w", strings.Join(args, " "), err)
	}
	return string(out), nil
}

func (b *builder) put(ctx context.Context, path, content string) error {
	id, err := b.git(ctx, content, "hash-object", "-w", "--stdin")
	if err != nil {
		return err
	}
	_, err = b.git(ctx, "100644 "+strings.TrimSpace(id)+"\t"+path+"\x00", "update-index", "-z", "--index-info")
	return err
}

// extend appends a line to a file, given as an entry of ls-tree.
func (b *builder) extend(ctx context.Context, entry string, n int) error {
	head, path, _ := strings.Cut(entry, "\t")
	id := head[strings.LastIndexByte(head, ' ')+1:]
	content, err := b.git(ctx, "", "cat-file", "blob", id)
	if err != nil {
		return err
	}
	return b.put(ctx, path, fmt.Sprintf("%sanother line %d\n", content, n))
}

func (b *builder) commit(ctx context.Context, parent string, n int) (string, error) {
	tree, err := b.git(ctx, "", "write-tree")
	if err != nil {
		return "", err
	}
	id, err := b.git(ctx, fmt.Sprintf("Commit %d of the branch\n", n), "commit-tree", "-p", parent, strings.TrimSpace(tree))
	return strings.TrimSpace(id), err
}
