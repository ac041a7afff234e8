package finished_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/finished"
)

var asOf = time.Date(2026, 11, 22, 15, 0, 0, 0, time.UTC)

func read(text string) (*fact.Finished, error) {
	return finished.Read(fact.Input{Name: "f.csv", Data: []byte(text)}, asOf)
}

func TestItems(t *testing.T) {
	for name, text := range map[string]string{
		"days":             "id,finished\n1,2026-11-18\n2,2026-11-20\n3,2026-11-18\n",
		"moments":          "Key;Resolved\nA;2026-11-18T23:00:00Z\nB;2026-11-20T23:30:00-00:30\nC;2026-11-18 08:00",
		"one is not done":  "closed_at\tid\n2026-11-18\t1\n\t2\n2026-11-18\t3\n2026-11-20\t4\n",
		"as Jira":          "Issue key,Labels,Labels,Resolved\nA-1,x,y,18/Nov/26 11:24 PM\nA-2,,,20/Nov/26 1:05 AM\nA-3,,,18/Nov/26 12:00 AM\nA-4,,,\n",
		"in another order": "done\n2026-11-20\n2026-11-18\n2026-11-18\n",
	} {
		f, err := read(text)
		if name == "moments" {
			// 23:30 half an hour west of Greenwich is the next day, in UTC.
			if err != nil || f.Daily[3] != 1 || f.Daily[2] != 0 {
				t.Errorf("%s: %+v, %v", name, f, err)
			}
			continue
		}
		if err != nil || f.Start.Format(time.DateOnly) != "2026-11-18" || !slices.Equal(f.Daily, []int{2, 0, 1, 0, 0}) || f.Items != 3 {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

func TestWeeks(t *testing.T) {
	for name, text := range map[string]string{
		"days":             "week,items\n2026-11-02,7\n2026-11-09,0\n2026-11-16,9\n",
		"ISO weeks":        "Week,Throughput\n2026-W45,7\n2026-W46,0\n2026-W47,9\n",
		"in another order": "week,count\n2026-11-16,9\n2026-11-02,7\n2026-11-09,0\n",
	} {
		f, err := read(text)
		if err != nil || f.Start.Format(time.DateOnly) != "2026-11-02" || f.Items != 16 || len(f.Daily) != 21 {
			t.Errorf("%s: %+v, %v", name, f, err)
			continue
		}
		if !slices.Equal(f.Daily[:14], append(slices.Repeat([]int{1}, 7), make([]int, 7)...)) || !slices.Equal(f.Daily[14:], []int{1, 1, 1, 2, 1, 1, 2}) {
			t.Errorf("%s: %v", name, f.Daily)
		}
	}
	if f, err := read("week,items\n2020-W53,1\n2021-W01,2\n"); err != nil || f.Start.Format(time.DateOnly) != "2020-12-28" {
		t.Errorf("a year with 53 weeks: %+v, %v", f, err)
	}
}

func TestMistakes(t *testing.T) {
	for text, want := range map[string]string{
		"":                                     "f.csv: the file is empty",
		"id,state\n1,open\n":                   "f.csv:1: no column is called finished or done",
		"finished\n":                           "f.csv: no item is finished",
		"id,done\n1,\n":                        "f.csv: no item is finished",
		"id,done,done\n1,2026-11-18,\n":        "f.csv:1: two columns are called \"done\"",
		"done\n2026-02-30\nsoon\n":             "f.csv:2:1: done: \"2026-02-30\" is no day\nf.csv:3:1: done: \"soon\" is no day",
		"done\n2026-11-23\n":                   "f.csv:2:1: done: 2026-11-23 is after 2026-11-22",
		"done\n0026-11-20\n":                   "f.csv:2:1: done: 0026-11-20 is too long ago",
		"week,items\n":                         "f.csv: there is no week",
		"week,points\n2026-W45,1\n":            "f.csv:1: no column is called items or count",
		"week,items\n2026-W45,1\n2026-W47,1\n": "f.csv:3: the week begins 14 days after the one before it",
		"week,items\n2026-11-02,1\n2026-11-02,1\n": "f.csv:3: the week stands there twice",
		"week,items\n2026-W45,-1\n2026-W46,1.5\n2026-W47,\n2026-W54,1\n2026-W4x,1\n2026-W46,NaN\n": "f.csv:2:10: items: -1 is no number of items\nf.csv:3:10: items: 1.5 is no number of items\n" +
			"f.csv:4:10: items: \"\" is no number\nf.csv:5:1: week: \"2026-W54\" is no week\nf.csv:6:1: week: \"2026-W4x\" is no week\nf.csv:7:10: items: NaN is no number that can be used",
		"week,items\n2026-11-16,1\n2026-11-23,1\n0026-11-02,1\n": "f.csv:3:1: week: the week that begins on 2026-11-23 is not over on 2026-11-22\nf.csv:4:1: week: 0026-11-02 is too long ago",
		"week,items\n2020-W53,1\n2025-W53,1\n":                   "f.csv:3:1: week: \"2025-W53\" is no week",
	} {
		f, err := read(text)
		if err == nil || !strings.HasPrefix(err.Error(), want) || f != nil {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

// A million rows are ordinary.
func BenchmarkItems(b *testing.B) {
	var text strings.Builder
	text.WriteString("id,finished\n")
	for i := range 1_000_000 {
		fmt.Fprintf(&text, "%d,2026-%02d-%02d\n", i, 1+i%10, 1+i%28)
	}
	for b.Loop() {
		if _, err := read(text.String()); err != nil {
			b.Fatal(err)
		}
	}
}

// Whatever a file holds, what is read adds up and ends in time.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{"id,finished\n1,2026-11-18\n", "week,items\n2026-W45,7\n2026-W46,0\n", "week;done\n2026-11-02;3\n", "done\n\"\n", "week,items\n9999-W52,1\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		x, err := finished.Read(fact.Input{Name: "f", Data: data}, asOf)
		if (err == nil) != (x != nil) {
			t.Fatalf("%+v, %v", x, err)
		}
		if err != nil {
			return
		}
		sum := 0
		for _, n := range x.Daily {
			if n < 0 {
				t.Errorf("%d items on a day", n)
			}
			sum += n
		}
		if sum != x.Items {
			t.Errorf("%d items, %d by day", x.Items, sum)
		}
	})
}
