package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"leadline/internal/bench"
	"leadline/internal/gittest"
)

// leadline is the program, built for these tests.
var leadline string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "leadline-accept-test-")
	if err != nil {
		panic(err)
	}
	leadline = filepath.Join(dir, "leadline.exe")
	out, err := exec.Command("go", "build", "-o", leadline, "leadline/cmd/leadline").CombinedOutput()
	if err != nil {
		os.RemoveAll(dir)
		panic(string(out))
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func run(t *testing.T, args ...string) (string, error) {
	t.Helper()
	var out, said strings.Builder
	err := accept(t.Context(), args, &out, &said)
	return out.String(), err
}

// TestAccept holds the program against git on a repository whose blobs are
// all there, and on one that lacks them.
func TestAccept(t *testing.T) {
	dir := t.TempDir()
	r := gittest.TeamFixture(t)
	r.Git("clone", "--quiet", "--bare", ".", filepath.Join(dir, "team.git"))
	r.Git("config", "uploadpack.allowFilter", "true")
	r.Git("clone", "--quiet", "--bare", "--filter=blob:none", "file://"+r.Dir(), filepath.Join(dir, "partial.git"))
	out, err := run(t, "-leadline", leadline, "-repos", dir, "-files", "10")
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	commits := r.Git("rev-parse", "HEAD")[:12] + ` \| ` + r.Git("rev-list", "--count", "HEAD")
	for _, want := range []string{
		`(?m)^\| team ` + commits + ` \| [0-9,]+ \| 100\.000( \(.*\))? \| 100\.000 \| 10, 10 \| `,
		`(?m)^\| partial ` + commits + ` \| 0 \| – \| – \| 0, – \| `,
	} {
		if !regexp.MustCompile(want).MatchString(out) {
			t.Errorf("the table lacks %s:\n%s", want, out)
		}
	}
}

// answer is what a Leadline prints that agrees with git just so.
func answer(commits int, figures map[string]string) string {
	values := map[string]string{
		"lines-commit": "99.5", "lines-author": "99.8", "modified-equal": "99", "lines-total": "-0.5", "renames-f1": "0.97",
	}
	for id, v := range figures {
		values[id] = v
	}
	var all []string
	for id, v := range values {
		all = append(all, fmt.Sprintf(`{"id": "verify/%s", "value": %s, "n": 1}`, id, v))
	}
	return fmt.Sprintf(`{"repository": {"head": "x"}, "complete": true, "read": [{"id": "commits", "value": %d}], "sheets": [{"figures": [%s]}]}`,
		commits, strings.Join(all, ","))
}

// TestBars has programs that agree with git just enough, or in one respect a
// little less.
func TestBars(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("SKIPPED: a shell script stands in for leadline")
	}
	r := gittest.Linear(t)
	all := strings.Count(r.Git("rev-list", "HEAD"), "\n") + 1
	none := map[string]string{"lines-commit": "null", "lines-author": "null", "modified-equal": "null", "lines-total": "null", "renames-f1": "null"}
	for _, tc := range []struct {
		name   string
		answer string
		want   string // in the error; empty for none
	}{
		{"just enough", answer(all, nil), ""},
		{"no renames", answer(all, map[string]string{"renames-f1": "null"}), ""},
		{"nothing compared", answer(all, none), "nothing could be compared"},
		{"commit", answer(all, map[string]string{"lines-commit": "99.499"}), "same commit"},
		{"author", answer(all, map[string]string{"lines-author": "99.799"}), "same author"},
		{"modified", answer(all, map[string]string{"modified-equal": "98.999"}), "modified rows"},
		{"too few lines", answer(all, map[string]string{"lines-total": "-0.501"}), "difference of totals"},
		{"too many lines", answer(all, map[string]string{"lines-total": "0.501"}), "difference of totals"},
		{"renames", answer(all, map[string]string{"renames-f1": "0.9699"}), "F1"},
		{"commits", answer(all-1, nil), "commits"},
		{"no JSON", "leadline", "invalid character"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			script := filepath.Join(t.TempDir(), "leadline")
			if err := os.WriteFile(script, []byte("#!/bin/sh\ncat <<'END'\n"+tc.answer+"\nEND\n"), 0o700); err != nil {
				t.Fatal(err)
			}
			out, err := run(t, "-leadline", script, "-repos", r.Dir())
			switch {
			case tc.want == "" && err != nil:
				t.Errorf("fails: %v\n%s", err, out)
			case tc.want != "" && (err == nil || !strings.Contains(err.Error(), tc.want)):
				t.Errorf("want a failure that tells %q, have %v\n%s", tc.want, err, out)
			}
		})
	}
}

func TestUsage(t *testing.T) {
	for _, args := range [][]string{nil, {"-repos", t.TempDir()}, {"-repos", ".", "more"}, {"-unheard-of"}} {
		if out, err := run(t, args...); err == nil {
			t.Errorf("%v is understood:\n%s", args, out)
		}
	}
}

func TestApart(t *testing.T) {
	one := 1.0
	a := &bench.Answer{Complete: true}
	if got := apart(a); got != "nothing" {
		t.Errorf("set apart: %s", got)
	}
	a = &bench.Answer{Read: []bench.Figure{{ID: "verify/missing", Value: &one}, {ID: "verify/files-skipped", Value: &one}}}
	if got, want := apart(a), "1 files not blamed, 1 rows without contents, history incomplete"; got != want {
		t.Errorf("set apart: %s, want %s", got, want)
	}
}
