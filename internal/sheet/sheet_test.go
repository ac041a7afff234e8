package sheet

import (
	"bytes"
	"encoding/json"
	"math"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// full is an answer that uses every field once.
func full() Answer {
	id := strings.Repeat("0a", 20)
	place := Place{Path: "tsdb/head.go", Line: 41, Symbol: "Head.Append"}
	evidence := []Evidence{{Commit: id, Place: &place, Ref: "refs/heads/x", Person: "Grey Heron", Date: "2026-11-22", Text: "Add <it> & more"}}
	window := &Window{From: "2026-11-15", To: "2026-11-22"}
	return Answer{
		Format:     Format,
		Repository: Repository{Name: "prometheus", Branch: "main", Head: id, HeadDate: "2026-11-22"},
		AsOf:       "2026-11-22",
		Read:       []Figure{{ID: "commits", Label: "commits", Value: Int(18412), State: Known}},
		Gaps:       []Gap{{Kind: "shallow", Count: 3, Example: id, Message: "history ends", Next: "git fetch --unshallow"}},
		Sheets: []Sheet{{
			Duty: "oversight", Question: "What changed?",
			Figures: []Figure{
				{ID: "a", Label: "merges", Value: Int(41), Unit: "merges", State: Known, N: 4, Window: window, Evidence: evidence},
				{ID: "b", Label: "lines", Reason: "contents are missing", Next: "git fetch"},
				{ID: "c", Label: "releases", State: NotApplicable, Basis: Declared, Reason: "no tags"},
				{ID: "d", Label: "share", Value: Float(12.5), State: Known, Basis: Proxy},
			},
			Findings: []Finding{{
				Rule: "oversight/stale-branches", Level: LevelNote, Gate: true, Place: &place, Message: "m", Why: "w", Next: "n",
				Evidence: evidence, Track: &Track{K: 3, N: 4, Lower: .3}, Fingerprint: Fingerprint("oversight/stale-branches"),
			}},
			Sections: []Section{
				{ID: "t", Title: "T", Kind: KindTable, Window: window, Note: "n", Command: "git log", Table: &Table{
					Columns: []Column{{ID: "p", Label: "path", Kind: ColumnPlace}, {ID: "n", Label: "n", Kind: ColumnNumber, Unit: "lines"}},
					Rows:    [][]Value{{At(Place{Path: "caf\xe9"}), Int(3)}, {At(Place{Path: "b"}), {}}}, Others: 3,
				}},
				{ID: "k", Title: "Every kind of column", Kind: KindTable, Table: &Table{
					Columns: []Column{
						{ID: "text", Label: "text", Kind: ColumnText},
						{ID: "added", Label: "added", Kind: ColumnAdded},
						{ID: "deleted", Label: "deleted", Kind: ColumnDeleted},
						{ID: "share", Label: "share", Kind: ColumnShare, Unit: "%"},
						{ID: "date", Label: "date", Kind: ColumnDate},
						{ID: "commit", Label: "commit", Kind: ColumnCommit},
						{ID: "person", Label: "who", Kind: ColumnPerson},
						{ID: "people", Label: "who", Kind: ColumnPeople},
						{ID: "spark", Label: "a month", Kind: ColumnSpark},
					},
					Rows: [][]Value{
						{String("x"), Int(1), Int(2), Float(12.5), OnDay("2026-11-22"), OfCommit(id), OfPerson("Grey Heron"), OfPeople([]string{"Grey Heron", "Red Kite"}), Spark([]float64{1, math.NaN(), 2.5})},
						{{}, {}, {}, {}, {}, {}, {}, {}, {}},
					},
				}},
				{ID: "c", Title: "C", Kind: KindChart, Chart: &Chart{
					X: []Value{OnDay("2026-11-22")}, XLabel: "day", Unit: "lines", Stacked: true, Form: FormArea, Series: []Series{{Label: "s", Values: []Value{Int(1)}}},
				}},
				{ID: "g", Title: "G", Kind: KindGraph, Graph: &Graph{
					Nodes: []Node{{ID: "a", Label: "a", Weight: 1, Place: &Place{Path: "a"}}}, Edges: []Edge{{From: "a", To: "a", Weight: 2, Of: 3}},
					Undirected: true, Unit: "together", OfUnit: "of",
				}},
				{ID: "r", Title: "R", Kind: KindTree, Tree: &Tree{
					Unit: "lines", Measures: []Measure{{ID: "m", Label: "m", Unit: "days", Steps: []Step{{From: 0, Label: "none"}, {From: 1, Label: "some"}}}},
					Root: Part{Place: Place{Path: "."}, Size: 9, Values: []Value{Int(1)}, Parts: []Part{
						{Place: Place{Path: "caf\xe9"}, Size: 5, Values: []Value{{}}}, {Place: Place{Path: "."}, Others: 2, Size: 4, Values: []Value{Int(0)}},
					}},
				}},
				{ID: "x", Title: "X", Kind: KindText, Text: "text"},
			},
			Unknown: []Unknown{{What: "coverage", Why: "nothing was given", Next: "leadline ingest"}},
		}},
	}
}

func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("answer.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func validate(t *testing.T, s *jsonschema.Schema, a Answer) error {
	t.Helper()
	b, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSchemaAcceptsWhatCheckAccepts(t *testing.T) {
	s := schema(t)
	empty := Answer{Format: Format, Complete: true, AsOf: "2026-11-22", Sheets: []Sheet{{Duty: "d", Question: "q"}}}
	for name, a := range map[string]Answer{"full": full(), "empty": empty} {
		if err := Check(a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := validate(t, s, a); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Every breach must be seen both by Check and by the schema.
func TestBreaches(t *testing.T) {
	s := schema(t)
	for name, breach := range map[string]func(*Answer){
		"unknown is zero":       func(a *Answer) { a.Sheets[0].Figures[1].Value = Int(0) },
		"known without a value": func(a *Answer) { a.Sheets[0].Figures[0].Value = Value{} },
		"known not a number":    func(a *Answer) { a.Sheets[0].Figures[0].Value = Float(0 / func() float64 { return 0 }()) },
		"unknown without why":   func(a *Answer) { a.Sheets[0].Figures[1].Reason = "" },
		"figure without id":     func(a *Answer) { a.Sheets[0].Figures[0].ID = "" },
		"gap called complete":   func(a *Answer) { a.Complete = true },
		"incomplete, no gap":    func(a *Answer) { a.Gaps = nil },
		"no evidence":           func(a *Answer) { a.Sheets[0].Findings[0].Evidence = nil },
		"no next step":          func(a *Answer) { a.Sheets[0].Findings[0].Next = "" },
		"level":                 func(a *Answer) { a.Sheets[0].Findings[0].Level = "bad" },
		"table not set":         func(a *Answer) { a.Sheets[0].Sections[0].Table = nil },
		"format":                func(a *Answer) { a.Format = "x" },
		"kind of column":        func(a *Answer) { a.Sheets[0].Sections[0].Table.Columns[0].Kind = "x" },
		"empty evidence":        func(a *Answer) { a.Sheets[0].Findings[0].Evidence = []Evidence{{}} },
	} {
		a := full()
		breach(&a)
		if Check(a) == nil {
			t.Errorf("%s: Check accepts it", name)
		}
		if validate(t, s, a) == nil {
			t.Errorf("%s: the schema accepts it", name)
		}
	}
}

func TestCheckRowsAndSeries(t *testing.T) {
	a := full()
	a.Sheets[0].Sections[0].Table.Rows[0] = a.Sheets[0].Sections[0].Table.Rows[0][:1]
	cells := a.Sheets[0].Sections[1].Table
	cells.Columns[3].Unit = ""
	cells.Columns[4].ID = "text"
	cells.Rows[0][6] = String("somebody")
	a.Sheets[0].Sections[2].Chart.Series[0].Values = []Value{String("x"), {}}
	a.Sheets[0].Figures[1].ID = "a"
	err := Check(a)
	if err == nil {
		t.Fatal("accepted")
	}
	for _, want := range []string{"1 cells under 2", "2 values at 1", "figure a stands twice", "column text stands twice", `share in ""`, "kind person holds", "has a value of kind 2"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%v does not mention %q", err, want)
		}
	}
}

func TestValueJSON(t *testing.T) {
	for want, v := range map[string]Value{
		`null`:                {},
		`18412`:               Int(18412),
		`0`:                   Int(0),
		`-0.25`:               Float(-0.25),
		`1000000000000000000`: Float(1e18),
		`"a<b>&c\u001b"`:      String("a<b>&c\x1b"),
		`"2026-11-22"`:        OnDay(DateOf(time.Date(2026, 11, 22, 23, 0, 0, 0, time.UTC))),
		`"Ann <a@b>"`:         OfPerson("Ann <a@b>"),
		`["Ann","Bob <b@c>"]`: OfPeople([]string{"Ann", "Bob <b@c>"}),
		`[]`:                  OfPeople(nil),
		`[0,null,1.5,-3]`:     Spark([]float64{0, math.NaN(), 1.5, -3}),
		`[null]`:              Spark([]float64{math.Inf(1)}),
		`{"path":"a/b.go"}`:   At(Place{Path: "a/b.go"}),
		`{"path":"\"caf\\351\\n\"","path_quoted":true,"line":3}`: At(Place{Path: "caf\xe9\n", Line: 3}),
		`{"path":"café\n"}`: At(Place{Path: "café\n"}),
	} {
		got, err := json.Marshal(v)
		if err != nil || !json.Valid(got) {
			t.Errorf("%s: %s %v", want, got, err)
		}
		direct, _ := v.MarshalJSON()
		if string(direct) != want {
			t.Errorf("got %s, want %s", direct, want)
		}
	}
}

// A series belongs to its value alone.
func TestSparkIsACopy(t *testing.T) {
	given := []float64{1, 2}
	v := Spark(given)
	given[0] = 9
	v.Series()[1] = 9
	if got, _ := v.MarshalJSON(); string(got) != "[1,2]" {
		t.Errorf("the series changed to %s", got)
	}
	if Spark(nil).Kind() != Nothing || Spark([]float64{}).Kind() != Nothing {
		t.Error("no numbers are something")
	}
}

func FuzzQuote(f *testing.F) {
	f.Add("a\"b\\c\a\b\t\n\v\f\r\x00\x1b\x7f\xff")
	f.Fuzz(func(t *testing.T, s string) {
		got, err := strconv.Unquote(Quote(s))
		if err != nil || got != s {
			t.Errorf("%q quoted is %s, back %q, %v", s, Quote(s), got, err)
		}
	})
}

// The shell itself says whether a command line holds its arguments.
func TestCommand(t *testing.T) {
	bash, err := exec.LookPath("bash")
	if err != nil {
		t.Skip("SKIPPED: no bash to split command lines with")
	}
	args := []string{
		"git", "--since=2026-11-15", "main..origin/x", ":/tsdb/head.go", "a^..b", "", "it's", "a b", "$(touch x)", "`x`", "x;y", "#", "~", "{a,b}", "*",
		"café", "\x1b[31mred", "new\nline", "\xff\xfe", "back\\slash", "quote'\x01", "\u202eevil", "=x", "!x", "a=b", "^x",
	}
	out, err := exec.Command(bash, "--norc", "-c", `printf '%s\0' `+Command(args...)).Output()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
	if strings.Join(got, "\x00") != strings.Join(args, "\x00") {
		t.Errorf("got  %q\nwant %q", got, args)
	}
	if line := Command("git", "log", "--oneline", "a1b2^..main", "--", ":/web/ui"); strings.ContainsAny(line, `'"$`) {
		t.Errorf("plain words were quoted: %s", line)
	}
	for _, r := range Command(args...) {
		if r < ' ' || r == '\u202e' {
			t.Errorf("%q is in a command line", r)
		}
	}
}

func TestFingerprintTellsPartsApart(t *testing.T) {
	if Fingerprint("r", "ab", "c") == Fingerprint("r", "a", "bc") || Fingerprint("r") == Fingerprint("s") {
		t.Error("different findings have the same fingerprint")
	}
	// Baselines hold fingerprints: the same finding must keep its own for ever.
	if got := Fingerprint("oversight/stale-branches"); got != "v1:325cb9cf5423b24ff54b02149c8d3bed" {
		t.Errorf("the fingerprint changed to %s", got)
	}
}
