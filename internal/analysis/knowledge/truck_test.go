package knowledge

import (
	"slices"
	"testing"
	"time"

	"leadline/internal/fact"
)

// A story tells a history on one line: what each commit does, one after the
// other.
type story struct {
	h *fact.History
	// at is, by path, where its latest version is.
	at map[fact.Path]*fact.File
}

func newStory() *story { return &story{h: &fact.History{}, at: map[fact.Path]*fact.File{}} }

// commit has a person create or change files.
func (s *story) commit(person string, paths ...fact.Path) {
	id := s.next()
	c := fact.Commit{Author: fact.Identity{Name: person}}
	for _, p := range paths {
		ch := fact.Change{Path: p, Kind: fact.Added, Mode: fact.ModeFile, Blob: fact.BlobID(string(p) + string(id))}
		if f := s.at[p]; f != nil {
			ch.Kind, ch.Old, ch.Before = fact.Modified, f.Blob, f.Changed
		}
		s.at[p] = &fact.File{Path: p, Mode: fact.ModeFile, Blob: ch.Blob, Changed: id}
		c.Changes = append(c.Changes, ch)
	}
	s.add(c)
}

// move has a person rename a file and leave its content as it is.
func (s *story) move(person string, from, to fact.Path) {
	f := s.at[from]
	delete(s.at, from)
	s.at[to] = &fact.File{Path: to, Mode: fact.ModeFile, Blob: f.Blob, Changed: s.next()}
	s.add(fact.Commit{Author: fact.Identity{Name: person}, Changes: []fact.Change{{
		Path: to, Previous: from, Kind: fact.Renamed, Mode: fact.ModeFile, Old: f.Blob, Blob: f.Blob, Before: f.Changed,
	}}})
}

func (s *story) next() fact.CommitID { return fact.CommitID(rune('a' + len(s.h.Commits))) }

func (s *story) add(c fact.Commit) {
	c.ID = s.next()
	c.Committed.Unix = int64(len(s.h.Commits)) * int64(time.Hour/time.Second)
	c.Authored = c.Committed
	if n := len(s.h.Commits); n > 0 {
		c.Parents = []fact.CommitID{s.h.Commits[n-1].ID}
	}
	slices.SortFunc(c.Changes, func(a, b fact.Change) int { return slices.Compare([]byte(a.Path), []byte(b.Path)) })
	s.h.Commits = append(s.h.Commits, c)
}

// known is the map at the end; nobody is credited with the work of "bot".
func (s *story) known() *Map {
	s.h.Files = nil
	for _, f := range s.at {
		s.h.Files = append(s.h.Files, *f)
	}
	slices.SortFunc(s.h.Files, func(a, b fact.File) int { return slices.Compare([]byte(a.Path), []byte(b.Path)) })
	return Of(s.h, Options{Lineages: NewLineages(s.h), Credit: func(c *fact.Commit) fact.PersonID {
		if c.Author.Name == "bot" {
			return ""
		}
		return fact.PersonID(c.Author.Name)
	}})
}

func (s *story) expect(t *testing.T, files int, covered []float64, persons ...fact.PersonID) {
	t.Helper()
	got := s.known().TruckFactor("")
	if got.N != len(persons) || got.Files != files || !slices.Equal(got.Persons, persons) || !slices.Equal(got.Covered, covered) {
		t.Errorf("got %+v, want %v gone from %d files, covered %v", got, persons, files, covered)
	}
}

// Who authors most goes first, and half of the files with an author left are
// still enough to go on.
func TestTruckFactorRemovesUntilLessThanHalf(t *testing.T) {
	s := newStory()
	s.commit("zoe", "a.go", "b.go", "README.md", "docs/x.go")
	s.commit("ann", "c.go")
	s.commit("ben", "d.go")
	s.expect(t, 4, []float64{1, 0.5, 0.25}, "zoe", "ann")

	s = newStory()
	s.commit("ann", "a.go", "b.go", "c.go")
	s.commit("ben", "d.go", "e.go")
	s.expect(t, 5, []float64{1, 0.4}, "ann")
}

// A file that nobody is credited with, or whose highest degree of authorship is
// under the least of an author, counts as one without an author.
func TestTruckFactorCountsFilesOfNobody(t *testing.T) {
	s := newStory()
	s.commit("bot", "a.go", "b.go", "c.go")
	s.commit("ann", "d.go")
	s.expect(t, 4, []float64{0.25})
	s.commit("ann", "a.go")
	s.expect(t, 4, []float64{0.5, 0}, "ann")
	s.commit("ben", "a.go") // both: 3.293 + 0.164 - 0.321·ln(1+1)
	s.expect(t, 4, []float64{0.25})
}

// Of two authors of a file both have to go. Somebody is one whose degree of
// authorship is above three quarters of the highest.
func TestTruckFactorNeedsAllAuthorsGone(t *testing.T) {
	s := newStory()
	s.commit("ann", "a.go")
	for range 5 {
		s.commit("ann", "a.go")
		s.commit("ben", "a.go")
	}
	s.expect(t, 1, []float64{1, 1, 0}, "ann", "ben") // 3.54 of 4.64
	s.commit("ann", "a.go")
	s.expect(t, 1, []float64{1, 0}, "ann") // 3.49 of 4.80
}

// A rename is a change to the published method: ben is an author of what he
// moved. To all else it shows no knowledge.
func TestTruckFactorCountsRenames(t *testing.T) {
	s := newStory()
	s.commit("ann", "a.go", "b.go", "c.go")
	s.move("ben", "a.go", "lib/a.go")
	s.move("ben", "b.go", "lib/b.go")
	s.expect(t, 3, []float64{1, 2.0 / 3, 0}, "ann", "ben")
	for _, f := range s.known().All() {
		if len(f.Knowers) != 1 || f.Knowers[0].Person != "ann" || f.Knowers[0].Changes != 1 || !f.Knowers[0].Author {
			t.Errorf("%s is known by %+v, want ann alone with one change", f.Path, f.Knowers)
		}
	}
}

func TestSource(t *testing.T) {
	for path, want := range map[fact.Path]bool{
		"main.go":                               true,
		"Makefile":                              true,
		"README.md":                             false,
		"docs/conf.py":                          false,
		"lib/docs/render.rb":                    true,
		"images/plan.graffle":                   false,
		"src/fixtures/a.js":                     false,
		"config/settings.yml":                   false,
		"script/unknown":                        false,
		"src/parser.unknown":                    true,
		"src/locale/de.js":                      false,
		"src/locale/en-au.js":                   false,
		"src/locale/es_419.js":                  false,
		"src/i18n/zh-Hant.ts":                   false,
		"conf/locale/de/fmt.py":                 false,
		"src/ngLocale/angular-locale_agq-cm.js": false,
		"src/ngLocale/angular-locale_fil.js":    false,
		"src/i18n/index.ts":                     true,
		"src/i18n/get.ts":                       true,
		"src/i18n/plural-rules.ts":              true,
		"src/de.js":                             true,
		"cmd/locale.go":                         true,
	} {
		if got := Source(&fact.File{Path: path, Mode: fact.ModeFile}); got != want {
			t.Errorf("%s: %v, want %v", path, got, want)
		}
	}
	if Source(&fact.File{Path: "a.go", Mode: fact.ModeSymlink}) || Source(&fact.File{Path: "a.go", Mode: fact.ModeFile, Content: fact.Binary}) {
		t.Error("a link or a binary file counts as source")
	}
}
