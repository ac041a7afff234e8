//go:build unix

package sqlite_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadline/internal/store"
	"leadline/internal/store/sqlite"
	"leadline/internal/store/storetest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("LEADLINE_TEST_WRITER"); dir != "" {
		writeForever(dir)
	}
	if dir := os.Getenv("LEADLINE_TEST_NOBODY"); dir != "" {
		useAsNobody(dir)
	}
	os.Exit(m.Run())
}

// generation returns the n-th of a row of snapshots, of which each but every
// seventh adds to the one before.
func generation(n int) (s *store.Snapshot, from int) {
	s = storetest.Random(uint64(n/7), 150)
	s.Repo = "crash"
	for i := n / 7 * 7; i < n; i++ {
		from = len(s.History.Commits)
		s = storetest.Grow(s, uint64(i), 3)
	}
	s.Key = strconv.Itoa(n)
	return s, from
}

// writeForever is the process that is killed.
func writeForever(dir string) {
	s, err := sqlite.Open(dir, "crash")
	n := 0
	if err == nil {
		if _, key, headErr := s.Head(context.Background()); headErr == nil {
			n, err = strconv.Atoi(key)
		}
	}
	for err == nil {
		n++
		snapshot, from := generation(n)
		err = errors.Join(s.Save(context.Background(), snapshot, from),
			s.SaveResult(context.Background(), "answer", "key", storetest.ResultData(uint64(n), 30_000, n%2 == 0)))
		fmt.Println("saved", n)
	}
	fmt.Println("error", err)
	os.Exit(1)
}

// Whenever a writer is killed, what it saved last can be read.
func TestKill(t *testing.T) {
	dir := t.TempDir()
	r := rand.New(rand.NewPCG(uint64(os.Getpid()), 1))
	rounds := 50
	if testing.Short() {
		rounds = 5
	}
	last := 0
	for range rounds {
		cmd := exec.Command(os.Args[0])
		cmd.Env = append(os.Environ(), "LEADLINE_TEST_WRITER="+dir)
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		lines.Scan()
		timer := time.AfterFunc(time.Duration(r.IntN(40_000))*time.Microsecond, func() { _ = cmd.Process.Kill() })
		said := lines.Text()
		for lines.Scan() {
			said = lines.Text()
		}
		timer.Stop()
		_ = cmd.Wait()
		n, err := strconv.Atoi(strings.TrimPrefix(said, "saved "))
		if err != nil {
			t.Fatalf("the writer says: %s", said)
		}
		s := open(t, dir, "crash")
		got, err := s.Load(context.Background())
		if err != nil {
			t.Fatalf("after generation %d: %v", n, err)
		}
		// It may have died between the save and the word of it.
		if got.Key != strconv.Itoa(n) && got.Key != strconv.Itoa(n+1) {
			t.Fatalf("the last snapshot is %s, after %d was saved", got.Key, n)
		}
		result, err := s.Result(context.Background(), "answer", "key")
		if err != nil || !slices.ContainsFunc([]int{n, n + 1}, func(n int) bool {
			return bytes.Equal(result, storetest.ResultData(uint64(n), 30_000, n%2 == 0))
		}) {
			t.Fatalf("the result after generation %d: %d bytes, %v", n, len(result), err)
		}
		n, _ = strconv.Atoi(got.Key)
		snapshot, _ := generation(n)
		want(t, s, snapshot)
		_ = s.Close()
		last = n
	}
	t.Logf("%d kills, %d snapshots", rounds, last)
}

// While one process writes, others wait for two seconds and still read.
func TestBusy(t *testing.T) {
	dir := t.TempDir()
	snapshot := storetest.Random(1, 50)
	a, b := open(t, dir, snapshot.Repo), open(t, dir, snapshot.Repo)
	save(t, a, snapshot, 0)
	if err := a.Lock(context.Background()); err != nil {
		t.Fatal(err)
	}
	if err := b.Save(context.Background(), snapshot, 0); !errors.Is(err, store.ErrBusy) {
		t.Errorf("a second writer: %v", err)
	}
	want(t, b, snapshot)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := b.Lock(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("waiting with a cancelled context: %v", err)
	}
	time.AfterFunc(100*time.Millisecond, func() { _ = a.Close() })
	if err := b.Lock(context.Background()); err != nil {
		t.Errorf("after the first writer closed: %v", err)
	}
}

// useAsNobody reads a store that it cannot write, and tries to write.
func useAsNobody(dir string) {
	s, err := sqlite.Open(dir, "readonly")
	if err != nil {
		fmt.Println("open:", err)
		os.Exit(1)
	}
	loaded, err := s.Load(context.Background())
	if err != nil {
		fmt.Println("load:", err)
		os.Exit(1)
	}
	if err := s.Save(context.Background(), loaded, 0); !errors.Is(err, store.ErrPlace) {
		fmt.Println("save:", err)
		os.Exit(1)
	}
	data, err := s.Result(context.Background(), "answer", "key")
	if former := os.Getenv("LEADLINE_TEST_FORMER") != ""; former && !errors.Is(err, store.ErrNone) || !former && (err != nil || string(data) != "data") {
		fmt.Println("result:", string(data), err)
		os.Exit(1)
	}
	if err := s.SaveResult(context.Background(), "answer", "key", data); !errors.Is(err, store.ErrPlace) {
		fmt.Println("save a result:", err)
		os.Exit(1)
	}
	place, err := store.Place(filepath.Dir(dir), "readonly", func(string) string { return "/proc/nowhere" })
	if !errors.Is(err, store.ErrPlace) {
		fmt.Println("place:", place, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// What cannot be written can be read, and the error says what and where. An
// index of the former schema is no exception.
func TestReadOnly(t *testing.T) {
	snapshot := storetest.Random(1, 50)
	snapshot.Repo = "readonly"
	t.Run("present schema", func(t *testing.T) { readOnly(t, saved(t, snapshot, []byte("data")), "") })
	t.Run("former schema", func(t *testing.T) { readOnly(t, formerIndex(t, snapshot), "LEADLINE_TEST_FORMER=1") })
}

func readOnly(t *testing.T, index, environment string) {
	root, err := os.MkdirTemp("", "leadline-") //nolint:usetesting // another user must be able to enter it
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	dir := filepath.Join(root, "leadline")
	program := filepath.Join(root, "program")
	binary, err := os.ReadFile(os.Args[0])
	if err := errors.Join(err, os.CopyFS(dir, os.DirFS(index)), os.WriteFile(program, binary, 0o755), os.Chmod(root, 0o755),
		os.Chmod(filepath.Join(dir, "index.db"), 0o444), os.Chmod(dir, 0o555)); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.Chmod(dir, 0o755) })
	cmd := exec.Command(program)
	cmd.Env = append(os.Environ(), "LEADLINE_TEST_NOBODY="+dir, environment)
	if os.Getuid() == 0 { // whom no permission stops
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: 65534, Gid: 65534}}
	}
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("%v: %s", err, out)
	}
}
