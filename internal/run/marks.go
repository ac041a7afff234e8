package run

import (
	"cmp"
	"context"
	"encoding/binary"
	"encoding/hex"
	"maps"
	"slices"

	"leadline/internal/analysis/comment"
	"leadline/internal/analysis/generated"
	"leadline/internal/fact"
)

// marksVersion is raised whenever generated.Marked or comment.CodeLines answers
// otherwise.
const marksVersion = "3"

// mostRead is how much of a content is looked at.
const mostRead = 1 << 20

// look looks at the contents of files at the head: whether they say that a
// program wrote them, and how many of their lines are code. Contents never change,
// so each is looked at once and what was seen is kept. A content that cannot be had
// says nothing.
func (f *Facts) look(ctx context.Context, kept keptMarks) (looked bool, err error) {
	files := f.History.Files
	var unseen []*fact.File
	for i := range files {
		x := &files[i]
		if x.Content != fact.Text || generated.Of(x.Path, x.Attributes) != generated.Written {
			continue
		}
		if m, seen := kept.of(x); seen {
			x.Marked, x.CodeLines = m.generated, m.code
		} else {
			unseen = append(unseen, x)
		}
	}
	if len(unseen) == 0 {
		return false, nil
	}
	err = f.Repository.Beginnings(ctx, unseen, mostRead, func(x *fact.File, text []byte) {
		x.Marked = generated.Marked(text[:min(len(text), generated.HeadBytes)])
		x.CodeLines = comment.CodeLines(x.Path, text)
		kept.late[lookedAt(x)] = mark{x.Marked, x.CodeLines}
	})
	if ctx.Err() != nil {
		return false, err
	}
	return true, nil
}

// keptMarks is what is kept of marks. What came late stands apart while it is little:
// then not all is written anew whenever a few files change.
type keptMarks struct{ early, late marks }

func (s *index) keptMarks(ctx context.Context) keptMarks {
	return keptMarks{s.marks(ctx, "marks"), s.marks(ctx, "late marks")}
}

func (k *keptMarks) of(f *fact.File) (m mark, seen bool) {
	key := lookedAt(f)
	if m, seen = k.early[key]; !seen {
		m, seen = k.late[key]
	}
	return m, seen
}

// marks reads what is kept under a name.
func (s *index) marks(ctx context.Context, name string) marks {
	if s.store != nil {
		if data, err := s.store.Result(ctx, name, marksVersion); err == nil {
			return decodeMarks(data)
		}
	}
	return marks{}
}

// keepMarks keeps what was looked at. What cannot be kept is looked at again the next
// time.
func (s *index) keepMarks(ctx context.Context, k keptMarks, head []fact.File) {
	if s.store == nil {
		return
	}
	if len(k.late) > len(k.early)/8 {
		maps.Copy(k.early, k.late)
		if s.store.SaveResult(ctx, "marks", marksVersion, k.early.encode(head)) != nil {
			return
		}
		k.late = marks{}
	}
	_ = s.store.SaveResult(ctx, "late marks", marksVersion, k.late.encode(head))
}

// content is what was looked at: as which language its lines were read depends
// on the file's name.
type content struct {
	blob     fact.BlobID
	language string
}

func lookedAt(f *fact.File) content { return content{f.Blob, comment.Language(f.Path)} }

// mark is what was seen of a content.
type mark struct {
	generated bool
	code      int
}

type marks map[content]mark

// encode writes, for each content, its id and language, whether a program wrote
// it, and its lines of code. Beyond a bound those of the files at the head alone
// are kept.
func (m marks) encode(head []fact.File) []byte {
	if len(m) > 4*len(head)+1000 {
		kept := marks{}
		for i := range head {
			if seen, ok := m[lookedAt(&head[i])]; ok {
				kept[lookedAt(&head[i])] = seen
			}
		}
		m = kept
	}
	keys := slices.SortedFunc(maps.Keys(m), func(a, b content) int {
		return cmp.Or(cmp.Compare(a.blob, b.blob), cmp.Compare(a.language, b.language))
	})
	var out []byte
	for _, k := range keys {
		id, err := hex.DecodeString(string(k.blob))
		if err != nil || len(k.language) > 255 {
			continue
		}
		out = append(append(out, byte(len(id))), id...)
		out = append(append(out, byte(len(k.language))), k.language...)
		by := byte(0)
		if m[k].generated {
			by = 1
		}
		out = binary.AppendUvarint(append(out, by), uint64(m[k].code))
	}
	return out
}

// decodeMarks reads what was kept, up to where it makes no sense.
func decodeMarks(data []byte) marks {
	const row = 32 // bytes, about
	m := make(marks, len(data)/row)
	var ids blobIDs
	ids.all.Grow(len(data) / row * 40)
	languages := map[string]string{}
	bytes := func() ([]byte, bool) {
		if len(data) == 0 {
			return nil, false
		}
		end := 1 + int(data[0])
		if len(data) < end {
			return nil, false
		}
		b := data[1:end]
		data = data[end:]
		return b, true
	}
	for len(data) > 0 {
		id, ok := bytes()
		language, ok2 := bytes()
		if !ok || !ok2 || len(data) == 0 || data[0] > 1 {
			break
		}
		by := data[0]
		code, size := binary.Uvarint(data[1:])
		if size <= 0 || code > mostRead {
			break
		}
		data = data[1+size:]
		name, known := languages[string(language)]
		if !known {
			name = string(language)
			languages[name] = name
		}
		m[content{ids.of(id), name}] = mark{by == 1, int(code)}
	}
	return m
}
