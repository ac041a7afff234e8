package internal_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"leadline/internal/config"
	"leadline/internal/run"
)

var update = flag.Bool("update", false, "write docs/leadline.schema.json anew")

// docs/leadline.schema.json is the schema of what the program reads.
func TestSchemaOfConfiguration(t *testing.T) {
	name := filepath.Join(root, "docs", "leadline.schema.json")
	want := config.Schema(run.Known())
	if *update {
		if err := os.WriteFile(name, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what a configuration may hold: go test ./internal -run SchemaOfConfiguration -update", name)
	}
}

// What docs/configuration.md shows works in this program.
func TestSamplesOfConfiguration(t *testing.T) {
	page, err := os.ReadFile(filepath.Join(root, "docs", "configuration.md"))
	if err != nil {
		t.Fatal(err)
	}
	samples := regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllSubmatch(page, -1)
	for _, m := range samples {
		if _, err := config.Parse("docs/configuration.md", m[1], config.Repository, run.Known()); err != nil {
			t.Errorf("%v in\n%s", err, m[1])
		}
	}
	if len(samples) == 0 {
		t.Error("there are no samples")
	}
}
