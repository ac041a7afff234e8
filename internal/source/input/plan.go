package input

import (
	"leadline/internal/fact"
	"leadline/internal/source/input/plan"
)

// Plan reads files of one plan. Items without an estimate have the one given, as in
// 1d/2d/5d, if it is not empty.
func Plan(files []fact.Input, estimate string) (*fact.Plan, []fact.Gap, error) {
	return plan.Read(files, estimate)
}

// PlanRecords reads the plan that a team keeps as records, in the files that hold them.
func PlanRecords(files []fact.Input, records []fact.Record, estimate string) (*fact.Plan, []fact.Gap, error) {
	return plan.Records(files, records, estimate)
}
