package duty

import (
	"maps"
	"slices"
)

// Environments are the values that runs name of their machines and software, by name, in
// the order of the runs.
type Environments map[string][]string

// Add notes the environment of a run.
func (e Environments) Add(of map[string]string) {
	for name, value := range of {
		if !slices.Contains(e[name], value) {
			e[name] = append(e[name], value)
		}
	}
}

// Moved finds what the runs after name that no run before was in: machines that take turns
// share theirs. Name is empty where there is nothing, or nothing is known; was and is are
// the values in words.
func Moved(before, after Environments) (name, was, is string) {
	for _, name := range slices.Sorted(maps.Keys(after)) {
		was, is := before[name], after[name]
		if len(was) > 0 && !slices.ContainsFunc(is, func(value string) bool { return slices.Contains(was, value) }) {
			return name, several(was), several(is)
		}
	}
	return "", "", ""
}

func several(values []string) string {
	if n := len(values) - 1; n > 0 {
		return values[0] + " or one of " + Amount(n, "other", "others")
	}
	return values[0]
}
