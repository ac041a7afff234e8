// Package branch sorts branches that the head does not contain: into work that
// is going on, work that was left lying, and branches that are meant to stay
// apart. Squash merges leave branches behind whose content has long landed;
// those are told apart by their contents.
package branch

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
)

// Stale is how many days a branch must be without a commit to count as left
// lying.
const Stale = 90

// Report is branches sorted by what became of them. Each list has the oldest
// first, then by name. A commit that several branches point at counts once,
// under the first name.
type Report struct {
	// Stale had no commit for Stale days, Recent had.
	Stale, Recent []fact.Branch
	// Landed hold only contents that have also reached the head, as after a
	// squash merge.
	Landed []fact.Branch
	// Apart are not meant to be merged: release lines by name or tag, and
	// branches that share no history with the head, such as published pages.
	Apart []fact.Branch
}

// Sort sorts branches as they stood at a moment.
func Sort(h *fact.History, branches []fact.Branch, refs []fact.Ref, now time.Time) Report {
	landed := newLandings(h, branches)
	tagged := map[fact.CommitID]bool{}
	for _, r := range refs {
		if strings.HasPrefix(r.Name, "refs/tags/") {
			tagged[r.Commit] = true
		}
	}
	sorted := slices.Clone(branches)
	slices.SortFunc(sorted, func(a, b fact.Branch) int {
		return cmp.Or(cmp.Compare(a.Ref.When.Unix, b.Ref.When.Unix), cmp.Compare(a.Ref.Name, b.Ref.Name))
	})
	var r Report
	seen := map[fact.CommitID]bool{}
	limit := now.AddDate(0, 0, -Stale).Unix()
	for _, b := range sorted {
		if seen[b.Ref.Commit] || b.Ref.When.Unix >= now.Unix() {
			continue
		}
		seen[b.Ref.Commit] = true
		switch {
		case b.Base == "" || tagged[b.Ref.Commit] || longLived.MatchString(Short(b.Ref.Name)):
			r.Apart = append(r.Apart, b)
		case landed.all(b):
			r.Landed = append(r.Landed, b)
		case b.Ref.When.Unix < limit:
			r.Stale = append(r.Stale, b)
		default:
			r.Recent = append(r.Recent, b)
		}
	}
	return r
}

// Files counts the paths that some branch changes.
func Files(branches []fact.Branch, keep func(fact.Path) bool) int {
	seen := map[fact.Path]bool{}
	for _, b := range branches {
		for _, f := range b.Files {
			if keep(f.Path) {
				seen[f.Path] = true
			}
		}
	}
	return len(seen)
}

// longLived matches names by which teams call lines that are kept beside the
// main one: release/3.1, release-3.1, v3.x, 7.2, rust-1.99.0, stable, gh-pages.
var longLived = regexp.MustCompile(`(?i)^(` +
	`(releases?|rel|maint|maintenance|stable|support|lts)([-/_].+)?` +
	`|(v?\d+([.-]\d+)*([.-]x([.-]y)?)?|[a-z]+[-_]v?\d+(\.\d+)*\.(\d+|x))(-(stable|lts|maintenance))?` +
	`|gh-pages|pages|master|main|develop|development|next|minor)$`)

// Short is the name of a branch as people write it: without refs/heads/ or
// refs/remotes/<remote>/.
func Short(ref string) string {
	if s, ok := strings.CutPrefix(ref, "refs/heads/"); ok {
		return s
	}
	if s, ok := strings.CutPrefix(ref, "refs/remotes/"); ok {
		if _, name, ok := strings.Cut(s, "/"); ok {
			return name
		}
		return s
	}
	return ref
}

// landings knows which of the branches' contents the head has held, and since
// when, by position in the history.
type landings struct {
	position map[fact.CommitID]int
	last     map[fact.BranchFile]int
}

func newLandings(h *fact.History, branches []fact.Branch) landings {
	l := landings{position: map[fact.CommitID]int{}, last: map[fact.BranchFile]int{}}
	for _, b := range branches {
		l.position[b.Base] = -1
		for _, f := range b.Files {
			l.last[f] = -1
		}
	}
	for i := range h.Commits {
		c := &h.Commits[i]
		if _, ok := l.position[c.ID]; ok {
			l.position[c.ID] = i
		}
		for j := range c.Changes {
			x := &c.Changes[j]
			l.set(fact.BranchFile{Path: x.Path, Blob: x.Blob}, i)
			if x.Kind == fact.Renamed {
				l.set(fact.BranchFile{Path: x.Previous}, i)
			}
		}
	}
	return l
}

func (l landings) set(f fact.BranchFile, position int) {
	if _, wanted := l.last[f]; wanted {
		l.last[f] = position
	}
}

// all reports whether every content of the branch came to the head after the
// branch forked. A content that was there before may be one that the branch
// goes back to.
func (l landings) all(b fact.Branch) bool {
	for _, f := range b.Files {
		if l.last[f] <= l.position[b.Base] {
			return false
		}
	}
	return true
}
