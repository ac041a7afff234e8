package workflow

import (
	"flag"
	"testing"

	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden file anew")

func TestGolden(t *testing.T) { surfacetest.GoldenOfAll(t, Write, *update) }
