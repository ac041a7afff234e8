package sarif

import (
	"encoding/json"
	"flag"
	"fmt"
	"strings"
	"testing"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

var rules = []Rule{{ID: "oversight/largest-change", Title: "A large change landed", Level: sheet.LevelWarning, Doc: "What it is.\n"}}

func written(t *testing.T, a sheet.Answer) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, a, Options{Version: "v1.2.3", Rules: rules, New: true}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The files are held against the schema by `make sarif-check`.
func TestGolden(t *testing.T) {
	for name, a := range map[string]sheet.Answer{"ordinary": surfacetest.Ordinary(), "hostile": surfacetest.Hostile(), "empty": surfacetest.Empty()} {
		surfacetest.Golden(t, "testdata/"+name+".sarif", written(t, a), *update)
	}
}

// However many there are, it is a file that is taken.
func TestMany(t *testing.T) {
	var a sheet.Answer
	s := sheet.Sheet{}
	for i := range mostResults + 10 {
		s.Findings = append(s.Findings, sheet.Finding{Rule: "a/b", Level: sheet.LevelNote, Message: "m", Fingerprint: fmt.Sprint(i)})
	}
	a.Sheets = []sheet.Sheet{s}
	var l log
	if err := json.Unmarshal([]byte(written(t, a)), &l); err != nil {
		t.Fatal(err)
	}
	if n := len(l.Runs[0].Results); n != mostResults {
		t.Errorf("%d results", n)
	}
}
