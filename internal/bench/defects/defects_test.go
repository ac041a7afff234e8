package main

import (
	"math"
	"os"
	"path/filepath"
	"testing"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

func TestMeasure(t *testing.T) {
	for name, c := range map[string]struct {
		files []scored
		want  measures
	}{
		// Of 100 lines, 20 may be inspected: the first file has 10, the second 20.
		"best order":   {[]scored{{3, 10, 1}, {2, 20, 1}, {1, 70, 0}}, measures{1, 1, 0.5, 1}},
		"worst order":  {[]scored{{1, 10, 1}, {2, 20, 1}, {3, 70, 0}}, measures{0, 0, 0, 0}},
		"equal risk":   {[]scored{{0, 70, 0}, {0, 20, 1}, {0, 10, 1}}, measures{0.5, 1, 0.5, 1}},
		"in between":   {[]scored{{3, 10, 0}, {2, 20, 1}, {1, 70, 0}}, measures{0.5, 0.875, 0, 0}},
		"no defects":   {[]scored{{2, 10, 0}, {1, 10, 0}}, measures{0.5, 0.5, 0, 0}},
		"large first":  {[]scored{{2, 90, 1}, {1, 10, 0}}, measures{1, 1, 1, 1}},
		"in each file": {[]scored{{1, 10, 2}, {2, 30, 1}}, measures{0.5, 0, 0.5, 1}},
	} {
		got := measure(c.files)
		for i, x := range got.list() {
			if !near(x, c.want.list()[i]) {
				t.Errorf("%s: %v, want %v", name, got, c.want)
				break
			}
		}
	}
}

func TestTell(t *testing.T) {
	files := []*file{{path: "new.go"}, {path: "other.go"}}
	commits := []commit{
		{"c", 9 * day, "Fix the parser"},
		{"b", 8 * day, "Rename it"},
		{"a", 5 * day, "patch: docs"},
	}
	changed := map[string][]touched{
		"c": {{"new.go", ""}, {"gone.go", ""}},
		"b": {{"new.go", "old.go"}},
		"a": {{"old.go", ""}},
	}
	tell(files, commits, changed, 10*day)
	got := files[0].changes
	want := []change{{1, 2, true, true}, {2, 1, false, false}, {5, 1, false, false}}
	if len(got) != 3 || got[0] != want[0] || got[1] != want[1] || got[2] != want[2] || len(files[1].changes) != 0 {
		t.Errorf("%+v, %+v", got, files[1].changes)
	}
}

func TestFormula(t *testing.T) {
	r := &repository{files: []*file{
		{lines: 1600, complexity: 160, changes: []change{{days: 0, keyword: true}, {days: 180, keyword: true}, {days: 730, files: 2, fix: true}}},
		{lines: 100, complexity: 20},
	}}
	for _, c := range []struct {
		x    formula
		want float64 // of the first file
	}{
		{formula{halfLife: 180}, 1.5},
		{formula{halfLife: 180, power: 0.25}, 0.75},
		{formula{halfLife: 180, mean: true}, 2.25},
		{formula{halfLife: 180, density: 1}, 0.15},
		{formula{halfLife: 365, words: ofLeadline}, 0.25},
	} {
		if got := c.x.ranking("").risk(r)[0]; !near(got, c.want) {
			t.Errorf("%s: %v, want %v", c.x.text(), got, c.want)
		}
	}
	swept := change{files: sweeping + 1}
	f := &file{lines: 10, changes: []change{{days: 730, files: 2}, swept}}
	if got := (formula{halfLife: 180, changes: 0.01}).activity(f); !near(got, 0.005) {
		t.Errorf("changes: %v", got)
	}
}

func TestHotspots(t *testing.T) {
	f := &file{lines: 10, changes: []change{{days: 1}, {days: 2}, {days: 3, files: sweeping + 1}, {days: 200}}}
	if got := hotspots(f); got != 0 {
		t.Errorf("two changes that count: %v", got)
	}
	f.changes = append(f.changes, change{days: 4})
	if got := hotspots(f); got != 30 {
		t.Errorf("three changes: %v", got)
	}
}

// A ranking is no better than itself on any draw, and what follows the defects
// is better than what runs against them.
func TestDifferences(t *testing.T) {
	var repositories []*repository
	for _, name := range []string{"a", "b"} {
		r := &repository{name: name}
		for i := range 20 {
			r.files = append(r.files, &file{lines: 10, defects: float64(i % 2), prior: float64(i % 2)})
		}
		repositories = append(repositories, r)
	}
	c := newCorpus(repositories, []ranking{
		each("good", func(f *file) float64 { return f.prior }),
		each("bad", func(f *file) float64 { return -f.prior }),
	})
	o := options{seed: 1}
	all := c.differences("good", []string{"good", "bad"}, 50, o.rng())
	if all[0].pooled != ([4]interval{}) || all[0].mean != ([4]interval{}) {
		t.Errorf("itself: %+v", all[0])
	}
	if x := all[1].pooled[0]; x != (interval{1, 1, 1}) {
		t.Errorf("the contrary: %+v", x)
	}
}

func TestReadCandidates(t *testing.T) {
	dir := t.TempDir()
	put := func(name, text string) {
		t.Helper()
		if err := os.WriteFile(filepath.Join(dir, "health_defect_x", name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.Mkdir(filepath.Join(dir, "health_defect_x"), 0o700); err != nil {
		t.Fatal(err)
	}
	put("joined_data.json", `[{"file_path": "a.go", "health_score": 4, "nloc": 20, "prior_defect_count": 3}, {"file_path": "b.go", "nloc": 0}]`)
	put("defect_counts_keyword.json", `{"a.go": 2, "a_test.go": 1}`)
	put("codescene_scores.json", `{"a.go": null, "b.go": 9.5}`)
	files, err := readCandidates(dir, "x", "keyword")
	if err != nil || len(files) != 2 {
		t.Fatal(files, err)
	}
	if a := files[0]; a.defects != 2 || a.repowise != 6 || a.codescene != 0 || a.prior != 3 || a.lines != 20 {
		t.Errorf("%+v", a)
	}
	if b := files[1]; b.defects != 0 || b.codescene != 0.5 || b.lines != 1 {
		t.Errorf("%+v", b)
	}
	table := filepath.Join(dir, "complexity.csv")
	all := []*repository{{name: "x", files: files}}
	if err := os.WriteFile(table, []byte("x,a.go,7\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	estimate := files[1].complexity
	if err := joinComplexity(table, all); err != nil || files[0].complexity != 7 || files[1].complexity != estimate {
		t.Errorf("%+v, %v", files[0], err)
	}
}

func TestDecisions(t *testing.T) {
	if got := decisions([]byte("if a && b {\n\tfor range notif {}\n}\n")); got != 4 {
		t.Errorf("%v", got)
	}
}
