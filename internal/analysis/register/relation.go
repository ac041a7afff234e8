package register

import (
	"regexp"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Astray is a relation that a record declares to another one that is not there.
type Astray struct {
	Entry *Entry
	Link  fact.RecordLink
}

var (
	// byNumber is a relation by a number, byName one by a name that tells its kind.
	byNumber = regexp.MustCompile(`(?i)^(?:(?:m?adr|rfc|tep|kep|rfd|decision|record)[-_ #]?)?0*(\d{1,5})$`)
	byName   = regexp.MustCompile(`^(?:REQ|RISK|ASK|PLAN|OBJ|RUN|STD)-[A-Za-z0-9._-]+$`)
)

// Astray are the relations to a number or a name that no record has, nor a file in the
// folders of records that was not understood. Verified-by and see may name what is no
// record, and what is said in other words is not judged.
func (r *Register) Astray() []Astray {
	taken := map[int]bool{}
	folders := r.numberedFolders()
	for _, p := range r.lost {
		if n, ok := r.numberedIn(p, folders); ok {
			taken[n.number] = true
		}
	}
	var out []Astray
	for i := range r.Entries {
		e := &r.Entries[i]
		if e.Kind == fact.Requirement && !byName.MatchString(e.ID) {
			continue // of a format whose ids have their own rules
		}
		for _, l := range e.Links {
			if judged(e, &l, taken) && len(r.Resolve(e.Record, l.To.Text)) == 0 {
				out = append(out, Astray{e, l})
			}
		}
	}
	return out
}

// judged tells whether a relation can only mean a record.
func judged(e *Entry, l *fact.RecordLink, taken map[int]bool) bool {
	switch l.Kind {
	case fact.Supersedes, fact.SupersededBy, fact.Implements, fact.DependsOn:
	default:
		return false
	}
	to := strings.Trim(l.To.Text, " []()`.")
	if byName.MatchString(to) {
		return true
	}
	m := byNumber.FindStringSubmatch(to)
	if m == nil || e.Kind != fact.Decision || e.Digits == 0 {
		return false
	}
	n, err := strconv.Atoi(m[1])
	return err == nil && n != e.Number && !taken[n]
}
