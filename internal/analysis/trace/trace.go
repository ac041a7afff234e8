// Package trace follows requirements to the code that implements them and the tests that
// verify them, by the tags in files and the links between requirements: what is covered,
// what is not, and what is named and does not exist.
//
// A specification item of OpenFastTrace is covered as that tool has it: for each type of
// artifact that it needs something of that type covers this very revision of it, and is
// covered itself where it needs that. Any other requirement is covered when a file names
// it, or when others refine it, of which each is covered.
package trace

import (
	"cmp"
	"iter"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Item is a requirement and what covers it.
type Item struct {
	*fact.Record
	// By are the tags and the requirements that name this revision of it.
	By []Cover
	// Missing are the types of artifact that it needs and nothing has.
	Missing []string
	// Open are the requirements that refine it and are not covered.
	Open []string
	// Up are what it refines or covers, as far as that exists; Broken are those of its
	// links that lead nowhere, or to another revision.
	Up     []*Item
	Broken []Broken
	// Others name another revision of it.
	Others []Broken
	// Twice: another item has its id.
	Twice bool

	covered state
}

// Cover is a tag, a requirement, or a test of a run that covers an item; of these Tag and
// Item may both be set.
type Cover struct {
	Tag  *fact.Tag
	Item *Item
	Test *fact.TestResult
	Role fact.TagRole
}

// Broken is a link or a tag that leads to no requirement.
type Broken struct {
	To   string
	Path fact.Path
	Line int
	// Why is Orphaned, Outdated or Predated.
	Why Reason
	// Of is the revision that exists, where another one was named.
	Of string
}

// Reason is why a link leads nowhere.
type Reason string

// The reasons.
const (
	Orphaned Reason = "orphaned" // nothing has that id
	Outdated Reason = "outdated" // it was revised since
	Predated Reason = "predated" // it has no such revision yet
	Unwanted Reason = "unwanted" // it does not ask for artifacts of that type
)

type state uint8

const (
	unknown state = iota
	asked
	open
	closed
)

// Map is what there is of requirements and tags.
type Map struct {
	// Items are by path, then line. Of requirements that bind nobody there are none.
	Items []*Item
	// Broken are the tags that lead to no requirement, by path, then line.
	Broken []Broken
	// Strays are ids that tests of a run name and no requirement has, by id.
	Strays []Stray
	byID   map[string]*Item
	byName map[string][]*Item
}

// Options say what else is known.
type Options struct {
	// Test tells whether a file is a test.
	Test func(fact.Path) bool
	// Exists tells whether a file is in the commit.
	Exists func(fact.Path) bool
	// Foreign tells whether a file belongs to other requirements: what it names there
	// and is not here is no fault.
	Foreign func(fact.Path) bool
	// Run is what tests gave that say which requirements they verify; nil if that was
	// not asked for.
	Run *fact.TestRun
	// Files are those of the commit: by them it is known which one a test of the run is in.
	Files []fact.File
}

// Of follows the requirements among records.
func Of(records []fact.Record, tags []fact.Tag, o Options) *Map {
	m := &Map{byID: map[string]*Item{}, byName: map[string][]*Item{}}
	for i := range records {
		if r := &records[i]; counts(r) {
			m.add(&Item{Record: r})
		}
	}
	requirements := len(m.Items)
	for i := range tags {
		if t := &tags[i]; len(t.Needs) > 0 || t.Own != "" {
			m.add(&Item{Record: itemOf(t)})
		}
	}
	m.link(o)
	for i := range tags {
		m.tag(&tags[i], o)
	}
	m.run(o.Run)
	m.join(tags, o)
	for _, x := range m.Items {
		m.check(x)
	}
	m.Items = slices.Clip(m.Items[:requirements])
	return m
}

// counts tells whether a record is a requirement that binds.
func counts(r *fact.Record) bool {
	return r.Kind == fact.Requirement && r.ID != "" && !r.Informative && r.Status != fact.Rejected && r.Status != fact.Superseded && r.Status != fact.Deprecated
}

// itemOf is the item that a tag of OpenFastTrace is itself, where others may cover it.
func itemOf(t *fact.Tag) *fact.Record {
	id := t.Own
	if id == "" {
		_, name, _ := cut(t.Requirement)
		id = t.Kind + "~" + name + "~0"
	}
	return &fact.Record{Path: t.Path, Line: t.Line, Kind: fact.Requirement, ID: id, Format: formatOFT, Needs: t.Needs}
}

const formatOFT = "openfasttrace"

// cut takes an id of OpenFastTrace apart; revision is -1 of any other.
func cut(id string) (kind, name string, revision int) {
	kind, rest, _ := strings.Cut(id, "~")
	name, number, ok := strings.Cut(rest, "~")
	if n, err := strconv.Atoi(number); ok && err == nil {
		return kind, name, n
	}
	return "", id, -1
}

func stem(id string) string {
	if kind, name, n := cut(id); n >= 0 {
		return kind + "~" + name
	}
	return id
}

func (m *Map) add(x *Item) {
	m.Items = append(m.Items, x)
	if first := m.byID[x.ID]; first != nil {
		first.Twice, x.Twice = true, true
		return
	}
	m.byID[x.ID] = x
	m.byName[stem(x.ID)] = append(m.byName[stem(x.ID)], x)
}

// Find gives the requirement of an id, or of one without its revision.
func (m *Map) Find(id string) *Item {
	if x := m.byID[id]; x != nil {
		return x
	}
	if all := m.byName[id]; len(all) == 1 {
		return all[0]
	}
	return nil
}

// link follows what requirements say of each other, and the files that they name.
func (m *Map) link(o Options) {
	for _, x := range m.Items {
		for i := range x.Links {
			l := &x.Links[i]
			switch {
			case l.Kind == fact.Implements:
				m.up(x, l)
			case (l.Kind == fact.See || l.Kind == fact.VerifiedBy || l.Kind == fact.Affects) && x.Format != formatOFT && o.Exists(fact.Path(l.To.Text)):
				t := &fact.Tag{Path: fact.Path(l.To.Text), Line: 1, Requirement: x.ID, Syntax: fact.TagDoorstop}
				if l.Kind == fact.VerifiedBy {
					t.Role = fact.Verifying
				}
				x.By = append(x.By, Cover{Tag: t, Role: roleOf(t, o)})
			}
		}
	}
}

func (m *Map) up(x *Item, l *fact.RecordLink) {
	to := l.To.Text
	above := m.byID[to]
	switch {
	case above == nil:
		if b := m.broken(to, x.Path, l.To.Line); x.Format == formatOFT || b.Why != Orphaned {
			x.Broken = append(x.Broken, b)
		}
	case x.Format == formatOFT && !wants(above, x.ID):
		x.Broken = append(x.Broken, Broken{To: to, Path: x.Path, Line: l.To.Line, Why: Unwanted})
		above.Others = append(above.Others, Broken{To: to, Path: x.Path, Line: x.Line, Why: Unwanted})
	default:
		x.Up = append(x.Up, above)
		above.By = append(above.By, Cover{Item: x})
	}
}

// wants tells whether an item of OpenFastTrace needs the type of artifact of an id.
func wants(above *Item, id string) bool {
	kind, _, _ := cut(id)
	return above.Format != formatOFT || slices.Contains(above.Needs, kind)
}

// broken tells why an id leads nowhere, and tells the item of another revision of it.
func (m *Map) broken(to string, p fact.Path, line int) Broken {
	b := Broken{To: to, Path: p, Line: line, Why: Orphaned}
	_, _, named := cut(to)
	for _, x := range m.byName[stem(to)] {
		b.Of, b.Why = x.ID, Outdated
		if _, _, exists := cut(x.ID); named > exists {
			b.Why = Predated
		}
		x.Others = append(x.Others, b)
	}
	return b
}

func (m *Map) tag(t *fact.Tag, o Options) {
	x := m.byID[t.Requirement]
	if x == nil {
		if len(m.byName[stem(t.Requirement)]) == 0 && o.Foreign(t.Path) {
			return
		}
		m.Broken = append(m.Broken, m.broken(t.Requirement, t.Path, t.Line))
		return
	}
	if t.Kind != "" && x.Format == formatOFT && !slices.Contains(x.Needs, t.Kind) {
		b := Broken{To: t.Requirement, Path: t.Path, Line: t.Line, Why: Unwanted}
		m.Broken = append(m.Broken, b)
		x.Others = append(x.Others, b)
		return
	}
	c := Cover{Tag: t, Role: roleOf(t, o)}
	if len(t.Needs) > 0 {
		c.Item = m.byID[itemOf(t).ID]
	}
	x.By = append(x.By, c)
}

func roleOf(t *fact.Tag, o Options) fact.TagRole {
	switch {
	case t.Role != fact.AnyRole:
		return t.Role
	case o.Test(t.Path):
		return fact.Verifying
	}
	return fact.Implementing
}

// check tells whether an item is covered, and what it lacks. One that refines itself,
// through others, is not.
func (m *Map) check(x *Item) bool {
	switch x.covered {
	case closed:
		return true
	case open, asked:
		return false
	}
	x.covered = asked
	tagged := m.lacks(x)
	if x.Format == formatOFT {
		tagged = len(x.Missing) == 0
	}
	x.covered = open
	if tagged && len(x.Open) == 0 {
		x.covered = closed
	}
	return x.covered == closed
}

// lacks fills in what an item lacks, and tells whether anything covers it.
func (m *Map) lacks(x *Item) bool {
	has := map[string]bool{}
	tagged := false
	for _, c := range x.By {
		if c.Tag != nil {
			tagged = true
			has[c.Tag.Kind] = true
		}
		tagged = tagged || c.Test != nil
		if c.Item == nil {
			continue
		}
		kind, _, _ := cut(c.Item.ID)
		has[kind] = true
		if !m.check(c.Item) {
			x.Open = append(x.Open, c.Item.ID)
		}
	}
	for _, kind := range x.Needs {
		if !has[kind] {
			x.Missing = append(x.Missing, kind)
		}
	}
	if x.Format != formatOFT && tagged {
		x.Open = nil // it is named itself
	}
	return tagged || len(x.By) > 0
}

// Covered tells whether everything is there that an item needs.
func (x *Item) Covered() bool { return x.covered == closed }

// Sound tells whether an item is covered, its id is its own, and nothing about it names
// another revision or leads nowhere: what OpenFastTrace calls ok.
func (x *Item) Sound() bool {
	return x.Covered() && !x.Twice && len(x.Broken) == 0 && len(x.Others) == 0
}

// Tags are the tags by which files cover an item, directly or through what refines it, each
// once, by path and line.
func (x *Item) Tags(role fact.TagRole) []*fact.Tag {
	var out []*fact.Tag
	for c := range x.covers() {
		if c.Tag != nil && (role == fact.AnyRole || c.Role == role) {
			out = append(out, c.Tag)
		}
	}
	slices.SortFunc(out, func(a, b *fact.Tag) int { return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line)) })
	return out
}

// covers are all that cover an item, directly or through what refines it.
func (x *Item) covers() iter.Seq[*Cover] {
	return func(yield func(*Cover) bool) {
		seen := map[*Item]bool{}
		var walk func(*Item) bool
		walk = func(y *Item) bool {
			if y == nil || seen[y] {
				return true
			}
			seen[y] = true
			for i := range y.By {
				if !yield(&y.By[i]) || !walk(y.By[i].Item) {
					return false
				}
			}
			return true
		}
		walk(x)
	}
}
