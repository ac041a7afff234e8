package run

import (
	"errors"

	"leadline/internal/analysis/risk"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
	"leadline/internal/stat/loss"
)

// readRegister reads registers of risks, and refuses what makes no distribution.
func readRegister(v *duty.View, files []fact.Input) error {
	reg, err := input.Register(files)
	if err != nil {
		return err
	}
	v.Inputs.Register = reg
	v.Inputs.Read = []sheet.Figure{duty.Count("risks", len(reg.Risks), "risk", "risks", nil)}
	return distributions(&reg)
}

// distributions refuses what of a register makes no distribution.
func distributions(reg *fact.Register) error {
	wrong := fault.Mistakes{}
	for i := range reg.Causes {
		c := &reg.Causes[i]
		if _, err := loss.NewCause(c.Low, c.High); err != nil {
			wrong.Name = c.File
			wrong.Wrong(c.Line, c.Column, "write the 90 % interval of what it multiplies rates with", "cause %s: %v", c.Name, err)
		}
	}
	for i := range reg.Risks {
		k := &reg.Risks[i]
		if k.Unestimated {
			continue
		}
		wrong.Name = k.File
		_, err := risk.Model(k)
		var often *risk.FrequencyError
		if errors.As(err, &often) {
			wrong.Wrong(int(k.Frequency.Line), int(k.Frequency.Column), "write how often it happens in a year, as it is believed today", "risk %s: %v", k.ID, often)
		}
		var cost *risk.LossError
		if errors.As(err, &cost) {
			wrong.Wrong(int(k.Loss.Line), int(k.Loss.Column), "write what it costs each time: low and high, between which nine in ten lie", "risk %s: %v", k.ID, cost)
		}
	}
	return wrong.Err()
}
