package performance

import (
	"fmt"
	"math"
	"slices"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
	"leadline/internal/stat/effect"
)

var effectRule = duty.Rule{
	ID: "performance/effect", Level: sheet.LevelNote,
	Title: "What a declared change did to a measure, as far as its values can tell",
	Doc: `For "leadline performance effect FILE --on DATE". A difference is claimed where the
Mann-Whitney U test of the values before and since gives 5 % at most, adjusted for all
measures of the answer (Benjamini and Hochberg 1995), and its size is the median of all
differences with the interval that the test does not refute (Hodges and Lehmann 1963). It
is not where the test gives more than 5 % when it allows for neighbouring values being
alike (Bayley and Hammersley 1946), if they are more than chance makes them; nor where it
gives 5 % at more than half of up to 50 other dates, each within its side of the day
(Abadie, Diamond and Hainmueller 2010): then it takes drift for effect.

Nor is it where a straight line through all values explains them clearly better than a step
on the day, by 4 or more of Akaike's information criterion (Burnham and Anderson 2002),
unless the segmented regression, of twelve values or more on either side, finds a step or a
bend besides at 1 % (Wagner et al. 2002). Where the line explains them as well or a little
better, the claim says so: hold it against something that the change did not touch.

That values changed then does not say that the change did it: what else happened on those
days is not in them.`,
}

var worseSince = duty.Rule{
	ID: "performance/worse-since", Level: sheet.LevelWarning,
	Title: "A measure is worse since a declared change",
	Doc: `For "leadline performance effect FILE --on DATE". Values are worse since the day, by
the test and under the conditions of performance/effect. Which values are good follows from
the unit or from --better.`,
}

func (e *effects) findings() []sheet.Finding {
	var out []sheet.Finding
	open := map[effect.Conclusion][]*measured{}
	for i := range e.measures {
		m := &e.measures[i]
		if m.claimed() && len(out) < mostNamed {
			rule := &effectRule
			if m.worse() == slower {
				rule = &worseSince
			}
			out = append(out, e.finding(rule, m))
		} else if !m.claimed() {
			open[m.Conclusion] = append(open[m.Conclusion], m)
		}
	}
	for _, c := range []effect.Conclusion{effect.Continued, effect.Unreliable, effect.Correlated, effect.NoneFound, effect.TooFew} {
		if all := open[c]; len(all) > 0 {
			f := e.finding(&effectRule, all[0])
			if n := len(all) - 1; n > 0 {
				f.Message += fmt.Sprintf("; the same is true of %s", duty.Amount(n, "other measure", "other measures"))
			}
			out = append(out, f)
		}
	}
	return slices.DeleteFunc(out, func(f sheet.Finding) bool {
		return f.Rule == effectRule.ID && e.view.Off(&effectRule) || f.Rule == worseSince.ID && e.view.Off(&worseSince)
	})
}

func (e *effects) finding(rule *duty.Rule, m *measured) sheet.Finding {
	f := sheet.Finding{
		Rule: rule.ID, Level: e.view.Level(rule), Message: e.says(m), Why: m.why(), Next: e.next(m),
		Evidence:    []sheet.Evidence{{Text: m.evidence()}},
		Fingerprint: sheet.Fingerprint(rule.ID, m.Suite, m.Benchmark, m.Metric, e.on),
	}
	if x := &m.Segments; m.HasSegments {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: fmt.Sprintf("segmented regression: a step of %s on the day, p %.2g; a bend of %s a value from then on, p %.2g",
			m.amount(x.Level.Value), x.Level.P, number(x.Slope.Value), x.Slope.P)})
	}
	if m.HasLimits {
		f.Evidence = append(f.Evidence, sheet.Evidence{Text: m.signalled()})
	}
	return f
}

// says is the answer in a sentence.
func (e *effects) says(m *measured) string {
	before, since := m.medians()
	switch m.Conclusion {
	case effect.TooFew:
		return fmt.Sprintf("no conclusion about %s: with %s before %s and %d since, no outcome could be told from chance",
			m.title(), duty.Amount(m.Before, "value", "values"), e.on, m.After)
	case effect.NoneFound:
		return fmt.Sprintf("%s: no difference since %s that can be told from chance; the shift is %s", m.title(), e.on, m.shift())
	case effect.Unreliable:
		return fmt.Sprintf("no conclusion about %s: it is %s since %s, but the same test claims a difference on %s on which nothing is said to have happened",
			m.title(), m.size(before), e.on, m.alarms())
	case effect.Correlated:
		return fmt.Sprintf("no conclusion about %s: it is %s since %s, but neighbouring values are alike, and allowing for that it may be chance",
			m.title(), m.size(before), e.on)
	case effect.Continued:
		return fmt.Sprintf("no conclusion about %s: it is %s since %s, but a straight trend over all of the time explains that better than a step on the day",
			m.title(), m.size(before), e.on)
	}
	means := ""
	switch m.worse() {
	case slower:
		means = ", which is worse"
	case faster:
		means = ", which is better"
	}
	trend := ""
	if m.reserved() {
		trend = "; a straight trend over all of the time explains that as well"
	}
	return fmt.Sprintf("%s is %s since %s%s: the median was %s and is %s%s", m.title(), m.size(before), e.on, means, m.amount(before), m.amount(since), trend)
}

// size is the shift, relative to the median before it where that says something.
func (m *measured) size(before float64) string {
	word := "higher"
	if m.Shift.Value < 0 {
		word = "lower"
	}
	if before > 0 {
		return percent(math.Abs(m.Shift.Value)/before) + " " + word
	}
	return m.amount(math.Abs(m.Shift.Value)) + " " + word
}

// shift is the difference with its interval.
func (m *measured) shift() string {
	return m.amount(m.Shift.Value) + " (" + number(m.Shift.Low) + " to " + number(m.Shift.High) + ")"
}

func (m *measured) alarms() string {
	return fmt.Sprintf("%d of %s", m.Placebo.Alarms, duty.Amount(m.Placebo.Dates, "other day", "other days"))
}

// why says how far the answer may be believed.
func (m *measured) why() string {
	switch m.Conclusion {
	case effect.TooFew:
		return "that no difference is found in so few values would not say that there is none"
	case effect.NoneFound:
		if m.Placebo.Drifts() {
			return "an effect may hide: the values drift, for the same test claims a difference on " + m.alarms() + ", and the bounds are too narrow for that"
		}
		return "a shift beyond these bounds would have been seen; a smaller one there may be"
	case effect.Unreliable:
		return "the values drift by as much without any cause that is known, so that the test takes drift for effect"
	case effect.Correlated:
		return "values that follow each other wander off by themselves, so that fewer of them count than there are"
	case effect.Continued:
		return "what was going up or down anyway goes on, whether or not the change was made"
	}
	if m.reserved() {
		return "it is not chance, but these values cannot tell a step on the day from a straight trend over all of the time, which does not come from the change"
	}
	if m.Placebo.Dates == 0 {
		return "it is not chance; what else happened on that day the values do not say, and there are too few of them to try the test on other days"
	}
	return fmt.Sprintf("it is not chance: the same test claims a difference on %s on which nothing is said to have happened; what else happened on this day the values do not say", m.alarms())
}

const untouched = "hold it against a team, a service or a benchmark that the change did not touch"

func (e *effects) next(m *measured) string {
	switch m.Conclusion {
	case effect.TooFew:
		n := m.needed()
		if n == 0 {
			return "give a history that reaches further back before " + e.on
		}
		return fmt.Sprintf("ask again after %s more", duty.Amount(n, "value", "values"))
	case effect.NoneFound:
		return "ask again with more values, if a smaller effect is worth it"
	case effect.Unreliable:
		return fmt.Sprintf("where a cause that is known changed the values before, ask about fewer: --around %d; or hold them against what the change did not touch", max(leastAround, min(e.around, max(m.Before, m.After))/2))
	case effect.Correlated:
		return "ask again with more values, or hold it against what the change did not touch"
	case effect.Continued:
		return untouched
	}
	if m.reserved() {
		return untouched
	}
	return "ask the same of a measure that the change cannot have touched: --metric NAME"
}

// needed is how many values more after the day could tell anything; 0 where none would.
func (m *measured) needed() int {
	if m.Before < 2 {
		return 0
	}
	n := m.After
	for effect.SmallestP(m.Before, n) > effectAlpha {
		n++
	}
	return n - m.After
}

// evidence is what the test found.
func (m *measured) evidence() string {
	text := fmt.Sprintf("%d+%d values", m.Before, m.After)
	if m.Conclusion == effect.TooFew {
		return fmt.Sprintf("%s: the smallest p that they can give is %.2g", text, effect.SmallestP(m.Before, m.After))
	}
	text = fmt.Sprintf("%s, shift %s, p %.2g, q %.2g; a claim on %s", text, m.shift(), m.Test.P, m.Q, m.alarms())
	if m.AlikeP > m.Test.P {
		text += fmt.Sprintf("; neighbours correlate by %.2g, allowing for which p is %.2g", m.Alike, m.AlikeP)
	}
	return text
}

// signalled says how the control chart of the time before sees it.
func (m *measured) signalled() string {
	before, since := m.signals()
	text := fmt.Sprintf("the values before set limits of %s to %s; since, %d of %d are signals", number(m.Limits.Lower), m.amount(m.Limits.Upper), since, m.After)
	if before > 0 {
		text += fmt.Sprintf("; before, %d of %d were already", before, m.Before)
	}
	return text
}

// signals counts those of the control chart.
func (m *measured) signals() (before, since int) {
	for i, s := range m.Signals {
		switch {
		case s == 0:
		case i < m.Before:
			before++
		default:
			since++
		}
	}
	return before, since
}

// unknown is what the file does not say.
func (e *effects) unknown() []sheet.Unknown {
	n := 0
	for i := range e.measures {
		if m := &e.measures[i]; m.claimed() && m.better == fact.BetterUnknown {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	return []sheet.Unknown{{
		What: "whether the change of " + duty.Amount(n, "measure is", "measures is") + " good or bad", Why: "the unit does not say which values are good", Next: "--better smaller, or --better bigger",
	}}
}
