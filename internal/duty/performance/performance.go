// Package performance answers how fast the program is.
package performance

import (
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

const name = "performance"

// Duty is the duty of performance.
var Duty = duty.Duty{
	Name: name, Question: "Is it slower?", Doc: "x", OnFile: true, Files: "benchmarks", Rules: append(compareRules, costlier), Verbs: []duty.Verb{Compare, ProfileVerb},
	Read: func(*duty.View) (sheet.Sheet, error) { return sheet.Sheet{Duty: name, Question: "Is it slower?"}, nil },
}
