package review

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var complexity = duty.Rule{
	ID: "review/complexity", Level: sheet.LevelWarning,
	Title: "A function in a hotspot grew more complex",
	Doc: `A function of a file that is a hotspot (code that is complex, changed and mended often)
is more complex at the head of the change than
at its base, by Campbell's cognitive complexity (2018), which counts what makes code
hard to follow. One that is simple, shallow or short enough all the same is not told; functions within it
count apart. A new function
counts from nothing, unless another of the change lost half as much: then what that one lost
was moved there, as was what one that went had, where a function of the same file gained it;
the other is named where a fifth of the lines stood in it. One that went and has most of its
lines in a new one of the file was given another name, and what others of the file lost to
that one is none of its growth. The block that gained most of it is told, if it is no more than half of the function, with
the complexity that is left without it: what a function of its own would take away.

Recursion by way of other functions is not counted here. Tests, examples and
generated files are left out, and so is what somebody saw before: reverts, the merge of the
branch of a release, and changes that gather others.`,
	Thresholds: []duty.Threshold{
		{Name: "growth", Default: 25, Least: 1, Most: 1000, Doc: "cognitive complexity by which it must have grown"},
		{Name: "share", Default: 15, Least: 0, Most: 1000, Doc: "per cent by which it must have grown"},
		{Name: "least", Default: 40, Least: 1, Most: 1000, Doc: "cognitive complexity from which on a function counts"},
		{Name: "new", Default: 60, Least: 1, Most: 1000, Doc: "cognitive complexity from which on a new function counts"},
		{Name: "deep", Default: 4, Least: 0, Most: 1000, Doc: "nesting from which on a function counts: a long list of cases is read from above"},
		{Name: "lines", Default: 40, Least: 0, Most: 10000, Doc: "lines from which on a function counts: a shorter one is seen at once"},
		{Name: "fixes", Default: 2, Least: 0, Most: 1000, Doc: "fixes of the file in the active window from which on it is mended often"},
		{Name: "top", Default: 10, Least: 0.1, Most: 100, Doc: "per cent of the ranked files that are hotspots here"},
		{Name: "first", Default: 20, Least: 1, Most: 100000, Doc: "ranked files that are hotspots here at most: more are more than a team keeps an eye on"},
	},
}

// function is one on both sides of a changed file; before is nil for a new one, after
// for one that went.
type function struct{ before, after *fact.Symbol }

// renamed tells that the function was given another name.
func (f *function) renamed() bool { return f.before != nil && f.before.Name != f.after.Name }

// functions are those of a changed file, by full name, and among equals in order, or by
// their complexity where there are more of them at one side.
func functions(f *duty.ChangedFile) []function {
	was, is := callable(f.Before.Structure), callable(f.After.Structure)
	before := map[string][]*fact.Symbol{}
	for _, x := range was {
		before[x.FullName()] = append(before[x.FullName()], x)
	}
	after := map[string][]*fact.Symbol{}
	for _, x := range is {
		after[x.FullName()] = append(after[x.FullName()], x)
	}
	partner := map[*fact.Symbol]*fact.Symbol{}
	for name, these := range after {
		pair(before[name], these, partner)
	}
	var out []function
	paired := map[*fact.Symbol]bool{}
	for _, x := range is {
		out = append(out, function{partner[x], x})
		paired[partner[x]] = true
	}
	for _, x := range was {
		if !paired[x] {
			out = append(out, function{x, nil})
		}
	}
	return out
}

// callable are the functions of a file, in its order.
func callable(s *fact.Structure) []*fact.Symbol {
	var out []*fact.Symbol
	for i := 0; s != nil && i < len(s.Symbols); i++ {
		if s.Symbols[i].Cyclomatic > 0 {
			out = append(out, &s.Symbols[i])
		}
	}
	return out
}

// pair puts functions of one name together: as many as there are by their order, and
// otherwise those that are most alike, so that an overload that is added is the new one.
func pair(before, after []*fact.Symbol, partner map[*fact.Symbol]*fact.Symbol) {
	if len(before) == len(after) {
		for i := range after {
			partner[after[i]] = before[i]
		}
		return
	}
	taken := map[*fact.Symbol]bool{}
	for range min(len(before), len(after)) {
		var best function
		least := math.MaxInt
		for _, b := range before {
			for _, a := range after {
				if d := max(a.Cognitive-b.Cognitive, b.Cognitive-a.Cognitive) + max(a.Cyclomatic-b.Cyclomatic, b.Cyclomatic-a.Cyclomatic); !taken[a] && !taken[b] && d < least {
					best, least = function{b, a}, d
				}
			}
		}
		taken[best.before], taken[best.after], partner[best.after] = true, true, best.before
	}
}

// production tells of a changed file that it is code of the program, which people write.
func (a *answer) production(f *duty.ChangedFile) bool {
	return ofProgram(f.Path) && (f.After.Written || f.Kind == fact.Deleted && f.Before.Written)
}

// ofProgram tells code of the program from what shows or measures it.
func ofProgram(p fact.Path) bool {
	return hotspot.NatureOf(p) == hotspot.Code && !hotspot.Example(p) && !hotspot.Benchmark(p)
}

// known tells that both sides of a file, as far as there are any, were read.
func known(f *duty.ChangedFile) bool {
	return (f.Kind == fact.Added || readable(f.Before.Structure)) && (f.Kind == fact.Deleted || readable(f.After.Structure))
}

func readable(s *fact.Structure) bool { return s != nil && !s.Estimate && !s.Partial }

// donor is a function that went, or lost complexity, in a change: what it lost may be
// found again in a new one.
type donor struct {
	*fact.Symbol
	file *duty.ChangedFile
	lost int
	gone bool
}

// moved tells of a function at one side that there is one of its name, as complex, among
// some at the other.
func moved(x *fact.Symbol, others map[string][]*fact.Symbol) bool {
	return slices.ContainsFunc(others[x.Name], func(s *fact.Symbol) bool {
		return s.Cognitive == x.Cognitive && s.Cyclomatic == x.Cyclomatic
	})
}

// traffic gives the functions that came with a change and those that went, by their names
// without types.
func (a *answer) traffic() (came, went map[string][]*fact.Symbol) {
	came, went = map[string][]*fact.Symbol{}, map[string][]*fact.Symbol{}
	for i := range a.change.Files {
		for _, x := range functions(&a.change.Files[i]) {
			switch {
			case x.before == nil:
				came[x.after.Name] = append(came[x.after.Name], x.after)
			case x.after == nil:
				went[x.before.Name] = append(went[x.before.Name], x.before)
			}
		}
	}
	return came, went
}

// donors are the functions of a change that lost cognitive complexity, those that were
// moved as they are, to one that came, left out.
func (a *answer) donors(came map[string][]*fact.Symbol) []donor {
	var out []donor
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if hotspot.NatureOf(f.PathBefore()) == hotspot.Test {
			continue // it tells nothing of the program
		}
		for _, x := range functions(f) {
			switch {
			case x.before == nil:
			case x.after == nil && moved(x.before, came):
			case x.after == nil:
				out = append(out, donor{x.before, f, x.before.Cognitive, true})
			case x.after.Cognitive < x.before.Cognitive:
				out = append(out, donor{x.before, f, x.before.Cognitive - x.after.Cognitive, false})
			}
		}
	}
	return out
}

// origin takes the donor of most of what a function gained; nil if none lost half as much.
// A function that was there takes only what another had that went from its file.
func origin(all []donor, gained int, there fact.Path) *donor {
	var best *donor
	for i := range all {
		d := &all[i]
		if 2*d.lost >= gained && (there == "" || d.gone && d.file.Path == there) && (best == nil || max(d.lost-gained, gained-d.lost) < max(best.lost-gained, gained-best.lost)) {
			best = d
		}
	}
	if best == nil {
		return nil
	}
	took := *best
	best.lost -= min(best.lost, gained)
	return &took
}

// joined is what others of a file, which are there still, lost to a function that was given
// another name as it took their lines.
func joined(all []donor, now *fact.Symbol, in *duty.ChangedFile) int {
	n := 0
	for i := range all {
		if d := &all[i]; !d.gone && d.file == in && d.gave(now, in) {
			n += d.lost
		}
	}
	return n
}

// gave tells that a fifth of the lines of a function at the head, those that say something,
// stood in the donor.
func (d *donor) gave(x *fact.Symbol, in *duty.ChangedFile) bool {
	is := saying(&in.After, x)
	return 5*shared(is, saying(&d.file.Before, d.Symbol)) >= len(is)
}

// formerly is the function that went from a file and became a new one of it: of its lines
// that say something, five at least, more than half stand there; nil if there is none.
func formerly(all []function, now *fact.Symbol, in *duty.ChangedFile) *fact.Symbol {
	is := saying(&in.After, now)
	for _, x := range all {
		if x.after != nil {
			continue
		}
		was := saying(&in.Before, x.before)
		if kept := shared(was, is); kept >= 5 && 2*kept > len(was) {
			return x.before
		}
	}
	return nil
}

// shared is how many lines are in both of two functions.
func shared(one, other map[string]bool) int {
	n := 0
	for line := range one {
		if other[line] {
			n++
		}
	}
	return n
}

// saying are the lines of a function that are more than a word or a bracket, without what
// they are indented by.
func saying(c *duty.Content, of *fact.Symbol) map[string]bool {
	out := map[string]bool{}
	n := 0
	for line := range strings.Lines(string(c.Text)) {
		if n++; of.Line < n && n <= of.End {
			if text := strings.TrimSpace(line); len(text) > 8 {
				out[text] = true
			}
		}
	}
	return out
}

// growth is by how much a function of a hotspot grew.
type growth struct {
	function
	file *duty.ChangedFile
	spot *hotspot.Spot
	was  int
	from *donor // of most of a new one
	// joined is what others had of one with another name now.
	joined int
	// within is how many functions stand in it, which count apart.
	within int
}

func (g *growth) by() int { return g.after.Cognitive - g.was }

// how tells how much a function grew.
func (g *growth) how() string {
	switch {
	case g.renamed():
		was := g.before.FullName()
		if g.joined > 0 {
			was += fmt.Sprintf(" and %d of others", g.joined)
		}
		return fmt.Sprintf("the cognitive complexity of %s, which was %s, grew from %d to %d", g.after.FullName(), was, g.was, g.after.Cognitive)
	case g.before != nil:
		return fmt.Sprintf("the cognitive complexity of %s grew from %d to %d", g.after.FullName(), g.was, g.after.Cognitive)
	case g.from != nil:
		return fmt.Sprintf("%s is new, with a cognitive complexity of %d, of which %s lost %d", g.after.FullName(), g.after.Cognitive, g.from.FullName(), g.was)
	}
	return fmt.Sprintf("%s is new, with a cognitive complexity of %d", g.after.FullName(), g.after.Cognitive)
}

// grewBy tells by how much a function of a file grew, if that is worth telling.
func (a *answer) grewBy(x function, in *duty.ChangedFile, donors []donor) (g growth, told bool) {
	g.function, g.file = x, in
	least := a.view.Threshold(&complexity, "least")
	grew := x.after.Cognitive
	if x.before != nil {
		if x.renamed() {
			g.joined = joined(donors, x.after, in)
		}
		g.was = x.before.Cognitive + g.joined
		grew -= g.was
		if grew <= 0 {
			return g, false
		}
		if from := origin(donors, grew, in.Path); from != nil && !x.renamed() {
			grew -= min(from.lost, grew)
		}
	} else if float64(x.after.Cognitive) < least {
		return g, false
	} else if g.from = origin(donors, grew, ""); g.from != nil {
		g.was = min(g.from.lost, grew)
		grew -= g.was
	} else {
		least = a.view.Threshold(&complexity, "new")
	}
	told = float64(grew) >= a.view.Threshold(&complexity, "growth") && float64(x.after.Cognitive) >= least && 100*float64(grew) >= a.view.Threshold(&complexity, "share")*float64(g.was)
	if g.from != nil && !g.from.gave(x.after, in) { // as much, but not the same
		g.from, g.was = nil, 0
	}
	return g, told
}

// grown are the functions of hotspots that grew more complex.
func (a *answer) grown() []sheet.Finding {
	if a.old() {
		return nil
	}
	var grown []growth
	came, went := a.traffic()
	donors := a.donors(came)
	for i := range a.change.Files {
		f := &a.change.Files[i]
		spot := a.spots[f.PathBefore()]
		if spot == nil || !a.production(f) || !known(f) || f.Kind == fact.Added || f.Kind == fact.Deleted || float64(spot.Fixes) < a.view.Threshold(&complexity, "fixes") {
			continue
		}
		if float64(spot.Rank) > min(a.view.Threshold(&complexity, "first"), a.view.Threshold(&complexity, "top")*float64(max(spot.Of, 10))/100) {
			continue
		}
		all := functions(f)
		for _, x := range all {
			if x.after == nil || x.before == nil && moved(x.after, went) || float64(lines(x.after)) < a.view.Threshold(&complexity, "lines") ||
				float64(x.after.Nesting) < a.view.Threshold(&complexity, "deep") {
				continue
			}
			if x.before == nil {
				x.before = formerly(all, x.after, f)
			}
			if g, told := a.grewBy(x, f, donors); told {
				g.spot, g.within = spot, within(f.After.Structure, x.after)
				grown = append(grown, g)
			}
		}
	}
	if len(grown) == 0 {
		return nil
	}
	// One is told for a change, that which grew most, and others beside it.
	slices.SortStableFunc(grown, func(x, y growth) int { return y.by() - x.by() })
	return []sheet.Finding{a.grew(grown)}
}

// lines are how many a function has.
func lines(s *fact.Symbol) int { return s.End - s.Line + 1 }

// within counts the functions that stand in another.
func within(s *fact.Structure, outer *fact.Symbol) int {
	n := 0
	for _, x := range callable(s) {
		if x != outer && outer.Line <= x.Line && x.End <= outer.End {
			n++
		}
	}
	return n
}

// shape tells how long and deep a function is.
func (g *growth) shape() string {
	text := fmt.Sprintf("%s, nested %d deep", duty.Amount(lines(g.after), "line", "lines"), g.after.Nesting)
	if g.within > 0 {
		text += fmt.Sprintf("; %s count apart", duty.Amount(g.within, "function in it", "functions in it"))
	}
	return text
}

// grew tells of the first of some functions, with others as evidence.
func (a *answer) grew(all []growth) sheet.Finding {
	x := &all[0]
	place := sheet.Place{Path: string(x.file.Path), Line: x.after.Line}
	evidence := []sheet.Evidence{
		{Place: &place, Text: fmt.Sprintf("%s in the active window, %d of them fixes", duty.Amount(x.spot.Changes, "change", "changes"), x.spot.Fixes)},
		{Place: &place, Text: x.shape()},
	}
	evidence = append(evidence, a.where(x)...)
	for i := range all[1:min(len(all), mostNamed)] {
		g := &all[1+i]
		evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(g.file.Path), Line: g.after.Line}, Text: g.how()})
	}
	return sheet.Finding{
		Rule: complexity.ID, Level: a.view.Level(&complexity), Place: &place, Message: fmt.Sprintf("%s, in hotspot %d of %d files", x.how(), x.spot.Rank, x.spot.Of),
		Why:         "the file is changed and mended often already: what is hard to follow there costs most",
		Next:        a.diff(place.Path),
		Evidence:    evidence,
		Fingerprint: sheet.Fingerprint(complexity.ID, string(a.pathBefore(x.file.Path)), x.after.FullName()),
	}
}
