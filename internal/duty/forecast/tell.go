package forecast

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/throughput"
	"leadline/internal/duty"
	"leadline/internal/sheet"
	"leadline/internal/stat/forecast"
)

// levels are the places in throughput.Levels of the shares that are told.
var levels = []int{0, 2, 3}

// main is the place of the level that is told in short.
const main = 2

// tell fills the sheet.
func (a *answer) tell() {
	a.sheet.Figures = append(a.sheet.Figures, a.pace())
	if a.items > 0 {
		a.tellDates()
	}
	if !a.by.IsZero() {
		a.tellCounts()
	}
	if a.items == 0 && a.by.IsZero() {
		a.sheet.Sections = append(a.sheet.Sections, a.ahead())
	}
	a.sheet.Figures = append(a.sheet.Figures, a.held()...)
	if a.stops != nil {
		a.sheet.Sections = append(a.sheet.Sections, a.risks())
		a.sheet.Unknown = append(a.sheet.Unknown, a.untried())
	}
	s := TrackSection(a.record.Forecasts)
	s.Command = "leadline backtest"
	if a.view.Inputs.Finished != nil {
		s.Command = ""
	}
	if a.stops != nil {
		s.Note += " No risk takes part in them: they are of the pace alone."
	}
	s.Window = &sheet.Window{From: sheet.DateOf(a.record.From), To: sheet.DateOf(a.record.To)}
	if m, ok := a.record.Metric(backtest.Skill); ok {
		s.Note += fmt.Sprintf(" Of the plain bootstrap's error (CRPS) %.0f %% are taken away (95 %% interval %.0f to %.0f).", 100*m.Value, 100*m.Lower, 100*m.Upper)
	}
	a.sheet.Sections = append(a.sheet.Sections, s)
	a.beyond()
}

// basis is what counts for an item.
func (a *answer) basis() sheet.Basis {
	if a.view.Inputs.Finished != nil {
		return sheet.Declared
	}
	return sheet.Proxy
}

func (a *answer) noun() (one, many string) {
	if a.view.Inputs.Finished != nil {
		return "item", "items"
	}
	return "landing", "landings"
}

// recent is how many items the last weeks had that tell the pace.
func (a *answer) recent() int {
	sum := 0
	for _, n := range a.weeks[len(a.weeks)-throughput.Window:] {
		sum += n
	}
	return sum
}

// pace is what was done lately.
func (a *answer) pace() sheet.Figure {
	one, many := a.noun()
	n := a.recent()
	var evidence []sheet.Evidence
	if v := a.view; v.Inputs.Finished == nil {
		from, to := v.Timeline().Range(v.Timeline().Window(v.End().AddDate(0, 0, -7*throughput.Window), v.End()))
		evidence = []sheet.Evidence{{Text: sheet.Command("git", "log", "--first-parent", "--format=%h %cs %s", string(from)+".."+string(to))}}
	}
	return sheet.Figure{
		ID: "forecast/recent", Label: fmt.Sprintf("%s in the last %d weeks", duty.Plural(n, one, many), throughput.Window), State: sheet.Known,
		Value: sheet.Int(n), Basis: a.basis(), Evidence: evidence,
		Window: a.window(throughput.Window),
	}
}

// learnt is how many weeks the forecast is made from.
func (a *answer) learnt() int { return min(len(a.weeks), forecast.Longest) }

// window are the last so many weeks that are known.
func (a *answer) window(weeks int) *sheet.Window {
	return &sheet.Window{From: sheet.DateOf(a.last().AddDate(0, 0, 1-7*weeks)), To: sheet.DateOf(a.last())}
}

// soFar says how often such dates held here, of the target nearest to so many weeks; empty
// if none had come.
func (a *answer) soFar(weeks float64) string {
	tracks := a.record.Forecasts
	near := slices.MinFunc(tracks, func(x, y throughput.Track) int {
		return cmp.Compare(math.Abs(math.Log(weeks/float64(x.Weeks))), math.Abs(math.Log(weeks/float64(y.Weeks))))
	})
	if near.Come[main] == 0 {
		return ""
	}
	return fmt.Sprintf("; of such dates%s for about %d weeks %s of %s held here", a.without(), near.Weeks, duty.Thousands(near.CameTrue[main]), duty.Thousands(near.Come[main]))
}

// without says of dates that were replayed that no risk takes part in them, where one
// takes part in those that are told.
func (a *answer) without() string {
	if a.stops == nil {
		return ""
	}
	return " without the risks"
}

// tellDates tells when the items will be done.
func (a *answer) tellDates() {
	days, plain := a.days(a.items)
	one, many := a.noun()
	for _, i := range levels {
		q := throughput.Levels[i]
		f := sheet.Figure{
			ID:    fmt.Sprintf("forecast/date-%.0f", 100*q),
			Label: fmt.Sprintf("%.0f %% sure: %s done", 100*q, duty.Amount(a.items, one, many)), Basis: a.basis(), N: a.learnt(), Window: a.window(a.learnt()),
		}
		if d, ok := a.date(days.AtMost(q)); ok {
			f.State, f.Value = sheet.Known, sheet.OnDay(d)
			if i == main {
				a.sheet.Summary = fmt.Sprintf("%s by %s, 85 %% sure", duty.Amount(a.items, one, many), d) + a.soFar(days.AtMost(q)/7)
			}
		} else {
			f.Reason = "it is further away than can be foretold"
		}
		a.sheet.Figures = append(a.sheet.Figures, f)
	}
	if a.stops != nil {
		a.sheet.Figures = append(a.sheet.Figures, a.later(days, plain))
	}
}

// tellCounts tells how many will be done by the day.
func (a *answer) tellCounts() {
	items, plain := a.count(a.until(a.by))
	one, many := a.noun()
	for _, i := range levels {
		q := throughput.Levels[i]
		n := int(items.AtLeast(q))
		a.sheet.Figures = append(a.sheet.Figures, sheet.Figure{
			ID:    fmt.Sprintf("forecast/count-%.0f", 100*q),
			Label: fmt.Sprintf("%s or more by %s, %.0f %% sure", duty.Plural(n, one, many), sheet.DateOf(a.by), 100*q),
			State: sheet.Known, Value: sheet.Int(n), Basis: a.basis(), N: a.learnt(), Window: a.window(a.learnt()),
		})
		if i == main && a.sheet.Summary == "" {
			a.sheet.Summary = fmt.Sprintf("%s or more by %s, 85 %% sure", duty.Amount(n, one, many), sheet.DateOf(a.by)) + a.soFar(float64(a.until(a.by))/7)
		}
	}
	if a.stops != nil {
		a.sheet.Figures = append(a.sheet.Figures, a.fewer(items, plain))
	}
}

// ahead is what is told where nothing in particular is asked: when about so many weeks
// of work will be done, and how many items in as many weeks.
func (a *answer) ahead() sheet.Section {
	_, many := a.noun()
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "weeks", Label: "weeks", Kind: sheet.ColumnNumber},
		{ID: "items", Label: many, Kind: sheet.ColumnNumber},
		{ID: "date-50", Label: "done by, 50 % sure", Kind: sheet.ColumnDate},
		{ID: "date-85", Label: "85 % sure", Kind: sheet.ColumnDate},
		{ID: "date-95", Label: "95 % sure", Kind: sheet.ColumnDate},
		{ID: "count-85", Label: "or more, 85 % sure", Kind: sheet.ColumnNumber},
	}}
	for _, w := range throughput.Targets {
		n := max(1, int(math.Round(float64(w*a.recent())/throughput.Window)))
		days, plain := a.days(n)
		row := []sheet.Value{sheet.Int(w), sheet.Int(n)}
		for _, i := range levels {
			if d, ok := a.date(days.AtMost(throughput.Levels[i])); ok {
				row = append(row, sheet.OnDay(d))
			} else {
				row = append(row, sheet.Value{})
			}
		}
		items, _ := a.count(7 * w)
		row = append(row, sheet.Int(int(items.AtLeast(throughput.Levels[main]))))
		if a.stops != nil {
			row = append(row, a.plainDate(plain))
		}
		t.Rows = append(t.Rows, row)
	}
	if a.stops != nil {
		t.Columns = append(t.Columns, sheet.Column{ID: "date-85-plain", Label: "85 % without risks", Kind: sheet.ColumnDate})
	}
	return sheet.Section{
		ID: "forecast/ahead", Title: "What lies ahead", Kind: sheet.KindTable, Table: t,
		Note: fmt.Sprintf("So many %s are these weeks of work at the pace of the last %d; the last column is how many come in them at least. Counted from %s, the last day that is known. "+
			"Ask for a number with --items, or for a day with --by.", many, throughput.Window, sheet.DateOf(a.last())),
	}
}

// plainDate is the date that is told in short, without the risks.
func (a *answer) plainDate(days forecast.Sample) sheet.Value {
	if d, ok := a.date(days.AtMost(throughput.Levels[main])); ok {
		return sheet.OnDay(d)
	}
	return sheet.Value{}
}

// held are how often the dates told in short held.
func (a *answer) held() []sheet.Figure {
	var out []sheet.Figure
	for _, t := range a.record.Forecasts {
		k, n := t.CameTrue[main], t.Come[main]
		f := sheet.Figure{
			ID:    fmt.Sprintf("forecast/held-%d", t.Weeks),
			Label: fmt.Sprintf("of the 85 %% dates%s for about %d weeks of work held here: %s of %s that had come", a.without(), t.Weeks, duty.Thousands(k), duty.Thousands(n)),
			Unit:  "%", N: n,
		}
		if n > 0 {
			f.State, f.Value = sheet.Known, sheet.Float(math.Round(100*float64(k)/float64(n)))
		} else {
			f.Reason = "no such date had come"
		}
		out = append(out, f)
	}
	return out
}

// TrackSection shows how often dates and counts held, beside the plain bootstrap.
func TrackSection(tracks []throughput.Track) sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "weeks", Label: "weeks of work", Kind: sheet.ColumnNumber},
		{ID: "level", Label: "should hold", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "origins", Label: "dates", Kind: sheet.ColumnNumber},
		{ID: "held", Label: "held", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "plain", Label: "plain bootstrap's", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "come", Label: "of those come", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "reached", Label: "counts reached", Kind: sheet.ColumnShare, Unit: "%"},
	}}
	for _, x := range tracks {
		for _, i := range levels {
			t.Rows = append(t.Rows, []sheet.Value{
				sheet.Int(x.Weeks), sheet.Float(100 * throughput.Levels[i]), sheet.Int(x.N),
				share(x.Held[i], x.N), share(x.Plain[i], x.N), share(x.CameTrue[i], x.Come[i]), share(x.Reached[i], x.Whole),
			})
		}
	}
	return sheet.Section{
		ID: "forecast/track", Title: "How often such dates and counts held", Kind: sheet.KindTable, Table: t,
		Note: "One forecast a week, each from what was known then. What was not done by the end of the history counts as late, even where the date had yet to come.",
	}
}

func share(k, n int) sheet.Value {
	if n == 0 {
		return sheet.Value{}
	}
	return sheet.Float(math.Round(1000*float64(k)/float64(n)) / 10)
}

// beyond says where the track record does not reach.
func (a *answer) beyond() {
	tried := float64(slices.Max(throughput.Targets[:]))
	asked := 0.0
	if a.items > 0 {
		asked = float64(a.items*throughput.Window) / float64(a.recent())
	}
	if !a.by.IsZero() {
		asked = max(asked, float64(a.until(a.by))/7)
	}
	command := append([]string{"leadline", "planning", "forecast"}, a.view.Inputs.Names...)
	if asked > 2*tried {
		a.sheet.Unknown = append(a.sheet.Unknown, sheet.Unknown{
			What: fmt.Sprintf("how often dates hold that are about %.0f weeks of work away", asked),
			Why:  fmt.Sprintf("the forecast is replayed for about %.0f weeks of work at most", tried),
			Next: sheet.Command(append(command, "--"+Items, strconv.Itoa(int(tried*float64(a.recent())/throughput.Window)))...),
		})
	}
}
