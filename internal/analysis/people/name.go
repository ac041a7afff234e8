package people

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// words splits a name into its words in lower case: runs of letters, marks
// and digits. "José-Maria  O'Neil" has four.
func words(name string) []string {
	return strings.FieldsFunc(fold(name), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
}

// fold lowers letters and composes the accents that are common in names, so
// that "José" is the same name from a system that writes it decomposed (NFD)
// and from one that does not.
func fold(s string) string {
	ascii := true
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			ascii = false
			break
		}
	}
	if ascii {
		return asciiLower(s)
	}
	s = strings.ToLower(s)
	out := make([]rune, 0, len(s))
	for _, r := range s {
		if n := len(out); n > 0 && 0x300 <= r && r <= 0x328 {
			if c, ok := composed[[2]rune{out[n-1], r}]; ok {
				out[n-1] = c
				continue
			}
		}
		out = append(out, r)
	}
	return string(out)
}

// composed gives a letter with its accent as one code point (Unicode's
// canonical composition), for the Latin letters of European names.
var composed = compositions(map[rune]string{
	0x300: "aàeèiìoòuùnǹ", 0x301: "aáeéiíoóuúyýcćlĺnńrŕsśzź", 0x302: "aâeêiîoôuûcĉgĝhĥjĵsŝwŵyŷ", 0x303: "aãnñoõiĩuũ",
	0x304: "aāeēiīoōuū", 0x306: "aăeĕgğiĭoŏuŭ", 0x307: "cċeėgġzż", 0x308: "aäeëiïoöuüyÿ", 0x30a: "aåuů", 0x30b: "oőuű",
	0x30c: "cčdďeěnňrřsštťzžgǧ", 0x326: "sștț", 0x327: "cçsştţgģkķlļnņrŗ", 0x328: "aąeęiįuų",
})

func compositions(by map[rune]string) map[[2]rune]rune {
	all := map[[2]rune]rune{}
	for accent, pairs := range by {
		p := []rune(pairs)
		for i := 0; i+1 < len(p); i += 2 {
			all[[2]rune{p[i], accent}] = p[i+1]
		}
	}
	return all
}

// fullName returns the key of a name that tells a person on its own: two words
// or more, of letters, and no placeholder. Otherwise it is empty.
func fullName(w []string) string {
	long := 0
	for _, x := range w {
		if utf8.RuneCountInString(x) > 1 {
			long++
		}
	}
	// "J. S." tells nobody; "J. Smith" alone is many people's name too.
	if len(w) < 2 || long < 2 {
		return ""
	}
	key := bare(strings.Join(w, " ")) // some systems leave accents out
	if placeholders[key] || slices.ContainsFunc(w, func(x string) bool { return placeholderWords[x] }) {
		return ""
	}
	return key
}

// placeholders are names that a tool or its manual puts in.
var placeholders = set(
	"john doe", "jane doe", "john smith", "your name", "your name here", "my name", "first last", "firstname lastname", "first name last name", "full name",
	"no name", "no author", "no one", "john q public", "test user", "test name", "some one", "some body", "user name", "git user", "github user",
	"the author", "real name", "a u thor", "c o mitter", "new user", "default user", "local user", "guest user", "power user", "dev user", "super user",
	"ubuntu user", "ec2 user", "ec2 default user", "cloud user", "system administrator", "charlie root", "not committed yet", "external code",
	"mac os", "macbook pro", "macbook air", "mac pro",
)

// placeholderWords make a placeholder of any name they stand in.
var placeholderWords = set(
	"unknown", "anonymous", "root", "administrator", "localhost", "nobody", "placeholder", "username", "noname", "noreply", "unnamed", "undefined",
	"user", "azureuser",
)

// pair reports whether a name is that of several people who worked together:
// "Ann Example & Bob Sample", "Ann and Bob".
func pair(name string) bool {
	for _, sep := range []string{" and ", " & ", " + ", " && "} {
		if a, b, ok := strings.Cut(fold(name), sep); ok && len(words(a)) > 0 && len(words(b)) > 0 {
			return true
		}
	}
	return false
}

func set(keys ...string) map[string]bool {
	m := make(map[string]bool, len(keys))
	for _, k := range keys {
		m[k] = true
	}
	return m
}

// like reports whether two full names (see fullName) may be one person's: they share a word
// that is more than an initial, or are in different scripts.
func like(a, b string) bool {
	if a == b {
		return true
	}
	wa, wb := strings.Fields(a), strings.Fields(b)
	for _, x := range wa {
		if utf8.RuneCountInString(x) > 1 && slices.Contains(wb, x) {
			return true
		}
	}
	return latin(a) != latin(b)
}

// bare takes accents off letters: "płotka" is what some systems make of
// "plotka".
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if b, ok := unaccented[r]; ok {
			return b
		}
		return r
	}, s)
}

// unaccented leads from a letter to the one below its accent.
var unaccented = func() map[rune]rune {
	m := map[rune]rune{'ł': 'l', 'ø': 'o', 'đ': 'd', 'ħ': 'h', 'ı': 'i', 'ð': 'd', 'ß': 's'}
	for from, r := range composed {
		m[r] = from[0]
	}
	return m
}()

// latin reports whether the first letter of a name is Latin.
func latin(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.Is(unicode.Latin, r)
}
