package people

import (
	"bytes"
	"strings"

	"leadline/internal/fact"
)

// mailmap answers as git does after reading a .mailmap file, see
// gitmailmap(5). One look-up is one step: what a line maps to is never looked
// up again, so no file can make it loop.
type mailmap struct {
	byEmail map[string]*mapped // key: the e-mail of the commit, lower case
}

// mapped is what the file says of an e-mail address: of whoever uses it, and
// of those who use it under a certain name, which takes precedence.
type mapped struct {
	to     fact.Identity            // empty fields are left as they are
	byName map[string]fact.Identity // key: the name of the commit, lower case
}

// parseMailmap reads a file line by line. Like git it passes over whatever it
// does not understand; a later line overrides an earlier one.
func parseMailmap(file []byte) mailmap {
	m := mailmap{map[string]*mapped{}}
	for line := range bytes.Lines(file) {
		if i := bytes.IndexAny(line, "\n\x00"); i >= 0 {
			line = line[:i]
		}
		m.add(string(line))
	}
	return m
}

// add takes in one line, of one of the forms
//
//	Proper Name <commit@email>
//	<proper@email> <commit@email>
//	Proper Name <proper@email> <commit@email>
//	Proper Name <proper@email> Commit Name <commit@email>
func (m mailmap) add(line string) {
	if strings.HasPrefix(line, "#") {
		return
	}
	to, rest, ok := contact(line)
	if !ok || to.Email == "" {
		return
	}
	from, _, ok := contact(rest)
	if !ok {
		from = fact.Identity{Email: to.Email}
		to.Email = ""
	}
	key := asciiLower(from.Email)
	entry := m.byEmail[key]
	if entry == nil {
		entry = &mapped{byName: map[string]fact.Identity{}}
		m.byEmail[key] = entry
	}
	if from.Name != "" {
		entry.byName[asciiLower(from.Name)] = to
		return
	}
	if to.Name != "" {
		entry.to.Name = to.Name
	}
	if to.Email != "" {
		entry.to.Email = to.Email
	}
}

// contact splits "Name <email> rest".
func contact(s string) (id fact.Identity, rest string, ok bool) {
	name, after, ok := strings.Cut(s, "<")
	if !ok {
		return id, "", false
	}
	email, rest, ok := strings.Cut(after, ">")
	if !ok {
		return id, "", false
	}
	return fact.Identity{Name: strings.Trim(name, asciiSpace), Email: email}, rest, true
}

// asciiSpace is what git takes for white space.
const asciiSpace = " \t\n\r"

// apply maps an identity, and reports whether the file says anything of it.
func (m mailmap) apply(id fact.Identity) (fact.Identity, bool) {
	entry := m.byEmail[asciiLower(id.Email)]
	if entry == nil {
		return id, false
	}
	to, ok := entry.byName[asciiLower(id.Name)]
	if !ok {
		to = entry.to
	}
	if to == (fact.Identity{}) {
		return id, false
	}
	if to.Name != "" {
		id.Name = to.Name
	}
	if to.Email != "" {
		id.Email = to.Email
	}
	return id, true
}

// asciiLower lowers A to Z alone, as git does when it compares.
func asciiLower(s string) string {
	for i := range len(s) {
		if c := s[i]; 'A' <= c && c <= 'Z' {
			b := []byte(s)
			for ; i < len(b); i++ {
				if 'A' <= b[i] && b[i] <= 'Z' {
					b[i] += 'a' - 'A'
				}
			}
			return string(b)
		}
	}
	return s
}
