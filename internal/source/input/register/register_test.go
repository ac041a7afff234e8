package register_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/source/input/register"
)

func read(text string) (fact.Register, error) {
	return register.Read([]fact.Input{{Name: "r", Data: []byte(text)}})
}

const whole = `currency: EUR
causes:
  - {name: outage, low: 0.3, high: 2}
risks:
  - id: R1
    title: The vendor fails
    frequency: {low: 0.05, mode: 0.2, high: 1}
    loss: {low: 20_000, high: 4e5}
    cause: outage
    owner: payments
    review: 2026-12-01
    treatments:
      - {name: second gateway, cost: 15000, loss: 0.3, due: 2027-03-01}
      - {name: training, cost: {amount: 3, unit: days}, frequency: {low: 0.4, high: 0.7}, status: done}
  - id: R2
    frequency: 0.02
    loss: {low: 2, mode: 4, high: 12, unit: days}
    status: closed
`

func TestYAML(t *testing.T) {
	reg, err := read(whole)
	if err != nil {
		t.Fatal(err)
	}
	a, b := reg.Risks[0], reg.Risks[1]
	if a.Unit != "EUR" || a.Cause != "outage" || a.Line != 5 || a.Loss.Low != 20000 || a.Loss.High != 4e5 || a.Loss.Line != 8 || a.Loss.Column != 11 ||
		a.Frequency.Kind != fact.Range || a.Frequency.Lambda != 4 || a.Review != time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC) {
		t.Errorf("%+v", a)
	}
	if x := a.Treatments[0]; x.Cost != 15000 || x.CostUnit != "EUR" || x.Loss != (fact.Effect{Low: .3, High: .3}) || x.Frequency != (fact.Effect{Low: 1, High: 1}) || x.Status != fact.Planned {
		t.Errorf("%+v", x)
	}
	if x := a.Treatments[1]; x.CostUnit != fact.Days || x.Frequency != (fact.Effect{Low: .4, High: .7}) || x.Status != fact.Done {
		t.Errorf("%+v", x)
	}
	if b.Unit != fact.Days || b.Loss.Kind != fact.Range || b.Loss.Mode != 4 || !b.Closed || b.Frequency.Mean != .02 {
		t.Errorf("%+v", b)
	}
}

func TestTables(t *testing.T) {
	const rows = "ALICE,\"Alice, who steals\",0.01,1000000,10000000\nBOB,Bob,0.10,1e7,1e9\n"
	for name, text := range map[string]string{
		"without a head": rows,
		"with a head":    "Identifier,Name,Probability,Low,High\n" + rows,
		"of the README":  "Identifier,Name,Probability,Low_loss,High_loss\n" + rows,
		"further":        "Identifier,Name,Probability,Low,High,Unit,Owner\nALICE,\"Alice, who steals\",0.01,1000000,10000000,,\nBOB,Bob,0.10,1e7,1e9,,\n",
	} {
		reg, err := read(text)
		if err != nil || len(reg.Risks) != 2 {
			t.Errorf("%s: %v, %+v", name, err, reg)
			continue
		}
		if a := reg.Risks[0]; a.ID != "ALICE" || a.Title != "Alice, who steals" || a.Frequency.Mean != .01 || a.Loss.High != 1e7 || a.Loss.Kind != fact.Interval || a.Unit != fact.Money {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

func TestModels(t *testing.T) {
	model := func(often, cost string) string {
		return `{"type": "FairModel", "name": "M", "n_simulations": 10, "Loss Event Frequency": ` + often + `, "Loss Magnitude": ` + cost + `}`
	}
	reg, err := read(`{"A": ` + model(`{"mean": 0.3, "stdev": 0.1}`, `{"constant": 5}`) + `, "B": ` + model(`{"low": 20, "mode": 100, "high": 900}`, `{"low": 1, "mode": 2, "high": 9, "gamma": 2}`) +
		`, "name": "all", "type": "FairMetaModel"}`)
	if err != nil || len(reg.Risks) != 2 {
		t.Fatal(err, reg)
	}
	a, b := reg.Risks[0], reg.Risks[1]
	if a.ID != "A" || a.Frequency.Kind != fact.Normal || a.Frequency.Deviation != .1 || a.Loss.Kind != fact.Fixed || a.Loss.Mean != 5 {
		t.Errorf("%+v", a)
	}
	if b.Frequency.Kind != fact.Range || b.Frequency.High != 900 || b.Loss.Lambda != 2 {
		t.Errorf("%+v", b)
	}
}

func TestMistakes(t *testing.T) {
	risk := func(fields string) string { return "- id: A\n  frequency: 1\n  loss: {low: 1, high: 5}\n" + fields }
	for text, want := range map[string]string{
		"":                                  "r: the file is empty",
		"# nothing\n":                       "r: the file holds nothing",
		"a: [":                              "this is no YAML",
		"- x\n---\n- y\n":                   "a second document begins here",
		"[]":                                "there is no risk",
		"hello":                             "risks are a list",
		"rsks: []":                          "r:1:1: there is no field \"rsks\"",
		"- 3":                               "r:1:3: risk: there are no fields here",
		"- id: A":                           "r:1:3: risk A: frequency is missing\nr:1:3: risk A: loss is missing",
		risk("  ownr: x\n"):                 "r:4:3: risk: there is no field \"ownr\"",
		risk("  id: x\n"):                   "r:4:3: risk: id stands twice",
		risk("  review: soon\n"):            "r:4:11: risk A: review: \"soon\" is no day",
		risk("  status: done\n"):            "r:4:11: risk A: status: \"done\" is none",
		risk("  cause: x\n"):                "r:1:3: risk A: no cause is called \"x\"",
		risk("  treatments: x\n"):           "treatments are a list",
		risk("  treatments: [{name: x}]\n"): "there is no effect",
		risk("  treatments: [{name: x, loss: -1}]\n"):                                "from -1 to -1 is no effect",
		"- id: A\n  frequency: .inf\n  loss: {low: .nan, high: x}\n":                 "r:2:14: risk A: frequency is infinite: .inf\nr:3:15: risk A: loss: low is not a number\nr:3:27: risk A: loss: high: \"x\" is no number",
		"- id: A\n  frequency: {rate: 1, low: 2}\n  loss: {low: 1, high: 2}\n":       "has a rate and a range",
		"- id: A\n  frequency: 1\n  loss: {low: 1, high: 5, unit: Euro}\n":           "r:3:33: risk A: loss: unit: \"Euro\" is no unit",
		risk("") + "- id: B\n  frequency: 1\n  loss: {low: 1, high: 5, unit: USD}\n": "r:4:3: risk B: loss: unit: USD, but risk A has money",
		"currency: days\nrisks:\n" + risk(""):                                        "currency: days is none",
		"A,x,0.1,1,z\nB,y,NaN,1,2\n":                                                 "r:1:11: High: \"z\" is no number\nr:2:5: Probability: NaN is no number that can be used",
		"Identifier,Name,Low\n":                                                      "no column is called Probability",
		"Identifier,Name,Probability,Low,High\n":                                     "there is no risk",
		`{"type": "x"}`:                                                              "the \"type\" of this JSON is \"x\"",
		`{"type": "FairModel", "name": "M", "Vulnerability": {"constant": 1}, "Loss Magnitude": {"constant": 1}}`:              "M: \"Vulnerability\" cannot be used",
		`{"type": "FairModel", "name": "M", "Loss Event Frequency": {"constant": 1, "low": 1}, "Loss Magnitude": {"mean": 1}}`: "is told in two ways",
		`{"type": "FairMetaModel"}`: "there is no model",
	} {
		_, err := read(text)
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q:\n%v\nwant %s", text, err, want)
		}
	}
	// The twin of two currencies: money and days may stand in one register.
	if _, err := read(risk("") + "- id: B\n  frequency: 1\n  loss: {low: 1, high: 5, unit: days}\n"); err != nil {
		t.Error(err)
	}
}

// records are those of a file of Markdown that is a record, and of a list.
var records = []fact.Record{
	{Path: "lead/risks/0007-keys.md", Line: 1, ID: "0007", Title: fact.Passage{Text: "Keys leak"}, Owners: []string{"sec"}, ReviewBy: "2026-05-01"},
	{Path: "lead/risks.yaml", Line: 3, ID: "R1"},
}

const list = "currency: EUR\nrisks:\n  - id: R1\n    tags: [vendor]\n    frequency: 1\n    loss: {low: 1, high: 9}\n"

func kept(text string) (fact.Register, error) {
	return register.Records([]fact.Input{{Name: "lead/risks/0007-keys.md", Data: []byte(text)}, {Name: "lead/risks.yaml", Data: []byte(list)}}, records)
}

// The front matter of a record has the fields of a risk, at its lines of the file; what
// the record says besides holds where they do not.
func TestRecords(t *testing.T) {
	reg, err := kept("---\nowners: [sec]\nlinks: {affects: [a/**]}\nfrequency: 0.5\nloss: {low: 1, high: 9}\n---\n# Keys leak\n")
	if err != nil {
		t.Fatal(err)
	}
	if k := reg.Risks[1]; k.ID != "0007" || k.Title != "Keys leak" || k.Owner != "sec" || k.Unit != "EUR" || k.File != "lead/risks/0007-keys.md" || k.Line != 1 ||
		k.Loss.Line != 5 || k.Review != time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC) || k.Unestimated {
		t.Errorf("%+v", k)
	}
	for text, want := range map[string]string{
		"# Keys leak\n": "",
		"---\nowner: ops\nstatus: open\n---\n# Keys leak\n":                         "",
		"---\nfrequency: 1\n---\n# Keys leak\n":                                     "lead/risks/0007-keys.md:2:1: risk 0007: loss is missing",
		"---\nfrequncy: 1\nloss: {low: 1, high: 2}\n---\n# Keys leak\n":             `lead/risks/0007-keys.md:2:1: risk: there is no field "frequncy"`,
		"---\nstatus: odd\n---\n# Keys leak\n":                                      `lead/risks/0007-keys.md:2:9: risk 0007: status: "odd" is none`,
		"---\nfrequency: 1\nloss: {low: 1, high: 2, unit: USD}\n---\n# Keys leak\n": "lead/risks/0007-keys.md:1:1: risk 0007: loss: unit: USD, but risk R1 has EUR",
		"---\nfrequency: [\n---\n# Keys leak\n":                                     "lead/risks/0007-keys.md:3:1: this is no YAML",
	} {
		reg, err := kept(text)
		switch {
		case want == "" && (err != nil || !reg.Risks[1].Unestimated):
			t.Errorf("%q: %v, %+v", text, err, reg.Risks)
		case want != "" && (err == nil || !strings.Contains(err.Error(), want)):
			t.Errorf("%q: %v", text, err)
		}
	}
	if told := fault.MistakesIn(err); told != nil {
		t.Errorf("%v", told)
	}
}

func FuzzRecords(f *testing.F) {
	f.Add("---\nfrequency: 0.5\nloss: {low: 1, high: 9}\n---\n# Keys leak\n")
	f.Add("---\n- &a {id: *a}\n---\n")
	f.Fuzz(func(t *testing.T, text string) {
		reg, err := kept(text)
		if err == nil && len(reg.Risks) != 2 {
			t.Errorf("a record is dropped without a word: %+v", reg)
		}
		if err != nil && len(fault.MistakesIn(err)) == 0 {
			t.Errorf("a mistake without a place: %v", err)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(whole)
	f.Add("ALICE,Alice,0.01,1000000,10000000\n")
	f.Add(`{"type": "FairModel", "name": "M", "Loss Event Frequency": {"mean": 1, "stdev": 1}, "Loss Magnitude": {"constant": 1}}`)
	f.Add("- &a {id: *a}")
	f.Fuzz(func(t *testing.T, text string) {
		reg, err := read(text)
		again, errAgain := read(text)
		if fmt.Sprint(reg) != fmt.Sprint(again) || fmt.Sprint(err) != fmt.Sprint(errAgain) {
			t.Error("the same file is read in two ways")
		}
		if err == nil && len(reg.Risks) == 0 {
			t.Error("a file without a risk is read without a word")
		}
	})
}
