package record

import (
	"path"
	"regexp"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// named is what the name of a record's file, or of its folder, says.
type named struct {
	// prefix is what stands before the number, such as ADR-; as it is written.
	prefix string
	number int
	digits int // 0 where it has no number
	date   fact.Day
	slug   string // what follows
	// id is what others would call the record by.
	id string
}

var (
	datedAndNumbered = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})[-_. ](\d{2,4})(?:[-_. ](.*))?$`)
	dated            = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}|\d{8})(?:[-_. ](.*))?$`)
	numbered         = regexp.MustCompile(`^((?:[A-Z]{1,8}[-_ ]){1,3}|[A-Z]{2,8}[-_ ](?:[A-Za-z]{1,16}[-_ ]){0,2}|(?i:adr|madr|rfc|tep|kep|rfd|dr|ddr|tdr|pdr|lad|ard|dec|decision|req|risk|prop|proposal|sep|dep|oep|jep)[-_ ]?)?(\d{1,5})(?:[-_. ]+(.*))?$`)
)

// parseName reads the name of a file without its ending.
func parseName(stem string) named {
	if m := datedAndNumbered.FindStringSubmatch(stem); m != nil {
		if day, ok := calendar(m[1]); ok {
			n, _ := strconv.Atoi(m[2])
			return named{number: n, digits: len(m[2]), date: day, slug: m[3], id: m[2], prefix: m[1] + stem[len(m[1]):len(m[1])+1]}
		}
	}
	if m := dated.FindStringSubmatch(stem); m != nil {
		if day, ok := calendar(m[1]); ok {
			return named{date: day, slug: m[2], id: stem}
		}
	}
	if m := numbered.FindStringSubmatch(stem); m != nil {
		n, _ := strconv.Atoi(m[2])
		return named{prefix: m[1], number: n, digits: len(m[2]), slug: m[3], id: m[1] + m[2]}
	}
	return named{slug: stem, id: stem}
}

// calendar reads 2026-11-22 and 20261122.
func calendar(s string) (fact.Day, bool) {
	for _, layout := range []string{time.DateOnly, "20060102"} {
		if t, err := time.Parse(layout, s); err == nil && t.Year() >= 1970 && t.Year() < 2100 {
			return fact.Day(t.Format(time.DateOnly)), true
		}
	}
	return "", false
}

// stem is the name of a file without its folder and its ending.
func stem(p fact.Path) string {
	base := path.Base(string(p))
	return strings.TrimSuffix(base, path.Ext(base))
}

// ordered reports whether a name has a number or a day, as those of records do.
func (n *named) ordered() bool { return n.digits > 0 || n.date != "" }

var (
	indexName = regexp.MustCompile(`(?i)^(readme|index|_?index|_category_|_sidebar|summary|toc|contents|changelog|contributing|overview|decision-log|adr-log|adr-index|log|about|license|agents|claude|copilot-instructions|skill|process|guidelines?|list)$`)
	template  = regexp.MustCompile(`(?i)(^|[-_. ])(template|templates|tmpl)([-_. ]|$)`)
)

// aboutRecords says why a file of a records folder is no record by its name; empty where
// it may be one.
func aboutRecords(p fact.Path, n *named) string {
	s := stem(p)
	switch {
	case indexName.MatchString(s):
		return "a page about the records"
	case template.MatchString(s) && (!n.ordered() || n.number == 0 && n.digits > 0 || template.MatchString(n.slug) && strings.HasPrefix(strings.ToLower(n.slug), "template")):
		return "a template"
	}
	return ""
}
