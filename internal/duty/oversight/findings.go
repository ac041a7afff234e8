package oversight

import (
	"fmt"
	"regexp"
	"slices"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/branch"
	"leadline/internal/analysis/fixlink"
	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

var reverted = duty.Rule{
	ID: "oversight/reverted", Level: sheet.LevelNote,
	Title: "A change of the last 180 days was taken back in the recent window",
	Doc: `A commit that landed in the recent window is called 'Revert "S"', and a commit
called S, or S with the number of a pull request, landed before it in the 180 days
before the as-of day. Git and its hosts write such a subject themselves. Left out
are what one author did and undid within a day, changes of bots, releases, and
what calls itself temporary. What was taken back by hand or under another subject
is not seen.`,
}

var largest = duty.Rule{
	ID: "oversight/largest-change", Level: sheet.LevelNote,
	Title: "A change larger than every other of the last 180 days landed in the recent window",
	Doc: `Changes are the commits of the first-parent line, and as large as the lines
that they add to files that people write. A merge adds what its commits do, to
the files that it changes, and to each at most what is in it afterwards. Left out
are changes that delete about as many lines as they add (moved, renamed or
indented anew), and changes of over 30 files with fewer than ten lines in each on
average. The rule speaks if there are at least 30 others to compare with and the
change adds at least 1,000 lines.`,
}

var stale = duty.Rule{
	ID: "oversight/stale-branches", Level: sheet.LevelNote,
	Title: "Unmerged branches had no commit for over 90 days",
	Doc: `Branches, local and of the remotes, with commits that the head does not contain
and whose last commit is more than 90 days old. Left out are branches whose every
file has reached the head in the branch's version since it forked (as after a
squash merge), release lines (by name, or tagged at their end), and branches
without a common history. A squash merge after which nobody's version survived
literally is still counted.`,
}

// reverted finds changes that were taken back.
func (b *brief) reverted() []sheet.Finding {
	originals := map[string]*fact.Commit{}
	for c := range b.line.Commits(b.active) {
		if p := b.view.People().Of(c.Author); p != nil && p.Kind == people.Bot {
			continue // an upgrade that did not fit
		}
		// The oldest of a subject stays: it was there to be taken back.
		originals[c.Subject] = c
		originals[fixlink.Unnumbered(c.Subject)] = c
	}
	var out []sheet.Finding
	var evidence []sheet.Evidence
	for c := range b.line.Commits(b.recent) {
		subject, ok := fixlink.Reverted(c.Subject)
		if !ok {
			continue
		}
		if original := originals[subject]; original != nil && b.lapse(original, c) {
			evidence = append(evidence, commit(c), commit(original))
		}
	}
	if n := len(evidence) / 2; n > 0 {
		out = append(out, sheet.Finding{
			Rule: reverted.ID, Level: reverted.Level,
			Message: fmt.Sprintf("%d recent %s taken back", n, duty.Plural(n, "change was", "changes were")),
			Why:     "work that comes back was let through too early: review or tests may have missed something",
			Next:    sheet.Command("git", "show", short(fact.CommitID(evidence[0].Commit))),
			// Which commits were reverted is what makes it this finding.
			Evidence: evidence, Fingerprint: sheet.Fingerprint(reverted.ID, ids(evidence)...),
		})
	}
	return out
}

// lapse reports whether a change that was taken back had been let through: it
// had landed before, and was not a slip that its author mended within the day.
func (b *brief) lapse(original, revert *fact.Commit) bool {
	first, then := b.landing(original), b.landing(revert)
	if first >= then || planned.MatchString(original.Subject) {
		return false
	}
	sameDay := b.line.Times[then]-b.line.Times[first] < 24*60*60
	return !sameDay || b.view.People().Credit(original) != b.view.People().Credit(revert)
}

// landing is the position at which a commit of the active window landed.
func (b *brief) landing(c *fact.Commit) int {
	if b.positions == nil {
		b.positions = b.line.Positions(b.active)
	}
	return b.positions[c]
}

// planned matches what is meant to be taken back, or is no change of the program.
var planned = regexp.MustCompile(`(?i)\btempora(?:ry|rily)\b|\bprepare\b.*\d\.\d|\brelease\b`)

// Fewest changes and lines for which being the largest says something.
const (
	largestAmong = 30
	largestLines = 1000
)

// mechanical is the number of lines in each file, on average, below which a
// sweeping change is a rename or formatting.
const mechanical = 10

// largest finds the change that stands out.
func (b *brief) largest() []sheet.Finding {
	landings := slices.DeleteFunc(b.line.Sizes(b.active, b.written), func(l activity.Landing) bool {
		return l.Files > activity.Sweeping && l.Added < mechanical*l.Files || 5*l.Deleted >= 4*l.Added
	})
	if len(landings) <= largestAmong {
		return nil
	}
	top := landings[0]
	for _, l := range landings {
		if l.Added >= top.Added {
			top = l
		}
	}
	if top.Added < largestLines || !b.isRecent(top.Commit) {
		return nil
	}
	id := short(top.Commit.ID)
	of := ""
	next := sheet.Command("git", "show", "--stat", id)
	if top.Commit.Merge() {
		of = fmt.Sprintf(", %s,", duty.Amount(top.Commits, "commit", "commits"))
		next = sheet.Command("git", "log", "--no-merges", "--stat", id+"^.."+id)
	}
	message := fmt.Sprintf("worth a second look: the largest of %s changes in 180 days%s adds %s lines to %s", duty.Thousands(len(landings)), of,
		duty.Thousands(top.Added), duty.Amount(top.Files, "file", "files"))
	return []sheet.Finding{{
		Rule: largest.ID, Level: largest.Level, Message: message,
		Why:         "a large change is where review finds least; a second look is cheapest now",
		Next:        next,
		Evidence:    []sheet.Evidence{commit(top.Commit)},
		Fingerprint: sheet.Fingerprint(largest.ID, string(top.Commit.ID)),
	}}
}

// stale finds branches that were left lying.
func (b *brief) stale() []sheet.Finding {
	r := b.branches
	if len(r.Stale) == 0 {
		return nil
	}
	n := len(r.Stale)
	// Branch names often hold a person's name: no figure stands beside one.
	var evidence []sheet.Evidence
	for _, x := range r.Stale[:min(3, n)] {
		evidence = append(evidence, sheet.Evidence{
			Ref: x.Ref.Name, Commit: string(x.Ref.Commit), Date: duty.Date(x.Ref.When),
		})
	}
	files := branch.Files(r.Stale, b.view.Written)
	return []sheet.Finding{{
		Rule: stale.ID, Level: stale.Level,
		Message: fmt.Sprintf("%s unmerged %s idle for over %d days and %s changes to %s in all",
			duty.Thousands(n), duty.Plural(n, "branch has been", "branches have been"), branch.Stale,
			duty.Plural(n, "holds", "hold"), duty.Amount(files, "file", "files")),
		Why:         "a change that waits grows harder to merge, and hides whether it is still wanted",
		Next:        sheet.Command("git", "branch", "--all", "--sort=committerdate", "--no-merged", b.head()),
		Evidence:    evidence,
		Fingerprint: sheet.Fingerprint(stale.ID),
	}}
}

func (b *brief) isRecent(c *fact.Commit) bool {
	for x := range b.line.Landings(b.recent) {
		if x == c {
			return true
		}
	}
	return false
}

func commit(c *fact.Commit) sheet.Evidence {
	return sheet.Evidence{Commit: string(c.ID), Date: duty.Date(c.Committed), Text: c.Subject}
}

func ids(evidence []sheet.Evidence) []string {
	out := make([]string, len(evidence))
	for i, e := range evidence {
		out[i] = e.Commit
	}
	return out
}
