package plan_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input/plan"
)

var keptRecords = []fact.Record{
	{Path: "lead/plans.yaml", Line: 1, ID: "P1"},
	{Path: "lead/plans.yaml", Line: 3, ID: "P2", Status: fact.Rejected},
	{
		Path: "lead/plans/P3-rollout.md", Line: 1, ID: "P3", Title: fact.Passage{Text: "Rollout"}, Owners: []string{"Ann"},
		Links: []fact.RecordLink{{Kind: fact.DependsOn, To: fact.Passage{Text: "P1", Line: 4, Column: 3}}, {Kind: fact.Affects, To: fact.Passage{Text: "pay/**"}}},
	},
}

func kept(list, text string) (*fact.Plan, []fact.Gap, error) {
	files := []fact.Input{{Name: "lead/plans/P3-rollout.md", Data: []byte(text)}, {Name: "lead/plans.yaml", Data: []byte(list)}}
	return plan.Records(files, keptRecords, "")
}

const keptList = "- id: P1\n  estimate: {low: 1, likely: 2, high: 4, unit: d}\n- {id: P2, estimate: 1d, status: rejected, needs: [sql]}\n"

// Items are those of lists and of front matter, with what their records say besides.
func TestRecords(t *testing.T) {
	p, gaps, err := kept(keptList, "---\nestimate: 1d/2d/4d\nteam: core\ndue: 2026-10-01\ntags: [q4]\n---\n# Rollout\n")
	if err != nil || len(gaps) > 0 || len(p.Items) != 3 {
		t.Fatalf("%+v, %v, %v", p, gaps, err)
	}
	if it := p.Items[0]; it.ID != "P1" || it.High != 4*480 || it.File != "lead/plans.yaml" || it.Line != 1 {
		t.Errorf("%+v", it)
	}
	if it := p.Items[1]; !it.Done {
		t.Errorf("%+v", it)
	}
	if it := p.Items[2]; it.ID != "P3" || it.Title != "Rollout" || it.Owner != "Ann" || it.After[0].ID != "P1" || it.Paths[0] != "pay/**" || it.Due.Day() != 1 || it.Line != 1 {
		t.Errorf("%+v", it)
	}
	if len(p.Resources) != 1 || p.Resources[0].Name != "Ann" {
		t.Errorf("%+v", p.Resources)
	}
	for _, x := range []struct{ list, text, want string }{
		{keptList, "# Rollout\n", "1 items have no estimate"},
		{keptList, "---\nestimat: 1d\n---\n# Rollout\n", `lead/plans/P3-rollout.md:2:1: item: there is no field "estimat"`},
		{keptList, "---\nestimate: 3d/2d/1d\n---\n# Rollout\n", "lead/plans/P3-rollout.md:2:11: item P3: the least is above"},
		{keptList, "---\nestimate: {low: 1d, high: 2d}\n---\n", "lead/plans/P3-rollout.md:2:11: item P3: of low, likely and high one is missing"},
		{strings.Replace(keptList, "  estimate", "  after: [P3]\n  estimate", 1), "---\nestimate: 1d\n---\n", "lead/plans.yaml:1: items wait for one another: P1 -> P3 -> P1"},
	} {
		_, gaps, err := kept(x.list, x.text)
		if told := fmt.Sprint(gaps, err); !strings.Contains(told, x.want) {
			t.Errorf("%q: %s", x.text, told)
		}
	}
}

func FuzzRecords(f *testing.F) {
	f.Add(keptList, "---\nestimate: 1d/2d/4d\n---\n# Rollout\n")
	f.Add("plans:\n  - {id: a, estimate: 1}\n", "")
	f.Add("items: []\nresources: [{name: x}]\n", "---\n- a\n---\n")
	f.Fuzz(func(t *testing.T, list, text string) {
		p, _, err := kept(list, text)
		if err == nil && len(p.Items) == 0 {
			t.Error("files without an item are read without a word")
		}
		if err != nil && len(fault.MistakesIn(err)) == 0 {
			t.Errorf("a mistake without a place: %v", err)
		}
	})
}
