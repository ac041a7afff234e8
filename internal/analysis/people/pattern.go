package people

import (
	"slices"
	"strings"

	"leadline/internal/fact"
)

// pattern is an identity as people write it: a name, an address, or both.
type pattern struct{ name, email string }

// contactOf reads "Name <email>", "<email>", "email" or "Name".
func contactOf(s string) pattern {
	s = strings.TrimSpace(s)
	if id, _, ok := contact(s); ok {
		return pattern{fold(id.Name), asciiLower(id.Email)}
	}
	if strings.Contains(s, "@") && !strings.ContainsAny(s, " \t") {
		return pattern{email: asciiLower(s)}
	}
	return pattern{name: fold(s)}
}

// names reports whether the pattern is that identity.
func (p pattern) names(id fact.Identity) bool {
	return p != pattern{} && (p.name == "" || p.name == fold(strings.TrimSpace(id.Name))) &&
		(p.email == "" || p.email == asciiLower(id.Email))
}

// within reports whether a name holds all words of the pattern.
func (p pattern) within(id fact.Identity) bool {
	if p.name == "" || p.email != "" {
		return false
	}
	all := words(id.Name)
	asked := words(p.name)
	for _, w := range asked {
		if !slices.Contains(all, w) {
			return false
		}
	}
	return len(asked) > 0
}

// patterns are several, any of which may be meant.
type patterns []pattern

func patternsOf(list []string) patterns {
	out := make(patterns, 0, len(list))
	for _, s := range list {
		out = append(out, contactOf(s))
	}
	return out
}

func (p patterns) names(id fact.Identity) bool {
	return slices.ContainsFunc(p, func(x pattern) bool { return x.names(id) })
}
