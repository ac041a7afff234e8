// Package risk is the duty that tells what risks may cost in a year, as ranges: the
// expected loss and the bad years, which risks make them, and which treatments are
// worth what they cost. Money and days are never added, and the two rankings, by the
// expected loss and by the bad years, are never made one.
package risk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/analysis/risk"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/loss"
)

const (
	name     = "risk"
	question = "What may a year cost us, which risks make it so, and what is worth doing?"
)

// Duty is the duty.
var Duty = duty.Duty{
	Name: name, Question: question,
	OnFile: true, Files: "a register of risks: YAML, the CSV of riskquant, or the JSON of pyfair",
	OnRecords: true, Needs: []duty.Need{duty.NeedRisks, duty.NeedRiskPast}, FindingNeeds: []duty.Need{duty.NeedRisks},
	Doc: `A risk is told by how often it happens in a year (a rate, or low, mode and high)
and by what it costs each time (low and high, between which nine in ten lie). From
that follow the expected loss of a year, the loss that a bad year exceeds, the mean of
the worst years, and the chance of a year without loss; for each treatment the loss
with and without it, against its cost; and what is overdue or has no owner.

  risks:
    - id: R1
      title: The vendor of the payment gateway fails
      frequency: {low: 0.05, mode: 0.2, high: 1}
      loss: {low: 20000, high: 400000, unit: EUR}
      owner: payments
      review: 2026-12-01
      treatments:
        - {name: second gateway, cost: 15000, loss: 0.3, status: planned, due: 2027-03-01}

Without a FILE the risks are those that the team wrote down in the repository: in
lead/risks.yaml, as above, or each in a file of lead/risks with these fields in its
front matter (docs/records.md). One that says neither how often it happens nor what it
costs is kept apart.

Up to 25 risks are computed in the mode "exact", more in the mode "interactive",
unless --mode says which; the answer tells which it was, and how far it may be off.`,
	Rules: []duty.Rule{mistake, treatmentOverdue, reviewOverdue, noOwner, pays, wastes},
	Flags: []duty.Flag{
		{Name: "mode", Value: "MODE", Doc: "exact or interactive"},
		{Name: "seed", Value: "SEED", Doc: "seed of what is drawn, where risks share a cause; 1 unless given"},
	},
	Read: read, Short: brief, Pictures: pictures,
}

func read(v *duty.View) (sheet.Sheet, error) {
	s := sheet.Sheet{Duty: name, Question: question}
	books, err := open(v)
	if err != nil {
		return s, err
	}
	s.Unknown = unestimated(v)
	if v.Inputs.Recorded && len(v.Inputs.Register.Risks)+len(v.Inputs.Gaps) == 0 {
		s.Unknown = []sheet.Unknown{none}
	}
	var summary []string
	for _, b := range books {
		s.Figures = append(s.Figures, b.figures()...)
		s.Sections = append(s.Sections, b.rankings()...)
		if t, ok := b.treatments(); ok {
			s.Sections = append(s.Sections, t)
		}
		if t, ok := b.years(); ok {
			s.Sections = append(s.Sections, t)
		}
		summary = append(summary, b.summary())
	}
	if t, ok := pastTable(v); ok {
		s.Sections = append(s.Sections, t)
	}
	s.Findings = findings(v, books)
	s.Summary = strings.Join(summary, " · ")
	return s, nil
}

func pictures(v *duty.View) []sheet.Section {
	books, err := open(v)
	if err != nil {
		return nil
	}
	var out []sheet.Section
	for _, b := range books {
		if c, ok := b.curve(); ok {
			out = append(out, c)
		}
	}
	return append(out, pastCharts(v)...)
}

// Bounds of what is computed while somebody waits.
const (
	mostExact     = 25    // risks, unless the mode is asked for
	mostComputed  = 10000 // risks whose year is computed
	mostSimulated = 1000  // risks whose year is drawn
	simulated     = 100000
)

// entry is a risk of the register with its distributions.
type entry struct {
	*fact.Risk
	model loss.Risk
}

// book is the open risks of one unit.
type book struct {
	unit    fact.Unit
	entries []entry
	mode    loss.Mode
	seed    uint64
	year    *loss.Year // nil where it is not computed
	sample  loss.Sample
	all     loss.Portfolio
	// recorded: the risks are records of the repository.
	recorded bool
}

// open divides the register by units, money first.
func open(v *duty.View) ([]*book, error) {
	mode, asked, seed, err := flags(v)
	if err != nil {
		return nil, err
	}
	reg := &v.Inputs.Register
	var books []*book
	for i := range reg.Risks {
		k := &reg.Risks[i]
		if k.Closed || k.Unestimated {
			continue
		}
		model, err := risk.Model(k)
		if err != nil {
			return nil, fmt.Errorf("risk %s: %w", k.ID, err)
		}
		at := slices.IndexFunc(books, func(b *book) bool { return b.unit == k.Unit })
		if at < 0 {
			at, books = len(books), append(books, &book{unit: k.Unit, seed: seed})
		}
		books[at].entries = append(books[at].entries, entry{k, model})
	}
	slices.SortStableFunc(books, func(a, b *book) int {
		return risk.ByUnit(a.unit, b.unit)
	})
	for _, b := range books {
		if b.mode = mode; !asked && len(b.entries) <= mostExact {
			b.mode = loss.Exact
		}
		b.recorded = v.Inputs.Recorded
		b.compute(reg.Causes)
	}
	return books, nil
}

func flags(v *duty.View) (mode loss.Mode, asked bool, seed uint64, err error) {
	seed = 1
	if s, ok := v.Flags["seed"]; ok {
		if seed, err = strconv.ParseUint(s, 10, 64); err != nil {
			return mode, false, 0, &duty.Mistake{What: fmt.Sprintf("--seed %q is no whole number", s), Hint: "write a whole number from 0 on"}
		}
	}
	switch s, given := v.Flags["mode"]; {
	case !given:
	case s == loss.Exact.String():
		return loss.Exact, true, seed, nil
	case s == loss.Interactive.String():
		return loss.Interactive, true, seed, nil
	default:
		return mode, false, 0, &duty.Mistake{What: fmt.Sprintf("there is no mode %q", s), Hint: "write exact or interactive"}
	}
	return loss.Interactive, false, seed, nil
}

// compute makes the distribution of a year: drawn where risks share a cause.
func (b *book) compute(causes []fact.Cause) {
	for i := range b.entries {
		b.all.Risks = append(b.all.Risks, b.entries[i].model)
		at := -1
		if c := b.entries[i].Cause; c != "" {
			at = slices.IndexFunc(causes, func(x fact.Cause) bool { return x.Name == c })
		}
		b.all.Of = append(b.all.Of, at)
	}
	for _, c := range causes {
		x, _ := loss.NewCause(c.Low, c.High) // was checked when it was read
		b.all.Causes = append(b.all.Causes, x)
	}
	switch n := len(b.entries); {
	case b.all.Caused() && n <= mostSimulated:
		b.sample = loss.Simulate(&b.all, simulated, b.seed)
	case !b.all.Caused() && n <= mostComputed:
		b.year = loss.NewYear(b.all.Risks, b.mode)
	}
}

// told reports whether the distribution of a year is there.
func (b *book) told() bool { return b.year != nil || b.sample != nil }

func (b *book) exceed(x float64) float64 {
	if b.year != nil {
		return b.year.Exceed(x)
	}
	return b.sample.Exceed(x).Value
}

func (b *book) atRisk(q float64) float64 {
	if b.year != nil {
		return b.year.VaR(q)
	}
	return b.sample.VaR(q).Value
}

func (b *book) tail(q float64) float64 {
	if b.year != nil {
		return b.year.TVaR(q)
	}
	return b.sample.TVaR(q).Value
}

// modeName is the word for how the distribution was come by, where it was.
func (b *book) modeName() string {
	if b.sample != nil {
		return "simulated"
	}
	return b.year.Mode().String()
}

// how says how far the distribution may be off.
func (b *book) how() string {
	if b.sample != nil {
		v, m := b.sample.VaR(level), b.sample.TVaR(level)
		return fmt.Sprintf("%s years drawn with seed %d, since risks share a cause; standard error of the 95 %% value %s, of the tail mean %s",
			duty.Thousands(len(b.sample)), b.seed, short(v.Error, b.unit), short(m.Error, b.unit))
	}
	return fmt.Sprintf("within %g %% of the true distribution of these estimates", 100*b.year.Mode().Off())
}
