package record

import (
	"cmp"
	"fmt"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

func sortEdits(edits []edit) {
	slices.SortStableFunc(edits, func(a, b edit) int { return cmp.Compare(a.start, b.start) })
}

// Renumbered is a record that gets another number.
type Renumbered struct {
	Record *fact.Record
	Number int
}

// PerRecord reports whether the number is in the name of the record's folder.
func (r *Renumbered) PerRecord() bool { return isIndex(r.Record.Path) }

// Path is that of the record with its new number, and Old and New are the names that
// change: of its file, or of its folder where each record has one.
func (r *Renumbered) Path() (to fact.Path, old, now string) {
	p := r.Record.Path
	old = path.Base(string(p))
	folder := p.Folder()
	perRecord := r.PerRecord()
	if perRecord {
		old, folder = path.Base(string(folder)), folder.Folder()
	}
	n := parseName(strings.TrimSuffix(old, path.Ext(old)))
	at := len(n.prefix)
	if n.date != "" {
		at = len(string(n.date)) + 1
	}
	now = old[:at] + fmt.Sprintf("%0*d", n.digits, r.Number) + old[at+n.digits:]
	to = fact.Path(path.Join(string(folder), now))
	if perRecord {
		to += "/" + fact.Path(path.Base(string(p)))
	}
	return to, old, now
}

// base is the name that holds the number.
func (r *Renumbered) base() string {
	_, old, _ := r.Path()
	return old
}

// Name is what links to the record hold: the name of its file without the ending, or of
// its folder. Where that is no more than an id, which other texts say without meaning
// the file, the ending belongs to it.
func (r *Renumbered) Name() string {
	old := r.base()
	if short := strings.TrimSuffix(old, path.Ext(old)); !r.PerRecord() && parseName(short).slug != "" {
		return short
	}
	return old
}

// Own gives the file of the record with its new number in its title, and in the keys of
// its front matter that hold the old one alone.
func (r *Renumbered) Own(text []byte) []byte {
	var edits []edit
	if t := r.Record.Title; t.Start < t.End && t.End <= len(text) {
		if at := numberIn(string(text[t.Start:t.End]), r.Record.Number); at != nil {
			edits = append(edits, edit{t.Start + at[0], t.Start + at[1], fmt.Sprintf("%0*d", at[1]-at[0], r.Number)})
		}
	}
	if start, end, _, ok := fact.FrontMatter(text); ok {
		for _, m := range ownNumber.FindAllSubmatchIndex(text[start:end], -1) {
			if from := text[start+m[4] : start+m[5]]; fmt.Sprintf("%0*d", len(from), r.Record.Number) == string(from) {
				edits = append(edits, edit{start + m[4], start + m[5], fmt.Sprintf("%0*d", len(from), r.Number)})
			}
		}
	}
	return apply(text, edits)
}

// ownNumber is a key by which a record says its own number or id.
var ownNumber = regexp.MustCompile(`(?m)^(id|number|adr|title):[ \t]*["']?(?:[A-Za-z]+[-_ #])?(\d{1,5})\b`)

// Links gives a text with its links to the record changed: the name of the file wherever
// it stands by itself, and the number with which the text of such a link begins. Count is
// how many links were changed.
func (r *Renumbered) Links(text []byte) (out []byte, count int) {
	_, base, now := r.Path()
	old := r.Name()
	now = now[:len(now)-(len(base)-len(old))] // without the ending, as the old one
	var edits []edit
	s := string(text)
	for from := 0; ; {
		i := strings.Index(s[from:], old)
		if i < 0 {
			break
		}
		at := from + i
		from = at + len(old)
		if at > 0 && isNameByte(s[at-1]) || from < len(s) && isNameByte(s[from]) && s[from] != '.' {
			continue
		}
		count++
		edits = append(edits, edit{at, from, now})
		if e, ok := r.linkText(s, at); ok {
			edits = append(edits, e)
		}
	}
	return apply(text, edits), count
}

// numeral is how a relation names a record by its number: 12, 0012, ADR-0012.
var numeral = regexp.MustCompile(`^(?:[A-Za-z]{2,10}[-_ #]?)?(\d{1,5})$`)

// Numeral reports whether a relation names the record by its number.
func (r *Renumbered) Numeral(to string) bool {
	m := numeral.FindStringSubmatch(to)
	return m != nil && isNumber(m[1], r.Record.Number)
}

func isNumber(digits string, number int) bool {
	n, err := strconv.Atoi(digits)
	return err == nil && n == number
}

// Declared gives a text with the number changed in the relations at some places, which
// name the record by it. Count is how many were changed: a text that was edited since it
// was read has others there, and keeps them.
func (r *Renumbered) Declared(text []byte, at []fact.Passage) (out []byte, count int) {
	var edits []edit
	for _, p := range at {
		if p.Start >= p.End || p.End > len(text) {
			continue
		}
		said := text[p.Start:p.End]
		runs := slices.DeleteFunc(digitRun.FindAllIndex(said, -1), func(m []int) bool { return !isNumber(string(said[m[0]:m[1]]), r.Record.Number) })
		if len(runs) == 1 {
			from, to := runs[0][0], runs[0][1]
			edits = append(edits, edit{p.Start + from, p.Start + to, fmt.Sprintf("%0*d", to-from, r.Number)})
		}
	}
	return apply(text, edits), len(edits)
}

func isNameByte(b byte) bool {
	return b == '-' || b == '_' || b >= '0' && b <= '9' || b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z'
}

// linkText finds the number at the beginning of the text of the link whose target holds
// what is at an offset.
func (r *Renumbered) linkText(s string, at int) (edit, bool) {
	line := strings.LastIndexByte(s[:at], '\n') + 1
	end := strings.LastIndex(s[line:at], "](")
	if end < 0 || strings.ContainsAny(s[line+end+2:at], ") ") {
		return edit{}, false
	}
	start := strings.LastIndexByte(s[line:line+end], '[')
	if start < 0 {
		return edit{}, false
	}
	start += line + 1
	number := numberIn(s[start:line+end], r.Record.Number)
	if number == nil {
		return edit{}, false
	}
	return edit{start + number[0], start + number[1], fmt.Sprintf("%0*d", number[1]-number[0], r.Number)}, true
}
