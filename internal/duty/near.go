package duty

import (
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/people"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/analysis/successor"
	"leadline/internal/fact"
)

// substance is the number of lines of a file below which a commit says nothing
// of where its author works, as a sweeping one does.
const substance = 5

// work is what was done in the active window, by file and by folder: the
// commits that were credited to somebody, newest first, without sweeping ones.
type work struct {
	files, folders map[fact.Path][]*fact.Commit
}

func (v *View) work() *work {
	return v.analyses().derived.work.get(func() *work {
		k := &work{files: map[fact.Path][]*fact.Commit{}, folders: map[fact.Path][]*fact.Commit{}}
		w, _ := v.Active()
		for c, changes := range v.Timeline().Changes(w) {
			if len(changes) > activity.Sweeping || v.People().Credit(c) == "" {
				continue
			}
			seen := map[fact.Path]bool{}
			for _, x := range changes {
				if x.Counted() && x.Added+x.Deleted < substance {
					continue
				}
				p := x.Now
				k.files[p] = append(k.files[p], c)
				if d := p.Folder(); !seen[d] {
					seen[d] = true
					k.folders[d] = append(k.folders[d], c)
				}
			}
		}
		return k
	})
}

// Nearest is the person, of those wanted, who worked on a file most often in
// the active window; if none did, in its folder. Of equals it is the one who
// did so last.
func (v *View) Nearest(p fact.Path, want func(fact.PersonID) bool) (fact.PersonID, *fact.Commit) {
	k := v.work()
	for _, commits := range [][]*fact.Commit{k.files[p], k.folders[p.Folder()]} {
		times := map[fact.PersonID]int{}
		last := map[fact.PersonID]*fact.Commit{}
		best := fact.PersonID("")
		for _, c := range commits {
			id := v.People().Credit(c)
			if !want(id) {
				continue
			}
			if last[id] == nil {
				last[id] = c
			}
			times[id]++
		}
		for _, c := range commits { // newest first, so that ties go to the last
			if id := v.People().Credit(c); last[id] != nil && (best == "" || times[id] > times[best]) {
				best = id
			}
		}
		if best != "" {
			return best, last[best]
		}
	}
	return "", nil
}

// atWork is with how many landings of the active window somebody is at work in the
// repository: who only raised a version is active in name.
const atWork = 3

// silent is the number of days after which somebody whose work no longer lands
// may be gone, whatever they did before.
const silent = 60

// AtWork are the people at work at the end of the active window: with enough
// landings in it, the last of them not long ago.
func (v *View) AtWork() map[fact.PersonID]bool {
	type landing struct {
		person   fact.PersonID
		position int
	}
	t := v.Timeline()
	w, _ := v.Active()
	late := t.Window(w.To.AddDate(0, 0, -silent), w.To)
	seen, count := map[landing]bool{}, map[fact.PersonID]int{}
	recent := map[fact.PersonID]bool{}
	for c, p := range t.Positions(w) {
		id := v.People().Credit(c)
		if id == "" || seen[landing{id, p}] {
			continue
		}
		seen[landing{id, p}] = true
		count[id]++
		recent[id] = recent[id] || p >= late.First
	}
	for id := range recent {
		if count[id] < atWork {
			recent[id] = false
		}
	}
	return recent
}

// Successors are the n people most likely to change a file next, of those who
// are active, the likely ones first.
func (v *View) Successors(p fact.Path, n int) []fact.PersonID {
	active := v.ActivePeople()
	return v.successors().Rank(p, n, func(id fact.PersonID) bool { return active[id] })
}

// successors is what is known of who changes what, of the place that is asked
// about: the one thing derived that a view does not share.
func (v *View) successors() *successor.Model {
	return v.derived.model.get(func() *successor.Model {
		t := v.Timeline()
		landings := t.Before(v.End())
		names := successor.Names(v.Place.Path, t.Commits(activity.Window{End: landings}))
		folder := v.Place.Path.Folder()
		m := &successor.Model{Only: func(p fact.Path) bool { return p.Folder() == folder || names[p] }}
		for c, at := range t.Ordered(landings) {
			m.Learn(c, v.People().Credit(c), t.Times[at])
		}
		return m
	})
}

// Reviewers is what is known of who reviews what.
func (v *View) Reviewers() *reviewer.Model {
	return v.analyses().derived.reviewers.get(func() *reviewer.Model {
		t, m := v.Timeline(), &reviewer.Model{}
		reader := reviewer.NewReader(t, v.People())
		for p := range t.Before(v.End()) {
			m.Learn(&t.History.Commits[t.Mainline[p]], reader.Of(p), t.Times[p])
		}
		return m
	})
}

// Authors are the people whose work commits are, co-authors among them. The commits need not be of the history:
// who is new there is nobody of it, unless they are known by another identity.
func (v *View) Authors(commits []fact.Commit) []fact.PersonID {
	persons := v.People()
	if slices.ContainsFunc(commits, func(c fact.Commit) bool { return persons.Of(c.Author) == nil }) {
		all := &fact.History{Commits: slices.Concat(v.History.Commits, commits)}
		persons = people.Of(all, v.analyses().Settings.People)
	}
	var out []fact.PersonID
	for i := range commits {
		if commits[i].Merge() {
			continue
		}
		for _, id := range append(persons.CoAuthors(&commits[i]), persons.Credit(&commits[i])) {
			if id != "" && !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// Tie is how well somebody knows a place, when they last changed it, and whether
// that is so long ago that they have forgotten half.
type Tie struct {
	Person fact.PersonID
	Degree knowledge.Degree
	Last   time.Time
	Fading bool
}

// Ties are those of everybody who knows, or knew, a file or the files of a
// folder.
func (v *View) Ties(p Place) []Tie {
	var out []Tie
	add := func(t Tie) {
		if t.Degree != knowledge.None {
			out = append(out, t)
		}
	}
	if p.Path != "" && !p.Folder {
		f, _ := v.Knowledge().File(p.Path)
		for _, k := range f.Knowers {
			add(Tie{k.Person, k.Degree, k.Last, k.Fading})
		}
		return out
	}
	for _, k := range v.Knowledge().Folder(p.Path, nil).Knowers {
		add(Tie{k.Person, k.Degree, k.Last, k.Fading})
	}
	return out
}

// AreaTies are those of an area: of the files of a folder that are in no area
// within it.
func (v *View) AreaTies(area fact.Path) []Tie {
	var out []Tie
	for _, k := range v.Knowledge().Folder(area, func(p fact.Path) bool { return v.Areas().Of(p) == string(area) }).Knowers {
		if k.Degree != knowledge.None {
			out = append(out, Tie{k.Person, k.Degree, k.Last, k.Fading})
		}
	}
	return out
}

// People are those of a degree.
func People(ties []Tie, d knowledge.Degree) []fact.PersonID {
	var out []fact.PersonID
	for _, t := range ties {
		if t.Degree == d {
			out = append(out, t.Person)
		}
	}
	return out
}
