package run_test

import (
	"fmt"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

const (
	boxGo  = "package box\n\n// SendAll sends.\nfunc SendAll() {\n\tprintln(\"a\")\n\tprintln(\"b\")\n}\n"
	boxPy  = "class MailBox:\n    def send_all(self):\n        self.a()\n        self.b()\n        self.c()\n"
	guide  = "# Guide\n\nCall `SendAll` to send, and `MailBox.send_all`.\n"
	others = "package box\n\nfunc Other() {\n\tprintln(\"c\")\n\tprintln(\"d\")\n}\n"
)

// What a document names is told where nothing has it any more, and nothing else is.
func TestLostNames(t *testing.T) {
	base := map[string]string{"box.go": boxGo, "mail.py": boxPy, "docs/guide.md": guide}
	for name, c := range map[string]struct {
		then []map[string]string // commits, one after the other; an empty text removes a file
		want string
	}{
		"nothing went": {},
		"gone":         {[]map[string]string{{"box.go": others}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 1]\n"},
		"both":         {[]map[string]string{{"box.go": ""}, {"mail.py": ""}}, "docs/guide.md:3 SendAll is gone; so is MailBox.send_all [SendAll was declared in box.go by Commit 1] [MailBox was declared in mail.py by Commit 2]\n"},
		"renamed": {
			[]map[string]string{{"box.go": "package box\n\n// SendEach sends.\nfunc SendEach() {\n\tprintln(\"a\")\n\tprintln(\"b\")\n}\n"}},
			"docs/guide.md:3 SendAll is gone; it is SendEach now [SendAll was declared in box.go; see SendEach in box.go by Commit 1]\n",
		},
		"renamed, and the new name went too": {
			[]map[string]string{{"box.go": "package box\n\nfunc SendEach() {\n\tprintln(\"a\")\n\tprintln(\"b\")\n}\n"}, {"box.go": others}},
			"docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 1]\n",
		},
		"another body":             {[]map[string]string{{"box.go": "package box\n\nfunc SendEach() {\n\tprintln(\"a\")\n\tprintln(\"x\")\n}\n"}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 1]\n"},
		"moved":                    {[]map[string]string{{"box.go": "", "post/all.go": boxGo}}, ""},
		"moved, and then gone":     {[]map[string]string{{"box.go": others, "post/all.go": "package post\n\nfunc SendAll() {}\n"}, {"post/all.go": others}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 2]\n"},
		"used in configuration":    {[]map[string]string{{"box.go": others, "settings.yaml": "call: [SendAll]\n"}}, ""},
		"in a comment":             {[]map[string]string{{"box.go": others + "// SendAll was here.\n"}}, ""},
		"a part of a word":         {[]map[string]string{{"box.go": others + "// SendAllOfIt\n"}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 1]\n"},
		"in another document":      {[]map[string]string{{"box.go": others, "README.md": "SendAll sends.\n"}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in box.go by Commit 1]\n"},
		"the line came afterwards": {[]map[string]string{{"box.go": others}, {"docs/guide.md": "# Guide\n\nThere is no `SendAll`, but `MailBox.send_all`.\n"}}, ""},
		"the section tells of it":  {[]map[string]string{{"docs/guide.md": "# Guide\n\n## Changelog\n\nCall `SendAll`.\n"}, {"box.go": others}}, ""},
		"a log of changes":         {[]map[string]string{{"docs/guide.md": "", "CHANGELOG.md": guide}, {"box.go": others}}, ""},
		"a decision":               {[]map[string]string{{"docs/guide.md": "", "docs/adr/0001-send.md": "# 1. Send\n\n## Status\n\nAccepted\n\n## Context\n\nx\n\n## Decision\n\n`SendAll` sends.\n\n## Consequences\n\ny\n"}, {"box.go": others}}, ""},
		"of a test":                {[]map[string]string{{"box.go": others, "box_test.go": boxGo, "docs/guide.md": "# Guide\n\n`SendAll` sends all.\n"}, {"box_test.go": ""}}, ""},
		"in a block of code":       {[]map[string]string{{"docs/guide.md": "# Guide\n\n```go\nbox.SendAll()\n```\n"}, {"box.go": others}}, "docs/guide.md:4 SendAll is gone [SendAll was declared in box.go by Commit 2]\n"},
		"with its package":         {[]map[string]string{{"box.go": others, "sub/box.go": boxGo, "sub/go.mod": "module sub\n", "docs/guide.md": "# Guide\n\n`SendAll` sends all.\n"}, {"sub/box.go": "", "sub/go.mod": ""}}, ""},
		"in a package that stays":  {[]map[string]string{{"box.go": others, "sub/box.go": boxGo, "sub/go.mod": "module sub\n", "docs/guide.md": "# Guide\n\n`SendAll` sends all.\n"}, {"sub/box.go": ""}}, "docs/guide.md:3 SendAll is gone [SendAll was declared in sub/box.go by Commit 2]\n"},
		"an ordinary word":         {[]map[string]string{{"box.go": "package box\n\nfunc Send() {}\n", "docs/guide.md": "# Guide\n\n`Send()` sends.\n"}, {"box.go": others}}, ""},
	} {
		r := gittest.New(t)
		commitTexts(r, "main", "Start", base)
		for i, files := range c.then {
			commitTexts(r, "main", fmt.Sprintf("Commit %d", i+1), files)
		}
		home, times := t.TempDir(), 1
		if name == "both" {
			times = 2 // found, and kept
		}
		for range times {
			a, err := run.Answer(t.Context(), options(t, r.Dir(), home), "documentation")
			if err != nil {
				t.Fatal(err)
			}
			got := ""
			for _, f := range a.Sheets[0].Findings {
				if f.Rule != "documentation/name" {
					continue
				}
				got += fmt.Sprintf("%s:%d %s", f.Place.Path, f.Place.Line, f.Message)
				for _, e := range f.Evidence {
					if e.Place != nil {
						got += " [" + e.Text
					} else {
						got += " by " + e.Text + "]"
					}
				}
				got += "\n"
			}
			if got != c.want {
				t.Errorf("%s:\n%s\nwant\n%s", name, got, c.want)
			}
		}
	}
}
