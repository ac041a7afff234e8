package duty

import (
	"strings"

	"leadline/internal/fact"
)

// Exported are the declarations of a file that code elsewhere may use: none of a program
// of Go, which nobody imports, and none within a type that is hidden.
func Exported(s *fact.Structure, symbols []fact.Symbol) []*fact.Symbol {
	if s.Language == "go" && s.Package == "main" {
		return nil
	}
	hidden := map[string]bool{}
	for i := range symbols {
		hidden[symbols[i].FullName()] = !symbols[i].Exported
	}
	var out []*fact.Symbol
	for i := range symbols {
		// A type of Go may stand in another file: its name tells whether it is exported.
		if x := &symbols[i]; x.Exported && !within(hidden, x.Owner) && !(s.Language == "go" && x.Owner != "" && lower(x.Owner)) {
			out = append(out, x)
		}
	}
	return out
}

// within reports whether an owner, or what it stands in, is hidden.
func within(hidden map[string]bool, owner string) bool {
	for owner != "" {
		if hidden[owner] {
			return true
		}
		owner = owner[:max(0, strings.LastIndexByte(owner, '.'))]
	}
	return false
}

func lower(name string) bool { return name[0] >= 'a' && name[0] <= 'z' || name[0] == '_' }
