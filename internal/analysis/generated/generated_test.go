package generated

import (
	"testing"

	"leadline/internal/fact"
)

func TestOf(t *testing.T) {
	const set, unset = fact.Set, fact.Unset
	for _, c := range []struct {
		path string
		a    fact.Attributes
		want Kind
	}{
		{"cmd/main.go", fact.Attributes{}, Written},
		{"go.mod", fact.Attributes{}, Written},
		{"go.sum", fact.Attributes{}, Lock},
		{"web/ui/package-lock.json", fact.Attributes{}, Lock},
		{"vendor/x/y.go", fact.Attributes{}, Vendored},
		{"pip/_vendor/idna/core.py", fact.Attributes{}, Vendored},
		{"a/third_party/y.c", fact.Attributes{}, Vendored},
		{"web/.yarn/releases/yarn-4.1.0.cjs", fact.Attributes{}, Vendored},
		{"vendor", fact.Attributes{}, Written}, // a file of that name
		{"vendors/x.go", fact.Attributes{}, Written},
		{"deps/lua/lua.c", fact.Attributes{}, Vendored},
		{"dist/vue.js", fact.Attributes{}, Code},
		{"pkg/data/assets/index-D4k2x_9a.js", fact.Attributes{}, Code},
		{"pkg/data/assets/index-dropdown.js", fact.Attributes{}, Written},
		{"pkg/data/assets/DropDown.js", fact.Attributes{}, Written},
		{"src/index-D4k2x_9a.js", fact.Attributes{}, Written},
		{"static/app.0f3a9c1e.css", fact.Attributes{}, Code},
		{"deps/deps.go", fact.Attributes{}, Written},
		{"src/deps/graph.go", fact.Attributes{}, Written},
		{"prompb/types.pb.go", fact.Attributes{}, Code},
		{"api/zz_generated.deepcopy.go", fact.Attributes{}, Code},
		{"a/__snapshots__/b.spec.ts.snap", fact.Attributes{}, Code},
		{"min.js", fact.Attributes{}, Written},
		// Attributes decide against names, each for its own kind.
		{"cmd/main.go", fact.Attributes{Generated: set}, Code},
		{"cmd/main.go", fact.Attributes{Vendored: set}, Vendored},
		{"types.pb.go", fact.Attributes{Generated: unset}, Written},
		{"vendor/ours.go", fact.Attributes{Vendored: unset}, Written},
		{"vendor/ours.go", fact.Attributes{Generated: unset}, Vendored},
		{"go.sum", fact.Attributes{Generated: unset}, Written},
	} {
		if got := Of(fact.Path(c.path), c.a); got != c.want {
			t.Errorf("%s %+v is %q, want %q", c.path, c.a, got, c.want)
		}
	}
}
