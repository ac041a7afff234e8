package comment

import (
	"strings"
	"testing"

	"leadline/internal/fact"
)

func TestCodeLines(t *testing.T) {
	for _, c := range []struct {
		path, content string
		want          int
	}{
		{"a.go", "// Package a\npackage a\n\n/* one\n   two */\nfunc f() {} // g\n\t// h\n/* i */\n", 2},
		{"a.rs", "/// Doc.\n//! Doc.\n#[must_use]\nfn f() {}\n", 2},
		{"a.c", "#include <x.h>\n/*\n * long\n */\nint x;", 2},
		{"A.PY", "# note\nimport x\n\"\"\"Doc.\"\"\"\n", 2},
		{"a.sql", "-- note\nselect 1;\n", 1},
		{"a.html", "<!-- a\nb -->\n<p>\n", 1},
		{"a.php", "<?php\n# a\n// b\n$x = 1;\n", 2},
		{"a.unknown", "x\n", 0},
		{"Makefile", "x:\n", 0},
		{"a.go", "/* never closed\nx\n", 0},
		{"a.go", "", 0},
	} {
		if got := CodeLines(fact.Path(c.path), []byte(c.content)); got != c.want {
			t.Errorf("%s %q: %d, want %d", c.path, c.content, got, c.want)
		}
	}
}

func FuzzCodeLines(f *testing.F) {
	f.Add("a.go", []byte("/* x\n*/ y\n// z"))
	f.Fuzz(func(t *testing.T, p string, content []byte) {
		lines := 0
		for _, b := range content {
			if b == '\n' {
				lines++
			}
		}
		if n := CodeLines(fact.Path(p), content); n < 0 || n > lines+1 {
			t.Errorf("%d lines of code in %d", n, lines)
		}
	})
}

func TestChanged(t *testing.T) {
	for name, c := range map[string]struct {
		before, after  string
		added, deleted int
	}{
		"comments": {"a = 1\n# b\n", "# c\n# d\n  a = 1\n\n", 0, 0}, "a line": {"a = 1\n", "a = 2\nb = 1\n", 2, 1}, "moved": {"a\nb\n", "b\na\n", 0, 0}, "twice": {"a\n", "a\na\n", 1, 0},
	} {
		if added, deleted, ok := Changed("x.py", []byte(c.before), []byte(c.after)); !ok || added != c.added || deleted != c.deleted {
			t.Errorf("%s: %d, %d, %v", name, added, deleted, ok)
		}
	}
	const doc = "def f():\n    \"\"\"One.\n\n    two\n    \"\"\"\n    x = \"\"\"\n    three\n    \"\"\"\n    return x\n"
	for after, want := range map[string]int{
		doc: 5, strings.ReplaceAll(doc, `"""`, "'''"): 5, "r\"\"\"One line.\"\"\"\nx = 1\n": 1, "x = f(\"\"\"a\"\"\", 2)\ny = 1\n": 2, "\"\"\"It'''s.\nx\n\"\"\"\ny = 1\n": 1,
	} {
		if added, _, _ := Changed("x.py", nil, []byte(after)); added != want {
			t.Errorf("%q: %d lines, want %d", after, added, want)
		}
	}
	if _, _, ok := Changed("x", []byte("a"), []byte("b")); ok {
		t.Error("of no language")
	}
}
