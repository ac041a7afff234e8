package git

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

func forgedID(n int) string { return fmt.Sprintf("%040x", 0xf0f0f0f0<<8|n) }

// readForged reads the history of main and gives the content of each path.
func readForged(t *testing.T, r *gittest.Repo) (map[fact.Path]fact.Content, *fact.History) {
	t.Helper()
	repo, err := Open(t.Context(), r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	head, err := repo.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	type result struct {
		h   *fact.History
		err error
	}
	done := make(chan result, 1)
	go func() {
		h, err := repo.Read(t.Context(), Request{Head: head})
		done <- result{h, err}
	}()
	select {
	case got := <-done:
		if got.err != nil {
			t.Fatal(got.err)
		}
		contents := map[fact.Path]fact.Content{}
		for _, c := range got.h.Commits {
			for _, ch := range c.Changes {
				contents[ch.Path] = ch.Content
			}
		}
		return contents, got.h
	case <-time.After(60 * time.Second):
		t.Fatal("reading hangs")
	}
	return nil, nil
}

// Deltas that are built on each other, on themselves or on nothing are missing
// contents; those beside them are read.
func TestDeltaCycles(t *testing.T) {
	r := gittest.New(t)
	good := r.Git("hash-object", "-w", "--stdin") // the empty blob
	base := strings.TrimSpace(string(r.GitInput([]byte("one\ntwo\n"), "hash-object", "-w", "--stdin")))
	delta := gittest.Delta(8, 8)
	r.Forge([]gittest.Forged{
		{ID: forgedID(0), Base: forgedID(1), Data: delta},
		{ID: forgedID(1), Base: forgedID(2), Data: delta},
		{ID: forgedID(2), Base: forgedID(0), Data: delta},
		{ID: forgedID(3), Base: forgedID(3), Data: delta},
		{ID: forgedID(4), Base: forgedID(99), Data: delta},
		{ID: forgedID(5), Base: base, Data: delta}, // its base is in no pack
		{ID: forgedID(6), Data: []byte("whole\n")},
		{ID: forgedID(7), Base: forgedID(6), Data: gittest.Delta(5, 5)},             // for another base
		{ID: forgedID(8), Base: forgedID(6), Data: []byte{6, 200, 200, 1, 0xff}},    // cut short
		{ID: forgedID(9), Base: forgedID(6), Data: []byte{6, 3, 0x91, 5, 3}},        // copies from behind the end
		{ID: forgedID(10), Base: forgedID(6), Data: []byte{6, 3, 0, 0, 0}},          // a reserved instruction
		{ID: forgedID(11), Data: []byte("short"), Size: 400 << 20},                  // claims too much
		{ID: forgedID(12), Base: forgedID(6), Data: append(gittest.Delta(6, 6), 9)}, // more than it says
	})
	ids := []string{good, base}
	for i := range 13 {
		ids = append(ids, forgedID(i))
	}
	r.CommitBlobs(ids...)
	contents, h := readForged(t, r)
	for i := range ids {
		path := fact.Path(fmt.Sprint("b", i))
		want := fact.Missing
		if i < 2 {
			want = fact.Text
		}
		// What is whole but not what its id says: git tells, or we read it.
		if got := contents[path]; got != want && i != 2+6 {
			t.Errorf("%s is %v, want %v", path, got, want)
		}
	}
	if len(h.Gaps) != 1 || h.Gaps[0].Kind != fact.GapBlob || h.Gaps[0].Count < 10 {
		t.Errorf("gaps: %+v", h.Gaps)
	}
}

// Few bytes that unpack to very many: as long as there is memory for two
// contents of the largest size that is read, there is enough.
func TestDeltaBomb(t *testing.T) {
	r := gittest.New(t)
	const size, depth = 200 << 20, 8
	seed := append([]byte("\x00binary"), make([]byte, 1<<16)...)
	entries := []gittest.Forged{{ID: forgedID(0), Data: seed}, {ID: forgedID(1), Base: forgedID(0), Data: gittest.Delta(len(seed), size)}}
	for i := 2; i < depth; i++ {
		entries = append(entries, gittest.Forged{ID: forgedID(i), Base: forgedID(i - 1), Data: gittest.Delta(size, size)})
	}
	const huge = depth
	entries = append(entries,
		gittest.Forged{ID: forgedID(huge), Base: forgedID(0), Data: gittest.Delta(len(seed), maxContent+1)},
		gittest.Forged{ID: forgedID(huge + 1), Base: forgedID(0), Data: []byte{0x87, 0x80, 4, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}})
	r.Forge(entries)
	var ids []string
	for i := range entries {
		ids = append(ids, forgedID(i))
	}
	r.CommitBlobs(ids...)
	packed := int64(0)
	for _, p := range r.Packs() {
		if info, err := os.Stat(filepath.Clean(p)); err == nil {
			packed += info.Size()
		}
	}
	contents, _ := readForged(t, r)
	for path, c := range contents {
		if c == fact.Text {
			t.Errorf("%s is text", path)
		}
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d bytes packed, %d MB of memory", packed, m.Sys>>20)
	if m.Sys > 1200<<20 {
		t.Errorf("%d MB of memory for %d bytes", m.Sys>>20, packed)
	}
}
