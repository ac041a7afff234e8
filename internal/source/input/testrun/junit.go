package testrun

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"leadline/internal/fact"
)

// mostDeep is how deep elements may be in each other.
const mostDeep = 200

// junit is a file in the XML that Ant's task for JUnit wrote first and many runners write
// since. There is no standard of it: what is not known here is passed over. An entity that
// a document declares is not expanded, and one that is used is a mistake.
type junit struct {
	*reader
	dec    *xml.Decoder
	path   []string
	suites []suite
	// test is the place of the test that is open, or -1; outcome is what it gave.
	test    int
	outcome fact.TestOutcome
	// property is the name of the one that is open, and text what stands in it.
	property string
	text     strings.Builder
	known    bool // the file has an element that such files have
}

// suite is one that is open: its name, the first of its tests and what it verifies.
type suite struct {
	name   string
	file   string // in which its tests stand
	tests  []int
	values []string
}

func (r *reader) readXML() {
	x := &junit{reader: r, dec: xml.NewDecoder(bytes.NewReader(r.in.Data)), test: -1}
	x.dec.CharsetReader = charset
	var err error
	for err == nil && !r.wrong.Full() {
		var t xml.Token
		if t, err = x.dec.RawToken(); err == nil {
			err = x.token(t)
		}
	}
	line, column := x.dec.InputPos()
	switch {
	case r.wrong.Full():
	case !errors.Is(err, io.EOF):
		r.wrong.Wrong(line, column, "let the tests write the file anew, as JUnit's XML", "it cannot be read: %v", err)
	case len(x.path) > 0:
		r.wrong.Wrong(line, column, "let the tests write the file to its end", "it ends within <%s>", x.path[len(x.path)-1])
	case !x.known:
		r.wrong.Wrong(1, 0, "give JUnit's XML: testsuites, testsuite and testcase", "there is no test suite in it")
	}
}

// charset reads what is not UTF-8: of Latin-1 each byte is the character of its number.
func charset(name string, in io.Reader) (io.Reader, error) {
	switch strings.ToLower(name) {
	case "us-ascii", "ascii":
		return in, nil
	case "iso-8859-1", "latin1":
		data, err := io.ReadAll(in)
		out := make([]rune, len(data))
		for i, b := range data {
			out[i] = rune(b)
		}
		return strings.NewReader(string(out)), err
	}
	return nil, fmt.Errorf("its encoding is %q, and UTF-8 is read", name)
}

func (x *junit) token(t xml.Token) error {
	switch e := t.(type) {
	case xml.StartElement:
		if len(x.path) == mostDeep {
			return fmt.Errorf("elements are more than %d deep", mostDeep)
		}
		x.path = append(x.path, e.Name.Local)
		x.start(&e)
	case xml.EndElement:
		if len(x.path) == 0 || x.path[len(x.path)-1] != e.Name.Local {
			return fmt.Errorf("</%s> closes what is not open", e.Name.Local)
		}
		x.path = x.path[:len(x.path)-1]
		x.end(e.Name.Local)
	case xml.CharData:
		if x.property != "" {
			x.text.Write(e)
		}
	}
	return nil
}

func attribute(e *xml.StartElement, name string) string {
	for i := range e.Attr {
		if e.Attr[i].Name.Local == name {
			return e.Attr[i].Value
		}
	}
	return ""
}

func (x *junit) start(e *xml.StartElement) {
	switch e.Name.Local {
	case "testsuites", "testsuite":
		x.known = true
		x.suites = append(x.suites, suite{name: attribute(e, "name"), file: x.file(e)})
	case "testcase":
		x.begin(e)
	case "failure", "error":
		x.outcome = max(x.outcome, fact.TestFailed)
	case "skipped", "disabled":
		if x.test >= 0 && x.outcome == fact.TestPassed {
			x.outcome = fact.TestSkipped
		}
	case "property":
		if name := attribute(e, "name"); names(name) {
			x.property = name
			x.text.Reset()
			x.text.WriteString(attribute(e, "value"))
		}
	}
}

// begin is the beginning of a test. Some runners say by an attribute alone that it did
// not run: GoogleTest by status="notrun" or result="suppressed".
func (x *junit) begin(e *xml.StartElement) {
	if x.test >= 0 {
		x.close() // a test in a test belongs to the same suite
	}
	x.known = true
	group := attribute(e, "classname")
	if len(x.suites) > 0 {
		group = cmp.Or(group, x.suites[len(x.suites)-1].name)
	}
	line, _ := x.dec.InputPos()
	x.outcome = fact.TestPassed
	for i := range e.Attr {
		if a := &e.Attr[i]; a.Name.Local == "status" || a.Name.Local == "result" {
			x.said(strings.ToLower(a.Value))
		}
	}
	var again bool
	if x.test, again = x.reader.test(group, attribute(e, "name"), line); !again {
		x.tests[x.test].Outcome = fact.TestSkipped
	}
	x.tests[x.test].File = cmp.Or(x.tests[x.test].File, x.file(e))
	for i := range e.Attr {
		if a := &e.Attr[i]; names(a.Name.Local) {
			x.verifies(x.test, a.Value)
		}
	}
	if len(x.suites) > 0 {
		s := &x.suites[len(x.suites)-1]
		s.tests = append(s.tests, x.test)
	}
}

// file is where the tests of an element stand: as it says itself, or the suite around it.
func (x *junit) file(e *xml.StartElement) string {
	own := cmp.Or(attribute(e, "file"), attribute(e, "filepath"))
	if own == "" && len(x.suites) > 0 {
		own = x.suites[len(x.suites)-1].file
	}
	return own
}

func (x *junit) said(status string) {
	switch status {
	case "notrun", "suppressed", "skipped", "disabled", "ignored", "pending":
		x.outcome = fact.TestSkipped
	case "failed", "failure", "fail", "error", "broken":
		x.outcome = fact.TestFailed
	}
}

func (x *junit) end(name string) {
	switch name {
	case "testsuites", "testsuite":
		x.leave()
	case "testcase":
		x.close()
	case "property":
		if x.property != "" {
			x.noted(x.text.String())
		}
		x.property = ""
	}
}

// noted is a property of the test that is open, else of the suite.
func (x *junit) noted(value string) {
	switch {
	case x.test >= 0:
		x.verifies(x.test, value)
	case len(x.suites) > 0:
		s := &x.suites[len(x.suites)-1]
		s.values = append(s.values, value)
	}
}

func (x *junit) close() {
	if x.test >= 0 {
		x.tests[x.test].Outcome = max(x.tests[x.test].Outcome, x.outcome)
	}
	x.test = -1
}

// leave is the end of a suite: what it verifies, all tests in it do. It may be said after
// the tests.
func (x *junit) leave() {
	last := len(x.suites) - 1
	s := x.suites[last]
	for _, v := range s.values {
		for _, at := range s.tests {
			if x.verifies(at, v); x.wrong.Full() {
				return
			}
		}
	}
	if x.suites = x.suites[:last]; last > 0 {
		above := &x.suites[last-1]
		above.tests = append(above.tests, s.tests...)
	}
}
