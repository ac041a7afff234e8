package message

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
)

func TestParse(t *testing.T) {
	for _, c := range []struct {
		message, subject string
		trailers         []fact.Trailer
	}{
		{"", "", nil},
		{"one line", "one line", nil},
		{"\n \none\ntwo  \n\nbody\n", "one two", nil},
		{"A: b\n", "A: b", nil},
		{"s\n\nKey: value\nOther : folded\n  twice\n\tmore\n", "s", []fact.Trailer{{Key: "Key", Value: "value"}, {Key: "Other", Value: "folded twice more"}}},
		{"s\n\ntext\nSigned-off-by: A <a>\ntext\ntext\n", "s", []fact.Trailer{{Key: "Signed-off-by", Value: "A <a>"}}},
		{"s\n\ntext\nSigned-off-by: A <a>\ntext\ntext\ntext\n", "s", nil},
		{"s\n\ntext\nKey: value\n", "s", nil},
		{"s\n\nKey: value\n(cherry picked from commit 12)\n", "s", []fact.Trailer{{Key: "Key", Value: "value"}}},
		{"s\n\nKey: value\n\n# Conflicts:\n#\tf\n\nConflicts:\n\tf\n", "s", []fact.Trailer{{Key: "Key", Value: "value"}}},
		{"s\n\nKey: value\x00\nMore: x\n", "s", []fact.Trailer{{Key: "Key", Value: "value"}}},
		{"s\n\nKey:\n", "s", []fact.Trailer{{Key: "Key", Value: ""}}},
	} {
		subject, trailers := Parse([]byte(c.message))
		if subject != c.subject || !slices.Equal(trailers, c.trailers) {
			t.Errorf("%q: %q, %q", c.message, subject, trailers)
		}
	}
}

// generate makes a message out of what trailers are made of.
func generate(r *rand.Rand) string {
	pick := func(from ...string) string { return from[r.IntN(len(from))] }
	end := pick("\n", "\n", "\n", "\r\n")
	var b strings.Builder
	for range r.IntN(4) {
		b.WriteString(pick("subject", "  indented", "", " \t", "Key: in the subject", "# comment", "\xe9 latin1", "tail  "))
		b.WriteString(end)
	}
	for range 1 + r.IntN(3) {
		b.WriteString(pick(end, end, "", "  "+end))
		for range r.IntN(7) {
			b.WriteString(pick("Signed-off-by: A <a@b>", "Signed-off-by: B", "(cherry picked from commit 1234)", "Key: value", "key : value", "K-2:value",
				"Key:", "Key: ", " folded", "\tfolded: too  ", "  ", "plain text", "plain", "two words: x", "# comment", "#", "---", "--- a/b", ":x", "-: x",
				"signed-off-by: lower", "Signed-off-by:tight", "Conflicts:", "\tfile", "Key\t: value \t", "é: x", "Key=value", "Key: a:b", "\fKey: x", " \v",
				"# ------------------------ >8 ------------------------", "http://example.org", "Key: \vvalue\f"))
			b.WriteString(pick(end, end, end, end, end, end, end, end, "", end+end))
		}
	}
	return b.String()
}

// TestAgainstGit compares with git log on generated messages.
func TestAgainstGit(t *testing.T) {
	repo := gittest.New(t, gittest.Bare())
	r := rand.New(rand.NewPCG(5, 5))
	messages := map[string]string{}
	for range 6000 {
		m := generate(r)
		if m == "" {
			continue
		}
		messages[repo.Commit("main", gittest.Commit{Message: m})] = m
	}
	out := repo.GitInput(nil, "log", "-z", "--format=%H%n%s%n%(trailers:only,unfold)", "main")
	with, wrong := 0, 0
	for entry := range strings.SplitSeq(string(bytes.TrimSuffix(out, []byte{0})), "\x00") {
		id, want, _ := strings.Cut(entry, "\n")
		subject, trailers := Parse([]byte(messages[id]))
		got := subject + "\n"
		for _, x := range trailers {
			got += fmt.Sprintf("%s: %s\n", x.Key, x.Value)
		}
		if got != want {
			if wrong++; wrong < 10 {
				t.Errorf("%q:\n got %q\nwant %q", messages[id], got, want)
			}
		}
		if len(trailers) > 0 {
			with++
		}
	}
	if wrong > 0 {
		t.Errorf("%d of %d messages differ", wrong, len(messages))
	}
	if with < len(messages)/10 {
		t.Errorf("only %d of %d messages have trailers: the test says little", with, len(messages))
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte("subject\n\nbody\n\nSigned-off-by: A <a>\n folded\n# c\n\nConflicts:\n\tx\n"))
	f.Add([]byte("\n \r\nA: b\n\x00"))
	f.Fuzz(func(t *testing.T, m []byte) {
		before := bytes.Clone(m)
		subject, trailers := Parse(m)
		if !bytes.Equal(m, before) {
			t.Error("the message was changed")
		}
		if strings.Contains(subject, "\n") {
			t.Errorf("subject %q", subject)
		}
		for _, x := range trailers {
			if x.Key == "" || strings.ContainsAny(x.Key+x.Value, "\n\x00") {
				t.Errorf("trailer %q", x)
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for name, m := range map[string]string{
		"plain":    "Fix the reader of packs\n\nA pack may end before its index says so.\nSay which one, and go on with the others.\n",
		"trailers": "Fix the reader\n\nA pack may end early.\n\nReviewed-by: B <b@example.org>\nSigned-off-by: A <a@example.org>\n",
		"long":     "Subject\n\n" + strings.Repeat("A line of sixty bytes or so that says nothing in particular.\n", 1000),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Parse([]byte(m))
			}
		})
	}
}
