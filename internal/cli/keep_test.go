//go:build linux

package cli

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// process starts the program as a process of its own: this test binary under
// the name by which TestMain knows it.
func process(t testing.TB, env []string, args ...string) *exec.Cmd {
	t.Helper()
	link := filepath.Join(t.TempDir(), "leadline")
	self, err := os.Executable()
	if err == nil {
		err = os.Symlink(self, link)
	}
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(link, args...)
	cmd.Env = append(os.Environ(), env...)
	return cmd
}

// Whenever a run is killed, the next one is right.
//
// @req REQ-killed-runs
func TestKilledRuns(t *testing.T) {
	r := gittest.BranchyRandom(t, 41, 60, 10)
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	home := []string{"LEADLINE_HOME=" + t.TempDir()}
	rng := rand.New(rand.NewPCG(uint64(time.Now().UnixNano()), 1))
	started := time.Now()
	if out, err := process(t, home, "scan", "--fresh", "-q", "-C", r.Dir()).CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	whole := time.Since(started)
	const wanted, most = 50, 400
	killed := 0
	for i := 0; killed < wanted && i < most; i++ {
		cmd := process(t, home, "scan", "--fresh", "-q", "-C", r.Dir())
		started := time.Now()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(rng.Int64N(int64(whole))), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			killed++
		} else {
			whole = time.Since(started) // shorter than thought
		}
		timer.Stop()
		if o := leadline(t, home, "export", "lines", "-C", r.Dir()); o.status != 0 || o.stdout != want {
			t.Fatalf("after run %d: exit status %d, %s", i, o.status, o.stderr)
		}
	}
	if killed < wanted {
		t.Errorf("only %d of %d runs were killed before they ended", killed, most)
	}
}

// Runs at the same time are all right, whichever of them keeps what it read.
func TestRunsAtOnce(t *testing.T) {
	r := gittest.BranchyRandom(t, 42, 80, 10)
	dir := r.Dir()
	want := leadline(t, nil, "export", "lines", "-C", dir).stdout
	for round := range 3 {
		home := []string{"LEADLINE_HOME=" + t.TempDir()}
		var wg sync.WaitGroup
		for i := range 4 {
			args := []string{"export", "lines", "-C", dir}
			if i == 3 {
				args = []string{"scan", "--fresh", "-C", dir}
			}
			var stdout, stderr bytes.Buffer
			cmd := process(t, home, args...)
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			wg.Go(func() {
				err := cmd.Run()
				if err != nil || i < 3 && stdout.String() != want {
					t.Errorf("round %d, run %d: %v\n%s", round, i, err, stderr.String())
				}
			})
		}
		wg.Wait()
		if o := leadline(t, home, "export", "lines", "-C", dir); o.status != 0 || o.stdout != want || o.stderr != "" {
			t.Errorf("round %d, afterwards: exit status %d: %s", round, o.status, o.stderr)
		}
	}
}

// A damaged index is read anew, and said to be.
func TestDamagedIndex(t *testing.T) {
	r := gittest.BranchyRandom(t, 43, 40, 8)
	dir := r.Dir()
	home := t.TempDir()
	env := []string{"LEADLINE_HOME=" + home}
	want := leadline(t, env, "export", "lines", "-C", dir).stdout
	found, err := filepath.Glob(filepath.Join(home, "*", "index.db"))
	if err != nil || len(found) != 1 {
		t.Fatalf("%v, %v", found, err)
	}
	index := found[0]
	whole, err := os.ReadFile(index)
	if err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(43, 1))
	damages := map[string][]byte{"empty": {}, "text": []byte(strings.Repeat("not a database\n", 1000)), "half": whole[:len(whole)/2], "one byte": whole[:1]}
	var used []int // the rest of the pages is empty
	for at, b := range whole {
		if b != 0 {
			used = append(used, at)
		}
	}
	for i := range 12 {
		b := bytes.Clone(whole)
		at := used[rng.IntN(len(used))]
		for j := range min(16, len(b)-at) {
			b[at+j] ^= byte(1 + rng.IntN(255))
		}
		damages[fmt.Sprintf("flipped from %d (round %d)", at, i)] = b
		at = rng.IntN(len(whole))
		damages[fmt.Sprintf("cut at %d", at)] = whole[:at]
	}
	told := 0
	for what, content := range damages {
		for _, side := range []string{"-wal", "-shm"} {
			_ = os.Remove(index + side)
		}
		if err := os.WriteFile(index, content, 0o600); err != nil {
			t.Fatal(err)
		}
		o := leadline(t, env, "export", "lines", "-C", dir)
		if o.status != 0 || o.stdout != want {
			t.Errorf("%s: exit status %d: %s", what, o.status, o.stderr)
		}
		if o.stderr != "" {
			told++
			if !strings.Contains(o.stderr, "read anew") {
				t.Errorf("%s: %s", what, o.stderr)
			}
		}
		if o.stderr == "" {
			t.Log("not told:", what)
		}
		// It is whole again.
		if o := leadline(t, env, "export", "lines", "-C", dir); o.status != 0 || o.stdout != want || o.stderr != "" {
			t.Errorf("%s, again: exit status %d: %s", what, o.status, o.stderr)
		}
	}
	t.Logf("%d of %d damages were found", told, len(damages))
	if told < len(damages)*3/4 {
		t.Errorf("only %d of %d damages were told", told, len(damages))
	}
}

// Where nothing can be written the answer is the same, and it is said that
// nothing is kept.
func TestNothingCanBeKept(t *testing.T) {
	r := gittest.Linear(t)
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o644); err != nil {
		t.Fatal(err)
	}
	check := func(what string, env []string, dir string) {
		t.Helper()
		o := leadline(t, env, "export", "lines", "-C", dir)
		if o.status != 0 || o.stdout != want || !strings.Contains(o.stderr, "nothing is kept") {
			t.Errorf("%s: exit status %d: %s%s", what, o.status, o.stdout, o.stderr)
		}
	}
	check("home is a file", []string{"LEADLINE_HOME=" + file}, r.Dir())
	check("home is relative", []string{"LEADLINE_HOME=here"}, r.Dir())
	if err := os.WriteFile(filepath.Join(r.GitDir(), "leadline"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	check("index is a file, cache below a file", []string{"LEADLINE_HOME=", "XDG_CACHE_HOME=" + file}, r.Dir())
	cache := t.TempDir()
	o := leadline(t, []string{"LEADLINE_HOME=", "XDG_CACHE_HOME=" + cache}, "export", "lines", "-C", r.Dir())
	if o.status != 0 || o.stdout != want || o.stderr != "" {
		t.Errorf("cache: exit status %d: %s", o.status, o.stderr)
	}
	if found, _ := filepath.Glob(filepath.Join(cache, "leadline", "*", "index.db")); len(found) != 1 {
		t.Errorf("the cache holds %v", found)
	}
}

// A repository on a read-only file system is read like any other.
func TestReadOnlyRepository(t *testing.T) {
	r := gittest.Linear(t)
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	dir := t.TempDir()
	err := syscall.Mount(r.Dir(), dir, "", syscall.MS_BIND, "")
	if err == nil {
		t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
		err = syscall.Mount("", dir, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, "")
	}
	if err != nil {
		t.Skipf("SKIPPED, as no read-only mount can be made here (root can): %v", err)
	}
	for _, env := range [][]string{
		{"LEADLINE_HOME=", "XDG_CACHE_HOME=" + t.TempDir()},
		{"LEADLINE_HOME=", "XDG_CACHE_HOME=" + filepath.Join(dir, "cache")},
	} {
		for range 2 {
			o := leadline(t, env, "export", "lines", "-C", dir)
			if o.status != 0 || o.stdout != want {
				t.Errorf("exit status %d: %s%s", o.status, o.stdout, o.stderr)
			}
		}
		for _, command := range readers {
			checkAnswer(t, fmt.Sprint(command), leadline(t, env, at(dir, command)...), 0)
		}
	}
}

// On a full disk the answer is the same, and it is said that nothing is kept.
//
// @req REQ-full-disk
func TestFullDisk(t *testing.T) {
	r := gittest.BranchyRandom(t, 44, 120, 20)
	want := leadline(t, nil, "export", "lines", "-C", r.Dir()).stdout
	dir := t.TempDir()
	if err := syscall.Mount("leadline", dir, "tmpfs", 0, "size=64k"); err != nil {
		t.Skipf("SKIPPED, as no small disk can be made here (root can): %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	for filled := range 2 {
		if filled == 1 {
			_ = os.WriteFile(filepath.Join(dir, "filler"), make([]byte, 1<<20), 0o600)
		}
		for range 2 {
			o := leadline(t, []string{"LEADLINE_HOME=" + dir}, "export", "lines", "-C", r.Dir())
			if o.status != 0 || o.stdout != want || !strings.Contains(o.stderr, "nothing is kept") {
				t.Errorf("filled %d: exit status %d: %s", filled, o.status, o.stderr)
			}
		}
	}
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	defer full.Close()
	var stderr bytes.Buffer
	status := Main([]string{"export", "lines", "-C", r.Dir()}, strings.NewReader(""), full, &stderr, []string{"LEADLINE_HOME=" + t.TempDir()})
	if status != 4 || !strings.Contains(stderr.String(), "hint: ") {
		t.Errorf("the answer to a full disk: exit status %d: %s", status, stderr.String())
	}
}
