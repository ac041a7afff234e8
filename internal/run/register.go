package run

import (
	"errors"

	"leadline/internal/duty"
	"leadline/internal/duty/risk"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/source/input/register"
	"leadline/internal/stat/loss"
)

// readRegister reads registers of risks, and refuses what makes no distribution.
func readRegister(v *duty.View, files []fact.Input) error {
	reg, err := register.Read(files)
	if err != nil {
		return err
	}
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
		if _, err := risk.Model(k); err != nil {
			at, hint := k.Frequency, "write how often it happens in a year, as it is believed today"
			if wrongLoss := (*risk.LossError)(nil); errors.As(err, &wrongLoss) {
				at, hint = k.Loss, "write what it costs each time: low and high, between which nine in ten lie"
			}
			wrong.Name = k.File
			wrong.Wrong(int(at.Line), int(at.Column), hint, "risk %s: %v", k.ID, err)
		}
	}
	v.Inputs.Register = reg
	v.Inputs.Read = []sheet.Figure{duty.Count("risks", len(reg.Risks), "risk", "risks", nil)}
	return wrong.Err()
}
