package protobuf

import (
	"strings"
	"testing"

	"leadline/internal/fact"
)

// What a team says in its buf.yaml is a break is one, and nothing else.
func TestPolicy(t *testing.T) {
	const whole = "syntax = \"proto3\";\npackage shop.v1;\n\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n  int32 count = 3;\n}\n\nservice Shop {\n  rpc Get(Order) returns (Order);\n}\n"
	breaks := []struct{ from, to, of string }{
		{"  int64 total = 2;\n", "", "binary"},
		{"total = 2", "total = 4", "binary"},
		{"int64 total", "string total", "binary"},
		{"int32 count", "repeated int32 count", "binary"},
		{"  int64 total = 2;\n", "  reserved \"total\";\n", "binary"},
		{"string id", "repeated string id", "JSON"},
		{"total = 2", "sum = 2", "JSON"},
		{"  int64 total = 2;\n", "  reserved 2;\n", "JSON"},
		{"int64 total = 2", "int64 total = 2 [json_name = \"sum\"]", "JSON"},
		{"  int64 total = 2;\n", "  reserved 2;\n  reserved \"total\";\n", "source"},
		{"  rpc Get(Order) returns (Order);\n", "", "source"},
		{"shop.v1", "store.v1", "source"},
	}
	for name, c := range map[string]struct{ at, policy, told string }{
		"none":                 {"", "", "binary JSON source"},
		"elsewhere":            {"other/buf.yaml", "breaking: {use: [WIRE]}", "binary JSON source"},
		"nothing of it":        {"buf.yaml", "version: v2", "binary JSON source"},
		"no categories":        {"buf.yaml", "breaking: {except: [X]}", "binary JSON source"},
		"the binary form":      {"buf.yaml", "version: v1\nbreaking:\n  use:\n    - WIRE\n", "binary"},
		"JSON":                 {"api/buf.yaml", "breaking: {use: [WIRE_JSON]}", "binary JSON"},
		"files":                {"buf.yml", "breaking: {use: [FILE]}", "binary JSON source"},
		"a rule":               {"buf.yaml", "breaking: {use: [WIRE, RPC_NO_DELETE]}", "binary JSON source"},
		"a file is left out":   {"buf.yaml", "breaking: {ignore: [api/shop/shop.proto]}", ""},
		"a folder is":          {"api/buf.yaml", "breaking: {ignore: [./shop/]}", ""},
		"another one":          {"api/buf.yaml", "breaking: {ignore: [sho]}", "binary JSON source"},
		"a module":             {"buf.yaml", "version: v2\nmodules: [{path: proto, breaking: {use: [FILE]}}, {path: api, breaking: {use: [WIRE]}}]\nbreaking: {use: [FILE]}", "binary"},
		"a module that is not": {"buf.yaml", "version: v2\nmodules: [{path: api}]\nbreaking: {use: [WIRE]}", "binary"},
		"what is no YAML":      {"buf.yaml", "breaking: [", "binary JSON source"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, b := range breaks {
				before := map[fact.Path]string{"api/shop/shop.proto": whole}
				after := map[fact.Path]string{"api/shop/shop.proto": strings.Replace(whole, b.from, b.to, 1)}
				if c.at != "" {
					before[fact.Path(c.at)], after[fact.Path(c.at)] = c.policy, c.policy
				}
				if got, want := len(words(compare(t, before, after, nil), true)) > 0, strings.Contains(c.told, b.of); got != want {
					t.Errorf("%q to %q: %v, want %v", b.from, b.to, got, want)
				}
			}
		})
	}
}
