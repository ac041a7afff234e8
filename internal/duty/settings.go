package duty

import (
	"leadline/internal/analysis/conformance"
	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/people"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// Settings are what the team's configuration says, as far as duties heed it.
// The zero Settings change nothing.
type Settings struct {
	People people.Rules
	// Kind tells of a path whether people write it; ok is false where the
	// configuration does not mention it.
	Kind func(fact.Path) (kind generated.Kind, ok bool)
	// Rules are settings by rule id.
	Rules map[string]RuleSettings
	// Architecture is nil where none is declared.
	Architecture *Architecture
	// Patterned tells whether the requirements of a file are to be in a pattern of EARS.
	// It may be nil: then none are.
	Patterned func(fact.Path) bool
	// CoChanges are what is declared to change together.
	CoChanges []CoChange
}

// CoChange says that what fits When is not changed without something that fits Then,
// whose patterns are Others.
type CoChange struct {
	When, Then func(fact.Path) bool
	Others     []string
	Reason     string
	Line       int
}

// Architecture is the structure of the code as it is meant to be, and what is known
// to break it.
type Architecture struct {
	conformance.Architecture
	// Components are those that are declared; a * in a name makes several.
	Components []Component
	// Words are the rules in words, in their order.
	Words []string
	Known []KnownBreach
}

// Component is a component as it is declared, in a line of the configuration. Fit
// tells those that it makes.
type Component struct {
	Name string
	Line int
	Fit  conformance.Fit
}

// KnownBreach is a breach that is accepted until it is gone, in a line of the
// baseline. From and To are folders.
type KnownBreach struct {
	Rule, Reason string
	From, To     fact.Path
	Line         int
}

// Writes reports whether the configuration says that people write a file.
func (s *Settings) Writes(p fact.Path) bool {
	if s.Kind == nil {
		return false
	}
	k, ok := s.Kind(p)
	return ok && k == generated.Written
}

// LeftOut tells what is no part of the program: tests, build scripts, and examples
// that no declared component holds.
func (s *Settings) LeftOut(p fact.Path) bool {
	switch hotspot.NatureOf(p) {
	case hotspot.Test, hotspot.Data:
		return true
	}
	return hotspot.Example(p) && (s.Architecture == nil || s.Architecture.Component(p) == "")
}

// RuleSettings change one rule.
type RuleSettings struct {
	Off bool
	// Level replaces the rule's own; empty leaves it.
	Level sheet.Level
	// Thresholds replace defaults, by name.
	Thresholds map[string]float64
}

// Threshold is a number on which a rule turns.
type Threshold struct {
	Name    string
	Default float64
	// Least and Most bound what a team may set.
	Least, Most float64
	// Doc says in a few words what it is, with its unit.
	Doc string
}

// Off reports whether the team turned a rule off, or did not turn a quiet one on.
func (v *View) Off(r *Rule) bool {
	s, said := v.Settings.Rules[r.ID]
	return s.Off || r.Quiet && !said
}

// Level is that of a rule's findings.
func (v *View) Level(r *Rule) sheet.Level {
	if l := v.Settings.Rules[r.ID].Level; l != "" {
		return l
	}
	return r.Level
}

// Threshold is the value of a rule's threshold. It panics if the rule does not
// declare it.
func (v *View) Threshold(r *Rule, name string) float64 {
	if x, ok := v.Settings.Rules[r.ID].Thresholds[name]; ok {
		return x
	}
	for _, t := range r.Thresholds {
		if t.Name == name {
			return t.Default
		}
	}
	panic("duty: rule " + r.ID + " has no threshold " + name)
}
