// Package pseudonym replaces persons in an answer, so that it can be shown to
// those who are to know what it says but not of whom.
//
// A person's pseudonym is two words, an adjective and a bird: Grey Heron. It is
// made of a key and the person's id alone, so that it is the same in every
// answer, as long as it is free: a later person with the same two words gets a
// third. Whoever has the key can make the list of pseudonyms anew; whoever knows
// the persons and has no key cannot.
//
// What goes:
//   - Names of persons, wherever an answer says that it names one, also of those
//     whom the book does not know.
//   - Subjects of commits, altogether; where a sentence quotes one, the persons
//     in it.
//   - Branches but for the usual ones, release lines and tags.
//   - In everything else: full names (in any case, with any signs between their
//     words, in either order), addresses, and what stands before the @ of one or
//     is an account's name, from four letters on; and single words of names from
//     three letters on, capitalised.
//
// What stays, so that an answer can still be read: a single word that is common
// in English or in programs (see ordinary), even if somebody is called so or has
// it for an account; likewise a single word that the repository is called by,
// which stands all over its paths; words of names in lower case (a name like May Long must not
// turn "it may long …" into nonsense: a full name of such words alone goes only
// as it is capitalised, or joined by signs); words that are part of a longer one
// (AnnLeeHandler); and names that none of the commits has. Commit ids stay as
// well: who has the repository can look them up.
package pseudonym

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Person is somebody whom an answer can name: one id, and all the names and
// addresses that commits have for it.
type Person struct {
	ID     fact.PersonID
	Names  []string
	Emails []string
}

// Book knows the pseudonym of each person.
type Book struct {
	key     string
	names   map[fact.PersonID]string
	persons map[string]string // written names and addresses, folded → pseudonym
	words   *node             // what to look for in texts
	known   map[string]bool   // single words that pseudonyms must not hold
}

// New makes a book. Where two persons would have the same two words, the one
// who comes first in the list has them: in the order in which people joined,
// nobody's pseudonym changes when somebody joins, but for one that has the new
// name in it.
func New(people []Person, key string) *Book {
	b := &Book{key: key, names: map[fact.PersonID]string{}, persons: map[string]string{}, words: &node{}, known: map[string]bool{}}
	for _, p := range people {
		for _, s := range append(p.Names[:len(p.Names):len(p.Names)], p.Emails...) {
			for _, t := range tokens(s) {
				b.known[t.folded] = true
			}
		}
	}
	taken := map[string]bool{}
	for _, p := range people {
		if _, twice := b.names[p.ID]; !twice {
			b.names[p.ID] = b.choose(string(p.ID), 0, taken)
		}
		b.learn(p, b.names[p.ID])
	}
	return b
}

// Name is the pseudonym of a person. One whom the book does not know has one of
// three words.
func (b *Book) Name(id fact.PersonID) string {
	if name, ok := b.names[id]; ok {
		return name
	}
	return b.choose(string(id), 1, nil)
}

// Apply copies an answer with persons replaced.
func (b *Book) Apply(a sheet.Answer) sheet.Answer {
	refs := b.refsOf(a)
	own := strings.ToLower(a.Repository.Name)
	a = a.Map(func(kind sheet.TextKind, s string) string {
		switch kind {
		case sheet.PersonName:
			return b.person(s)
		case sheet.CommitText:
			return ""
		case sheet.RefName:
			return b.ref(s)
		case sheet.PathText, sheet.RepositoryName:
			return b.replace(s, own, true)
		case sheet.CommandText:
			return b.replace(refs.inCommand(s), own, true)
		}
		return b.replace(refs.inProse(s), own, false)
	})
	a.Repository.CommitURL, a.Repository.FileURL = "", "" // their account may be a person's
	for i := range a.Sheets {
		for j := range a.Sheets[i].Sections {
			if t := a.Sheets[i].Sections[j].Table; t != nil {
				dropSubjects(t)
			}
		}
	}
	return a
}

// dropSubjects takes out columns that have nothing left in them.
func dropSubjects(t *sheet.Table) {
	for j := len(t.Columns) - 1; j >= 0 && len(t.Columns) > 1; j-- {
		if t.Columns[j].ID != sheet.SubjectColumn {
			continue
		}
		t.Columns = slices.Delete(t.Columns, j, j+1)
		for i := range t.Rows {
			t.Rows[i] = slices.Delete(t.Rows[i], j, j+1)
		}
	}
}

// others ends a list of names that was cut.
var others = regexp.MustCompile(`^(.+)( and [\d,]+ more)$`)

// person replaces a name that is known to be one, or a list of them. What has no
// letter, such as a dash, names nobody.
func (b *Book) person(s string) string {
	if name, ok := b.persons[fold(s)]; ok {
		return name
	}
	if strings.IndexFunc(s, unicode.IsLetter) < 0 {
		return s
	}
	if m := others.FindStringSubmatch(s); m != nil {
		return b.person(m[1]) + m[2]
	}
	if first, rest, several := strings.Cut(s, ", "); several {
		return b.person(first) + ", " + b.person(rest)
	}
	return b.choose("name "+fold(s), 1, nil)
}

// learn adds what a person can be recognised by.
func (b *Book) learn(p Person, name string) {
	written := func(s string) {
		if s = fold(s); s != "" && b.persons[s] == "" {
			b.persons[s] = name
		}
	}
	for _, s := range p.Names {
		written(s)
		b.learnName(s, name)
	}
	for _, s := range p.Emails {
		written(s)
		b.learnEmail(s, name)
	}
}

// fold makes a name comparable: in lower case, with single spaces.
func fold(s string) string { return strings.Join(strings.Fields(strings.ToLower(s)), " ") }

// slug is a pseudonym for paths and commands.
func slug(name string) string { return strings.ReplaceAll(strings.ToLower(name), " ", "-") }
