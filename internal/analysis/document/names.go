package document

import (
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// Named is a name of code that a document mentions as what is there.
type Named struct {
	Document *fact.Document
	*fact.Mention
	// Names are the parts of it that can be looked for: nothing else is called so.
	Names []string
	// Written is the commit that wrote the line.
	Written fact.CommitID
}

var (
	// distinct is written with humps or with underscores between.
	distinct = regexp.MustCompile(`[a-z0-9][A-Z]|[A-Z]{2}[a-z]|[A-Za-z0-9]_+[A-Za-z0-9]`)
	parts    = regexp.MustCompile(`[A-Za-z_][A-Za-z0-9_]*`)
)

// shortest is the length from which on a name is taken for distinctive.
const shortest = 6

// Names are the distinctive names that documents mention, where neither the document nor
// the section speaks of what was or is to come, each of a document once. Names of constants
// alone, in capitals, are none: most are of an environment.
func (l *Library) Names() []Named {
	var out []Named
	for _, d := range l.Documents {
		f := l.history.File(d.Path)
		if f == nil || !Present(d.Path) || l.tree.Beyond(d.Path) {
			continue
		}
		seen := map[string]bool{}
		for _, m := range d.Mentions {
			seen[m.Text] = seen[m.Text] || m.Past // said once as the past, it is known to be
		}
		for i := range d.Mentions {
			m := &d.Mentions[i]
			if m.Kind != fact.MentionSymbol && m.Kind != fact.MentionCode || seen[m.Text] {
				continue
			}
			seen[m.Text] = true
			if names := distinctive(m.Text); len(names) > 0 {
				out = append(out, Named{d, m, names, writer(f, m.Line)})
			}
		}
	}
	return out
}

// distinctive are the parts of a name that nothing else is called by.
func distinctive(text string) []string {
	var out []string
	for _, p := range parts.FindAllString(text, -1) {
		if len(p) >= shortest && distinct.MatchString(p) && strings.ToUpper(p) != p {
			out = append(out, p)
		}
	}
	return out
}

// writer is the commit that wrote a line; empty where that is not known.
func writer(f *fact.File, line int) fact.CommitID {
	for _, run := range f.Lines {
		if line -= int(run.Lines); line <= 0 {
			return run.Commit
		}
	}
	return ""
}
