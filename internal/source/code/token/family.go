package token

import "strings"

// family is how languages that are alike mark comments and strings.
type family struct {
	line   [][]byte // begin comments that end with the line
	blocks []block
	quotes []quote
	// begins and word hold the bytes that begin and continue words, opens those
	// with which a comment or a string may begin.
	begins, word, opens [256]bool
	// raw is where a string ends whose beginning is a word; 0 if it is none.
	raw func(src []byte, start, at int) int
	traits
}

// traits are what no table of beginnings and ends can say.
type traits struct {
	regexp      bool // a slash may begin a regular expression
	template    bool // strings in back quotes hold expressions
	ticks       bool // a quote may be one of a character, and may not
	separated   bool // quotes part the digits of numbers
	blankBefore bool // comments of a line have a blank before them
	luaLong     bool // [[...]]
	verbatim    bool // @"..."
	heredocs    bool // <<END
	embedded    bool // the code stands between <? and ?>
	escapes     bool // a backslash outside of strings takes the next byte
}

// block is a comment that ends with a mark of its own.
type block struct {
	open, close []byte
	nested      bool
	begins      bool // only where a line begins
}

// quote is how a string begins and ends.
type quote struct {
	open, close []byte
	escape      byte // takes the next byte into the string; 0 if none does
	doubled     bool // the quote twice is a quote within
	across      bool // it may go over several lines
}

// form is a family as the table below writes it. Marks are parted by blanks; a
// block is two marks, those of a block that nests have a + before them, those that
// begin a line a ^.
type form struct {
	line, blocks string
	strings      string // quotes with a backslash for an escape, in one line
	long         string // the same over several lines
	plain        string // over several lines, without an escape
	doubled      string // over several lines, with the quote twice for one within
	single       string // the same in one line
	begins, word string // bytes of words, besides letters, digits, _ and $
	raw          func(src []byte, start, at int) int
	traits
}

func (x form) family() *family {
	f := &family{traits: x.traits, raw: x.raw}
	open := func(s string) []byte {
		f.opens[s[0]] = true
		return []byte(s)
	}
	for s := range strings.FieldsSeq(x.line) {
		f.line = append(f.line, open(s))
	}
	marks := strings.Fields(x.blocks)
	for i := 0; i+1 < len(marks); i += 2 {
		mark := strings.TrimLeft(marks[i], "+^")
		f.blocks = append(f.blocks, block{
			open: open(mark), close: []byte(marks[i+1]),
			nested: marks[i][0] == '+', begins: marks[i][0] == '^',
		})
	}
	for _, q := range []struct {
		marks string
		quote
	}{
		{x.long, quote{escape: '\\', across: true}}, // first: """ before "
		{x.plain, quote{across: true}},
		{x.doubled, quote{doubled: true, across: true}},
		{x.single, quote{doubled: true}},
		{x.strings, quote{escape: '\\'}},
	} {
		for s := range strings.FieldsSeq(q.marks) {
			q.open, q.close = open(s), []byte(s)
			f.quotes = append(f.quotes, q.quote)
		}
	}
	f.words(x.begins, x.word)
	f.special()
	return f
}

func (f *family) words(begins, word string) {
	for c := range 256 {
		b := byte(c)
		f.begins[c] = letter(b) || b == '_' || b == '$' || b >= 0x80 || strings.IndexByte(begins, b) >= 0
		f.word[c] = letter(b) || digit(b) || b == '_' || b == '$' || b >= 0x80 || strings.IndexByte(word, b) >= 0
	}
}

// special marks where strings begin that are recognized by code.
func (f *family) special() {
	for mark, holds := range map[byte]bool{'/': f.regexp, '`': f.template, '}': f.template, '\'': f.ticks, '[': f.luaLong, '@': f.verbatim} {
		if holds {
			f.opens[mark] = true
		}
	}
}

const slashes = "/* */"

var (
	goLike  = form{line: "//", blocks: slashes, strings: `" '`, plain: "`"}.family()
	cLike   = form{line: "//", blocks: slashes, strings: `" '`, begins: "#", raw: rawDelimited, traits: traits{separated: true}}.family()
	objC    = form{line: "//", blocks: slashes, strings: `" '`, begins: "#@"}.family()
	java    = form{line: "//", blocks: slashes, strings: `" '`, long: `"""`, begins: "@"}.family()
	dart    = form{line: "//", blocks: slashes, strings: `" '`, long: `""" '''`, begins: "@"}.family()
	nesting = form{line: "//", blocks: "+" + slashes, strings: `" '`, long: `"""`, begins: "@"}.family()
	scala   = form{line: "//", blocks: "+" + slashes, strings: `"`, long: `"""`, begins: "@", traits: traits{ticks: true}}.family()
	csharp  = form{line: "//", blocks: slashes, strings: `" '`, long: `"""`, begins: "#", traits: traits{verbatim: true}}.family()
	script  = form{line: "//", blocks: slashes, strings: `" '`, begins: "@#", traits: traits{regexp: true, template: true}}.family()
	page    = form{line: "//", blocks: slashes + " <!-- -->", strings: `" '`, begins: "@#", traits: traits{regexp: true, template: true}}.family()
	rust    = form{line: "//", blocks: "+" + slashes, long: `"`, raw: rawHashes, traits: traits{ticks: true}}.family()
	dLike   = form{line: "//", blocks: slashes + " +/+ +/", long: `"`, plain: "`", strings: "'", begins: "@"}.family()
	zig     = form{line: "//", strings: `" '`, begins: "@"}.family()
	php     = form{line: "// #", blocks: slashes, long: `" '`, traits: traits{heredocs: true, embedded: true}}.family()
	style   = form{blocks: slashes, strings: `" '`, begins: "@#-.", word: "-"}.family()
	sass    = form{line: "//", blocks: slashes, strings: `" '`, begins: "@#-.", word: "-"}.family()
	hcl     = form{line: "// #", blocks: slashes, strings: `"`}.family()

	python     = form{line: "#", strings: `" '`, long: `""" '''`}.family()
	ruby       = form{line: "#", blocks: "^=begin =end", strings: "\" ' `", begins: "@", word: "?!", traits: traits{regexp: true, heredocs: true}}.family()
	perl       = form{line: "#", blocks: "^=pod =cut ^=head =cut ^=over =cut ^=item =cut ^=begin =cut", strings: "\" '", traits: traits{blankBefore: true, heredocs: true}}.family()
	shell      = form{line: "#", long: `"`, plain: "'", traits: traits{blankBefore: true, heredocs: true, escapes: true}}.family()
	elixir     = form{line: "#", long: `""" ''' " '`, begins: "@", word: "?!"}.family()
	plainHash  = form{line: "#", strings: `" '`, word: "."}.family()
	julia      = form{line: "#", blocks: "+#= =#", long: `""" "`, begins: "@", word: "!", traits: traits{ticks: true}}.family()
	nim        = form{line: "#", blocks: "+#[ ]#", strings: `"`, long: `"""`, traits: traits{ticks: true}}.family()
	powershell = form{line: "#", blocks: "<# #>", doubled: `" '`, word: "-"}.family()

	sql     = form{line: "--", blocks: slashes, doubled: "' \" `"}.family()
	lua     = form{line: "--", strings: `" '`, traits: traits{luaLong: true}}.family()
	haskell = form{line: "--", blocks: "+{- -}", strings: `"`, long: `"""`, word: "'", traits: traits{ticks: true}}.family()
	ada     = form{line: "--", single: `"`, traits: traits{ticks: true}}.family()
	fsharp  = form{line: "//", blocks: "+(* *)", long: `""" "`, word: "'", traits: traits{ticks: true}}.family()
	ocaml   = form{blocks: "+(* *)", long: `"`, word: "'", traits: traits{ticks: true}}.family()
	pascal  = form{line: "//", blocks: "{ } (* *)", single: "'"}.family()
	lisp    = form{line: ";", blocks: "+#| |#", long: `"`, begins: "-?!*+<>=/.:&%", word: "-?!*+<>=/.:&%#'", traits: traits{escapes: true}}.family()
	erlang  = form{line: "%", strings: `" '`}.family()
	basic   = form{line: "'", single: `"`}.family()
	fortran = form{line: "!", single: `" '`}.family()
)
