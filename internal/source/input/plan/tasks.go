package plan

import (
	"strconv"

	"leadline/internal/fact"
)

// readTasks makes an item of each task. One that sums up others is a milestone after
// them, and what it waits for they wait for.
func (m *mspdi) readTasks(names map[string]string) {
	for _, t := range m.tasks {
		m.ids[t.UID] = t.ID
		if t.ID == "" {
			m.ids[t.UID] = t.UID
		}
	}
	needs := m.needs(names)
	var above []summary
	for k := range m.tasks {
		if t := &m.tasks[k]; t.Null != 1 && (t.Level != 0 || t.UID != "0") {
			m.closeSummaries(&above, t.Level)
			m.readTask(t, needs[t.UID], &above)
		}
	}
	m.closeSummaries(&above, 0)
}

// needs are the resources that are assigned, by the UID of the task.
func (m *mspdi) needs(names map[string]string) map[string][]fact.ItemNeed {
	needs := map[string][]fact.ItemNeed{}
	for _, a := range m.assigned {
		name := names[a.Resource]
		if name == "" {
			continue
		}
		n := fact.ItemNeed{Name: name, Units: 1}
		if a.Units != nil {
			n.Units = *a.Units
		}
		if !(n.Units >= 0 && n.Units <= 1e6) {
			m.b.Wrong(0, 0, "write Units from 0 to 1e6", "task %s: Units of %s cannot be used", m.ids[a.Task], name)
		}
		needs[a.Task] = append(needs[a.Task], n)
	}
	return needs
}

// readTask makes an item of a task below those that sum it up.
func (m *mspdi) readTask(t *mspTask, needs []fact.ItemNeed, above *[]summary) {
	after := m.before(t)
	if n := len(*above); n > 0 {
		after = append(after, (*above)[n-1].after...) // what those further up wait for is in it
	}
	it := fact.Item{ID: m.ids[t.UID], Title: t.Name, Line: t.line, After: after}
	if t.Summary == 1 {
		*above = append(*above, summary{level: t.Level, item: it, after: after})
		return
	}
	it.Needs = needs
	m.work(&it, t)
	for k := range *above {
		s := &(*above)[k].item
		s.After = append(s.After[:len(s.After):len(s.After)], fact.After{ID: it.ID})
	}
	m.b.add(it, false)
}

// summary is a task that sums up the ones below it.
type summary struct {
	level int
	item  fact.Item
	after []fact.After
}

// closeSummaries hands over those at a level or below it, the innermost first.
func (m *mspdi) closeSummaries(above *[]summary, level int) {
	for last := len(*above) - 1; last >= 0 && (*above)[last].level >= level; last-- {
		it := (*above)[last].item
		_ = setEstimate(&it, 0, 0, 0) // 0 is a duration
		m.b.add(it, false)
		*above = (*above)[:last]
	}
}

// before are the links of a task.
func (m *mspdi) before(t *mspTask) []fact.After {
	var out []fact.After
	for _, l := range t.Before {
		id, ok := m.ids[l.UID]
		switch {
		case l.Type != nil && *l.Type != 1:
			m.b.kinds.add("task " + m.ids[t.UID])
			continue
		case !ok:
			id = l.UID
		}
		lag := l.Lag / 10
		switch {
		case lag < 0:
			m.b.leads.add("task " + m.ids[t.UID])
			lag = 0
		case !(lag <= maxMinutes):
			m.b.Wrong(t.line, 0, "write tenths of minutes", "task %s: LinkLag cannot be used", m.ids[t.UID])
		}
		out = append(out, fact.After{ID: id, Lag: lag})
	}
	return out
}

// work reads how long a task takes from now on.
func (m *mspdi) work(it *fact.Item, t *mspTask) {
	it.Done = t.Complete >= 100
	text := t.Duration
	if t.Remaining != "" && t.Complete > 0 {
		text = t.Remaining
	}
	if text == "" {
		return
	}
	minutes, ok := xmlMinutes(text)
	wrong := strconv.Quote(text) + " is no duration"
	if ok {
		wrong = setEstimate(it, minutes, minutes, minutes)
	}
	if wrong != "" {
		m.b.Wrong(t.line, 0, "write a duration as PT8H0M0S", "task %s: Duration: %s", it.ID, wrong)
	}
	const notEarlier = 4
	if t.Bound == notEarlier {
		it.NotBefore = m.date(t.BoundDate, t.line)
	}
}
