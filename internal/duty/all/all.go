// Package all is the list of duties. It stands apart from package duty, so
// that the type does not depend on its instances.
package all

import (
	"leadline/internal/duty"
	"leadline/internal/duty/architecture"
	"leadline/internal/duty/collaboration"
	"leadline/internal/duty/documents"
	"leadline/internal/duty/explain"
	"leadline/internal/duty/guidance"
	"leadline/internal/duty/oversight"
	"leadline/internal/duty/performance"
	"leadline/internal/duty/planning"
	"leadline/internal/duty/record"
	"leadline/internal/duty/requirements"
	"leadline/internal/duty/review"
	"leadline/internal/duty/risk"
	"leadline/internal/duty/scalability"
)

// Brief is the name of the duty that speaks for all.
const Brief = "oversight"

// Duties are all duties, in the order in which people see them.
func Duties() []duty.Duty {
	return []duty.Duty{
		architecture.Duty,
		review.Duty,
		guidance.Duty,
		collaboration.Duty,
		planning.Duty,
		requirements.Duty,
		record.Duty,
		documents.Duty,
		scalability.Duty,
		risk.Duty,
		performance.Duty,
		oversight.Duty,
		explain.Duty,
	}
}
