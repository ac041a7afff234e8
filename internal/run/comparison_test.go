package run_test

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leadline/internal/duty"
	"leadline/internal/duty/performance"
	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// verb is one of the duty of performance.
func verb(t *testing.T, name string) duty.Verb {
	t.Helper()
	i := slices.IndexFunc(performance.Duty.Verbs, func(v duty.Verb) bool { return v.Name == name })
	if i < 0 {
		t.Fatalf("no verb %s", name)
	}
	return performance.Duty.Verbs[i]
}

// section is a table of an answer with one sheet.
func section(t *testing.T, a sheet.Answer, id string) *sheet.Table {
	t.Helper()
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	for _, s := range a.Sheets[0].Sections {
		if s.ID == id {
			return s.Table
		}
	}
	t.Fatalf("no section %s", id)
	return nil
}

// TestBenchstat holds medians and P of measurements of this program's own benchmarks
// (internal/stat/effect, ten in turns before and after its bootstrap sorted another way)
// against what benchstat said of the same files: golang.org/x/perf/cmd/benchstat at
// v0.0.0-20260908200009-22c9c6c9d4da, -format csv.
func TestBenchstat(t *testing.T) {
	o := run.Options{Dir: t.TempDir()}
	a, err := run.AnswerVerb(t.Context(), o, "performance", verb(t, "compare"), []string{"testdata/benchmarks/base.txt", "testdata/benchmarks/head.txt"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	peer := benchstat(t, "testdata/benchmarks/benchstat.csv")
	rows := section(t, a, "performance/compared").Rows
	if len(rows) != len(peer) || len(rows) != 15 {
		t.Errorf("%d results, benchstat has %d", len(rows), len(peer))
	}
	units := map[string]float64{"ns/op": 1e-9, "µs/op": 1e-6, "ms/op": 1e-3, "B/op": 1, "kB/op": 1e3, "MB/op": 1e6, "allocs/op": 1}
	bases := map[string]string{"ns/op": "sec/op", "µs/op": "sec/op", "ms/op": "sec/op", "B/op": "B/op", "kB/op": "B/op", "MB/op": "B/op", "allocs/op": "allocs/op"}
	for _, r := range rows {
		name, unit, _ := strings.Cut(r[0].Text(), ", ")
		want, ok := peer[name+" "+bases[unit]]
		if !ok {
			t.Errorf("benchstat knows no %s in %s", name, unit)
			continue
		}
		for i, median := range []float64{want.base, want.head} {
			if got := r[1+i].Number() * units[unit]; math.Abs(got-median) > 1e-4*median {
				t.Errorf("%s in %s: median %v, benchstat says %v", name, unit, got, median)
			}
		}
		if got := fmt.Sprintf("%.3f", r[6].Number()); got != want.p {
			t.Errorf("%s in %s: p %s, benchstat says %s", name, unit, got, want.p)
		}
	}
}

type peerResult struct {
	base, head float64
	p          string
}

// benchstat reads its table: name, base, CI, head, CI, change, p.
func benchstat(t *testing.T, name string) map[string]peerResult {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.FieldsPerRecord = -1
	records, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]peerResult{}
	unit := ""
	for _, x := range records {
		switch {
		case len(x) > 6 && x[0] == "" && x[2] == "CI":
			unit = x[1]
		case len(x) > 6 && x[0] != "geomean" && strings.HasPrefix(x[6], "p="):
			base, _ := strconv.ParseFloat(x[1], 64)
			head, _ := strconv.ParseFloat(x[3], 64)
			p, _, _ := strings.Cut(strings.TrimPrefix(x[6], "p="), " ")
			out[x[0]+" "+unit] = peerResult{base, head, p}
		}
	}
	return out
}

func TestComparisonRefusesAHistory(t *testing.T) {
	dir := t.TempDir()
	name := dir + "/history.csv"
	if err := os.WriteFile(name, []byte("commit,time,benchmark,value,unit\na1,2026-01-01,X,1,ns\nb2,2026-01-02,X,2,ns\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := run.AnswerVerb(t.Context(), run.Options{Dir: dir}, "performance", verb(t, "compare"), []string{name, name}, nil)
	if fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), "several states") {
		t.Errorf("%v", err)
	}
}
