package cli

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadline/internal/gittest"
)

// A hotspot that one active person knows is told, unless it is small or somebody
// is learning it; one that nobody active knows is told as such.
func TestThinKnowledge(t *testing.T) {
	ann, ben, cyd := gittest.Identity{Name: "Ann Example", Email: "ann@a.example"}, gittest.Identity{Name: "Ben Sample", Email: "ben@b.example"}, gittest.Identity{Name: "Cyd Token", Email: "cyd@c.example"}
	type step struct {
		who   gittest.Identity
		times int
		lines int
	}
	for name, c := range map[string]struct {
		steps []step
		says  string // "" is nothing
	}{
		"a new file":           {[]step{{ann, 12, 24}}, ""},
		"ann alone":            {[]step{{ann, 12, 24}}, "and one active person knows it"},
		"ann alone, but small": {[]step{{ann, 12, 12}}, ""},
		"ben once":             {[]step{{ann, 12, 24}, {ben, 1, 8}}, "and one active person knows it"},
		"ben twice":            {[]step{{ann, 25, 12}, {ben, 2, 8}}, ""},
		"ben knows it too":     {[]step{{ann, 12, 24}, {ben, 4, 20}}, ""},
	} {
		r := gittest.New(t)
		first := gittest.Commit{Author: ann, When: time.Date(2023, 1, 1, 0, 0, 0, 0, time.UTC), Files: gittest.Files{"src/engine.go": gittest.Lines("line 0")}}
		if name == "a new file" {
			first.Files = nil
		}
		r.Commit("main", first)
		// A team of three is at work elsewhere.
		for _, who := range []gittest.Identity{ben, cyd, ann} {
			r.Commit("main", gittest.Commit{Author: who, Files: gittest.Files{"doc/" + strings.ToLower(who.Name[:3]) + ".md": gittest.Lines("x")}})
		}
		n := 0
		for _, s := range c.steps {
			for range s.times {
				n += s.lines
				body := make([]string, n)
				for i := range body {
					body[i] = fmt.Sprint("line ", i)
				}
				r.Commit("main", gittest.Commit{Author: s.who, Files: gittest.Files{"src/engine.go": gittest.Lines(body...)}})
			}
		}
		r.Flush()
		out := ask(t, r.Dir(), []string{"guidance"}, "--as-of="+r.Git("log", "-1", "--format=%cs", "main")).stdout
		if told := strings.Contains(out, "Needs you"); told != (c.says != "") || !strings.Contains(strings.Join(strings.Fields(out), " "), c.says) {
			t.Errorf("%s: want %q:\n%s", name, c.says, out)
		}
	}
}
