package wording

import (
	"regexp"
	"strings"
)

// words makes an expression of words and phrases, parted by commas.
func words(list string) string {
	return strings.NewReplacer(", ", "|", ",\n", "|", "\n", "|", " ", `\s+`).Replace(strings.TrimSpace(list))
}

// vagueWords are adjectives and adverbs of which two readers think differently when they
// are met (GtWR R7), as far as they were mostly right where they stood.
var vagueWords = regexp.MustCompile(`(?i)(?:^|[\s(/,])(` + words(`adequate, adequately, appropriate, appropriately, suitable, suitably, reasonable, reasonably,
sufficient, sufficiently, efficient, efficiently, user-friendly, user friendly, easy to use, easily, intuitive, intuitively,
quickly, promptly, timely, in a timely manner, as soon as possible, as fast as possible, as quickly as possible,
flexible, flexibly, robust, robustly, seamless, seamlessly, graceful, gracefully, meaningful, optimal, optimally,
significant, significantly, acceptable, various, state-of-the-art, state of the art, smoothly, properly,
fast, modern, a large number of, large numbers of, a small number of, a minimal number of, minimal impact, minimal effort, minimal overhead`) + `)(?:[\s),.;:]|$)`)

// settled follows a vague word that the sentence itself makes exact.
var settled = regexp.MustCompile(`(?i)\bsee\b|\b(?:as (?:defined|specified|described|listed|stated|given|determined) (?:in|by|for)|according to|in accordance with|based on|depending on|defined (?:in|by)|specified (?:in|by)|within \d|at least \d|at most \d|less than \d|no more than \d|≤|<=?|>=?|≥)`)

// vague finds the first word that leaves open what would meet the statement.
func vague(binding string) string {
	for from := 0; from < len(binding); {
		at := vagueWords.FindStringSubmatchIndex(binding[from:])
		if at == nil {
			return ""
		}
		start, end := from+at[2], from+at[3]
		if word := binding[start:end]; !clear(word, binding[:start], binding[end:]) {
			return word
		}
		from = end
	}
	return ""
}

var (
	// purpose follows a word such as sufficient that says for what.
	purpose = regexp.MustCompile(`^(?:\s+[\w-]+){0,4}?\s+(?:to|for|that)\s`)
	// predicate ends a word that says of something that it is so, not of which kind.
	predicate = regexp.MustCompile(`(?i)^\s*(?:[^\s\w]|$|(?:or|and|if|when|in|as|with|is|are|by|at)\b)`)
	listed    = regexp.MustCompile(`^(?:(?:\s+[\w-]+){0,4}\s*\(|\s+x\s)`)
	falls     = regexp.MustCompile(`(?i)^\s+(?:falls?\s*-?back|degrades?)\s+to\b`)
	ends      = regexp.MustCompile(`(?i)^(?:[\s).,;:]*$|[).,;:]|\s+(?:and|or|when|if|for)\b)`)
	before    = regexp.MustCompile(`(?i)\bthe\s+(?:most\s+)?$`)
)

// clear tells whether what stands around a vague word says what it means.
func clear(word, ahead, rest string) bool {
	if settled.MatchString(rest) || listed.MatchString(rest) {
		return true
	}
	switch strings.ToLower(word) {
	case "sufficient":
		return purpose.MatchString(rest) || predicate.MatchString(rest)
	case "sufficiently", "suitable":
		return purpose.MatchString(rest)
	case "appropriate":
		return before.MatchString(ahead)
	case "gracefully":
		return falls.MatchString(rest)
	case "properly", "fast":
		return !ends.MatchString(rest)
	}
	return false
}

var (
	toBe = regexp.MustCompile(`\b(?:TBD|TBC|TBS|TBR|T\.B\.D\.)|\?\?\?|\bXX+\b`)
	// mentioned stands before or after such a word of which the statement speaks.
	mentioned = regexp.MustCompile(`(?i)\b(?:of|no|any|all|each|every|contain|contains|containing|with|as|a|the)\s+$`)
	toDo      = regexp.MustCompile(`(?i)^\s*(?:todo|fixme|tbd|tbc|\.\.\.|…)[\s.:!]*$|[\[({<]\s*(?:todo|fixme|placeholder[\])}>:]|needs clarification|insert|fill in|tba|tbd|to be (?:determined|defined|confirmed|specified|decided))\b[^\])}>]*[\])}>]|\b(?:TODO|FIXME)[\s.:!]*$|\b(?:yet )?to be (?:determined|decided)(?: later)?[\s.]*$`)
)

// placeholder finds what somebody meant to fill in.
func placeholder(binding string) string {
	if s := toDo.FindString(binding); s != "" {
		return strings.TrimSpace(s)
	}
	at := toBe.FindStringIndex(binding)
	if at == nil || mentioned.MatchString(binding[:at[0]]) {
		return ""
	}
	return binding[at[0]:at[1]]
}

var open = regexp.MustCompile(`(?i)(?:[\s,(])(` + words(`etc, et cetera, and so on, and so forth, and the like, or the like, and similar, or similar, and others, among others,
and other relevant, or other relevant, and other appropriate, and other suitable, as a minimum, at a minimum, but not limited to, but are not limited to, but is not limited to`) + `)(?:[\s),.;:…]|$)|[\s,](and more|and such)(?:[),.;:]|$)|,\s*(\.\.\.|…)`)

var (
	bracket = regexp.MustCompile(`\([^()]*\)`)
	// ofAll are examples of what is named in full.
	ofAll = regexp.MustCompile(`(?i)\b(?:every|any|all|each)(?:\s+[\w-]+){1,5}\s+\([^()]*\)`)
)

// openEnded finds the end of a list that has none.
func openEnded(binding string) string {
	at := open.FindStringSubmatch(ofAll.ReplaceAllString(binding, " "))
	if at == nil {
		return ""
	}
	return strings.TrimSpace(at[1] + at[2] + at[3])
}

var (
	escape = regexp.MustCompile(`(?i)\b(` + words(`if possible, where possible, when possible, whenever possible, wherever possible, if at all possible, as far as possible, as much as possible,
to the extent possible, to the extent practical, to the extent practicable, if practicable, where practicable, if practical, where practical, when practical, as far as practicable,
if feasible, where feasible, when feasible, as feasible, as appropriate, if appropriate, where appropriate, when appropriate, as deemed appropriate, as deemed necessary,
if necessary, as necessary, when necessary, where necessary, if needed, as needed, when needed, where needed, as required, if required,
if deemed necessary, when deemed necessary, where deemed necessary, if considered necessary, when considered necessary, if it should prove,
shall normally, shall typically, shall usually, shall generally, should normally, should typically, should usually, should generally, must normally, at its discretion, at the discretion of, at their discretion, if desired, as desired`) + `)(\s+\w+)?`)
	// leads begins a statement that whoever builds it may leave.
	leads = regexp.MustCompile(`(?i)(?:^|[.:]\s+)((?:where|when|if|as)\s+applicable),|,\s+((?:where|when|if|as)\s+applicable)[.]?$`)
	bound = map[string]bool{"by": true, "for": true, "in": true, "to": true, "from": true, "under": true, "of": true, "per": true}
)

// loophole finds words by which whoever builds it may leave it.
func loophole(binding string) string {
	for _, at := range escape.FindAllStringSubmatch(bracket.ReplaceAllString(binding, ""), -1) {
		if !bound[strings.ToLower(strings.TrimSpace(at[2]))] || strings.HasPrefix(strings.ToLower(at[1]), "at ") {
			return at[1]
		}
	}
	if at := leads.FindStringSubmatch(binding); at != nil {
		return at[1] + at[2]
	}
	return ""
}
