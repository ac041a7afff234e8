package input

import (
	"leadline/internal/fact"
	"leadline/internal/source/input/register"
)

// Register reads the registers of risks in files as one.
func Register(files []fact.Input) (fact.Register, error) { return register.Read(files) }
