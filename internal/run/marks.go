package run

import (
	"context"
	"encoding/hex"
	"maps"
	"slices"

	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
)

// marksVersion is raised whenever generated.Marked answers otherwise.
const marksVersion = "1"

// applyMarks looks at how files at the head begin: whether they say that a program
// wrote them. Contents never change, so each is looked at once and what was seen
// is kept. A content that cannot be had says nothing.
func (f *Facts) applyMarks(ctx context.Context, s *index) error {
	const name = "marks"
	known := marks{}
	if s.store != nil {
		if data, err := s.store.Result(ctx, name, marksVersion); err == nil {
			known = decodeMarks(data)
		}
	}
	files := f.History.Files
	var unseen []*fact.File
	for i := range files {
		x := &files[i]
		if x.Content != fact.Text || generated.Of(x.Path, x.Attributes) != generated.Written {
			continue
		}
		var seen bool
		if x.Marked, seen = known[x.Blob]; !seen {
			unseen = append(unseen, x)
		}
	}
	if len(unseen) == 0 {
		return nil
	}
	err := f.Repository.Beginnings(ctx, unseen, generated.HeadBytes, func(x *fact.File, beginning []byte) {
		x.Marked = generated.Marked(beginning)
		known[x.Blob] = x.Marked
	})
	if ctx.Err() != nil {
		return err
	}
	if s.store != nil {
		// What cannot be kept is looked at again the next time.
		_ = s.store.SaveResult(ctx, name, marksVersion, known.encode(files))
	}
	return nil
}

// marks tell which contents say that a program wrote them.
type marks map[fact.BlobID]bool

// encode writes, for each content, the length of its id, the id and a byte.
// Beyond a bound those of the files at the head alone are kept.
func (m marks) encode(head []fact.File) []byte {
	if len(m) > 4*len(head)+1000 {
		kept := marks{}
		for i := range head {
			if marked, seen := m[head[i].Blob]; seen {
				kept[head[i].Blob] = marked
			}
		}
		m = kept
	}
	var out []byte
	for _, id := range slices.Sorted(maps.Keys(m)) {
		raw, err := hex.DecodeString(string(id))
		if err != nil {
			continue
		}
		out = append(append(out, byte(len(raw))), raw...)
		if m[id] {
			out = append(out, 1)
		} else {
			out = append(out, 0)
		}
	}
	return out
}

// decodeMarks reads what was kept, up to where it makes no sense.
func decodeMarks(data []byte) marks {
	m := marks{}
	for len(data) > 0 {
		n := int(data[0])
		if len(data) < n+2 || data[n+1] > 1 {
			break
		}
		m[fact.BlobID(hex.EncodeToString(data[1:n+1]))] = data[n+1] == 1
		data = data[n+2:]
	}
	return m
}
