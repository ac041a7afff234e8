package config

import (
	"errors"
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"
	"time"

	"leadline/internal/fault"
)

var known = Known{Rules: []Rule{
	{ID: "oversight/stale-branches", Doc: "Branches that were left lying."},
	{ID: "oversight/largest-change"},
	{ID: "guidance/island", Thresholds: []Threshold{
		{Name: "lines", Doc: "Lines from which on it speaks.", Default: 100, Least: 1, Most: 1e6},
		{Name: "share", Doc: "Least share of one person.", Default: 0.8, Least: 0.5, Most: 1},
	}},
}}

const whole = `# every key
people:
  merge: [["Ann Example <ann@old.example>", "ann@new.example"]]
  split: ["Kim Lee <kim@a.example>"]
  bots: [ci@example.org]
  agents: []
  humans:
workspace: [libs/api, ./libs//web/]
paths: {generated: ["gen/**"], vendored: [], written: ["docs/generated-by-hand/**"]}
rules:
  oversight/stale-branches: off
  oversight/largest-change:
    off: false
    level: note
  guidance/island: {level: warning, lines: 200, share: 0.75}
accept:
  - fingerprint: "v1:0123456789abcdef0123456789abcdef"
    reason: "two people are being trained"
    until: 2027-03-31
  - {fingerprint: v1:00000000000000000000000000000000, reason: it is so}
architecture:
  components:
    - {name: engine, paths: [promql/**]}
    - {name: "service/*", paths: ["services/*/**"]}
  rules:
    - {name: layered, layers: [engine, [service/a, service/b]], reason: it is so, decision: docs/1.md}
    - {name: apart, independent: ["service/*"], reason: it is so}
    - {name: alone, allowed: {from: [engine], to: []}, reason: it is so}
    - {name: guarded, protected: {components: [engine], by: ["*"]}, reason: it is so}
cochange:
  - {when: ["proto/**"], then: ["docs/**", NEWS], reason: it is so}
`

func pos(line, column int) Position { return Position{"leadline.yaml", line, column} }

func parse(t *testing.T, content string) *File {
	t.Helper()
	f, err := Parse("leadline.yaml", []byte(content), Repository, known)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestParseEverything(t *testing.T) {
	yes, no := true, false
	want := &File{
		People: People{
			Merge:  [][]string{{"Ann Example <ann@old.example>", "ann@new.example"}},
			Split:  []string{"Kim Lee <kim@a.example>"},
			Bots:   []string{"ci@example.org"},
			Agents: []string{},
		},
		Workspace: []Member{{"libs/api", Repository, pos(8, 13)}, {"libs/web", Repository, pos(8, 23)}},
		Rules: map[string]Setting{
			"oversight/stale-branches": {Off: &yes, Position: pos(11, 3)},
			"oversight/largest-change": {Off: &no, Level: "note", Position: pos(12, 3)},
			"guidance/island":          {Level: "warning", Thresholds: map[string]float64{"lines": 200, "share": 0.75}, Position: pos(15, 3)},
		},
		Accept: []Acceptance{
			{"v1:0123456789abcdef0123456789abcdef", "two people are being trained", time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC), pos(17, 5)},
			{"v1:00000000000000000000000000000000", "it is so", time.Time{}, pos(20, 5)},
		},
		CoChange: []CoChange{{[]string{"proto/**"}, []string{"docs/**", "NEWS"}, "it is so", pos(31, 5)}},
		Paths:    Paths{Generated: []string{"gen/**"}, Vendored: []string{}, Written: []string{"docs/generated-by-hand/**"}},
		Architecture: Architecture{
			Components: []Component{{"engine", []string{"promql/**"}, pos(23, 7)}, {"service/*", []string{"services/*/**"}, pos(24, 7)}},
			Rules: []ArchitectureRule{
				{Name: "layered", Reason: "it is so", Decision: "docs/1.md", Kind: Layers, Layers: [][]string{{"engine"}, {"service/a", "service/b"}}, Position: pos(26, 7)},
				{Name: "apart", Reason: "it is so", Kind: Independent, From: []string{"service/*"}, Position: pos(27, 7)},
				{Name: "alone", Reason: "it is so", Kind: Allowed, From: []string{"engine"}, To: []string{}, Position: pos(28, 7)},
				{Name: "guarded", Reason: "it is so", Kind: Protected, From: []string{"engine"}, To: []string{"*"}, Position: pos(29, 7)},
			},
		},
	}
	got := parse(t, whole)
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	if !got.Off("oversight/stale-branches") || got.Off("oversight/largest-change") || got.Off("guidance/island") || got.Off("x/y") {
		t.Error("Off does not say what the file says")
	}
	if l, s := got.Threshold("guidance/island", "lines", 100), got.Threshold("oversight/stale-branches", "days", 90); l != 200 || s != 90 {
		t.Errorf("thresholds are %v and %v, want 200 and 90", l, s)
	}
}

func TestParseNothing(t *testing.T) {
	for _, content := range []string{"", "\n", "# nothing\n", "---\n", "null\n", "{}\n", "\ufeff", "people:\nrules:\naccept:\npaths:\nworkspace:\n"} {
		if got := parse(t, content); !reflect.DeepEqual(got, &File{}) {
			t.Errorf("%q: got %+v, want nothing", content, got)
		}
	}
}

func TestComponent(t *testing.T) {
	a := parse(t, whole).Architecture
	for path, want := range map[string]string{"promql/x/y.go": "engine", "services/a/x.go": "service/a", "services/x.go": "", "x.go": ""} {
		if got := a.Component(path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

// Every message has a position, and most have a hint that could not be
// guessed.
func TestErrors(t *testing.T) {
	const components = "architecture: {components: [{name: a, paths: [a/**]}, {name: 's/*', paths: ['s/*/**']}], rules: "
	const id = "v1:0123456789abcdef0123456789abcdef"
	for _, tc := range []struct{ content, want string }{
		{"rules: {guidance/islnd: off}", "1:9: rules: there is no rule guidance/islnd (did you mean guidance/island?) | there are: guidance/island, oversight/largest-change, oversight/stale-branches"},
		{"\n\npeopel: {}", "3:1: there is no key peopel (did you mean people?) | there are: people, workspace, paths, architecture, cochange, records, teams, performance, rules, accept"},
		{"people: {\"a\\nb\": 1}", `1:10: people: there is no key "a\nb" | there are: merge, split, bots, agents, humans`},
		{"rules: {guidance/island: {lnies: 2}}", "1:27: rules: guidance/island: there is no key lnies (did you mean lines?) | there are: off, level, lines, share"},
		{"rules: {guidance/island: {lines: 0}}", "1:34: rules: guidance/island: lines: 0 is out of range | give a number from 1 to 1e+06"},
		{"rules: {guidance/island: {lines: .nan}}", `1:34: rules: guidance/island: lines: ".nan" is no plain number | write it with decimal digits, such as 200 or 0.5`},
		{"rules: {guidance/island: {lines: 010}}", `1:34: rules: guidance/island: lines: "010" is no plain number | write it with decimal digits, such as 200 or 0.5`},
		{"rules: {guidance/island: {lines: '20'}}", `1:34: rules: guidance/island: lines: a number is asked for, not the text "20" | write digits, without quotes`},
		{"rules: {guidance/island: {level: high}}", `1:34: rules: guidance/island: level: "high" is none of the words that may stand here | choose one of error, warning, note`},
		{"rules: {guidance/island: 200}", `1:26: rules: guidance/island: "200" is none of the words that may stand here | choose one of off, on, false, true`},
		{"rules: {guidance/island: {off: [x]}}", "1:32: rules: guidance/island: off: one word is asked for, not a list | write one word, without a list or keys"},
		{"rules: [guidance/island]", "1:8: rules: a mapping is asked for, not a list | write keys and their values, one a line, further to the right"},
		{"people: {bots: ci@example.org}", `1:16: people: bots: a list is asked for, not the text "ci@example.org" | write a list even of one: [a, b], or one item a line after a dash`},
		{"people: {bots: [7]}", "1:17: people: bots: a text is asked for, not the number \"7\" | put it in quotes if it is meant as text"},
		{"people: {bots: [~]}", "1:17: people: bots: a text is asked for, not nothing | put it in quotes if it is meant as text"},
		{"people: {bots: [Robot]}", `1:17: people: bots: "Robot" is no identity | write "Name <e-mail>" as git does, or the e-mail address alone`},
		{`people: {bots: ["a\t@b"]}`, `1:17: people: bots: "a\t@b" holds a control character | write it on one line, without tabs`},
		{"people: {merge: [[a@b]]}", "1:18: people: merge: the list has 1 of the 2 items that it needs at least | write 2 or more"},
		{"people: {<<: {bots: []}}", "1:10: people: a key is asked for, not a value with the tag \"!!merge\" | write the key as text"},
		{"people: {1: x}", "1:10: people: a key is asked for, not the number \"1\" | write the key as text"},
		{"people: !who {}", `1:9: people: a mapping is asked for, not a value with the tag "!who" | write keys and their values, one a line, further to the right`},
		{"people: {bots: []}\nrules: {}\npeople: {}", "3:1: people stands here again, after line 1 | leave one of them"},
		{"paths: {generated: ['*.{a,b}']}", `1:21: paths: generated: "*.{a,b}" holds one of [ ] { } \ | write one pattern for each case, and ? where a name holds such a character`},
		{"paths: {generated: [gen/]}", `1:21: paths: generated: "gen/" ends with / | write "folder/**" for all below a folder`},
		{"paths: {generated: ['**.go']}", `1:21: paths: generated: "**.go" holds ** beside other characters | write "**/*.go" for a name in any folder`},
		{"accept: [{fingerprint: " + id + "}]", "1:10: accept: reason is missing | add reason"},
		{"accept: [{fingerprint: " + id + ", reason: ' '}]", `1:69: accept: reason: " " is empty | say why the finding may stand`},
		{"accept: [{fingerprint: " + id + ", reason: x, until: 2027-02-30}]", `1:79: accept: until: "2027-02-30" is no day of the calendar | write year, month and day, such as 2027-03-31`},
		{"accept: [{fingerprint: " + id + ", reason: x, until: tomorrow}]", `1:79: accept: until: "tomorrow" is no day | write year, month and day, such as 2027-03-31`},
		{"accept: [{fingerprint: v2:1}]", `1:10: accept: reason is missing | add reason
1:24: accept: fingerprint: "v2:1" is no fingerprint | copy it from the finding: v1: and 32 digits and letters a to f`},
		{"accept: [{fingerprint: v2:1, reason: x}]", `1:24: accept: fingerprint: "v2:1" is no fingerprint | copy it from the finding: v1: and 32 digits and letters a to f`},
		{"architecture: {components: [{name: a, paths: [a/**]}, {name: a, paths: [b/**]}]}", "1:56: component a stands here again, after line 1 | give it another name"},
		{"architecture: {components: [{name: 's/*', paths: [s/**]}]}", `1:51: "s/**" does not say what the * of component "s/*" stands for | write * for exactly one whole folder, such as "services/*/**"`},
		{components + "[{name: x, reason: y, acyclic: [a, b]}]}", `1:132: there is no component b | there are: a, s/*`},
		{components + "[{name: x, reason: y, acyclic: ['*', s/t, 's/*']}]}", ""},
		{components + "[{name: x, reason: y}]}", "1:98: architecture: rules: one of several keys is asked for, and there is none | write one of: layers, forbidden, allowed, independent, protected, acyclic"},
		{components + "[{name: x, reason: y, layers: [a, [t]]}]}", "1:132: there is no component t | there are: a, s/*"},
		{"é: 1\nrules: {ü: {}, oversight/stale: on}", `1:1: there is no key "é" | there are: people, workspace, paths, architecture, cochange, records, teams, performance, rules, accept
2:9: rules: there is no rule "ü" | there are: guidance/island, oversight/largest-change, oversight/stale-branches
2:16: rules: there is no rule oversight/stale | there are: guidance/island, oversight/largest-change, oversight/stale-branches`},
		// What an alias stands for is wrong where the alias is.
		{"people: {bots: &b [x@y], humans: *b, split: [*c]}", "1:46: this is no YAML: unknown anchor 'c' referenced | indent with spaces, close brackets and quotes, and quote a text that begins with a special character"},
		{"people: {bots: &b [x@y], humans: *b}\nworkspace: [&d b, *d]\naccept: &a [*a]", "3:13: accept: a mapping is asked for, not a list | write keys and their values, one a line, further to the right"},
		{"people: {\n", "1:1: this is no YAML: did not find expected node content while parsing a flow node | indent with spaces, close brackets and quotes, and quote a text that begins with a special character"},
		{"people:\n\tbots: []\n", "2:1: this is no YAML: found character that cannot start any token while scanning for the next token | indent with spaces, close brackets and quotes, and quote a text that begins with a special character"},
		{"rules: {}\n---\nrules: {}\n", "2:1: a second document begins here | leave one document, without --- between parts"},
		{"rules: {}\n# \x01", "2:3: there is a byte here that is no text | write the file in UTF-8, without control characters"},
		{"rules: {}\nü\xff", "2:2: there is a byte here that is no text | write the file in UTF-8, without control characters"},
		{strings.Repeat("#", 1<<20+1), "1:1: the file has 1048577 bytes, and no more than 1048576 are read | make it shorter"},
	} {
		f, err := Parse("leadline.yaml", []byte(tc.content), Repository, known)
		if got := messages(t, err); got != tc.want || (f != nil) != (tc.want == "") {
			t.Errorf("%.100q:\ngot  %s\nwant %s\nfile %v", tc.content, got, tc.want, f)
		}
	}
}

// messages writes each error as "line:column: message | hint".
func messages(t *testing.T, err error) string {
	t.Helper()
	var all []string
	for _, e := range faults(err) {
		message, ok := strings.CutPrefix(e.Error(), "leadline.yaml:")
		if !ok || e.Kind != fault.Usage || e.Hint == "" {
			t.Errorf("%v lacks a position, a hint or its kind", e)
		}
		all = append(all, message+" | "+e.Hint)
	}
	return strings.Join(all, "\n")
}

func faults(err error) []*fault.Error {
	if err == nil {
		return nil
	}
	var all []*fault.Error
	for _, e := range err.(interface{ Unwrap() []error }).Unwrap() {
		var f *fault.Error
		if errors.As(e, &f) {
			all = append(all, f)
		}
	}
	return all
}

func TestWorkspace(t *testing.T) {
	for _, tc := range []struct {
		path             string
		repository, user bool
	}{
		{"api", true, true},
		{"./libs/api/", true, true},
		{"a..b/..c", true, true},
		{"...", false, true},
		{"../api", false, true},
		{"libs/../../api", false, true},
		{"libs/..", false, true},
		{"/srv/api", false, true},
		{"C:/api", false, true},
		{"c:api", false, true},
		{".", false, true},
		{"./", false, true},
		{"", false, false},
		{"~/api", false, false},
		{`libs\api`, false, false},
		{"a\x00b", false, false},
	} {
		content := fmt.Appendf(nil, "workspace: [%q]", tc.path)
		for from, want := range map[Origin]bool{Repository: tc.repository, User: tc.user} {
			f, err := Parse("leadline.yaml", content, from, known)
			if (err == nil) != want {
				t.Errorf("%q in the file of origin %d: error %v, want none: %v", tc.path, from, err, want)
			}
			if err == nil && f.Workspace[0].Origin != from {
				t.Errorf("%q: the origin was lost", tc.path)
			}
		}
	}
}

// A small file that says much, and one that is wrong throughout, end early.
func TestLimits(t *testing.T) {
	long := "&a " + strings.Repeat("x", 1<<18) + "@y"
	for _, tc := range []struct{ name, content, want string }{
		{"many values", "people: {merge: [&a [" + strings.Repeat("a@b,", 2000) + "]" + strings.Repeat(",*a", 1000) + "]}", "says more than is read"},
		{"one text many times", "people: {bots: [" + long + strings.Repeat(",*a", 1000) + "]}", "says more than is read"},
		{"many errors", strings.Repeat("x: 1\n", 1000), "more errors than are shown"},
		{"deep", strings.Repeat("[", 1<<20), "exceeded max depth"},
	} {
		_, err := Parse("leadline.yaml", []byte(tc.content), Repository, known)
		if err == nil {
			t.Errorf("%s: no error", tc.name)
			continue
		}
		all := faults(err)
		if last := all[len(all)-1].Error(); !strings.Contains(last, tc.want) || len(all) > maxErrors+1 {
			t.Errorf("%s: %d errors, the last is %.200q", tc.name, len(all), last)
		}
	}
	// The largest file without aliases is read.
	if f := parse(t, "people: {bots: ["+strings.Repeat("a@b,", 200_000)+"]}"); len(f.People.Bots) != 200_000 {
		t.Errorf("read %d bots", len(f.People.Bots))
	}
}

func TestMerge(t *testing.T) {
	base := parse(t, whole)
	over := parse(t, `
people: {agents: [x@example.org], bots: []}
rules:
  oversight/stale-branches: on
  guidance/island: {lines: 300, off: true}
accept: []
`)
	before := parse(t, whole)
	got := Merge(base, over)
	if !reflect.DeepEqual(base, before) {
		t.Error("Merge changed what it was given")
	}
	if !reflect.DeepEqual(got.People.Merge, base.People.Merge) || len(got.People.Bots) != 0 || len(got.People.Agents) != 1 {
		t.Errorf("people: %+v", got.People)
	}
	if got.Accept == nil || len(got.Accept) != 0 {
		t.Errorf("an empty list did not replace another one: %v", got.Accept)
	}
	island := got.Rules["guidance/island"]
	if !*island.Off || island.Level != "warning" || !reflect.DeepEqual(island.Thresholds, map[string]float64{"lines": 300, "share": 0.75}) {
		t.Errorf("guidance/island: %+v", island)
	}
	if got.Off("oversight/stale-branches") || got.Rules["oversight/largest-change"].Level != "note" {
		t.Errorf("rules: %+v", got.Rules)
	}
	if empty := Merge(&File{}, &File{}); !reflect.DeepEqual(empty, &File{}) {
		t.Errorf("nothing above nothing is %+v", empty)
	}
	for name, m := range map[string]*File{"above nothing": Merge(&File{}, base), "below nothing": Merge(base, &File{}), "above itself": Merge(base, base)} {
		if !reflect.DeepEqual(m, base) {
			t.Errorf("%s it is\n%+v, want\n%+v", name, m, base)
		}
	}
}

// A setting that says nothing of it leaves a rule off or on.
func TestOff(t *testing.T) {
	for word, want := range map[string]bool{"off": true, "false": true, "on": false, "true": false, "{off: true}": true, "{off: false}": false, "{}": false} {
		base := parse(t, "rules: {guidance/island: "+word+"}")
		over := parse(t, "rules: {guidance/island: {level: error}}")
		if got := Merge(base, over).Off("guidance/island"); got != want || base.Off("guidance/island") != want {
			t.Errorf("%s: off is %v, want %v", word, got, want)
		}
	}
}

func TestExpired(t *testing.T) {
	a := Acceptance{Until: time.Date(2027, 3, 31, 0, 0, 0, 0, time.UTC)}
	if a.Expired(time.Date(2027, 3, 31, 23, 59, 59, 0, time.UTC)) {
		t.Error("it expired on its last day")
	}
	if !a.Expired(time.Date(2027, 4, 1, 0, 0, 0, 0, time.UTC)) {
		t.Error("it did not expire")
	}
	if (Acceptance{}).Expired(time.Unix(math.MaxInt32, 0)) {
		t.Error("without a day it expired")
	}
}
