package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// shopOfParts is a repository whose changes are described in the words of the part that
// they touch, so that they can be foretold; records are written before the last of them.
func shopOfParts(t *testing.T, records gittest.Files) *gittest.Repo {
	r := gittest.New(t)
	when := time.Date(2024, 1, 1, 12, 0, 0, 0, time.UTC)
	ann := gittest.Identity{Name: "Ann Ash", Email: "ann@x.example"}
	commit := func(message string, files gittest.Files) {
		when = when.AddDate(0, 0, 1)
		r.Commit("main", gittest.Commit{Author: ann, When: when, Message: message, Files: files})
	}
	parts := []struct{ file, words, says string }{
		{"src/login/session.go", "end idle sessions", "// C is bounded: see ADR-4, and 2024-01-30-clock."},
		{"src/pay/card.go", "charge cards", "// As ADR-0003 has it."},
		{"src/mail/send.go", "send letters", ""},
		{"src/log/rotate.go", "rotate log files", ""},
		{"src/search/index.go", "index goods", ""},
		{"src/cart/cart.go", "sum up carts", ""},
		{"src/stock/stock.go", "count stock", ""},
		{"src/ship/ship.go", "print labels", ""},
	}
	for i := range 80 {
		if i == 60 && len(records) > 0 {
			commit("write down", records)
		}
		part := parts[i*5%8]
		commit(fmt.Sprintf("%s, step %d", part.words, i), gittest.Files{part.file: []byte(fmt.Sprintf("package x\n\n%s\nconst C = %d\n", part.says, i))})
	}
	return r
}

func recordText(head, title, text string) []byte {
	return []byte("---\n" + head + "\n---\n# " + title + "\n\n" + text + "\n")
}

// recordsOfParts are decisions and incidents of what is asked about, each beside its twin
// of another part.
var recordsOfParts = gittest.Files{
	"docs/adr/0001-tokens.md":               []byte("# 1. Sessions are tokens\n\nDate: 2023-11-05\n\n## Status\n\nSuperseded by [2](0002-rows.md)\n\n## Decision\n\nSee `src/login/session.go`.\n"),
	"docs/adr/0002-rows.md":                 []byte("# 2. Sessions are rows\n\nDate: 2024-01-10\n\n## Status\n\nAccepted\n\n## Decision\n\nSee `src/login/session.go`, and not [1](0001-tokens.md).\n"),
	"docs/adr/0003-cards.md":                []byte("# 3. Cards are not kept\n\nDate: 2024-01-11\n\n## Status\n\nAccepted\n\n## Decision\n\nSee `src/pay/card.go`.\n"),
	"docs/adr/0004-bounds.md":               []byte("# 4. Everything has a bound\n\nDate: 2024-01-12\n\n## Status\n\nAccepted\n"),
	"lead/incidents/2024-01-30-clock.md":    recordText("status: closed\ndate: 2024-01-30", "The clock was set back", "By an hour."),
	"lead/incidents/2024-02-03-logins.md":   recordText("status: closed\ndate: 2024-02-03\nlinks: {affects: [\"src/login/**\"]}", "Nobody could log in", "For an hour."),
	"lead/incidents/2024-02-20-sessions.md": recordText("status: open\ndate: 2024-02-20\nlinks: {see: [src/login/session.go]}", "Sessions never ended", "Since the clock was set back."),
	"lead/incidents/2024-02-09-charges.md":  recordText("status: closed\ndate: 2024-02-09\nlinks: {affects: [\"src/pay/**\"]}", "Cards were charged twice", "By a retry."),
	"lead/incidents/2024-02-11-blackout.md": recordText("status: closed\ndate: 2024-02-11", "The lights went out", "In the whole street."),
}

// TestFeasibility compares the whole sheet with golden files, in three formats.
func TestFeasibility(t *testing.T) {
	r := shopOfParts(t, recordsOfParts)
	for name, format := range map[string]string{"feasibility.txt": "text", "feasibility.json": "json", "feasibility.md": "markdown"} {
		o := leadline(t, nil, "requirements", "feasibility", "sessions that are idle shall end", "-C", r.Dir(), "--as-of=2024-04-01", "--format="+format, "--verbose")
		if o.status != 0 {
			t.Fatalf("exit status %d: %s", o.status, o.stderr)
		}
		golden(t, name, o.stdout)
	}
}

// TestFeasibilityOfWhatIsRecorded: that no record is about what is asked for is told as
// none, that there are none at all, or none that can be read, as not known.
func TestFeasibilityOfWhatIsRecorded(t *testing.T) {
	incident := recordsOfParts["lead/incidents/2024-02-09-charges.md"]
	for name, c := range map[string]struct {
		records gittest.Files
		want    string
	}{
		"none":      {nil, "incidents in what it may touch: no incidents are recorded"},
		"elsewhere": {gittest.Files{"lead/incidents/2024-02-09-charges.md": incident}, "0  incidents were in what it may touch, of 1 recorded"},
		"unread":    {gittest.Files{"lead/incidents/2024-02-09-charges.md": []byte("---\nstatus: [\n")}, "incidents in what it may touch: 1 file of them was not understood"},
	} {
		o := leadline(t, nil, "requirements", "feasibility", "end sessions", "-C", shopOfParts(t, c.records).Dir(), "--as-of=2024-04-01")
		if o.status != 0 || !strings.Contains(o.stdout, c.want) {
			t.Errorf("%s: exit status %d, and not %q\n%s%s", name, o.status, c.want, o.stdout, o.stderr)
		}
	}
}
