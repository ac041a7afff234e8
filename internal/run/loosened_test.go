package run_test

import (
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

const declared = `architecture:
  components:
    - {name: a, paths: [a/**, a2/**]}
    - {name: b, paths: [b/**]}
    - {name: c, paths: [c/**]}
    - {name: d, paths: [d/**]}
  rules:
    - {name: layers, layers: [a, b], reason: r}
    - {name: no, forbidden: {from: [a], to: [b]}, reason: r}
    - {name: only, allowed: {from: [b], to: [a]}, reason: r}
    - {name: own, protected: {components: [b], by: [a]}, reason: r}
    - {name: circle, acyclic: [a, b], reason: r}
rules:
  review/complexity: {growth: 5}
  review/forgotten: on
  guidance/orphan: {level: error}
accept:
  - {fingerprint: "v1:00000000000000000000000000000000", reason: old, until: 2030-01-01}
paths:
  vendored: [v/**]
cochange:
  - {when: [q/**], then: [r/**], reason: r}
`

// What takes something back is told, and what adds is not.
func TestLoosened(t *testing.T) {
	with := func(old, new string) string {
		if !strings.Contains(declared, old) {
			t.Fatalf("%q is not declared", old)
		}
		return strings.Replace(declared, old, new, 1)
	}
	for name, c := range map[string]struct{ head, baseline, want string }{
		"the same":                      {declared, "", ""},
		"a remark":                      {declared + "# r\n", "", ""},
		"a rule is added":               {with("  rules:\n", "  rules:\n    - {name: more, forbidden: {from: [b], to: [a]}, reason: r}\n"), "", ""},
		"a reason is better":            {with("layers: [a, b], reason: r", "layers: [a, b], reason: because"), "", ""},
		"a layer is added":              {with("layers: [a, b]", "layers: [a, b, c]"), "", ""},
		"layers are turned":             {with("layers: [a, b]", "layers: [b, a]"), "", `rule "layers" forbids less`},
		"layers are joined":             {with("layers: [a, b]", "layers: [[a, b], c]"), "", `rule "layers" forbids less`},
		"a rule is gone":                {with("    - {name: no, forbidden: {from: [a], to: [b]}, reason: r}\n", ""), "", `rule "no" is gone`},
		"less is forbidden":             {with("forbidden: {from: [a], to: [b]}", "forbidden: {from: [a], to: [c]}"), "", `rule "no" forbids less`},
		"more is forbidden":             {with("forbidden: {from: [a], to: [b]}", "forbidden: {from: [a, c], to: [b, c]}"), "", ""},
		"more is allowed":               {with("allowed: {from: [b], to: [a]}", "allowed: {from: [b], to: [a, c]}"), "", `rule "only" forbids less`},
		"less is allowed":               {with("allowed: {from: [b], to: [a]}", "allowed: {from: [b], to: []}"), "", ""},
		"others may":                    {with("by: [a]", "by: [a, c]"), "", `rule "own" forbids less`},
		"a circle may be":               {with("acyclic: [a, b]", "acyclic: [a]"), "", `rule "circle" forbids less`},
		"another kind":                  {with("acyclic: [a, b]", "independent: [a, b]"), "", `rule "circle" forbids less`},
		"fewer paths":                   {with("[a/**, a2/**]", "[a/**]"), "", `component "a" has fewer paths`},
		"more paths":                    {with("[b/**]", "[b/**, b2/**]"), "", ""},
		"a component is gone":           {with("    - {name: d, paths: [d/**]}\n", ""), "", `component "d" is gone`},
		"off":                           {with("review/complexity: {growth: 5}", "review/complexity: off"), "", "review/complexity is switched off"},
		"a lower level":                 {with("{growth: 5}", "{growth: 5, level: note}"), "", "review/complexity is only a note now"},
		"a higher level":                {with("{growth: 5}", "{growth: 5, level: error}"), "", ""},
		"another threshold":             {with("{growth: 5}", "{growth: 9}"), "", "review/complexity decides by growth of 9 now, and not of 5"},
		"the default":                   {with("  review/complexity: {growth: 5}\n", "  review/untested: {branches: 12}\n"), "", "review/complexity decides by growth of 25 now, and not of 5"},
		"the level that it has":         {strings.Replace(declared, "{growth: 5}", "{growth: 5, level: warning}", 1), "", ""},
		"nothing turns it on any more":  {with("  review/forgotten: on\n", ""), "", "review/forgotten is switched off"},
		"it is turned on already":       {with("  review/forgotten: on\n", "  review/forgotten: {share: 0.7}\n"), "", ""},
		"another level than was raised": {with("  guidance/orphan: {level: error}\n", ""), "", "guidance/orphan is only a warning now"},
		"they need not change together": {with("cochange:\n  - {when: [q/**], then: [r/**], reason: r}\n", ""), "", "that r/** changes along with q/** is not declared any more"},
		"more does for it":              {with("then: [r/**]", "then: [r/**, s/**]"), "", "that r/** changes along with q/** is not declared any more"},
		"more needs it":                 {with("when: [q/**]", "when: [q/**, s/**]"), "", ""},
		"more is vendored":              {with("[v/**]", "[v/**, a/**]"), "", "a/** counts as vendored, and is not judged"},
		"something is accepted": {
			with("accept:\n", "accept:\n  - {fingerprint: \"v1:11111111111111111111111111111111\", reason: so}\n"), "",
			"finding v1:11111111111111111111111111111111 is accepted: so",
		},
		"it is accepted for longer":  {with("until: 2030-01-01", "until: 2031-01-01"), "", "finding v1:00000000000000000000000000000000 is accepted for longer: old"},
		"it is accepted for shorter": {with("until: 2030-01-01", "until: 2029-01-01"), "", ""},
		"a breach is accepted":       {declared, "no | a | b | so\n", "that a needs b against \"no\" is accepted: so"},
	} {
		t.Run(name, func(t *testing.T) {
			r := gittest.New(t)
			r.Commit("main", gittest.Commit{Files: gittest.Files{"leadline.yaml": []byte(declared), "a/a.go": gittest.Lines("package a"), "b/b.go": gittest.Lines("package b")}})
			r.Branch("feature", r.Tip("main"))
			head := gittest.Files{"leadline.yaml": []byte(c.head), "x": gittest.Lines("x")}
			if c.baseline != "" {
				head["leadline-baseline.txt"] = []byte(c.baseline)
			}
			r.Commit("feature", gittest.Commit{Files: head})
			a, err := run.Review(t.Context(), options(t, r.Dir(), ""), run.Reviewed{Range: "main..feature"})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, f := range a.Sheets[0].Findings {
				if f.Rule != "review/loosened" || !f.Gate {
					t.Errorf("%+v", f)
				}
				got = append(got, f.Message)
			}
			if s := strings.Join(got, ", "); s != c.want {
				t.Errorf("%q, want %q", s, c.want)
			}
		})
	}
}
