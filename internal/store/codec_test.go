package store_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"pgregory.net/rapid"

	"leadline/internal/fact"
	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

// shelf keeps an image as an engine does.
type shelf struct {
	manifest []byte
	segments [][]byte
	base     *store.Base
}

func (f *shelf) save(t interface{ Fatalf(string, ...any) }, s *store.Snapshot, from int) {
	image, base, err := f.base.Encode(s, from)
	if err != nil {
		t.Fatalf("encode: %v", err)
	}
	f.manifest, f.base = image.Manifest, base
	f.segments = append(f.segments[:image.Keep:image.Keep], image.Segments...)
}

func (f *shelf) load(t interface{ Fatalf(string, ...any) }) *store.Snapshot {
	s, base, err := store.Decode(f.manifest, f.segments)
	if err != nil {
		t.Fatalf("decode: %v", err)
	}
	f.base = base
	return s
}

func same(t interface{ Fatalf(string, ...any) }, got, want *store.Snapshot) {
	if reflect.DeepEqual(got, want) {
		return
	}
	for i := range want.History.Commits {
		if i < len(got.History.Commits) && !reflect.DeepEqual(got.History.Commits[i], want.History.Commits[i]) {
			t.Fatalf("commit %d\n got %+v\nwant %+v", i, got.History.Commits[i], want.History.Commits[i])
		}
	}
	t.Fatalf("\n got %+v\nwant %+v", got, want)
}

func TestRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := storetest.Arbitrary().Draw(t, "snapshot")
		var f shelf
		f.save(t, s, 0)
		same(t, f.load(t), s)
	})
}

// Any row of appends and rewrites, loaded in between or not, ends in what the
// last one saved.
func TestAppend(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := storetest.Arbitrary().Draw(t, "snapshot")
		var f shelf
		f.save(t, s, 0)
		for range rapid.IntRange(1, 8).Draw(t, "saves") {
			from := len(s.History.Commits)
			if rapid.IntRange(0, 4).Draw(t, "cut") == 0 {
				from = rapid.IntRange(0, from).Draw(t, "from")
				cut := *s
				cut.History.Commits = s.History.Commits[:from:from]
				cut.Diffs = nil
				s = &cut
			}
			s = storetest.GrowArbitrary(t, s)
			if len(s.History.Commits) == 0 {
				s.History.Commits = nil
			}
			f.save(t, s, from)
			if rapid.Bool().Draw(t, "load") {
				same(t, f.load(t), s)
			}
		}
		same(t, f.load(t), s)
	})
}

// Appending a little keeps what is large, and the number of segments small.
func TestAppendWritesLittle(t *testing.T) {
	s := storetest.Random(1, 3000)
	var f shelf
	f.save(t, s, 0)
	large := len(f.segments[0])
	for i := range 100 {
		from := len(s.History.Commits)
		s = storetest.Grow(s, uint64(i), 2)
		image, base, err := f.base.Encode(s, from)
		if err != nil {
			t.Fatal(err)
		}
		if base == nil || image.Keep == 0 {
			// Knowledge of old blobs has changed: all is written again.
			f.save(t, s, 0)
			continue
		}
		if n := len(image.Segments[0]); n > large/4 {
			t.Fatalf("append %d writes %d bytes beside %d", i, n, large)
		}
		f.save(t, s, from)
		if len(f.segments) > 10 {
			t.Fatalf("%d segments after %d appends", len(f.segments), i+1)
		}
	}
	same(t, f.load(t), s)
}

func TestFromMustBeTrue(t *testing.T) {
	s := storetest.Random(1, 10)
	var f shelf
	f.save(t, s, 0)
	if _, _, err := f.base.Encode(storetest.Random(2, 12), 10); err == nil {
		t.Error("commits that differ were taken for unchanged ones")
	}
	if _, _, err := f.base.Encode(s, 11); err == nil {
		t.Error("more unchanged commits than were ever saved")
	}
}

// Damage is found wherever it is.
func TestDamage(t *testing.T) {
	s := storetest.Random(3, 60)
	var f shelf
	f.save(t, s, 0)
	more := storetest.Grow(s, 4, 5)
	f.save(t, more, 60)
	r := rand.New(rand.NewPCG(5, 5))
	parts := append([][]byte{f.manifest}, f.segments...)
	for range 3000 {
		p := r.IntN(len(parts))
		whole := parts[p]
		bad := append([]byte(nil), whole...)
		if i := r.IntN(len(bad)); r.IntN(10) == 0 {
			bad = bad[:i]
		} else {
			bad[i] ^= 1 << r.IntN(8)
		}
		parts[p] = bad
		_, _, err := store.Decode(parts[0], parts[1:])
		if !errors.Is(err, store.ErrDamaged) {
			t.Fatalf("part %d: error is %v", p, err)
		}
		parts[p] = whole
	}
	if _, _, err := store.Decode(parts[0], parts[1:len(parts)-1]); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a missing segment: %v", err)
	}
}

// Commits that leave out all that can be left out: roots of one author in the
// same second. What a row takes at least decides how many are believed.
func TestRoundTripOfTheSmallestCommits(t *testing.T) {
	who := fact.Identity{Name: "a", Email: "b"}
	s := &store.Snapshot{Repo: "r", Key: "k"}
	for i := range 500 {
		s.History.Commits = append(s.History.Commits, fact.Commit{
			ID: fact.CommitID(fmt.Sprintf("%040x", i+1)), Author: who, Committer: who,
		})
	}
	s.History.Head = s.History.Commits[0].ID
	var f shelf
	f.save(t, s, 0)
	same(t, f.load(t), s)
}
