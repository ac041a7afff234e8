package pseudonym

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"strings"
)

// tries bounds the search for free words. After it, numbers make the difference.
const tries = 64

// choose makes a pseudonym that is not taken, and takes it. Two words are tried
// first; from says how many tries to leave out. Each try depends on the key and
// the id alone, so that a clash with one person moves nobody else.
func (b *Book) choose(id string, from int, taken map[string]bool) string {
	name := ""
	for try := from; try < tries; try++ {
		h := b.hash(fmt.Sprintf("%d %s", try, id))
		word := func(list []string, at int) string {
			return list[binary.BigEndian.Uint32(h[4*at:])%uint32(len(list))]
		}
		name = word(adjectives, 0) + " " + word(birds, 1)
		if try > 0 {
			name += " of the " + word(places, 2)
		}
		if !taken[name] && !b.holdsName(name) {
			if taken != nil {
				taken[name] = true
			}
			return name
		}
	}
	h := b.hash(id)
	return "Person " + hex.EncodeToString(h[:8])
}

// holdsName reports whether somebody has a word of the pseudonym for a name.
func (b *Book) holdsName(name string) bool {
	for word := range strings.FieldsSeq(strings.ToLower(name)) {
		if b.known[word] && word != "of" && word != "the" {
			return true
		}
	}
	return false
}

func (b *Book) hash(s string) []byte {
	h := hmac.New(sha256.New, []byte(b.key))
	h.Write([]byte(s))
	return h.Sum(nil)
}
