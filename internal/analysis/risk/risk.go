// Package risk makes distributions of the risks that people wrote down: what each may
// cost in a year. It serves the duties that tell it, or that plan with it. What a risk
// says is fact.Risk; the arithmetic is that of stat/loss.
package risk

import (
	"cmp"
	"errors"
	"slices"

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

// Sum is the expected loss of a year in one unit.
type Sum struct {
	Unit fact.Unit
	Mean float64
	// Risks are how many open ones make it.
	Risks int
}

// Expected are the expected losses of a year by the open risks of a register, money
// first. A risk that makes no distribution is left out: whoever read the register has
// refused it.
func Expected(reg *fact.Register) []Sum {
	var out []Sum
	for i := range reg.Risks {
		k := &reg.Risks[i]
		if k.Closed || k.Unestimated {
			continue
		}
		model, err := Model(k)
		if err != nil {
			continue
		}
		at := slices.IndexFunc(out, func(s Sum) bool { return s.Unit == k.Unit })
		if at < 0 {
			at, out = len(out), append(out, Sum{Unit: k.Unit})
		}
		out[at].Mean += model.Mean()
		out[at].Risks++
	}
	slices.SortStableFunc(out, func(a, b Sum) int { return ByUnit(a.Unit, b.Unit) })
	return out
}

// ByUnit orders units, money first.
func ByUnit(a, b fact.Unit) int { return cmp.Or(cmp.Compare(rankOf(a), rankOf(b)), cmp.Compare(a, b)) }

func rankOf(u fact.Unit) int {
	if u.IsMoney() {
		return 0
	}
	return 1
}
