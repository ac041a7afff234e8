package hotspot

import "regexp"

// Fixes reports whether the subject of a commit says, in English, that it repairs
// how the program works, or takes something back. Many repairs do not say so; of
// what a subject calls a fix, little is anything else but what chore names.
func Fixes(subject string) bool { return fixing.MatchString(subject) && !chore.MatchString(subject) }

var (
	fixing = regexp.MustCompile(`(?i)\b(?:fix|fixe[sd]|fixing|bugfix|hotfix|bug|bugs|regression|revert|reverts|reverted|crash|crashes|panic|panics|deadlock|leak|leaks|race|corruption)\b`)
	chore  = regexp.MustCompile(`(?i)\b(?:typos?|spelling|grammar|lint(?:er|ing)?|clippy|warnings?|formatting|whitespace|indentation|style|comments?|docs?|documentation|tests?|testing|ci|build|builds|compile|compilation|types?|typing|review|performance|perf|optimi[sz]\w*|speed|refactor\w*|clean-?up|renam\w*)\b`)
)
