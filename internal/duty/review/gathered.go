package review

import (
	"regexp"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
)

// landings are the subjects of commits by which a reviewed change lands: with the number
// of a pull request behind, as GitHub squashes them, or as it and GitLab merge them. A
// merge by hand has no quotes around the branch into which it goes.
var landings = regexp.MustCompile(`\(#(\d+)\)$|^Merge pull request #(\d+) |^(Merge branch '.+' into '.+')$`)

// leastGathered is how many landings a change holds that gathers them.
const leastGathered = 3

// gathers tells of a change that it brings what landed elsewhere one by one, such as the
// merge of a branch for a release: each part had its own review.
func gathers(c *duty.Change) bool {
	found := map[string]bool{}
	for i := range c.Commits {
		x := &c.Commits[i]
		if x.ID == c.Head.Commit && x.Merge() {
			continue // by which the change itself lands
		}
		if m := landings.FindStringSubmatch(x.Subject); m != nil {
			found[m[1]+m[2]+m[3]] = true
		}
	}
	return len(found) >= leastGathered
}

// old tells of a change that it brings what somebody saw before: it takes others back,
// gathers them, or merges the branch of a release.
func (a *answer) old() bool {
	return reverts(a.change) || gathers(a.change) || slices.ContainsFunc(a.change.Commits, func(c fact.Commit) bool { return c.Merge() && mergesRelease.MatchString(c.Subject) })
}

// mergesRelease is the subject of a merge of the branch of a release into another.
var mergesRelease = regexp.MustCompile(`(?i)^merge\s+(\S+\s+)*['"]?(\S*/)?(release[-_/]?)?v?\d+(\.(\d+|x))+['"]?\s+(in)?to\b`)

// addsTests is the subject of a commit that adds to tests.
var addsTests = regexp.MustCompile(`(?i)^(add|extend|adapt|adjust|update|fix)\b.*\btests?\.?$`)

// takesBack is the subject of a commit that takes others back, or such a one, as git writes
// it or people do.
var takesBack = regexp.MustCompile(`(?i)^(revert|reapply|roll\s?back|back\s?out)\b`)

// reverts tells of a change that it takes back others, and does nothing else but test that.
func reverts(c *duty.Change) bool {
	n := 0
	for i := range c.Commits {
		x := &c.Commits[i]
		if x.Merge() || addsTests.MatchString(x.Subject) {
			continue
		}
		if n++; !takesBack.MatchString(x.Subject) && !slices.ContainsFunc(x.Mends, func(m fact.Mend) bool { return m.Reverts }) {
			return false
		}
	}
	return n > 0
}
