package oversight

import (
	"fmt"
	"math"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/branch"
	"leadline/internal/analysis/release"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// brief holds what the parts of the sheet are made from.
type brief struct {
	view           *duty.View
	line           *activity.Timeline
	recent, active activity.Window
	// quiet: nothing landed in the 180 days before the as-of day, and active
	// is the 180 days before the last landing.
	quiet bool
	// positions are those of the commits of active, once they are asked for.
	positions map[*fact.Commit]int
	branches  branch.Report
	release   release.Release
	released  bool
}

func newBrief(v *duty.View) *brief {
	b := &brief{view: v, line: v.Timeline(), recent: v.Recent()}
	b.active, b.quiet = v.Active()
	b.branches = branch.Sort(v.History, v.Branches, v.Refs, v.End())
	b.release, b.released = release.Last(v.History, v.Refs, v.End())
	return b
}

// written keeps the files that people write.
func (b *brief) written(p fact.Path) bool { return b.view.Within(p) && b.view.Written(p) }

// all is the key under which everything that people write counts.
func (b *brief) all(p fact.Path) (string, bool) { return "all", b.written(p) }

func (b *brief) figures() []sheet.Figure {
	figures := b.changed()
	people := b.people(b.active)
	figures = append(figures, count("oversight/active-people", people, "active person", "active people", window(b.active)))
	if people >= duty.PacePeople {
		figures = append(figures, b.pace())
	}
	figures = append(figures, b.assisted(b.active)...)
	if r, ok := b.releases(); ok {
		figures = append(figures, r...)
	}
	if _, without := b.view.Without[duty.NeedBranches]; !without {
		r := b.branches
		if n := len(r.Recent) + len(r.Stale); n > 0 {
			figures = append(figures, count("oversight/branches", n, "unmerged branch", "unmerged branches", nil))
		}
		if n := len(r.Stale); n > 0 {
			figures = append(figures, count("oversight/branches-stale", n, "of them idle for over 90 days", "of them idle for over 90 days", nil))
		}
		if n := len(r.Landed); n > 0 {
			figures = append(figures, count("oversight/branches-landed", n, "not counted: landed already", "not counted: landed already", nil))
		}
		if n := len(r.Apart); n > 0 {
			figures = append(figures, count("oversight/branches-apart", n, "not counted: a release line or separate history", "not counted: release lines or separate histories", nil))
		}
	}
	return figures
}

// changed counts what landed in the recent window.
func (b *brief) changed() []sheet.Figure {
	w := window(b.recent)
	merges, commits := 0, 0
	for c := range b.line.Landings(b.recent) {
		if c.Merge() && b.view.Touches(c) {
			merges++
		}
	}
	for c := range b.line.Commits(b.recent) {
		if b.view.Touches(c) {
			commits++
		}
	}
	var figures []sheet.Figure
	if merges > 0 {
		figures = append(figures, count("oversight/merges", merges, "merge", "merges", w))
	}
	figures = append(figures, count("oversight/commits", commits, "commit", "commits", w))
	if commits == 0 {
		return figures
	}
	files := 0
	for range b.line.By(b.recent, func(p fact.Path) (string, bool) { return string(p), b.written(p) }) {
		files++
	}
	figures = append(figures, count("oversight/files", files, "file", "files", w))
	// Whoever counts with git finds these too.
	left := 0
	for range b.line.By(b.recent, func(p fact.Path) (string, bool) { return string(p), b.view.Within(p) && !b.view.Written(p) }) {
		left++
	}
	if t := b.line.By(b.recent, b.all)["all"]; t != nil {
		figures = append(figures,
			lines("oversight/lines-added", "lines added", t.Added, t, w),
			lines("oversight/lines-deleted", "deleted", t.Deleted, t, w))
	}
	if left > 0 {
		figures = append(figures, count("oversight/files-left-out", left,
			"generated, vendored or lock file not counted", "generated, vendored or lock files not counted", w))
	}
	return append(figures, count("oversight/people", b.people(b.recent), "person", "people", w))
}

// people counts those whose work landed; bots and agents are nobody.
func (b *brief) people(w activity.Window) int {
	seen := map[fact.PersonID]bool{}
	for c := range b.line.Commits(w) {
		if who := b.view.People().Credit(c); who != "" && b.view.Touches(c) {
			seen[who] = true
		}
	}
	return len(seen)
}

// weeks are those of the active window, about.
const weeks = 26

// pace draws the commits of every week of the active window.
func (b *brief) pace() sheet.Figure {
	from := b.active.To.AddDate(0, 0, -7*weeks)
	out, n := make([]float64, weeks), 0
	for c, p := range b.line.Positions(b.line.Window(from, b.active.To)) {
		if b.view.Touches(c) {
			out[b.line.Part(p, from, b.active.To, weeks)]++
			n++
		}
	}
	return sheet.Figure{
		ID: "oversight/pace", Label: "commits a week", State: sheet.Known, Value: sheet.Spark(out), N: n, Window: window(b.active),
	}
}

// assisted is the share of commits in which a coding agent took part, as far
// as they say so: a figure of the team.
func (b *brief) assisted(w activity.Window) []sheet.Figure {
	commits, with := 0, 0
	for c := range b.line.Commits(w) {
		if !b.view.Touches(c) {
			continue
		}
		commits++
		if len(b.view.People().Assistants(c)) > 0 {
			with++
		}
	}
	if with == 0 {
		return nil // that nothing says so does not mean that none did
	}
	return []sheet.Figure{{
		ID: "oversight/assisted", Label: "of commits say that a coding agent took part", Unit: "%", Basis: sheet.Proxy,
		State: sheet.Known, Value: sheet.Float(math.Round(1000*float64(with)/float64(commits)) / 10), N: commits, Window: window(w),
	}}
}

func (b *brief) releases() ([]sheet.Figure, bool) {
	r := b.release
	if !b.released {
		return nil, false
	}
	at := sheet.Evidence{Ref: r.Ref.Name, Commit: string(r.Ref.Commit), Date: sheet.DateOf(r.When)}
	age := int(b.view.End().Sub(r.When) / (24 * time.Hour))
	since := sheet.Figure{ID: "oversight/release-commits", Label: duty.Plural(r.Since, "commit since", "commits since"), Evidence: []sheet.Evidence{at}}
	if r.Reached {
		since.State, since.Value = sheet.Known, sheet.Int(r.Since)
	} else {
		since.Label = "commits since " + r.Tag
		since.Reason = "the release was made beside " + b.head() + ", not in its history"
		since.Next = sheet.Command("git", "rev-list", "--count", "--no-merges", r.Tag+".."+b.head())
	}
	return []sheet.Figure{
		{ID: "oversight/release", Label: "last release", State: sheet.Known, Value: sheet.String(r.Tag), Evidence: []sheet.Evidence{at}},
		count("oversight/release-age", age, "day old", "days old", nil),
		since,
	}, true
}

// head is how commands name the head.
func (b *brief) head() string {
	if n := b.view.Repository.Branch; n != "" {
		return n
	}
	return short(b.view.History.Head)
}

func count(id string, n int, one, many string, w *sheet.Window) sheet.Figure {
	return sheet.Figure{ID: id, Label: duty.Plural(n, one, many), State: sheet.Known, Value: sheet.Int(n), Window: w}
}

// lines is a number of lines; not known if no content was there to count.
func lines(id, label string, n int, t *activity.Tally, w *sheet.Window) sheet.Figure {
	f := sheet.Figure{ID: id, Label: label, Unit: "lines", N: t.Counted, Window: w}
	if t.Counted == 0 && t.Missing > 0 {
		f.Reason = fmt.Sprintf("the contents of all %d changes are missing", t.Missing)
		return f
	}
	f.State, f.Value = sheet.Known, sheet.Int(n)
	return f
}

func window(w activity.Window) *sheet.Window {
	return &sheet.Window{From: sheet.DateOf(w.From), To: sheet.DateOf(w.To.AddDate(0, 0, -1))}
}
