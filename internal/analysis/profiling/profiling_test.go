package profiling_test

import (
	"testing"

	"leadline/internal/analysis/profiling"
	"leadline/internal/fact"
)

func TestNames(t *testing.T) {
	for _, c := range []struct{ name, pkg, symbol string }{
		{"main.main", "main", "main"},
		{"leadline/internal/run.(*Reading).supply.func1.2", "leadline/internal/run", "Reading.supply"},
		{"gopkg.in/yaml%2ev3.Parse", "gopkg.in/yaml.v3", "Parse"},
		{"slices.Sort[go.shape.[]float64,go.shape.float64]", "slices", "Sort"},
		{"a.com/x/y.Map[...].Get", "a.com/x/y", "Map.Get"},
		{"a.com/x/y.T.walk-range1.2", "a.com/x/y", "T.walk"},
		{"a.com/x/y.T.Do.gowrap3", "a.com/x/y", "T.Do"},
		{"std::vector<int>::push_back", "", "std::vector<int>::push_back"},
	} {
		if pkg, symbol := profiling.Package(c.name), profiling.Symbol(c.name); pkg != c.pkg || symbol != c.symbol {
			t.Errorf("%s: %q %q", c.name, pkg, symbol)
		}
	}
}

func TestFunctions(t *testing.T) {
	base := &fact.Profile{Total: 2000, Count: 200, Functions: []fact.ProfiledFunction{{Name: "a.F", Self: 1000, Samples: 100}, {Name: "a.G", Self: 1000, Samples: 100}}}
	head := &fact.Profile{Total: 3050, Count: 305, Functions: []fact.ProfiledFunction{{Name: "a.F", Self: 2000, Samples: 200}, {Name: "a.G", Self: 1050, Samples: 105}}}
	got := profiling.Functions(base, head)
	if got[0].Name != "a.F" || got[0].Difference() != 1000 || got[0].Q > 1e-6 {
		t.Errorf("twice the samples: %+v", got[0])
	}
	if got[1].Name != "a.G" || got[1].Q < 0.5 {
		t.Errorf("five of a hundred more: %+v", got[1])
	}
	packages := profiling.Packages(got, true)
	if len(packages) != 1 || packages[0].Name != "a" || packages[0].Head.Self != 3050 || packages[0].Head.Samples != 305 {
		t.Errorf("%+v", packages)
	}
	head.Count = 0 // memory: samples are not counted
	if got := profiling.Functions(base, head); got[0].Q != 1 {
		t.Errorf("without counts: %+v", got[0])
	}
}

func TestFind(t *testing.T) {
	p := profiling.NewPlaces([]fact.Path{"main.go", "list.go", "internal/run/run.go", "run/run.go"})
	for _, c := range []struct {
		name, function string
		want           fact.Path
	}{
		{"/home/x/leadline/internal/run/run.go", "leadline/internal/run.Read", "internal/run/run.go"},
		{`C:\src\leadline\run\run.go`, "leadline/run.Read", "run/run.go"},
		{"/home/x/leadline/main.go", "main.main", "main.go"},
		{"/usr/lib/go/src/container/list/list.go", "container/list.New", ""},
		{"/usr/lib/go/src/runtime/run.go", "runtime.f", ""},
	} {
		if got, ok := p.Find(c.name, c.function); got != c.want || ok != (c.want != "") {
			t.Errorf("%s: %q", c.name, got)
		}
	}
}
