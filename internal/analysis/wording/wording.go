// Package wording tells what is wrong with the words of a requirement, and how far a
// set of requirements keeps to a pattern. It judges the sentences that bind, and neither
// notes, rationale and examples nor what is quoted.
//
// The rules are of Femmer et al. 2017 (Rapid quality assurance with requirements smells)
// and the INCOSE Guide to Writing Requirements (R7 vague terms, R8 escape clauses, R9
// open-ended clauses, R18 one thought), and each names the characteristic of ISO/IEC/IEEE
// 29148:2018, 5.2.5, that it serves. Of the smells known, those stand here that were
// mostly right when they were read by hand: docs/evidence/requirements.md. Words such as
// all, support, not, faster and passive sentences were mostly wrong, and are no smell.
package wording

import (
	"regexp"
	"strings"
)

// Kind is what may be wrong with a statement.
type Kind string

// The kinds.
const (
	Vague       Kind = "vague"       // a word that two readers measure differently
	Placeholder Kind = "placeholder" // something is still to be written
	OpenEnded   Kind = "open-ended"  // a list without an end
	Loophole    Kind = "loophole"    // lets whoever builds it decide whether it holds
	Several     Kind = "several"     // more than one obligation
	Duplicate   Kind = "duplicate"   // another requirement says the same
	Long        Kind = "long"
)

// Characteristic names the characteristic of a good requirement, or of a good set of
// them, that a kind of mistake breaks.
func (k Kind) Characteristic() string {
	switch k {
	case Vague:
		return "unambiguous"
	case Placeholder, OpenEnded:
		return "complete"
	case Loophole:
		return "verifiable"
	case Several:
		return "singular"
	case Duplicate:
		return "consistent" // of a set, 5.2.6: no two say the same
	}
	return "comprehensible" // of a set, 5.2.6
}

// Most is how many words a statement has at most that is not long.
const Most = 60

// Smell is something that may be wrong with a statement.
type Smell struct {
	Kind Kind
	// Words are those of the statement that show it; of a long one none.
	Words string
	// Count is, where that matters, how many: obligations, words.
	Count int
}

// Check tells what may be wrong with a statement: one smell of each kind at most, in
// the order of the kinds. Duplicates take more than one statement.
func Check(statement string) []Smell {
	binding := Binding(statement)
	var out []Smell
	for _, rule := range []struct {
		kind Kind
		find func(string) string
	}{{Vague, vague}, {Placeholder, placeholder}, {OpenEnded, openEnded}, {Loophole, loophole}} {
		if words := rule.find(binding); words != "" {
			out = append(out, Smell{Kind: rule.kind, Words: words})
		}
	}
	if n := len(modal.FindAllString(binding, -1)); n > 1 {
		out = append(out, Smell{Kind: Several, Words: modal.FindString(binding), Count: n})
	}
	if n := len(strings.Fields(unlisted(binding))); n > Most {
		out = append(out, Smell{Kind: Long, Count: n})
	}
	return out
}

// itemized is where a list begins.
var itemized = regexp.MustCompile(`:\s+(?:[-*•–]|\(?(?:\d{1,2}|[a-z])[.)])\s`)

// unlisted is a statement up to its first list: what is listed is read item by item, and
// is not too long for that.
func unlisted(statement string) string {
	if at := itemized.FindStringIndex(statement); at != nil {
		return statement[:at[0]]
	}
	return statement
}

// Normal is a statement as far as it is compared: its words in lower case. Two that are
// equal say the same.
func Normal(statement string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(statement), func(r rune) bool {
		return r != '-' && r != '_' && (r < 0x80 && !alphanumeric(byte(r)))
	}), " ")
}

func alphanumeric(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// modal are the verbs that bind.
var modal = regexp.MustCompile(`(?i)\b(?:shall|must)\b`)

// Binds tells whether a statement has a verb that binds.
func Binds(statement string) bool { return modal.MatchString(statement) }

var (
	quoted  = regexp.MustCompile("``[^`]*``|`[^`]*`|\"[^\"]*\"|“[^”]*”|«[^»]*»|(?:^|[\\s(])'[^']*'|\\$\\$?[^$\\n]+\\$\\$?")
	linked  = regexp.MustCompile(`\[([^\]\n]*)\]\([^)\n]*\)|\bhttps?://\S+|<(?:/?[a-z]+|[^<>\s]*[/@:][^<>\s]*)>`)
	example = regexp.MustCompile(`(?i)\((?:e\.\s?g\.|i\.\s?e\.|for example|for instance|such as|note:)[^()]*\)`)
	// informative begins what explains a statement and binds nobody.
	informative = regexp.MustCompile(`(?mi)^[\s>*_#.-]*(?:\.\.\s+)?(?:notes?|examples?|rationale|comments?|explanation|background|motivation|remarks?)\b[\s*_]*(?:\d+[\s*_]*)?(?:::?|\n)|[.!?)]\s+(?:\.\.\s+)?(?:notes?|examples?|rationale)::?\s`)
	emphasis    = regexp.MustCompile(`\*\*|__|\*\b|\b\*`)
)

// Binding is the part of a statement that binds, in which the words are looked for:
// what a note, a rationale or an example says is left out, and so is what is quoted, of
// which an x is left. Sentences without an obligation stay where the statement has none
// at all, as in requirements in the present tense.
func Binding(statement string) string {
	if at := informative.FindStringIndex(statement); at != nil && strings.TrimSpace(statement[:at[0]]) != "" {
		statement = statement[:at[0]]
	}
	statement = quoted.ReplaceAllString(statement, " x ")
	statement = linked.ReplaceAllString(statement, " $1 x ")
	statement = example.ReplaceAllString(statement, " (x) ")
	statement = emphasis.ReplaceAllString(statement, "")
	if !Binds(statement) {
		return strings.Join(strings.Fields(statement), " ")
	}
	var out []string
	for _, s := range sentences(statement) {
		if Binds(s) {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

var (
	paragraph   = regexp.MustCompile(`\n\s*\n`)
	ended       = regexp.MustCompile(`[.!?]["')\]]*\s+(?:[A-Z\[(]|$)`)
	abbreviated = regexp.MustCompile(`(?i)(?:\b(?:e\.g|i\.e|etc|vs|cf|incl|resp|approx|no|sec|fig|ref)|\b(?-i:[A-Z]))\.["')\]]*\s+$`)
)

// sentences takes a text apart. A list belongs to the sentence before it, if that ends
// with a colon.
func sentences(text string) []string {
	var out []string
	for _, p := range paragraph.Split(text, -1) {
		p = strings.Join(strings.Fields(p), " ")
		if n := len(out); n > 0 && strings.HasSuffix(out[n-1], ":") {
			p = out[n-1] + " " + p
			out = out[:n-1]
		}
		for p != "" {
			n := sentence(p)
			out = append(out, strings.TrimSpace(p[:n]))
			p = p[n:]
		}
	}
	return out
}

// sentence is the length of the sentence that a text begins with.
func sentence(text string) int {
	for from := 0; ; {
		at := ended.FindStringIndex(text[from:])
		if at == nil {
			return len(text)
		}
		end := from + at[1]
		if end < len(text) {
			end-- // the first letter of the next one
		}
		if !abbreviated.MatchString(text[:end]) || end == len(text) {
			return end
		}
		from = end
	}
}
