// Package profiling says which functions and packages the cost of a run went to, how that
// changed between two runs, and where in a repository they stand. What is sampled may
// differ by chance: a difference of two runs comes with its P.
package profiling

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/stat/effect"
)

// Cost is that of a function or a package in two runs; Base is zero where there is one.
type Cost struct {
	// Name of the function or the package.
	Name string
	// File is where a function stands, as the profile has it.
	File       string
	Base, Head fact.ProfiledFunction
	// Q is how likely chance alone makes samples of its own code differ so, adjusted for all that were
	// compared; 1 where samples were not counted.
	Q float64
}

// Difference of its own cost.
func (c *Cost) Difference() int64 { return c.Head.Self - c.Base.Self }

// Functions puts the functions of two runs together; base is nil where there is one.
// Order: the larger difference of their own cost, then the larger cost, then name. The
// file is no part of what a function is: the other run may be built elsewhere.
func Functions(base, head *fact.Profile) []Cost {
	var out []Cost
	at := map[string]int{}
	add := func(p *fact.Profile, of func(*Cost) *fact.ProfiledFunction) {
		for _, f := range p.Functions {
			i, ok := at[f.Name]
			if !ok {
				i = len(out)
				at[f.Name] = i
				out = append(out, Cost{Name: f.Name})
			}
			x := of(&out[i])
			x.Self, x.Samples = x.Self+f.Self, x.Samples+f.Samples
			x.Total = max(x.Total, f.Total)
			out[i].File = f.File
		}
	}
	if base != nil {
		add(base, func(c *Cost) *fact.ProfiledFunction { return &c.Base })
	}
	add(head, func(c *Cost) *fact.ProfiledFunction { return &c.Head })
	Judge(out, base != nil && base.Count > 0 && head.Count > 0)
	return out
}

// Packages adds functions up by package. Totals are left out: a function may call
// another one of its package, and both count what it costs.
func Packages(functions []Cost, counted bool) []Cost {
	var out []Cost
	at := map[string]int{}
	for _, f := range functions {
		name := Package(f.Name)
		i, ok := at[name]
		if !ok {
			i = len(out)
			at[name] = i
			out = append(out, Cost{Name: name})
		}
		for _, x := range []struct{ to, from *fact.ProfiledFunction }{{&out[i].Base, &f.Base}, {&out[i].Head, &f.Head}} {
			x.to.Self, x.to.Samples = x.to.Self+x.from.Self, x.to.Samples+x.from.Samples
		}
	}
	Judge(out, counted)
	return out
}

// Judge says of costs by what chance they differ, if samples were counted, and puts them
// in order: the larger difference, then the larger cost, then name.
func Judge(costs []Cost, counted bool) {
	test(costs, counted)
	slices.SortFunc(costs, func(a, b Cost) int {
		return cmp.Or(-cmp.Compare(distance(&a), distance(&b)), -cmp.Compare(a.Head.Self, b.Head.Self), -cmp.Compare(a.Head.Total, b.Head.Total), cmp.Compare(a.Name, b.Name))
	})
}

// distance is the size of the difference; without a base that of the cost.
func distance(c *Cost) int64 { return max(c.Difference(), -c.Difference()) }

// test says of two counts of samples whether they differ by more than chance: both of
// Poisson, the difference over the root of the sum normal (Przyborowski and Wilenski
// 1940, for large counts).
func test(costs []Cost, counted bool) {
	ps := make([]float64, len(costs))
	for i := range costs {
		b, h := float64(costs[i].Base.Samples), float64(costs[i].Head.Samples)
		if ps[i] = 1; counted && b+h > 0 {
			ps[i] = math.Erfc(math.Abs(h-b) / math.Sqrt(2*(b+h)))
		}
	}
	for i, q := range effect.Discoveries(ps) {
		costs[i].Q = q
	}
}

// Package is the package of a function, by its full name as Go writes it:
// path/name.(*Type).Method; empty of another name.
func Package(function string) string {
	path, _ := split(function)
	return path
}

// Symbol is the name by which the source declares a function: Type.Method or the
// function, that around a closure among them.
func Symbol(function string) string {
	_, name := split(function)
	parts := strings.Split(strings.NewReplacer("(*", "", "(", "", ")", "").Replace(name), ".")
	n := 1
	for n < len(parts) && !closure(parts[n]) {
		n++
	}
	name, _, _ = strings.Cut(strings.Join(parts[:n], "."), "-range") // the body of a loop
	return name
}

// split parts the full name of a function of Go, without what a generic one was made
// for: [...].
func split(function string) (path, name string) {
	var plain strings.Builder
	depth := 0
	for _, r := range function {
		switch {
		case r == '[':
			depth++
		case r == ']':
			depth--
		case depth == 0:
			plain.WriteRune(r)
		}
	}
	function = plain.String()
	slash := strings.LastIndexByte(function, '/') + 1
	dot := strings.IndexByte(function[slash:], '.')
	if dot < 0 || strings.ContainsAny(function, " :") {
		return "", function
	}
	return strings.ReplaceAll(function[:slash+dot], "%2e", "."), function[slash+dot+1:]
}

// closure says whether a part of a name is one that the compiler gave: func1, 2, gowrap1,
// deferwrap1.
func closure(part string) bool {
	word := strings.TrimRight(part, "0123456789")
	return word != part && (word == "" || word == "func" || word == "gowrap" || word == "deferwrap")
}
