package surface

import (
	"math"
	"testing"

	"leadline/internal/sheet"
)

func TestNumber(t *testing.T) {
	for want, x := range map[string]float64{
		"0": 0, "7": 7, "999": 999, "1,000": 1000, "18,412": 18412, "1,234,567": 1234567, "12.5": 12.5, "0.33": 1.0 / 3, "−1,200": -1200, "1,000.1": 1000.1,
		"99.9996": 99.9996, "−0.001": -0.001, "0.996": 0.996, "99.99": 99.99, "1.999": 1.999, "100": 100,
	} {
		if got := Number(x); got != want {
			t.Errorf("%v is %q, want %q", x, got, want)
		}
	}
	if got := Number(-1e-12); got != "0" {
		t.Errorf("-1e-12 is %q", got)
	}
}

func TestSpan(t *testing.T) {
	for _, c := range []struct{ from, to, want string }{
		{"2026-11-15", "2026-11-22", "15 to 22 Nov 2026"},
		{"2026-05-26", "2026-11-22", "26 May to 22 Nov 2026"},
		{"2025-12-30", "2026-01-02", "30 Dec 2025 to 2 Jan 2026"},
		{"2026-11-22", "2026-11-22", "22 Nov 2026"},
		{"\x1b[2J", "2026-11-22", `\x1b[2J to 22 Nov 2026`},
	} {
		if got := Span(sheet.Window{From: sheet.Date(c.from), To: sheet.Date(c.to)}); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

func TestSpark(t *testing.T) {
	for want, values := range map[string][]float64{
		"":         nil,
		"▁▁▁":      {0, 0, 0},
		"▁▂▃▄▅▆▇█": {0, 1, 2, 3, 4, 5, 6, 7},
		"█·▅·":     {2, math.NaN(), 1, math.Inf(1)},
		"████":     {5, 5, 5, 5},
		"▁█▅":      {-2, 2, 0},
		"▁▅█":      {-math.MaxFloat64, 0, math.MaxFloat64},
		"·":        {math.NaN()},
		"▁█":       {0, math.SmallestNonzeroFloat64},
	} {
		if got := Spark(values); got != want {
			t.Errorf("%v is %q, want %q", values, got, want)
		}
	}
}

func TestValue(t *testing.T) {
	for want, v := range map[string]sheet.Value{
		"Ann\\x1b": sheet.OfPerson("Ann\x1b"), "▁█": sheet.Spark([]float64{0, 3}),
		"?": {}, "1,000": sheet.Int(1000), `a\x1bb`: sheet.String("a\x1bb"), "22 Nov 2026": sheet.OnDay("2026-11-22"), "0123456789": sheet.OfCommit("0123456789abcdef"),
		"a/b.go:3": sheet.At(sheet.Place{Path: "a/b.go", Line: 3}), "top level": sheet.At(sheet.Place{Path: "."}), `caf\xe9`: sheet.At(sheet.Place{Path: "caf\xe9"}),
	} {
		if got := Value(v); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := Ref("refs/remotes/origin/x\u202e"); got != `origin/x\u202e` {
		t.Error(got)
	}
}
