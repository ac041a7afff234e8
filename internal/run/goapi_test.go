package run_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/gittest"
)

// Every change is made twice: so that it breaks who uses the release, and so that it does
// not.
func TestReviewOfAPI(t *testing.T) {
	base := map[string]string{
		"go.mod": "module example.com/m\n\ngo 1.24\n", "leadline.yaml": "rules: {review/api: {from: 0}}\n",
		"client.go": "package m\n\nimport \"example.com/m/internal/wire\"\n\ntype Client struct {\n\tName string\n\twire.Options\n}\n\nfunc New(name string) *Client { return nil }\n\nfunc (c *Client) Do(n int) error { return nil }\n\n" +
			"type Doer interface{ Do(int) error }\n\nconst Most = 3\n\nvar Default *Client\n\ntype Pair struct{ A int }\n\ntype Twin interface{ Do(int) error }\n\ntype Made struct{ XXX_size int }\n",
		"internal/wire/wire.go": "package wire\n\ntype Options struct{ Retry int }\n\nfunc Dial() {}\n\ntype Kind struct{ Big bool }\n",
		"choice/choice.go":      "package choice\n\nimport \"example.com/m/internal/wire\"\n\ntype Kind = wire.Kind\n\nfunc Choose(Kind) {}\n",
		"tool/m/main.go":        "package main\n\nfunc Run() {}\n\nfunc main() { Run() }\n",
		"prog/go.mod":           "module example.com/m/prog\n",
		"prog/cmd/p/main.go":    "package main\n\nfunc main() {}\n",
		"prog/prog.go":          "package prog\n\nfunc F() {}\n",
		"site/go.mod":           "module example.com/m/site\n",
		"site/app/s/main.go":    "package main\n\nfunc main() {}\n",
		"site/site.go":          "package site\n\nfunc F() {}\n",
		"sub/go.mod":            "module example.com/m/sub\n",
		"sub/sub.go":            "package sub\n\nfunc F() {}\n",
		"wild/wild.go":          "package wild\n\nfunc F(int) {}\n",
		"new/new.go":            "package new\n\nfunc F() {}\n",
		"near/go.mod":           "module example.com/m/near\n\nrequire example.com/m v1.2.0\n\nreplace example.com/m => ../\n",
		"near/near.go":          "package near\n\nimport \"example.com/m\"\n\ntype Held struct{ *m.Client }\n",
		"tests/t.go":            "package tests\n\nfunc T() {}\n",
		"use/use.go":            "package use\n\nimport \"example.com/m\"\n\nfunc Use() { m.New(\"\").Do(1) }\n",
	}
	edit := func(file, from, to string) map[string]string {
		if !strings.Contains(base[file], from) {
			t.Fatal(file, from)
		}
		return map[string]string{file: strings.Replace(base[file], from, to, 1)}
	}
	r := gittest.New(t)
	commit := func(branch string, files map[string]string) { commitTexts(r, branch, "Change it", files) }
	without := func(m map[string]string, p string) map[string]string {
		out := map[string]string{}
		for k, v := range m {
			if k != p {
				out[k] = v
			}
		}
		return out
	}
	for i, kind := range []string{"bool", "string"} {
		earlier := without(base, "new/new.go")
		earlier["wild/wild.go"] = "package wild\n\nfunc F(" + kind + ") {}\n"
		commit("main", earlier)
		r.Tag(fmt.Sprintf("v1.%d.0", i), r.Tip("main"))
	}
	commit("main", without(base, "new/new.go"))
	r.Tag("v1.2.0", "main")
	r.Tag("sub/v0.1.0", "main")
	r.Tag("prog/v1.0.0", "main")
	r.Tag("site/v1.0.0", "main")
	old := r.Commit("old", gittest.Commit{Parents: []string{}, Files: gittest.Files{"client.go": gittest.Lines("package m")}, Message: "Start"})
	r.Tag("v1.8.2", old) // there was no module yet
	r.Commit("retract", gittest.Commit{Parents: []string{r.Tip("main")}, Files: gittest.Files{"go.mod": gittest.Lines("module example.com/m", "retract [v1.9.0, v1.99.0]")}, Message: "Retract"})
	r.Tag("v1.99.0", "retract")
	r.Tag("v1.9.1", old)
	r.Tag("v2.0.0-rc.1", "main")
	commit("main", base)
	home := t.TempDir()
	for name, c := range map[string]struct {
		change, twin map[string]string
		want         string
	}{
		"a function":            {edit("client.go", "func New(name string) *Client { return nil }", ""), edit("client.go", "func New(name string) *Client { return nil }", "// New is.\nfunc New(n string) *Client { return &Client{} }"), "error gates New was removed"},
		"a parameter":           {edit("client.go", "New(name string)", "New(name []byte)"), edit("client.go", "New(name string)", "New(what string)"), "error gates New changed from func(string) *Client to func([]byte) *Client"},
		"a variadic one":        {edit("client.go", "New(name string)", "New(name string, more ...int)"), edit("client.go", "New(name string)", "New(string)"), "warning New changed from func(string) *Client to func(string, ...int) *Client"},
		"a method":              {edit("client.go", "(c *Client) Do", "(c *Client) do"), edit("client.go", "(c *Client) Do", "(*Client) Do"), "error gates Client.Do was removed"},
		"a field":               {edit("client.go", "\tName string\n", ""), edit("client.go", "\tName string\n", "\tID, Name string\n"), "error gates Client.Name was removed"},
		"a promoted field":      {edit("internal/wire/wire.go", "Retry", "retry"), edit("internal/wire/wire.go", "Retry int", "Retry, Wait int"), "error gates Client.Retry was removed"},
		"something internal":    {edit("internal/wire/wire.go", "func Dial() {}", ""), nil, ""},
		"of a command":          {edit("tool/m/main.go", "Run", "run"), nil, ""},
		"a grown interface":     {edit("client.go", "interface{ Do(int) error }", "interface{ Do(int) error; Close() }"), edit("client.go", "interface{ Do(int) error }", "interface {\n\tDo(n int) (err error)\n}"), "warning Doer.Close was added"},
		"and what was one":      {edit("client.go", "interface{ Do(int) error }", "interface{ Do(int) error; Close() }\n\ntype T struct{}\n\nfunc (T) Do(int) error { return nil }"), nil, "warning Doer.Close was added"},
		"below the tests":       {edit("tests/t.go", "func T() {}", ""), nil, ""},
		"of generated code":     {edit("client.go", "XXX_size int", "size int"), nil, ""},
		"two that grew alike":   {edit("client.go", "interface{ Do(int) error }\n\nconst Most = 3\n\nvar Default *Client\n\ntype Pair struct{ A int }\n\ntype Twin interface{ Do(int) error }", "interface{ Do(int) error; Close() }\n\nconst Most = 3\n\nvar Default *Client\n\ntype Pair struct{ A int }\n\ntype Twin interface{ Do(int) error; Close() }"), nil, "warning Doer.Close was added"},
		"a type that moved":     {map[string]string{"choice/choice.go": strings.NewReplacer("wire\"", "line\"", "wire.", "line.").Replace(base["choice/choice.go"]), "internal/wire/wire.go": "package wire\n\ntype Options struct{ Retry int }\n\nfunc Dial() {}\n", "internal/line/line.go": "package line\n\ntype Kind struct{ Big bool }\n"}, nil, ""},
		"one that differs":      {map[string]string{"choice/choice.go": strings.NewReplacer("wire\"", "line\"", "wire.", "line.").Replace(base["choice/choice.go"]), "internal/wire/wire.go": "package wire\n\ntype Options struct{ Retry int }\n\nfunc Dial() {}\n", "internal/line/line.go": "package line\n\ntype Kind struct{ Small bool }\n"}, nil, "error gates Kind changed from wire.Kind to line.Kind"},
		"what is compared":      {edit("client.go", "Pair struct{ A int }", "Pair struct{ A int; f func() }"), nil, ""},
		"a constant":            {edit("client.go", "Most = 3", "Most = `3`"), edit("client.go", "Most = 3", "Most = 4"), "error gates Most changed from untyped int to untyped string"},
		"a variable":            {edit("client.go", "Default *Client", "Default Client"), edit("client.go", "var Default *Client", "var Default = New(``)"), "error gates Default changed from *Client to Client"},
		"before version 1":      {edit("sub/sub.go", "func F() {}", ""), edit("sub/sub.go", "func F() {}", "func F() {}\n\nfunc G() {}"), "note F was removed"},
		"of one made elsewhere": {edit("site/site.go", "func F() {}", ""), nil, "note F was removed"},
		"of a program":          {edit("prog/prog.go", "func F() {}", ""), nil, "note F was removed"},
		"what never keeps":      {edit("wild/wild.go", "func F(int) {}", ""), nil, "note F was removed"},
		"what was not released": {edit("new/new.go", "func F() {}", ""), nil, ""},
		"a package":             {map[string]string{"use/use.go": ""}, map[string]string{"use/use.go": "", "use/other.go": base["use/use.go"]}, "error gates the package use was removed"},
		"another module":        {map[string]string{"go.mod": "module example.com/m/v2\n", "client.go": "package m\n"}, nil, ""},
		"what does not parse":   {edit("client.go", "func New(", "func New(("), nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			for n, change := range []map[string]string{c.change, c.twin} {
				if change == nil {
					continue
				}
				branch := fmt.Sprint(strings.ReplaceAll(name, " ", "-"), n)
				r.Branch(branch, r.Tip("main"))
				commit(branch, change)
				reviewed := reviewOf(t, r, home, branch)
				var got []string
				for _, f := range reviewed.Findings {
					s := string(f.Level)
					if f.Gate {
						s += " gates"
					}
					message, _, _ := strings.Cut(f.Message, " since ")
					if f.Rule == "review/api" {
						got = append(got, s+" "+message)
					}
				}
				want := c.want
				if n == 1 {
					want = ""
				}
				if s := strings.Join(got, ", "); s != want {
					t.Errorf("%s\nwant %s", s, want)
				}
				if unknown := len(reviewed.Unknown); (name == "what does not parse") != (unknown > 0) {
					t.Errorf("%+v", reviewed.Unknown)
				}
			}
		})
	}
}
