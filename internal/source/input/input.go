// Package input reads files that a person names on the command line: exports of the
// tools that a team has. A folder below holds each kind; what all are told by is
// fact.Input, and what is wrong in one is told with its place, all of it at once.
//
// Which file is what is found by its content, not by its name.
package input

import (
	"leadline/internal/fact"
	"leadline/internal/source/input/capacity"
	"leadline/internal/source/input/loadtest"
)

// LoadTest reads a load test or a series of demand.
func LoadTest(in fact.Input) (fact.LoadTest, error) { return loadtest.Read(in) }

// Capacity reads declared targets of capacity.
func Capacity(in fact.Input) ([]fact.CapacityTarget, error) { return capacity.Read(in) }
