package risk

import (
	"errors"

	"leadline/internal/fact"
	"leadline/internal/stat/loss"
)

// LossError is what is wrong with the loss of a risk, not with its frequency.
type LossError struct{ err error }

// Error says what is wrong.
func (e *LossError) Error() string { return "loss: " + e.err.Error() }

// Unwrap gives the cause, a *loss.Invalid.
func (e *LossError) Unwrap() error { return e.err }

// FrequencyError is what is wrong with the frequency of a risk.
type FrequencyError struct{ err error }

// Error says what is wrong.
func (e *FrequencyError) Error() string { return "frequency: " + e.err.Error() }

// Unwrap gives the cause, a *loss.Invalid.
func (e *FrequencyError) Unwrap() error { return e.err }

// Model makes the distributions of a risk. The errors are *LossError or
// *FrequencyError, joined where both are wrong.
func Model(k *fact.Risk) (loss.Risk, error) {
	var out loss.Risk
	var often, cost error
	switch s := k.Frequency; s.Kind {
	case fact.Range:
		out.Frequency, often = loss.NewPERT(s.Low, s.Mode, s.High, s.Lambda)
	case fact.Normal:
		out.Frequency, often = loss.NewClipped(s.Mean, s.Deviation)
	default:
		out.Frequency, often = loss.NewRate(s.Mean)
	}
	if often == nil {
		often = out.Check()
	}
	switch s := k.Loss; s.Kind {
	case fact.Interval:
		out.Loss, cost = loss.NewLognormal(s.Low, s.High)
	case fact.Range:
		out.Loss, cost = loss.NewPERT(s.Low, s.Mode, s.High, s.Lambda)
	case fact.Normal:
		out.Loss, cost = loss.NewClipped(s.Mean, s.Deviation)
	default:
		out.Loss, cost = loss.NewConstant(s.Mean)
	}
	var err error
	if often != nil {
		err = &FrequencyError{often}
	}
	if cost != nil {
		err = errors.Join(err, &LossError{cost})
	}
	return out, err
}

// scaled is a spread whose every number is multiplied.
func scaled(s fact.Spread, by float64) fact.Spread {
	s.Low, s.Mode, s.High, s.Mean, s.Deviation = s.Low*by, s.Mode*by, s.High*by, s.Mean*by, s.Deviation*by
	return s
}
