package review

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/duty"
	"leadline/internal/fact"
)

// A function that went became a new one where most of its lines stand there.
func TestFormerly(t *testing.T) {
	body := func(from, to int) string {
		var b strings.Builder
		for i := from; i < to; i++ {
			fmt.Fprintf(&b, "\tstep(number%d)\n", i)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		before, after string
		want          bool
	}{
		"another name":       {body(0, 8), body(0, 8), true},
		"and more":           {body(0, 8), body(0, 60), true},
		"more than half":     {body(0, 10), body(4, 60), true},
		"half":               {body(0, 10), body(5, 60), false},
		"another":            {body(0, 10), body(10, 60), false},
		"too few to know by": {body(0, 4), body(0, 60), false},
	} {
		f := &duty.ChangedFile{}
		f.Before.Text, f.After.Text = []byte("func f() {\n"+c.before+"}\n"), []byte("func g() {\n"+c.after+"}\n")
		was := &fact.Symbol{Name: "f", Line: 1, End: 2 + strings.Count(c.before, "\n")}
		now := &fact.Symbol{Name: "g", Line: 1, End: 2 + strings.Count(c.after, "\n")}
		if got := formerly([]function{{after: now}, {before: was}}, now, f); (got == was) != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
