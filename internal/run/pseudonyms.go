package run

import (
	"context"
	"strings"

	"leadline/internal/analysis/people"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/pseudonym"
	"leadline/internal/sheet"
)

// pseudonymKey is the same for all repositories, so that a person goes by the
// same pseudonym in each of a workspace.
const pseudonymKey = "leadline"

// newBook makes the book of pseudonyms of a history's people, in the order in
// which they joined.
func newBook(h *fact.History, p *people.People) *pseudonym.Book {
	var list []pseudonym.Person
	seen := map[fact.PersonID]bool{}
	add := func(q *people.Person) {
		if q == nil || seen[q.ID] || q.Kind != people.Human {
			return
		}
		seen[q.ID] = true
		x := pseudonym.Person{ID: q.ID, Names: []string{q.Name}, Emails: []string{q.Email}}
		for _, id := range q.Identities {
			x.Names, x.Emails = append(x.Names, id.Name), append(x.Emails, id.Email)
		}
		list = append(list, x)
	}
	for i := range h.Commits {
		add(p.Of(h.Commits[i].Author))
		add(p.Of(h.Commits[i].Committer))
	}
	for _, q := range p.Persons {
		add(q) // those who are only co-authors
	}
	return pseudonym.New(list, pseudonymKey)
}

// people are the persons of the history, as the team's settings tell them.
func (f *Facts) people(ctx context.Context, o *Options) (*people.People, error) {
	s, err := readSettings(ctx, f, o)
	if err != nil {
		return nil, explain(err, o)
	}
	return people.Of(f.History, s.duty.People), nil
}

// masked puts pseudonyms in the place of people in an answer, if they are asked
// for.
func (f *Facts) masked(ctx context.Context, o *Options, a sheet.Answer) (sheet.Answer, error) {
	if !o.Pseudonyms {
		return a, nil
	}
	persons, err := f.people(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	return newBook(f.History, persons).Apply(a), nil
}

// unmask lets a person be asked for by the pseudonym under which they appear,
// with a space or, as in commands, a hyphen between its words.
func unmask(v *duty.View, b *pseudonym.Book) {
	for name, value := range v.Flags {
		for _, q := range v.People().Persons {
			if written := strings.ReplaceAll(value, "-", " "); strings.EqualFold(b.Name(q.ID), written) {
				v.Flags[name] = q.Name + " <" + q.Email + ">"
			}
		}
	}
}

// maskRows replaces people in exported rows. Addresses are left out.
func maskRows(b *pseudonym.Book, columns []string, yield func([]sheet.Value) error) func([]sheet.Value) error {
	return func(row []sheet.Value) error {
		t := &sheet.Table{Rows: [][]sheet.Value{make([]sheet.Value, len(row))}}
		for i, c := range columns {
			t.Columns = append(t.Columns, sheet.Column{ID: c, Label: c, Kind: sheet.ColumnText})
			switch {
			case c == "email":
			case (c == "name" || c == "called" || c == "with") && row[i].Kind() == sheet.Text:
				t.Rows[0][i] = sheet.OfPerson(row[i].Text())
			default:
				t.Rows[0][i] = row[i]
			}
		}
		a := b.Apply(sheet.Answer{Sheets: []sheet.Sheet{{Sections: []sheet.Section{{Kind: sheet.KindTable, Table: t}}}}})
		return yield(a.Sheets[0].Sections[0].Table.Rows[0])
	}
}
