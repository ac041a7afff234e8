package plan

import (
	"math"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/input/table"
)

// columns are those of a CSV file with a row for each item; -1 where there is none.
type columns struct {
	id, title, estimate, low, likely, high, needs, owner, team, status, done, remaining, priority, from int
	after, blockedBy, blocks                                                                            []int
	// hours and days are estimates whose unit is in the name of the column.
	hours, days, due int
	// parent names what an item is a part of, by its id or by number, which is in issue.
	parent, issue int
	// seconds is whether durations are numbers of seconds, as in exports of Jira.
	seconds, points, category int
	jira                      bool
}

// readRows reads a CSV file: of resources if it has names and units, else of items.
func (b *builder) readRows(in *fact.Input) {
	r := table.OpenExport(*in)
	if err := r.Err(); err != nil {
		b.errs = append(b.errs, err)
		return
	}
	if r.Column("id", "key", "issue key", "item", "number", "task") < 0 && r.Column("name", "resource") >= 0 {
		b.readResourceRows(r)
	} else {
		b.readItemRows(r)
	}
	if err := r.Err(); err != nil {
		b.errs = append(b.errs, err)
	}
}

func (b *builder) readItemRows(r *table.Reader) {
	c := columns{
		id: r.Require("id", "issue key", "key", "item", "number", "task"), title: r.Column("title", "summary", "name"),
		estimate: r.Column("estimate", "duration"), low: r.Column("low", "optimistic", "min", "least"),
		likely: r.Column("likely", "most likely", "mode"), high: r.Column("high", "pessimistic", "max", "most"),
		needs: r.Column("needs", "resources", "skills", "skill"), owner: r.Column("owner", "assignee"), team: r.Column("team"),
		status: r.Column("status", "state"), done: r.Column("done"), remaining: r.Column("remaining", "remaining estimate"),
		priority: r.Column("priority"), from: r.Column("not before", "start after"),
		after: r.All("after", "depends on", "dependencies", "predecessors", "blocked by"), blockedBy: r.All("inward issue link (blocks)"),
		blocks: r.All("outward issue link (blocks)"), seconds: r.Column("original estimate"), points: r.Column("story points", "custom field (story points)", "custom field (story point estimate)"),
		category: r.Column("status category"), due: r.Column("due", "due date"),
		hours:  r.Column("estimate hours", "estimated hours", "hours estimate", "estimate (hours)", "estimate (h)", "effort hours", "effort (hours)", "hours"),
		days:   r.Column("estimate days", "estimated days", "days estimate", "estimate (days)", "estimate (d)", "effort days", "effort (days)", "days"),
		parent: r.Column("parent key", "parent id", "parent"), issue: r.Column("issue id"),
		jira: r.Column("issue key") >= 0,
	}
	later := map[string][]string{} // by an item, what it blocks
	for r.Next() {
		it := fact.Item{ID: r.Text(c.id), Title: r.Text(c.title), Line: r.Line(), Owner: r.Text(c.owner)}
		if it.ID == "" {
			r.WrongCell(c.id, "give every item an id of its own", "an item has no id")
			continue
		}
		b.rowState(r, &it, &c)
		b.rowEstimate(r, &it, &c)
		b.rowLinks(r, &it, &c)
		for _, k := range c.blocks {
			if to := r.Text(k); to != "" {
				later[it.ID] = append(later[it.ID], to)
			}
		}
		if c.jira {
			b.part(it.ID, r.Text(c.issue), r.Text(c.parent))
		}
		b.add(it, c.jira)
	}
	b.addLater(later)
}

// addLater makes items wait for those that say that they block them.
func (b *builder) addLater(later map[string][]string) {
	for i := range b.plan.Items {
		for _, to := range later[b.plan.Items[i].ID] {
			if k, ok := b.index[to]; ok {
				b.link(k, b.plan.Items[i].ID)
			} else {
				b.outside.add(b.plan.Items[i].ID + " blocks " + to)
			}
		}
	}
}

// link makes an item wait for another one, if it does not already.
func (b *builder) link(k int, id string) {
	it := &b.plan.Items[k]
	for _, a := range it.After {
		if a.ID == id {
			return
		}
	}
	it.After = append(it.After, fact.After{ID: id})
}

// rowEstimate reads how long the item takes from now on.
func (b *builder) rowEstimate(r *table.Reader, it *fact.Item, c *columns) {
	text, at := r.Text(c.remaining), c.remaining
	if text == "" {
		text, at = r.Text(c.estimate), c.estimate
	}
	wrong := ""
	switch {
	case c.jira || c.seconds >= 0:
		b.rowSeconds(r, it, c)
	case text != "":
		wrong = b.estimate(it, text)
	case r.Text(c.hours) != "":
		at, wrong = c.hours, b.estimate(it, r.Text(c.hours)+"h")
	case r.Text(c.days) != "":
		at, wrong = c.days, b.estimate(it, r.Text(c.days)+"d")
	case r.Text(c.low)+r.Text(c.likely)+r.Text(c.high) != "":
		at = c.likely
		wrong = b.estimate(it, r.Text(c.low)+"/"+r.Text(c.likely)+"/"+r.Text(c.high))
	}
	if wrong != "" {
		r.WrongCell(at, durationHint, "item %s: %s", it.ID, wrong)
	}
	if !it.Estimated && !it.Done && wrong == "" && r.Text(c.points) != "" {
		b.points.add(it.ID)
	}
}

// rowSeconds reads the estimates of an export of Jira.
func (b *builder) rowSeconds(r *table.Reader, it *fact.Item, c *columns) {
	seconds := func(k int) *float64 {
		if r.Text(k) == "" {
			return nil
		}
		x, ok := r.Number(k)
		if !ok {
			return nil
		}
		return &x
	}
	if wrong := b.jiraEstimate(it, seconds(c.remaining), seconds(c.seconds)); wrong != "" {
		r.WrongCell(max(c.remaining, c.seconds), "write seconds", "item %s: %s", it.ID, wrong)
	}
}

func (b *builder) rowLinks(r *table.Reader, it *fact.Item, c *columns) {
	for _, k := range c.after {
		if wrong := b.afters(it, words(r.Text(k), ",; \t\n")); wrong != "" {
			r.WrongCell(k, "write ids with commas between, a lag behind a plus: A1, A2+2d", "item %s: %s", it.ID, wrong)
		}
	}
	for _, k := range c.blockedBy {
		if id := r.Text(k); id != "" {
			it.After = append(it.After, fact.After{ID: id})
		}
	}
	for _, word := range words(r.Text(c.needs), ",;") {
		need, wrong := need(word)
		if wrong {
			r.WrongCell(c.needs, "write names with commas between, units behind a colon: go:2, sql", "item %s: %q is no name with a number of units", it.ID, word)
		}
		it.Needs = append(it.Needs, need)
	}
	if team := r.Text(c.team); team != "" && it.Owner == "" && len(it.Needs) == 0 {
		it.Needs = []fact.ItemNeed{{Name: team, Units: 1}}
	}
	if c.jira && it.Owner == "" && len(it.Needs) == 0 {
		it.Needs = []fact.ItemNeed{{Name: fact.Anyone, Units: 1}}
	}
}

// need reads a name with units behind a colon; one unit without.
func need(word string) (n fact.ItemNeed, wrong bool) {
	name, units, found := strings.Cut(word, ":")
	n = fact.ItemNeed{Name: strings.TrimSpace(name), Units: 1}
	if found {
		x, err := strconv.ParseFloat(strings.TrimSpace(units), 64)
		if err != nil || math.IsNaN(x) || x < 0 || x > 1e6 {
			return n, true
		}
		n.Units = x
	}
	return n, n.Name == ""
}

// words are the parts of a cell that are not empty.
func words(text, separators string) []string {
	var out []string
	for _, w := range strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(separators, c) }) {
		if w = strings.TrimSpace(w); w != "" {
			out = append(out, w)
		}
	}
	return out
}

// finished are the words for an item that is done.
var finished = map[string]bool{"done": true, "closed": true, "resolved": true, "complete": true, "completed": true, "finished": true, "yes": true, "true": true, "100%": true, "1": true, "x": true}

func (b *builder) rowState(r *table.Reader, it *fact.Item, c *columns) {
	it.Done = finished[strings.ToLower(r.Text(c.status))] || finished[strings.ToLower(r.Text(c.category))] || finished[strings.ToLower(r.Text(c.done))]
	if p, err := strconv.Atoi(r.Text(c.priority)); err == nil && p > 0 {
		it.Priority = p
	} else {
		it.Priority = priorities[strings.ToLower(r.Text(c.priority))]
	}
	if text := r.Text(c.from); text != "" {
		t, err := time.Parse(time.DateOnly, text)
		if err != nil {
			r.WrongCell(c.from, "write a day as 2026-12-24", "%q is no day", text)
		}
		it.NotBefore = t
	}
	if text := r.Text(c.due); text != "" {
		b.due(it, text)
	}
}

// priorities are those of Jira.
var priorities = map[string]int{"blocker": 1, "highest": 1, "critical": 2, "high": 2, "major": 3, "medium": 3, "minor": 4, "low": 4, "trivial": 5, "lowest": 5}

// readResourceRows reads a row for each resource.
func (b *builder) readResourceRows(r *table.Reader) {
	name, units, team := r.Column("name", "resource"), r.Column("units", "capacity"), r.Column("team")
	skills, calendar, away := r.Column("skills", "skill"), r.Column("calendar"), r.Column("away", "absences")
	b.convert()
	for r.Next() {
		res := fact.Resource{Name: r.Text(name), Team: r.Text(team), Units: 1, Calendar: r.Text(calendar), Skills: words(r.Text(skills), ",;")}
		if r.Text(units) != "" {
			x, ok := r.Number(units)
			if ok && (x < 0 || x > 1e6) {
				r.WrongCell(units, "write a number from 0 to 1e6", "resource %s has %s units", res.Name, r.Text(units))
			}
			res.Units = x
		}
		for _, word := range words(r.Text(away), ",;") {
			d, ok := days(word)
			if !ok {
				r.WrongCell(away, "write days as 2026-12-24..2026-12-31", "%q is no day and no days", word)
				continue
			}
			res.Away = append(res.Away, d)
		}
		b.addResource(res, r.Line())
	}
}
