package message

import "regexp"

// breaking is how Conventional Commits 1.0.0 says that what others use breaks: an
// exclamation mark before the colon of the subject, or a footer. The footer is taken
// wherever it stands, since its capitals are used for nothing else; in other letters it
// counts as the heading of a list.
var breaking = regexp.MustCompile(`^\s*\w+(\([^()\n]*\))?!:|\bBREAKING[ -]CHANGES?:|(?m)^[#*\s]*[Bb]reaking [Cc]hanges?:?[*\s]*$`)

// Breaking tells whether a message says that what others use breaks.
func Breaking(message []byte) bool { return breaking.Match(message) }
