package run

import (
	"context"
	"errors"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/generated"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/source/api"
)

// mostNotes is how many files of notes are read for what they say of services.
const mostNotes = 200

// announced finds which changes that break are named by what was written since the
// release in change logs and guides for upgrades.
func announced(ctx context.Context, v *duty.View, released []fact.File, was, is api.State, found *duty.Services) error {
	if !slices.ContainsFunc(found.Changed, breaks) {
		return nil
	}
	for _, p := range notesOf(v, fileOf(released)) {
		now, err := is.Read(ctx, p)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		before, unread := was.Read(ctx, p)
		if err != nil || unread != nil && !errors.Is(unread, errNoFile) {
			continue // nothing is known to be told in it
		}
		for j := range found.Changed {
			named(&found.Changed[j], p, string(before), string(now))
		}
	}
	return ctx.Err()
}

func breaks(s duty.Service) bool {
	return slices.ContainsFunc(s.Changes, func(c fact.APIChange) bool { return c.Kind.Breaks() })
}

// notesOf are the files that tell users what changed, those that differ from a release.
func notesOf(v *duty.View, before func(fact.Path) *fact.File) []fact.Path {
	var out []fact.Path
	for i := range v.History.Files {
		f := &v.History.Files[i]
		if old := before(f.Path); f.Mode == fact.ModeFile && isNote(f.Path) && v.Kind(f.Path) != generated.Vendored && (old == nil || old.Blob != f.Blob) {
			out = append(out, f.Path)
		}
	}
	return out[:min(len(out), mostNotes)]
}

// isNote reports whether a file tells users what changed.
func isNote(p fact.Path) bool {
	switch strings.ToLower(path.Ext(string(p))) {
	case ".md", ".markdown", ".rst", ".adoc", ".txt", "":
	default:
		return false
	}
	for part := range strings.SplitSeq(strings.ToLower(string(p)), "/") {
		for _, word := range []string{"changelog", "changes", "history", "news", "release-notes", "releasenotes", "release_notes", "upgrad", "migrat", "breaking"} {
			if strings.HasPrefix(part, word) {
				return true
			}
		}
	}
	return false
}

// named notes which changes of a service a note names more often than it did.
func named(s *duty.Service, in fact.Path, before, now string) {
	for _, c := range s.Changes {
		if c.Kind.Breaks() && s.Told[c.Symbol] == "" && strings.Count(now, calledFor(c.Symbol)) > strings.Count(before, calledFor(c.Symbol)) {
			if s.Told == nil {
				s.Told = map[string]fact.Path{}
			}
			s.Told[c.Symbol] = in
		}
	}
}

// calledFor is what a note calls something: /orders for GET /orders, total for Order.total.
func calledFor(symbol string) string {
	if _, route, ok := strings.Cut(symbol, " "); ok {
		return route
	}
	return symbol[strings.LastIndexByte(symbol, '.')+1:]
}
