package wording

import (
	_ "embed"
	"strings"
	"testing"
)

//go:embed testdata/seeded.tsv
var seeded string

// Faults that were put into statements before the rules were written to their end: those
// that stay unseen are known, and no harmless twin is warned of.
func TestSeededFaults(t *testing.T) {
	unseen := map[string]bool{
		"The device shall withstand normal handling.":  true,
		"The site shall load fast on mobile networks.": true,
	}
	for line := range strings.Lines(seeded) {
		kind, statement, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		var got []string
		for _, s := range Check(statement) {
			if s.Kind != Several && s.Kind != Long {
				got = append(got, string(s.Kind))
			}
		}
		switch found := strings.Contains(strings.Join(got, " "), kind); {
		case kind == "" && len(got) > 0:
			t.Errorf("%q is %v", statement, got)
		case kind != "" && found == unseen[statement]:
			t.Errorf("%q is %v, want %s; unseen: %v", statement, got, kind, unseen[statement])
		}
	}
}
