package run

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"sync"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/fixlink"
	"leadline/internal/analysis/generated"
	"leadline/internal/analysis/people"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// predictorsVersion is raised whenever a predictor or its baseline changes, so
// that kept records of another version are not believed.
const predictorsVersion = 6

// Backtest reads a repository and says how well each predictor did on it.
func Backtest(ctx context.Context, o Options) (sheet.Answer, error) {
	r, err := Read(ctx, o)
	if err != nil {
		return sheet.Answer{}, err
	}
	return r.Backtest(ctx)
}

// Backtest says how well each predictor did.
func (r *Reading) Backtest(ctx context.Context) (sheet.Answer, error) {
	records, err := r.options.records(ctx, r.view, r.settings)
	if err != nil {
		return sheet.Answer{}, err
	}
	a := duty.Head(r.view)
	a.Sheets = []sheet.Sheet{backtestSheet(r.view, records)}
	return r.masked(a), nil
}

// records are the track records of all predictors: those that are kept, or else
// made now and kept. They are made as of a checkpoint of the history, so that a
// few new commits do not call for new ones, from nothing that came after it: the
// records do not depend on when they were made.
func (o *Options) records(ctx context.Context, v *duty.View, s *settings) ([]backtest.Record, error) {
	const name = "backtest"
	landings := checkpoint(v.Timeline().Before(v.End()))
	key := s.key(v, landings)
	index := openIndex(s.repository, o)
	defer index.close()
	if index.store != nil && !o.Fresh {
		if data, err := index.store.Result(ctx, name, key); err == nil {
			if kept, ok := decodeRecords(data); ok {
				return kept, nil
			}
		}
	}
	made, err := s.replay(v, landings)
	if err != nil {
		return nil, err
	}
	// A record that cannot be kept is made anew the next time.
	if data, err := json.Marshal(made); err == nil && index.store != nil {
		_ = index.store.SaveResult(ctx, name, key, data)
	}
	return made, nil
}

// checkpoint rounds a number of landings down to a multiple of a power of two,
// at most a 64th of it.
func checkpoint(landings int) int {
	step := 1
	for 128*step <= landings {
		step *= 2
	}
	return landings - landings%step
}

// replay runs every predictor over the first landings.
func (s *settings) replay(v *duty.View, landings int) ([]backtest.Record, error) {
	t := v.Timeline()
	past := &fact.History{}
	for i := range v.History.Commits {
		if p := t.Landed[i]; p >= 0 && p < landings {
			past.Commits = append(past.Commits, v.History.Commits[i])
		}
	}
	persons := people.Of(past, s.duty.People)
	in := backtest.Input{Timeline: t, Credit: persons.Credit, Landing: reviewer.NewReader(t, persons).Of, Keep: s.written, Landings: landings}
	in.Fixes = sync.OnceValue(func() []fixlink.Fix { return fixlink.Of(t, fixlink.Options{Keep: s.written, Landings: landings}) })
	predictors := backtest.Predictors()
	made := make([]backtest.Record, len(predictors))
	steps := make([]func() error, len(predictors))
	for i, p := range predictors {
		steps[i] = func() error { made[i] = backtest.Run(in, p); return nil }
	}
	return made, fault.AtOnce(steps...)
}

// written tells by name alone whether people write a file: the attributes of
// the head came after what is replayed.
func (s *settings) written(p fact.Path) bool {
	if k, ok := s.duty.Kind(p); ok {
		return k == generated.Written
	}
	return generated.Of(p, fact.Attributes{}) == generated.Written
}

// key names all that records depend on.
func (s *settings) key(v *duty.View, landings int) string {
	h := sha256.New()
	last := fact.CommitID("")
	if landings > 0 {
		last = v.History.Commits[v.Timeline().Mainline[landings-1]].ID
	}
	fmt.Fprintf(h, "%d\x00%d\x00%s\x00%d\x00%s\x00%v\x00", engineVersion, predictorsVersion, last, len(v.History.Gaps), s.duty.People.Mailmap, s.duty.People.Ignored)
	_ = json.NewEncoder(h).Encode(s.file) // a hash takes everything
	return hex.EncodeToString(h.Sum(nil))
}

// decodeRecords reads what was kept. It comes from a file that may have been
// planted: it must be of the predictors that there are, with shares that can
// be.
func decodeRecords(data []byte) ([]backtest.Record, bool) {
	var kept []backtest.Record
	if json.Unmarshal(data, &kept) != nil || len(kept) != len(backtest.Predictors()) {
		return nil, false
	}
	share := func(x float64) bool { return x >= 0 && x <= 1 }
	for i, p := range backtest.Predictors() {
		r := kept[i]
		if r.ID != p.ID || r.Question != p.Question || r.Baseline != p.Baseline || min(r.N, r.Alarmed, r.Landings-r.Alarmed) < 0 {
			return nil, false
		}
		if !credible(&r) || !credibleForecasts(&r) {
			return nil, false
		}
		for _, m := range r.Metrics {
			if !share(m.Value) && !(r.ID == backtest.Throughput && m.Value >= -1 && m.Value <= 0) || !share(m.Baseline) || math.Abs(m.Lower) > 1 || math.Abs(m.Upper) > 1 {
				return nil, false
			}
		}
		switch r.Verdict {
		case backtest.Better, backtest.NotBetter:
			if len(r.Metrics) == 0 {
				return nil, false
			}
		case backtest.TooLittle:
		default:
			return nil, false
		}
	}
	return kept, true
}

// backtestSheet shows the records.
func backtestSheet(v *duty.View, records []backtest.Record) sheet.Sheet {
	s := sheet.Sheet{Duty: "backtest", Question: "How well do Leadline's predictions hold on this repository?"}
	for _, r := range records {
		if r.Verdict == backtest.TooLittle {
			s.Unknown = append(s.Unknown, sheet.Unknown{What: strings.TrimSuffix(r.Question, "?"), Why: r.Reason})
			continue
		}
		t := &sheet.Table{Columns: []sheet.Column{
			{ID: "metric", Label: "right", Kind: sheet.ColumnText},
			{ID: "here", Label: "here", Kind: sheet.ColumnShare, Unit: "%"},
			{ID: "baseline", Label: "baseline", Kind: sheet.ColumnShare, Unit: "%"},
			{ID: "least", Label: "better by at least", Kind: sheet.ColumnShare, Unit: "%"},
			{ID: "most", Label: "at most", Kind: sheet.ColumnShare, Unit: "%"},
		}}
		for _, m := range r.Metrics {
			t.Rows = append(t.Rows, []sheet.Value{
				sheet.String(metricWords(m.Name)), inPercent(m.Value), inPercent(m.Baseline), inPercent(m.Lower), inPercent(m.Upper),
			})
		}
		s.Sections = append(s.Sections, sheet.Section{
			ID: "backtest/" + r.ID, Title: strings.TrimSuffix(r.Question, "?") + ": " + string(r.Verdict), Kind: sheet.KindTable, Table: t,
			Window: &sheet.Window{From: sheet.DateOf(r.From), To: sheet.DateOf(r.To)},
			Note: fmt.Sprintf("%s trials. Baseline: %s. %s Better by: a 95 %% interval of the difference, in points%s",
				duty.Thousands(r.N), r.Baseline, scored(&r), alike(&r)) + alarms(&r),
			Command: "leadline backtest",
		})
		s.Sections = append(s.Sections, sizes(&r)...)
		s.Sections = append(s.Sections, forecasts(&r)...)
	}
	if v.History.Head == "" {
		s.Sections, s.Unknown = nil, []sheet.Unknown{{What: "every prediction", Why: "the branch has no commit yet"}}
	}
	return s
}

// scored tells what of the history was learnt from, and what scored.
func scored(r *backtest.Record) string {
	if r.Whole {
		return "Nothing is learnt: all landings are scored."
	}
	return "Learnt from the first half of the landings and scored on the second, each prediction from what had landed before it."
}

func alike(r *backtest.Record) string {
	if r.Whole {
		return "."
	}
	return ", that allows for trials of one landing being alike."
}

// alarms tells how often something was missed.
func alarms(r *backtest.Record) string {
	if r.Landings == 0 {
		return ""
	}
	return fmt.Sprintf(" Something was missed in %s of %s landings.", duty.Thousands(r.Alarmed), duty.Thousands(r.Landings))
}

// metricWords is a metric in words.
func metricWords(name string) string {
	switch name {
	case "hit@1":
		return "with the first guess"
	case "hit@3":
		return "within three guesses"
	case "held":
		return "it did"
	case "AUC":
		return "area under the ROC curve"
	case backtest.Skill:
		return "of the baseline's error (CRPS) taken away"
	case "P@10%":
		return "needed a fix, of the top tenth"
	case "MRR":
		return "mean of 1/rank, within ten"
	}
	return name
}

func inPercent(x float64) sheet.Value { return sheet.Float(math.Round(1000*x) / 10) }
