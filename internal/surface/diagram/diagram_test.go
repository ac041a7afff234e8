package diagram

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/sheet"
	"leadline/internal/surface/surfacetest"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestGolden(t *testing.T) {
	for name, g := range map[string]*sheet.Graph{
		"layers": {
			Nodes: []sheet.Node{{ID: "web/", Label: "web/"}, {ID: "engine/", Label: "engine/"}, {ID: "x", Label: `a "b" <c> \ #1 | [d]` + "\x1b"}},
			Edges: []sheet.Edge{{From: "web/", To: "engine/", Weight: 12}, {From: "engine/", To: "web/", Weight: 1}, {From: "web/", To: "x"}},
		},
		"steps": {
			Nodes: []sheet.Node{{ID: "a", Label: "a"}, {ID: "b", Label: "b"}, {ID: "c", Label: "c"}},
			Edges: []sheet.Edge{{From: "b", To: "c", Weight: 1}, {From: "a", To: "b", Weight: 1}, {From: "a", To: "c", Weight: 1}, {From: "c", To: "a", Weight: 1}},
		},
		"pairs": {
			Undirected: true, Nodes: []sheet.Node{{ID: "a", Label: "a"}, {ID: "b", Label: "b"}}, Edges: []sheet.Edge{{From: "a", To: "b", Weight: 7}},
		},
	} {
		a := sheet.Answer{Sheets: []sheet.Sheet{{Sections: []sheet.Section{
			{Kind: sheet.KindText, Text: "x"}, {Title: "What needs what", Kind: sheet.KindGraph, Graph: g},
		}}}}
		for ending, write := range map[string]func(io.Writer, sheet.Answer) error{"mmd": Mermaid, "dot": DOT} {
			var b strings.Builder
			if err := write(&b, a); err != nil {
				t.Fatal(err)
			}
			surfacetest.Golden(t, filepath.Join("testdata", name+"."+ending), b.String(), *update)
		}
	}
}

// The graph whose edges go somewhere is drawn, and what is too much is left out.
func TestChoice(t *testing.T) {
	var b strings.Builder
	if err := DOT(&b, surfacetest.Ordinary()); err != nil || !strings.Contains(b.String(), "label=\"Imports\"") {
		t.Errorf("%s, %v", b.String(), err)
	}
	if err := Mermaid(&b, surfacetest.Empty()); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
	g := &sheet.Graph{}
	for i := range 60 {
		g.Nodes = append(g.Nodes, sheet.Node{ID: fmt.Sprint(i), Label: fmt.Sprint(i)})
		g.Edges = append(g.Edges, sheet.Edge{From: fmt.Sprint(i), To: "59"})
	}
	b.Reset()
	if err := Mermaid(&b, sheet.Answer{Sheets: []sheet.Sheet{{Sections: []sheet.Section{{Graph: g}}}}}); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(b.String(), `["`); n != MostNodes || !strings.Contains(b.String(), "(20 with fewest edges left out)") {
		t.Errorf("%d nodes:\n%s", n, b.String())
	}
}
