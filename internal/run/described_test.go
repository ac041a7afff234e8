package run_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

// Every description is changed twice: so that it breaks who relies on it, and so that it
// does not.
func TestReviewOfDescriptions(t *testing.T) {
	const proto = "syntax = \"proto3\";\npackage shop.%s;\n\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n}\n\nservice Shop {\n  rpc Get(Order) returns (Order);\n}\n"
	const openapi = "openapi: 3.0.3\ninfo: {title: shop, version: 1.2.0}\npaths:\n  /orders:\n    get:\n      parameters:\n        - {name: page, in: query, schema: {type: integer}}\n      responses:\n        '200': {description: ok}\n"
	base := map[string]string{
		"api/shop.proto": fmt.Sprintf(proto, "v1"), "api/beta.proto": fmt.Sprintf(proto, "v1beta1"), "api/openapi.yaml": openapi,
		"data/base.yaml": openapi, "data/served.yaml": openapi, "check_test.go": "package m\n\nvar files = []string{\"data/base.yaml\", \"data/served.yaml\"}\n", "serve.go": "package m\n\nconst file = \"data/served.yaml\"\n",
		"api/testdata/x.proto": fmt.Sprintf(proto, "v1"), "internal/openapi.yaml": openapi, "internal/kept.proto": fmt.Sprintf(proto, "kept.v1"), "api/nested.proto": "syntax = \"proto3\";\npackage nested.v1;\n\nmessage OrderLine {\n  string id = 1;\n}\n\nmessage Order {\n  OrderLine line = 1;\n}\n", "leadline.yaml": "rules: {review/api: {from: 0}}\n", "chart.yaml": "apiVersion: v1\nkind: Service\n",
	}
	edit := func(file, from, to string) map[string]string {
		if !strings.Contains(base[file], from) {
			t.Fatal(file, from)
		}
		return map[string]string{file: strings.Replace(base[file], from, to, 1)}
	}
	cases := map[string]struct {
		change, twin map[string]string
		want         string
	}{
		"a field":            {edit("api/shop.proto", "  int64 total = 2;\n", ""), edit("api/shop.proto", "  int64 total = 2;\n", "  // Of all.\n  int64 total = 2;\n  string note = 3;\n"), "error gates Order.total"},
		"its number":         {edit("api/shop.proto", "total = 2", "total = 3"), edit("api/shop.proto", "string id = 1;\n  int64 total = 2;", "int64 total = 2;\n  string id = 1;"), "error gates Order.total"},
		"an rpc":             {edit("api/shop.proto", "  rpc Get(Order) returns (Order);\n", ""), edit("api/shop.proto", "service Shop {\n", "service Shop {\n  rpc Put(Order) returns (Order);\n"), "error gates Shop.Get"},
		"a whole file":       {map[string]string{"api/shop.proto": ""}, map[string]string{"api/shop.proto": "", "api/store.proto": base["api/shop.proto"]}, "error gates"},
		"before it is final": {edit("api/beta.proto", "  int64 total = 2;\n", ""), nil, "note Order.total"},
		"a kept message":     {edit("internal/kept.proto", "  int64 total = 2;\n", ""), edit("internal/kept.proto", "  int64 total = 2;\n", "  reserved 2;\n  reserved \"total\";\n"), "error gates Order.total"},
		"what holds it":      {edit("api/nested.proto", "message OrderLine {\n  string id = 1;\n}\n\nmessage Order {\n  OrderLine line = 1;", "message Order {\n  message Line {\n    string id = 1;\n  }\n  Line line = 1;"), edit("api/nested.proto", "message OrderLine", "// A line.\nmessage OrderLine"), ""},
		"its source alone":   {edit("api/shop.proto", "  int64 total = 2;\n", "  reserved 2;\n  reserved \"total\";\n"), nil, "warning Order.total field 2 removed; its number and its name are reserved, so that data stay right; source that names it does not since"},
		"for itself":         {edit("internal/openapi.yaml", "in: query,", "in: query, required: true,"), nil, ""},
		"in a test":          {edit("api/testdata/x.proto", "  int64 total = 2;\n", ""), nil, ""},
		"what tests replay":  {map[string]string{"shop/tests/cassettes/part.yaml": "components:\n  schemas: {}\n"}, nil, ""},
		"of tests alone":     {edit("data/base.yaml", "in: query,", "in: query, required: true,"), nil, ""},
		"tested and served":  {edit("data/served.yaml", "in: query,", "in: query, required: true,"), nil, "error gates GET /orders"},
		"an operation":       {edit("api/openapi.yaml", "  /orders:\n    get:", "  /orders:\n    put:"), edit("api/openapi.yaml", "  /orders:\n", "  /carts:\n    get:\n      responses:\n        '200': {description: ok}\n  /orders:\n"), "error gates GET /orders"},
		"a parameter":        {edit("api/openapi.yaml", "in: query,", "in: query, required: true,"), edit("api/openapi.yaml", "in: query,", "in: query, description: Of ten.,"), "error gates GET /orders"},
		"another version":    {edit("api/openapi.yaml", "1.2.0}\npaths:\n  /orders:", "2.0.0}\npaths:\n  /carts:"), nil, ""},
		"no description":     {edit("chart.yaml", "Service", "Pod"), nil, ""},
		"what is no YAML":    {map[string]string{"api/openapi.yaml": "openapi: 3.0.3\ninfo: {\n"}, nil, "unknown what the change breaks of api/openapi.yaml"},
	}
	for _, released := range []bool{true, false} {
		r := gittest.New(t)
		commit := func(branch string, files map[string]string) { commitTexts(r, branch, "Change it", files) }
		commit("main", base)
		since := "the base"
		if released {
			r.Tag("v1.2.0", r.Tip("main"))
			since = "v1.2.0"
			commit("main", map[string]string{"later": "x\n"})
		}
		home := t.TempDir()
		for name, c := range cases {
			t.Run(name+" since "+since, func(t *testing.T) {
				for n, change := range []map[string]string{c.change, c.twin} {
					if change == nil {
						continue
					}
					branch := fmt.Sprint(strings.ReplaceAll(name, " ", "-"), n)
					r.Branch(branch, r.Tip("main"))
					commit(branch, change)
					reviewed := reviewOf(t, r, home, branch)
					got := ""
					for _, f := range reviewed.Findings {
						if f.Rule == "review/api" && strings.Contains(f.Message, "since "+since) {
							got = string(f.Level)
							if f.Gate {
								got += " gates"
							}
							got += " " + f.Message
						}
					}
					for _, u := range reviewed.Unknown {
						got = "unknown " + u.What
					}
					want := c.want
					if !released {
						want = strings.Replace(want, "error gates", "warning", 1)
					}
					if n == 1 && got != "" || n == 0 && (!strings.HasPrefix(got, want) || (got == "") != (want == "")) {
						t.Errorf("%d: %q, want %q", n, got, want)
					}
				}
			})
		}
	}
}

// The breaks of a package of protobuf are told once, and not where the change declares them.
func TestReviewOfAPackageOfDescriptions(t *testing.T) {
	r := gittest.New(t)
	const proto = "syntax = \"proto3\";\npackage shop.v1;\n\nmessage %s {\n  string id = 1;\n  int64 total = 2;\n}\n"
	base, change, rename := map[string]string{}, map[string]string{}, map[string]string{}
	for _, name := range []string{"Order", "Cart"} {
		p := "api/v1/" + name + ".proto"
		base[p] = fmt.Sprintf(proto, name)
		change[p] = strings.Replace(base[p], "  int64 total = 2;\n", "", 1)
		rename[p] = strings.Replace(base[p], "message ", "message My", 1)
	}
	commitTexts(r, "main", "Begin", base)
	r.Tag("v1.0.0", r.Tip("main"))
	commitTexts(r, "main", "Go on", map[string]string{"later": "x\n"})
	home := t.TempDir()
	for message, want := range map[string]string{
		"Call it mine":               "2 changes of 2 descriptions break who uses v1.0.0: Cart, Order",
		"Rename what is mine":        "",
		"Rename, and drop the total": "2 changes of 2 descriptions break who uses v1.0.0: Cart.total, Order.total",
		"Drop the total":             "2 changes of 2 descriptions break who uses v1.0.0: Cart.total, Order.total",
		"Drop the totals\n\nBREAKING CHANGE: it has to be counted": "",
	} {
		branch := fmt.Sprint("b", len(message))
		r.Branch(branch, r.Tip("main"))
		files := change
		if strings.Contains(message, "mine") {
			files = rename
		}
		commitTexts(r, branch, message, files)
		if s := messagesOf(reviewOf(t, r, home, branch), "review/api"); s != want {
			t.Errorf("%q: %q, want %q", message, s, want)
		}
	}
}

// A declaration of protobuf that the base broke already is not broken again by what becomes
// of its number.
func TestReviewOfWhatTheBaseBroke(t *testing.T) {
	const total = "  int64 total = 2;\n"
	file := func(field string) map[string]string {
		return map[string]string{"api/shop.proto": "syntax = \"proto3\";\npackage shop.v1;\n\nmessage Order {\n  string id = 1;\n" + field + "}\n"}
	}
	for name, c := range map[string]struct{ base, head, want string }{
		"broken now":            {total, "  string note = 2;\n", "Order.total its number 2 is that of note now, of another type: string, no longer int64 since v1.0.0"},
		"broken before":         {"", "  string note = 2;\n", ""},
		"broken before, and so": {"  string note = 2;\n", "", ""},
		"its source before":     {"  reserved 2;\n  reserved \"total\";\n", "  string note = 2;\n", "Order.total its number 2 is that of note now, of another type: string, no longer int64 since v1.0.0"},
	} {
		r := gittest.New(t)
		commitTexts(r, "main", "Begin", file(total))
		r.Tag("v1.0.0", r.Tip("main"))
		if c.base != total {
			commitTexts(r, "main", "Go on", file(c.base))
		}
		commitTexts(r, "main", "Go on", map[string]string{"later": "x\n"})
		r.Branch("topic", r.Tip("main"))
		commitTexts(r, "topic", "Change it", file(c.head))
		if s := messagesOf(reviewOf(t, r, t.TempDir(), "topic"), "review/api"); s != c.want {
			t.Errorf("%s: %q, want %q", name, s, c.want)
		}
	}
}

// What several descriptions say is told once.
func TestReviewOfDescriptionsForEachVersion(t *testing.T) {
	r := gittest.New(t)
	const openapi = "openapi: 3.0.3\ninfo: {title: shop, version: 1.%d.0}\npaths:\n  /orders:\n    get:\n      responses:\n        '200': {description: ok}\n"
	base, change := map[string]string{}, map[string]string{}
	for i := range 3 {
		p := fmt.Sprintf("api/v1.%d.yaml", i)
		base[p] = fmt.Sprintf(openapi, i)
		change[p] = strings.Replace(base[p], "/orders", "/carts", 1)
	}
	commitTexts(r, "main", "Begin", base)
	r.Branch("topic", r.Tip("main"))
	commitTexts(r, "topic", "Go on", change)
	found := reviewOf(t, r, t.TempDir(), "topic").Findings
	if len(found) != 1 || found[0].Place.Path != "api/v1.0.yaml" || !strings.HasSuffix(found[0].Message, "; and so in 2 other descriptions") || len(found[0].Evidence) != 2 {
		t.Errorf("%+v", found)
	}
}

// What a release has and the repository lacks is told, and not taken for nothing.
func TestReviewOfLostRelease(t *testing.T) {
	const proto = "syntax = \"proto3\";\npackage shop.v1;\n\nmessage Order {\n  string id = 1;\n  int64 total = 2;\n}\n"
	for lost, want := range map[string]string{"v1.0.0:api/shop.proto": "api/shop.proto", "v1.0.0^{tree}": "the tree of v1.0.0 is not here"} {
		r := gittest.New(t)
		r.Commit("release", gittest.Commit{Files: gittest.Files{"api/shop.proto": []byte("// As it was.\n" + proto)}})
		r.Tag("v1.0.0", r.Tip("release"))
		r.Commit("main", gittest.Commit{Files: gittest.Files{"api/shop.proto": []byte(proto)}})
		r.Branch("change", r.Tip("main"))
		r.Commit("change", gittest.Commit{Files: gittest.Files{"api/shop.proto": []byte(strings.Replace(proto, "  int64 total = 2;\n", "", 1))}})
		r.Loose()
		id := r.Git("rev-parse", lost)
		if err := os.Remove(filepath.Join(r.GitDir(), "objects", id[:2], id[2:])); err != nil {
			t.Fatal(err)
		}
		a, err := run.Review(t.Context(), options(t, r.Dir(), t.TempDir()), run.Reviewed{Range: "main..change"})
		if err != nil {
			t.Fatalf("%s: %v", lost, err)
		}
		if unknown := fmt.Sprint(a.Sheets[0].Unknown); !strings.Contains(unknown, want) {
			t.Errorf("%s: %s, want %s", lost, unknown, want)
		}
	}
}
