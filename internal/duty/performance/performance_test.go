package performance

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// level is so many runs with noise of 1 % about a value.
type level struct {
	runs  int
	value float64
}

// view has a series for each list of levels, all of the same runs.
func view(unit string, better fact.Better, all ...[]level) *duty.View {
	rng := rand.New(rand.NewPCG(1, 1))
	v := &duty.View{AsOf: time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC)}
	b := &v.Inputs.Benchmarks
	for k, levels := range all {
		s := fact.BenchmarkSeries{Benchmark: fmt.Sprintf("b%d", k), Suite: "example.org/x/parse", Metric: "time", Unit: unit, Better: better}
		for _, l := range levels {
			for range l.runs {
				run := len(s.Samples)
				if run == len(b.Runs) {
					b.Runs = append(b.Runs, fact.BenchmarkRun{Commit: fmt.Sprintf("c0ffee%04x", run)})
				}
				s.Samples = append(s.Samples, fact.Sample{Value: l.value * (1 + rng.NormFloat64()/100), Run: run})
			}
		}
		b.Series = append(b.Series, s)
	}
	return v
}

func ask(t *testing.T, v *duty.View) sheet.Sheet {
	t.Helper()
	s, err := Duty.Read(v)
	if err != nil {
		t.Fatal(err)
	}
	s.Sections = append(s.Sections, Duty.Pictures(v)...)
	a := duty.HeadOfFiles(v)
	a.Sheets = []sheet.Sheet{s}
	if err := sheet.Check(a); err != nil {
		t.Error(err)
	}
	return s
}

// said are the findings, one a line.
func said(s sheet.Sheet) string {
	var out []string
	for _, f := range s.Findings {
		if f.Rule == slowdown.ID {
			out = append(out, string(f.Level)+" "+f.Message)
		}
	}
	return strings.Join(out, "\n")
}

func TestSlowdowns(t *testing.T) {
	flat := []level{{60, 100}}
	for name, c := range map[string]struct {
		unit   string
		better fact.Better
		levels [][]level
		want   string // what the one finding holds; empty for none
	}{
		"slower":                    {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {20, 120}}}, "b0 is 19.4 % slower (18.3 to 20.7 %) since c0ffee0028; c0ffee0027 was"},
		"faster":                    {"ms", fact.BetterSmaller, [][]level{{{40, 120}, {20, 100}}}, ""},
		"less throughput":           {"req/s", fact.BetterBigger, [][]level{{{40, 120}, {20, 100}}}, "% slower"},
		"more throughput":           {"req/s", fact.BetterBigger, [][]level{{{40, 100}, {20, 120}}}, ""},
		"nobody knows":              {"points", fact.BetterUnknown, [][]level{{{40, 100}, {20, 120}}}, ""},
		"below what is asked for":   {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {20, 103}}}, ""},
		"made good":                 {"ms", fact.BetterSmaller, [][]level{{{30, 100}, {20, 120}, {20, 100}}}, ""},
		"half made good":            {"ms", fact.BetterSmaller, [][]level{{{30, 100}, {20, 130}, {20, 115}}}, "b0 is 29.5 %"},
		"a spike at the end":        {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {2, 300}}}, ""},
		"long ago":                  {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {60, 120}}}, "note b0"},
		"two at one place":          {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {20, 120}}, {{41, 100}, {19, 150}}}, "b1 is 50"},
		"one beside what is steady": {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {20, 120}}, flat}, "warning b0"},
		"one that others make good": {"ms", fact.BetterSmaller, [][]level{{{40, 100}, {20, 120}}, {{40, 120}, {20, 100}}}, "note b0"},
		"nothing":                   {"ms", fact.BetterSmaller, [][]level{flat}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := said(ask(t, view(c.unit, c.better, c.levels...)))
			if c.want == "" && got != "" || !strings.Contains(got, c.want) || strings.Contains(got, "\n") {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// Samples of one run are one point: ten equal ones are no better evidence than one.
func TestSamplesOfOneRunCountOnce(t *testing.T) {
	v := &duty.View{}
	b := &v.Inputs.Benchmarks
	s := fact.BenchmarkSeries{Benchmark: "b", Better: fact.BetterSmaller}
	for run, value := range []float64{100, 101, 120, 121} {
		b.Runs = append(b.Runs, fact.BenchmarkRun{})
		for i := range 50 {
			s.Samples = append(s.Samples, fact.Sample{Value: value + float64(i%5)/100, Run: run})
		}
	}
	b.Series = []fact.BenchmarkSeries{s}
	if got := ask(t, v); len(got.Findings) > 0 && got.Findings[0].Rule == slowdown.ID || !strings.Contains(got.Summary, "no change found in 1 benchmark over 4 runs") {
		t.Errorf("%q, %s", got.Summary, said(got))
	}
}

// No change is said together with what could have been found.
func TestWhatCouldBeFound(t *testing.T) {
	quiet := ask(t, view("ms", fact.BetterSmaller, []level{{60, 100}}))
	v := view("ms", fact.BetterSmaller, []level{{60, 100}})
	for i := range v.Inputs.Benchmarks.Series[0].Samples {
		x := &v.Inputs.Benchmarks.Series[0].Samples[i].Value
		*x = 100 + 20*(*x-100)
	}
	loud := ask(t, v)
	rules := func(s sheet.Sheet) (out []string) {
		for _, f := range s.Findings {
			out = append(out, f.Rule)
		}
		return out
	}
	if len(rules(quiet)) != 0 || len(quiet.Unknown) != 0 {
		t.Errorf("quiet: %v, %v", rules(quiet), quiet.Unknown)
	}
	if got := rules(loud); len(got) != 1 || got[0] != noisy.ID || len(loud.Unknown) != 1 {
		t.Errorf("loud: %v, %v", got, loud.Unknown)
	}
	one := ask(t, view("ms", fact.BetterSmaller, []level{{1, 100}}))
	if len(one.Unknown) != 1 || one.Figures[2].State != sheet.NotKnown {
		t.Errorf("one run: %v, %v", one.Unknown, one.Figures[2])
	}
}

// Commits near the benchmark come first, then those that changed more code, and
// whoever is no person is not named.
func TestSuspects(t *testing.T) {
	commit := func(id, author string, paths ...string) fact.Commit {
		c := fact.Commit{ID: fact.CommitID(id), Subject: "Work", Author: fact.Identity{Name: author, Email: author + "@example.org"}}
		for _, p := range paths {
			c.Changes = append(c.Changes, fact.Change{Path: fact.Path(p), Kind: fact.Modified})
		}
		return c
	}
	all := map[string][]fact.Commit{
		"c0ffee0027..c0ffee0028": {
			commit("d1", "Ann", "README.md"), commit("d2", "Bo", "web/a.go", "web/b.go"), commit("d3", "Cy", "x/parse/lex.go"), commit("d4", "dependabot[bot]", "go.mod"),
		},
	}
	v := view("ms", fact.BetterSmaller, []level{{40, 100}, {20, 120}})
	v.Inputs.Landed = func(after, upTo string) ([]fact.Commit, string) { return all[after+".."+upTo], "" }
	var got []string
	f := ask(t, v).Findings[0]
	for _, e := range f.Evidence[:4] {
		got = append(got, e.Commit+" "+e.Person)
	}
	if want := "d3 Cy, d2 Bo, d1 Ann, d4 "; strings.Join(got, ", ") != want {
		t.Errorf("%v, want %v", strings.Join(got, ", "), want)
	}
	if f.Level != sheet.LevelWarning {
		t.Errorf("%s: %s", f.Level, f.Why)
	}
	all["c0ffee0027..c0ffee0028"] = all["c0ffee0027..c0ffee0028"][:1]
	if f := ask(t, v).Findings[0]; f.Level != sheet.LevelNote || !strings.Contains(f.Why, "nothing but documents") {
		t.Errorf("documents alone: %s: %s", f.Level, f.Why)
	}
}

func TestWhatIsAsked(t *testing.T) {
	v := view("points", fact.BetterUnknown, []level{{40, 100}, {20, 110}})
	for flags, want := range map[[2]string]bool{{"", "smaller"}: true, {"", "bigger"}: false, {"50", "smaller"}: false, {"", ""}: false} {
		v.Flags = map[string]string{"better": flags[1]}
		if flags[0] != "" {
			v.Flags["least"] = flags[0]
		}
		if got := said(ask(t, v)) != ""; got != want {
			t.Errorf("%v: %v", flags, got)
		}
	}
	for name, value := range map[string]string{"least": "NaN", "better": "nice"} {
		v.Flags = map[string]string{name: value}
		if _, err := Duty.Read(v); err == nil {
			t.Errorf("--%s %s is taken", name, value)
		}
	}
}
