package risk

import (
	"leadline/internal/fact"
	"leadline/internal/stat/loss"
)

// LossError is what is wrong with the loss of a risk, not with its frequency.
type LossError struct{ err error }

// Error says what is wrong.
func (e *LossError) Error() string { return "loss: " + e.err.Error() }

// Unwrap gives the cause, a *loss.Invalid.
func (e *LossError) Unwrap() error { return e.err }

// frequencyError is what is wrong with the frequency.
type frequencyError struct{ err error }

func (e *frequencyError) Error() string { return "frequency: " + e.err.Error() }
func (e *frequencyError) Unwrap() error { return e.err }

// Model makes the distributions of a risk. The error is a *LossError, or one of the
// frequency.
func Model(k *fact.Risk) (loss.Risk, error) {
	var out loss.Risk
	var err error
	switch s := k.Frequency; s.Kind {
	case fact.Range:
		out.Frequency, err = loss.NewPERT(s.Low, s.Mode, s.High, s.Lambda)
	case fact.Normal:
		out.Frequency, err = loss.NewClipped(s.Mean, s.Deviation)
	default:
		out.Frequency, err = loss.NewRate(s.Mean)
	}
	if err != nil {
		return out, &frequencyError{err}
	}
	switch s := k.Loss; s.Kind {
	case fact.Interval:
		out.Loss, err = loss.NewLognormal(s.Low, s.High)
	case fact.Range:
		out.Loss, err = loss.NewPERT(s.Low, s.Mode, s.High, s.Lambda)
	case fact.Normal:
		out.Loss, err = loss.NewClipped(s.Mean, s.Deviation)
	default:
		out.Loss, err = loss.NewConstant(s.Mean)
	}
	if err != nil {
		return out, &LossError{err}
	}
	if err := out.Check(); err != nil {
		return out, &frequencyError{err}
	}
	return out, nil
}

// scaled is a spread whose every number is multiplied.
func scaled(s fact.Spread, by float64) fact.Spread {
	s.Low, s.Mode, s.High, s.Mean, s.Deviation = s.Low*by, s.Mode*by, s.High*by, s.Mean*by, s.Deviation*by
	return s
}
