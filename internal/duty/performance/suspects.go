package performance

import (
	"cmp"
	"slices"
	"strings"
	"unicode"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
)

// suspect is a commit of a range: how many files of code it changed, how many of them
// near a benchmark, and whether it changed anything that can bear upon speed.
type suspect struct {
	commit     *fact.Commit
	near, code int
	bears      bool
}

// rank orders commits: those first that changed most files of code in the packages of
// the benchmarks, then in others; the newest first among equals. It is an order by
// place, and no probability.
func rank(commits []fact.Commit, g group) []suspect {
	words := map[string]bool{}
	for _, c := range g {
		for _, w := range split(c.Suite + " " + c.Benchmark) {
			words[w] = true
		}
	}
	out := make([]suspect, 0, len(commits))
	for i := range commits {
		s := suspect{commit: &commits[i]}
		for _, x := range commits[i].Changes {
			s.bears = s.bears || bears(x.Path)
			if hotspot.NatureOf(x.Path) != hotspot.Code {
				continue
			}
			s.code++
			if near(x.Path, g, words) {
				s.near++
			}
		}
		out = append(out, s)
	}
	slices.SortStableFunc(out, func(x, y suspect) int {
		return cmp.Or(cmp.Compare(y.near, x.near), cmp.Compare(y.code, x.code))
	})
	return out
}

// bears reports whether a file can bear upon speed: all but documents and what says who
// owns what. Tests hold benchmarks, and workflows choose the machine.
func bears(p fact.Path) bool {
	base := string(p[strings.LastIndexByte(string(p), '/')+1:])
	return hotspot.NatureOf(p) != hotspot.Documentation && base != "CODEOWNERS" && base != ".gitignore" && base != ".mailmap"
}

// near reports whether a file is in the package of a benchmark, or its name or folder
// is a word of the benchmark's.
func near(p fact.Path, g group, words map[string]bool) bool {
	dir, file := "", string(p)
	if i := strings.LastIndexByte(file, '/'); i >= 0 {
		dir, file = file[:i], file[i+1:]
	}
	for _, c := range g {
		suite := strings.ReplaceAll(strings.ReplaceAll(c.Suite, ".", "/"), "::", "/")
		if dir != "" && (strings.HasSuffix("/"+c.Suite, "/"+dir) || strings.HasSuffix("/"+suite, "/"+dir) || strings.HasSuffix("/"+dir, "/"+suite) && suite != "") {
			return true
		}
	}
	name, _, _ := strings.Cut(file, ".")
	for _, w := range split(dir[strings.LastIndexByte(dir, '/')+1:] + " " + name) {
		if words[w] {
			return true
		}
	}
	return false
}

// split gives the words of a name, in lower case: those of four letters and more, which
// mean something.
func split(name string) []string {
	var out []string
	var word []rune
	flush := func() {
		if len(word) >= 4 {
			out = append(out, strings.ToLower(string(word)))
		}
		word = word[:0]
	}
	lower := false
	for _, r := range name {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) && lower {
			flush()
		}
		if unicode.IsLetter(r) {
			word = append(word, r)
		}
		lower = unicode.IsLower(r)
	}
	flush()
	return slices.DeleteFunc(out, func(w string) bool { return w == "benchmark" || w == "bench" || w == "test" })
}
