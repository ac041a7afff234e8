package duty

import (
	"sync"

	"leadline/internal/sheet"
)

// Sections makes sections at once, and keeps those in which there is something to see.
func Sections(makers ...func() (sheet.Section, bool)) []sheet.Section {
	made, kept := make([]sheet.Section, len(makers)), make([]bool, len(makers))
	panics := make([]any, len(makers))
	var all sync.WaitGroup
	for i, maker := range makers {
		all.Go(func() {
			defer func() { panics[i] = recover() }()
			made[i], kept[i] = maker()
		})
	}
	all.Wait()
	var out []sheet.Section
	for i := range made {
		if panics[i] != nil {
			panic(panics[i]) // where the caller can catch it
		}
		if kept[i] {
			out = append(out, made[i])
		}
	}
	return out
}
