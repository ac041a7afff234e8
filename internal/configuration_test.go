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

var update = flag.Bool("update", false, "write the schemas in docs anew")

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

// docs/schema has the schema of each kind of record.
func TestSchemasOfRecords(t *testing.T) {
	for _, kind := range config.RecordKinds {
		name := filepath.Join(root, "docs", "schema", kind+".json")
		want, err := run.RecordSchema(kind)
		if err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(name, want, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(name); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s is not what a record may hold (%v): go test ./internal -run SchemasOfRecords -update", name, err)
		}
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
