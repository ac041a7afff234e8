package config

import (
	"reflect"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBaseline(t *testing.T) {
	text := baselineHead + "engine knows no web | promql | web/api | being moved\nengine knows no web | promql | web/ui | so it was\n"
	got, err := ParseBaseline([]byte(text))
	if err != nil || len(got) != 2 || got[1] != (Breach{"engine knows no web", "promql", "web/ui", "so it was", Position{BaselineName, 5, 1}}) {
		t.Fatalf("%+v, %v", got, err)
	}
	if again := string(FormatBaseline([]Breach{got[1], got[0]})); again != text {
		t.Errorf("written anew:\n%s", again)
	}
	for _, c := range []struct{ text, want string }{
		{"a | b | c", "this is no breach"},
		{"a | b | c | d | e", "this is no breach"},
		{"a | b | c | ", "has no reason"},
		{`"a | b | c | d`, "this is no breach"},
		{"a | b | d | x\na | b | c | x", "leadline-baseline.txt:2:1: the lines are not sorted"},
		{"a | b | c | x\na | b | c | y", "stands twice"},
		{strings.Repeat("#", maxFile+1), "bytes"},
	} {
		if b, err := ParseBaseline([]byte(c.text)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%.40q: %+v, %v", c.text, b, err)
		}
	}
}

// What is written is read, whatever paths are called.
func TestBaselineIsReadAsWritten(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		field := rapid.OneOf(rapid.StringMatching(`[a-z |#"\\]{1,8}`), rapid.SampledFrom([]string{"a\nb", "\xff", "é", " a", "a\t", "."}))
		b := Breach{Rule: "r", From: field.Draw(t, "from"), To: field.Draw(t, "to"), Reason: "x" + field.Draw(t, "reason")}
		got, err := ParseBaseline(FormatBaseline([]Breach{b}))
		if err != nil || len(got) != 1 || !got[0].Same(&b) || got[0].Reason != b.Reason {
			t.Fatalf("%+v, %v", got, err)
		}
	})
}

func FuzzParseBaseline(f *testing.F) {
	f.Add([]byte("a | b | c | d\n# x\n\"a|\" | b | \"\\xff\" | d\n"))
	f.Fuzz(func(t *testing.T, content []byte) {
		got, err := ParseBaseline(content)
		if err != nil {
			return
		}
		again, err := ParseBaseline(FormatBaseline(got))
		for i := range got {
			got[i].Position = Position{}
		}
		for i := range again {
			again[i].Position = Position{}
		}
		if err != nil || !reflect.DeepEqual(got, again) && len(got)+len(again) > 0 {
			t.Errorf("%+v, then %+v, %v", got, again, err)
		}
	})
}
