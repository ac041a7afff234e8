package gittest

import (
	"fmt"
	"testing"
	"time"
)

// HostilePaths are the paths in the tree of Hostile, except for symbolic
// links and submodules.
var HostilePaths = []string{
	"plain.txt", "with space.txt", " leading", "trailing ", "-rf", "--help", "a-dir/-x",
	"new\nline.txt", "tab\there.txt", "quote\"d.txt", "apostrophe'd.txt", "back\\slash.txt", "C:\\drive.txt",
	"\x1b[31mred.txt", "bell\a.txt", "del\x7f.txt", "carriage\rreturn.txt",
	"latin1-\xe9.txt", "invalid-\xff\xfe/\xc3\x28.txt", "utf8-é/日本語.txt", "emoji-🧭.txt",
	"rlo-\u202etxt.exe", "zero\u200bwidth.txt", "nfc-\u00e9", "nfd-e\u0301",
	"README", "readme", "ReadMe/inside", "*", "?[a]", "$(touch x)", "`id`", "%s%n", "~", "...", "a/..b/c",
	":(glob)x", ":!y", "@{u}", "HEAD", "comma,semi;colon", "=1+1", "<script>alert(1)</script>.html",
}

// Hostile has what makes readers of a repository fail. Its first commit on
// main holds HostilePaths, which the second one edits; both also hold symbolic
// links that lead out of the tree and a submodule entry whose commit is
// nowhere. Then one commit each, on main:
//
//   - names and messages with escape sequences, bidirectional overrides,
//     invalid UTF-8, control characters, an empty name
//   - ISO-8859-1 with an encoding header, and with an unknown encoding
//   - dates before 1970, in 1970, after 2038, after 2100, and too far to
//     be true; zones of +1400, -1200, +0545 and a nonsensical +9999
//   - an empty message, a message without a final line feed, a message of
//     100,000 characters on one line, one whose subject comes after blank
//     lines, one with a NUL byte
//   - a commit with a header that no git knows, one with a signature, one
//     without an author's date, one whose two parents are the same
//
// All but the last edit plain.txt, so that its lines come from many of them.
func Hostile(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	hostileTree(r)
	n := 0
	edit := func(c Commit) {
		t.Helper()
		n++
		c.Files = Files{"plain.txt": Lines("first line", fmt.Sprintf("edit %d", n), "last line")}
		r.Commit("main", c)
	}
	for _, who := range []Identity{
		{"\x1b]0;title\a\x1b[2J\x1b[31mRed", "esc@example.org"},
		{"evil\u202eliam", "rlo\u202e@example.org"},
		{"Ren\xe9 \xff\xfe", "\xe9@example.org"},
		{"", "noname@example.org"},
		{"No Address", ""},
		{"Comma, \"Quote\" | Pipe\t<tab", "a b c"},
	} {
		who.Name = dropAngles(who.Name)
		edit(Commit{Author: who, Message: who.Name + " did it\n"})
	}
	latin1 := Identity{"Ren\xe9 Latin", "rene@example.org"}
	edit(Commit{Author: latin1, Encoding: "ISO-8859-1", Message: "R\xe9sum\xe9 \xe0 relire\n\nSigned-off-by: Ren\xe9 Latin <rene@example.org>\n"})
	edit(Commit{Author: latin1, Encoding: "X-UNKNOWN", Message: "caf\xe9\n"})
	for _, message := range []string{
		"\x1b[31mred\x1b[0m \x1b]8;;http://example.org\a link\n\nBody \u202e reversed\n",
		"control \x01\x02\x07\x08\x7f\x9b soup\r\nwith CRLF\r\n",
		"invalid \xff\xfe\xc3\x28 UTF-8\n", "no final line feed", "\n\n  \nsubject after blank lines\n\nbody\n",
		" ", "<img src=x onerror=alert(1)> & \"quotes\" | pipes\n",
		"folded\nsubject\non three lines\n\nKey: value\n folded\nOther: \x1b[0m\n",
	} {
		edit(Commit{Message: message})
	}
	edit(Commit{Message: string(longLine(100_000))})
	for _, when := range []time.Time{
		time.Unix(0, 0), time.Unix(1, 0).In(time.FixedZone("", 14*3600)), time.Unix(1<<31, 0),
		time.Date(2101, 2, 3, 4, 5, 6, 0, time.FixedZone("", -12*3600)),
		time.Date(2199, 12, 31, 23, 59, 59, 0, time.FixedZone("", 5*3600+45*60)),
	} {
		edit(Commit{When: when.UTC(), Committed: when, Message: "Dated " + when.Format(time.RFC3339) + "\n"})
	}
	hostileObjects(r)
	return r
}

func dropAngles(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c == '<' || c == '>' {
			b[i] = '('
		}
	}
	return string(b)
}

func longLine(n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = 'a' + byte(i%26)
	}
	return b
}

func hostileTree(r *Repo) {
	r.t.Helper()
	first, second := Files{}, Files{}
	modes := map[string]int{"out": Symlink, "absolute": Symlink, "self": Symlink, "gone": Submodule}
	for _, p := range HostilePaths {
		first[p] = Lines("content of", fmt.Sprintf("%q", p))
		second[p] = Lines("content of", fmt.Sprintf("%q", p), "edited")
	}
	first["out"] = []byte("../../../../../../etc/passwd")
	first["absolute"] = []byte("/etc/passwd")
	first["self"] = []byte("self")
	first["gone"] = fmt.Appendf(nil, "%0*d", r.idWidth(), 7)
	r.Commit("main", Commit{Files: first, Modes: modes, Message: "Add hostile paths\n"})
	r.Commit("main", Commit{Files: second, Message: "Edit hostile paths\n"})
}

// hostileObjects adds the commits that fast-import would refuse or correct.
func hostileObjects(r *Repo) {
	r.t.Helper()
	const ann = "Ann Author <ann@example.org>"
	n := 0
	raw := func(format string, args ...any) {
		r.t.Helper()
		n++
		parent := r.Git("rev-parse", "main")
		tip := r.Commit("refs/scratch/tree", Commit{
			Parents: []string{parent},
			Files:   Files{"plain.txt": Lines("first line", fmt.Sprintf("raw edit %d", n), "last line")},
		})
		head := fmt.Sprintf("tree %s\nparent %s\n", r.Git("rev-parse", tip+"^{tree}"), parent)
		r.RawCommit("main", append([]byte(head), fmt.Sprintf(format, args...)...))
	}
	plain := func(date string) {
		raw("author %s %s\ncommitter %s %s\n\nDated %s\n", ann, date, ann, date, date)
	}
	plain("-1 +0000")
	plain("-3600000000 +0100")
	plain("1700000000 +9999")
	plain("1700000001 -0001")
	plain("18446744073709551614 +0000")
	plain("99999999999999999999999 +0000")
	plain("1700000002 +00")
	raw("author %s\ncommitter %s 1700000003 +0000\n\nNo author date\n", ann, ann)
	raw("author nobody\ncommitter nobody\n\nNo address\n")
	raw("author %s 1700000004 +0000\ncommitter %s 1700000004 +0000\n\n", ann, ann)
	raw("author %s 1700000005 +0000\ncommitter %s 1700000005 +0000\n", ann, ann)
	raw("author %s 1700000006 +0000\ncommitter %s 1700000006 +0000\n\nbefore\x00after NUL\n", ann, ann)
	raw("author %s 1700000007 +0000\ncommitter %s 1700000007 +0000\n"+
		"x-unknown some value\n continued\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n not a signature\n -----END PGP SIGNATURE-----\n"+
		"\nSigned and more\n", ann, ann)
	parent := r.Git("rev-parse", "main")
	r.RawCommit("main", fmt.Appendf(nil, "tree %s\nparent %s\nparent %s\nauthor %s 1700000008 +0000\ncommitter %s 1700000008 +0000\n\nTwin parents\n",
		r.Git("rev-parse", "main^{tree}"), parent, parent, ann, ann))
	r.Git("update-ref", "-d", "refs/scratch/tree")
}
