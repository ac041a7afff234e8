package markdown

import (
	"regexp"
	"strings"

	"leadline/internal/fault"
)

// apart is a zero-width space, written so that it can be seen in the source.
// GitHub and GitLab look for references and addresses in the finished page,
// where a backslash has long gone; this keeps the sign and the name apart.
const apart = "&#8203;"

// What a host makes of words after the Markdown has been read:
//   - @name notifies somebody, and a mail address becomes a link;
//   - #1, !1, $1, ~a, %a, &1 and GH-1 are references (GitLab has the middle
//     ones), and a reference links back from what it names;
//   - ://, www. and mailto: make a link;
//   - :word: becomes a picture.
//
// Each is broken between its two groups.
var hostMarkup = []*regexp.Regexp{
	regexp.MustCompile(`([@#!$~%&])([\pL\pN_"])`),
	regexp.MustCompile(`(?i)(\bGH-)(\d)`),
	regexp.MustCompile(`(:)(//)`),
	regexp.MustCompile(`(?i)(\b(?:mailto|xmpp):)()`),
	regexp.MustCompile(`(?i)(www)(\.)`),
	emoticon,
	emoticon, // again, for those that shared a colon
}

// emoticon leaves line numbers alone; two numbers are pictures, though.
var emoticon = regexp.MustCompile(`(:)((?:\d*[a-zA-Z_+-][\w+-]*|100|1234):)`)

// markup is what Markdown gives a meaning anywhere in a line. A dollar sign
// begins mathematics on GitHub, where a backslash does not help; nor does it
// before an ampersand that an entity begins with everywhere.
var markup = strings.NewReplacer(
	`\`, `\\`, "`", "\\`", `*`, `\*`, `_`, `\_`, `[`, `\[`, `]`, `\]`, `<`, `\<`, `>`, `\>`, `|`, `\|`, `~`, `\~`,
	`&`, `&amp;`, `$`, `&#36;`, guard, apart,
)

// guard stands for apart while other characters are escaped. It cannot come
// from outside: fault.Visible leaves no control character.
const guard = "\x00"

// escape writes words so that they read as they are. It suits any place in a
// document but code.
func escape(s string) string {
	s = strings.TrimSpace(fault.Visible(s))
	for _, r := range hostMarkup {
		s = r.ReplaceAllString(s, "${1}"+guard+"${2}")
	}
	return firstOfLine(markup.Replace(s))
}

// opensBlock finds what has a meaning at the beginning of a line alone:
// headings, lists, rules.
var opensBlock = regexp.MustCompile(`^(?:\d{1,9}[.)](?:\s|$)|#{1,6}(?:\s|$)|[-+](?:\s|$)|-[-\s]*$|=+$)`)

func firstOfLine(s string) string {
	if !opensBlock.MatchString(s) {
		return s
	}
	at := strings.IndexAny(s, "#-+=.)")
	return s[:at] + `\` + s[at:]
}

var endsHeading = regexp.MustCompile(`(\s)(#+)$`)

// heading writes escaped words as a heading, which # after a space would end.
func heading(level int, s string) string {
	return strings.Repeat("#", level) + " " + endsHeading.ReplaceAllString(s, `$1\$2`)
}

// code writes a string as code, in which nothing has a meaning: between more
// backquotes than stand together in it.
func code(s string) string {
	s = fault.Visible(s)
	if strings.TrimSpace(s) == "" {
		return "“" + s + "”" // code cannot be empty
	}
	longest, run := 0, 0
	for i := range len(s) {
		if s[i] != '`' {
			run = 0
			continue
		}
		run++
		longest = max(longest, run)
	}
	fence := strings.Repeat("`", longest+1)
	// One space at each end is taken off where both ends have one.
	if s[0] == '`' || s[len(s)-1] == '`' || s[0] == ' ' && s[len(s)-1] == ' ' {
		s = " " + s + " "
	}
	return fence + s + fence
}
