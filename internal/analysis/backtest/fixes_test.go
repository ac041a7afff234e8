package backtest

import (
	"fmt"
	"testing"

	"leadline/internal/analysis/fixlink"
	"leadline/internal/fact"
)

// By hand: 60 fixes name what they mend; the lines tell 40 of them, and another change
// for 10; the last change of a file is right for 6 of them.
func TestFixLinksByHand(t *testing.T) {
	in := input(line(200, turns), 200)
	var fixes []fixlink.Fix
	for i := range 60 {
		f := fixlink.Fix{Landing: 100 + i, Declared: []int{i}, Traced: -1, Last: 90}
		if i < 40 {
			f.Traced = i
		} else if i < 50 {
			f.Traced = i - 1
		}
		if i%10 == 0 {
			f.Last = i
		}
		fixes = append(fixes, f)
	}
	// A revert takes out the very lines, and what names nothing tells nothing.
	fixes = append(fixes, fixlink.Fix{Landing: 170, Declared: []int{5}, Reverts: true, Traced: 5, Last: 5}, fixlink.Fix{Landing: 171, Traced: 5, Last: 5})
	in.Fixes = func() []fixlink.Fix { return fixes }
	r := Run(in, fixLinks)
	for name, want := range map[string][2]float64{"precision": {40. / 50, 6. / 60}, "recall": {40. / 60, 6. / 60}, "F1": {80. / 110, 12. / 120}} {
		if m, ok := r.Metric(name); !ok || !near(m.Value, want[0]) || !near(m.Baseline, want[1]) || m.Lower > want[0]-want[1] || m.Upper < want[0]-want[1] {
			t.Errorf("%s: %+v, want %v", name, m, want)
		}
	}
	if r.N != 60 || r.Verdict != Better {
		t.Errorf("%+v", r)
	}
	fixes = fixes[:49]
	if r := Run(in, fixLinks); r.Verdict != TooLittle || len(r.Metrics) != 0 || r.Reason == "" {
		t.Errorf("49 trials: %+v", r)
	}
}

func near(a, b float64) bool { return a-b < 1e-9 && b-a < 1e-9 }

// By hand: every landing adds lines to code, every twentieth 50 of them and the others
// two in two files each; those of 50 are fixed, every second after more than a year.
func TestSizeRiskByHand(t *testing.T) {
	const landings = 3 * 365
	h := line(landings, func(i int) (string, []string) {
		if i%20 == 0 {
			return "ann", []string{fmt.Sprintf("a%d.go", i)}
		}
		return "ann", []string{fmt.Sprintf("a%d.go", i), fmt.Sprintf("b%d.go", i), fmt.Sprintf("b%d_test.go", i)}
	})
	for i := range h.Commits {
		for k := range h.Commits[i].Changes {
			ch := &h.Commits[i].Changes[k]
			if ch.Added = 2; i%20 == 0 {
				ch.Added = 50
			}
			ch.Lines = ch.Added
		}
	}
	in := input(h, landings)
	var fixes []fixlink.Fix
	for i := 0; i < landings; i += 20 {
		after := 365
		if i%40 == 0 {
			after = 366
		}
		if i+after < landings {
			fixes = append(fixes, fixlink.Fix{Landing: i + after, Commit: &fact.Commit{Subject: "Fix it"}, Traced: i, Last: -1})
		}
	}
	in.Fixes = func() []fixlink.Fix { return fixes }
	r := Run(in, sizeRisk)
	// Two years of landings have had their year: 730 and the first of the third.
	if r.N != 730 || r.Sizes == nil || r.Sizes.Fixed != 18 || r.Sizes.Traced != len(fixes) || r.Sizes.Declared+r.Sizes.Unknown != 0 {
		t.Fatalf("%+v, %+v", r, r.Sizes)
	}
	// A twentieth of 730 is 36, and 37 are so large: they are in the tenth alone.
	if want := (Tail{Lines: 50, N: 37, Fixed: 18}); len(r.Sizes.Tails) != 1 || r.Sizes.Tails[0] != want {
		t.Errorf("%+v", r.Sizes.Tails)
	}
	for lines, want := range map[int]bool{49: false, 50: true, 1000: true} {
		if _, ok := r.Sizes.Of(lines); ok != want {
			t.Errorf("%d lines: %v", lines, ok)
		}
	}
	// In either year nine changes that were fixed lie above all but the nine or ten that
	// are as large; by files they lie below the small ones.
	up := func(level, small float64) float64 { return (level/2 + small) / (level + small) }
	area := (up(10, 346) + up(9, 347)) / 2
	files := (up(10, 0)*10/356 + up(9, 0)*9/356) / 2
	if m, _ := r.Metric("AUC"); !near(m.Value, area) || !near(m.Baseline, files) || r.Verdict != Better {
		t.Errorf("%+v, want %v and %v", m, area, files)
	}
	if m, _ := r.Metric("P@10%"); !near(m.Value, 18./37) {
		t.Errorf("%+v", m)
	}
	// When 1971 began, no year was over; when 1972 would have, those of 1970 were known,
	// but no trial is of 1972.
	if s := r.Sizes; s.Large != 0 || s.Said != 0 {
		t.Errorf("%+v", s)
	}
	// Nothing was fixed: nothing is said.
	fixes = nil
	if r := Run(in, sizeRisk); r.Verdict != TooLittle || r.Reason == "" {
		t.Errorf("%+v", r)
	}
}

// By hand: the large changes of the first year were fixed in one of four cases, and were
// half of them in the third, for which the first alone is known.
func TestForetell(t *testing.T) {
	var all []sized
	for _, y := range []struct{ year, fixed int }{{0, 5}, {1, 20}, {2, 10}} {
		for i := range 200 {
			x := sized{when: int64(y.year*365*24*60*60 + i*24*60*60), lines: 2}
			if i%10 == 0 {
				x.lines = 50
				x.fixed = i/10 < y.fixed
			}
			all = append(all, x)
		}
	}
	var s Sizes
	s.foretell(all)
	if s.Large != 20 || !near(s.Said, 5) || s.Came != 10 {
		t.Errorf("%+v", s)
	}
}
