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
quickly, rapidly, promptly, timely, in a timely manner, as soon as possible, as fast as possible, as quickly as possible,
flexible, flexibly, robust, robustly, seamless, seamlessly, graceful, gracefully, meaningful, optimal, optimally,
significant, significantly, acceptable, various, state-of-the-art, state of the art, smoothly, properly,
reasonable amount, approximately, roughly, a few, several, many`) + `)(?:[\s),.;:]|$)`)

// settled follows a vague word that the sentence itself makes exact.
var settled = regexp.MustCompile(`(?i)\b(?:as (?:defined|specified|described|listed|stated|given|determined) (?:in|by|for)|according to|in accordance with|based on|depending on|defined (?:in|by)|specified (?:in|by)|within \d|at least \d|at most \d|less than \d|no more than \d|≤|<=?|>=?|≥)`)

// vague finds the first word that leaves open what would meet the statement.
func vague(binding string) string {
	for from := 0; from < len(binding); {
		at := vagueWords.FindStringSubmatchIndex(binding[from:])
		if at == nil {
			return ""
		}
		start, end := from+at[2], from+at[3]
		if word := binding[start:end]; !clear(binding, strings.ToLower(word), start, end) {
			return word
		}
		from = end
	}
	return ""
}

// clear tells whether what stands around a vague word says what it means.
func clear(binding, word string, start, end int) bool {
	rest := binding[end:]
	if settled.MatchString(rest) {
		return true
	}
	switch word {
	case "appropriate", "suitable", "sufficient", "acceptable":
		return false
	case "approximately", "roughly":
		return !regexp.MustCompile(`^\s*\d`).MatchString(rest)
	}
	return false
}

var (
	toBe = regexp.MustCompile(`\b(?:TBD|TBC|TBS|TBR|T\.B\.D\.|tbd)\b|(?i)\[NEEDS CLARIFICATION[^\]]*\]?|\bto be (?:determined|defined|confirmed|specified|decided)\b(?: later)?|\?\?\?+|\bXX+\b`)
	toDo = regexp.MustCompile(`(?i)^\s*(?:todo|fixme)\b[\s.:!]*$|[\[({<]\s*(?:todo|fixme|placeholder|insert|add|fill in|your|tba)\b[^\])}>]*[\])}>]|\b(?:TODO|FIXME)\b[\s.:!]*$`)
)

// placeholder finds what somebody meant to fill in.
func placeholder(binding string) string {
	if s := toBe.FindString(binding); s != "" {
		return s
	}
	return strings.TrimSpace(toDo.FindString(binding))
}

var open = regexp.MustCompile(`(?i)(?:[\s,(])(` + words(`etc, et cetera, and so on, and so forth, and the like, or the like, and similar, or similar, and others, among others, and more,
but not limited to, but are not limited to, but is not limited to, or any other, and such`) + `)(?:[\s),.;:…]|$)|(\.\.\.|…)`)

// openEnded finds the end of a list that has none.
func openEnded(binding string) string {
	at := open.FindStringSubmatch(binding)
	if at == nil {
		return ""
	}
	return strings.TrimSpace(at[1] + at[2])
}

var (
	escape = regexp.MustCompile(`(?i)\b(` + words(`if possible, where possible, when possible, whenever possible, wherever possible, if at all possible, as far as possible, as much as possible,
to the extent possible, to the extent practical, to the extent practicable, if practicable, where practicable, if practical, where practical, when practical, as far as practicable,
if feasible, where feasible, when feasible, as feasible, as appropriate, if appropriate, where appropriate, when appropriate, as deemed appropriate, as deemed necessary,
if necessary, as necessary, when necessary, where necessary, if needed, as needed, when needed, where needed, as required, if required, where applicable, if applicable, as applicable, when applicable,
best effort, best-effort, at its discretion, at the discretion of, at their discretion, if desired, as desired`) + `)(\s+\w+)?`)
	bound = map[string]bool{"by": true, "for": true, "in": true, "to": true, "from": true, "under": true, "of": true, "per": true}
)

// loophole finds words by which whoever builds it may leave it.
func loophole(binding string) string {
	for _, at := range escape.FindAllStringSubmatch(binding, -1) {
		if !bound[strings.ToLower(strings.TrimSpace(at[2]))] || strings.HasPrefix(strings.ToLower(at[1]), "at ") {
			return at[1]
		}
	}
	return ""
}
