package duty

import (
	"slices"
	"sync"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/age"
	"leadline/internal/analysis/area"
	"leadline/internal/analysis/codeowners"
	"leadline/internal/analysis/coupling"
	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/knowledge"
	"leadline/internal/analysis/people"
	"leadline/internal/analysis/register"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/analysis/successor"
	"leadline/internal/analysis/trace"
	"leadline/internal/fact"
)

// derived holds the analyses that several duties share, each made when it is
// first asked for.
type derived struct {
	timeline  lazy[*activity.Timeline]
	areas     lazy[*area.Areas]
	kinds     lazy[map[fact.Path]generated.Kind]
	leftOut   lazy[map[fact.Path]bool]
	people    lazy[*people.People]
	active    lazy[map[fact.PersonID]bool]
	lineage   lazy[*knowledge.Lineages]
	knowledge lazy[*knowledge.Map]
	code      lazy[[]hotspot.Spot]
	ranked    lazy[[]hotspot.Spot]
	hotspots  lazy[[]hotspot.Spot]
	coupling  lazy[*coupling.Coupling]
	ages      lazy[*age.Reader]
	work      lazy[*work]
	layout    lazy[*dependency.Layout]
	packages  lazy[*dependency.Map]
	cycles    lazy[[]dependency.Cycle]
	modules   lazy[*dependency.Modules]
	model     lazy[*successor.Model]
	reviewers lazy[*reviewer.Model]
	register  lazy[*register.Register]
	owned     lazy[*codeowners.Map]
	accounts  lazy[*codeowners.Accounts]
	traces    lazy[*trace.Map]
}

// Analyses make what duties need, and what that is made from, for whoever can
// make several at once. What is asked for before it is there is made then, so
// that the order is only a matter of speed.
func (v *View) Analyses(needs []Need) []func() {
	steps := []struct {
		need Need
		make func()
	}{
		{NeedKnowledge, func() { v.lineages() }},
		{NeedKnowledge, func() { v.People() }},
		{NeedImports, func() { v.leftOut() }},
		{NeedHotspots, func() { v.Code() }}, // the rest takes the structures
		{NeedKnowledge, func() { v.Knowledge() }},
		{NeedAuthors, func() { v.Knowledge().All() }},
		{NeedSuccessors, func() { v.successors() }},
		{NeedCoupling, func() { v.Coupling() }},
	}
	var out []func()
	for _, s := range steps {
		if slices.Contains(needs, s.need) {
			out = append(out, s.make)
		}
	}
	return out
}

// Structural is Analyses of what is made from the structures of the code.
func (v *View) Structural(needs []Need) []func() {
	if !slices.Contains(needs, NeedPackages) {
		return nil
	}
	return []func(){func() { v.Cycles() }, func() { v.Modules() }}
}

// lazy is a value that is made once, however many ask for it. One whose making
// fails by a panic is made again when it is asked for again: it is never nothing.
type lazy[T any] struct {
	mu    sync.Mutex
	made  bool
	value T
}

func (l *lazy[T]) get(make func() T) T {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.made {
		l.value, l.made = make(), true
	}
	return l.value
}

// Timeline is the history in the order of landing.
func (v *View) Timeline() *activity.Timeline {
	return v.analyses().derived.timeline.get(func() *activity.Timeline { return activity.NewTimeline(v.History) })
}

// Areas divides the repository by where work went in the active window.
func (v *View) Areas() *area.Areas {
	return v.analyses().derived.areas.get(func() *area.Areas {
		w, _ := v.Active()
		return area.Divide(func(yield func([]fact.Path) bool) {
			for paths := range v.Timeline().Paths(w) {
				paths = slices.DeleteFunc(paths, func(p fact.Path) bool { return !v.Written(p) })
				if !yield(paths) {
					return
				}
			}
		})
	})
}

// Kind tells whether people write a file. For one that is not in the tree at
// the head, its name alone decides.
func (v *View) Kind(p fact.Path) generated.Kind {
	if k, ok := v.files()[p]; ok {
		return k
	}
	return v.kind(p, fact.Attributes{})
}

// Written reports whether people write a file.
func (v *View) Written(p fact.Path) bool { return v.Kind(p) == generated.Written }

// LeftOut tells what is no part of the program, as the settings say.
func (v *View) LeftOut(p fact.Path) bool {
	if is, ok := v.leftOut()[p]; ok {
		return is
	}
	return v.Settings.LeftOut(p)
}

func (v *View) leftOut() map[fact.Path]bool {
	return v.analyses().derived.leftOut.get(func() map[fact.Path]bool {
		out := make(map[fact.Path]bool, len(v.History.Files))
		for i := range v.History.Files {
			p := v.History.Files[i].Path
			out[p] = v.Settings.LeftOut(p)
		}
		return out
	})
}

// AtHead reports whether a path is in the tree at the head.
func (v *View) AtHead(p fact.Path) bool {
	_, ok := v.files()[p]
	return ok
}

func (v *View) files() map[fact.Path]generated.Kind {
	return v.analyses().derived.kinds.get(func() map[fact.Path]generated.Kind {
		kinds := make(map[fact.Path]generated.Kind, len(v.History.Files))
		for i := range v.History.Files {
			f := &v.History.Files[i]
			kinds[f.Path] = v.kind(f.Path, f.Attributes)
			if f.Marked && kinds[f.Path] == generated.Written && !v.Settings.Writes(f.Path) && f.Attributes.Generated != fact.Unset {
				kinds[f.Path] = generated.Code
			}
		}
		return kinds
	})
}

func (v *View) kind(p fact.Path, a fact.Attributes) generated.Kind {
	if v.Settings.Kind != nil {
		if k, ok := v.Settings.Kind(p); ok {
			return k
		}
	}
	return generated.Of(p, a)
}

// People tells which identities are one person, and who is a bot or an agent.
func (v *View) People() *people.People {
	return v.analyses().derived.people.get(func() *people.People {
		return people.Of(v.History, v.Settings.People)
	})
}

// ActivePeople are those whose work landed in the active window.
func (v *View) ActivePeople() map[fact.PersonID]bool {
	return v.analyses().derived.active.get(func() map[fact.PersonID]bool {
		active := map[fact.PersonID]bool{}
		w, _ := v.Active()
		for c := range v.Timeline().Commits(w) {
			if id := v.People().Credit(c); id != "" {
				active[id] = true
			}
		}
		return active
	})
}

// Knowledge tells who knows which file.
func (v *View) Knowledge() *knowledge.Map {
	return v.analyses().derived.knowledge.get(func() *knowledge.Map {
		return knowledge.Of(v.History, knowledge.Options{
			Lineages: v.lineages(),
			Landed:   v.Timeline().Landed,
			Credit:   v.People().Credit,
			Keep:     func(f *fact.File) bool { return v.Written(f.Path) },
			Active:   v.ActivePeople(),
			AsOf:     v.End(),
		})
	})
}

func (v *View) lineages() *knowledge.Lineages {
	return v.analyses().derived.lineage.get(func() *knowledge.Lineages { return knowledge.NewLineages(v.History) })
}

// Ranked is Code in the order of the risk that it holds: by fixes and changes, as they
// fade, and complexity. It takes the structures.
func (v *View) Ranked() []hotspot.Spot {
	return v.analyses().derived.ranked.get(func() []hotspot.Spot {
		structures := v.analyses().Structures
		return hotspot.Rank(v.Code(), func(p fact.Path) int {
			if s := structures[p]; s != nil {
				return s.Complexity
			}
			return 0
		})
	})
}

// Layout is the files of code, without tests and examples, and the packages that they
// make.
func (v *View) Layout() *dependency.Layout {
	return v.analyses().derived.layout.get(func() *dependency.Layout {
		return dependency.LayoutOf(v.analyses().Structures, v.LeftOut)
	})
}

// Packages are those of the code, and what they need of each other.
func (v *View) Packages() *dependency.Map {
	return v.analyses().derived.packages.get(func() *dependency.Map {
		return dependency.Of(v.Layout(), v.analyses().Dependencies)
	})
}

// Cycles are those of Packages.
func (v *View) Cycles() []dependency.Cycle {
	return v.analyses().derived.cycles.get(v.Packages().Cycles)
}

// Modules are those of Packages.
func (v *View) Modules() *dependency.Modules {
	return v.analyses().derived.modules.get(func() *dependency.Modules {
		return dependency.ModulesOf(v.Packages(), v.analyses().Dependencies)
	})
}

// Hotspots are those of Ranked that are worked on.
func (v *View) Hotspots() []hotspot.Spot {
	return v.analyses().derived.hotspots.get(func() []hotspot.Spot { return hotspot.Worked(v.Ranked()) })
}

// Code is every file of code that people write and how often it changed, by path
// bytes.
func (v *View) Code() []hotspot.Spot {
	return v.analyses().derived.code.get(func() []hotspot.Spot {
		w, _ := v.Active()
		return hotspot.Files(v.Timeline(), v.History, hotspot.Options{
			Keep: v.Written, Now: v.End(), Window: w, Before: hotspot.Before(v.Timeline(), w), Without: v.asked(),
		})
	})
}

// Coupling tells what changes together.
func (v *View) Coupling() *coupling.Coupling {
	return v.analyses().derived.coupling.get(func() *coupling.Coupling {
		return coupling.Of(v.Timeline(), coupling.Options{Keep: v.Written, Since: v.Since, Until: v.End()})
	})
}

// Register is that of the records that the team wrote down; nil where they were not
// looked for.
func (v *View) Register() *register.Register {
	all := v.analyses()
	if all.Decisions == nil {
		return nil
	}
	return all.derived.register.get(func() *register.Register { return register.Of(all.Decisions, all.History) })
}

// Owned divides the files at the head by who owns them; nil where owners were not looked
// for.
func (v *View) Owned() *codeowners.Map {
	all := v.analyses()
	if all.Owners == nil {
		return nil
	}
	return all.derived.owned.get(func() *codeowners.Map { return codeowners.Of(all.Owners) })
}

// Accounts tells which owners are persons of the history.
func (v *View) Accounts() *codeowners.Accounts {
	all := v.analyses()
	return all.derived.accounts.get(func() *codeowners.Accounts { return codeowners.AccountsOf(v.People(), all.Settings.Teams) })
}

// Traces follow the requirements to code and tests; nil where they, or what files say of
// them, were not looked for.
func (v *View) Traces() *trace.Map {
	all := v.analyses()
	if all.Decisions == nil || all.Tags == nil {
		return nil
	}
	return all.derived.traces.get(func() *trace.Map {
		return trace.Of(all.Decisions.Records, all.Tags.Tags, trace.Options{
			Test:    func(p fact.Path) bool { return hotspot.NatureOf(p) == hotspot.Test },
			Exists:  all.AtHead,
			Foreign: trace.Foreign(all.Decisions.Records, all.History.Files),
			Run:     all.Inputs.Tests,
			Files:   all.History.Files,
		})
	})
}

// Age tells how old the lines of files at the head are.
func (v *View) Age(files ...*fact.File) age.Age {
	return v.analyses().derived.ages.get(func() *age.Reader { return age.NewReader(v.History, v.AsOf) }).Of(files...)
}
