// Package release finds a repository's last release by its tags, and what came
// since.
package release

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// Release is a tag that is named like a final version.
type Release struct {
	Tag  string // short name
	Ref  fact.Ref
	When time.Time
	// Reached is false if the head does not contain the release: it was made
	// on another line, and what came since cannot be told from the head.
	Reached bool
	// Since counts the commits of Tag..HEAD without merges; 0 unless Reached.
	Since int
}

// version matches [prefix]1.2.3 but no pre-release, which has something after
// the numbers.
var version = regexp.MustCompile(`^(.*?)[vV]?(\d+(?:\.\d+)+)$`)

// candidate is a release with the series that it is of, and its numbers.
type candidate struct {
	Release
	series string
	number []int
}

func (c *candidate) compare(o *candidate) int {
	return cmp.Or(slices.Compare(c.number, o.number), cmp.Compare(c.Ref.When.Unix, o.Ref.When.Unix))
}

// line is the releases up to a moment of one series of tags (v1.2, package-1.2), the
// lowest version first: the series with most of them in the year before the newest
// release of all, or the one used last of several.
func line(refs []fact.Ref, now time.Time) []candidate {
	var all []candidate
	for _, r := range refs {
		tag, ok := strings.CutPrefix(r.Name, "refs/tags/")
		m := version.FindStringSubmatch(tag)
		if !ok || m == nil || r.When.Unix >= now.Unix() {
			continue
		}
		c := candidate{Release: Release{Tag: tag, Ref: r, When: time.Unix(r.When.Unix, 0).UTC()}, series: m[1], number: numbers(m[2])}
		all = append(all, c)
	}
	if len(all) == 0 {
		return nil
	}
	used := mostUsed(all)
	all = inUse(slices.DeleteFunc(all, func(c candidate) bool { return c.series != used }))
	slices.SortFunc(all, func(a, b candidate) int { return cmp.Or(a.compare(&b), cmp.Compare(a.Tag, b.Tag)) })
	return all
}

// inUse leaves out releases by numbers that were given up, such as 2018.09 where 3.22 is
// the newest: higher ones than those of the newest release, two years older or more.
func inUse(all []candidate) []candidate {
	newest := slices.MaxFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.Ref.When.Unix, b.Ref.When.Unix), slices.Compare(a.number, b.number))
	})
	given := newest.When.AddDate(-abandoned, 0, 0)
	return slices.DeleteFunc(all, func(c candidate) bool {
		return slices.Compare(c.number, newest.number) > 0 && c.When.Before(given)
	})
}

// numbers are those of a version; one that is too large ends it.
func numbers(v string) []int {
	var out []int
	for part := range strings.SplitSeq(v, ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			break
		}
		out = append(out, n)
	}
	return out
}

// mostUsed is the series of tags that a team means when it speaks of a release: one
// repository may release several parts.
func mostUsed(all []candidate) string {
	newer := func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.Ref.When.Unix, b.Ref.When.Unix), cmp.Compare(a.Tag, b.Tag))
	}
	newest := slices.MaxFunc(all, newer)
	year, count := newest.When.AddDate(-1, 0, 0), map[string]int{}
	for _, c := range all {
		if !c.When.Before(year) {
			count[c.series]++
		}
	}
	return slices.MaxFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(count[a.series], count[b.series]), newer(a, b))
	}).series
}

// Last finds the last release up to a moment: the highest version of the
// series of tags (v1.2, package-1.2) that is used most. A fix to an older
// line is therefore not taken for the last release.
func Last(h *fact.History, refs []fact.Ref, now time.Time) (Release, bool) {
	all := line(refs, now)
	if len(all) == 0 {
		return Release{}, false
	}
	last := all[len(all)-1].Release
	last.count(h)
	return last, true
}

// Steps are the last n releases of the series whose last one Last finds, the lowest
// version first. Of those that differ in the last of three numbers alone it is the
// first, since what came after it are mostly fixes; the last one of all is among
// them too. Reached and Since are not told.
func Steps(refs []fact.Ref, now time.Time, n int) []Release {
	var out []Release
	var before []int
	all := line(refs, now)
	for i, c := range all {
		if len(c.number) > 2 {
			minor := c.number[:len(c.number)-1]
			if slices.Equal(minor, before) && i < len(all)-1 {
				continue
			}
			before = minor
		}
		out = append(out, c.Release)
	}
	return out[max(0, len(out)-n):]
}

// count walks back from the tag and counts what is left.
func (r *Release) count(h *fact.History) {
	contained := map[fact.CommitID]bool{r.Ref.Commit: true}
	// Children come after parents, so one pass from the newest suffices.
	for i := len(h.Commits) - 1; i >= 0; i-- {
		c := &h.Commits[i]
		switch {
		case contained[c.ID]:
			r.Reached = r.Reached || c.ID == r.Ref.Commit
			for _, p := range c.Parents {
				contained[p] = true
			}
		case !c.Merge():
			r.Since++
		}
	}
	if !r.Reached {
		r.Since = 0
	}
}

// Names reports whether a version that something in a release names is that of the
// release: 1.40.0 of cloud-agent-v1.40.0, or 2020-09-14_1.20.6 of 1.20.6.
func Names(tag, of string) bool {
	m := version.FindStringSubmatch(tag)
	n := version.FindStringSubmatch(of)
	return m != nil && n != nil && m[2] == n[2]
}
