package plan

import (
	"time"

	"leadline/internal/fact"
)

// jiraEstimate takes how long an issue of Jira takes from now on, in seconds. Jira writes
// that 0 remains wherever time was logged: of an issue that nobody had estimated that says
// nothing, and of one that is not done and whose estimate is used up neither.
func (b *builder) jiraEstimate(it *fact.Item, remaining, original *float64) (wrong string) {
	seconds := remaining
	if seconds == nil {
		seconds = original
	}
	switch {
	case seconds == nil:
		return ""
	case *seconds == 0:
		if original != nil && *original > 0 && !it.Done {
			b.used.add(it.ID)
		}
		return ""
	}
	return setEstimate(it, *seconds/60, *seconds/60, *seconds/60)
}

// dueForms are those of a day by which an item is to be done: ours, and that of Jira.
var dueForms = []string{time.DateOnly, "02/Jan/06 3:04 PM", "02/Jan/06", time.RFC3339}

// due reads such a day; one in another form is left out.
func (b *builder) due(it *fact.Item, text string) {
	for _, form := range dueForms {
		if t, err := time.Parse(form, text); err == nil {
			it.Due = t
			return
		}
	}
	b.dates.add(it.ID + ": " + text)
}

// part keeps that an issue is a part of another one, by key or number.
func (b *builder) part(id, number, parent string) {
	if b.numbers == nil {
		b.numbers = map[string]string{}
	}
	if number != "" {
		b.numbers[number] = id
	}
	if parent != "" {
		b.parts = append(b.parts, [2]string{id, parent})
	}
}

// sumUp makes issues that others are parts of, and that have no estimate of their own, take
// no time and end with the last of their parts, as tasks do that sum up others. One that
// has an estimate is work of its own. A part that waits for the whole does so.
func (b *builder) sumUp() {
	has := map[int]map[string]bool{} // what the whole waits for
	for _, p := range b.parts {
		child, parent := p[0], p[1]
		if key, ok := b.numbers[parent]; ok {
			parent = key
		}
		at, ok := b.index[parent]
		if !ok || parent == child {
			continue // it is not in the file, and nothing waits for it
		}
		whole := &b.plan.Items[at]
		if has[at] == nil {
			if whole.Estimated {
				continue
			}
			_ = setEstimate(whole, 0, 0, 0) // 0 is a duration
			has[at] = idsOf(whole.After)
		}
		if !has[at][child] && !b.waits(b.index[child], at) {
			has[at][child] = true
			whole.After = append(whole.After, fact.After{ID: child})
		}
	}
}

func idsOf(after []fact.After) map[string]bool {
	out := map[string]bool{}
	for _, a := range after {
		out[a.ID] = true
	}
	return out
}

// mostSeen is how many items are looked at for whether one waits for another: as many as
// are scheduled. Beyond, it is taken to wait.
const mostSeen = 10_000

// waits reports whether an item waits for another one, by way of others too.
func (b *builder) waits(from, to int) bool {
	seen := map[int]bool{from: true}
	for open := []int{from}; len(open) > 0; {
		if len(seen) > mostSeen {
			return true
		}
		i := open[len(open)-1]
		open = open[:len(open)-1]
		for _, a := range b.plan.Items[i].After {
			k, ok := b.index[a.ID]
			if ok && k == to {
				return true
			}
			if ok && !seen[k] {
				seen[k] = true
				open = append(open, k)
			}
		}
	}
	return false
}
