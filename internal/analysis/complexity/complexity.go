// Package complexity completes what a file alone cannot tell of how complex its
// functions are: whether they call themselves by way of others.
package complexity

import (
	"leadline/internal/analysis/graph"
	"leadline/internal/fact"
)

// Recursive tells for each symbol of each file of one package whether it is on a
// cycle of calls. Cognitive complexity counts one for that (Campbell 2018). Calls
// through values and through other objects' methods are not followed. Of functions
// with the same name the one in the file of the caller is meant.
func Recursive(files []fact.Structure) [][]bool {
	type at struct{ file, symbol int }
	type within struct {
		file int
		name string
	}
	functions, near, all := map[string]int{}, map[within]int{}, []at{}
	for i := range files {
		for j := range files[i].Symbols {
			if s := &files[i].Symbols[j]; s.Kind == fact.Function {
				functions[s.Name] = len(all)
				near[within{i, s.Name}] = len(all)
			}
			all = append(all, at{i, j})
		}
	}
	g := graph.New(len(all))
	for n, x := range all {
		s := &files[x.file].Symbols[x.symbol]
		for _, name := range s.Calls {
			to, ok := near[within{x.file, name}]
			if !ok {
				to, ok = functions[name]
			}
			if ok {
				g.Add(n, to)
			}
		}
		if s.CallsItself {
			g.Add(n, n)
		}
	}
	out := make([][]bool, len(files))
	for i := range files {
		out[i] = make([]bool, len(files[i].Symbols))
	}
	for n, on := range g.OnCycle() {
		out[all[n].file][all[n].symbol] = on
	}
	return out
}
