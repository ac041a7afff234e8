// Package register is the register of a team's written records: which there are, what
// each is called, how they refer to each other and to files, and what is wrong with
// that. It serves the checks and lists of records, and whoever asks which govern a place.
//
// What a record says is fact.Record; this package knows the tree and the history beside
// it. It does not read files, and does not judge what a text says.
package register

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Register is the records of a commit.
type Register struct {
	// Entries are by path, then line.
	Entries []Entry
	tree    *target.Tree
	byPath  map[fact.Path][]int
	byID    map[string][]int
	history *fact.History
	trail   *target.Trail
	// lost are files that were not understood. Their numbers are taken all the same.
	lost []fact.Path
}

// Entry is a record, and what git knows of its file.
type Entry struct {
	*fact.Record
	// Written and Touched are when the file was added, under whatever name, and last
	// changed; zero where that is not known. By is the commit of Touched.
	Written, Touched time.Time
	By               fact.CommitID
	// Writer wrote the first version.
	Writer fact.Identity
}

// Day is the day of a record: what its text says, else when its file was added. stated
// tells which.
func (e *Entry) Day() (day fact.Day, stated bool) {
	switch {
	case e.Date != "":
		return e.Date, true
	case e.Written.IsZero():
		return "", false
	}
	return fact.Day(e.Written.UTC().Format(time.DateOnly)), false
}

// Open reports whether a record waits for a decision.
func (e *Entry) Open() bool { return e.Status == fact.Proposed || e.Status == fact.Draft }

// Gone reports whether a record holds no longer, or never did.
func (e *Entry) Gone() bool {
	return e.Status == fact.Superseded || e.Status == fact.Rejected || e.Status == fact.Deprecated
}

// Of makes the register of the records at the head of a history.
func Of(records *fact.Records, h *fact.History) *Register {
	r := &Register{tree: target.TreeOf(h), byPath: map[fact.Path][]int{}, byID: map[string][]int{}, history: h}
	if len(records.Records) > 0 {
		r.trail = target.TrailOf(h, r.tree)
	}
	for _, p := range records.Problems {
		if p.Lost && !slices.Contains(r.lost, p.Path) {
			r.lost = append(r.lost, p.Path)
		}
	}
	for i := range records.Records {
		x := &records.Records[i]
		e := Entry{Record: x}
		r.date(&e)
		r.byPath[x.Path] = append(r.byPath[x.Path], i)
		r.byID[strings.ToLower(x.ID)] = append(r.byID[strings.ToLower(x.ID)], i)
		r.Entries = append(r.Entries, e)
	}
	return r
}

var (
	mention     = regexp.MustCompile(`^(?i:[a-z][a-z -]*?)?[\s#_-]*0*(\d{1,5})$`)
	leadingID   = regexp.MustCompile(`^(?i:(?:adr|madr|rfc|tep|kep|decision|record)[\s#_-]*)0*(\d{1,5})\b`)
	leadingOnly = regexp.MustCompile(`^0*(\d{1,5})[.\s:_-]`)
)

// Resolve finds the records that a text of another one means: by a relative path, an id,
// or a number, which means one of the same folder before one of the same kind.
func (r *Register) Resolve(from *fact.Record, to string) []*Entry {
	to, _, _ = strings.Cut(to, "#")
	if to == "" {
		return nil
	}
	if at := fact.Path(path.Join(string(from.Path.Folder()), to)); len(r.byPath[at]) > 0 {
		return r.pick(r.byPath[at])
	}
	for _, ending := range []string{".md", "/README.md", ".adoc", ".rst"} {
		if at := fact.Path(path.Join(string(from.Path.Folder()), to) + ending); len(r.byPath[at]) > 0 {
			return r.pick(r.byPath[at])
		}
	}
	if at := fact.Path(strings.TrimPrefix(to, "/")); len(r.byPath[at]) > 0 {
		return r.pick(r.byPath[at])
	}
	if found := r.byID[strings.ToLower(strings.Trim(to, " []`"))]; len(found) > 0 {
		return r.nearest(from, found)
	}
	for _, form := range []*regexp.Regexp{mention, leadingID, leadingOnly} {
		if m := form.FindStringSubmatch(strings.Trim(to, " []`.")); m != nil {
			n, _ := strconv.Atoi(m[1])
			return r.numbered(from, n)
		}
	}
	return nil
}

func (r *Register) numbered(from *fact.Record, n int) []*Entry {
	var found []int
	for i := range r.Entries {
		if e := &r.Entries[i]; e.Digits > 0 && e.Number == n && e.Kind == from.Kind && e.Record != from {
			found = append(found, i)
		}
	}
	return r.nearest(from, found)
}

// nearest prefers records of the same folder.
func (r *Register) nearest(from *fact.Record, found []int) []*Entry {
	var here []int
	for _, i := range found {
		if r.Entries[i].Path.Folder() == from.Path.Folder() {
			here = append(here, i)
		}
	}
	if len(here) > 0 {
		found = here
	}
	return r.pick(found)
}

func (r *Register) pick(found []int) []*Entry {
	out := make([]*Entry, len(found))
	for i, n := range found {
		out[i] = &r.Entries[n]
	}
	return out
}

// Named finds the records that a person means by a word: a path, an id, a number, the
// name of the file without its ending, or the beginning of any.
func (r *Register) Named(word string) []*Entry {
	lower := strings.ToLower(strings.TrimPrefix(word, "./"))
	number := -1
	if m := mention.FindStringSubmatch(word); m != nil {
		number, _ = strconv.Atoi(m[1])
	}
	for _, fits := range []func(*Entry) bool{
		func(e *Entry) bool { return strings.ToLower(string(e.Path)) == lower },
		func(e *Entry) bool { return strings.ToLower(e.ID) == lower },
		func(e *Entry) bool { return e.Digits > 0 && e.Number == number },
		func(e *Entry) bool {
			base := strings.ToLower(path.Base(string(e.Path)))
			return strings.TrimSuffix(base, path.Ext(base)) == lower || base == lower
		},
	} {
		var out []*Entry
		for i := range r.Entries {
			if fits(&r.Entries[i]) {
				out = append(out, &r.Entries[i])
			}
		}
		if len(out) > 0 {
			return out
		}
	}
	return nil
}

// Edge is a relation between two records, as either declares it.
type Edge struct {
	From, To *Entry
	Kind     fact.LinkKind
	// At is where it is declared, in the file By.
	At fact.Passage
	By fact.Path
}

// Edges are the relations between records: those that they declare, each once, turned
// from the later to the earlier; what a text links to besides is "see".
func (r *Register) Edges() []Edge {
	var out []Edge
	type key struct {
		from, to *fact.Record
	}
	seen := map[key]bool{}
	add := func(e Edge) {
		if e.Kind == fact.SupersededBy {
			e.From, e.To, e.Kind = e.To, e.From, fact.Supersedes
		}
		if k := (key{e.From.Record, e.To.Record}); e.From.Record != e.To.Record && !seen[k] {
			seen[k] = true
			out = append(out, e)
		}
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		for _, l := range e.Links {
			for _, to := range r.Resolve(e.Record, l.To.Text) {
				add(Edge{From: e, To: to, Kind: l.Kind, At: l.To, By: e.Path})
			}
		}
	}
	for i := range r.Entries {
		e := &r.Entries[i]
		for _, ref := range e.References {
			if ref.Code || target.External(ref.To.Text) {
				continue
			}
			if at := r.byPath[target.In(e.Path, ref.To.Text)]; len(at) == 1 {
				add(Edge{From: e, To: &r.Entries[at[0]], Kind: fact.See, At: ref.To, By: e.Path})
			}
		}
	}
	return out
}

// Duplicate is a number that several records of a folder have.
type Duplicate struct {
	Folder  fact.Path
	Number  int
	Entries []*Entry
}

// key tells records apart by the number in the names of their files: in one folder, with
// the same words before it.
type key struct {
	folder fact.Path
	prefix string
	number int
}

func keyOf(e *fact.Record) key {
	dir, base := e.Path.Folder(), path.Base(string(e.Path))
	if !strings.ContainsAny(base, "0123456789") { // a folder per record
		dir, base = dir.Folder(), path.Base(string(dir))
	}
	prefix := strings.ToLower(base[:max(0, strings.IndexAny(base, "0123456789"))])
	return key{dir, prefix, e.Number}
}

// Duplicates are numbers that are given twice in a folder, also by files that were not
// understood.
func (r *Register) Duplicates() []Duplicate {
	at := map[key][]*Entry{}
	var order []key
	var all []*Entry
	for i := range r.Entries {
		all = append(all, &r.Entries[i])
	}
	folders := r.numberedFolders()
	for _, p := range r.lost {
		if n, ok := r.numberedIn(p, folders); ok && len(r.byPath[p]) == 0 {
			all = append(all, &Entry{Record: &fact.Record{Path: p, Kind: fact.Decision, Number: n.number, Digits: 1}})
		}
	}
	for _, e := range all {
		if e.Digits == 0 || e.Kind != fact.Decision {
			continue
		}
		k := keyOf(e.Record)
		if at[k] == nil {
			order = append(order, k)
		}
		at[k] = append(at[k], e)
	}
	var out []Duplicate
	for _, k := range order {
		if len(at[k]) > 1 {
			out = append(out, Duplicate{k.folder, k.number, at[k]})
		}
	}
	slices.SortStableFunc(out, func(a, b Duplicate) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Number, b.Number))
	})
	return out
}

// DuplicateIDs are ids that several records, of requirements and their like, give
// themselves.
func (r *Register) DuplicateIDs() [][]*Entry {
	var out [][]*Entry
	for i := range r.Entries {
		e := &r.Entries[i]
		all := r.byID[strings.ToLower(e.ID)]
		if e.Kind == fact.Decision || e.ID == "" || len(all) < 2 || all[0] != i {
			continue
		}
		out = append(out, r.pick(all))
	}
	return out
}

// WithoutSuccessor are records that were superseded, where neither they nor any other
// say by which.
func (r *Register) WithoutSuccessor() []*Entry {
	named := map[*fact.Record]bool{}
	for _, e := range r.Edges() {
		if e.Kind == fact.Supersedes {
			named[e.To.Record] = true
		}
	}
	var out []*Entry
	for i := range r.Entries {
		e := &r.Entries[i]
		says := slices.ContainsFunc(e.Links, func(l fact.RecordLink) bool { return l.Kind == fact.SupersededBy })
		if e.Status == fact.Superseded && !says && !named[e.Record] {
			out = append(out, e)
		}
	}
	return out
}

// Stale are proposals and drafts whose files nobody touched for so many days before a
// day, the oldest first.
func (r *Register) Stale(asOf time.Time, days int) []*Entry {
	var out []*Entry
	for i := range r.Entries {
		e := &r.Entries[i]
		if e.Open() && e.Kind == fact.Decision && !e.Touched.IsZero() && asOf.Sub(e.Touched) > time.Duration(days)*24*time.Hour {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *Entry) int { return a.Touched.Compare(b.Touched) })
	return out
}

// Overdue are records whose day of review is before a day, and that still hold.
func (r *Register) Overdue(asOf time.Time) []*Entry {
	today := fact.Day(asOf.UTC().Format(time.DateOnly))
	var out []*Entry
	for i := range r.Entries {
		if e := &r.Entries[i]; e.ReviewBy != "" && e.ReviewBy < today && !e.Gone() {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b *Entry) int { return cmp.Compare(a.ReviewBy, b.ReviewBy) })
	return out
}
