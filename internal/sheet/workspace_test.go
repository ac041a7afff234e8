package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

// answerOf has the findings given as level and fingerprint.
func answerOf(name string, findings ...string) Answer {
	a := full()
	a.Repository.Name = name
	one := a.Sheets[0].Findings[0]
	a.Sheets[0].Findings = nil
	for _, f := range findings {
		level, id, _ := strings.Cut(f, " ")
		one.Level, one.Fingerprint = Level(level), Fingerprint(id)
		one.Message = id
		a.Sheets[0].Findings = append(a.Sheets[0].Findings, one)
	}
	return a
}

func TestGather(t *testing.T) {
	shop, bank := answerOf("shop", "warning s1", "note s2", "error s3", "warning s1"), answerOf("bank", "warning b1", "error b2")
	shop.Sheets = append(shop.Sheets, shop.Sheets[0])
	w := Gather("2026-11-22", []Answer{shop, bank}, nil, 4)
	if err := CheckWorkspace(w); err != nil {
		t.Error(err)
	}
	got := ""
	for _, f := range w.Findings {
		got += f.Repository + " " + f.Finding.Message + ", "
	}
	if want := "bank b2, shop s3, shop s1, bank b1, "; got != want {
		t.Errorf("%s, want %s", got, want)
	}
	w = Gather("2026-11-22", []Answer{shop, bank}, &Together{Findings: []Located{{"bank", answerOf("bank", "error t1").Sheets[0].Findings[0]}}}, 4)
	if err := CheckWorkspace(w); err != nil || w.Findings[0].Finding.Message != "t1" {
		t.Errorf("of all together: %v, %v", w.Findings[0].Finding.Message, err)
	}
	if w.Complete {
		t.Error("it is complete though its answers are not")
	}
	if empty := Gather("2026-11-22", nil, nil, 7); !empty.Complete || CheckWorkspace(empty) != nil {
		t.Error("no repository is a breach")
	}
}

func TestWorkspaceBreaches(t *testing.T) {
	for name, breach := range map[string]func(*Workspace){
		"format":         func(w *Workspace) { w.Format = Format },
		"complete":       func(w *Workspace) { w.Complete = true },
		"same name":      func(w *Workspace) { w.Answers[1].Repository.Name = "shop" },
		"no such":        func(w *Workspace) { w.Findings[0].Repository = "x" },
		"another day":    func(w *Workspace) { w.Answers[0].AsOf = "2026-11-21" },
		"in an answer":   func(w *Workspace) { w.Answers[0].Format = "" },
		"without a rule": func(w *Workspace) { w.Findings[0].Finding.Rule = "" },
		"together, nowhere": func(w *Workspace) {
			w.Together = &Together{Findings: []Located{{"x", w.Findings[0].Finding}}}
		},
		"together, no form": func(w *Workspace) {
			w.Together = &Together{Sections: []Section{{ID: "a", Title: "A", Kind: KindTable}}}
		},
		"together, no words": func(w *Workspace) { w.Together = &Together{Unknown: []Unknown{{What: "a"}}} },
		"without a place":    func(w *Workspace) { w.Findings[0].Finding.Evidence = nil },
	} {
		w := Gather("2026-11-22", []Answer{answerOf("shop", "note a"), answerOf("bank", "note b")}, nil, 7)
		breach(&w)
		if CheckWorkspace(w) == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

func TestWorkspaceSchema(t *testing.T) {
	c := jsonschema.NewCompiler()
	for name, s := range map[string][]byte{"urn:leadline:answer:1": Schema, "urn:leadline:workspace:1": WorkspaceSchema} {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s))
		if err != nil {
			t.Fatal(err)
		}
		if err := c.AddResource(name, doc); err != nil {
			t.Fatal(err)
		}
	}
	schema, err := c.Compile("urn:leadline:workspace:1")
	if err != nil {
		t.Fatal(err)
	}
	together := &Together{Findings: []Located{{"shop", answerOf("shop", "note a").Sheets[0].Findings[0]}}, Sections: full().Sheets[0].Sections, Unknown: []Unknown{{What: "a", Why: "b"}}}
	for i, w := range []Workspace{{}, Gather("2026-11-22", nil, &Together{}, 7), Gather("2026-11-22", []Answer{answerOf("shop"), answerOf("bank")}, together, 7), Gather("2026-11-22", []Answer{answerOf("shop", "note a"), answerOf("bank")}, nil, 7)} {
		b, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		v, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(v); (err == nil) != (i > 0) {
			t.Errorf("%d: %v in %s", i, err, fmt.Sprintf("%.200s", b))
		}
	}
}
