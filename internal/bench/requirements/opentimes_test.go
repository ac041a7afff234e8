package main

import "testing"

// Where words tell for how long a change is open, those like it foretell it; where they
// tell nothing, no better than all.
func TestForetellOpen(t *testing.T) {
	const day = 86400
	for telling, words := range map[bool][2]string{true: {"mend the parser", "rewrite storage"}, false: {"mend it", "mend it"}} {
		var all []merged
		for i := range int64(400) {
			m := merged{start: i * day, end: i*day + day/24, text: words[0]}
			if i%2 == 1 {
				m.end, m.text = i*day+30*day, words[1]
			}
			all = append(all, m)
		}
		r := foretellOpen(all)
		if n := len(r.all.errors); n < 50 || n != len(r.like.errors) || n != len(r.last.errors) {
			t.Fatalf("%d foretold", n)
		}
		if like := mean(r.like.errors); telling && like > .01 || !telling && like < mean(r.all.errors)/2 {
			t.Errorf("telling %v: %.2f, and %.2f of all", telling, like, mean(r.all.errors))
		}
	}
}
