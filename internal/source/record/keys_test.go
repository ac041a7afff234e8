package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

func schemaOf(t *testing.T, kind fact.RecordKind) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema(kind)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("record", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("record")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON is front matter as a validator sees it, in which days are texts.
func asJSON(t *testing.T, text string) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Load([]byte(text), &n); err != nil {
		t.Fatal(err)
	}
	var untag func(*yaml.Node)
	untag = func(n *yaml.Node) {
		if n.ShortTag() == "!!timestamp" {
			n.Tag = "!!str"
		}
		for _, c := range n.Content {
			untag(c)
		}
	}
	untag(&n)
	var v any
	if err := n.Decode(&v); err != nil {
		t.Fatal(err)
	}
	return v
}

// What is not read is told with its place, all at once, and its harmless twin is not. The
// schema refuses what is told of types, and nothing of what it accepts is told.
func TestKeys(t *testing.T) {
	const typed, silent, loose = "typed", "silent", "loose" // loose: the schema says otherwise than the reader, on purpose
	schema := schemaOf(t, fact.Requirement)
	for name, c := range map[string]struct{ front, schema, want string }{
		"all that is read":     {"id: R-1\ntitle: T\nstatus: accepted\nowner: [ann, bob]\ndate: 2026-11-22\nreview-by: 2027-01-02\ngate: true\nlinks:\n  see: [a, 3]\n  affects: src/**\n", silent, ""},
		"a slip":               {"onwer: ann\nowner: bob\n", loose, `2:1 key the key "onwer" is not read (did you mean owner?)`},
		"the team's own":       {"tags: [a]\nlayout: page\nowners: ann\ndata: x\n", silent, ""},
		"of another kind":      {"decision-maker: ann\ndecision-makerz: bob\n", silent, ""},
		"no day":               {"review-by: next spring\n", typed, `2:12 type review-by holds "next spring", which is no day`},
		"a day in words":       {"review-by: 22 November 2026\n", loose, ""},
		"a day to be filled":   {"date: YYYY-MM-DD\n", loose, ""},
		"no yes":               {"gate: maybe\n", typed, `2:7 type gate holds "maybe"`},
		"an empty value":       {"gate:\nowner:\nlinks:\n", silent, ""},
		"a list of days":       {"date: [2026-01-02, 2026-01-03]\n", typed, "2:7 type date holds a list"},
		"an owner in parts":    {"owner: {name: ann}\n", typed, "2:8 type owner holds names with values"},
		"a list of mappings":   {"owner:\n  - ann\n  - name: bob\n", typed, "4:5 type owner holds something that is no text in its list"},
		"an unknown relation":  {"links:\n  implments: [R-2]\n  blocks: [R-3]\n", typed, `3:3 key the relation "implments" is not read (did you mean implements?); 4:3 key the relation "blocks" is not read`},
		"another word for one": {"links:\n  replaces: [R-2]\n", loose, ""},
		"links as a list":      {"links: [R-2]\n", typed, "2:9 type links lists something of which the kind of relation is not told"},
		"links as adrs writes": {"links: [{target: 3, kind: replaces}]\n", loose, ""},
		"links as a word":      {"links: R-2\n", typed, "2:8 type links holds no relation"},
		"two at once":          {"gate: 1\nstatsu: draft\n", typed, `2:7 type gate holds "1"; 3:1 key the key "statsu" is not read (did you mean status?)`},
	} {
		r := readShelf(t, shelf{"lead/requirements/R-9.md": "---\n" + c.front + "---\n# It works\n\nIt shall work.\n"})
		var got []string
		for _, p := range r.Problems {
			got = append(got, fmt.Sprintf("%d:%d %s %s", p.Line, p.Column, p.Rule, p.Message))
			if p.Next == "" || p.Lost {
				t.Errorf("%s: %+v", name, p)
			}
		}
		if strings.Join(got, "; ") != c.want || len(r.Records) != 1 {
			t.Errorf("%s: %q, want %q", name, strings.Join(got, "; "), c.want)
		}
		err := schema.Validate(asJSON(t, c.front))
		if c.schema == typed && err == nil || c.schema == silent && err != nil {
			t.Errorf("%s: the schema says %v", name, err)
		}
	}
}

// A file of YAML is one record or a list of them.
func TestKeysOfLists(t *testing.T) {
	const text = "- id: RISK-1\n  title: T\n  status: open\n- id: RISK-2\n  title: U\n  revew-by: 2026-01-02\n"
	r := readShelf(t, shelf{"lead/risks.yaml": text})
	if len(r.Records) != 2 || len(r.Problems) != 1 || r.Problems[0].Line != 6 || r.Problems[0].Column != 3 {
		t.Errorf("%+v", r.Problems)
	}
	if err := schemaOf(t, fact.RiskRecord).Validate(asJSON(t, text)); err != nil {
		t.Error(err)
	}
}
