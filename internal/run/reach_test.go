package run_test

import (
	"fmt"
	"strings"
	"testing"

	"leadline/internal/gittest"
	"leadline/internal/run"
)

// What a change reaches is told by imports and by calls, where it is asked for.
func TestReviewReach(t *testing.T) {
	r := gittest.New(t)
	low := "package low\n\nfunc F() int { return 1 }\n\nfunc G() int { return 1 }\n"
	r.Commit("main", gittest.Commit{Files: gittest.Files{
		"go.mod": []byte("module m\n"), "low/low.go": []byte(low),
		"mid/mid.go":      []byte("package mid\n\nimport \"m/low\"\n\nfunc M() int { return low.F() }\n"),
		"top/top.go":      []byte("package top\n\nimport \"m/mid\"\n\nfunc T() int { return mid.M() }\n"),
		"top/top_test.go": []byte("package top\n\nimport \"testing\"\n\nfunc TestT(t *testing.T) { T() }\n"),
		"leadline.yaml":   []byte("architecture:\n  components:\n    - {name: upper, paths: ['top/**', 'mid/**']}\n    - {name: lower, paths: ['low/**']}\n  rules:\n    - {name: r, layers: [upper, lower], reason: r}\n"),
	}})
	for _, x := range []struct {
		name, text, packages, calls string
	}{
		{"body", strings.Replace(low, "return 1", "return 2", 1), "low/ 1 1 2 0 upper", "F low/low.go 1 0 2 1"},
		{"uncalled", strings.Replace(low, "G() int { return 1", "G() int { return 2", 1), "low/ 1 1 2 0 upper", ""},
		{"comment", low + "\n// nothing\n", "low/ 0 1 2 0 upper", ""},
	} {
		r.Branch(x.name, r.Tip("main"))
		r.Commit(x.name, gittest.Commit{Files: gittest.Files{"low/low.go": []byte(x.text)}})
		for _, follow := range []bool{false, true, true} { // the second time from what was kept
			a, err := run.Review(t.Context(), options(t, r.Dir(), r.GitDir()+"/home"), run.Reviewed{Range: "main.." + x.name, Reach: follow})
			if err != nil {
				t.Fatal(err)
			}
			got := map[string]string{}
			for _, s := range a.Sheets[0].Sections {
				for _, row := range s.Table.Rows {
					for _, v := range row {
						switch {
						case v.Place().Path != "":
							got[s.ID] += v.Place().Path + " "
						case v.Text() != "":
							got[s.ID] += v.Text() + " "
						default:
							got[s.ID] += fmt.Sprint(v.Number(), " ")
						}
					}
				}
			}
			packages, calls := x.packages, x.calls
			if !follow {
				packages, calls = "", ""
			}
			if s := strings.TrimSpace(got["review/reach"]); s != packages {
				t.Errorf("%s: packages %q, want %q", x.name, s, packages)
			}
			if s := strings.TrimSpace(got["review/callers"]); s != calls {
				t.Errorf("%s: calls %q, want %q", x.name, s, calls)
			}
		}
	}
}
