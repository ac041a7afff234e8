package run

import (
	"fmt"

	"leadline/internal/analysis/backtest"
	"leadline/internal/duty"
	"leadline/internal/sheet"
)

// credible tells that what a record says became of changes by their size can be.
func credible(r *backtest.Record) bool {
	s := r.Sizes
	if s == nil || r.ID != backtest.SizeRisk {
		return s == nil && r.ID != backtest.SizeRisk
	}
	for _, t := range s.Tails {
		if t.Lines < 1 || t.Fixed < 0 || t.Fixed > min(t.N, s.Fixed) || t.N > r.N {
			return false
		}
	}
	if !(s.Said >= 0 && s.Said <= float64(s.Large)) || s.Came > s.Large || s.Large > r.N {
		return false
	}
	return min(s.Fixed, r.N-s.Fixed, s.Came, s.Declared, s.Traced, s.Unknown) >= 0
}

// sizes shows what became of changes by their size, and how that is known; nothing of a
// record that tells nothing of it.
func sizes(r *backtest.Record) []sheet.Section {
	s := r.Sizes
	if s == nil {
		return nil
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "size", Label: "lines of code added", Kind: sheet.ColumnText},
		{ID: "changes", Label: "changes", Kind: sheet.ColumnNumber},
		{ID: "fixed", Label: "needed a fix within a year", Kind: sheet.ColumnNumber},
		{ID: "share", Label: "of them", Kind: sheet.ColumnShare, Unit: "%"},
	}}
	row := func(size string, n, fixed int) {
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(size), sheet.Int(n), sheet.Int(fixed), inPercent(float64(fixed) / float64(max(1, n)))})
	}
	row("any", r.N, s.Fixed)
	for _, x := range s.Tails {
		row(duty.Thousands(x.Lines)+" or more", x.N, x.Fixed)
	}
	return []sheet.Section{{
		ID: "backtest/" + r.ID + "/sizes", Title: "What became of large changes", Kind: sheet.KindTable, Table: t,
		Window: &sheet.Window{From: sheet.DateOf(r.From), To: sheet.DateOf(r.To)},
		Note: foretold(s) + fmt.Sprintf("The largest tenth and twentieth of the changes of code, at most. Fixes name what they mend %s times, and %s times the lines that they take out "+
			"lead to it (SZZ); of %s fixes missing contents hide it.", duty.Thousands(s.Declared), duty.Thousands(s.Traced), duty.Thousands(s.Unknown)),
		Command: "leadline backtest",
	}}
}

// foretold tells how well the rate of earlier years did.
func foretold(s *backtest.Sizes) string {
	if s.Large == 0 {
		return ""
	}
	return fmt.Sprintf("By what was known when each year began, of the largest tenth of its changes %.0f %% were said to need a fix; of %s, %s did (%.0f %%). ",
		100*s.Said/float64(s.Large), duty.Thousands(s.Large), duty.Thousands(s.Came), 100*float64(s.Came)/float64(s.Large))
}
