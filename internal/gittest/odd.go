package gittest

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Detached is Linear with HEAD detached at the last commit but one.
func Detached(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := Linear(t, opts...)
	r.Git("update-ref", "--no-deref", "HEAD", r.Git("rev-parse", "main~1"))
	return r
}

// Submodules has entries that point at commits of other repositories: added,
// moved on, renamed, turned into a file and back, and deleted.
func Submodules(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	id := func(n int) []byte { return fmt.Appendf(nil, "%0*x", r.idWidth(), n) }
	modules := func(paths ...string) map[string]int {
		m := map[string]int{}
		for _, p := range paths {
			m[p] = Submodule
		}
		return m
	}
	r.Commit("main", Commit{Files: Files{
		".gitmodules": Lines("[submodule \"a\"]", "\tpath = a", "\turl = https://example.org/a"),
		"a":           id(1), "b": id(2), "c": id(3), "file": Lines("one", "two"),
	}, Modes: modules("a", "b", "c")})
	r.Commit("main", Commit{Files: Files{"a": id(4)}, Modes: modules("a")})
	r.Commit("main", Commit{Files: Files{"b": nil, "dir/b": id(2)}, Modes: modules("dir/b")})
	r.Commit("main", Commit{Files: Files{"c": Lines("now", "a", "file"), "file": id(5)}, Modes: modules("file")})
	r.Commit("main", Commit{Files: Files{"c": id(3), "file": Lines("one", "two", "three")}, Modes: modules("c")})
	side := r.Commit("side", Commit{Parents: []string{r.Tip("main")}, Files: Files{"a": id(6)}, Modes: modules("a")})
	ours := r.Commit("main", Commit{Files: Files{"file": Lines("zero", "one", "two", "three")}})
	r.Commit("main", Commit{Parents: []string{ours, side}, Files: Files{"a": id(6)}, Modes: modules("a")})
	r.Commit("main", Commit{Files: Files{"dir/b": nil}})
	return r
}

// TypeChanges turns a file into a link, a submodule, a directory and an
// executable, and back.
func TypeChanges(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	as := func(mode int, content []byte) {
		r.Commit("main", Commit{Files: Files{"it": content}, Modes: map[string]int{"it": mode}})
	}
	text := Lines("a", "b", "c")
	as(File, text)
	as(Symlink, []byte("elsewhere"))
	as(File, []byte("elsewhere"))
	as(Submodule, fmt.Appendf(nil, "%0*x", r.idWidth(), 7))
	as(File, text)
	as(Executable, text)
	as(Executable, Lines("a", "b", "c", "d"))
	r.Commit("main", Commit{Files: Files{"it": nil, "it/now": text}})
	r.Commit("main", Commit{Files: Files{"it/now": nil, "it": Lines("a", "b", "c", "e")}})
	return r
}

// LineEndings has files with CRLF, mixed and lone CR endings, that change
// their endings and nothing else, or lose their last line feed.
func LineEndings(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	lf := Lines("one", "two", "three", "four")
	crlf := toggleCRLF(lf)
	r.Commit("main", Commit{Files: Files{"a": lf, "b": crlf, "c": []byte("one\rtwo\rthree"), "d": []byte("one\r\ntwo\nthree\r\n")}})
	r.Commit("main", Commit{Files: Files{"a": crlf, "b": lf, "c": []byte("one\rtwo\nthree"), "d": []byte("one\ntwo\nthree\r\n")}})
	r.Commit("main", Commit{Files: Files{"a": bytes.TrimSuffix(crlf, []byte("\n")), "b": bytes.TrimSuffix(lf, []byte("\n"))}})
	r.Commit("main", Commit{Files: Files{"a": append(bytes.TrimSuffix(crlf, []byte("\n")), "\nfive"...), "d": []byte{}}})
	r.Commit("main", Commit{Files: Files{"d": []byte("\n\n\r\n")}})
	return r
}

// Binaries has contents with NUL bytes: early, after the first 8,000 bytes
// (where they make no binary), and in files that become text and binary.
func Binaries(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	late := append(bytes.Repeat([]byte("0123456\n"), 1000), "\x00late\n"...)
	r.Commit("main", Commit{Files: Files{
		"early": []byte("a\x00b\n"), "late": late, "turns": Lines("text"), "back": []byte("\x00"),
		"latin1": []byte("caf\xe9\n"), "utf16": []byte("\xff\xfea\x00\n\x00"), "empty": {},
	}})
	r.Commit("main", Commit{Files: Files{
		"early": []byte("a\x00c\n"), "late": append(late, "more\n"...), "turns": []byte("\x00\x01"), "back": Lines("text"),
		"latin1": []byte("caf\xe9\n\xe8\n"),
	}})
	r.Commit("main", Commit{Files: Files{
		"early": nil, "moved": []byte("a\x00c\n"), "turns": Lines("text", "again"), "empty": Lines("full"),
	}})
	return r
}

// CaseTwins has paths that differ in nothing but case, edited apart and
// renamed into one another.
func CaseTwins(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	r.Commit("main", Commit{Files: Files{"File": Lines("a", "b"), "file": Lines("c", "d"), "DIR/x": Lines("e"), "dir/x": Lines("f")}})
	r.Commit("main", Commit{Files: Files{"File": Lines("a", "b", "new"), "dir/x": Lines("f", "g")}})
	r.Commit("main", Commit{Files: Files{"file": nil, "FILE": Lines("c", "d")}})
	return r
}

// OddDates has commits before 1970 and after 2100, in disorder: children older
// than their parents, and two branches whose dates contradict each other.
func OddDates(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	lines := []string{"first"}
	at := func(branch string, year int) string {
		lines = append(lines, fmt.Sprint("year ", year))
		when := time.Date(year, 6, 1, 12, 0, 0, 0, time.UTC)
		if year >= 1970 {
			return r.Commit(branch, Commit{When: when, Files: Files{"f": Lines(lines...)}})
		}
		tip := r.Tip(branch) // fast-import refuses what git reads
		made := r.Commit("refs/scratch/odd", Commit{Parents: []string{tip}, Files: Files{"f": Lines(lines...)}})
		stamp := fmt.Sprintf("Ann Author <ann@example.org> %d +0000", when.Unix())
		return r.RawCommit(branch, fmt.Appendf(nil, "tree %s\nparent %s\nauthor %s\ncommitter %s\n\nYear %d\n",
			r.Git("rev-parse", made+"^{tree}"), tip, stamp, stamp, year))
	}
	at("main", 2024)
	at("main", 1960)
	at("main", 2150)
	base := at("main", 1969)
	side := r.Commit("side", Commit{Parents: []string{base}, When: time.Unix(1<<33, 0), Files: Files{"side": Lines("s")}})
	ours := at("main", 1971)
	r.Commit("main", Commit{Parents: []string{ours, side}, Files: Files{"side": Lines("s")}, When: time.Unix(5, 0)})
	_, _ = r.TryGit("update-ref", "-d", "refs/scratch/odd")
	return r
}

// ManyFiles has two commits: one that adds n small files, a thousand to a
// directory, and one that edits two of them and moves one.
func ManyFiles(t testing.TB, n int, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	files := Files{}
	for i := range n {
		files[fmt.Sprintf("d%03d/f%03d", i/1000, i%1000)] = Lines(fmt.Sprint(i))
	}
	r.Commit("main", Commit{Files: files})
	r.Commit("main", Commit{Files: Files{
		"d000/f000": Lines("0", "edited"), "d000/f001": nil, "moved": Lines("1"), "d000/f002": Lines("two"),
	}})
	return r
}

// LongLine has a file of one line of size bytes, which is changed in its
// middle, and then gets a second line.
func LongLine(t testing.TB, size int, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	line := bytes.Repeat([]byte("0123456789abcdef"), size/16)
	r.Commit("main", Commit{Files: Files{"long": line, "short": Lines("s")}})
	line = append([]byte{}, line...)
	line[len(line)/2] = 'X'
	r.Commit("main", Commit{Files: Files{"long": line}})
	r.Commit("main", Commit{Files: Files{"long": append(append([]byte{}, line...), "\nsecond\n"...)}})
	return r
}

// DeepTree has a path of depth directories.
func DeepTree(t testing.TB, depth int, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	dir := strings.Repeat("d/", depth)
	r.Commit("main", Commit{Files: Files{dir + "f": Lines("deep")}})
	r.Commit("main", Commit{Files: Files{dir + "f": Lines("deep", "deeper")}})
	return r
}
