package wording

import (
	"regexp"
	"strings"
)

// Pattern is one of EARS, the Easy Approach to Requirements Syntax (Mavin, Wilkinson,
// Harwood, Novak 2009).
type Pattern string

// The patterns.
const (
	NoPattern  Pattern = ""           // it is in none of them
	Ubiquitous Pattern = "ubiquitous" // The SYSTEM shall RESPONSE
	State      Pattern = "state"      // While STATE, the SYSTEM shall RESPONSE
	Event      Pattern = "event"      // When TRIGGER, the SYSTEM shall RESPONSE
	Unwanted   Pattern = "unwanted"   // If TRIGGER, then the SYSTEM shall RESPONSE
	Optional   Pattern = "optional"   // Where FEATURE is included, the SYSTEM shall RESPONSE
	Complex    Pattern = "complex"    // several of these words
)

var (
	clause = regexp.MustCompile(`(?i)^(?:and\s+)?(while|when|whenever|if|where)\b`)
	then   = regexp.MustCompile(`(?i)\bthen\b`)
	inner  = regexp.MustCompile(`(?i)(?:^|,)\s*(?:and\s+)?(while|when|whenever|if|where)\b`)
)

// PatternOf tells in which pattern the first sentence that binds is written; NoPattern,
// and why, if in none.
func PatternOf(statement string) (p Pattern, why string) {
	binding := Binding(statement)
	if !Binds(binding) {
		return NoPattern, "no shall or must"
	}
	first := sentences(binding)[0]
	at := modal.FindStringIndex(first)
	before := strings.TrimSpace(strings.Trim(first[:at[0]], " *_-"))
	switch {
	case before == "":
		return NoPattern, "nothing is named that shall do it"
	case strings.TrimSpace(strings.Trim(first[at[1]:], " .*_")) == "":
		return NoPattern, "nothing is named that it shall do"
	case !clause.MatchString(before):
		return Ubiquitous, ""
	}
	words := inner.FindAllStringSubmatch(before, -1)
	unwanted := false
	for _, w := range words {
		unwanted = unwanted || strings.EqualFold(w[1], "if")
	}
	switch {
	case unwanted && !then.MatchString(before):
		return NoPattern, "If without then"
	case len(words) > 1:
		return Complex, ""
	}
	switch strings.ToLower(words[0][1]) {
	case "while":
		return State, ""
	case "if":
		return Unwanted, ""
	case "where":
		return Optional, ""
	}
	return Event, ""
}

// Fit counts the statements of a set that are in each pattern; those in none are under
// NoPattern.
func Fit(statements []string) map[Pattern]int {
	out := map[Pattern]int{}
	for _, s := range statements {
		p, _ := PatternOf(s)
		out[p]++
	}
	return out
}

// Proposed tells whether so many of a set are in a pattern that the team could as well
// ask it of all: four of five, of at least ten.
func Proposed(fit map[Pattern]int) bool {
	all := 0
	for _, n := range fit {
		all += n
	}
	return all >= 10 && 5*(all-fit[NoPattern]) >= 4*all
}
