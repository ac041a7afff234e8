package trace

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// told writes tags on a line.
func told(tags []fact.Tag) string {
	var out []string
	for _, t := range tags {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s %s %s", t.Line, t.Requirement, t.Role, t.Own, strings.Join(t.Needs, "+"))))
	}
	return strings.Join(out, "; ")
}

func TestFind(t *testing.T) {
	for comment, want := range map[string]string{
		"// @req REQ-login-timeout":                                     "1 REQ-login-timeout",
		"/*\n * @req REQ-1, SYS-2.1\n */":                               "2 REQ-1; 2 SYS-2.1",
		"# @req:verifies REQ-1.":                                        "1 REQ-1 verifies",
		"// @req req~login~2":                                           "1 req~login~2",
		"// as in @req REQ-1":                                           "",
		"// @required REQ-1":                                            "",
		"// @req lower":                                                 "",
		"// [impl->dsn~x.y~1] [utest->dsn~x.y~1]":                       "1 dsn~x.y~1 implements; 1 dsn~x.y~1 verifies",
		"// [impl~~2->dsn~x~1>>utest, itest]":                           "1 dsn~x~1 implements  utest+itest",
		"// [impl~check~2->dsn~x~1]":                                    "1 dsn~x~1 implements impl~check~2",
		"// [i->j] and a[b->c~1]":                                       "",
		"\"\"\"\n@relation(A-1, B, scope=file)\n\"\"\"":                 "2 A-1; 2 B",
		" * @relation(A-1, scope=function, role=Test)":                  "1 A-1 verifies",
		"/*\n * @relation(\n *   A-1,\n *   scope=file)*/":              "2 A-1",
		"# @relation(A-1, scope=range_end)":                             "",
		"# @relation(skip, scope=file)":                                 "",
		"# @relation(A-1)":                                              "",
		"# it has @relation(A-1, scope=file)":                           "",
		"// leadline:off\n// @req REQ-1\n// leadline:on\n// @req REQ-2": "4 REQ-2",
		"// oft:off\n// [impl->req~a~1]":                                "",
	} {
		if got := told(Find("a.go", []fact.Comment{{Line: 1, Text: comment}})); got != want {
			t.Errorf("%q gives %q, want %q", comment, got, want)
		}
	}
	off := []fact.Comment{{Line: 1, Text: "// leadline:off"}, {Line: 3, Text: "// @req REQ-1"}, {Line: 5, Text: "// leadline:on"}, {Line: 6, Text: "// @req REQ-2"}}
	if got := told(Find("a.go", off)); got != "6 REQ-2" {
		t.Errorf("across comments: %q", got)
	}
}

func TestSkips(t *testing.T) {
	for p, want := range map[fact.Path]bool{
		"a/testdata/x.go": true, "fixtures/x.py": true, "src/test/resources/x.c": true, "a/expected_output/x.py": true,
		"a/test/x.go": false, "fixture.go": false, "latestdata/x.go": false,
	} {
		if Skips(p) != want {
			t.Errorf("%s: %v", p, !want)
		}
	}
}

func TestWithout(t *testing.T) {
	for _, s := range []string{"// @req REQ-1", "// [impl->dsn~x~1]", "# @relation(A-1, scope=file)"} {
		if got := Without(s); len(got) != len(s) || strings.ContainsAny(got, "@[") || strings.Contains(got, "1") {
			t.Errorf("%q leaves %q", s, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("// @req REQ-1, REQ-2\n// [impl~~1->req~x~1>>utest]\n@relation(a, scope=file)\nleadline:off")
	f.Fuzz(func(t *testing.T, text string) {
		for _, x := range Find("a.go", []fact.Comment{{Line: 1, Text: text}}) {
			if x.Requirement == "" || x.Line < 1 || x.Line > 1+strings.Count(text, "\n") {
				t.Errorf("%+v", x)
			}
		}
		if len(Without(text)) != len(text) {
			t.Error("the length changed")
		}
	})
}
