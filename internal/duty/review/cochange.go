package review

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/coupling"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat"
)

var together = duty.Rule{
	ID: "review/together", Level: sheet.LevelError,
	Title: "What is declared to change together did not",
	Doc: `The change touches a file that a "cochange" in leadline.yaml, as it is at the base,
names under "when", and none of those that it names under "then". A file that was
renamed or deleted counts under both of its names.

This finding gates.`,
}

var forgotten = duty.Rule{
	ID: "review/forgotten", Level: sheet.LevelNote, Quiet: true,
	Title: "A file that always changed along did not",
	Doc: `A file that the change touches has taken another one along nearly whenever it changed,
on the first-parent line of the default branch up to the base, sweeping changes left
out; this time it did not. Sweeping changes and changes of a line or two ask for
nothing, and a test or a documentation does not ask for code.

Nearly whenever: the lower bound of Wilson's interval (90 %) of all its changes is at
least the share below, and so are its last twelve, of which there must be six. The
counts are the message: two files may change together for long and then not need to.
The record beside it is how often such pairs held here, in the second half of the
history (leadline backtest); where that is no better than chance, nothing is told.

It is off unless "review/forgotten: on" stands under rules: though such pairs hold in 76
to 91 of 100 cases, a reader of 14 that did not found one that had been forgotten.
Whoever knows that two belong together declares it: "cochange" in leadline.yaml.`,
	Thresholds: []duty.Threshold{{Name: "share", Default: coupling.HabitShare, Least: 0.5, Most: 0.99, Doc: "share of its changes that took the other file along"}},
}

// mostForgotten is how many files that were not touched are told.
const mostForgotten = 3

// touched tells the paths of a change, both names of what was renamed.
func (a *answer) touched() map[fact.Path]bool {
	out := map[fact.Path]bool{}
	for i := range a.change.Files {
		out[a.change.Files[i].Path], out[a.change.Files[i].PathBefore()] = true, true
	}
	return out
}

func (a *answer) together() []sheet.Finding {
	var out []sheet.Finding
	for _, c := range a.view.Settings.CoChanges {
		first, met := fact.Path(""), false
		for i := range a.change.Files {
			f := &a.change.Files[i]
			met = met || c.Then(f.Path) || c.Then(f.PathBefore())
			if first == "" && (c.When(f.Path) || c.When(f.PathBefore())) {
				first = f.Path
			}
		}
		if first == "" || met {
			continue
		}
		at, others := sheet.Place{Path: string(first)}, strings.Join(c.Others, ", ")
		out = append(out, sheet.Finding{
			Rule: together.ID, Level: a.view.Level(&together), Gate: true, Place: &at, Message: "it changed, and nothing of " + others + " did", Why: c.Reason, Next: a.diff(at.Path),
			Evidence:    []sheet.Evidence{{Place: &at, Text: "changed"}, {Place: &sheet.Place{Path: "leadline.yaml", Line: c.Line}, Text: "declared"}},
			Fingerprint: sheet.Fingerprint(together.ID, string(a.pathBefore(first)), others),
		})
	}
	return out
}

// leastLines is how many lines a change of a file has that asks for more.
const leastLines = 3

// follows tells that a file is changed for another one, and not the other way round:
// a test or a documentation for code.
func follows(p, other fact.Path) bool {
	n := hotspot.NatureOf(p)
	return (n == hotspot.Test || n == hotspot.Documentation) && hotspot.NatureOf(other) != n
}

// landed is the position on the default branch at which the base landed; -1 if it is
// not there.
func (a *answer) landed() int {
	return a.view.LandedAt(a.change.Base.Commit)
}

// habit is a habit and the file whose it is.
type habit struct {
	of fact.Path
	coupling.Habit
}

// track is how well habits held here; ok is false where they hold no better than by
// chance.
func (a *answer) track() (t *sheet.Track, ok bool) {
	r, known := a.view.Records[backtest.Alarm]
	held, measured := r.Metric("held")
	if !known || !measured {
		return nil, true
	}
	k := int(math.Round(held.Value * float64(r.N)))
	return &sheet.Track{K: k, N: r.N, Lower: stat.WilsonLower(k, r.N, stat.Z95)}, r.Verdict == backtest.Better
}

func (a *answer) forgotten() []sheet.Finding {
	track, ok := a.track()
	if !ok {
		return nil
	}
	touched := a.touched()
	if len(a.change.Files) > activity.Sweeping {
		return nil
	}
	from := a.view.Coupling().From(a.landed())
	missed := map[fact.Path]habit{} // the strongest, by the file that did not change
	for i := range a.change.Files {
		f := &a.change.Files[i]
		if f.Kind != fact.Modified || !f.After.Written || hotspot.Bookkeeping(f.Path) || f.Added+f.Deleted < leastLines {
			continue
		}
		for _, h := range a.view.Coupling().Habits(f.Path, a.view.Threshold(&forgotten, "share"), from) {
			if _, there := slices.BinarySearch(a.change.Head.Paths, h.Path); touched[h.Path] || !there || hotspot.Bookkeeping(h.Path) || follows(f.Path, h.Path) {
				continue
			}
			if was, ok := missed[h.Path]; !ok || h.Together*was.Changes > was.Together*h.Changes {
				missed[h.Path] = habit{f.Path, h}
			}
		}
	}
	var all []habit
	for _, h := range missed {
		all = append(all, h)
	}
	// A file asks for one other: many that changed with it did so for the same reason.
	asked := map[fact.Path]bool{}
	slices.SortFunc(all, func(x, y habit) int {
		return cmp.Or(cmp.Compare(y.Together*x.Changes, x.Together*y.Changes), cmp.Compare(y.Together, x.Together), cmp.Compare(x.Path, y.Path))
	})
	all = slices.DeleteFunc(all, func(h habit) bool {
		before := asked[h.of]
		asked[h.of] = true
		return before
	})
	var out []sheet.Finding
	for _, h := range all[:min(len(all), mostForgotten)] {
		at := sheet.Place{Path: string(h.of)}
		out = append(out, sheet.Finding{
			Rule: forgotten.ID, Level: a.view.Level(&forgotten), Place: &at,
			Message: fmt.Sprintf("%s did not change; it did in %d of the %d changes of this file, and in %d of the last %d", h.Path, h.Together, h.Changes, h.Lately, h.Last),
			Why:     "what belongs together and is changed apart falls apart", Next: sheet.Command("leadline", "explain", at.Path),
			Evidence:    []sheet.Evidence{{Place: &sheet.Place{Path: string(h.Path)}, Text: "did not change"}},
			Track:       track,
			Fingerprint: sheet.Fingerprint(forgotten.ID, string(h.of), string(h.Path)),
		})
	}
	return out
}
