package run

import (
	"context"
	"io"

	"leadline/internal/duty"
	"leadline/internal/duty/forecast"
	"leadline/internal/sheet"
	"leadline/internal/source/input"
)

// ForecastFlags are those of the forecast.
func ForecastFlags() []duty.Flag { return forecast.Duty.Flags }

// Forecast reads a repository and tells when items will be done.
func Forecast(ctx context.Context, o Options) (sheet.Answer, error) {
	r, err := readFor(ctx, o, forecast.Duty.Needs)
	if err != nil {
		return sheet.Answer{}, err
	}
	v, err := r.supply(ctx, duty.Place{}, sheet.Question{Flags: o.Flags}, forecast.Duty, nil)
	if err != nil {
		return sheet.Answer{}, err
	}
	if r.view.History.Head != "" {
		if err := delaysBeside(ctx, &o, r.settings, v); err != nil {
			return sheet.Answer{}, explain(err, &o)
		}
	}
	s, err := forecast.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	a := headWithInputs(v)
	a.Sheets = []sheet.Sheet{s}
	return r.masked(a), nil
}

// ForecastFile tells the same from the finished items of a file; "-" is what stdin
// gives.
func ForecastFile(ctx context.Context, o Options, name string, stdin io.Reader) (sheet.Answer, error) {
	in, err := readInput(name, stdin)
	if err != nil {
		return sheet.Answer{}, err
	}
	v := &duty.View{AsOf: o.AsOf, Flags: o.Flags}
	if v.Inputs.Finished, err = input.Finished(in, o.AsOf); err != nil {
		return sheet.Answer{}, err
	}
	v.Inputs.Names = []string{in.Name}
	n := v.Inputs.Finished.Items
	v.Inputs.Read = []sheet.Figure{{ID: "items", Label: duty.Plural(n, "finished item", "finished items"), State: sheet.Known, Value: sheet.Int(n)}}
	beside, err := settingsBeside(ctx, &o)
	if err == nil {
		err = delaysBeside(ctx, &o, beside, v)
	}
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	s, err := forecast.Read(v)
	if err != nil {
		return sheet.Answer{}, explain(err, &o)
	}
	a := duty.HeadOfFiles(v)
	a.Sheets = []sheet.Sheet{s}
	return a, nil
}
