package internal_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"leadline/internal/config"
	"leadline/internal/duty/all"
)

var update = flag.Bool("update", false, "write docs/leadline.schema.json anew")

// known is what a configuration may speak of in this program.
func known() config.Known {
	var k config.Known
	for _, d := range all.Duties() {
		for _, r := range d.Rules {
			k.Rules = append(k.Rules, config.Rule{ID: r.ID, Doc: r.Title})
		}
	}
	return k
}

// docs/leadline.schema.json is the schema of what the program reads.
func TestSchemaOfConfiguration(t *testing.T) {
	name := filepath.Join(root, "docs", "leadline.schema.json")
	want := config.Schema(known())
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
		if _, err := config.Parse("docs/configuration.md", m[1], config.Repository, known()); err != nil {
			t.Errorf("%v in\n%s", err, m[1])
		}
	}
	if len(samples) == 0 {
		t.Error("there are no samples")
	}
}
