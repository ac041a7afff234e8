package run

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"strings"
	"unicode/utf8"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/git"
)

// Commit tells about a commit: when, by whom, and which files it changed. Beside
// its author stands no number of lines.
func (r *Reading) Commit(id fact.CommitID) (sheet.Answer, error) {
	v := r.view
	c := v.History.Commit(id)
	if c == nil {
		return sheet.Answer{}, fault.New(fault.Usage, "there is no commit %s in the history that was read", id).
			WithHint("`git show` tells of those on other branches")
	}
	s := sheet.Sheet{Duty: "commit", Question: c.Subject}
	if r.book != nil {
		s.Question = "Commit"
	}
	s.Figures = []sheet.Figure{
		{ID: "commit/id", Label: "commit", State: sheet.Known, Value: sheet.OfCommit(string(id))},
		{ID: "commit/date", Label: "committed", State: sheet.Known, Value: sheet.OnDay(duty.Date(c.Committed))},
		{ID: "commit/author", Label: "author", State: sheet.Known, Value: sheet.OfPerson(r.author(c))},
	}
	s.Sections = append(s.Sections, parents(c))
	if files := changed(c); len(files.Table.Rows) > 0 {
		s.Sections = append(s.Sections, files)
	}
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	return r.masked(a), nil
}

// author is what the author of a commit is called, person or not.
func (r *Reading) author(c *fact.Commit) string {
	if p := r.view.People().Of(c.Author); p != nil {
		return r.view.PersonName(p.ID)
	}
	return cmp.Or(c.Author.Name, c.Author.Email, "someone without a name")
}

func parents(c *fact.Commit) sheet.Section {
	s := sheet.Section{ID: "commit/parents", Title: duty.Plural(len(c.Parents), "Parent", "Parents"), Command: sheet.Command("git", "show", string(c.ID))}
	if len(c.Parents) == 0 {
		s.Kind, s.Text = sheet.KindText, "None: the history begins here, or what came before was not read."
		return s
	}
	t := &sheet.Table{Columns: []sheet.Column{{ID: "parent", Label: "commit", Kind: sheet.ColumnCommit}}}
	for _, p := range c.Parents {
		t.Rows = append(t.Rows, []sheet.Value{sheet.OfCommit(string(p))})
	}
	s.Kind, s.Table = sheet.KindTable, t
	return s
}

// mostChanged is how many files of a commit are listed.
const mostChanged = 500

func changed(c *fact.Commit) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "file", Label: "file", Kind: sheet.ColumnPlace},
		{ID: "kind", Label: "what happened", Kind: sheet.ColumnText},
		{ID: "previous", Label: "was called", Kind: sheet.ColumnPlace},
	}}
	renamed := false
	for i := range c.Changes {
		x := &c.Changes[i]
		if len(t.Rows) == mostChanged {
			t.Others = len(c.Changes) - mostChanged
			break
		}
		row := []sheet.Value{place(x.Path), sheet.String(x.Kind.String()), {}}
		if x.Previous != "" {
			row[2], renamed = place(x.Previous), true
		}
		t.Rows = append(t.Rows, row)
	}
	if !renamed {
		t.Columns = t.Columns[:2]
		for i := range t.Rows {
			t.Rows[i] = t.Rows[i][:2]
		}
	}
	s := sheet.Section{ID: "commit/files", Title: "Files", Kind: sheet.KindTable, Table: t}
	if c.Merge() {
		s.Note = "Against the first parent."
	}
	return s
}

// How much of a file a page of source holds, and the largest file that is shown.
const (
	sourceLines = 1500
	maxSource   = 4 << 20
)

// Source gives lines of a file at the head and the commits that they are from: the
// page of lines in which the place is.
func (r *Reading) Source(ctx context.Context, p sheet.Place) (sheet.Answer, error) {
	v := r.view
	at, err := findPlace(v.History, p)
	if err != nil {
		return sheet.Answer{}, err
	}
	file := v.History.File(at.Path)
	if file == nil {
		return sheet.Answer{}, fault.New(fault.Usage, "%s is a folder", p.Path).WithHint("name a file in it")
	}
	s := sheet.Sheet{Duty: "source", Question: string(at.Path)}
	contents, err := r.settings.repository.Contents(ctx, []fact.File{*file}, maxSource)
	switch {
	case errors.Is(err, git.ErrMissing):
		s.Unknown = []sheet.Unknown{{What: "the content", Why: "it is missing, damaged or over 4 MiB"}}
	case err != nil:
		return sheet.Answer{}, explain(err, &r.options)
	case file.Content == fact.Binary || bytes.IndexByte(contents[0], 0) >= 0:
		s.Unknown = []sheet.Unknown{{What: "lines", Why: "the content is not text"}}
	default:
		s.Sections = []sheet.Section{source(file, contents[0], max(at.Line, p.Line))}
	}
	a := duty.Head(v)
	a.Sheets = []sheet.Sheet{s}
	return r.masked(a), nil
}

// source is the page of lines in which a line is.
func source(f *fact.File, content []byte, line int) sheet.Section {
	lines := strings.Split(strings.TrimSuffix(string(content), "\n"), "\n")
	if len(content) == 0 {
		lines = nil
	}
	first := max(0, line-1) / sourceLines * sourceLines
	first = min(first, max(0, len(lines)-1)/sourceLines*sourceLines)
	end := min(len(lines), first+sourceLines)
	origins := make([]fact.CommitID, 0, len(lines))
	for _, run := range f.Lines {
		for range run.Lines {
			origins = append(origins, run.Commit)
		}
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "line", Label: "line", Kind: sheet.ColumnNumber},
		{ID: "commit", Label: "from", Kind: sheet.ColumnCommit},
		{ID: "text", Label: "text", Kind: sheet.ColumnText},
	}, Others: len(lines) - (end - first)}
	for i := first; i < end; i++ {
		from := sheet.Value{}
		if i < len(origins) && origins[i] != "" {
			from = sheet.OfCommit(string(origins[i]))
		}
		text := strings.TrimSuffix(lines[i], "\r")
		if !utf8.ValidString(text) {
			text = strings.ToValidUTF8(text, "\ufffd")
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.Int(i + 1), from, sheet.String(text)})
	}
	return sheet.Section{
		ID: "source", Title: duty.Amount(len(lines), "line", "lines"), Kind: sheet.KindTable, Table: t,
		Command: sheet.Command("git", "blame", "--", string(f.Path)),
	}
}
