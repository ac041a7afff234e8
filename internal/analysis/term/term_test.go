package term

import (
	"strings"
	"testing"
)

func TestAppend(t *testing.T) {
	for text, want := range map[string]string{
		"The parser shall handle errors":  "parser handl error",
		"parseHTTPRequest":                "pars http request",
		"internal/analysis/bm25_index.go": "intern analysi bm 25 index go",
		"REQ-login-timeout":               "req login timeout",
		"files, filing and FILED":         "file file file",
		"Über-große Straße":               "über große straße",
		"x y z":                           "",
		strings.Repeat("a", 60):           "",
		"":                                "",
		"bad\xffbytes":                    "bad byte",
	} {
		if got := strings.Join(new(Splitter).Append(nil, text), " "); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}

func FuzzAppend(f *testing.F) {
	f.Add("parseHTTPRequest2 ÄÖ\xff")
	f.Fuzz(func(t *testing.T, text string) {
		for _, term := range new(Splitter).Append(nil, text) {
			if term == "" {
				t.Error("an empty term")
			}
		}
	})
}
