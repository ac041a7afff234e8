package run

import (
	"leadline/internal/duty"
	"leadline/internal/duty/all"
)

// Rule is a kind of finding.
type Rule = duty.Rule

// Duty is a question that a technical lead has.
type Duty = duty.Duty

// Verb is a further question of a duty, and Flag what a person may tell either.
type (
	Verb = duty.Verb
	Flag = duty.Flag
)

// Rules are those of all duties, in the order of the duties.
func Rules() []Rule {
	var out []Rule
	for _, d := range all.Duties() {
		out = append(out, d.Rules...)
	}
	return out
}
