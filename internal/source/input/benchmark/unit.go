package benchmark

import (
	"strings"

	"leadline/internal/fact"
)

// quantities are what known units measure. The part of a unit behind a slash, such as
// the op of ns/op, does not matter to them, but for what is counted per time.
var quantities = map[string]string{
	"ns": "time", "us": "time", "µs": "time", "μs": "time", "ms": "time", "s": "time", "sec": "time", "secs": "time",
	"second": "time", "seconds": "time", "min": "time", "minutes": "time", "nanoseconds": "time", "microseconds": "time", "milliseconds": "time",
	"b": "memory", "byte": "memory", "bytes": "memory", "kb": "memory", "mb": "memory", "gb": "memory", "kib": "memory", "mib": "memory", "gib": "memory",
	"kilobytes": "memory", "megabytes": "memory", "gigabytes": "memory",
	"alloc": "allocations", "allocs": "allocations", "allocations": "allocations",
	"instructions": "instructions", "cycles": "cycles",
}

// measures says what a unit measures, and which values of it are good. A unit that is
// not known is its own metric.
func measures(unit string) (metric string, better fact.Better) {
	head, per, divided := strings.Cut(strings.ToLower(unit), "/")
	head, per = strings.TrimSpace(head), strings.TrimSpace(per)
	if divided && quantities[per] == "time" || head == "rps" || head == "qps" || head == "tps" || head == "hz" {
		return "throughput", fact.BetterBigger
	}
	if m := quantities[head]; m != "" {
		return m, fact.BetterSmaller
	}
	return unit, fact.BetterUnknown
}

// betterOf reads what a file calls a direction.
func betterOf(word string) (fact.Better, bool) {
	switch strings.ToLower(word) {
	case "smaller", "lower", "less", "-1", "smaller_is_better", "lower_is_better":
		return fact.BetterSmaller, true
	case "bigger", "higher", "greater", "more", "1", "bigger_is_better", "higher_is_better":
		return fact.BetterBigger, true
	}
	return fact.BetterUnknown, word == ""
}
