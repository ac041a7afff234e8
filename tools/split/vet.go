package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
)

// contents gives contents by their ids.
func (r *repository) contents(ids []string, yield func(id string, text []byte)) error {
	if len(ids) == 0 {
		return nil
	}
	cmd := exec.Command("git", "-C", r.dir, "cat-file", "--batch")
	cmd.Stdin = strings.NewReader(strings.Join(ids, "\n") + "\n")
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	in := bufio.NewReader(out)
	for range ids {
		head, err := in.ReadString('\n')
		if err != nil {
			return err
		}
		f := strings.Fields(head)
		if len(f) < 3 {
			continue // it is missing
		}
		var size int
		if _, err := fmt.Sscan(f[2], &size); err != nil {
			return err
		}
		text := make([]byte, size+1)
		if _, err := io.ReadFull(in, text); err != nil {
			return err
		}
		yield(f[0], text[:size])
	}
	return cmd.Wait()
}

// vet checks a tree by go vet, in a folder that is kept from one tree to the next.
type vet struct {
	repository *repository
	dir        string
	now        tree
}

var position = regexp.MustCompile(`:[0-9]+:[0-9]+:`)

func (v *vet) errors(t tree) (map[string]bool, error) {
	if v.dir == "" {
		dir, err := os.MkdirTemp("", "split")
		if err != nil {
			return nil, err
		}
		v.dir, v.now = dir, tree{}
	}
	var ids []string
	to := map[string][]string{}
	for f, id := range t {
		if v.now[f] != id {
			if to[id] == nil {
				ids = append(ids, id)
			}
			to[id] = append(to[id], f)
		}
	}
	for f := range v.now {
		if t[f] == "" {
			if err := os.Remove(filepath.Join(v.dir, f)); err != nil {
				return nil, err
			}
		}
	}
	var failed error
	err := v.repository.contents(ids, func(id string, text []byte) {
		for _, f := range to[id] {
			name := filepath.Join(v.dir, f)
			if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
				failed = err
			}
			if err := os.WriteFile(name, text, 0o644); err != nil {
				failed = err
			}
		}
	})
	if err != nil || failed != nil {
		return nil, fmt.Errorf("write tree: %w %w", err, failed)
	}
	v.now = t
	cmd := exec.Command("go", "vet", "-mod=mod", "-ifaceassert", "./...")
	cmd.Dir = v.dir
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	var out bytes.Buffer
	cmd.Stderr = &out
	_ = cmd.Run() // what is wrong is in what it says
	found := map[string]bool{}
	for l := range strings.Lines(out.String()) {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") && !strings.HasPrefix(l, "go: downloading") {
			found[strings.TrimPrefix(position.ReplaceAllString(l, ":"), "vet: ")] = true
		}
	}
	return found, nil
}
