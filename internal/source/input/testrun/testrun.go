// Package testrun reads what tests gave from JUnit's XML, which runners of most languages
// write, and from what `go test -json` prints, and with it which requirements each test
// says that it verifies.
//
// In XML these are properties named requirement, requirements, req or verifies, of a test
// or of a suite, for all tests in it, or attributes of a test by these names; in Go
// attributes by t.Attr. A value may name several, with commas, semicolons or blanks
// between. Whether they exist is not this package's job.
package testrun

import (
	"bytes"
	"slices"
	"strings"
	"unicode"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Read reads a file; which of the two it is, its first character tells.
func Read(in fact.Input) (fact.TestRun, []fact.Gap, error) {
	r := &reader{in: &in, at: map[key]int{}, wrong: fault.Mistakes{Name: in.Name}}
	switch text := bytes.TrimLeft(bytes.TrimPrefix(in.Data, []byte("\xef\xbb\xbf")), " \t\r\n"); {
	case bytes.HasPrefix(text, []byte("<")):
		r.readXML()
	case bytes.HasPrefix(text, []byte("{")):
		r.readGo()
	default:
		r.wrong.Wrong(1, 0, "give JUnit's XML, or what `go test -json` prints", "it is neither XML nor JSON")
	}
	if err := r.wrong.Err(); err != nil {
		return fact.TestRun{}, nil, err
	}
	return fact.TestRun{Tests: r.tests}, r.gaps, nil
}

// reader collects the tests of a file.
type reader struct {
	in    *fact.Input
	tests []fact.TestResult
	at    map[key]int
	named int // requirements, by all tests
	gaps  []fact.Gap
	wrong fault.Mistakes
}

type key struct{ group, name string }

// test is the place of a test among those that were read. One that is told of again is
// the same.
func (r *reader) test(group, name string, line int) (at int, again bool) {
	k := key{group, name}
	at, again = r.at[k]
	if !again {
		at = len(r.tests)
		r.at[k] = at
		r.tests = append(r.tests, fact.TestResult{Input: r.in.Name, Line: line, Group: group, Name: name})
	}
	return at, again
}

// The most requirements that one test names, and that all of a file do.
const (
	mostOfOne = 1000
	mostOfAll = 2_000_000
)

// verifies notes that a test verifies what a value names.
func (r *reader) verifies(at int, value string) {
	t := &r.tests[at]
	for id := range strings.FieldsFuncSeq(value, between) {
		switch {
		case slices.Contains(t.Requirements, id):
		case len(t.Requirements) == mostOfOne || r.named == mostOfAll:
			r.wrong.Wrong(t.Line, 0, "name what each test verifies by itself", "%.80q verifies more requirements than a person can mean", t.Name)
			return
		default:
			t.Requirements = append(t.Requirements, id)
			r.named++
		}
	}
}

// between tells whether a character stands between ids.
func between(c rune) bool { return c == ',' || c == ';' || unicode.IsSpace(c) }

// names tells whether a property names requirements.
func names(property string) bool {
	switch strings.ToLower(property) {
	case "requirement", "requirements", "req", "verifies":
		return true
	}
	return false
}
