// Package governing tells which decisions govern a place of the repository, and which
// incidents there were in it, and how that is known: because they say so, because they
// name it, because it names them, or, as a guess, because they were written together. It
// serves whoever is about to change the place.
package governing

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/register"
	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Sign is how it is known that a record is about a place, the surest first.
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

// Match is a record that is about a place: a decision that governs it, an incident there.
type Match struct {
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

// Reader reads the records of a register. What they say that they affect is compiled
// once, since a change has many places.
type Reader struct {
	register *register.Register
	affects  map[*fact.Record][]pattern
	at       map[fact.Path][]*register.Entry
	words    []Word
	named    map[string]*register.Entry // by what a word says
}

// Over reads the records of a register. Words are what files say of records, where that
// was looked for; what the Text of a place says is found besides.
func Over(r *register.Register, words ...Word) *Reader {
	x := &Reader{register: r, affects: map[*fact.Record][]pattern{}, at: map[fact.Path][]*register.Entry{}, words: words, named: map[string]*register.Entry{}}
	for i := range r.Entries {
		e := &r.Entries[i]
		x.at[e.Path] = append(x.at[e.Path], e)
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
func (x *Reader) Of(h *fact.History, at Place) []Match {
	return x.about(h, at, fact.Decision, fact.Standard)
}

// Incidents finds the incidents in a place, each with its surest sign, in the order of Of.
func (x *Reader) Incidents(h *fact.History, at Place) []Match {
	return x.about(h, at, fact.Incident)
}

func (x *Reader) about(h *fact.History, at Place, kinds ...fact.RecordKind) []Match {
	return found(at, kinds, func(add func(Match)) {
		x.declared(at, add)
		x.mentioned(at, add)
		x.names(at, add)
		x.inferred(h, at, add)
	})
}

// Binding are those of Of that say that they govern the place, or whose names the place
// says.
func (x *Reader) Binding(at Place) []Match {
	return found(at, []fact.RecordKind{fact.Decision, fact.Standard}, func(add func(Match)) {
		x.declared(at, add)
		x.mentioned(at, add)
	})
}

// found are the records of some kinds that a search adds, each once.
func found(at Place, kinds []fact.RecordKind, search func(add func(Match))) []Match {
	best := map[*fact.Record]Match{}
	search(func(d Match) {
		if !slices.Contains(kinds, d.Kind) || d.Record.Path == at.Path {
			return
		}
		if old, ok := best[d.Record]; !ok || d.Sign < old.Sign {
			best[d.Record] = d
		}
	})
	out := make([]Match, 0, len(best))
	for _, d := range best {
		out = append(out, d)
	}
	slices.SortFunc(out, func(a, b Match) int {
		return cmp.Or(gone(a)-gone(b), cmp.Compare(a.Sign, b.Sign), cmp.Compare(a.Record.Path, b.Record.Path), cmp.Compare(a.Record.Line, b.Record.Line))
	})
	return out
}

func gone(d Match) int {
	if d.Gone() {
		return 1
	}
	return 0
}

func (x *Reader) declared(at Place, add func(Match)) {
	for i := range x.register.Entries {
		e := &x.register.Entries[i]
		for _, p := range x.affects[e.Record] {
			if p.fits(at) {
				add(Match{Entry: e, Sign: Declared, Path: e.Path, Line: p.line})
				break
			}
		}
	}
}

// Idle are the patterns of what records affect, each as the Path of a match, that fit none
// of some files: whoever relies on them relies on nothing.
func (x *Reader) Idle(files []fact.Path) []Match {
	var out []Match
	for i := range x.register.Entries {
		e := &x.register.Entries[i]
		for _, p := range x.affects[e.Record] {
			if !slices.ContainsFunc(files, func(f fact.Path) bool { return p.fits(Place{Path: f}) }) {
				out = append(out, Match{Entry: e, Sign: Declared, Path: fact.Path(p.text), Line: p.line})
			}
		}
	}
	return out
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

// names: the text of a record, or one of its links, has the path, or that of a folder
// around it, two levels deep at least: a folder at the top holds too much to be meant.
// That records refer to each other is no news of the folder they are in.
func (x *Reader) names(at Place, add func(Match)) {
	for i := range x.register.Entries {
		if line := x.nameIn(&x.register.Entries[i], at); line > 0 {
			add(Match{Entry: &x.register.Entries[i], Sign: Named, Path: x.register.Entries[i].Path, Line: line})
		}
	}
}

// illustration is a file that a record brings along: that it names one is no news of the
// folder which both are in.
var illustration = regexp.MustCompile(`(?i)\.(?:png|svg|jpe?g|gif|webp|pdf|drawio|puml|md|adoc|rst)$`)

// nameIn is the line in which a record names a place; 0 if in none.
func (x *Reader) nameIn(e *register.Entry, at Place) int {
	is := func(p fact.Path) bool {
		return p != "" && (p == at.Path || around(p, at.Path) && strings.Contains(string(p), "/") || at.Folder && around(at.Path, p) && x.at[p] == nil && !(around(at.Path, e.Path) && illustration.MatchString(string(p))))
	}
	for _, ref := range e.References {
		if p := fact.Path(strings.TrimSuffix(ref.To.Text, "/")); ref.Code && is(p) || !ref.Code && !target.External(ref.To.Text) && is(target.In(e.Path, ref.To.Text)) {
			return ref.To.Line
		}
	}
	for _, l := range e.Links {
		to := strings.TrimSuffix(l.To.Text, "/")
		if l.Kind != fact.Affects && strings.Contains(l.To.Text, "/") && !target.External(to) && (is(fact.Path(to)) || is(target.In(e.Path, to))) {
			return l.To.Line
		}
	}
	return 0
}

func around(folder, p fact.Path) bool { return strings.HasPrefix(string(p), string(folder)+"/") }

// Word is a name of a record that a file says, such as ADR-0042.
type Word struct {
	Path fact.Path
	Line int
	Text string
}

// Words finds the names of records that a file says: ADR-0042, INC-7, 0042-use-outbox.md,
// 2026-11-22-no-disk. At most 1,000 are told.
func Words(p fact.Path, text []byte) []Word {
	var out []Word
	line, at := 1, 0
	for _, m := range mention.FindAllIndex(text, 1000) {
		line += bytes.Count(text[at:m[0]], []byte("\n"))
		at = m[0]
		out = append(out, Word{p, line, string(text[m[0]:m[1]])})
	}
	return out
}

var mention = regexp.MustCompile(`\b(?:ADR|MADR|RFC|TEP|KEP|RFD|INC)[-_ #]?0*\d{1,5}\b|\b\d{4}-[a-z0-9]+(?:-[a-z0-9]+)+\.md\b|\b\d{4}-\d{2}-\d{2}(?:-[a-z0-9]+)+\b`)

// mentioned: the place says the name of a record.
func (x *Reader) mentioned(at Place, add func(Match)) {
	for _, w := range Words(at.Path, at.Text) {
		x.says(w, add)
	}
	for _, w := range x.words {
		if w.Path == at.Path || at.Folder && around(at.Path, w.Path) {
			x.says(w, add)
		}
	}
}

// says adds the record that a word names. Of several folders none is known to be meant, a
// number of an incident is none of a decision, and a record says its own name.
func (x *Reader) says(w Word, add func(Match)) {
	found, known := x.named[w.Text]
	if !known {
		if all := x.register.Named(w.Text); len(all) == 1 {
			found = all[0]
		}
		x.named[w.Text] = found
	}
	if found == nil || found.Path == w.Path || w.Text[0] >= 'A' && strings.HasPrefix(w.Text, "INC") != (found.Kind == fact.Incident) {
		return
	}
	add(Match{Entry: found, Sign: Mentioned, Path: w.Path, Line: w.Line})
}

// inferred: small commits that changed the file of a record changed the place too.
func (x *Reader) inferred(h *fact.History, at Place, add func(Match)) {
	for i := range h.Commits {
		c := &h.Commits[i]
		if c.Merge() || len(c.Changes) > sweeping {
			continue
		}
		var decisions []*register.Entry
		hit := false
		for j := range c.Changes {
			p := c.Changes[j].Path
			decisions = append(decisions, x.at[p]...)
			hit = hit || p == at.Path || at.Folder && around(at.Path, p)
		}
		if !hit {
			continue
		}
		for _, e := range decisions {
			if !at.Folder || !around(at.Path, e.Path) {
				add(Match{Entry: e, Sign: Inferred, Path: e.Path, Commit: c.ID})
			}
		}
	}
}

// pattern is one of paths that a record says it affects.
type pattern struct {
	line int
	text string
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
	return pattern{l.To.Line, l.To.Text, fact.Path(fixed), form}, err == nil
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
