package git

import (
	"bytes"
	"context"
	"encoding/hex"

	"leadline/internal/fact"
)

// binaryID turns an id in hexadecimal into its bytes; nothing if it is none.
func binaryID(id fact.BlobID) string {
	b, err := hex.DecodeString(string(id))
	if err != nil {
		return ""
	}
	return string(b)
}

// Recovered reports whether contents that were missing from a history can be
// had by now. It asks for a few of them only.
func (r *Repository) Recovered(ctx context.Context, h *fact.History) bool {
	const asked = 100
	missing := missingBlobs(h, asked)
	if len(missing) == 0 {
		return false
	}
	c, err := newContents(ctx, r, newNames(r.idLen))
	if err != nil {
		return false
	}
	defer c.close()
	var ask bytes.Buffer
	for _, id := range missing {
		if _, _, ok := c.packs.Find([]byte(binaryID(id))); ok {
			// It may be there and damaged, as before.
			ask.WriteString(string(id) + "\n")
			continue
		}
		if c.promisor {
			if _, err := readLoose(c.dirs, binaryID(id), maxContent, func(n int) []byte { return make([]byte, n) }); err == nil {
				return true
			}
			continue
		}
		ask.WriteString(string(id) + "\n")
	}
	if ask.Len() == 0 {
		return false
	}
	out, err := outputWith(ctx, r.Dir, ask.Bytes(), "cat-file", "--batch")
	_ = err // it dies of a damaged object; what it printed before counts
	for line := range bytes.Lines(out) {
		if f := bytes.Fields(line); len(f) == 3 && len(f[0]) == 2*r.idLen && string(f[1]) == "blob" {
			return true
		}
	}
	return false
}

// missingBlobs lists contents that a history lacks, up to a number.
func missingBlobs(h *fact.History, most int) []fact.BlobID {
	seen := map[fact.BlobID]bool{}
	var out []fact.BlobID
	note := func(c fact.Content, id fact.BlobID) {
		if c == fact.Missing && id != "" && !seen[id] && len(out) < most {
			seen[id] = true
			out = append(out, id)
		}
	}
	for i := range h.Commits {
		for j := range h.Commits[i].Changes {
			ch := &h.Commits[i].Changes[j]
			note(ch.OldContent, ch.Old)
			note(ch.Content, ch.Blob)
		}
	}
	return out
}
