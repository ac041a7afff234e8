package sarif

import (
	"errors"
	"reflect"
	"testing"

	"leadline/internal/fact"
)

func TestRead(t *testing.T) {
	got, err := Read([]byte(`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "A"}, {"id": "B", "defaultConfiguration": {"level": "error"}}]}}, "results": [
		{"ruleId": "A", "message": {"text": "one"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a%20b/c.go", "uriBaseId": "%SRCROOT%"}, "region": {"startLine": 3}}}]},
		{"ruleIndex": 1, "message": {"id": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "file:///r/./d.go"}}}]},
		{"rule": {"id": "C"}, "level": "note", "message": {"text": "three"}},
		{"ruleId": "B", "message": {"text": "four"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "./e.go"}, "region": {"startLine": -1}}}]},
		{"ruleId": "A", "kind": "pass", "message": {"text": "no"}}, {"ruleId": "A", "level": "none", "message": {"text": "no"}}, {"ruleId": "A", "suppressions": [{"kind": "inSource"}], "message": {"text": "no"}}
	]}]}`), "/r")
	want := []fact.Diagnostic{
		{Tool: "t", Rule: "A", Level: "warning", Path: "a b/c.go", Line: 3, Message: "one"},
		{Tool: "t", Rule: "B", Level: "error", Path: "d.go", Message: "m"},
		{Tool: "t", Rule: "C", Level: "note", Message: "three"},
		{Tool: "t", Rule: "B", Level: "error", Path: "e.go", Message: "four"},
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, %v, want %+v", got, err, want)
	}
	if _, err := Read([]byte(`{"version": "2.0.0"}`), ""); !errors.Is(err, ErrVersion) {
		t.Error(err)
	}
	if _, err := Read([]byte(`<xml/>`), ""); err == nil {
		t.Error("no error for what is no SARIF")
	}
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "A"}]}}, "results": [{"ruleIndex": 7, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "%zz"}}}]}]}]}`), "/r")
	f.Fuzz(func(t *testing.T, content []byte, root string) {
		all, err := Read(content, root)
		for _, d := range all {
			if err != nil || d.Line < 0 || d.Level != "error" && d.Level != "warning" && d.Level != "note" {
				t.Errorf("%+v, %v", d, err)
			}
		}
	})
}
