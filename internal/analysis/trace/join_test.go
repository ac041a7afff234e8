package trace

import (
	"strings"
	"testing"

	"leadline/internal/fact"
)

// Each test of a run is joined to the tag in it, and its twin is not.
func TestJoin(t *testing.T) {
	var files []fact.File
	for _, p := range []string{"x_test.go", "pay/x_test.go", "tests/test_a.py", "sub/tests/test_b.py", "other/test_b.py", "src/test/java/com/shop/CartTest.java", "web/a.test.ts", "app/a.test.ts"} {
		files = append(files, fact.File{Path: fact.Path(p)})
	}
	for name, c := range map[string]struct {
		path, in         string // a class ends in a slash
		group, test, at  string
		want             bool
		alsoGroup, other string
	}{
		"go":                        {path: "pay/x_test.go", in: "TestPays", group: "example.org/m/pay", test: "TestPays", want: true},
		"go, another package":       {path: "pay/x_test.go", in: "TestPays", group: "example.org/m/sell", test: "TestPays"},
		"go, at the top":            {path: "x_test.go", in: "TestPays", group: "example.org/m", test: "TestPays", want: true},
		"go, below the top":         {path: "x_test.go", in: "TestPays", group: "example.org/m/pay", test: "TestPays"},
		"go, a helper":              {path: "pay/x_test.go", in: "check", group: "example.org/m/pay", test: "TestPays"},
		"go, a longer name":         {path: "pay/x_test.go", in: "TestPay", group: "example.org/m/pay", test: "TestPays"},
		"python":                    {path: "tests/test_a.py", in: "test_x", group: "tests.test_a", test: "test_x", want: true},
		"python, parameters":        {path: "tests/test_a.py", in: "T/test_x", group: "tests.test_a.T", test: "test_x[1-(2)]", want: true},
		"python, another class":     {path: "tests/test_a.py", in: "T/test_x", group: "tests.test_a.U", test: "test_x"},
		"python, another file":      {path: "tests/test_a.py", in: "test_x", group: "tests.test_c", test: "test_x"},
		"python, from below":        {path: "sub/tests/test_b.py", in: "test_x", group: "tests.test_b", test: "test_x", want: true},
		"python, one of two files":  {path: "sub/tests/test_b.py", in: "test_x", group: "test_b", test: "test_x"},
		"python, a class":           {path: "tests/test_a.py", in: "T/", group: "tests.test_a.T", test: "test_x", want: true},
		"python, beside a class":    {path: "tests/test_a.py", in: "T/", group: "tests.test_a", test: "test_x"},
		"java":                      {path: "src/test/java/com/shop/CartTest.java", in: "CartTest/empties", group: "com.shop.CartTest", test: "empties()", want: true},
		"java, parameters":          {path: "src/test/java/com/shop/CartTest.java", in: "CartTest/empties", group: "com.shop.CartTest", test: "empties(int)[1]", want: true},
		"java, in a class":          {path: "src/test/java/com/shop/CartTest.java", in: "CartTest/Full/empties", group: "com.shop.CartTest$Full", test: "empties", want: true},
		"java, beside a class":      {path: "src/test/java/com/shop/CartTest.java", in: "CartTest/empties", group: "com.shop.CartTest$Full", test: "empties"},
		"java, another package":     {path: "src/test/java/com/shop/CartTest.java", in: "CartTest/empties", group: "com.sale.CartTest", test: "empties"},
		"titles with a blank":       {path: "web/a.test.ts", in: "cart/empties", group: "cart", test: "cart empties", want: true},
		"titles with an arrow":      {path: "web/a.test.ts", in: "cart/empties", group: "web/a.test.ts", test: "cart > empties", want: true},
		"titles of another file":    {path: "web/a.test.ts", in: "cart/empties", group: "app/a.test.ts", test: "cart > empties"},
		"the last title":            {path: "web/a.test.ts", in: "cart/empties", group: "cart", test: "empties", want: true},
		"the last, elsewhere":       {path: "web/a.test.ts", in: "cart/empties", group: "list", test: "empties"},
		"a longer title":            {path: "web/a.test.ts", in: "cart/empties", group: "cart", test: "cart empties late"},
		"a title twice":             {path: "web/a.test.ts", in: "cart/empties", group: "cart", test: "cart empties", alsoGroup: "other", other: "cart empties"},
		"one title, and no file":    {path: "web/a.test.ts", in: "empties", group: "x", test: "empties"},
		"one title, and its file":   {path: "web/a.test.ts", in: "empties", test: "empties", at: "/ci/m/web/a.test.ts", want: true},
		"one title, another file":   {path: "web/a.test.ts", in: "empties", test: "empties", at: "/ci/m/app/a.test.ts"},
		"a file of two":             {path: "web/a.test.ts", in: "empties", test: "empties", at: "a.test.ts"},
		"a title with a number":     {path: "web/a.test.ts", in: "cart/fills %d", group: "cart", test: "cart fills 3", want: true},
		"a describe":                {path: "web/a.test.ts", in: "cart/", test: "cart empties", at: "web/a.test.ts", want: true},
		"a describe of like name":   {path: "web/a.test.ts", in: "cart/", test: "cartoon empties", at: "web/a.test.ts"},
		"what is of the whole file": {path: "tests/test_a.py", in: "", group: "tests.test_a", test: "test_x"},
	} {
		tag := fact.Tag{Path: fact.Path(c.path), Line: 1, Requirement: "R-1", Role: fact.Verifying, Syntax: fact.TagReq}
		if c.in != "" {
			tag.In, tag.Group = strings.Split(strings.TrimSuffix(c.in, "/"), "/"), strings.HasSuffix(c.in, "/")
		}
		run := &fact.TestRun{Tests: []fact.TestResult{{Group: c.group, Name: c.test, File: c.at, Outcome: fact.TestPassed}}}
		if c.other != "" {
			run.Tests = append(run.Tests, fact.TestResult{Group: c.alsoGroup, Name: c.other})
		}
		m := Of([]fact.Record{{Path: "r.md", Kind: fact.Requirement, ID: "R-1"}}, []fact.Tag{tag}, Options{
			Test: func(fact.Path) bool { return true }, Exists: func(fact.Path) bool { return false }, Foreign: func(fact.Path) bool { return false },
			Run: run, Files: files,
		})
		if got := len(m.Items[0].Results()) > 0; got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
