package golang

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const named = `package p

import (
	"m/q"
	r "m/other"
	"m/v2"
)

type T struct {
	A, B int
	q.E
}

type I interface{ M(n int) error }

var V = T{A: 1}

const C = 1

func (t *T) Do(n int) string { return q.F(t.A) + r.G().H }

func init() {}
`

func TestNames(t *testing.T) {
	n := Names([]byte(named))
	if got := strings.Join(slices.Sorted(maps.Keys(n.Declared)), " "); got != "C I I.M T T.A T.B T.Do V" {
		t.Errorf("declared: %s", got)
	}
	for _, u := range []string{"q.F", ".F", ".A", "r.G", ".H", "T"} {
		if n.Used[u].Count == 0 {
			t.Errorf("%s is used", u)
		}
	}
	if got := fmt.Sprint(n.Imported); got != "map[:[m/q m/v2] r:[m/other]]" {
		t.Errorf("imported: %s", got)
	}
	if !n.Declared["I.M"].Required || n.Declared["T.Do"].Required {
		t.Error("an interface asks for M alone")
	}
	// What users depend on, and what looks like it.
	for _, c := range []struct {
		from, to, name string
		shape, body    bool
	}{
		{"Do(n int)", "Do(m int)", "T.Do", false, true},
		{"Do(n int)", "Do(n int, m ...int)", "T.Do", true, true},
		{"M(n int) error", "M(int) error", "I.M", false, true},
		{"A, B int", "A, B string", "T.B", true, true},
		{"q.E", "q.D", "T", true, true},
		{"A, B int", "A, B, C int", "T", false, true},
		{"C = 1", "C = 2", "C", false, true},
		{"C = 1", "C = `x`", "C", true, true},
		{"V = T{A: 1}", "V = T{A: 2}", "V", false, true},
		{"V = T{A: 1}", "V = &T{A: 1}", "V", true, true},
		{"func init() {}", "", "V", false, false},
	} {
		was, now := n.Declared[c.name], Names([]byte(strings.Replace(named, c.from, c.to, 1))).Declared[c.name]
		if (was.Shape != now.Shape) != c.shape || (was.Body != now.Body) != c.body {
			t.Errorf("%s for %s: shape of %s differs: %v, body: %v", c.to, c.from, c.name, was.Shape != now.Shape, was.Body != now.Body)
		}
	}
}

func FuzzNames(f *testing.F) {
	f.Add([]byte(named))
	f.Fuzz(func(t *testing.T, content []byte) {
		if n := Names(content); n != nil {
			for name, u := range n.Used {
				if u.Count < 1 {
					t.Errorf("%s is used %d times", name, u.Count)
				}
			}
		}
	})
}
