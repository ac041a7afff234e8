package run

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// Export is a kind of fact that can be exported as rows.
type Export struct {
	Name    string
	Columns []string
	// TakesFile is set if the rows can be narrowed to a file.
	TakesFile bool
	rows      func(q request, yield func([]sheet.Value) error) error
	// structured rows are of the structure of the code.
	structured bool
}

// request is what rows are asked of.
type request struct {
	*Facts
	file   fact.Path // narrows the rows; empty for all
	people *people.People
	// view holds the structure of the code, where it is asked for.
	view *duty.View
}

// Exports are all kinds. Columns are only ever added, at the end.
func Exports() []Export {
	return []Export{
		{
			Name:    "changes",
			Columns: []string{"commit", "path", "previous_path", "kind", "added", "deleted"},
			rows:    exportChanges,
		},
		{Name: "lines", Columns: []string{"path", "line", "commit"}, TakesFile: true, rows: exportLines},
		{Name: "identities", Columns: []string{"name", "email", "first", "last"}, rows: exportIdentities},
		{Name: "people", Columns: []string{"person", "kind", "called", "name", "email", "reason", "with"}, rows: exportPeople},
		{
			Name: "functions", TakesFile: true, structured: true, rows: exportFunctions,
			Columns: []string{"path", "line", "end", "kind", "owner", "symbol", "exported", "documented", "params", "cyclomatic", "cognitive", "nesting"},
		},
		{
			Name: "imports", TakesFile: true, structured: true, rows: exportImports,
			Columns: []string{"path", "line", "import", "kind", "confidence", "to"},
		},
	}
}

// Rows reads the repository and gives the rows of the export, one by one. It
// reports whether the evidence was complete.
func (e Export) Rows(ctx context.Context, o Options, file string, yield func([]sheet.Value) error) (complete bool, err error) {
	f, view, err := e.read(ctx, o)
	if err != nil {
		return false, err
	}
	path := fact.Path(file)
	if file != "" {
		if path, err = f.Repository.PathOf(file); err != nil {
			return false, fault.New(fault.Usage, "%w", err).WithHint("name a file of the repository")
		}
		if f.History.File(path) == nil {
			return false, fault.New(fault.Usage, "%s is not in the tree that was read", path).
				WithHint("`git ls-tree -r --name-only HEAD` lists what is")
		}
	}
	persons, err := f.people(ctx, &o)
	if err != nil {
		return false, err
	}
	q := request{f, path, persons, view}
	if o.Pseudonyms {
		yield = maskRows(newBook(f.History, q.people), e.Columns, yield)
	}
	return len(f.History.Gaps) == 0, e.rows(q, yield)
}

// read reads what the rows are made from; the view where they are of the structure
// of the code.
func (e Export) read(ctx context.Context, o Options) (*Facts, *duty.View, error) {
	if !e.structured {
		f, err := Scan(ctx, o)
		return f, nil, err
	}
	r, err := Read(ctx, o)
	if err != nil {
		return nil, nil, err
	}
	err = r.supplyStructure(ctx, sheet.Question{}, []duty.Need{duty.NeedImports, duty.NeedSymbols})
	return r.facts, r.view, explain(err, &o)
}

// exportFunctions gives a row for every function, method and type of the code at the
// head, by path and in the order of the file; generated code is in it, and vendored
// code is not. Types have no complexity.
func exportFunctions(f request, yield func([]sheet.Value) error) error {
	for _, p := range slices.Sorted(maps.Keys(f.view.Structures)) {
		if f.file != "" && p != f.file {
			continue
		}
		for _, s := range f.view.Symbols(p) {
			row := []sheet.Value{
				place(p), sheet.Int(s.Line), sheet.Int(s.End), sheet.String(s.Kind.String()), sheet.String(s.Owner), sheet.String(s.Name),
				sheet.String(yesNo(s.Exported)), sheet.String(yesNo(s.Documented)),
				{},
				{},
				{},
				{},
			}
			if s.Cyclomatic > 0 {
				row[8], row[9], row[10], row[11] = sheet.Int(s.Params), sheet.Int(s.Cyclomatic), sheet.Int(s.Cognitive), sheet.Int(s.Nesting)
			}
			if err := yield(row); err != nil {
				return err
			}
		}
	}
	return nil
}

// exportImports gives a row for every place where an import leads, by path and in
// the order of the file. To is empty unless it is in the repository.
func exportImports(f request, yield func([]sheet.Value) error) error {
	for i := range f.view.Dependencies {
		d := &f.view.Dependencies[i]
		if f.file != "" && d.From != f.file {
			continue
		}
		row := []sheet.Value{place(d.From), sheet.Int(d.Line), sheet.String(d.Path), sheet.String(d.Kind.String()), sheet.String(d.Confidence.String()), {}}
		if d.Confidence == fact.Exact || d.Confidence == fact.Ambiguous {
			row[5] = sheet.At(duty.FolderPlace(d.To))
			if f.view.AtHead(d.To) {
				row[5] = place(d.To)
			}
		}
		if err := yield(row); err != nil {
			return err
		}
	}
	return nil
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// exportChanges gives a row for every file that a commit other than a merge
// changed, oldest commit first, then by path. Where lines are not known, as in
// binary files, added and deleted are empty.
func exportChanges(f request, yield func([]sheet.Value) error) error {
	row := make([]sheet.Value, 6)
	for i := range f.History.Commits {
		c := &f.History.Commits[i]
		if c.Merge() {
			continue
		}
		for j := range c.Changes {
			ch := &c.Changes[j]
			row[0] = sheet.OfCommit(string(c.ID))
			row[1], row[2] = place(ch.Path), sheet.Value{}
			if ch.Previous != "" {
				row[2] = place(ch.Previous)
			}
			row[3] = sheet.String(ch.Kind.String())
			row[4], row[5] = sheet.Value{}, sheet.Value{}
			if ch.Counted() {
				row[4], row[5] = sheet.Int(ch.Added), sheet.Int(ch.Deleted)
			}
			if err := yield(row); err != nil {
				return err
			}
		}
	}
	return nil
}

func place(p fact.Path) sheet.Value { return sheet.At(sheet.Place{Path: string(p)}) }

// exportLines gives a row for every line of the text files at the head, by
// path and line. The commit is empty where missing contents hide it.
func exportLines(f request, yield func([]sheet.Value) error) error {
	row := make([]sheet.Value, 3)
	for i := range f.History.Files {
		file := &f.History.Files[i]
		if f.file != "" && file.Path != f.file {
			continue
		}
		n := 0
		for _, l := range file.Lines {
			for range l.Lines {
				n++
				row[0], row[1], row[2] = place(file.Path), sheet.Int(n), sheet.Value{}
				if l.Commit != "" {
					row[2] = sheet.OfCommit(string(l.Commit))
				}
				if err := yield(row); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// exportIdentities gives a row for every name and address that wrote or
// committed something, by name and address, with the days in UTC of the first
// and the last such commit.
func exportIdentities(f request, yield func([]sheet.Value) error) error {
	type span struct{ first, last int64 }
	seen := map[fact.Identity]span{}
	note := func(id fact.Identity, at int64) {
		s, ok := seen[id]
		if !ok {
			s = span{at, at}
		}
		seen[id] = span{min(s.first, at), max(s.last, at)}
	}
	for i := range f.History.Commits {
		c := &f.History.Commits[i]
		note(c.Author, c.Authored.Unix)
		note(c.Committer, c.Committed.Unix)
	}
	ids := make([]fact.Identity, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	slices.SortFunc(ids, func(a, b fact.Identity) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.Email, b.Email))
	})
	for _, id := range ids {
		s := seen[id]
		if err := yield([]sheet.Value{
			sheet.String(id.Name), sheet.String(id.Email),
			sheet.OnDay(sheet.DateOf(time.Unix(s.first, 0))), sheet.OnDay(sheet.DateOf(time.Unix(s.last, 0))),
		}); err != nil {
			return err
		}
	}
	return nil
}

// exportPeople gives a row for every identity, by person: what the person is
// and is called, and why the identity was taken to be the person's, with which
// other one. The first identity of a person has no reason.
func exportPeople(f request, yield func([]sheet.Value) error) error {
	why := map[fact.Identity]people.Merge{}
	for _, m := range f.people.Merges {
		why[m.Identity] = m
	}
	for _, p := range f.people.Persons {
		for _, id := range p.Identities {
			row := []sheet.Value{
				sheet.String(string(p.ID)), sheet.String(p.Kind.String()), sheet.String(p.Name),
				sheet.String(id.Name), sheet.String(id.Email),
				{},
				{},
			}
			if m, ok := why[id]; ok {
				row[5], row[6] = sheet.String(m.Reason), sheet.String(m.With.Name+" <"+m.With.Email+">")
			}
			if err := yield(row); err != nil {
				return err
			}
		}
	}
	return nil
}
