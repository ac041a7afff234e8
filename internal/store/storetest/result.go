package storetest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/store"
)

// Open opens a store of an engine. Stores with the same place and repository
// share what they keep; a place is a directory that exists.
type Open func(t testing.TB, place string, repo fact.RepoID) store.Store

// Results tests what every engine promises of results.
func Results(t *testing.T, open Open) {
	for name, test := range map[string]func(*testing.T, Open){
		"round trip":     resultRoundTrip,
		"replaced":       resultReplaced,
		"names and keys": resultNames,
		"at most so many": func(t *testing.T, open Open) {
			resultBound(t, open, store.MaxResults, 100)
		},
		"at most so much": func(t *testing.T, open Open) {
			resultBound(t, open, store.MaxResultSum/store.MaxResult-1, store.MaxResult)
		},
		"too large":          resultTooLarge,
		"with a snapshot":    resultWithSnapshot,
		"of one repository":  resultOfRepository,
		"busy":               resultBusy,
		"concurrent readers": resultReaders,
	} {
		t.Run(name, func(t *testing.T) { test(t, open) })
	}
}

// ResultData returns a result of a size: text like that of an answer, or random
// bytes, which do not compress.
func ResultData(seed uint64, size int, text bool) []byte {
	r := rand.New(rand.NewPCG(seed, 3))
	var data []byte
	for len(data) < size {
		if text {
			data = fmt.Appendf(data, "{\"path\":\"dir%d/file%d.go\",\"lines\":%d,\"share\":%.3f},\n", r.IntN(30), r.IntN(1000), r.IntN(2000), r.Float64())
		} else {
			data = append(data, byte(r.Uint32()))
		}
	}
	return data[:size]
}

// WantResult fails the test unless the store returns a result.
func WantResult(t testing.TB, s store.Store, name, key string, data []byte) {
	t.Helper()
	got, err := s.Result(context.Background(), name, key)
	if err != nil {
		t.Fatalf("result %q: %v", name, err)
	}
	if !bytes.Equal(got, data) {
		t.Fatalf("result %q: other bytes than were saved: %d, not %d", name, len(got), len(data))
	}
}

// WantNoResult fails the test unless the store says that there is none.
func WantNoResult(t testing.TB, s store.Store, name, key string) {
	t.Helper()
	if got, err := s.Result(context.Background(), name, key); !errors.Is(err, store.ErrNone) || got != nil {
		t.Fatalf("result %q: %d bytes, %v", name, len(got), err)
	}
}

// SaveResult saves a result or fails the test.
func SaveResult(t testing.TB, s store.Store, name, key string, data []byte) {
	t.Helper()
	if err := s.SaveResult(context.Background(), name, key, data); err != nil {
		t.Fatalf("save %q: %v", name, err)
	}
}

func resultRoundTrip(t *testing.T, open Open) {
	place := t.TempDir()
	a, b := open(t, place, "repo"), open(t, place, "repo")
	WantNoResult(t, a, "answer", "key")
	for i, data := range [][]byte{
		nil,
		{0},
		[]byte("small"),
		bytes.Repeat([]byte{0}, 100_000), // compresses better than is trusted
		ResultData(1, 100_000, true),
		ResultData(2, 100_000, false),
		ResultData(3, store.MaxResult, true),
		ResultData(4, store.MaxResult, false),
	} {
		name := fmt.Sprint("answer ", i)
		SaveResult(t, a, name, "key", data)
		WantResult(t, a, name, "key", data)
		WantResult(t, b, name, "key", data)
		WantResult(t, open(t, place, "repo"), name, "key", data)
	}
	WantResult(t, b, "answer 2", "key", []byte("small"))
	WantNoResult(t, b, "answer 2", "another key")
	WantNoResult(t, b, "answer", "key")
}

func resultReplaced(t *testing.T, open Open) {
	place := t.TempDir()
	a, b := open(t, place, "repo"), open(t, place, "repo")
	SaveResult(t, a, "answer", "first", []byte("old"))
	SaveResult(t, a, "record", "first", []byte("stays"))
	WantResult(t, b, "answer", "first", []byte("old"))
	SaveResult(t, b, "answer", "second", []byte("new"))
	WantNoResult(t, a, "answer", "first")
	WantResult(t, a, "answer", "second", []byte("new"))
	SaveResult(t, a, "answer", "second", []byte("newer"))
	WantResult(t, b, "answer", "second", []byte("newer"))
	WantResult(t, b, "record", "first", []byte("stays"))
}

// Names and keys are bytes, which nothing interprets.
func resultNames(t *testing.T, open Open) {
	s := open(t, t.TempDir(), "repo")
	names := []string{"a", "A", "a ", "a\x00", "\x00", "\xff", "ü", "%", "' OR 1=1 --", "1", "1.0", strings.Repeat("n", store.MaxResultName)}
	keys := []string{"", "\x00", "\xff", "1", "a key\n", strings.Repeat("k", 100_000)}
	for i, name := range names {
		SaveResult(t, s, name, keys[i%len(keys)], []byte(name))
	}
	for i, name := range names {
		for j, key := range keys {
			if i%len(keys) == j {
				WantResult(t, s, name, key, []byte(name))
			} else {
				WantNoResult(t, s, name, key)
			}
		}
	}
	for _, name := range []string{"", strings.Repeat("n", store.MaxResultName+1)} {
		if err := s.SaveResult(context.Background(), name, "key", nil); err == nil {
			t.Errorf("saved under the name %q", name)
		}
		if _, err := s.Result(context.Background(), name, "key"); err == nil {
			t.Errorf("read under the name %q", name)
		}
	}
}

// Of so many results as fit all are kept, of one more all but that saved
// longest ago.
func resultBound(t *testing.T, open Open, most, size int) {
	s := open(t, t.TempDir(), "repo")
	data := ResultData(1, size, false)
	for i := range most {
		SaveResult(t, s, fmt.Sprint(i), "key", data)
	}
	SaveResult(t, s, "0", "again", data) // now 1 is the oldest
	WantResult(t, s, "1", "key", data)
	SaveResult(t, s, "new", "key", data)
	WantNoResult(t, s, "1", "key")
	WantResult(t, s, "0", "again", data)
	WantResult(t, s, "2", "key", data)
	for i := range most {
		SaveResult(t, s, fmt.Sprint("later ", i), "key", data)
	}
	for _, gone := range []string{"0", "2", fmt.Sprint(most - 1), "new"} {
		WantNoResult(t, s, gone, "key")
	}
	for i := range most {
		WantResult(t, s, fmt.Sprint("later ", i), "key", data)
	}
}

func resultTooLarge(t *testing.T, open Open) {
	s := open(t, t.TempDir(), "repo")
	SaveResult(t, s, "answer", "key", []byte("small"))
	for _, data := range [][]byte{make([]byte, store.MaxResult+1), ResultData(1, store.MaxResult+1, false)} {
		if err := s.SaveResult(context.Background(), "answer", "key", data); !errors.Is(err, store.ErrLarge) {
			t.Errorf("saved %d bytes: %v", len(data), err)
		}
	}
	WantResult(t, s, "answer", "key", []byte("small"))
}

// Snapshots and results leave each other alone.
func resultWithSnapshot(t *testing.T, open Open) {
	place, ctx := t.TempDir(), context.Background()
	first := Random(1, 30)
	a, b := open(t, place, first.Repo), open(t, place, first.Repo)
	SaveResult(t, a, "before", "key", []byte("before any snapshot"))
	if _, err := a.Load(ctx); !errors.Is(err, store.ErrNone) {
		t.Fatalf("loaded a snapshot where only a result is: %v", err)
	}
	second := Grow(first, 2, 5)
	for i, err := range []error{
		a.Save(ctx, first, 0), a.SaveResult(ctx, "between", "key", []byte("between")),
		a.Save(ctx, second, 30), b.SaveResult(ctx, "after", "key", []byte("after")),
		a.Save(ctx, Grow(second, 3, 5), 35),
	} {
		if err != nil {
			t.Fatalf("step %d: %v", i, err)
		}
	}
	for _, s := range []store.Store{a, b, open(t, place, first.Repo)} {
		WantResult(t, s, "before", "key", []byte("before any snapshot"))
		WantResult(t, s, "between", "key", []byte("between"))
		WantResult(t, s, "after", "key", []byte("after"))
		if loaded, err := s.Load(ctx); err != nil || len(loaded.History.Commits) != 40 {
			t.Fatalf("the snapshot: %v", err)
		}
	}
}

func resultOfRepository(t *testing.T, open Open) {
	place := t.TempDir()
	SaveResult(t, open(t, place, "one"), "answer", "key", []byte("of one"))
	s := open(t, place, "two")
	WantNoResult(t, s, "answer", "key")
	SaveResult(t, s, "answer", "key", []byte("of two"))
	WantResult(t, s, "answer", "key", []byte("of two"))
}

// Whoever cannot write a result at once is told so at once; one who has the
// lock saves under it, and keeps it.
func resultBusy(t *testing.T, open Open) {
	place, ctx := t.TempDir(), context.Background()
	a, b := open(t, place, "repo"), open(t, place, "repo")
	if err := a.Lock(ctx); err != nil {
		t.Fatal(err)
	}
	fastest := time.Minute
	for i := range 3 {
		SaveResult(t, a, "answer", "key", []byte{byte(i)})
		start := time.Now()
		if err := b.SaveResult(ctx, "answer", "key", []byte("other")); !errors.Is(err, store.ErrBusy) {
			t.Fatalf("a second writer: %v", err)
		}
		fastest = min(fastest, time.Since(start))
		WantResult(t, b, "answer", "key", []byte{byte(i)})
	}
	if fastest > time.Second { // half of what a writer of snapshots waits
		t.Errorf("a second writer waited at least %v", fastest)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	SaveResult(t, b, "answer", "key", []byte("other"))
	// The lock was taken for that time only.
	SaveResult(t, a, "answer", "key", []byte("again"))
}

// Readers see the result before or the one after, whole, while it is written.
func resultReaders(t *testing.T, open Open) {
	place, rounds := t.TempDir(), 60
	var versions [][]byte
	for i := range 8 {
		versions = append(versions, ResultData(uint64(i), 20_000*(i+1), i%2 == 0))
	}
	writer := open(t, place, "repo")
	SaveResult(t, writer, "answer", "key", versions[0])
	done := make(chan struct{})
	var wait sync.WaitGroup
	for range 4 {
		s := open(t, place, "repo")
		wait.Go(func() {
			for reads := 0; ; reads++ {
				select {
				case <-done:
					if reads > 0 {
						return
					}
				default:
				}
				got, err := s.Result(context.Background(), "answer", "key")
				if err != nil || !slices.ContainsFunc(versions, func(v []byte) bool { return bytes.Equal(v, got) }) {
					t.Errorf("read %d: %d bytes, %v", reads, len(got), err)
					return
				}
			}
		})
	}
	for i := range rounds {
		if err := writer.SaveResult(context.Background(), "answer", "key", versions[i%len(versions)]); err != nil {
			t.Error(err)
		}
	}
	close(done)
	wait.Wait()
}
