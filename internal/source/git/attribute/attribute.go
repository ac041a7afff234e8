// Package attribute answers what the .gitattributes files of one commit say
// of a path, for whoever reads that commit's files.
//
// It follows gitattributes(5) as the git program behaves, with three limits
// that are meant: only diff, linguist-generated and linguist-vendored are
// looked up (through macros too); only the files of the commit count, neither
// info/attributes nor the user's own; and names are compared case by case,
// whatever core.ignoreCase says, so that an answer is the same on every
// machine. It reads no files itself: the caller hands contents over, and
// leaves out what is no regular file, as git does.
package attribute

import (
	"bytes"
	"strings"

	"leadline/internal/fact"
)

// Set is the attribute files of one commit. The zero value is one without
// any. Add must not run beside other calls; lookups may run beside each other.
type Set struct {
	dirs map[fact.Path]*file
	// attributes numbers what a lookup keeps track of: the attributes that
	// are looked up, and all macros.
	attributes map[string]int
	// expansions are the macros' effects, by number.
	expansions [][]effect
	// binary is set if a file names an attribute that makes paths binary.
	binary bool
}

// Result is all that a lookup finds.
type Result struct {
	fact.Attributes
	// Text: diff is set, which makes git compare the file by lines even if
	// its content looks binary. A file with a named driver (diff=x) is judged
	// by its content and has neither Text nor Binary.
	Text bool
}

// The attributes that are looked up; macros are numbered after them.
const (
	diff = iota
	generated
	vendored
	firstMacro
)

var tracked = map[string]int{"diff": diff, "linguist-generated": generated, "linguist-vendored": vendored}

// Git's limits: longer files and lines do not count.
const (
	maxFile = 100 << 20
	maxLine = 2048
)

// maxMacros bounds the work of a lookup. Git has no such limit; real files
// have a handful.
const maxMacros = 1000

// Add adds the .gitattributes file of a directory; "" is the root. A second
// one for the same directory replaces the first. Content is not kept.
func (s *Set) Add(dir fact.Path, content []byte) {
	if len(content) > maxFile {
		content = nil
	}
	lines := parse(string(content))
	s.binary = s.binary || bytes.Contains(content, []byte("diff")) || bytes.Contains(content, []byte("binary"))
	if s.dirs == nil {
		s.dirs = map[fact.Path]*file{}
	}
	f := &file{lines: lines}
	s.dirs[dir] = f
	if dir != "" {
		f.compile(s.names())
		return
	}
	s.define(lines)
	for _, f := range s.dirs {
		f.compile(s.names())
	}
}

// MayBeBinary reports whether any path can turn out to be binary: false saves
// looking them all up.
func (s *Set) MayBeBinary() bool { return s.binary }

// Lookup says what the attribute files say of a file's path.
func (s *Set) Lookup(p fact.Path) fact.Attributes { return s.Find(p).Attributes }

// Find is Lookup with all that there is to know.
func (s *Set) Find(p fact.Path) Result {
	var room [16]value
	l := lookup{set: s, values: room[:]}
	if len(s.attributes) > len(room) {
		l.values = make([]value, len(s.attributes))
	}
	if len(s.dirs) > 0 {
		l.walk(string(p))
	}
	var r Result
	switch l.values[diff] {
	case set:
		r.Text = true
	case unset:
		r.Binary = true
	}
	r.Generated = tristate(l.values[generated])
	r.Vendored = tristate(l.values[vendored])
	return r
}

// tristate reads an attribute of linguist, for which any value but "false"
// means yes.
func tristate(v value) fact.Tristate {
	switch v {
	case set, text:
		return fact.Set
	case unset, textFalse:
		return fact.Unset
	}
	return fact.Unspecified
}

// lookup is the state of one Find.
type lookup struct {
	set    *Set
	values []value // by attribute; the first that is found stays
	found  int     // how many of the attributes before firstMacro are known
}

// walk asks the files from the path's directory up to the root.
func (l *lookup) walk(path string) {
	end := strings.LastIndexByte(path, '/')
	base := path[end+1:]
	for {
		dir, below := "", path
		if end >= 0 {
			dir, below = path[:end], path[end+1:]
		}
		if f := l.set.dirs[fact.Path(dir)]; f != nil {
			for i := range f.rules {
				r := &f.rules[i]
				if !r.pattern.match(below, base) {
					continue
				}
				if l.apply(r.effects); l.found == firstMacro {
					return
				}
			}
		}
		if end < 0 {
			return
		}
		end = strings.LastIndexByte(path[:end], '/')
	}
}

// apply sets what is not known yet. A macro counts only if it is set here and
// was not mentioned with more weight before. Each macro is entered once, so
// macros that name each other end.
func (l *lookup) apply(effects []effect) {
	for _, e := range effects {
		if l.values[e.attribute] != unknown {
			continue
		}
		l.values[e.attribute] = e.value
		if e.attribute < firstMacro {
			l.found++
		}
		if e.value == set {
			l.apply(l.set.expansions[e.attribute])
		}
	}
}
