package input

import (
	"leadline/internal/fact"
	"leadline/internal/source/input/register"
)

// Register reads the registers of risks in files as one.
func Register(files []fact.Input) (fact.Register, error) { return register.Read(files) }

// Risks reads the risks that a team keeps as records, in the files that hold them.
func Risks(files []fact.Input, records []fact.Record) (fact.Register, error) {
	return register.Records(files, records)
}
