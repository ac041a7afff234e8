package run

import (
	"fmt"
	"math"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/throughput"
	"leadline/internal/duty/forecast"
	"leadline/internal/sheet"
)

// credibleForecasts tells that what a record says of forecasts can be.
func credibleForecasts(r *backtest.Record) bool {
	if r.ID != backtest.Throughput {
		return r.Forecasts == nil
	}
	for _, t := range r.Forecasts {
		if t.N < 0 || t.Whole < 0 || t.Whole > t.N || !(t.Score >= 0 && t.PlainScore >= 0) || math.IsInf(t.Score+t.PlainScore, 0) {
			return false
		}
		for i := range throughput.Levels {
			least := min(t.Held[i], t.Plain[i], t.CameTrue[i], t.Reached[i])
			if least < 0 || max(t.Held[i], t.Plain[i], t.Come[i]) > t.N || t.CameTrue[i] > t.Come[i] || t.Reached[i] > t.Whole {
				return false
			}
		}
	}
	return len(r.Forecasts) == 0 || len(r.Forecasts) == len(throughput.Targets)
}

// forecasts shows how often dates and counts held; nothing of a record without.
func forecasts(r *backtest.Record) []sheet.Section {
	if len(r.Forecasts) == 0 {
		return nil
	}
	s := forecast.TrackSection(r.Forecasts)
	s.ID, s.Command = "backtest/"+r.ID+"/dates", "leadline backtest"
	s.Window = &sheet.Window{From: sheet.DateOf(r.From), To: sheet.DateOf(r.To)}
	s.Note += fmt.Sprintf(" Origins are a week apart and see much of the same future: the interval draws blocks of %d.", throughput.Block)
	return []sheet.Section{s}
}
