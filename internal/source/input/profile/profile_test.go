package profile_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/pprof/profile"

	"leadline/internal/fact"
	"leadline/internal/fault"
	input "leadline/internal/source/input/profile"
)

// made is a profile in which main calls work and itself, work has next inlined, and a
// sample has no name.
func made() *profile.Profile {
	m := &profile.Mapping{ID: 1, Start: 1, Limit: 1 << 20, HasFunctions: true}
	f := func(id uint64, name, file string) *profile.Function {
		return &profile.Function{ID: id, Name: name, SystemName: name, Filename: file}
	}
	main, work, next := f(1, "main.main", "/x/main.go"), f(2, "a/b.Work", "/x/b/work.go"), f(3, "a/b.next", "/x/b/next.go")
	at := func(id uint64, functions ...*profile.Function) *profile.Location {
		l := &profile.Location{ID: id, Mapping: m, Address: id}
		for _, x := range functions {
			l.Line = append(l.Line, profile.Line{Function: x, Line: 1})
		}
		return l
	}
	inMain, inWork, inNext, nameless := at(1, main), at(2, work), at(3, next, work), at(4)
	return &profile.Profile{
		SampleType: []*profile.ValueType{{Type: "samples", Unit: "count"}, {Type: "cpu", Unit: "nanoseconds"}},
		Sample: []*profile.Sample{
			{Location: []*profile.Location{inNext, inMain}, Value: []int64{3, 30}},
			{Location: []*profile.Location{inWork, inMain}, Value: []int64{2, 20}},
			{Location: []*profile.Location{inMain, inMain}, Value: []int64{1, 10}},
			{Location: []*profile.Location{nameless}, Value: []int64{1, 5}},
		},
		Mapping: []*profile.Mapping{m}, Location: []*profile.Location{inMain, inWork, inNext, nameless}, Function: []*profile.Function{main, work, next},
	}
}

func written(t testing.TB, p *profile.Profile) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := p.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestRead(t *testing.T) {
	got, gaps, err := input.Read(fact.Input{Name: "cpu.pprof", Data: written(t, made())})
	if err != nil {
		t.Fatal(err)
	}
	if got.Kind != "cpu" || got.Unit != "nanoseconds" || got.Total != 65 || got.Count != 7 || len(got.Stacks) != 4 {
		t.Errorf("%+v", got)
	}
	want := []fact.ProfiledFunction{
		{Self: 5, Total: 5, Samples: 1},
		{Name: "a/b.Work", File: "/x/b/work.go", Self: 20, Total: 50, Samples: 2},
		{Name: "a/b.next", File: "/x/b/next.go", Self: 30, Total: 30, Samples: 3},
		{Name: "main.main", File: "/x/main.go", Self: 10, Total: 60, Samples: 1},
	}
	for i, f := range got.Functions {
		if i >= len(want) || f != want[i] {
			t.Errorf("function %d: %+v", i, f)
		}
	}
	if len(gaps) != 1 || gaps[0].Count != 1 {
		t.Errorf("code without a name: %+v", gaps)
	}
}

func TestReadRefuses(t *testing.T) {
	whole := written(t, made())
	empty := made()
	empty.Sample = nil
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"nothing":   {nil, "is no profile"},
		"text":      {[]byte("goos: linux\n"), "is no profile"},
		"cut":       {whole[:len(whole)/2], "cannot be read"},
		"no sample": {written(t, empty), "holds no sample of cpu"},
	} {
		_, _, err := input.Read(fact.Input{Name: "x.pprof", Data: c.data})
		if fault.KindOf(err) != fault.Usage || !strings.Contains(err.Error(), "x.pprof") || !strings.Contains(err.Error(), c.says) || fault.HintOf(err) == "" {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzRead(f *testing.F) {
	var plain bytes.Buffer
	if err := made().WriteUncompressed(&plain); err != nil {
		f.Fatal(err)
	}
	f.Add(written(f, made()))
	f.Add(plain.Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		p, _, err := input.Read(fact.Input{Name: "x", Data: data})
		if err != nil {
			return
		}
		sum, stacks := int64(0), int64(0)
		for _, x := range p.Functions {
			sum += x.Self
		}
		for _, x := range p.Stacks {
			if len(x.Functions) > 0 {
				stacks += x.Value
			}
		}
		if sum != stacks {
			t.Errorf("functions cost %d, samples %d", sum, stacks)
		}
	})
}
