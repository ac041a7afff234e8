package collaboration

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// mostEvidence is how many lines a finding names one by one.
const mostEvidence = 10

// findings are those of the sheet, the ones that need somebody first; for the brief those
// that do not take the knowledge of every file.
func (a *answer) findings(short bool) []sheet.Finding {
	var out []sheet.Finding
	add := func(r *duty.Rule, make func() []sheet.Finding) {
		if !a.view.Off(r) {
			out = append(out, make()...)
		}
	}
	if a.register != nil {
		add(&overdue, a.overdue)
	}
	add(&syntax, a.syntax)
	if a.owned == nil {
		return out
	}
	add(&inactive, a.inactive)
	if !short {
		add(&unknowing, a.unknowing)
	}
	add(&unowned, a.unowned)
	add(&together, func() []sheet.Finding {
		if short {
			return a.together(1)
		}
		return a.together(mostPairs)
	})
	add(&overruled, a.overruled)
	add(&noFile, func() []sheet.Finding { return a.noFile(short) })
	return out
}

// syntax is one finding for each file with lines that are not heeded.
func (a *answer) syntax() []sheet.Finding {
	o := a.view.Owners
	var out []sheet.Finding
	for _, p := range o.PassedOver {
		if !strings.HasSuffix(string(p.Path), "CODEOWNERS") || !a.view.Within(p.Path) {
			continue
		}
		at, heeded := sheet.Place{Path: string(p.Path)}, sheet.Place{Path: string(o.File)}
		out = append(out, sheet.Finding{
			Rule: syntax.ID, Level: a.view.Level(&syntax), Place: &at,
			Message: "it is not heeded: the forge takes " + string(o.File),
			Why:     "whoever mends the one that is not heeded changes nothing",
			Next:    sheet.Command("git", "diff", "--no-index", string(p.Path), string(o.File)),
			Evidence: []sheet.Evidence{
				{Place: &at}, {Place: &heeded, Text: "is heeded"},
			},
			Fingerprint: sheet.Fingerprint(syntax.ID, string(p.Path)),
		})
	}
	for problems := o.Problems; len(problems) > 0; {
		n := slices.IndexFunc(problems, func(p fact.OwnerProblem) bool { return p.Path != problems[0].Path })
		if n < 0 {
			n = len(problems)
		}
		if a.view.Within(problems[0].Path) {
			out = append(out, a.problems(problems[:n]))
		}
		problems = problems[n:]
	}
	return out
}

// problems is one finding for those of a file.
func (a *answer) problems(all []fact.OwnerProblem) sheet.Finding {
	first := all[0]
	f := sheet.Finding{
		Rule: syntax.ID, Level: a.view.Level(&syntax), Place: &sheet.Place{Path: string(first.Path), Line: first.Line},
		Message: first.Message,
		Why:     "nobody is asked to review what it was meant for, and nobody is told",
		Next:    first.Next,
	}
	if len(all) > 1 {
		f.Message = fmt.Sprintf("%d lines are not understood, the first: %s", len(all), first.Message)
	}
	parts := []string{string(first.Path)}
	for _, p := range all {
		parts = append(parts, p.Message)
		if len(f.Evidence) < mostEvidence {
			text := p.Message
			if p.Column > 0 {
				text = fmt.Sprintf("column %d: %s", p.Column, p.Message)
			}
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p.Path), Line: p.Line}, Text: text})
		}
	}
	f.Fingerprint = sheet.Fingerprint(syntax.ID, parts...)
	return f
}

// noFile is one finding for all lines that fit nothing; for the brief for those that
// have lost their files, or never had them for want of a slash.
func (a *answer) noFile(movedOnly bool) []sheet.Finding {
	var stale []*fact.OwnerLine
	literals := map[fact.Path]bool{}
	for i := range a.owned.Lines {
		l := &a.owned.Lines[i]
		if l.Fits > 0 || !names(l.Pattern) || !a.view.Within(l.File) || a.submodule(literal(l.Pattern)) {
			continue
		}
		stale = append(stale, l)
		if p := literal(l.Pattern); p != "" && !a.atHead(p) {
			literals[p] = true
		}
	}
	if len(stale) == 0 {
		return nil
	}
	went := a.went(literals)
	if movedOnly {
		stale = slices.DeleteFunc(stale, func(l *fact.OwnerLine) bool { return a.rank(went, l) > 1 })
	}
	if len(stale) == 0 {
		return nil
	}
	slices.SortStableFunc(stale, func(x, y *fact.OwnerLine) int { return cmp.Compare(a.rank(went, x), a.rank(went, y)) })
	f := sheet.Finding{
		Rule: noFile.ID, Level: a.view.Level(&noFile), Place: &sheet.Place{Path: string(stale[0].File), Line: stale[0].Line},
		Message: fmt.Sprintf("%d lines fit no file, %s the first of them", len(stale), stale[0].Pattern),
		Why:     whyNoFile[a.rank(went, stale[0])],
		Next:    "mend the lines, or remove them",
	}
	if len(stale) == 1 {
		f.Message = stale[0].Pattern + " fits no file"
	}
	parts := []string{string(stale[0].File)}
	for _, l := range stale {
		parts = append(parts, l.Pattern)
		if len(f.Evidence) == mostEvidence {
			continue
		}
		f.Evidence = append(f.Evidence, a.whatBecame(l, went))
	}
	f.Fingerprint = sheet.Fingerprint(noFile.ID, parts...)
	return []sheet.Finding{f}
}

// whatBecame is evidence of what a line fitted once.
func (a *answer) whatBecame(l *fact.OwnerLine, went map[fact.Path]departure) sheet.Evidence {
	e := sheet.Evidence{Place: &sheet.Place{Path: string(l.File), Line: l.Line}, Text: "never there: " + l.Pattern}
	to, ok := went[literal(l.Pattern)]
	switch {
	case a.slashless(l):
		e.Text = fmt.Sprintf("%s is a folder: GitLab wants a slash at its end", l.Pattern)
		return e
	case !ok && literal(l.Pattern) != "" && a.atHead(literal(l.Pattern)):
		e.Text = "nothing in it fits: " + l.Pattern
		return e
	case !ok && len(l.Owners) == 0:
		e.Text = "an owner without a pattern? " + l.Pattern
		return e
	case !ok:
		return e
	}
	e.Date = duty.Date(to.by.Committed)
	e.Text = "removed: " + l.Pattern
	if to.now != "" {
		e.Text = "moved: " + l.Pattern + " to " + string(to.now)
	}
	e.Text += ", " + string(to.by.ID[:min(10, len(to.by.ID))])
	return e
}

// whyNoFile says why that matters which is told first.
var whyNoFile = [4]string{
	"nobody is asked for what is in the folder",
	"what moved is not reviewed by its owners any more",
	"what is gone needs no owner, and whoever looks for one is misled",
	"nobody is asked for what was meant: perhaps the path is misspelt",
}

// rank puts what wants a slash first, then what moved before what was removed, and both
// before what never was.
func (a *answer) rank(went map[fact.Path]departure, l *fact.OwnerLine) int {
	switch to, ok := went[literal(l.Pattern)]; {
	case a.slashless(l):
		return 0
	case !ok:
		return 3
	case to.now == "":
		return 2
	}
	return 1
}

// slashless reports whether a line names a folder that is there as GitLab names files
// alone: without a slash at the end (Code Owners syntax, "Directory paths").
func (a *answer) slashless(l *fact.OwnerLine) bool {
	p := literal(l.Pattern)
	return a.owned.Dialect == fact.GitLabOwners && p != "" && !strings.HasSuffix(l.Pattern, "/") && !strings.ContainsAny(l.Pattern, "*?") && a.atHead(p)
}

// names reports whether a pattern names a file or folder, not only an ending.
func names(pattern string) bool {
	for part := range strings.SplitSeq(pattern, "/") {
		if part != "" && !strings.ContainsAny(part, "*?") {
			return true
		}
	}
	return false
}

// literal is the path at the top that a pattern begins with, up to its first wildcard;
// empty where it is bound to none.
func literal(pattern string) fact.Path {
	trimmed := strings.TrimPrefix(pattern, "/")
	if !strings.HasPrefix(pattern, "/") && !strings.Contains(strings.TrimSuffix(trimmed, "/"), "/") {
		return ""
	}
	if at := strings.IndexAny(trimmed, "*?"); at >= 0 {
		trimmed = trimmed[:strings.LastIndexByte(trimmed[:at], '/')+1]
	}
	return fact.Path(strings.ReplaceAll(strings.TrimSuffix(trimmed, "/"), `\ `, " "))
}

// submodule reports whether a path is one, or in one: what is in it is not known.
func (a *answer) submodule(p fact.Path) bool {
	for ; p != ""; p = p.Folder() {
		if f := a.view.History.File(p); f != nil && f.Mode == fact.ModeSubmodule {
			return true
		}
	}
	return false
}

// departure is what became of a file or folder: where it went, if it was moved, and the
// commit that left nothing of it.
type departure struct {
	now fact.Path
	by  *fact.Commit
}

// went finds what became of paths that are not in the tree any more.
func (a *answer) went(paths map[fact.Path]bool) map[fact.Path]departure {
	out := map[fact.Path]departure{}
	if len(paths) == 0 {
		return out
	}
	commits := a.view.History.Commits
	for i := len(commits) - 1; i >= 0 && len(out) < len(paths); i-- {
		c := &commits[i]
		if c.Merge() {
			continue
		}
		for j := range c.Changes {
			x := &c.Changes[j]
			if x.Kind != fact.Deleted && x.Kind != fact.Renamed {
				continue
			}
			old := x.PathBefore()
			for p := old; p != ""; p = p.Folder() {
				was, told := out[p]
				if !paths[p] || told && was.by != c {
					continue
				}
				d := departure{by: c, now: was.now}
				if to := movedFolder(p, old, x.Path); x.Kind == fact.Renamed && d.now == "" && a.atHead(to) {
					d.now = to
				}
				out[p] = d
			}
		}
	}
	return out
}

// movedFolder is where a folder, or file, went of which a file was renamed: the new path
// without what both have in common below it.
func movedFolder(folder, old, now fact.Path) fact.Path {
	rest := strings.TrimPrefix(string(old), string(folder))
	if to, ok := strings.CutSuffix(string(now), rest); ok && to != "" {
		return fact.Path(to)
	}
	return now
}

// atHead reports whether a path is a file of the head, or a folder.
func (a *answer) atHead(p fact.Path) bool {
	files := a.view.History.Files
	i, found := slices.BinarySearchFunc(files, p, func(f fact.File, p fact.Path) int { return cmp.Compare(f.Path, p) })
	return found || i < len(files) && strings.HasPrefix(string(files[i].Path), string(p)+"/") || a.view.History.File(p) != nil
}

// overruled is one finding for all lines that broader ones take everything from.
func (a *answer) overruled() []sheet.Finding {
	f := sheet.Finding{Rule: overruled.ID, Level: a.view.Level(&overruled)}
	var parts []string
	for i := range a.owned.Lines {
		l := &a.owned.Lines[i]
		if l.Fits == 0 || l.Decides > 0 || l.Instead < 0 || l.Excludes || !a.view.Within(l.File) {
			continue
		}
		by := &a.owned.Lines[l.Instead]
		if by.Fits < l.Fits || by.Fits == l.Fits && by.Pattern != l.Pattern || a.covers(by, l) {
			continue
		}
		parts = append(parts, l.Pattern)
		at := sheet.Place{Path: string(l.File), Line: l.Line}
		if f.Place == nil {
			f.Place = &at
			f.Message = fmt.Sprintf("%s decides nothing: line %d, %s, comes later and takes its %s", l.Pattern, by.Line, by.Pattern,
				duty.Amount(l.Fits, "file", "files"))
			f.Why = "the last line that fits wins: its owners are never asked"
			f.Next = fmt.Sprintf("move it below line %d, or remove it", by.Line)
		}
		if len(f.Evidence) < mostEvidence {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &at, Text: fmt.Sprintf("%s: line %d, %s, is heeded", l.Pattern, by.Line, by.Pattern)})
		}
	}
	if len(parts) == 0 {
		return nil
	}
	if len(parts) > 1 {
		f.Message += fmt.Sprintf("; and %s", duty.Amount(len(parts)-1, "other line", "other lines"))
	}
	f.Fingerprint = sheet.Fingerprint(overruled.ID, parts...)
	return []sheet.Finding{f}
}

// covers reports whether a line has all owners of another one.
func (a *answer) covers(by, l *fact.OwnerLine) bool {
	return !slices.ContainsFunc(l.Owners, func(o fact.Owner) bool {
		return !slices.ContainsFunc(by.Owners, func(x fact.Owner) bool { return strings.EqualFold(x.Name, o.Name) })
	})
}
