package workflow

import (
	"flag"
	"strings"
	"testing"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	var b strings.Builder
	for _, a := range []sheet.Answer{surfacetest.Ordinary(), surfacetest.Crowded(), surfacetest.Incomplete(), surfacetest.Hostile()} {
		if err := Write(&b, a); err != nil {
			t.Fatal(err)
		}
	}
	surfacetest.Golden(t, "testdata/all.golden", b.String(), *update)
}
