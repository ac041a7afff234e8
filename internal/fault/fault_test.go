package fault

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
)

func TestKindHintAndExit(t *testing.T) {
	usage := New(Usage, "no such branch %q", "x").WithHint("run `git branch`")
	incomplete := New(Incomplete, "shallow")
	for _, tc := range []struct {
		name string
		err  error
		kind Kind
		exit int
		hint string
	}{
		{"declared", usage, Usage, 2, "run `git branch`"},
		{"wrapped", fmt.Errorf("scan: %w", fmt.Errorf("read: %w", usage)), Usage, 2, "run `git branch`"},
		{"wrapped in another kind", New(Undelivered, "write: %w", usage), Undelivered, 4, "run `git branch`"},
		{"undeclared", errors.New("what"), Internal, 70, ""},
		{"cancelled", fmt.Errorf("scan: %w", context.Canceled), Interrupted, 130, ""},
		{"findings before incomplete", errors.Join(incomplete, Status(Findings)), Findings, 1, ""},
		{"incomplete alone", errors.Join(nil, incomplete), Incomplete, 3, ""},
		{"internal before all", errors.Join(usage, errors.New("what"), incomplete), Internal, 70, "run `git branch`"},
		{"two wrapped at once", fmt.Errorf("%w and %w", incomplete, usage), Usage, 2, "run `git branch`"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := KindOf(tc.err); got != tc.kind {
				t.Errorf("KindOf = %v, want %v", got, tc.kind)
			}
			if got := ExitStatus(tc.err); got != tc.exit {
				t.Errorf("ExitStatus = %d, want %d", got, tc.exit)
			}
			if got := HintOf(tc.err); got != tc.hint {
				t.Errorf("HintOf = %q, want %q", got, tc.hint)
			}
		})
	}
	if got := ExitStatus(nil); got != 0 {
		t.Errorf("ExitStatus(nil) = %d", got)
	}
}

func TestWrite(t *testing.T) {
	for _, tc := range []struct {
		name       string
		err        error
		text, json string
	}{
		{
			"with hint", New(Usage, "no such file").WithHint("name one"),
			"leadline: error: no such file\nleadline: hint: name one\n",
			`{"error":{"kind":"usage","exit":2,"message":"no such file","hint":"name one"}}` + "\n",
		},
		{
			"without hint", fmt.Errorf("scan: %w", New(Incomplete, "3 blobs <are> missing")),
			"leadline: error: scan: 3 blobs <are> missing\n",
			`{"error":{"kind":"incomplete","exit":3,"message":"scan: 3 blobs <are> missing"}}` + "\n",
		},
		{"status only", Status(Findings), "", ""},
		{
			"joined", errors.Join(Status(Findings), New(Incomplete, "a"), New(Usage, "b").WithHint("c")),
			"leadline: error: a\nleadline: error: b\nleadline: hint: c\n",
			`{"error":{"kind":"incomplete","exit":3,"message":"a"}}` + "\n" +
				`{"error":{"kind":"usage","exit":2,"message":"b","hint":"c"}}` + "\n",
		},
		{
			"a name that would forge lines", New(Usage, "bad name %s", "x\nleadline: hint: run rm\x1b[2J\u202e\xff"),
			`leadline: error: bad name x\nleadline: hint: run rm\x1b[2J\u202e\xff` + "\n",
			`{"error":{"kind":"usage","exit":2,"message":"bad name x\\nleadline: hint: run rm\\x1b[2J\\u202e\\xff"}}` + "\n",
		},
		{
			"undeclared", errors.New("what"),
			"leadline: error: what\nleadline: hint: " + reportHint + "\n",
			`{"error":{"kind":"internal","exit":70,"message":"what","hint":"` + reportHint + `"}}` + "\n",
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var text, js strings.Builder
			if err := errors.Join(WriteText(&text, tc.err), WriteJSON(&js, tc.err)); err != nil {
				t.Fatal(err)
			}
			if text.String() != tc.text {
				t.Errorf("text:\n%s\nwant:\n%s", text.String(), tc.text)
			}
			if js.String() != tc.json {
				t.Errorf("JSON:\n%s\nwant:\n%s", js.String(), tc.json)
			}
		})
	}
}

func TestCatch(t *testing.T) {
	run := func(v any) (err error) {
		defer Catch(&err)
		if v != nil {
			panic(v)
		}
		return nil
	}
	if err := run(nil); err != nil {
		t.Errorf("no panic: %v", err)
	}
	cause := errors.New("cause")
	err := fmt.Errorf("diff: %w", run(cause))
	if KindOf(err) != Internal || !errors.Is(err, cause) {
		t.Errorf("an error that panics: %v", err)
	}
	var text, js strings.Builder
	if err := errors.Join(WriteText(&text, run("boom\x1b")), WriteJSON(&js, run("boom\x1b"))); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"leadline: error: internal fault: boom\\x1b\n", "leadline: hint: this is a defect", "fault_test.go:"} {
		if !strings.Contains(text.String(), want) {
			t.Errorf("text lacks %q:\n%s", want, text.String())
		}
	}
	var m map[string]message
	if err := json.Unmarshal([]byte(js.String()), &m); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(m["error"].Stack, "fault_test.go:") {
		t.Errorf("JSON holds no stack: %s", js.String())
	}
}

func TestVisible(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"plain – text, ünïcode 漢字", "plain – text, ünïcode 漢字"},
		{"family 👨\u200d👩\u200d👧", "family 👨\u200d👩\u200d👧"},
		{`C:\path`, `C:\path`},
		{"\x1b]0;title\x07", `\x1b]0;title\a`},
		{"a\tb\r\nc\x7f\x00", `a\tb\r\nc\x7f\x00`},
		{"\u009b31m", `\u009b31m`},
		{"\u202egnp.exe \u2066 \u200f", `\u202egnp.exe \u2066 \u200f`},
		{"\u2028\u2029\ufeff\U000e0041", `\u2028\u2029\ufeff\U000e0041`},
		{"latin \xe9\xff, replaced \ufffd", `latin \xe9\xff, replaced ` + "\ufffd"},
	} {
		if got := Visible(tc.in); got != tc.want {
			t.Errorf("Visible(%q) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

func FuzzVisible(f *testing.F) {
	f.Add("a\x1b[31m\u202e\xff\ufffd")
	f.Fuzz(func(t *testing.T, s string) {
		once := Visible(s)
		for _, r := range once {
			if r < ' ' || r == 0x7f || (r >= 0x80 && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
				t.Fatalf("Visible(%q) = %q holds %U", s, once, r)
			}
		}
		if Visible(once) != once {
			t.Fatalf("Visible is not stable on %q", s)
		}
	})
}
