package people

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"leadline/internal/fact"
)

// label is a row of testdata/labelled.csv.
type label struct {
	half, form, kind, person, text string
}

func labels(t *testing.T) []label {
	t.Helper()
	f, err := os.Open("testdata/labelled.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comment = '#'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	var out []label
	for _, row := range rows[1:] {
		out = append(out, label{row[0], row[1], row[2], row[3], row[4]})
	}
	return out
}

// told is what the code makes of a string.
func told(p *People, l label) string {
	if l.form == "identity" {
		if k := p.Of(person(l.text)).Kind; k != Human {
			return k.String()
		}
		return "human"
	}
	key, value, _ := strings.Cut(l.text, ":")
	c := fact.Commit{Trailers: []fact.Trailer{{Key: key, Value: strings.TrimSpace(value)}}}
	if p.Assistants(&c) != nil {
		return "agent"
	}
	return "human"
}

// The figures of docs/people.md. The parts that were held out have been read by
// now; what they gave the first time stands there too.
func TestLabelled(t *testing.T) {
	labelled := labels(t)
	var found, right, all int
	for half, bars := range map[string]map[string]bar{
		"tune": {"bot": {.98, .95}, "agent": {.98, .95}},
		"held": {"bot": {.98, .95}, "agent": {.98, .95}},
		// Seven of its agents are told by what they do alone: what is reached, so
		// that it gets no worse.
		"fresh": {"bot": {.87, .90}, "agent": {1, .78}},
	} {
		var rows []label
		var ids []fact.Identity
		for _, l := range labelled {
			if l.half == half {
				rows = append(rows, l)
				if l.form == "identity" {
					ids = append(ids, person(l.text))
				}
			}
		}
		p := Of(history(ids...), Rules{})
		checkKinds(t, half, bars, rows, p)
		checkPairs(t, half, rows, p)
		for _, l := range rows {
			program, told := l.kind != "human", told(p, l) != "human"
			if program {
				all++
			}
			if told {
				found++
			}
			if program && told {
				right++
			}
		}
	}
	// What matters most, over all of them: programs are told from people.
	precision, recall := float64(right)/float64(found), float64(right)/float64(all)
	t.Logf("programs told from people: precision %d/%d = %.3f, recall %d/%d = %.3f", right, found, precision, right, all, recall)
	if precision < .98 || recall < .95 {
		t.Errorf("programs are told from people with precision %.3f, recall %.3f", precision, recall)
	}
}

// bar is the least precision and recall.
type bar struct{ precision, recall float64 }

// checkKinds counts what bots and agents are told right. No person may be taken
// for a program.
func checkKinds(t *testing.T, half string, bars map[string]bar, rows []label, p *People) {
	for kind, least := range bars {
		var found, right, all int
		for _, l := range rows {
			got := told(p, l)
			if l.kind == "human" && got == kind {
				t.Errorf("%s: a person taken for a %s: %s", half, kind, l.text)
			}
			if got == kind {
				found++
			}
			if l.kind == kind {
				all++
				if got == kind {
					right++
				} else {
					t.Logf("%s: missed %s, taken for %s: %s", half, kind, got, l.text)
				}
			} else if got == kind {
				t.Logf("%s: not a %s but %s: %s", half, kind, l.kind, l.text)
			}
		}
		precision, recall := float64(right)/float64(found), float64(right)/float64(all)
		t.Logf("%s: %s: precision %d/%d = %.3f, recall %d/%d = %.3f", half, kind, right, found, precision, right, all, recall)
		if precision < least.precision {
			t.Errorf("%s: precision of %s is %.3f", half, kind, precision)
		}
		if recall < least.recall {
			t.Errorf("%s: recall of %s is %.3f", half, kind, recall)
		}
	}
}

// checkPairs counts pairs of people's identities. No two people may be one.
func checkPairs(t *testing.T, half string, rows []label, p *People) {
	var same, joined int
	for i, a := range rows {
		for _, b := range rows[:i] {
			if a.form != "identity" || b.form != "identity" || a.kind != "human" && b.kind != "human" {
				continue
			}
			one, together := a.person == b.person, p.Of(person(a.text)) == p.Of(person(b.text))
			switch {
			case together && !one:
				t.Errorf("%s: different, taken for one: %s and %s", half, b.text, a.text)
			case one && together:
				same++
				joined++
			case one:
				same++
				t.Logf("%s: missed: %s and %s", half, b.text, a.text)
			}
		}
	}
	t.Logf("%s: %d of %d pairs of one person are joined", half, joined, same)
}
