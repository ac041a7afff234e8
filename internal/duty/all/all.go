// Package all is the list of duties. It stands apart from package duty, so
// that the type does not depend on its instances.
package all

import (
	"leadline/internal/duty"
	"leadline/internal/duty/oversight"
)

// Duties are all duties, in the order in which people see them.
func Duties() []duty.Duty {
	return []duty.Duty{
		oversight.Duty,
	}
}
