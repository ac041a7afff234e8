package run_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

const (
	shopProto = "syntax = \"proto3\";\npackage shop.v1;\n\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n}\n\nservice Shop {\n  rpc Get(Order) returns (Order);\n}\n"
	shopAPI   = "openapi: 3.0.3\ninfo: {title: shop, version: 1.2.0}\npaths:\n  /orders:\n    get:\n      responses:\n        '200': {description: ok}\n  /orders/{id}:\n    get:\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}}\n      responses:\n        '200': {description: ok}\n"
	ofOne     = "  /orders/{id}:\n    get:\n      parameters:\n        - {name: id, in: path, required: true, schema: {type: string}}\n      responses:\n        '200': {description: ok}\n"
	carts     = "  /carts:\n    get:\n      responses:\n        '200': {description: ok}\n"
)

// servicesTold commits what came after the releases, the last of them v1.7.0, and gives
// what documentation tells of descriptions.
func servicesTold(t *testing.T, releases []map[string]string, after map[string]string) string {
	t.Helper()
	r := gittest.New(t)
	for i, files := range releases {
		commitTexts(r, "main", "Release it", files)
		r.Tag(fmt.Sprintf("v1.%d.0", 8-len(releases)+i), r.Tip("main"))
	}
	commitTexts(r, "main", "Go on", after)
	home := t.TempDir()
	told := ""
	for _, again := range []bool{false, true} {
		if again && told == "" {
			break // what is kept is looked at where there is something
		}
		a, err := run.Answer(t.Context(), options(t, r.Dir(), home), "documentation")
		if err != nil {
			t.Fatal(err)
		}
		said := ""
		for _, f := range a.Sheets[0].Findings {
			if f.Rule == "documentation/service" {
				said += fmt.Sprintf("%s %s: %s\n", f.Level, f.Place.Path, f.Message)
			}
		}
		for _, u := range a.Sheets[0].Unknown {
			said += u.What + ": " + u.Why + "\n"
		}
		if again && said != told {
			t.Errorf("kept: %s\nwant %s", said, told)
		}
		told = said
	}
	return told
}

// What a service lost is told, unless something says it.
func TestServicesSinceRelease(t *testing.T) {
	base := map[string]string{
		"api/shop.proto": shopProto, "api/openapi.yaml": shopAPI, "CHANGELOG.md": "# 1.7\n\nOrder.total is new.\n", "internal/x.proto": shopProto,
		"api/beta.proto": strings.Replace(shopProto, "shop.v1", "shop.v1beta1", 1),
	}
	edit := func(file, from, to string, more ...string) map[string]string {
		if !strings.Contains(base[file], from) {
			t.Fatal(file, from)
		}
		out := map[string]string{file: strings.Replace(base[file], from, to, 1)}
		for i := 0; i+1 < len(more); i += 2 {
			out[more[i]] = more[i+1]
		}
		return out
	}
	const total = "  int64 total = 2;\n"
	for name, c := range map[string]struct {
		after map[string]string
		want  string
	}{
		"a field":                    {edit("api/shop.proto", total, ""), "warning api/shop.proto: since v1.7.0 Order.total was removed; no version and no change log says so\n"},
		"a field that is told":       {edit("api/shop.proto", total, "", "CHANGELOG.md", "# 1.8\n\n`total` is gone.\n\n"+base["CHANGELOG.md"]), ""},
		"another one that is told":   {edit("api/shop.proto", total, "", "CHANGELOG.md", "# 1.8\n\nFaster.\n\n"+base["CHANGELOG.md"]), "warning api/shop.proto: since v1.7.0 Order.total was removed; no version and no change log says so\n"},
		"a field that is new":        {edit("api/shop.proto", total, total+"  string note = 3;\n"), ""},
		"a number":                   {edit("api/shop.proto", "total = 2", "total = 3"), "warning api/shop.proto: since v1.7.0 Order.total its number changed from 2 to 3; no version and no change log says so\n"},
		"a comment":                  {edit("api/shop.proto", total, "  // Of all.\n"+total), ""},
		"another package":            {edit("api/shop.proto", "shop.v1;", "shop.v2;"), ""},
		"what is not final":          {edit("api/beta.proto", "shop.v1beta1;\n\nmessage Order {\n", "shop.v1beta1;\n\nmessage Item {\n"), ""},
		"what is internal":           {edit("internal/x.proto", total, ""), ""},
		"a whole file":               {map[string]string{"api/shop.proto": ""}, ""},
		"a file that moved":          {map[string]string{"api/shop.proto": "", "proto/shop.proto": shopProto}, ""},
		"a file that moved, changed": {map[string]string{"api/shop.proto": "", "proto/shop.proto": strings.Replace(shopProto, total, "", 1)}, "warning proto/shop.proto: since v1.7.0 Order.total was removed; no version and no change log says so\n"},
		"an operation":               {edit("api/openapi.yaml", ofOne, ""), "warning api/openapi.yaml: since v1.7.0 GET /orders/{id} was removed; no version and no change log says so\n"},
		"an operation that is told":  {edit("api/openapi.yaml", ofOne, "", "docs/upgrading.md", "Ask `/orders/{id}` no longer.\n"), ""},
		"an operation and a version": {map[string]string{"api/openapi.yaml": strings.Replace(strings.Replace(shopAPI, ofOne, "", 1), "1.2.0", "1.3.0", 1)}, ""},
		"an operation that is new":   {edit("api/openapi.yaml", ofOne, ofOne+carts), ""}, // nothing says that the version moves
		"other words":                {edit("api/openapi.yaml", "description: ok", "description: All of them"), ""},
		"what is no YAML":            {map[string]string{"api/openapi.yaml": "openapi: 3.0.3\ninfo: {\n"}, "what changed in api/openapi.yaml since v1.7.0: it cannot be read: "},
	} {
		t.Run(name, func(t *testing.T) {
			if got := servicesTold(t, []map[string]string{base}, c.after); !strings.HasPrefix(got, c.want) || (c.want == "") != (got == "") {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// A version that moves with its document is missed when it does not, and no other.
func TestServicesWhoseVersionMoves(t *testing.T) {
	text := func(version string, paths int) string {
		out := strings.Replace(shopAPI, "1.2.0", "'"+version+"'", 1)
		for i := range paths {
			out += strings.Replace(carts, "/carts", fmt.Sprintf("/carts%d", i), 1)
		}
		return out
	}
	for name, c := range map[string]struct {
		versions []string
		last     string
		came     int
		want     string
	}{
		"it moves":                  {[]string{"1.1", "1.2", "1.3"}, "1.3", 2, "note api/openapi.yaml: since v1.7.0 GET /carts2 was added, and 1 more change; its version is 1.3 still\n"},
		"it moved now too":          {[]string{"1.1", "1.2", "1.3"}, "1.4", 2, ""},
		"nothing came":              {[]string{"1.1", "1.2", "1.3"}, "1.3", 0, ""},
		"it never moves":            {[]string{"1.1", "1.1", "1.1"}, "1.1", 2, ""},
		"it moved once":             {[]string{"1.2", "1.3"}, "1.3", 2, ""},
		"it is that of the release": {[]string{"1.5.0", "1.6.0", "1.7.0"}, "1.7.0", 2, ""},
	} {
		t.Run(name, func(t *testing.T) {
			var releases []map[string]string
			for i, v := range c.versions {
				releases = append(releases, map[string]string{"api/openapi.yaml": text(v, i)})
			}
			got := servicesTold(t, releases, map[string]string{"api/openapi.yaml": text(c.last, len(releases)-1+c.came), "later": "x\n"})
			if got != c.want {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}
