package testrun

import (
	"bytes"
	"encoding/json"
	"fmt"

	"leadline/internal/fact"
)

// event is a line that `go test -json` prints (`go doc test2json`).
type event struct {
	Action, Package, Test string
	// Key and Value are those of an attribute (Go 1.25).
	Key, Value string
}

// golang is a stream of events that is being read.
type golang struct {
	*reader
	failing map[string]bool // packages in which a test failed
	begun   map[int]bool    // tests that run
	outside []string        // packages that failed though no test in them did
	left    int             // lines that are no event
	first   string
}

func (r *reader) readGo() {
	g := &golang{reader: r, failing: map[string]bool{}, begun: map[int]bool{}}
	line := 0
	for text := range bytes.Lines(bytes.TrimPrefix(r.in.Data, []byte("\xef\xbb\xbf"))) {
		line++
		if r.wrong.Full() {
			return
		}
		if text = bytes.TrimSpace(text); len(text) == 0 {
			continue
		}
		if text[0] != '{' {
			if g.left++; g.first == "" {
				g.first = fmt.Sprintf("%s:%d", r.in.Name, line)
			}
			continue
		}
		var e event
		if err := json.Unmarshal(text, &e); err != nil {
			r.wrong.Wrong(line, 0, "give the whole of what `go test -json` prints", "it is no event: %v", err)
			continue
		}
		if e.Action == "" {
			r.wrong.Wrong(line, 0, "give what `go test -json` prints", "it is no event: it has no Action")
			continue
		}
		g.event(&e, line)
	}
	g.finish()
}

func (g *golang) event(e *event, line int) {
	if e.Test == "" {
		if e.Action == "fail" && !g.failing[e.Package] {
			g.outside = append(g.outside, e.Package)
		}
		return
	}
	switch e.Action {
	case "run":
		at, again := g.test(e.Package, e.Test, line)
		if !again {
			g.tests[at].Outcome = fact.TestSkipped
		}
		g.begun[at] = true
	case "attr":
		if at, _ := g.test(e.Package, e.Test, line); names(e.Key) {
			g.verifies(at, e.Value)
		}
	case "pass":
		g.end(e, line, fact.TestPassed)
	case "skip":
		g.end(e, line, fact.TestSkipped)
	case "fail":
		g.failing[e.Package] = true
		g.end(e, line, fact.TestFailed)
	}
}

func (g *golang) end(e *event, line int, o fact.TestOutcome) {
	at, _ := g.test(e.Package, e.Test, line)
	delete(g.begun, at)
	g.tests[at].Outcome = max(g.tests[at].Outcome, o)
}

// finish tells what is not known from the events.
func (g *golang) finish() {
	for at := range g.begun {
		g.tests[at].Outcome = max(g.tests[at].Outcome, fact.TestUnfinished)
	}
	if n := len(g.outside); n > 0 {
		g.gaps = append(g.gaps, fact.Gap{
			Kind: fact.GapInput, Count: n, Example: g.outside[0],
			Detail: "packages failed though no test in them did, as where they do not build: what their tests verify is not all known",
		})
	}
	if g.left > 0 {
		g.gaps = append(g.gaps, fact.Gap{
			Kind: fact.GapInput, Count: g.left, Example: g.first,
			Detail: "lines are no events of `go test -json`, and were left out",
		})
	}
}
