package run

import (
	"context"

	"leadline/internal/duty/all"
	"leadline/internal/sheet"
)

// Report is one answer of all: the brief, the sheet of every duty that has
// something to say of a whole repository, and the record of predictions, with
// all that is drawn.
func (r *Reading) Report(ctx context.Context) (sheet.Answer, error) {
	place, err := namedPlace(r.settings.repository, r.options.Place)
	if err != nil {
		return sheet.Answer{}, err
	}
	names := []string{all.Brief}
	for _, d := range all.Duties() {
		if d.Name != all.Brief && !d.OnPlace && !d.OnChange && !d.OnFile {
			names = append(names, d.Name)
		}
	}
	var out sheet.Answer
	for _, name := range names {
		a, err := r.Answer(ctx, sheet.Question{Duty: name, Place: place, Pictures: true})
		if err != nil {
			return sheet.Answer{}, err
		}
		a.Sheets = joined(out.Sheets, a.Sheets)
		out = a
	}
	record, err := r.Backtest(ctx)
	if err != nil {
		return sheet.Answer{}, err
	}
	out.Sheets = append(out.Sheets, record.Sheets...)
	return out, nil
}

// joined adds sheets to those of a report. One of nothing known is no page: what it
// could not tell is said on the first.
func joined(report, more []sheet.Sheet) []sheet.Sheet {
	for _, x := range more {
		if len(report) > 0 && len(x.Unknown) > 0 && len(x.Figures)+len(x.Findings)+len(x.Sections) == 0 {
			report[0].Unknown = append(report[0].Unknown, x.Unknown...)
			continue
		}
		report = append(report, x)
	}
	return report
}
