package requirements

import (
	"fmt"
	"strings"

	"leadline/internal/analysis/trace"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// ran tells whether somebody named what tests gave.
func (a *answer) ran() bool { return a.view.Inputs.Tests != nil }

// results are the figures of what became of the tests that name requirements.
func (a *answer) results() []sheet.Figure {
	if !a.ran() {
		return nil
	}
	items := a.items()
	of := map[fact.TestOutcome]int{}
	unrun := 0
	for _, x := range items {
		if o, run := x.Outcome(); run {
			of[o]++
		} else {
			unrun++
		}
	}
	bad := of[fact.TestFailed] + of[fact.TestUnfinished]
	out := []sheet.Figure{
		duty.Count("requirements/passed", of[fact.TestPassed], "passed the tests that verify it", "passed the tests that verify them", nil),
		duty.Count("requirements/failed", bad, "has a test that failed or did not finish", "have a test that failed or did not finish", nil),
		duty.Count("requirements/skipped", of[fact.TestSkipped], "has only tests that were skipped", "have only tests that were skipped", nil),
		duty.Count("requirements/unrun", unrun, "is named by no test of the run", "are named by no test of the run", nil),
	}
	for i := range out {
		out[i].N = len(items)
	}
	return out
}

// unmet are the findings of requirements whose tests failed, and of what tests name that
// does not exist.
func (a *answer) unmet() []sheet.Finding {
	if !a.ran() {
		return nil
	}
	var out []sheet.Finding
	for _, x := range a.items() {
		if o, run := x.Outcome(); run && o >= fact.TestUnfinished && !a.view.Off(&failed) {
			out = append(out, a.failure(x))
		}
	}
	if a.view.Off(&orphaned) {
		return out
	}
	for i := range a.traces.Strays {
		out = append(out, a.stray(&a.traces.Strays[i]))
	}
	return out
}

// idle is the finding of requirements whose tests were all skipped.
func (a *answer) idle() []sheet.Finding {
	var idle []*fact.Record
	for _, x := range a.items() {
		if o, run := x.Outcome(); run && o == fact.TestSkipped {
			idle = append(idle, x.Record)
		}
	}
	return a.together(&skipped, idle, duty.Amount(len(idle), "requirement has", "requirements have")+" only tests that were skipped at the last run",
		"whether they hold was not looked at", "see why the tests are skipped")
}

// failure is a requirement of which a test failed, with those tests.
func (a *answer) failure(x *trace.Item) sheet.Finding {
	f := a.finding(&failed, x.Record)
	f.Evidence = nil
	all := x.Results()
	bad, did := 0, map[string]bool{}
	for _, t := range all {
		if t.Outcome < fact.TestUnfinished {
			continue
		}
		if did[t.Outcome.String()] = true; bad < shown {
			f.Evidence = append(f.Evidence, sheet.Evidence{Text: testName(t) + ": " + t.Outcome.String() + inInput(t)})
		}
		bad++
	}
	verb := "failed"
	if did["did not finish"] {
		if verb = "did not finish"; did["failed"] {
			verb = "failed or did not finish"
		}
	}
	f.Message = fmt.Sprintf("%s: %s of %s that verify it %s", x.ID, duty.Thousands(bad), duty.Amount(len(all), "test", "tests"), verb)
	if len(all) == 1 {
		f.Message = fmt.Sprintf("%s: the test that verifies it %s", x.ID, verb)
	}
	f.Why, f.Next = "by its own tests it does not hold", "mend what the test shows, or the test"
	return f
}

func testName(t *fact.TestResult) string {
	if t.Group == "" {
		return t.Name
	}
	return t.Group + " " + t.Name
}

func inInput(t *fact.TestResult) string { return fmt.Sprintf(" (%s:%d)", t.Input, t.Line) }

func (a *answer) stray(s *trace.Stray) sheet.Finding {
	f := sheet.Finding{Rule: orphaned.ID, Level: a.view.Level(&orphaned), Fingerprint: sheet.Fingerprint(orphaned.ID, s.ID)}
	f.Message = fmt.Sprintf("%s is named by %s of the run, and no requirement is called that", s.ID, duty.Amount(len(s.Tests), "test", "tests"))
	f.Why, f.Next = "it was removed or renamed, or the test has a slip", "correct what the test says that it verifies"
	if s.Of != "" {
		f.Why, f.Next = "it is "+s.Of+" now", "look whether the test still verifies it, and name that"
	}
	for _, t := range s.Tests[:min(shown, len(s.Tests))] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: testName(t) + inInput(t)})
	}
	return f
}

// lastRun says what became of the tests of an item.
func lastRun(x *trace.Item) string {
	of := map[fact.TestOutcome]int{}
	for _, t := range x.Results() {
		of[t.Outcome]++
	}
	var out []string
	for _, o := range []fact.TestOutcome{fact.TestFailed, fact.TestUnfinished, fact.TestPassed, fact.TestSkipped} {
		if of[o] > 0 {
			out = append(out, duty.Thousands(of[o])+" "+o.String())
		}
	}
	return strings.Join(out, ", ")
}
