package backtest

import (
	"time"

	"leadline/internal/analysis/throughput"
	"leadline/internal/fact"
)

// Throughput is the id of the record of forecasts.
const Throughput = "throughput"

var throughputs = Predictor{
	ID:       Throughput,
	Question: "When will so many items be done?",
	Baseline: "the plain bootstrap of the last 13 weeks",
	Least:    throughput.LeastOrigins,
	onMean:   true,
	measure:  measureThroughput,
}

// Skill is the share of the baseline's mean score (CRPS) that a forecast takes away.
const Skill = "CRPS skill"

// Forecasting is the seed of the draws of all forecasts.
const Forecasting = 1

// measureThroughput forecasts from the end of every week: nothing is learnt for good. A
// trial is an origin of the first target; a landing of a person stands for an item.
func measureThroughput(in Input, r *Record) {
	if in.Landings == 0 {
		return
	}
	author := func(p int) fact.PersonID { return in.Landing(p).Author }
	s := throughput.OfLandings(in.Timeline, in.Landings, author, time.Unix(in.Timeline.Times[in.Landings-1], 0))
	replayThroughput(&s, r)
}

// RecordOfThroughput is the record of a series that is no repository's.
func RecordOfThroughput(s *throughput.Series) Record {
	p := throughputs
	p.measure = func(_ Input, r *Record) { replayThroughput(s, r) }
	return Run(Input{}, p)
}

func replayThroughput(s *throughput.Series, r *Record) {
	tracks, all := s.Replay(Forecasting)
	for _, o := range s.Origins(throughput.Targets[0]) {
		r.count(s.Start.AddDate(0, 0, o.At))
	}
	r.Forecasts = tracks
	r.Metrics = []Metric{{Name: Skill, Value: max(all.Share, -1), Lower: max(all.Low, -1), Upper: all.High}}
}
