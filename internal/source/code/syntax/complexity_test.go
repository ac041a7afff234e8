package syntax

import (
	"strings"
	"testing"

	"leadline/internal/source/code/sitter"
)

var pool = sitter.NewPool("")

func parse(t testing.TB, l sitter.Language, src string) *Tree {
	t.Helper()
	tree, err := pool.Parse(t.Context(), l, []byte(src))
	if err != nil {
		t.Fatal(err)
	}
	return New(tree, []byte(src))
}

// flow is enough of JavaScript, Java and Python for the tests.
var flow = Flow{
	Roles: map[string]Role{
		"if_statement": If, "else_clause": Else, "elif_clause": ElseIf, "for_statement": Loop, "while_statement": Loop,
		"switch_statement": Switch, "switch_case": Case, "catch_clause": Catch, "ternary_expression": Conditional,
		"binary_expression": Logical, "boolean_operator": Logical, "conditional_expression": Conditional, "arrow_function": Lambda, "continue_statement": Jump,
	},
	Operators: map[string]bool{"&&": true, "||": true, "and": true, "or": true},
	Labels:    map[string]bool{"statement_identifier": true},
}

func TestMeasure(t *testing.T) {
	own := map[string]bool{"function_declaration": true, "method_declaration": true, "function_definition": true}
	for _, c := range []struct {
		language sitter.Language
		body     string
		want     Complexity
	}{
		{sitter.JavaScript, "", Complexity{1, 0, 0}},
		{sitter.JavaScript, "if (a) { if (b) {} } else if (c) {} else {}", Complexity{4, 1 + 2 + 1 + 1, 2}},
		{sitter.JavaScript, "if (a) {} else { if (b) {} }", Complexity{3, 1 + 1 + 2, 2}},
		{sitter.JavaScript, "if (a) {} else if (b) { while (c) {} }", Complexity{4, 1 + 1 + 2, 2}},
		{sitter.JavaScript, "if (a && b && c || d && e) {}", Complexity{6, 1 + 3, 1}},
		{sitter.JavaScript, "return a || b && c || d", Complexity{4, 3, 0}},
		{sitter.JavaScript, "return a && (b && c)", Complexity{3, 1, 0}},
		{sitter.JavaScript, "return a && !(b && c)", Complexity{3, 2, 0}},
		{sitter.JavaScript, "return a && f(b && c)", Complexity{3, 2, 0}},
		{sitter.JavaScript, "for (;;) { switch (a) { case 1: case 2: if (b) {} default: } }", Complexity{5, 1 + 2 + 3, 3}},
		{sitter.JavaScript, "try { if (a) {} } catch (e) { if (b) {} }", Complexity{4, 1 + 1 + 2, 2}},
		{sitter.JavaScript, "return a ? b : c ? d : e", Complexity{3, 1 + 2, 2}},
		{sitter.JavaScript, "x.map(() => { if (a) {} })", Complexity{2, 2, 2}},
		{sitter.JavaScript, "function g() { if (a) { if (b) {} } }", Complexity{1, 0, 0}},
		{sitter.JavaScript, "l: for (;;) { continue l; continue }", Complexity{2, 1 + 1, 1}},
		{sitter.Java, "if (a) { if (b) {} } else if (c) {} else {}", Complexity{4, 1 + 2 + 1 + 1, 2}},
		{sitter.Java, "if (a) f(); else { if (b) g(); }", Complexity{3, 1 + 1 + 2, 2}},
		{sitter.Python, "return b if a else c if d else e", Complexity{3, 1 + 2, 2}},
		{sitter.Python, "if a and b or c:\n    for x in y: pass\n  elif d: pass\n  else:\n    if e: pass", Complexity{7, 3 + 2 + 1 + 1 + 2, 2}},
	} {
		src := "function f() {" + c.body + "}"
		switch c.language {
		case sitter.Java:
			src = "class A { void f() {" + c.body + "} }"
		case sitter.Python:
			src = "def f():\n  " + c.body + "\n"
		}
		tree := parse(t, c.language, src)
		found := flow.Measure(tree, func(n int32) bool { return own[tree.Kind(n)] })
		for n := range tree.Nodes {
			if own[tree.Kind(int32(n))] {
				if got := found[int32(n)]; got != c.want || tree.Broken {
					t.Errorf("%s: %+v, want %+v", src, got, c.want)
				}
				break
			}
		}
	}
}

// A node that is not what others of its kind are does not count.
func TestWithout(t *testing.T) {
	tree := parse(t, sitter.JavaScript, "function f() { if (a) { if (b) {} } }")
	f := flow
	f.Without = func(t *Tree, n int32) bool { return t.Text(t.Field(n, "condition")) == "(a)" }
	for _, c := range f.Measure(tree, func(n int32) bool { return tree.Kind(n) == "function_declaration" }) {
		if want := (Complexity{2, 1, 1}); c != want {
			t.Errorf("%+v, want %+v", c, want)
		}
	}
}

// Deep trees take no stack, and wide ones no square of their size.
func TestSize(t *testing.T) {
	for _, src := range []string{
		"function f() { return " + strings.Repeat("(", 20000) + "a" + strings.Repeat(")", 20000) + "}",
		"function f() { return " + strings.Repeat("a && ", 100000) + "a }",
		strings.Repeat("function f() {}\n", 20000),
	} {
		tree := parse(t, sitter.JavaScript, src)
		own := func(n int32) bool { return tree.Kind(n) == "function_declaration" }
		if len(flow.Measure(tree, own)) == 0 || len(tree.Nearest(own)) != len(tree.Nodes) {
			t.Error("nothing measured")
		}
	}
}

func TestTree(t *testing.T) {
	tree := parse(t, sitter.JavaScript, "// one\nfunction f(a, b) {\n}\n")
	f := tree.Child(0, "function_declaration")
	if tree.Line(f) != 2 || tree.EndLine(f) != 3 || tree.Text(tree.Field(f, "name")) != "f" || tree.Kind(tree.Before(f)) != "comment" {
		t.Errorf("%d %d %q", tree.Line(f), tree.EndLine(f), tree.Text(tree.Field(f, "name")))
	}
	if tree.EndLine(0) != 3 || tree.Field(f, "nothing") != None || tree.Kind(None)+tree.Text(None) != "" || tree.Has(f, "class") {
		t.Error("what is not there is there")
	}
	n := 0
	for range tree.Named(tree.Field(f, "parameters")) {
		n++
	}
	if n != 2 {
		t.Errorf("%d parameters", n)
	}
}
