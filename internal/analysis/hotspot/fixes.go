package hotspot

import (
	"strings"
	"unicode"
)

// Fixes reports whether the subject of a commit says, in English, that it repairs
// how the program works, or takes something back. Many repairs do not say so; of
// what a subject calls a fix, little is anything else but what chores names.
func Fixes(subject string) bool {
	fix := false
	for w := range strings.FieldsFuncSeq(strings.ToLower(subject), func(r rune) bool { return !unicode.IsLetter(r) }) {
		if chores[w] || strings.HasPrefix(w, "optimi") || strings.HasPrefix(w, "refactor") || strings.HasPrefix(w, "renam") {
			return false
		}
		fix = fix || fixing[w]
	}
	return fix
}

var fixing = set(`fix fixes fixed fixing bugfix hotfix bug bugs regression revert reverts reverted crash crashes panic panics deadlock
	leak leaks race corruption`)

var chores = set(`typo typos spelling grammar lint linter linting clippy warning warnings formatting whitespace indentation style comment
	comments doc docs documentation test tests testing ci build builds compile compilation type types typing review performance perf speed
	cleanup clean`)
