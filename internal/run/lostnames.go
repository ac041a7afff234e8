package run

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	library "leadline/internal/analysis/document"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/code"
	"leadline/internal/source/git"
)

const (
	// mostWriters is how many commits that wrote lines are read at most, those of which
	// the most names are in question first.
	mostWriters = 24
	// mostFollowed is how many names are followed to the commit that took them out.
	mostFollowed = 120
	// mostSearched is how far into a file at the head names are looked for, in bytes.
	mostSearched = 8 << 20
	// lostNamesVersion is raised whenever the same commits and names give another answer.
	lostNamesVersion = "1"
	lostNamesName    = "lost names"
)

// supplyLostNames finds the names of code that documents mention and that are gone.
func (r *Reading) supplyLostNames(ctx context.Context) error {
	v := r.view
	if v.LostNames != nil || v.Documents == nil || v.History.Head == "" {
		return nil
	}
	records := map[fact.Path]bool{}
	if v.Decisions != nil {
		for i := range v.Decisions.Records {
			records[v.Decisions.Records[i].Path] = true
		}
	}
	names := library.Of(v.Documents, v.History, func(p fact.Path) bool { return records[p] }).Names()
	found, err := remembered(ctx, r, lostNamesName, lostNamesKey(v.History.Head, names), func() (*duty.LostNames, error) {
		s := &lostNames{Reading: r, reader: r.options.codeReader(), blobs: r.settings.repository.OpenBlobs(ctx, code.Most)}
		defer s.reader.Close()
		defer s.blobs.Close()
		return s.find(ctx, names)
	})
	if err == nil {
		v.LostNames = found
	}
	return err
}

// lostNamesKey names what the answer depends on.
func lostNamesKey(head fact.CommitID, names []library.Named) string {
	sum := sha256.New()
	fmt.Fprintln(sum, head, code.Version)
	for _, n := range names {
		fmt.Fprintf(sum, "%s\x00%s\x00%d\x00%s\n", n.Document.Path, n.Text, n.Line, n.Written)
	}
	return lostNamesVersion + " " + hex.EncodeToString(sum.Sum(nil)[:16])
}

// lostNames looks for names.
type lostNames struct {
	*Reading
	reader *code.Reader
	blobs  *git.Blobs
	// absent are the names that no file but documents has at the head.
	absent map[string]bool
	// at are, by content, those of them that an older file of code has.
	at map[fact.BlobID][]string
}

func (s *lostNames) find(ctx context.Context, names []library.Named) (*duty.LostNames, error) {
	out := &duty.LostNames{}
	s.absent, s.at = map[string]bool{}, map[fact.BlobID][]string{}
	for _, n := range names {
		for _, x := range n.Names {
			s.absent[x] = true
		}
	}
	var err error
	if out.Missing, err = s.search(ctx); err != nil || out.Missing > 0 {
		return out, err
	}
	by := map[fact.CommitID][]library.Named{}
	for _, n := range names {
		if n.Written != "" && slices.ContainsFunc(n.Names, s.isAbsent) {
			by[n.Written] = append(by[n.Written], n)
		}
	}
	writers := slices.SortedFunc(maps.Keys(by), func(a, b fact.CommitID) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), cmp.Compare(a, b))
	})
	for i, w := range writers {
		if i >= mostWriters {
			out.Unseen += len(by[w])
			continue
		}
		lost, err := s.declared(ctx, w, by[w])
		if err != nil {
			return nil, err
		}
		out.Names = append(out.Names, lost...)
	}
	for i := range out.Names[:min(len(out.Names), mostFollowed)] {
		if err := s.follow(ctx, &out.Names[i]); err != nil {
			return nil, err
		}
	}
	out.Names = slices.DeleteFunc(out.Names, func(x duty.LostName) bool { return x.Name == "" })
	slices.SortStableFunc(out.Names, func(a, b duty.LostName) int {
		return cmp.Or(cmp.Compare(a.Document, b.Document), cmp.Compare(a.Line, b.Line))
	})
	return out, nil
}

func (s *lostNames) isAbsent(name string) bool { return s.absent[name] }

// search strikes what some file at the head has from the names, and counts the contents
// that cannot be had.
func (s *lostNames) search(ctx context.Context) (missing int, err error) {
	var files []*fact.File
	seen := map[fact.BlobID]bool{}
	for i := range s.view.History.Files {
		f := &s.view.History.Files[i]
		switch {
		case !regular(f), hotspot.NatureOf(f.Path) == hotspot.Documentation, seen[f.Blob]:
		case f.Content == fact.Missing:
			if nature := hotspot.NatureOf(f.Path); nature != hotspot.Other && s.view.Written(f.Path) && !s.view.Settings.LeftOut(f.Path) {
				missing++
			}
		case f.Content == fact.Text || code.LanguageOf(f.Path) != "":
			files, seen[f.Blob] = append(files, f), true
		}
	}
	if missing > 0 || len(s.absent) == 0 {
		return missing, nil
	}
	missing = len(files)
	err = s.settings.repository.Beginnings(ctx, files, mostSearched, func(_ *fact.File, text []byte) {
		missing--
		eachWord(text, func(w []byte) {
			if s.absent[string(w)] {
				delete(s.absent, string(w))
			}
		})
	})
	return missing, err
}

// eachWord gives the words of a text, of ASCII letters, digits and underscores.
func eachWord(text []byte, yield func([]byte)) {
	from := -1
	for i, b := range text {
		switch letter := b == '_' || b|0x20 >= 'a' && b|0x20 <= 'z' || b >= '0' && b <= '9'; {
		case letter && from < 0:
			from = i
		case !letter && from >= 0:
			yield(text[from:i])
			from = -1
		}
	}
	if from >= 0 {
		yield(text[from:])
	}
}

// declared are those of the names that the code of a commit declares.
func (s *lostNames) declared(ctx context.Context, at fact.CommitID, names []library.Named) ([]duty.LostName, error) {
	files, err := s.settings.repository.Tree(ctx, at)
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, nil // its tree is not here: nothing is told of it
	}
	if files, err = s.having(ctx, files); err != nil {
		return nil, err
	}
	found := map[string]duty.LostName{}
	for i := range files {
		f := &files[i]
		symbols, err := s.symbols(ctx, f.Path, f.Blob)
		if err != nil {
			return nil, err
		}
		for _, x := range symbols {
			if _, known := found[x.Name]; !known && s.absent[x.Name] {
				found[x.Name] = duty.LostName{Name: x.Name, Was: f.Path, WasLine: x.Line, At: at}
			}
		}
	}
	var out []duty.LostName
	for _, n := range names {
		for _, name := range n.Names {
			if x, ok := found[name]; ok {
				x.Document, x.Line, x.Text = n.Document.Path, n.Line, n.Text
				out = append(out, x)
				break
			}
		}
	}
	return out, nil
}

// having are those files of code of an older tree that people write and that have some of
// the names.
func (s *lostNames) having(ctx context.Context, files []fact.File) ([]fact.File, error) {
	files = slices.DeleteFunc(files, func(f fact.File) bool {
		return !regular(&f) || code.LanguageOf(f.Path) == "" || !s.view.Written(f.Path) || s.view.Settings.LeftOut(f.Path) || hotspot.NatureOf(f.Path) != hotspot.Code
	})
	var unseen []*fact.File
	for i := range files {
		if _, seen := s.at[files[i].Blob]; !seen {
			s.at[files[i].Blob] = nil
			unseen = append(unseen, &files[i])
		}
	}
	err := s.settings.repository.Beginnings(ctx, unseen, code.Most, func(f *fact.File, text []byte) {
		eachWord(text, func(w []byte) {
			if s.absent[string(w)] && !slices.Contains(s.at[f.Blob], string(w)) {
				s.at[f.Blob] = append(s.at[f.Blob], string(w))
			}
		})
	})
	return slices.DeleteFunc(files, func(f fact.File) bool { return len(s.at[f.Blob]) == 0 }), err
}

// symbols are what a content declares.
func (s *lostNames) symbols(ctx context.Context, p fact.Path, blob fact.BlobID) ([]fact.Symbol, error) {
	text, err := s.blobs.Blob(ctx, blob)
	if err != nil {
		return nil, ctx.Err()
	}
	x, err := structureOf(ctx, s.reader, code.LanguageOf(p), text)
	if err != nil || x.Estimate {
		return nil, err
	}
	return x.Symbols, nil
}

// has reports whether a content has a word.
func (s *lostNames) has(ctx context.Context, blob fact.BlobID, word string) (found bool) {
	text, err := s.blobs.Blob(ctx, blob)
	if err != nil || !bytes.Contains(text, []byte(word)) {
		return false
	}
	eachWord(text, func(w []byte) { found = found || string(w) == word })
	return found
}
