package json

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden file anew")

const nasty = "\x1b[31m<b>&\x7f\u009b2J\u202eback\U000e0041\nend"

func answer() sheet.Answer {
	id := strings.Repeat("0a", 20)
	return sheet.Answer{
		Format: sheet.Format, Repository: sheet.Repository{Name: nasty, Branch: "main", Head: id, HeadDate: "2026-11-22"}, AsOf: "2026-11-22", Complete: true,
		Read: []sheet.Figure{{ID: "commits", Label: "commits", State: sheet.Known, Value: sheet.Int(18412)}, {ID: "lines", Label: "lines", Reason: "contents are missing"}},
		Sheets: []sheet.Sheet{{Duty: "oversight", Question: "What changed?", Sections: []sheet.Section{{
			ID: "files", Title: "Files", Kind: sheet.KindTable, Table: &sheet.Table{
				Columns: []sheet.Column{{ID: "file", Label: "file", Kind: sheet.ColumnPlace}, {ID: "n", Label: "n", Kind: sheet.ColumnNumber}},
				Rows:    [][]sheet.Value{{sheet.At(sheet.Place{Path: "caf\xe9" + nasty}), sheet.Int(0)}, {sheet.At(sheet.Place{Path: "café"}), {}}},
			},
		}}}},
	}
}

func TestWrite(t *testing.T) {
	a := answer()
	if err := sheet.Check(a); err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := Write(&b, a); err != nil {
		t.Fatal(err)
	}
	surfacetest.Golden(t, "testdata/answer.json", b.String(), *update)
	for _, r := range b.String() {
		if r != '\n' && !unicode.IsPrint(r) {
			t.Errorf("%U is not escaped", r)
		}
	}
	// The data comes back as it was.
	var back struct{ Repository struct{ Name string } }
	if err := json.Unmarshal(b.Bytes(), &back); err != nil {
		t.Fatal(err)
	}
	if back.Repository.Name != nasty {
		t.Errorf("%q came back", back.Repository.Name)
	}
}

func TestSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(sheet.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("answer.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("answer.json")
	if err != nil {
		t.Fatal(err)
	}
	golden, err := os.Open("testdata/answer.json")
	if err != nil {
		t.Fatal(err)
	}
	defer golden.Close()
	v, err := jsonschema.UnmarshalJSON(golden)
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(v); err != nil {
		t.Error(err)
	}
}
