package review

import (
	"cmp"
	"fmt"
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
	Title: "A change is among the largest here, and those needed fixes more often",
	Doc: `The change adds more lines of code than nine in ten changes of this repository did, and
than nine in ten of the last 1,000. How many changes of that size needed a fix within a
year, and how many of all, is the message, and its record how many that were of how
many; of a twentieth, if the change is among those.

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

func (a *answer) large() []sheet.Finding {
	r := a.view.Records[backtest.SizeRisk]
	if !a.view.Trusted(backtest.SizeRisk) || r.Sizes == nil || gathers(a.change) || reverts(a.change) {
		return nil
	}
	lines := 0
	var files []*duty.ChangedFile
	for i := range a.change.Files {
		if f := &a.change.Files[i]; a.production(f) && f.Kind != fact.Deleted && f.Added > 0 {
			n := int(f.Added)
			if added, _, ok := comment.Changed(f.Path, f.Before.Text, f.After.Text); ok && f.After.Text != nil {
				n = min(n, added)
			}
			if n > 0 {
				lines += n
				files = append(files, f)
			}
		}
	}
	tail, ok := r.Sizes.Of(lines)
	all := float64(r.Sizes.Fixed) / float64(r.N)
	track := &sheet.Track{K: tail.Fixed, N: tail.N, Lower: stat.WilsonLower(tail.Fixed, tail.N, stat.Z95)}
	if !ok || track.Lower <= all || lines < a.largestLately() || float64(lines) < a.view.Threshold(&size, "lines") {
		return nil
	}
	slices.SortStableFunc(files, func(x, y *duty.ChangedFile) int { return cmp.Compare(y.Added, x.Added) })
	var evidence []sheet.Evidence
	for _, f := range files[:min(len(files), mostEvidence)] {
		evidence = append(evidence, sheet.Evidence{Place: &sheet.Place{Path: string(f.Path)}, Text: duty.Amount(int(f.Added), "line added", "lines added")})
	}
	at := evidence[0].Place
	return []sheet.Finding{{
		Rule: size.ID, Level: a.view.Level(&size), Place: at,
		Message: fmt.Sprintf("the change adds %s lines of code and may need a fix within a year, as %.0f %% of those here did that added %s or more, and %.0f %% of all",
			duty.Thousands(lines), 100*float64(tail.Fixed)/float64(tail.N), duty.Thousands(tail.Lines), 100*all),
		Why:      "in a large change more is overlooked; parts that stand alone can be read and taken back alone",
		Next:     a.propose(),
		Evidence: evidence, Track: track,
		Fingerprint: sheet.Fingerprint(size.ID, string(files[0].PathBefore())),
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
