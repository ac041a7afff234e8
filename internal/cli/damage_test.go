package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// checkAnswer fails unless a run ended in one of the given ways, within a
// bound of time that no healthy run comes near, with an error or a note that
// says what is the matter where there is no full answer.
func checkAnswer(t *testing.T, what string, o outcome, statuses ...int) {
	t.Helper()
	ok := false
	for _, s := range statuses {
		ok = ok || o.status == s
	}
	if !ok {
		t.Errorf("%s: exit status %d, want one of %v\nstdout: %.500s\nstderr: %.1500s", what, o.status, statuses, o.stdout, o.stderr)
	}
	if o.status != 0 && o.stderr == "" && !strings.Contains(o.stdout, "incomplete") && !strings.Contains(o.stdout, `"gaps"`) {
		t.Errorf("%s: exit status %d and not a word", what, o.status)
	}
	if o.status != 0 && strings.Contains(o.stderr, "error") && !strings.Contains(o.stderr, "hint: ") && !strings.Contains(o.stderr, `"hint":`) {
		t.Errorf("%s: an error without a hint: %s", what, o.stderr)
	}
	if strings.Contains(o.stderr, "goroutine ") {
		t.Errorf("%s: a panic: %s", what, o.stderr)
	}
}

// limited runs f and fails if it takes longer than anything here may.
func limited(t *testing.T, what string, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(60 * time.Second):
		t.Fatalf("%s hangs", what)
	}
}

// A repository without commits is no error: there is nothing to say yet.
func TestUnborn(t *testing.T) {
	for name, opts := range map[string][]gittest.Option{
		"work tree": nil, "bare": {gittest.Bare()}, "odd branch": {gittest.InitialBranch("feature/é")},
		"SHA-256": {gittest.ObjectFormat("sha256")},
	} {
		r := gittest.New(t, opts...)
		for _, command := range readers {
			checkAnswer(t, fmt.Sprint(name, command), leadline(t, nil, at(r.Dir(), command)...), 0)
		}
	}
	r := gittest.New(t)
	side := r.Commit("side", gittest.Commit{Files: gittest.Files{"f": gittest.Lines("x")}})
	o := leadline(t, nil, "scan", "-C", r.Dir())
	checkAnswer(t, "another branch has commits", o, 0)
	o = leadline(t, nil, "export", "lines", "--at=side", "-C", r.Dir())
	if checkAnswer(t, "the other branch", o, 0); !strings.Contains(o.stdout, side) {
		t.Errorf("export of a branch beside an unborn HEAD: %s", o.stdout)
	}
}

// A branch that points at nothing good is not taken for an empty one.
func TestBrokenHead(t *testing.T) {
	for name, content := range map[string]string{
		"empty ref": "", "garbage": "garbage\n", "missing commit": strings.Repeat("12", 20) + "\n", "half an id": strings.Repeat("1", 17) + "\n",
	} {
		t.Run(name, func(t *testing.T) {
			r := gittest.Linear(t)
			if err := os.WriteFile(filepath.Join(r.GitDir(), "refs", "heads", "main"), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
			for _, command := range readers {
				o := leadline(t, nil, at(r.Dir(), command)...)
				checkAnswer(t, fmt.Sprint(command), o, 3)
				if o.stdout != "" && !strings.Contains(o.stderr, "HEAD") {
					t.Errorf("%v: %s%s", command, o.stdout, o.stderr)
				}
			}
		})
	}
}

// Places that are no repository, and revisions that are none.
func TestNoRepository(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	r := gittest.Linear(t)
	tree := r.Git("rev-parse", "HEAD^{tree}")
	for _, args := range [][]string{
		{"scan", "-C", dir},
		{"scan", "-C", file},
		{"scan", "-C", filepath.Join(dir, "nowhere")},
		{"scan", "-C", ""},
		{"scan", "-C", r.Dir(), "--at=nowhere"},
		{"scan", "-C", r.Dir(), "--at=--all"},
		{"scan", "-C", r.Dir(), "--at=" + tree},
		{"scan", "-C", r.Dir(), "--at=HEAD..main"},
		{"scan", "-C", r.Dir(), "--at=:/nothing"},
		{"export", "lines", "../outside", "-C", r.Dir()},
		{"export", "lines", "/etc/passwd", "-C", r.Dir()},
		{"export", "lines", "-C", r.Dir(), "--", "-x"},
	} {
		checkAnswer(t, fmt.Sprint(args), leadline(t, []string{"GIT_CEILING_DIRECTORIES=/"}, args...), 2)
	}
}

// damagedPack is a repository with one pack, and the names of its files.
func damagedPack(t *testing.T, seed uint64) (r *gittest.Repo, pack, index string) {
	t.Helper()
	r = gittest.BranchyRandom(t, seed, 30, 6)
	r.Repack()
	packs := r.Packs()
	if len(packs) != 1 {
		t.Fatalf("%d packs", len(packs))
	}
	for _, name := range []string{packs[0], strings.TrimSuffix(packs[0], ".pack") + ".idx"} {
		if err := os.Chmod(name, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return r, packs[0], strings.TrimSuffix(packs[0], ".pack") + ".idx"
}

// Whatever happens to a pack or its index, every command answers from what can
// be read and says what cannot, or fails with a hint; and nothing that it then
// says is false.
func TestDamagedPack(t *testing.T) {
	r, pack, index := damagedPack(t, 31)
	whole := map[string][]byte{}
	for _, name := range []string{pack, index} {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		whole[name] = b
	}
	right := map[string]bool{}
	for line := range strings.Lines(leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout) {
		right[line] = true
	}
	rng := rand.New(rand.NewPCG(31, 1))
	try := func(what, name string, content []byte) {
		t.Helper()
		for other, b := range whole {
			if other == name {
				b = content
			}
			if b == nil {
				_ = os.Remove(other)
			} else if err := os.WriteFile(other, b, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		command := readers[rng.IntN(len(readers))]
		limited(t, what, func() {
			checkAnswer(t, fmt.Sprint(what, " ", command), leadline(t, nil, at(r.Dir(), command)...), 0, 3)
			o := leadline(t, nil, "export", "lines", "-C", r.Dir())
			checkAnswer(t, what+" export lines", o, 0, 3)
			for line := range strings.Lines(o.stdout) {
				if !right[line] && !strings.HasSuffix(line, ",\n") {
					t.Errorf("%s: a line that is not true (exit status %d): %s", what, o.status, line)
					break
				}
			}
		})
	}
	for name, b := range whole {
		kind := filepath.Ext(name)
		try("missing "+kind, name, nil)
		try("empty "+kind, name, []byte{})
		for i := range 5 {
			at := rng.IntN(len(b))
			try(fmt.Sprintf("%s cut at %d", kind, at), name, b[:at])
			flipped := bytes.Clone(b)
			for range 1 + i*3 {
				flipped[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
			}
			try(fmt.Sprintf("%s flipped, round %d", kind, i), name, flipped)
		}
	}
}

// Of damaged contents the rest is still right: one blob is broken at a time.
func TestDamagedContent(t *testing.T) {
	r := gittest.Linear(t)
	r.Loose()
	home := []string{"LEADLINE_HOME=" + t.TempDir()}
	blob := r.Git("rev-parse", "main~1:a.txt")
	name := filepath.Join(r.GitDir(), "objects", blob[:2], blob[2:])
	whole, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	for what, content := range map[string][]byte{
		"missing": nil, "empty": {}, "cut": whole[:len(whole)/2], "garbage": []byte("garbage"),
		"flipped": append(bytes.Clone(whole[:len(whole)-3]), 1, 2, 3),
	} {
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
		if content != nil {
			if err := os.WriteFile(name, content, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		for _, command := range readers {
			checkAnswer(t, fmt.Sprint(what, command), leadline(t, home, at(r.Dir(), command)...), 3)
		}
		o := leadline(t, home, "export", "lines", "-C", r.Dir())
		if o.status != 3 || o.stdout == want || !strings.Contains(o.stderr, "incomplete") {
			t.Errorf("%s: exit status %d: %s%s", what, o.status, o.stdout, o.stderr)
		}
		if err := os.WriteFile(name+"~", whole, 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Rename(name+"~", name); err != nil {
			t.Fatal(err)
		}
		// Mended, it is read without being asked to.
		if o := leadline(t, home, "export", "lines", "-C", r.Dir()); o.status != 0 || o.stdout != want {
			t.Errorf("%s, mended: exit status %d: %s%s", what, o.status, o.stdout, o.stderr)
		}
	}
}

// Where contents are missing, verify compares the rest and says how much that
// is, rather than dying of it as git does.
func TestVerifyPartial(t *testing.T) {
	r := gittest.BranchyRandom(t, 51, 30, 6)
	r.Loose()
	blob := r.Git("rev-parse", "main:"+strings.SplitN(r.Git("ls-files", "--with-tree=main"), "\n", 2)[0])
	if err := os.Remove(filepath.Join(r.GitDir(), "objects", blob[:2], blob[2:])); err != nil {
		t.Fatal(err)
	}
	o := leadline(t, nil, "verify", "--files=100", "--commits=0", "--seed=1", "-C", r.Dir())
	checkAnswer(t, "verify", o, 3)
	if !strings.Contains(o.stdout, "numstat") || strings.Contains(o.stderr, "error") {
		t.Errorf("%s%s", o.stdout, o.stderr)
	}
	t.Log(o.stdout)
}

// A history that git cannot list to its end is incomplete as long as that is
// so, and no longer.
func TestMendedHistory(t *testing.T) {
	r := gittest.LooseOnly(t)
	home := []string{"LEADLINE_HOME=" + t.TempDir()}
	want := leadline(t, nil, "export", "changes", "-C", r.Dir()).stdout
	root := r.Git("rev-list", "--max-parents=0", "main")
	tree := r.Git("rev-parse", root+"^{tree}")
	name := filepath.Join(r.GitDir(), "objects", tree[:2], tree[2:])
	if err := os.Rename(name, name+".away"); err != nil {
		t.Fatal(err)
	}
	if o := leadline(t, home, "scan", "-C", r.Dir()); o.status != 3 {
		t.Fatalf("without a tree: exit status %d, %s", o.status, o.stderr)
	}
	if err := os.Rename(name+".away", name); err != nil {
		t.Fatal(err)
	}
	if o := leadline(t, home, "export", "changes", "-C", r.Dir()); o.status != 0 || o.stdout != want {
		t.Errorf("once mended: exit status %d, %s", o.status, o.stderr)
	}
}
