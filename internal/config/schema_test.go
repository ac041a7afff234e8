package config

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"go.yaml.in/yaml/v4"
	"pgregory.net/rapid"
)

func compileSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema(known)))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.DefaultDraft(jsonschema.Draft2020)
	c.AssertFormat()
	if err := c.AddResource("configuration", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("configuration")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// asJSON reads YAML as JSON Schema sees it: by the core schema of YAML 1.2,
// which has no dates.
func asJSON(t *testing.T, content []byte) any {
	t.Helper()
	var n yaml.Node
	if err := yaml.Load(content, &n); err != nil {
		t.Fatalf("%s: %v", content, err)
	}
	return nodeAsJSON(t, n.Content[0])
}

func nodeAsJSON(t *testing.T, n *yaml.Node) any {
	t.Helper()
	switch tag := n.ShortTag(); {
	case n.Kind == yaml.AliasNode:
		return nodeAsJSON(t, n.Alias)
	case n.Kind == yaml.MappingNode:
		all := map[string]any{}
		for i := 0; i < len(n.Content); i += 2 {
			all[n.Content[i].Value] = nodeAsJSON(t, n.Content[i+1])
		}
		return all
	case n.Kind == yaml.SequenceNode:
		all := []any{}
		for _, item := range n.Content {
			all = append(all, nodeAsJSON(t, item))
		}
		return all
	case tag == "!!null":
		return nil
	case tag == "!!bool":
		return strings.EqualFold(n.Value, "true")
	case tag == "!!int" || tag == "!!float":
		return json.Number(n.Value)
	}
	return n.Value
}

// Parse and the schema give the same verdict.
func TestParseAndSchemaAgree(t *testing.T) {
	s := compileSchema(t)
	const id = "v1:0123456789abcdef0123456789abcdef"
	for content, want := range map[string]bool{
		whole:                               true,
		"null":                              true,
		"{}":                                true,
		"[]":                                false,
		"text":                              false,
		"people:":                           true,
		"people: 1":                         false,
		"people: {who: []}":                 false,
		"people: {merge: []}":               true,
		"people: {merge: [~]}":              false,
		"people: {merge: [[]]}":             false,
		"people: {merge: [[a@b]]}":          false,
		"people: {merge: [[a@b, C <c@d>]]}": true,
		"people: {merge: [a@b]}":            false,
		"people: {bots: [<root>]}":          true,
		"people: {bots: [root]}":            false,
		`people: {bots: ["a b@c"]}`:         false,
		`people: {bots: ["A\nB <a@b>"]}`:    false,
		"people: {bots: [12]}":              false,
		"people: {bots: [2027-03-31@b]}":    true,
		"people: {bots: [2027-03-31]}":      false,
		"workspace: [a, b/c, ./d/]":         true,
		"workspace: [..]":                   false,
		"workspace: [a/../b]":               false,
		"workspace: [/a]":                   false,
		"workspace: ['']":                   false,
		"workspace: [.]":                    false,
		"paths: {generated: ['**/*.pb.go', 'a/b']}":                                   true,
		"paths: {generated: ['!a']}":                                                  false,
		"paths: {written: [a/**b]}":                                                   false,
		"paths: {written: [/a]}":                                                      false,
		"paths: {written: [a/../b]}":                                                  false,
		"performance: {results: bench/}":                                              true,
		"performance: {results: a/b}":                                                 true,
		"performance: {results: refs/notes/a/b}":                                      true,
		"performance: {results: refs}":                                                false,
		"performance: {results: refs/notes}":                                          false,
		"performance: {results: refs/notes/}":                                         false,
		"performance: {results: refs/notes/../heads/main}":                            false,
		"performance: {results: refs/heads/main}":                                     false,
		"performance: {results: refs/notesx/a}":                                       false,
		"performance: {results: /bench}":                                              false,
		"performance: {results: C:/bench}":                                            false,
		"performance: {results: '~/bench'}":                                           false,
		"performance: {results: a/../b}":                                              false,
		"performance: {results: ./}":                                                  false,
		"performance: {results: ''}":                                                  false,
		"performance: {results: .git/bench}":                                          false,
		"performance: {results: a/.GIT}":                                              false,
		"performance: {results: .github/bench}":                                       true,
		"performance: {results: [a]}":                                                 false,
		"rules: {guidance/island: off}":                                               true,
		"rules: {guidance/island: on}":                                                true,
		"rules: {guidance/island: false}":                                             true,
		"rules: {guidance/island: True}":                                              true,
		"rules: {guidance/island: error}":                                             false,
		"rules: {guidance/island: ~}":                                                 true,
		"rules: {guidance/island: []}":                                                false,
		"rules: {guidance/island: {off: off}}":                                        false,
		"rules: {guidance/island: {level: off}}":                                      false,
		"rules: {guidance/island: {level: ~}}":                                        false,
		"rules: {guidance/island: {lines: 1}}":                                        true,
		"rules: {guidance/island: {lines: 0.5}}":                                      false,
		"rules: {guidance/island: {lines: 1e6}}":                                      true,
		"rules: {guidance/island: {lines: 1e400}}":                                    false,
		"rules: {guidance/island: {lines: many}}":                                     false,
		"rules: {guidance/island: {lines: true}}":                                     false,
		"rules: {guidance/inland: off}":                                               false,
		"accept: [{fingerprint: " + id + ", reason: x}]":                              true,
		"accept: [{fingerprint: " + id + ", reason: x, until: 2028-02-29}]":           true,
		"accept: [{fingerprint: " + id + ", reason: x, until: 2027-02-29}]":           false,
		"accept: [{fingerprint: " + id + ", reason: x, until: 2027-2-9}]":             false,
		"accept: [{fingerprint: " + id + ", reason: x, until: 2027-02-09T00:00:00Z}]": false,
		"accept: [{fingerprint: " + id + ", reason: x, until: ~}]":                    false,
		"accept: [{fingerprint: " + id + ", reason: '  '}]":                           false,
		"accept: [{fingerprint: " + id + ", reason: 5}]":                              false,
		"accept: [{fingerprint: " + id + "}]":                                         false,
		"accept: [{reason: x}]":                                                       false,
		"accept: [~]":                                                                 false,
		"accept: [{fingerprint: " + strings.ToUpper(id) + ", reason: x}]":             false,
		"accept: [{fingerprint: " + id + "0, reason: x}]":                             false,
	} {
		_, err := Parse("leadline.yaml", []byte(content), Repository, known)
		if (err == nil) != want {
			t.Errorf("%s: Parse says %v, want an error: %v", content, err, !want)
		}
		if err := s.Validate(asJSON(t, []byte(content))); (err == nil) != want {
			t.Errorf("%s: the schema says %v, want an error: %v", content, err, !want)
		}
	}
}

// They also do where what stands in the file was drawn along its form, with
// something else here and there.
func TestParseAndSchemaAgreeOnAnything(t *testing.T) {
	s := compileSchema(t)
	right := 0
	rapid.Check(t, func(t *rapid.T) {
		drawn := draw(t, declare(Repository, known))
		content, err := json.Marshal(drawn)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		// What the whole section of the architecture shows, no schema does.
		c := &check{name: "leadline.yaml"}
		c.read(c.load(content), declare(Repository, known), "")
		perr, serr := c.err(), s.Validate(doc)
		if (perr == nil) != (serr == nil) {
			t.Fatalf("%s\nParse:  %v\nschema: %v", content, perr, serr)
		}
		if perr == nil {
			right++
		}
	})
	if right == 0 {
		t.Error("no file was right: nothing was compared")
	}
}

var texts = []string{
	"", " ", "x", "off", "on", "error", "warning", "note", "a@b", "A B <a@b>", "<a>", "a@b>", "v1:0123456789abcdef0123456789abcdef", "v1:0",
	"2027-03-31", "2027-02-30", "2027-13-01", "gen/**", "**/*.go", "**.go", "a//b", "a/", "/a", "./a", "a/..", "...", `a\b`, "~/a", "[a]", "c:x", "!a", "é", "a\nb", "\x01",
}

func draw(t *rapid.T, f *form) any {
	if rapid.IntRange(0, 30).Draw(t, "other") == 0 {
		return rapid.SampledFrom([]any{nil, true, false, 0, 1, 0.75, -3, 1e21, "off", "x", []any{}, []any{nil}, map[string]any{}, map[string]any{"x": nil}}).Draw(t, "value")
	}
	if f.word != nil && rapid.Bool().Draw(t, "word") {
		return draw(t, f.word)
	}
	switch f.is {
	case mapping:
		all := map[string]any{}
		one := ""
		if f.oneOf != nil {
			one = string(rapid.SampledFrom(f.oneOf).Draw(t, "one"))
		}
		for _, k := range f.keys {
			if slices.Contains(f.oneOf, RuleKind(k.name)) && rapid.IntRange(0, 20).Draw(t, "other") > 0 {
				if k.name == one {
					all[k.name] = draw(t, k.form)
				}
			} else if k.required && rapid.IntRange(0, 20).Draw(t, "there") > 0 || rapid.Bool().Draw(t, "there") {
				all[k.name] = draw(t, k.form)
			}
		}
		return all
	case list:
		return rapid.SliceOfN(rapid.Custom(func(t *rapid.T) any { return draw(t, f.each) }), 0, 3).Draw(t, "items")
	case text:
		return drawText(t, f)
	case choice:
		return rapid.SampledFrom(f.choices).Draw(t, "choice")
	}
	return rapid.Float64Range(f.least-f.most/20, f.most*1.05).Draw(t, "number")
}

// drawText mostly draws a text that follows the rules, where there is one.
func drawText(t *rapid.T, f *form) string {
	fit := texts
	if rapid.IntRange(0, 9).Draw(t, "fit") > 0 {
		fit = nil
		for _, s := range texts {
			if f.allow(s) {
				fit = append(fit, s)
			}
		}
	}
	return rapid.SampledFrom(fit).Draw(t, "text")
}

func (f *form) allow(s string) bool {
	for _, r := range f.rules {
		if !r.holds(s) {
			return false
		}
	}
	return true
}

// What the documentation shows is right, and it shows every key.
func TestDocumentation(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := compileSchema(t)
	samples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	for _, m := range samples {
		if _, err := Parse("docs/configuration.md", m[1], Repository, known); err != nil {
			t.Errorf("%v in\n%s", err, m[1])
		}
		if err := s.Validate(asJSON(t, m[1])); err != nil {
			t.Errorf("%v in\n%s", err, m[1])
		}
	}
	if len(samples) == 0 {
		t.Error("there are no samples")
	}
	var keys func(f *form, within string)
	keys = func(f *form, within string) {
		if f.each != nil {
			keys(f.each, within)
		}
		for _, k := range f.keys {
			if f.noun == "key" && !bytes.Contains(page, []byte("`"+k.name+"`")) {
				t.Errorf("the key %s of %q is not explained", k.name, within)
			}
			keys(k.form, k.name)
		}
	}
	keys(declare(Repository, Known{Rules: []Rule{{ID: "a/b"}}}), "")
}
