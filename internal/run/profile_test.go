package run_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/pprof/profile"

	"leadline/internal/fault"
	"leadline/internal/gittest"
	"leadline/internal/run"
)

// sampled writes a CPU profile in which a library sorts for shop.Pay so many times, and
// shop.Cart, which calls it, runs a hundred times.
func sampled(t *testing.T, dir, name, kind string, sorting int64) string {
	t.Helper()
	m := &profile.Mapping{ID: 1, Start: 1, Limit: 1 << 20, HasFunctions: true}
	p := &profile.Profile{SampleType: []*profile.ValueType{{Type: "samples", Unit: "count"}, {Type: kind, Unit: "nanoseconds"}}, Mapping: []*profile.Mapping{m}}
	at := map[string]*profile.Location{}
	for i, f := range [][2]string{{"sort.Ints", "/go/src/sort/sort.go"}, {"example.org/shop/pay.Pay.func1", "/src/shop/pay/pay.go"}, {"example.org/shop/pay.Cart", "/src/shop/pay/pay.go"}} {
		x := &profile.Function{ID: uint64(i + 1), Name: f[0], SystemName: f[0], Filename: f[1]}
		l := &profile.Location{ID: x.ID, Mapping: m, Address: x.ID, Line: []profile.Line{{Function: x, Line: 4}}}
		p.Function, p.Location, at[f[0]] = append(p.Function, x), append(p.Location, l), l
	}
	p.Sample = []*profile.Sample{
		{Location: []*profile.Location{at["sort.Ints"], at["example.org/shop/pay.Pay.func1"], at["example.org/shop/pay.Cart"]}, Value: []int64{sorting, sorting * 1e7}},
		{Location: []*profile.Location{at["example.org/shop/pay.Cart"]}, Value: []int64{100, 1e9}},
	}
	out := filepath.Join(dir, name)
	f, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := p.Write(f); err != nil {
		t.Fatal(err)
	}
	return out
}

// TestProfileInRepository: what a library does for a function of the repository counts
// for it, and its new lines are those of commits since the base.
func TestProfileInRepository(t *testing.T) {
	r := gittest.New(t)
	base := r.Commit("main", gittest.Commit{Files: gittest.Files{
		"go.mod":     gittest.Lines("module example.org/shop"),
		"pay/pay.go": gittest.Lines("package pay", "", "func Pay() {", "\tfunc() {}()", "}", "", "func Cart() {", "}"),
	}})
	r.Commit("main", gittest.Commit{Files: gittest.Files{
		"pay/pay.go": gittest.Lines("package pay", "", "func Pay() {", "\tfunc() { sort.Ints(nil) }()", "}", "", "func Cart() {", "}"),
	}})
	dir := t.TempDir()
	before, after := sampled(t, dir, "base.pprof", "cpu", 100), sampled(t, dir, "head.pprof", "cpu", 200)
	o := options(t, r.Dir(), "")
	o.Flags = map[string]string{"base": base}
	a, err := run.AnswerVerb(t.Context(), o, "performance", verb(t, "profile"), []string{before, after}, nil)
	if err != nil {
		t.Fatal(err)
	}
	rows := section(t, a, "performance/where").Rows
	if len(rows) != 2 || rows[0][0].Text() != "Pay" || rows[0][1].Place().Line != 3 || rows[0][2].Number() != 66.67 || rows[0][4].Number() != 1 || rows[0][6].Number() != 1 {
		t.Errorf("%v", rows)
	}
	if f := a.Sheets[0].Findings; len(f) != 1 || !strings.HasPrefix(f[0].Message, "Pay costs 1 s more") || f[0].Place.Path != "pay/pay.go" || f[0].Evidence[1].Text != "1 of its 3 lines are new" {
		t.Errorf("%+v", f)
	}

	// The same samples are no difference, and one profile finds nothing.
	for _, files := range [][]string{{before, before}, {after}} {
		if a, err = run.AnswerVerb(t.Context(), o, "performance", verb(t, "profile"), files, nil); err != nil || len(a.Sheets[0].Findings) != 0 {
			t.Errorf("%v: %v %+v", files, err, a.Sheets)
		}
	}
}

// TestProfileAlone: outside of a repository functions are told as the profile has them.
func TestProfileAlone(t *testing.T) {
	dir := t.TempDir()
	o := options(t, dir, "")
	before, after := sampled(t, dir, "base.pprof", "cpu", 100), sampled(t, dir, "head.pprof", "cpu", 200)
	a, err := run.AnswerVerb(t.Context(), o, "performance", verb(t, "profile"), []string{before, after}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if f := a.Sheets[0].Findings; len(f) != 1 || !strings.HasPrefix(f[0].Message, "sort.Ints costs") || len(a.Sheets[0].Unknown) != 1 {
		t.Errorf("%+v", a.Sheets[0])
	}
	rows := section(t, a, "performance/packages").Rows
	if len(rows) != 2 || rows[0][0].Text() != "sort" || rows[0][3].Number() != 1 {
		t.Errorf("%v", rows)
	}
	other := sampled(t, dir, "other.pprof", "delay", 100)
	if _, err := run.AnswerVerb(t.Context(), o, "performance", verb(t, "profile"), []string{before, other}, nil); fault.KindOf(err) != fault.Usage {
		t.Errorf("two kinds of profile: %v", err)
	}
}
