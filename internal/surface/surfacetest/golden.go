package surfacetest

import (
	"io"
	"os"
	"strings"
	"testing"

	"leadline/internal/sheet"
)

// Golden holds what was written against a file; update writes the file anew.
func Golden(t *testing.T, file, got string, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("differs from %s (-update writes it anew):\n%s", file, got)
	}
}

// GoldenOfAll holds what a surface writes of all kinds of answers against one file.
func GoldenOfAll(t *testing.T, write func(io.Writer, sheet.Answer) error, update bool) {
	t.Helper()
	var b strings.Builder
	for _, a := range []sheet.Answer{Ordinary(), Crowded(), Incomplete(), Hostile()} {
		if err := write(&b, a); err != nil {
			t.Fatal(err)
		}
	}
	Golden(t, "testdata/all.golden", b.String(), update)
}
