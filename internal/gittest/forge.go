package gittest

import (
	"bytes"
	"compress/zlib"
	"crypto/sha1"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Forged is an entry of a pack that no git would write: its content need not
// be what its id says, and deltas may lead anywhere.
type Forged struct {
	ID   string // in hexadecimal
	Base string // the id of the delta base; empty for a whole blob
	Data []byte // the content, or the delta
	Size int    // the length that the entry claims; 0 means that of Data
}

// Forge puts a pack with an index, both well formed in their layout, beside
// the others. Repositories with SHA-1 only.
func (r *Repo) Forge(entries []Forged) {
	r.t.Helper()
	var pack bytes.Buffer
	pack.WriteString("PACK")
	number(&pack, 2)
	number(&pack, uint32(len(entries)))
	type place struct {
		id  []byte
		off uint32
		crc uint32
	}
	var places []place
	for _, e := range entries {
		start := pack.Len()
		kind, size := byte(3), e.Size
		if size == 0 {
			size = len(e.Data)
		}
		if e.Base != "" {
			kind = 7
		}
		head := kind<<4 | byte(size&15)
		for size >>= 4; size > 0; size >>= 7 {
			pack.WriteByte(head | 0x80)
			head = byte(size & 0x7f)
		}
		pack.WriteByte(head)
		pack.Write(unhex(r, e.Base))
		z := zlib.NewWriter(&pack)
		_, _ = z.Write(e.Data)
		z.Close()
		places = append(places, place{unhex(r, e.ID), uint32(start), crc32.ChecksumIEEE(pack.Bytes()[start:])})
	}
	sum := sha1.Sum(pack.Bytes())
	pack.Write(sum[:])
	slices.SortFunc(places, func(a, b place) int { return bytes.Compare(a.id, b.id) })
	var index bytes.Buffer
	index.WriteString("\xfftOc")
	number(&index, 2)
	for i := range 256 {
		n := 0
		for _, p := range places {
			if int(p.id[0]) <= i {
				n++
			}
		}
		number(&index, uint32(n))
	}
	for _, p := range places {
		index.Write(p.id)
	}
	for _, p := range places {
		number(&index, p.crc)
	}
	for _, p := range places {
		number(&index, p.off)
	}
	index.Write(sum[:])
	own := sha1.Sum(index.Bytes())
	index.Write(own[:])
	stem := filepath.Join(r.GitDir(), "objects", "pack", fmt.Sprintf("pack-%x", sum))
	for name, content := range map[string][]byte{stem + ".pack": pack.Bytes(), stem + ".idx": index.Bytes()} {
		if err := os.WriteFile(name, content, 0o644); err != nil {
			r.t.Fatalf("gittest: %v", err)
		}
	}
}

func number(b *bytes.Buffer, n uint32) { b.Write(binary.BigEndian.AppendUint32(nil, n)) }

func unhex(r *Repo, id string) []byte {
	b, err := hex.DecodeString(id)
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	return b
}

// CommitBlobs makes a commit on main whose tree holds blobs of these ids,
// there or not, as b0, b1, ….
func (r *Repo) CommitBlobs(ids ...string) string {
	r.t.Helper()
	entries := make([]string, len(ids))
	for i, id := range ids {
		entries[i] = fmt.Sprintf("100644 b%d\x00%s", i, unhex(r, id))
	}
	slices.Sort(entries)
	// Git would look at the blobs if it were asked to make the tree.
	id := strings.TrimSpace(string(r.GitInput([]byte(strings.Join(entries, "")), "hash-object", "-t", "tree", "-w", "--literally", "--stdin")))
	args := []string{"commit-tree", "-m", "forged", id}
	if tip := r.Tip("main"); tip != "" {
		args = append(args, "-p", tip)
	}
	commit := r.Git(args...)
	r.Git("update-ref", "refs/heads/main", commit)
	return commit
}

// Delta builds a delta of a base of one length into a result of another, by
// copying the first bytes of the base as often as needed.
func Delta(base, result int) []byte {
	d := binary.AppendUvarint(binary.AppendUvarint(nil, uint64(base)), uint64(result))
	for result > 0 {
		n := min(base, result, 0xffffff)
		d = append(d, 0x80|0x70, byte(n), byte(n>>8), byte(n>>16)) // from 0, three bytes of size
		result -= n
	}
	return d
}
