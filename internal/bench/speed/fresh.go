package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"

	"leadline/internal/bench"
)

// measurement is one repository being measured.
type measurement struct {
	*options
	copy   *bench.Copy
	dir    string // where the original is
	spare  string // where an index is kept aside
	report *report
}

func (m *measurement) say(format string, args ...any) {
	fmt.Fprintf(m.progress, "%s: %s\n", m.dir, fmt.Sprintf(format, args...))
}

func (m *measurement) scan(ctx context.Context, flags ...string) *exec.Cmd {
	return m.leadlineCommand(ctx, append([]string{"scan"}, flags...)...)
}

// subject counts what there is to read, and reads it once: that Leadline's
// count of commits is git's, and to have the files in memory.
func (m *measurement) subject(ctx context.Context) error {
	r := m.report
	var err error
	if r.commits, err = m.copy.CountCommits(ctx, "HEAD"); err != nil {
		return err
	}
	if r.merges, err = m.copy.CountCommits(ctx, "--merges", "HEAD"); err != nil {
		return err
	}
	a, err := m.readRight(ctx, "--fresh")
	if err != nil {
		return err
	}
	r.files, r.lines = a.Number("files"), a.Number("lines")
	return nil
}

// readRight scans and checks that the whole history was read.
func (m *measurement) readRight(ctx context.Context, flags ...string) (*bench.Answer, error) {
	want, err := m.copy.CountCommits(ctx, "HEAD")
	if err != nil {
		return nil, err
	}
	a, err := bench.Ask(m.scan(ctx, append(flags, "--format", "json")...))
	switch {
	case err != nil:
		return nil, err
	case !a.Complete:
		return nil, errors.New("leadline could not read the history in full: what it cost says nothing")
	case a.Repository.Head != m.copy.Head || a.Number("commits") != want:
		return nil, fmt.Errorf("leadline read %d commits to %s; there are %d to %s",
			a.Number("commits"), a.Repository.Head, want, m.copy.Head)
	}
	return a, nil
}

// checkPeer runs git log once and counts the commits that it prints: one that
// dies half way looks fast.
func (m *measurement) checkPeer(ctx context.Context) error {
	printed := 0
	err := bench.Lines(m.copy.Command(ctx, m.peer[0], m.peer[1:]...), func(line []byte) {
		if id, ok := bytes.CutPrefix(line, []byte("commit ")); ok && len(id) >= 40 {
			printed++
		}
	})
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if printed != m.report.commits {
		err = errors.Join(fmt.Errorf("%s printed %d of %d commits", strings.Join(m.peer, " "), printed, m.report.commits), err)
	}
	if err != nil {
		m.report.refusal = fmt.Errorf("no ratio: %w", err)
		m.say("%v", m.report.refusal)
	}
	return nil
}

// fresh runs the peer and Leadline in turns, so that whatever slows the machine
// down for a while slows both.
func (m *measurement) fresh(ctx context.Context) error {
	for i := range m.runs {
		m.say("reading everything, %d of %d", i+1, m.runs)
		if m.report.refusal == nil {
			u, err := bench.Measure(m.copy.Command(ctx, m.peer[0], m.peer[1:]...))
			if err != nil {
				return err
			}
			m.report.peer = append(m.report.peer, u)
		}
		u, err := bench.Measure(m.scan(ctx, "--fresh"))
		if err != nil {
			return err
		}
		m.report.fresh = append(m.report.fresh, u)
	}
	// git log has one thread: where it waited, something else ran.
	if p := m.report.peer; len(p) > 0 && p.Median().Wall > p.Median().CPU*11/10 {
		m.report.waited = true
		m.say("warning: git log waited for the processor or the disk: times are wrong")
	}
	var err error
	m.report.index, err = size(m.copy.Index)
	return err
}

// memory runs the fresh scan again, watched.
func (m *measurement) memory(ctx context.Context) error {
	for i := range min(m.runs, 3) {
		m.say("watching memory, %d of %d", i+1, min(m.runs, 3))
		u, err := bench.Watch(m.scan(ctx, "--fresh"))
		if err != nil {
			return err
		}
		m.report.watched = append(m.report.watched, u)
	}
	return nil
}

// burndown runs hercules once, where there is one.
func (m *measurement) burndown(ctx context.Context) error {
	if m.hercules == "" {
		return nil
	}
	m.say("hercules")
	want, err := m.copy.CountCommits(ctx, "--first-parent", "HEAD")
	if err != nil {
		return err
	}
	result := filepath.Join(filepath.Dir(m.spare), "burndown.yaml")
	out, err := os.Create(result)
	if err != nil {
		return err
	}
	cmd := m.copy.Command(ctx, m.hercules, "--burndown", "--first-parent", m.copy.Dir)
	cmd.Stdout = out
	u, err := bench.Measure(cmd)
	if err = errors.Join(err, out.Close()); err != nil {
		return err
	}
	if n, err := commitsOf(result); err != nil || n != want {
		return errors.Join(fmt.Errorf("no ratio: hercules read %d of %d first-parent commits", n, want), err)
	}
	m.report.hercules = &u
	return nil
}

// commitsOf reads from the head of a hercules result how many commits it had
// read.
func commitsOf(result string) (int, error) {
	f, err := os.Open(result)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	head := make([]byte, 4096)
	n, err := f.Read(head)
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(head[:n])) {
		if count, ok := strings.CutPrefix(strings.TrimSpace(line), "commits: "); ok {
			return strconv.Atoi(count)
		}
	}
	return 0, errors.New("the result does not say how many commits it is of")
}

// size adds up the files below a directory.
func size(dir string) (int64, error) {
	var sum int64
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		if err == nil {
			sum += info.Size()
		}
		return err
	})
	return sum, err
}
