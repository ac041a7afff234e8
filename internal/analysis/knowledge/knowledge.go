// Package knowledge derives who knows which file: from who created it, who
// changed it and whose lines are in it.
//
// The measure is the degree of authorship (DOA; Fritz et al. 2014, with the
// weights and thresholds of Avelino, Passos, Hora and Valente 2016). It follows
// files through renames. A second view lets knowledge fade (see Retained), and
// a word for readers, Degree, joins authorship, lines and activity.
//
// Whatever a history cannot tell stays unknown: the commits at which a shallow
// clone ends hold the work of others, and give nobody a file, a change or a
// line. Co-authors get no share, and work that Options.Credit gives to nobody
// makes nobody know the file; it counts as a change by others all the same.
//
// The package ranks places, never people: its figures are there to tell whom to
// ask about a file, and where few can be asked.
package knowledge

import (
	"math"
	"sort"
	"strings"
	"sync"
	"time"

	"leadline/internal/fact"
)

// Options say what counts.
type Options struct {
	// Lineages are those of the history.
	Lineages *Lineages
	// Credit names the person whose knowledge a commit's work is; empty for
	// nobody. It is asked once for each commit, in the order of the history.
	Credit func(*fact.Commit) fact.PersonID
	// Keep selects the files that count; nil keeps all. Submodules never count.
	Keep func(*fact.File) bool
	// Active are the persons who changed something in the active window.
	Active map[fact.PersonID]bool
	// Landed gives, for each commit of the history, the position at which it landed
	// on the first-parent line; nil takes each commit for a landing of its own.
	Landed []int
	// AsOf is the end of the day as of which is asked. Commits after it, by
	// committer time, do not count. Zero counts all.
	AsOf time.Time
}

// Knower is a person and what they have to do with a file.
type Knower struct {
	Person fact.PersonID
	// Lines of the file at the head are theirs.
	Lines int
	// Changes are their commits that changed the content of the file, under
	// any of its names, the one that created it among them; merges are not.
	Changes int
	// Touched is with how many landings of the two years before the as-of day they
	// changed the file, sweeping commits left out; Lately with how many of them at
	// least five lines of it, and LatelyLines the lines with all of them.
	Touched, LatelyLines int
	Lately               int
	// First: they created the file.
	First bool
	// DOA is the degree of authorship, and Normalised its share of the
	// highest in the file.
	DOA, Normalised float64
	// Author: Normalised > 0.75 and DOA >= 3.293.
	Author bool
	// Retained is the share of Normalised that they still remember, and Fading
	// says that it is less than half.
	Retained float64
	Fading   bool
	// Last is when they last changed the file (author time); zero if only
	// merges of theirs have lines in it.
	Last   time.Time
	Degree Degree
}

// File is a file at the head and those who know it.
type File struct {
	Path  fact.Path
	Lines int
	// Unknown lines have no known writer: contents or history are missing,
	// or nobody is credited.
	Unknown int
	// Knowers are all who changed the file or have lines in it: by DOA, the
	// highest first, then by person.
	Knowers []Knower
}

// Hand reports whether somebody has had a hand in the file, so that nobody would be
// surprised to be asked: any degree, a twentieth of the lines, four changes ever,
// or within two years three landings, or two of five lines or more.
func (f *File) Hand(k *Knower) bool {
	return k.Degree != None || k.Lately >= 2 || k.Touched >= 3 || 20*k.Lines >= f.Lines && k.Lines > 0 || k.Changes >= 4
}

// Map is who knows what, at the head of a history. What is known of a file is
// derived when it is first asked for; several may ask at once.
type Map struct {
	reader *reader
	files  []derived
}

// derived is what is known of a file, once it was asked for.
type derived struct {
	of      *fact.File
	work    []touch
	mu      sync.Mutex
	made    bool
	file    File
	authors []fact.PersonID // whom the truck factor takes for its authors
}

// Of prepares the map of a history.
func Of(h *fact.History, o Options) *Map {
	m := &Map{reader: newReader(h, o)}
	kept := make([]*fact.File, 0, len(h.Files))
	for i := range h.Files {
		f := &h.Files[i]
		if f.Mode&fact.ModeTypeMask != fact.ModeSubmodule && (o.Keep == nil || o.Keep(f)) {
			kept = append(kept, f)
		}
	}
	m.files = make([]derived, len(kept))
	for i, work := range m.reader.work(kept) {
		m.files[i].of, m.files[i].work = kept[i], work
	}
	return m
}

// at derives what is known of a file.
func (m *Map) at(i int) *derived {
	d := &m.files[i]
	d.mu.Lock()
	defer d.mu.Unlock()
	if !d.made {
		d.file = m.reader.file(d.of, d.work, false)
		if Source(d.of) {
			d.authors = m.reader.authors(d.of, d.work, d.file)
		}
		d.made = true
	}
	return d
}

// All gives all files that count, sorted by path bytes.
func (m *Map) All() []File {
	out := make([]File, len(m.files))
	for i := range m.files {
		out[i] = m.at(i).file
	}
	return out
}

// File finds one.
func (m *Map) File(p fact.Path) (File, bool) {
	i, ok := m.search(p)
	if !ok {
		return File{}, false
	}
	return m.at(i).file, true
}

func (m *Map) search(p fact.Path) (int, bool) {
	i := sort.Search(len(m.files), func(i int) bool { return m.files[i].of.Path >= p })
	return i, i < len(m.files) && m.files[i].of.Path == p
}

// Away lists the files, by path, of which p is the only active person with
// degree Main or Some: what nobody present knows while p is away.
func (m *Map) Away(p fact.PersonID) []File {
	var out []File
	for _, f := range m.All() {
		n, theirs := 0, false
		for _, k := range f.Knowers {
			if k.Degree.Current() {
				n++
				theirs = theirs || k.Person == p
			}
		}
		if n == 1 && theirs {
			out = append(out, f)
		}
	}
	return out
}

// below gives the range of files at or below a path; "" and "." are all.
func (m *Map) below(prefix fact.Path) (from, to int) {
	p := strings.TrimSuffix(string(prefix), "/")
	if p == "" || p == "." {
		return 0, len(m.files)
	}
	if i, ok := m.search(fact.Path(p)); ok {
		return i, i + 1
	}
	from, _ = m.search(fact.Path(p + "/"))
	to, _ = m.search(fact.Path(p + "0")) // '0' follows '/'
	return from, to
}

// The weights of the degree of authorship (Avelino et al. 2016, section II,
// after Fritz et al. 2014) and the thresholds of an author.
const (
	doaBase     = 3.293
	doaFirst    = 1.098
	doaChange   = 0.164
	doaOthers   = 0.321
	authorShare = 0.75
	authorDOA   = 3.293
)

// DOA is the degree of authorship: of who created the file or not, and made a
// number of changes after its creation while others made some.
func DOA(first bool, changes, others int) float64 {
	v := doaBase + doaChange*float64(changes) - doaOthers*math.Log(1+float64(others))
	if first {
		v += doaFirst
	}
	return v
}
