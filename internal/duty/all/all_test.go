package all

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// Every duty has a page, which leads to the pages of its rules.
func TestEveryDutyAndRuleIsDocumented(t *testing.T) {
	names := map[string]bool{}
	for _, d := range Duties() {
		if d.Name == "" || d.Question == "" || d.Doc == "" || d.Read == nil || names[d.Name] {
			t.Errorf("duty %q is incomplete or stands twice", d.Name)
		}
		names[d.Name] = true
		page, err := os.ReadFile(filepath.Join("..", "..", "..", "docs", "duties", d.Name+".md"))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, r := range d.Rules {
			if !strings.HasPrefix(r.ID, d.Name+"/") {
				t.Errorf("rule %s is not named for its duty", r.ID)
			}
			if link := "(../rules/" + strings.ReplaceAll(r.ID, "/", "-") + ".md)"; !strings.Contains(string(page), link) {
				t.Errorf("the page of %s does not lead to rule %s: %s", d.Name, r.ID, link)
			}
		}
	}
}

// What comes after all comes last.
func TestAfterAllComesLast(t *testing.T) {
	after := false
	for _, d := range Duties() {
		if after && !d.AfterAll {
			t.Errorf("%s comes after a duty that reads the others", d.Name)
		}
		after = after || d.AfterAll
	}
}
