package duty

import "strings"

// bases are units as multiples of the one that prefixes are put to.
var bases = map[string]struct {
	factor float64
	base   string
}{
	"ns": {1e-9, "s"}, "us": {1e-6, "s"}, "µs": {1e-6, "s"}, "ms": {1e-3, "s"}, "s": {1, "s"}, "sec": {1, "s"},
	"B": {1, "B"}, "kB": {1e3, "B"}, "MB": {1e6, "B"}, "GB": {1e9, "B"},
}

type prefix struct {
	factor float64
	name   string
}

// prefixes of each base, in order.
var prefixes = map[string][]prefix{
	"s": {{1e-9, "n"}, {1e-6, "µ"}, {1e-3, "m"}, {1, ""}},
	"B": {{1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}},
}

// Scaled gives the factor and the unit in which a value, and those like it, has few
// digits before its point. A unit that is not known stays.
func Scaled(value float64, unit string) (factor float64, name string) {
	head, per, divided := strings.Cut(unit, "/")
	b, ok := bases[head]
	if !ok || value <= 0 {
		return 1, unit
	}
	best := prefixes[b.base][0]
	for _, p := range prefixes[b.base] {
		if value*b.factor >= p.factor {
			best = p
		}
	}
	name = best.name + b.base
	if divided {
		name += "/" + per
	}
	return b.factor / best.factor, name
}
