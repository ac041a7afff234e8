package config

import (
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"leadline/internal/fault"
)

var positioned = regexp.MustCompile(`^leadline\.yaml:([1-9][0-9]*):[1-9][0-9]*: `)

// Whatever the file, Parse answers: with a File that keeps its promises, or
// with errors that each say where in the file they are and what to do.
func FuzzParse(f *testing.F) {
	f.Add([]byte(whole), false)
	for _, s := range []string{
		"", "a: &a [*a]", "people: {merge: [&a [a@b, c@d], *a]}", "rules: {guidance/island: &x {lines: 1}, <<: *x}", "---\n---\n", "? [a]\n: b",
		"workspace: [../a, .]", "%YAML 1.1\n---\na", "\ufeffrules:", "a: [", "\"\\x00\": 1", "!!set {a}", "*a", "accept:\n- reason: |\n    x\n", "a\rb: c\u2028d: 1",
	} {
		f.Add([]byte(s), true)
	}
	f.Fuzz(func(t *testing.T, content []byte, user bool) {
		from := Repository
		if user {
			from = User
		}
		file, err := Parse("leadline.yaml", content, from, known)
		if (file == nil) != (err != nil) {
			t.Fatalf("a file %v and an error %v", file, err)
		}
		for _, e := range faults(err) {
			m := positioned.FindStringSubmatch(e.Error())
			if m == nil || e.Hint == "" || e.Kind != fault.Usage {
				t.Fatalf("%q (%q) lacks a position, a hint or its kind", e, e.Hint)
			}
			// YAML 1.1 knows more ends of a line than the line feed.
			ends := strings.Count(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(string(content)), "\n")
			if line, _ := strconv.Atoi(m[1]); line > ends+1 {
				t.Fatalf("%q: the file has %d lines", e, ends+1)
			}
		}
		if err != nil {
			return
		}
		for _, m := range file.Workspace {
			if from == Repository && !filepath.IsLocal(m.Path) {
				t.Errorf("a repository's file may name %q", m.Path)
			}
		}
		for _, a := range file.Accept {
			if a.Fingerprint == "" || a.Reason == "" {
				t.Errorf("%+v is accepted", a)
			}
		}
		if merged := Merge(&File{}, file); !reflect.DeepEqual(merged, file) {
			t.Errorf("above nothing it is %+v, not %+v", merged, file)
		}
	})
}
