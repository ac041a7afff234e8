package mcp

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

// Whatever an answer holds, it is told in few bytes, with its gaps and findings first.
func TestShorten(t *testing.T) {
	long := surfacetest.Ordinary()
	for i := range 200 {
		f := long.Sheets[0].Findings[0]
		f.Message = fmt.Sprint(i, strings.Repeat(" long", 100))
		long.Sheets[0].Findings = append(long.Sheets[0].Findings, f)
	}
	for name, a := range map[string]sheet.Answer{
		"ordinary": surfacetest.Ordinary(), "crowded": surfacetest.Crowded(), "empty": surfacetest.Empty(), "incomplete": surfacetest.Incomplete(), "hostile": surfacetest.Hostile(), "long": long,
	} {
		s := shorten(&a)
		text := s.text()
		if len(text) > 4096 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
		if strings.ContainsAny(text, "\x1b\u202e\n") {
			t.Errorf("%s: what does not show is in it", name)
		}
		var back short
		if err := json.Unmarshal([]byte(text), &back); err != nil {
			t.Error(name, err)
		}
		if len(back.Incomplete) != len(a.Gaps) {
			t.Errorf("%s: %d of %d gaps are told", name, len(back.Incomplete), len(a.Gaps))
		}
		for i, x := range a.Sheets {
			p := back.Sheets[i]
			if len(p.Findings)+p.Left != len(x.Findings) || len(x.Findings) > 0 && (len(p.Findings) == 0 || p.Findings[0].Fingerprint != x.Findings[0].Fingerprint) {
				t.Errorf("%s: %d and %d of %d findings", name, len(p.Findings), p.Left, len(x.Findings))
			}
		}
	}
	a := surfacetest.Ordinary()
	if s := shorten(&a); !strings.Contains(s.text(), `"track_record":"right in 71 of 100 here, at least 60 % (95 %)"`) {
		t.Error(s.text())
	}
}
