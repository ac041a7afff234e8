package input

import (
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/finished"
)

// Finished reads the items that a team finished, up to a day.
func Finished(in fact.Input, asOf time.Time) (*fact.Finished, error) { return finished.Read(in, asOf) }
