package documents

import (
	"cmp"
	"fmt"
	paths "path"
	"slices"
	"strings"

	"leadline/internal/analysis/document"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// findings are all: what is not there, then what moved on, then what is missing.
func (a *answer) findings() []sheet.Finding {
	var out []sheet.Finding
	out = append(out, a.told(a.links, a.dead)...)
	out = append(out, a.told(a.paths, a.gone)...)
	if !a.view.Off(&missing) {
		out = append(out, a.lostNames()...)
	}
	if !a.view.Off(&interfaces) {
		out = append(out, a.drifted()...)
	}
	if !a.view.Off(&stale) {
		out = append(out, a.stale()...)
	}
	if !a.view.Off(&bare) {
		out = append(out, a.bare()...)
	}
	slices.SortStableFunc(out, func(x, y sheet.Finding) int { return x.Level.Rank() - y.Level.Rank() })
	return out
}

const (
	// same is the number of documents from which on those that name the same missing
	// thing are one finding: then it is that thing which is at fault.
	same = 3
	// many is the number of missing things from which on those of a document are one
	// finding: then it is the document.
	many = 4
	// mostEvidence is how many places are evidence of one finding.
	mostEvidence = 12
)

// told makes findings of what is missing, those of the documents nearest to the top
// first.
func (a *answer) told(all []document.Broken, tell func(*document.Broken) sheet.Finding) []sheet.Finding {
	of, in := map[fact.Path][]*document.Broken{}, map[fact.Path][]*document.Broken{}
	for i := range all {
		b := &all[i]
		of[b.Path] = append(of[b.Path], b)
	}
	for i := range all {
		if b := &all[i]; len(of[b.Path]) < same {
			in[b.Document.Path] = append(in[b.Document.Path], b)
		}
	}
	var out []sheet.Finding
	done := map[*document.Broken]bool{}
	for _, b := range a.nearest(all) {
		alike, beside := of[b.Path], in[b.Document.Path]
		switch {
		case done[b]:
		case len(alike) >= same:
			out = append(out, a.joined(tell(b), b, alike, duty.Amount(len(alike), "document names", "documents name")+" it", string(b.Path)))
			mark(done, alike)
		case len(beside) >= many:
			out = append(out, a.joined(tell(b), b, beside, fmt.Sprintf("and %d more here", len(beside)-1), string(b.Document.Path)))
			mark(done, beside)
		default:
			out = append(out, tell(b))
		}
	}
	return out
}

func mark(done map[*document.Broken]bool, all []*document.Broken) {
	for _, b := range all {
		done[b] = true
	}
}

// joined is the finding of one missing thing that stands for others too.
func (a *answer) joined(f sheet.Finding, first *document.Broken, all []*document.Broken, more, part string) sheet.Finding {
	f.Message += "; " + more
	for _, b := range all[:min(len(all), mostEvidence)] {
		if b == first {
			continue
		}
		text := b.Text
		if to := cmp.Or(b.Now, b.Like); to != "" {
			text += ": see " + string(to)
		}
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(b.Document.Path), Line: b.Line}, Text: text})
	}
	f.Fingerprint = sheet.Fingerprint(f.Rule, part, "all")
	return f
}

// brief are the findings for a page on which other duties stand too: one for each rule,
// which tells how many there are.
func (a *answer) brief() []sheet.Finding {
	var out []sheet.Finding
	for _, part := range []struct {
		rule *duty.Rule
		all  []document.Broken
		tell func(*document.Broken) sheet.Finding
	}{{&link, a.links, a.dead}, {&path, a.paths, a.gone}} {
		if len(part.all) == 0 || a.view.Level(part.rule) == sheet.LevelNote {
			continue
		}
		f := part.tell(a.nearest(part.all)[0])
		f.Gate = false
		if n := len(part.all) - 1; n > 0 {
			f.Message += fmt.Sprintf(", and %s more like it", duty.Thousands(n))
			f.Next = "leadline documentation"
		}
		out = append(out, f)
	}
	return out
}

// nearest puts the documents nearest to the top first: those are read most.
func (a *answer) nearest(all []document.Broken) []*document.Broken {
	var out []*document.Broken
	for i := range all {
		out = append(out, &all[i])
	}
	depth := func(b *document.Broken) int { return strings.Count(string(b.Document.Path), "/") }
	slices.SortStableFunc(out, func(x, y *document.Broken) int { return cmp.Compare(depth(x), depth(y)) })
	return out
}

func (a *answer) dead(b *document.Broken) sheet.Finding {
	f := a.broken(&link, b, fmt.Sprintf("the link to %s leads nowhere", b.Text), "who follows it finds nothing")
	switch {
	case b.FromTop:
		f.Message += "; from the top there is " + string(b.Now)
		f.Next = "write " + relative(b.Document.Path, b.Now)
	case b.Now != "":
		f.Message += fmt.Sprintf("; it is %s now", b.Now)
		f.Next = "write " + relative(b.Document.Path, b.Now)
	case b.Like != "":
		f.Message += fmt.Sprintf("; there is %s", b.Like)
		f.Next = "see whether " + relative(b.Document.Path, b.Like) + " is meant"
	case b.By != "":
		f.Message += "; it was removed"
		f.Next = "take the link out, or link to what took its place"
	default:
		f.Next = "mend the link, or take it out"
	}
	return f
}

func (a *answer) gone(b *document.Broken) sheet.Finding {
	f := a.broken(&path, b, fmt.Sprintf("%s is gone", b.Text), "what the document says of it may hold no longer")
	f.Next = "see whether what is said still holds, and name what took its place"
	switch {
	case b.Now != "":
		f.Message += fmt.Sprintf("; it is %s now", b.Now)
		f.Next = "see whether what is said still holds, and write " + string(b.Now)
	case b.Like != "":
		f.Message += fmt.Sprintf("; there is %s", b.Like)
		f.Next = "see whether what is said still holds, and whether " + string(b.Like) + " is meant"
	}
	return f
}

// broken is a finding about something that is not there.
func (a *answer) broken(rule *duty.Rule, b *document.Broken, message, why string) sheet.Finding {
	at := sheet.Place{Path: string(b.Document.Path), Line: b.Line}
	f := sheet.Finding{
		Rule: rule.ID, Level: a.view.Level(rule), Place: &at, Message: message, Why: why, Evidence: []sheet.Evidence{{Place: &at}},
		Fingerprint: sheet.Fingerprint(rule.ID, string(b.Document.Path), b.Text),
	}
	f.Gate = f.Level == sheet.LevelError
	if b.By != "" {
		f.Evidence = append(f.Evidence, a.commit(b.By))
	}
	return f
}

func (a *answer) commit(id fact.CommitID) sheet.Evidence {
	e := sheet.Evidence{Commit: string(id)}
	if c := a.library.Commit(id); c != nil {
		e.Date, e.Text = duty.Date(c.Committed), c.Subject
	}
	return e
}

// relative is a path as a link in a document writes it.
func relative(from, to fact.Path) string {
	dir := string(from.Folder())
	up := ""
	for dir != "" && !strings.HasPrefix(string(to), dir+"/") && string(to) != dir {
		dir, up = string(fact.Path(dir).Folder()), up+"../"
	}
	if dir == "" {
		return up + string(to)
	}
	return cmp.Or(up+strings.TrimPrefix(strings.TrimPrefix(string(to), dir), "/"), ".")
}

// mostStale is how many documents are told of: those of which most moved on.
const mostStale = 10

func (a *answer) stale() []sheet.Finding {
	var out []sheet.Finding
	for i := range a.drifts {
		d := &a.drifts[i]
		if len(out) == mostStale || !a.moved(d) {
			continue
		}
		at := sheet.Place{Path: string(d.Document.Path)}
		f := sheet.Finding{
			Rule: stale.ID, Level: a.view.Level(&stale), Place: &at,
			Message: fmt.Sprintf("it names code of which %s %% of %s lines were written after its last change on %s",
				duty.Percent(float64(d.Since), float64(d.Lines)), duty.Thousands(d.Lines), sheet.DateOf(d.Touched)),
			Why:         "what it says may be true of what was there then",
			Next:        "read it beside " + string(d.Subjects[0].Path),
			Evidence:    []sheet.Evidence{a.commit(d.By)},
			Fingerprint: sheet.Fingerprint(stale.ID, at.Path),
		}
		for _, s := range d.Subjects[:min(3, len(d.Subjects))] {
			if s.Since == 0 {
				break
			}
			what := "named in line " + duty.Thousands(s.Said)
			if s.Symbol != "" {
				what = s.Symbol + ", " + what
			}
			f.Evidence = append(f.Evidence, sheet.Evidence{
				Place: &sheet.Place{Path: string(s.Path), Line: s.Line},
				Text:  fmt.Sprintf("%s: %s of %s lines are newer", what, duty.Thousands(s.Since), duty.Thousands(s.Lines)),
			})
		}
		out = append(out, f)
	}
	return out
}

// moved reports whether so much of what a document names is newer that it is told.
func (a *answer) moved(d *document.Drift) bool {
	return d.Newest != nil && 100*d.Share() >= a.view.Threshold(&stale, "share") && float64(d.Since) >= a.view.Threshold(&stale, "lines") &&
		float64(d.Newest.Committed.Unix-d.Touched.Unix()) >= 86400*a.view.Threshold(&stale, "days")
}

func (a *answer) bare() []sheet.Finding {
	if a.otherDocuments() > 0 {
		return nil
	}
	var out []sheet.Finding
	for _, c := range a.parts {
		if !c.bare(int(a.view.Threshold(&bare, "hotspots"))) {
			continue
		}
		at := duty.FolderPlace(c.path)
		f := sheet.Finding{
			Rule: bare.ID, Level: a.view.Level(&bare), Place: &at,
			Message: fmt.Sprintf("%d of the first %d hotspots are here, and no document is here or names anything of it", len(c.hot), hotspots),
			Why:     "whoever works on it next finds nothing to read but the code, of which most exported names have no comment",
			Next:    "write " + paths.Join(string(c.path), "README.md") + ": what it is for, how to begin, what must not break",
		}
		for _, p := range c.hot {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(p)}})
		}
		f.Fingerprint = sheet.Fingerprint(bare.ID, string(c.path))
		out = append(out, f)
	}
	return out
}
