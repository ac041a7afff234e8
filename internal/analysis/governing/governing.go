// Package governing tells which decisions govern a place of the repository, and how that
// is known: because they say so, because they name it, because it names them, or, as a
// guess, because they were written together. It serves whoever is about to change the
// place.
package governing

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/register"
	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Sign is how it is known that a decision governs a place, the surest first.
type Sign uint8

// The signs.
const (
	Declared  Sign = iota + 1 // a pattern of what it affects fits
	Mentioned                 // the place says its name
	Named                     // its text names the place, or a folder around it
	Inferred                  // a commit that wrote it changed the place too
)

// String gives the word for people.
func (s Sign) String() string {
	switch s {
	case Declared:
		return "declared"
	case Mentioned:
		return "mentioned"
	case Named:
		return "named"
	case Inferred:
		return "inferred"
	}
	return "unknown"
}

// Decision is one that governs a place.
type Decision struct {
	*register.Entry
	Sign Sign
	// Path and Line are where the sign stands; of an inferred one there is a commit.
	Path   fact.Path
	Line   int
	Commit fact.CommitID
}

// Place is what is asked about.
type Place struct {
	Path   fact.Path
	Folder bool
	// Text is the content of a file, where it is known.
	Text []byte
}

// sweeping is how many files a commit may change before it says nothing about which of
// them belong together.
const sweeping = 30

// Reader reads the decisions of a register. What they say that they affect is compiled
// once, since a change has many places.
type Reader struct {
	register *register.Register
	affects  map[*fact.Record][]pattern
}

// Over reads the decisions of a register.
func Over(r *register.Register) *Reader {
	x := &Reader{register: r, affects: map[*fact.Record][]pattern{}}
	for i := range r.Entries {
		e := &r.Entries[i]
		for _, l := range e.Links {
			if p, ok := compiled(l); ok {
				x.affects[e.Record] = append(x.affects[e.Record], p)
			}
		}
	}
	return x
}

// Of finds the decisions that govern a place, each with its surest sign: those that hold
// or wait before those that do not, then by sign, then by path. Rejected and superseded
// ones are told too: they say what was tried.
func (x *Reader) Of(h *fact.History, at Place) []Decision {
	return found(at, func(add func(Decision)) {
		x.declared(at, add)
		mentioned(x.register, at, add)
		named(x.register, at, add)
		inferred(x.register, h, at, add)
	})
}

// Binding are those of Of that say that they govern the place, or whose names the place
// says.
func (x *Reader) Binding(at Place) []Decision {
	return found(at, func(add func(Decision)) {
		x.declared(at, add)
		mentioned(x.register, at, add)
	})
}

// found are the decisions that a search adds, each once.
func found(at Place, search func(add func(Decision))) []Decision {
	best := map[*fact.Record]Decision{}
	search(func(d Decision) {
		if d.Kind != fact.Decision && d.Kind != fact.Standard || d.Record.Path == at.Path {
			return
		}
		if old, ok := best[d.Record]; !ok || d.Sign < old.Sign {
			best[d.Record] = d
		}
	})
	out := make([]Decision, 0, len(best))
	for _, d := range best {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Decision) int {
		return cmp.Or(gone(a)-gone(b), cmp.Compare(a.Sign, b.Sign), cmp.Compare(a.Record.Path, b.Record.Path), cmp.Compare(a.Record.Line, b.Record.Line))
	})
	return out
}

func gone(d Decision) int {
	if d.Gone() {
		return 1
	}
	return 0
}

func (x *Reader) declared(at Place, add func(Decision)) {
	for i := range x.register.Entries {
		e := &x.register.Entries[i]
		for _, p := range x.affects[e.Record] {
			if p.fits(at) {
				add(Decision{Entry: e, Sign: Declared, Path: e.Path, Line: p.line})
				break
			}
		}
	}
}

// Share is the share of some files that a record says it affects; 0 of none.
func (x *Reader) Share(r *fact.Record, files []fact.Path) float64 {
	n := 0
	for _, p := range files {
		if slices.ContainsFunc(x.affects[r], func(q pattern) bool { return q.fits(Place{Path: p}) }) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(files)))
}

// named: the text of a decision has the path, or that of a folder around it, two levels
// deep at least: a folder at the top holds too much to be meant.
func named(r *register.Register, at Place, add func(Decision)) {
	for i := range r.Entries {
		e := &r.Entries[i]
		for _, ref := range e.References {
			p := fact.Path(strings.TrimSuffix(ref.To.Text, "/"))
			if !ref.Code {
				if p = target.In(e.Path, ref.To.Text); p == "" {
					continue
				}
			}
			if p == at.Path || around(p, at.Path) && strings.Contains(string(p), "/") || at.Folder && around(at.Path, p) {
				add(Decision{Entry: e, Sign: Named, Path: e.Path, Line: ref.To.Line})
				break
			}
		}
	}
}

func around(folder, p fact.Path) bool { return strings.HasPrefix(string(p), string(folder)+"/") }

var mention = regexp.MustCompile(`\b(?:ADR|MADR|RFC|TEP|KEP|RFD)[-_ #]?0*\d{1,5}\b|\b\d{4}-[a-z0-9]+(?:-[a-z0-9]+)+\.md\b`)

// mentioned reads a file for names of decisions: ADR-0042, 0042-use-outbox.md.
func mentioned(r *register.Register, at Place, add func(Decision)) {
	for _, m := range mention.FindAllIndex(at.Text, 1000) {
		line := 1 + strings.Count(string(at.Text[:m[0]]), "\n")
		found := r.Named(string(at.Text[m[0]:m[1]]))
		if len(found) == 1 { // of several folders, none is known to be meant
			add(Decision{Entry: found[0], Sign: Mentioned, Path: at.Path, Line: line})
		}
	}
}

// inferred: small commits that changed the file of a decision changed the place too.
func inferred(r *register.Register, h *fact.History, at Place, add func(Decision)) {
	own := map[fact.Path][]*register.Entry{}
	for i := range r.Entries {
		own[r.Entries[i].Path] = append(own[r.Entries[i].Path], &r.Entries[i])
	}
	for i := range h.Commits {
		c := &h.Commits[i]
		if c.Merge() || len(c.Changes) > sweeping {
			continue
		}
		var decisions []*register.Entry
		hit := false
		for j := range c.Changes {
			p := c.Changes[j].Path
			decisions = append(decisions, own[p]...)
			hit = hit || p == at.Path || at.Folder && around(at.Path, p)
		}
		if !hit {
			continue
		}
		for _, e := range decisions {
			if !at.Folder || !around(at.Path, e.Path) {
				add(Decision{Entry: e, Sign: Inferred, Path: e.Path, Commit: c.ID})
			}
		}
	}
}

// pattern is one of paths that a record says it affects.
type pattern struct {
	line int
	// fixed is the folder, or file, before what may vary.
	fixed fact.Path
	form  *regexp.Regexp
}

// compiled makes a pattern of a link; not ok of one that declares none.
func compiled(l fact.RecordLink) (p pattern, ok bool) {
	text := strings.TrimPrefix(strings.TrimSuffix(strings.TrimPrefix(l.To.Text, "./"), "/"), "/")
	if l.Kind != fact.Affects || text == "" {
		return p, false
	}
	form, err := regexp.Compile(expression(text))
	fixed := strings.TrimSuffix(text[:strings.IndexAny(text+"*", "*?")], "/")
	return pattern{l.To.Line, fact.Path(fixed), form}, err == nil
}

// fits reports whether it means the place, or something in the folder that it is.
func (p *pattern) fits(at Place) bool {
	return at.Folder && (p.fixed == at.Path || around(at.Path, p.fixed)) || p.form.MatchString(string(at.Path))
}

// expression is a pattern of paths as a regular expression: * within a name, ** across
// folders; a folder means what is in it.
func expression(pattern string) string {
	var b strings.Builder
	b.WriteString(`^`)
	for i := 0; i < len(pattern); i++ {
		switch {
		case strings.HasPrefix(pattern[i:], "**/"):
			b.WriteString(`(?:.*/)?`)
			i += 2
		case strings.HasPrefix(pattern[i:], "**"):
			b.WriteString(`.*`)
			i++
		case pattern[i] == '*':
			b.WriteString(`[^/]*`)
		case pattern[i] == '?':
			b.WriteString(`[^/]`)
		default:
			b.WriteString(regexp.QuoteMeta(pattern[i : i+1]))
		}
	}
	return b.String() + `(?:/.*)?$`
}
