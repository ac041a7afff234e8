package document

import (
	"cmp"
	"path"
	"slices"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Drift is a document, and how much of the code that it names was written after it.
type Drift struct {
	Document *fact.Document
	// Touched is when it last changed, by the commit By.
	Touched time.Time
	By      fact.CommitID
	// Subjects are the code that it names, what changed most first.
	Subjects []Subject
	// Lines are those of the subjects, and Since those of them that were written after
	// the document last changed, by commits that do not sweep over many files.
	Lines, Since int
	// Newest is the last of those commits.
	Newest *fact.Commit
}

// Share is how much of what a document names was written after it, from 0 to 1.
func (d *Drift) Share() float64 { return float64(d.Since) / float64(max(1, d.Lines)) }

// Subject is a file, or a declaration in one, that a document names.
type Subject struct {
	Path fact.Path
	// Symbol is empty where the whole file is named. Line and End are its first and last
	// lines.
	Symbol       string
	Line, End    int
	Lines, Since int
	// Said is the line of the document that names it.
	Said int
}

// Drifts tells of every document that names code and speaks of the present how much of
// that is newer, the largest share first. Declared finds the one place in which a name is
// declared.
func (l *Library) Drifts(code func(fact.Path) bool, declared func(name string) (Subject, bool)) []Drift {
	var out []Drift
	for _, d := range l.Documents {
		if !Present(d.Path) {
			continue
		}
		x := Drift{Document: d, Subjects: l.subjects(d, code, declared)}
		if len(x.Subjects) == 0 {
			continue
		}
		if x.Touched, x.By = l.Touched(d.Path); x.By == "" {
			continue
		}
		l.measure(&x)
		out = append(out, x)
	}
	slices.SortStableFunc(out, func(a, b Drift) int {
		return cmp.Or(cmp.Compare(b.Share(), a.Share()), cmp.Compare(b.Since, a.Since))
	})
	return out
}

// mostWhole is how many lines a file that is named as a whole has at most: of a larger one
// a document rarely means all.
const mostWhole = 1000

// subjects are the files of code that a document names, and the declarations in others.
func (l *Library) subjects(d *fact.Document, code func(fact.Path) bool, declared func(string) (Subject, bool)) []Subject {
	var out []Subject
	whole := map[fact.Path]bool{}
	add := func(p fact.Path, m *fact.Mention) {
		if f := l.history.File(p); f != nil && !whole[p] && f.LineCount() <= mostWhole && hotspot.NatureOf(p) == hotspot.Code && !hotspot.Bookkeeping(p) && code(p) {
			whole[p] = true
			out = append(out, Subject{Path: p, Line: 1, End: f.LineCount(), Said: m.Line})
		}
	}
	for i := range d.Mentions {
		switch m := &d.Mentions[i]; m.Kind {
		case fact.MentionPath:
			add(fact.Path(m.Text), m)
			for dir := d.Path.Folder(); dir != ""; dir = dir.Folder() {
				add(fact.Path(path.Join(string(dir), m.Text)), m)
			}
		case fact.MentionLink:
			add(target.In(d.Path, m.Text), m)
		}
	}
	named := map[string]bool{}
	for i := range d.Mentions {
		m := &d.Mentions[i]
		if m.Kind != fact.MentionSymbol || named[m.Text] {
			continue
		}
		named[m.Text] = true
		if s, ok := declared(m.Text); ok && !whole[s.Path] && code(s.Path) {
			s.Said = m.Line
			out = append(out, s)
		}
	}
	return out
}

// measure counts the lines of subjects and those that are newer than the document.
func (l *Library) measure(x *Drift) {
	for i := range x.Subjects {
		s := &x.Subjects[i]
		s.Lines = s.End - s.Line + 1
		at := 1
		for _, run := range l.history.File(s.Path).Lines {
			from, to := max(at, s.Line), min(at+int(run.Lines)-1, s.End)
			at += int(run.Lines)
			c := l.trail().Commit(run.Commit)
			if from > to || c == nil || len(c.Changes) > activity.Sweeping || !moment(c.Committed).After(x.Touched) {
				continue
			}
			s.Since += to - from + 1
			if x.Newest == nil || c.Committed.Unix > x.Newest.Committed.Unix {
				x.Newest = c
			}
		}
		x.Lines += s.Lines
		x.Since += s.Since
	}
	slices.SortStableFunc(x.Subjects, func(a, b Subject) int { return cmp.Compare(b.Since, a.Since) })
}
