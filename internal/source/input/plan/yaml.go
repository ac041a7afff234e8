package plan

import (
	"bytes"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// fields are what a mapping may hold, by key.
type fields map[string]func(n *yaml.Node)

// readYAML reads a plan file; docs/duties/planning.md shows one.
func (b *builder) readYAML(in *fact.Input) {
	if !utf8.Valid(in.Data) {
		b.Wrong(0, 0, "write the file in UTF-8", "there are bytes that are no text")
		return
	}
	loader, err := yaml.NewLoader(bytes.NewReader(in.Data))
	if err != nil {
		b.noYAML(err)
		return
	}
	var document, second yaml.Node
	if err := loader.Load(&document); err != nil {
		b.noYAML(err)
		return
	}
	switch err := loader.Load(&second); {
	case err == nil:
		b.Wrong(second.Line, second.Column, "leave one document", "a second document begins here")
		return
	case !errors.Is(err, io.EOF):
		b.noYAML(err)
		return
	}
	if hasAlias(&document) {
		b.Wrong(document.Line, 0, "write out what an alias stands for", "anchors and aliases are not read")
		return
	}
	if root := document.Content[0]; b.said != nil && !isPlan(root) {
		b.readKept(root)
	} else {
		b.readDocument(root)
	}
}

func (b *builder) noYAML(err error) {
	line, column, message := 1, 1, err.Error()
	var e *yaml.LoadError
	if errors.As(err, &e) {
		message = e.Message
		if e.Mark.Line > 0 {
			line, column = e.Mark.Line, max(e.Mark.Column, 1)
		}
	}
	b.Wrong(line, column, "indent with spaces, close brackets and quotes, and quote a text that begins with a special character", "this is no YAML: %s", message)
}

func hasAlias(n *yaml.Node) bool {
	return n.Kind == yaml.AliasNode || n.Anchor != "" || slices.ContainsFunc(n.Content, hasAlias)
}

// readDocument reads the calendars before what is counted by them.
func (b *builder) readDocument(root *yaml.Node) {
	late := map[string]*yaml.Node{}
	keep := func(key string) func(*yaml.Node) { return func(n *yaml.Node) { late[key] = n } }
	ok := b.mapping(root, "the plan", fields{
		"plan":      func(n *yaml.Node) { b.plan.Name = b.text(n) },
		"start":     func(n *yaml.Node) { b.plan.Start = b.dayOf(n) },
		"calendars": func(n *yaml.Node) { b.readCalendars(n) },
		"resources": keep("resources"), "factors": keep("factors"), "items": keep("items"),
	})
	if !ok {
		return
	}
	b.convert()
	b.list(late["factors"], func(n *yaml.Node) { b.readFactor(n) })
	b.list(late["resources"], func(n *yaml.Node) { b.readResource(n) })
	b.list(late["items"], func(n *yaml.Node) { b.readItem(n) })
}

// mapping hands each value of a mapping to the function of its key.
func (b *builder) mapping(n *yaml.Node, what string, known fields) bool {
	if n.Kind != yaml.MappingNode {
		b.Wrong(n.Line, n.Column, "write keys with a colon and a value each", "%s is no mapping", what)
		return false
	}
	seen := map[string]bool{}
	for k := 0; k+1 < len(n.Content); k += 2 {
		key := n.Content[k]
		read, ok := known[key.Value]
		switch {
		case !ok && b.theirs(key.Value, known):
		case !ok:
			b.Wrong(key.Line, key.Column, "use one of: "+strings.Join(sortedKeys(known), ", "), "%s: there is no field %q", what, key.Value)
		case seen[key.Value]:
			b.Wrong(key.Line, key.Column, "leave one of them", "%s: %s is there twice", what, key.Value)
		default:
			seen[key.Value] = true
			read(n.Content[k+1])
		}
	}
	return true
}

func sortedKeys(known fields) []string {
	var keys []string
	for key := range known {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// list calls a function with each part of a list; nil is an empty list.
func (b *builder) list(n *yaml.Node, each func(*yaml.Node)) {
	switch {
	case n == nil || n.Kind == yaml.ScalarNode && n.Tag == "!!null":
	case n.Kind != yaml.SequenceNode:
		b.Wrong(n.Line, n.Column, "write a list: [a, b], or a line with - for each", "this is no list")
	default:
		for _, c := range n.Content {
			each(c)
		}
	}
}

// texts are the words of a list, or the one word that stands in its place.
func (b *builder) texts(n *yaml.Node) []string {
	if n.Kind == yaml.ScalarNode {
		return []string{b.text(n)}
	}
	var out []string
	b.list(n, func(c *yaml.Node) { out = append(out, b.text(c)) })
	return out
}

func (b *builder) text(n *yaml.Node) string {
	if n.Kind != yaml.ScalarNode {
		b.Wrong(n.Line, n.Column, "write one value", "this is no single value")
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// number reads one that is not below a least.
func (b *builder) number(n *yaml.Node, least float64) float64 {
	x, err := strconv.ParseFloat(b.text(n), 64)
	if err != nil || !(x >= least && x <= 1e9) {
		b.Wrong(n.Line, n.Column, "write a number from "+strconv.FormatFloat(least, 'g', -1, 64)+" to 1e9", "%q is no number that can be used", n.Value)
		return least
	}
	return x
}

func (b *builder) readCalendars(n *yaml.Node) {
	if n.Kind != yaml.MappingNode {
		b.Wrong(n.Line, n.Column, "write the name of each calendar with a colon", "calendars is no mapping")
		return
	}
	for k := 0; k+1 < len(n.Content); k += 2 {
		b.readCalendar(n.Content[k], n.Content[k+1])
	}
}

var weekdays = []string{"sun", "mon", "tue", "wed", "thu", "fri", "sat"}

func (b *builder) readCalendar(name, n *yaml.Node) {
	c := fact.Calendar{Name: name.Value}
	if slices.ContainsFunc(b.plan.Calendars, func(x fact.Calendar) bool { return x.Name == c.Name }) {
		b.Wrong(name.Line, name.Column, "give each calendar a name of its own", "there are two calendars called %s", c.Name)
	}
	working := []string{"mon", "tue", "wed", "thu", "fri"}
	hours := []fact.Hours{{From: 9 * 60, To: 17 * 60}}
	b.mapping(n, "calendar "+c.Name, fields{
		"days":     func(n *yaml.Node) { working = b.texts(n) },
		"hours":    func(n *yaml.Node) { hours = b.hours(n) },
		"holidays": func(n *yaml.Node) { c.Holidays = b.spans(n) },
	})
	for _, w := range working {
		day := slices.Index(weekdays, strings.ToLower(w[:min(len(w), 3)]))
		if day < 0 {
			b.Wrong(n.Line, n.Column, "write days as mon, tue, wed, thu, fri, sat, sun", "calendar %s: %q is no day of the week", c.Name, w)
			continue
		}
		c.Week[day] = hours
	}
	if len(working) == 0 || len(hours) == 0 {
		b.Wrong(n.Line, n.Column, "give it a day and an hour", "calendar %s has no working time", c.Name)
	}
	b.plan.Calendars = append(b.plan.Calendars, c)
}

func (b *builder) hours(n *yaml.Node) []fact.Hours {
	var out []fact.Hours
	for _, text := range b.texts(n) {
		first, last, _ := strings.Cut(text, "-")
		from, ok := clock(first)
		to, too := clock(last)
		if !ok || !too || to <= from || len(out) > 0 && from < out[len(out)-1].To {
			b.Wrong(n.Line, n.Column, "write hours in their order as 09:00-12:30, up to 24:00", "%q are no hours that follow", text)
			continue
		}
		out = append(out, fact.Hours{From: from, To: to})
	}
	return out
}

// clock is the minute of a day that a time names.
func clock(text string) (int, bool) {
	h, m, found := strings.Cut(strings.TrimSpace(text), ":")
	hour, err := strconv.Atoi(h)
	minute, wrong := strconv.Atoi(m)
	ok := found && err == nil && wrong == nil && hour >= 0 && minute >= 0 && minute < 60 && hour*60+minute <= 24*60
	return hour*60 + minute, ok
}

func (b *builder) spans(n *yaml.Node) []fact.DaySpan {
	var out []fact.DaySpan
	for _, text := range b.texts(n) {
		d, ok := days(text)
		if !ok {
			b.Wrong(n.Line, n.Column, "write a day as 2026-12-24, or two with dots between: 2026-12-24..2026-12-31", "%q is no day and no days", text)
			continue
		}
		out = append(out, d)
	}
	return out
}

func (b *builder) readFactor(n *yaml.Node) {
	f := fact.Factor{Low: 1, High: 1}
	b.mapping(n, "factor", fields{
		"name": func(n *yaml.Node) { f.Name = b.text(n) },
		"low":  func(n *yaml.Node) { f.Low = b.number(n, 0.01) },
		"high": func(n *yaml.Node) { f.High = b.number(n, 0.01) },
	})
	if f.Name == "" || f.Low > f.High || f.High > 100 {
		b.Wrong(n.Line, n.Column, "give a factor a name, and low and high from 0.01 to 100, low first", "factor %q has no name, or no range", f.Name)
	}
	b.plan.Factors = append(b.plan.Factors, f)
}

func (b *builder) readResource(n *yaml.Node) {
	r := fact.Resource{Units: 1}
	b.mapping(n, "resource", fields{
		"name":     func(n *yaml.Node) { r.Name = b.text(n) },
		"team":     func(n *yaml.Node) { r.Team = b.text(n) },
		"units":    func(n *yaml.Node) { r.Units = b.number(n, 0) },
		"skills":   func(n *yaml.Node) { r.Skills = b.texts(n) },
		"calendar": func(n *yaml.Node) { r.Calendar = b.text(n) },
		"away":     func(n *yaml.Node) { r.Away = b.spans(n) },
	})
	b.addResource(r, n.Line)
}

// addResource checks a resource's name and calendar.
func (b *builder) addResource(r fact.Resource, line int) {
	switch {
	case r.Name == "":
		b.Wrong(line, 0, "give every resource a name", "a resource has no name")
		return
	case slices.ContainsFunc(b.plan.Resources, func(x fact.Resource) bool { return x.Name == r.Name }):
		b.Wrong(line, 0, "give every resource a name of its own", "resource %s is there twice", r.Name)
	case r.Calendar != "" && !slices.ContainsFunc(b.plan.Calendars, func(c fact.Calendar) bool { return c.Name == r.Calendar }):
		b.Wrong(line, 0, "name a calendar that is there", "resource %s: there is no calendar %s", r.Name, r.Calendar)
	}
	b.plan.Resources = append(b.plan.Resources, r)
}

func (b *builder) readItem(n *yaml.Node) {
	it := fact.Item{Line: n.Line}
	note := func(at *yaml.Node, wrong string) {
		if wrong != "" {
			b.Wrong(at.Line, at.Column, durationHint, "item %s: %s", it.ID, wrong)
		}
	}
	x := b.recordAt(n)
	b.fromRecord(&it, x)
	team, remaining := "", false
	ok := b.mapping(n, "item", fields{
		"id":    func(n *yaml.Node) { it.ID = b.text(n) },
		"title": func(n *yaml.Node) { it.Title = b.text(n) },
		"estimate": func(n *yaml.Node) {
			if !remaining {
				note(n, b.estimateOf(&it, n))
			}
		},
		"remaining":  func(n *yaml.Node) { remaining = true; note(n, b.estimate(&it, b.text(n))) },
		"after":      func(n *yaml.Node) { note(n, b.afters(&it, b.texts(n))) },
		"needs":      func(n *yaml.Node) { it.Needs = b.needs(n) },
		"owner":      func(n *yaml.Node) { it.Owner = b.text(n) },
		"done":       func(n *yaml.Node) { it.Done = b.flag(n) },
		"priority":   func(n *yaml.Node) { it.Priority = int(b.number(n, 0)) },
		"not before": func(n *yaml.Node) { it.NotBefore = b.dayOf(n) },
		"factors":    func(n *yaml.Node) { it.Factors = b.texts(n) },
		"team":       func(n *yaml.Node) { team = b.text(n) },
		"status":     func(n *yaml.Node) { it.Done = it.Done || over(b.text(n)) },
		"due":        func(n *yaml.Node) { it.Due = b.dayOf(n) },
		"depends-on": func(n *yaml.Node) {
			if x == nil {
				note(n, b.afters(&it, b.texts(n)))
			}
		},
		"paths": func(n *yaml.Node) {
			if x == nil {
				it.Paths = append(it.Paths, b.texts(n)...)
			}
		},
	})
	if team != "" && it.Owner == "" && len(it.Needs) == 0 {
		it.Needs = []fact.ItemNeed{{Name: team, Units: 1}}
	}
	if ok {
		b.add(it, false)
	}
}

func (b *builder) flag(n *yaml.Node) bool {
	switch b.text(n) {
	case "true", "yes":
		return true
	case "false", "no":
		return false
	}
	b.Wrong(n.Line, n.Column, "write true or false", "%q is neither true nor false", n.Value)
	return false
}

// needs are names, each of one unit, or names with a number of units.
func (b *builder) needs(n *yaml.Node) []fact.ItemNeed {
	var out []fact.ItemNeed
	if n.Kind == yaml.MappingNode {
		for k := 0; k+1 < len(n.Content); k += 2 {
			out = append(out, fact.ItemNeed{Name: n.Content[k].Value, Units: b.number(n.Content[k+1], 0)})
		}
		return out
	}
	for _, name := range b.texts(n) {
		out = append(out, fact.ItemNeed{Name: name, Units: 1})
	}
	return out
}

func (b *builder) dayOf(n *yaml.Node) (t time.Time) {
	t, ok := day(b.text(n))
	if !ok {
		b.Wrong(n.Line, n.Column, "write a day as 2026-12-24", "%q is no day", n.Value)
	}
	return t
}
