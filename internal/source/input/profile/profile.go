// Package profile reads profiles as pprof has them, protocol buffers compressed or not,
// which Go's runtime and tools of many languages write.
//
// What a profile means, and how two of them compare, is not its job.
package profile

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"errors"
	"io"
	"slices"

	"github.com/google/pprof/profile"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// mostBytes is how large a profile may be when it is no longer compressed.
const mostBytes = 1 << 28

// Read sums a profile up by function. The value is the one that pprof shows unless told
// otherwise.
func Read(in fact.Input) (fact.Profile, []fact.Gap, error) {
	wrong := fault.Mistakes{Name: in.Name}
	data, err := inflated(in.Data)
	if err != nil {
		wrong.Wrong(0, 0, "write the profile anew, or give it whole", "is compressed and cannot be read: %v", err)
		return fact.Profile{}, nil, wrong.Err()
	}
	p, err := profile.ParseUncompressed(data)
	if err == nil {
		err = p.CheckValid()
	}
	if err == nil && len(p.SampleType) == 0 {
		err = errors.New("it holds no kind of value")
	}
	if err != nil {
		wrong.Wrong(0, 0, "give what `go test -cpuprofile FILE`, net/http/pprof or another tool writes for pprof", "is no profile: %v", err)
		return fact.Profile{}, nil, wrong.Err()
	}
	out, gaps := sum(p, in.Name)
	if out.Total == 0 {
		wrong.Wrong(0, 0, "let the program run longer: a CPU profile takes a hundred samples a second", "holds no sample of %s", out.Kind)
		return fact.Profile{}, nil, wrong.Err()
	}
	return out, gaps, nil
}

func inflated(data []byte) ([]byte, error) {
	if !bytes.HasPrefix(data, []byte{0x1f, 0x8b}) {
		return data, nil
	}
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	out, err := io.ReadAll(io.LimitReader(r, mostBytes+1))
	if err == nil && len(out) > mostBytes {
		err = errors.New("it is longer than 256 MiB")
	}
	return out, err
}

// value is the index of the kind of value that is shown: the one that the profile
// names, or the last.
func value(p *profile.Profile) int {
	if i := slices.IndexFunc(p.SampleType, func(t *profile.ValueType) bool { return t.Type == p.DefaultSampleType }); i >= 0 {
		return i
	}
	return len(p.SampleType) - 1
}

// function tells functions apart.
type function struct{ name, file string }

// sum adds up the samples. Those of an address that has no name are one function
// without a name, and a gap.
func sum(p *profile.Profile, name string) (fact.Profile, []fact.Gap) {
	at := value(p)
	counts := slices.IndexFunc(p.SampleType, func(t *profile.ValueType) bool { return t.Type == "samples" || t.Type == "contentions" })
	out := fact.Profile{Kind: p.SampleType[at].Type, Unit: p.SampleType[at].Unit}
	all := map[function]*fact.ProfiledFunction{}
	last := map[function]int{} // the sample in which a function was counted last
	unnamed := 0
	for n, s := range p.Sample {
		out.Total += s.Value[at]
		if counts >= 0 {
			out.Count += s.Value[counts]
		}
		own := true
		for f := range frames(s) {
			x := all[f]
			if x == nil {
				x = &fact.ProfiledFunction{Name: f.name, File: f.file}
				all[f] = x
			}
			if own {
				x.Self += s.Value[at]
				if counts >= 0 {
					x.Samples += s.Value[counts]
				}
				if f.name == "" {
					unnamed++
				}
			}
			if own = false; last[f] != n+1 {
				x.Total, last[f] = x.Total+s.Value[at], n+1
			}
		}
	}
	for _, x := range all {
		out.Functions = append(out.Functions, *x)
	}
	slices.SortFunc(out.Functions, func(a, b fact.ProfiledFunction) int {
		return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.File, b.File))
	})
	out.Stacks = stacks(p, at, counts, out.Functions)
	if unnamed == 0 {
		return out, nil
	}
	return out, []fact.Gap{{Kind: fact.GapInput, Count: unnamed, Example: name, Detail: "samples of a profile are in code without names: which functions they are of is not known"}}
}

// stacks are the samples, by places of functions in their list.
func stacks(p *profile.Profile, at, counts int, functions []fact.ProfiledFunction) []fact.Stack {
	index := map[function]int32{}
	for i, f := range functions {
		index[function{f.Name, f.File}] = int32(i)
	}
	out := make([]fact.Stack, 0, len(p.Sample))
	for _, s := range p.Sample {
		x := fact.Stack{Value: s.Value[at]}
		if counts >= 0 {
			x.Samples = s.Value[counts]
		}
		for f := range frames(s) {
			x.Functions = append(x.Functions, index[f])
		}
		out = append(out, x)
	}
	return out
}

// frames are the functions of a sample, the innermost first, inlined ones among them.
func frames(s *profile.Sample) func(yield func(function) bool) {
	return func(yield func(function) bool) {
		for _, l := range s.Location {
			if len(l.Line) == 0 && !yield(function{}) {
				return
			}
			for _, line := range l.Line {
				f := function{}
				if line.Function != nil {
					f = function{line.Function.Name, line.Function.Filename}
				}
				if !yield(f) {
					return
				}
			}
		}
	}
}
