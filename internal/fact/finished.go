package fact

import "time"

// Finished are the items that a team finished, counted by the UTC day from Start on to
// the last day that is known. Who finished them is not told.
type Finished struct {
	Start time.Time
	Daily []int
	// Items are all of them.
	Items int
}
