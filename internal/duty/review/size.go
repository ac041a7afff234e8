package review

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/comment"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat"
)

var size = duty.Rule{
	ID: "review/size", Level: sheet.LevelNote,
	Title: "A change is among the largest here, and those needed fixes more often", Quiet: true,
	Doc: `The change adds more lines of code than nine in ten changes of this repository did, and
than nine in ten of the last 1,000. How many changes of that size needed a fix within a
year, and how many of all, is the message, and its record how many that were of how
many; of a twentieth, if the change is among those.

The sheet of a review has it as a figure. It is no finding unless a team turns the rule on
(rules: {review/size: on}): that a change is large is mostly true, and mostly seen without
being told.

A fix counts for the change that it names ("Fixes: ID", "This reverts commit ID",
'Revert "S"'), or else for the change that wrote most of the lines that it takes out; if
it only adds lines, that of the lines beside them (SZZ; Śliwerski, Zimmermann, Zeller
2005). Changes are those of the first-parent line that have had their year.

Code alone counts: no comments of the change, no tests, benchmarks, examples, documents,
generated or vendored files. A change that gathers three or more which landed one by one, such as
the merge of a branch for a release, is not told, nor one that only reverts. Nothing is told where the changes that add most lines did not need
fixes more surely than those that change most files (leadline backtest).`,
	Thresholds: []duty.Threshold{{Name: "lines", Default: 300, Least: 1, Most: 1e6, Doc: "fewest lines of code that a change adds: what is read at one sitting is not large, whatever is usual here"}},
}

// mostEvidence is how many files are named.
const mostEvidence = 3

// largeness is what the record says of changes as large as one that is among the largest.
type largeness struct {
	lines int // of code that the change adds
	files []*duty.ChangedFile
	// Of those that added as many lines as tail says, as many needed a fix; all is the share
	// of all changes.
	tail  backtest.Tail
	all   float64
	track *sheet.Track // that of the tail
}

// amongLargest looks whether the change is; nil if it is not, nobody knows, or a team does not
// want to.
func (a *answer) amongLargest() *largeness {
	if a.view.Settings.Rules[size.ID].Off {
		return nil
	}
	r := a.view.Records[backtest.SizeRisk]
	if !a.view.Trusted(backtest.SizeRisk) || r.Sizes == nil || gathers(a.change) || reverts(a.change) {
		return nil
	}
	l := &largeness{all: float64(r.Sizes.Fixed) / float64(r.N)}
	for i := range a.change.Files {
		if f := &a.change.Files[i]; a.production(f) && f.Kind != fact.Deleted && f.Added > 0 {
			n := int(f.Added)
			if added, _, ok := comment.Changed(f.Path, f.Before.Text, f.After.Text); ok && f.After.Text != nil {
				n = min(n, added)
			}
			if n > 0 {
				l.lines += n
				l.files = append(l.files, f)
			}
		}
	}
	var ok bool
	l.tail, ok = r.Sizes.Of(l.lines)
	l.track = &sheet.Track{K: l.tail.Fixed, N: l.tail.N, Lower: stat.WilsonLower(l.tail.Fixed, l.tail.N, stat.Z95)}
	if !ok || l.track.Lower <= l.all || l.lines < a.largestLately() || float64(l.lines) < a.view.Threshold(&size, "lines") {
		return nil
	}
	slices.SortStableFunc(l.files, func(x, y *duty.ChangedFile) int { return cmp.Compare(y.Added, x.Added) })
	return l
}

// share is how many of those needed a fix.
func (l *largeness) share() float64 { return float64(l.tail.Fixed) / float64(l.tail.N) }

// sizeFigure is the record as a figure, of a change that is among the largest.
func (a *answer) sizeFigure() []sheet.Figure {
	if a.large == nil {
		return nil
	}
	return []sheet.Figure{{
		ID: "review/fixed", Unit: "%", State: sheet.Known, Value: sheet.Float(math.Round(100 * a.large.share())), N: a.large.tail.N,
		Label: fmt.Sprintf("of the changes here that added %s lines of code or more needed a fix within a year, %.0f %% of all; this one adds %s",
			duty.Thousands(a.large.tail.Lines), 100*a.large.all, duty.Thousands(a.large.lines)),
	}}
}

func (a *answer) sized() []sheet.Finding {
	l := a.large
	if l == nil {
		return nil
	}
	var evidence []sheet.Evidence
	for _, f := range l.files[:min(len(l.files), mostEvidence)] {
		evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(f.Path)}, Text: duty.Amount(int(f.Added), "line added", "lines added")})
	}
	at := evidence[0].Place
	return []sheet.Finding{{
		Rule: size.ID, Level: a.view.Level(&size), Place: at,
		Message: fmt.Sprintf("the change adds %s lines of code and may need a fix within a year, as %.0f %% of those here did that added %s or more, and %.0f %% of all",
			duty.Thousands(l.lines), 100*l.share(), duty.Thousands(l.tail.Lines), 100*l.all),
		Why:      "in a large change more is overlooked; parts that stand alone can be read and taken back alone",
		Next:     a.propose(),
		Evidence: evidence, Track: l.track,
		Fingerprint: sheet.Fingerprint(size.ID, string(l.files[0].PathBefore())),
	}}
}

// propose is the command that proposes how to divide the change; what was reviewed need
// not be a commit.
func (a *answer) propose() string {
	base, head := a.change.Base.Commit, a.change.Head.Commit
	if head == "" {
		return sheet.Command("git", "diff", "--stat", short(base))
	}
	return sheet.Command("leadline", "review", short(base)+".."+short(head), "--parts")
}

// largestLately is how many lines of code a change adds than which nine in ten of the
// last landings that add code add less.
func (a *answer) largestLately() int {
	sizes := a.lately(func(p fact.Path) bool { return ofProgram(p) && a.view.Written(p) }, func(l *activity.Landing) int { return l.Added })
	first, _ := slices.BinarySearch(sizes, 1)
	return atShare(sizes[first:], 0.9)
}
