package pseudonym

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The lengths from which on a word is looked for.
const (
	leastAccount = 4
	leastWord    = 3
	leastJoined  = 6 // of a full name without spaces
)

// learnName adds the patterns of a name as commits have it.
func (b *Book) learnName(written, name string) {
	if strings.Contains(written, "@") {
		b.learnEmail(written, name)
		return
	}
	words := tokens(written)
	switch {
	case len(words) == 0:
		return
	case len(words) == 1:
		b.learnAccount(written, name)
	default:
		b.learnFullName(words, name)
		b.learnParts(words, name)
	}
	for _, w := range words {
		b.learnWord(w, name)
	}
}

func (b *Book) learnFullName(words []token, name string) {
	backwards := words
	if len(words) == 2 && !words[0].alone {
		backwards = []token{words[1], words[0]}
	}
	if !commonWords(words) {
		b.words.add(words, nil, pattern{name: name})
		b.words.add(backwards, nil, pattern{name: name})
	} else {
		// May Long: as a name is written, or may.long.
		b.words.add(words, nil, pattern{name: name, cased: texts(words)})
		b.words.add(words, nil, pattern{name: name, cased: capitalised(words)})
		b.words.add(backwards, nil, pattern{name: name, cased: capitalised(backwards)})
		b.words.add(words, nil, pattern{name: name, joined: true})
	}
	joined := ""
	for _, w := range words {
		joined += w.folded
	}
	if utf8.RuneCountInString(joined) >= leastJoined && !words[0].alone {
		b.words.add(tokens(joined), nil, pattern{name: name})
	}
}

// longestName bounds the words of a name whose parts are looked for.
const longestName = 6

// learnParts adds what somebody may go by of a name of several words: the first
// and the last, and those that stand together. A nickname may come behind.
func (b *Book) learnParts(words []token, name string) {
	if len(words) < 3 || len(words) > longestName || words[0].alone {
		return
	}
	b.learnFullName([]token{words[0], words[len(words)-1]}, name)
	for i := range words {
		for j := i + 2; j <= len(words); j++ {
			b.learnFullName(words[i:j:j], name)
		}
	}
}

// commonWords reports whether a name consists of ordinary words and of letters.
func commonWords(words []token) bool {
	for _, w := range words {
		if w.alone || !ordinary[w.folded] && utf8.RuneCountInString(w.folded) > 2 {
			return false
		}
	}
	return true
}

// learnWord adds a single word of a name, as it is written there and with a
// capital.
func (b *Book) learnWord(w token, name string) {
	if utf8.RuneCountInString(w.text) < leastWord || ordinary[w.folded] || !letters(w.text) {
		return
	}
	one := []token{w}
	if first, _ := utf8.DecodeRuneInString(w.text); unicode.IsUpper(first) {
		b.words.add(one, nil, pattern{name: name, cased: texts(one)})
	}
	b.words.add(one, nil, pattern{name: name, cased: capitalised(one)})
}

// learnEmail adds an address and what stands before its @.
func (b *Book) learnEmail(written, name string) {
	email := strings.Trim(strings.TrimSpace(written), "<>\"'")
	if words, separators := split(email); len(words) > 0 && strings.Contains(email, "@") {
		b.words.add(words, separators, pattern{name: name})
	}
	local := email
	if at := strings.LastIndexByte(email, '@'); at >= 0 {
		local = email[:at]
		if strings.Contains(email[at:], "noreply") {
			// A forge hides its users' addresses: 12345+login@….
			local = strings.TrimLeft(local, "0123456789")
			local = strings.TrimLeft(local, "+-")
		}
	}
	b.learnAccount(local, name)
	if head, _, tagged := strings.Cut(local, "+"); tagged {
		b.learnAccount(head, name)
	}
}

// learnAccount adds the name of an account, in any case.
func (b *Book) learnAccount(account, name string) {
	words, separators := split(account)
	count := 0
	for _, w := range words {
		count += utf8.RuneCountInString(w.text)
	}
	caseless := len(words) > 0 && words[0].alone
	if count < leastAccount && !(caseless && count > 1) || digits(account) {
		return
	}
	// A name like web-team tells of nobody; may.long is a full name.
	if !slices.ContainsFunc(words, func(w token) bool { return !ordinary[w.folded] }) {
		return
	}
	b.words.add(words, separators, pattern{name: name})
}

// split is a text's words and the signs between them, never nil.
func split(s string) (words []token, separators []string) {
	words = tokens(s)
	separators = []string{}
	for i := 1; i < len(words); i++ {
		separators = append(separators, strings.ToLower(s[words[i-1].end:words[i].start]))
	}
	return words, separators
}

func texts(words []token) []string {
	all := make([]string, len(words))
	for i, w := range words {
		all[i] = w.text
	}
	return all
}

func capitalised(words []token) []string {
	all := make([]string, len(words))
	for i, w := range words {
		first, n := utf8.DecodeRuneInString(w.folded)
		all[i] = string(unicode.ToTitle(first)) + w.folded[n:]
	}
	return all
}

func letters(s string) bool {
	return strings.IndexFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) }) < 0
}

func digits(s string) bool { return strings.Trim(s, "0123456789+-._") == "" }
