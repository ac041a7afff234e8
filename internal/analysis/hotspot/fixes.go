package hotspot

import "regexp"

// Fixes reports whether the subject of a commit says, in English, that it fixes
// something or takes something back. Many fixes do not say so; of what a subject
// calls a fix, little is anything else.
func Fixes(subject string) bool { return fixing.MatchString(subject) }

var fixing = regexp.MustCompile(`(?i)\b(?:fix|fixe[sd]|fixing|bugfix|hotfix|bug|bugs|regression|revert|reverts|reverted|crash|crashes|panic|panics|deadlock|leak|leaks|race|corruption)\b`)
