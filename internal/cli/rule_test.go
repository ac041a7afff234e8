package cli

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/run"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the pages of the rules and the golden files anew")

// golden holds what was printed against a file of testdata.
func golden(t *testing.T, name, got string) {
	t.Helper()
	surfacetest.Golden(t, filepath.Join("testdata", name), got, *update)
}

// Every rule has its page in docs/rules, the same that `leadline rule` shows,
// and there is no page without a rule.
func TestRulePages(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "rules")
	pages := map[string]bool{}
	for _, r := range run.Rules() {
		name := strings.ReplaceAll(r.ID, "/", "-") + ".md"
		pages[name] = true
		want := rulePage(r)
		if *update {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if got, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(got) != want {
			t.Errorf("docs/rules/%s is not what `leadline rule %s` shows (%v): go test ./internal/cli -run RulePages -update", name, r.ID, err)
		}
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if !pages[f.Name()] {
			t.Errorf("docs/rules/%s is no rule's", f.Name())
		}
	}
}
