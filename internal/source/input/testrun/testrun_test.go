package testrun_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/input/testrun"
)

// told is what was read: each test in a line.
func told(run *fact.TestRun) string {
	var out []string
	for _, t := range run.Tests {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s/%s %s %s", t.Group, t.Name, t.Outcome, strings.Join(t.Requirements, ","))))
	}
	return strings.Join(out, "; ")
}

func TestRead(t *testing.T) {
	const ran, ended = `{"Action":"run","Package":"p","Test":"T"}`, `{"Action":"pass","Package":"p","Test":"T"}`
	for name, c := range map[string]struct{ text, want string }{
		"property of a test": {`<testsuites><testsuite name="s"><testcase classname="c" name="a"><properties><property name="requirement" value="R-1, R-2"/><property name="owner" value="R-9"/></properties></testcase></testsuite></testsuites>`, "c/a passed R-1,R-2"},
		"by other names":     {`<testsuite name="s"><testcase name="a"><properties><property name="Req" value="R-1"/><property name="verifies">R-2</property><property name="requirements" value="R-3;R-1"/></properties></testcase></testsuite>`, "s/a passed R-1,R-2,R-3"},
		"of a suite, after":  {`<testsuite name="s"><testsuite name="u"><testcase name="a"/></testsuite><testcase name="b"><failure message="no"/></testcase><properties><property name="req" value="R-1"/></properties></testsuite><!-- end -->`, "u/a passed R-1; s/b failed R-1"},
		"of another suite":   {`<testsuites><testsuite name="s"><properties><property name="req" value="R-1"/></properties><testcase name="a"/></testsuite><testsuite name="u"><testcase name="b"/></testsuite></testsuites>`, "s/a passed R-1; u/b passed"},
		"an attribute":       {`<testsuite name="s"><testcase name="a" req="R-1"/></testsuite>`, "s/a passed R-1"},
		"outcomes":           {`<testsuite name="s"><testcase name="a"><error/></testcase><testcase name="b"><skipped/></testcase><testcase name="c"><skipped/><failure/></testcase><testcase name="d" status="notrun"/><testcase name="e" status="run" result="completed"/><testcase name="f"><rerunFailure/><flakyFailure/></testcase></testsuite>`, "s/a failed; s/b skipped; s/c failed; s/d skipped; s/e passed; s/f passed"},
		"one test twice":     {`<testsuite name="s"><testcase name="a"><failure/></testcase><testcase name="a"/><testcase name="b"/><testcase name="b"><skipped/></testcase></testsuite>`, "s/a failed; s/b passed"},
		"no test":            {`<testsuites/>`, ""},
		"latin 1":            {"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><testsuite name=\"s\"><testcase name=\"\xe9\"/></testsuite>", "s/é passed"},
		"in the output":      {`<testsuite name="s"><testcase name="a"><system-out><![CDATA[<property name="req" value="R-1"/>]]></system-out></testcase></testsuite>`, "s/a passed"},
		"go":                 {ran + "\n" + `{"Action":"attr","Package":"p","Test":"T","Key":"req","Value":"R-1 R-2"}` + "\n" + ended, "p/T passed R-1,R-2"},
		"go, another key":    {ran + "\n" + `{"Action":"attr","Package":"p","Test":"T","Key":"host","Value":"R-1"}` + "\n" + ended, "p/T passed"},
		"go, a subtest":      {ran + "\n" + `{"Action":"attr","Package":"p","Test":"T/a","Key":"verifies","Value":"R-1"}` + "\n" + `{"Action":"fail","Package":"p","Test":"T/a"}` + "\n" + `{"Action":"fail","Package":"p","Test":"T"}`, "p/T failed; p/T/a failed R-1"},
		"go, no end":         {ran, "p/T did not finish"},
		"go, run twice":      {`{"Action":"fail","Package":"p","Test":"T"}` + "\n" + ran + "\n" + ended, "p/T failed"},
		"go, skipped":        {ran + "\n" + `{"Action":"skip","Package":"p","Test":"T"}`, "p/T skipped"},
	} {
		run, gaps, err := testrun.Read(fact.Input{Name: "f", Data: []byte(c.text)})
		if err != nil || len(gaps) > 0 {
			t.Errorf("%s: %v %v", name, err, gaps)
		}
		if got := told(&run); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// bomb is an XML document that means nothing but is a gigabyte when its entities are
// expanded ("billion laughs").
const bomb = `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>
<testsuite name="s"><testcase name="&c;"/></testsuite>`

func TestMistakes(t *testing.T) {
	many := strings.Repeat("x", 10)
	var ids strings.Builder
	for i := range 1001 {
		fmt.Fprintf(&ids, "R-%d ", i)
	}
	for name, c := range map[string]struct{ text, want string }{
		"neither":            {"ok  p 0.1s\n", "f:1: it is neither XML nor JSON"},
		"empty":              {"", "f:1: it is neither XML nor JSON"},
		"another XML":        {"<html></html>", "f:1: there is no test suite in it"},
		"cut":                {"<testsuite name=\"s\">\n<testcase name=\"a\">", "f:2:20: it ends within <testcase>"},
		"crossed":            {"<testsuite>\n<testcase></testsuite>", "f:2:23: it cannot be read: </testsuite> closes what is not open"},
		"entities":           {bomb, "f:2:40: it cannot be read: XML syntax error on line 2: invalid character entity &c;"},
		"deep":               {strings.Repeat("<testsuite>", 201), "f:1:2212: it cannot be read: elements are more than 200 deep"},
		"another encoding":   {`<?xml version="1.0" encoding="EBCDIC"?><testsuite/>`, `f:1:40: it cannot be read: xml: opening charset "EBCDIC": its encoding is "EBCDIC", and UTF-8 is read`},
		"more than is meant": {`<testsuite><testcase name="` + many + `" req="` + ids.String() + `"/></testsuite>`, `f:1: "xxxxxxxxxx" verifies more requirements than a person can mean`},
		"broken event":       {"{\"Action\":\"run\"}\n{\"Act\n{}", "f:2: it is no event: unexpected end of JSON input\nf:3: it is no event: it has no Action"},
	} {
		if _, _, err := testrun.Read(fact.Input{Name: "f", Data: []byte(c.text)}); err == nil || err.Error() != c.want {
			t.Errorf("%s: %v, want %s", name, err, c.want)
		}
	}
}

func TestGaps(t *testing.T) {
	text := `{"Action":"fail","Package":"p"}
# p [p.test]
{"Action":"fail","Package":"q","Test":"T"}
{"Action":"fail","Package":"q"}
`
	run, gaps, err := testrun.Read(fact.Input{Name: "f", Data: []byte(text)})
	if err != nil || told(&run) != "q/T failed" || len(gaps) != 2 || gaps[0].Example != "p" || gaps[0].Count != 1 || gaps[1].Example != "f:2" {
		t.Errorf("%q %+v %v", told(&run), gaps, err)
	}
}

// Whatever a file holds, it is read in time that grows with its length, and what is read
// twice is the same.
func FuzzRead(f *testing.F) {
	f.Add(`<testsuite name="s"><properties><property name="req" value="R-1"/></properties><testcase name="a"><failure/></testcase></testsuite>`)
	f.Add(bomb)
	f.Add("{\"Action\":\"attr\",\"Package\":\"p\",\"Test\":\"T\",\"Key\":\"req\",\"Value\":\"R-1\"}\nx\n{\"Action\":\"fail\",\"Package\":\"p\"}")
	f.Fuzz(func(t *testing.T, text string) {
		in := fact.Input{Name: "f", Data: []byte(text)}
		a, _, err := testrun.Read(in)
		b, _, again := testrun.Read(in)
		if told(&a) != told(&b) || (err == nil) != (again == nil) {
			t.Errorf("%q and %q", told(&a), told(&b))
		}
		for _, r := range a.Tests {
			if r.Line < 1 || r.Outcome > fact.TestFailed {
				t.Errorf("%+v", r)
			}
		}
	})
}
