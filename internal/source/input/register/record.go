package register

import (
	"cmp"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
)

// statuses of risks, and whether one with it is closed.
var statuses = map[string]bool{"": false, "open": false, "accepted": false, "closed": true}

// ofRisk are the fields of a risk.
var ofRisk = []string{"id", "title", "frequency", "loss", "cause", "status", "owner", "review", "treatments", "items"}

func (r *reader) risk(n *yaml.Node) {
	k := fact.Risk{Spot: r.at(n)}
	if r.said != nil {
		n = r.ofRecord(n, &k)
	}
	f := r.fields(n, "risk", ofRisk...)
	if f == nil {
		return
	}
	k.ID, k.Title = cmp.Or(r.text(f["id"], "id"), k.ID), cmp.Or(r.text(f["title"], "title"), k.Title)
	if k.ID == "" {
		r.mistake(n, "give it an id, by which it is spoken of", "risk: there is no id")
	}
	of := "risk " + k.ID
	if k.Unestimated = r.said != nil && f["frequency"] == nil && f["loss"] == nil; !k.Unestimated {
		k.Frequency = r.frequency(n, f["frequency"], of)
		k.Loss, k.Unit = r.loss(n, f["loss"], of)
	}
	k.Cause, k.Owner = r.text(f["cause"], of+": cause"), cmp.Or(r.text(f["owner"], of+": owner"), k.Owner)
	status := strings.ToLower(r.text(f["status"], of+": status"))
	closed, known := statuses[status]
	if !known && !r.knownToRecords(status, &k) {
		r.mistake(f["status"], "write open, accepted or closed", "%s: status: %q is none", of, status)
	}
	k.Closed = k.Closed || closed
	if f["review"] != nil {
		k.Review = r.day(f["review"], of+": review")
	}
	r.items(f["items"], of, &k)
	if list := f["treatments"]; list != nil {
		if list.Kind != yaml.SequenceNode {
			r.mistake(list, "begin each treatment with `- name:`", "%s: treatments are a list", of)
		}
		for _, t := range list.Content {
			r.treatment(t, &k)
		}
	}
	r.register.Risks = append(r.register.Risks, k)
}

// items are the ids of items of the plan, which a loss in days delays.
func (r *reader) items(n *yaml.Node, of string, k *fact.Risk) {
	switch {
	case n == nil:
		return
	case n.Kind == yaml.ScalarNode:
		k.Items = []string{r.text(n, of+": items")}
	case n.Kind != yaml.SequenceNode:
		r.mistake(n, "write the ids of items: [P1, P2]", "%s: items are a list", of)
	}
	for _, x := range n.Content {
		k.Items = append(k.Items, r.text(x, of+": items"))
	}
	if k.Unit != fact.Days && k.Unit != fact.ScheduleDays {
		r.mistake(n, "state the loss with `unit: days`, or as a risk of its own beside this one", "%s: items are delayed by a loss in days or schedule-days, and this one is in %s", of, cmp.Or(k.Unit, r.unit))
	}
}

// frequency is a number, a rate, or a range.
func (r *reader) frequency(risk, n *yaml.Node, of string) fact.Spread {
	of += ": frequency"
	if n == nil {
		r.mistake(risk, "write how often it happens in a year: a number, or {low, mode, high}", "%s is missing", of)
		return fact.Spread{}
	}
	if n.Kind == yaml.ScalarNode {
		return fixed(n, r.number(n, of))
	}
	f := r.fields(n, of, "rate", "low", "mode", "high", "lambda")
	switch {
	case f == nil:
		return fact.Spread{}
	case f["rate"] != nil && len(f) > 1:
		r.mistake(n, "write a rate alone, or low, mode and high", "%s has a rate and a range", of)
	case f["rate"] != nil:
		return fixed(n, r.number(f["rate"], of+": rate"))
	}
	return r.span(n, f, of)
}

func fixed(n *yaml.Node, x float64) fact.Spread {
	return fact.Spread{Line: int32(n.Line), Column: int32(n.Column), Mean: x}
}

// span is low, mode and high.
func (r *reader) span(n *yaml.Node, f map[string]*yaml.Node, of string) fact.Spread {
	s := r.ends(n, f, of)
	s.Kind, s.Lambda = fact.Range, 4
	if f["mode"] == nil {
		r.mistake(n, "write what is likeliest", "%s: mode is missing", of)
		return s
	}
	s.Mode = r.number(f["mode"], of+": mode")
	if l := f["lambda"]; l != nil {
		s.Lambda = r.number(l, of+": lambda")
	}
	return s
}

// ends are low and high.
func (r *reader) ends(n *yaml.Node, f map[string]*yaml.Node, of string) fact.Spread {
	s := fact.Spread{Line: int32(n.Line), Column: int32(n.Column), Kind: fact.Interval}
	for _, x := range []struct {
		name string
		to   *float64
	}{{"low", &s.Low}, {"high", &s.High}} {
		if f[x.name] == nil {
			r.mistake(n, "write "+x.name+" too", "%s: %s is missing", of, x.name)
			continue
		}
		*x.to = r.number(f[x.name], of+": "+x.name)
	}
	return s
}

// loss is the 90 % interval of one event's, or a range where a mode is told.
func (r *reader) loss(risk, n *yaml.Node, of string) (fact.Spread, fact.Unit) {
	of += ": loss"
	if n == nil {
		r.mistake(risk, "write what it costs each time: {low, high}, between which nine in ten lie", "%s is missing", of)
		return fact.Spread{}, r.unit
	}
	f := r.fields(n, of, "low", "mode", "high", "lambda", "unit")
	if f == nil {
		return fact.Spread{}, r.unit
	}
	unit := r.unit
	if f["unit"] != nil {
		unit = r.unitOf(f["unit"], of+": unit")
	}
	if f["mode"] != nil {
		return r.span(n, f, of), unit
	}
	if f["lambda"] != nil {
		r.mistake(f["lambda"], "write the mode, or leave lambda out", "%s: lambda says something only with a mode", of)
	}
	return r.ends(n, f, of), unit
}

// states of treatments.
var states = map[string]fact.TreatmentStatus{
	"": fact.Planned, "planned": fact.Planned, "begun": fact.Begun, "in progress": fact.Begun,
	"done": fact.Done, "dropped": fact.Dropped, "rejected": fact.Dropped,
}

func (r *reader) treatment(n *yaml.Node, k *fact.Risk) {
	of := "risk " + k.ID + ": treatment"
	f := r.fields(n, of, "name", "cost", "frequency", "loss", "status", "due")
	if f == nil {
		return
	}
	t := fact.Treatment{Spot: r.at(n), Name: r.text(f["name"], of+": name"), CostUnit: k.Unit}
	if t.Name == "" {
		r.mistake(n, "name it", "%s: there is no name", of)
	}
	of += " " + t.Name
	t.HasCost = f["cost"] != nil
	r.cost(f["cost"], of+": cost", &t)
	t.Frequency, t.Loss = r.effect(f["frequency"], of+": frequency"), r.effect(f["loss"], of+": loss")
	if f["frequency"] == nil && f["loss"] == nil {
		r.mistake(n, "write what it leaves of the frequency, or of the loss, as a share: 0.5 halves it", "%s: there is no effect", of)
	}
	status := strings.ToLower(r.text(f["status"], of+": status"))
	s, known := states[status]
	if !known {
		r.mistake(f["status"], "write planned, begun, done or dropped", "%s: status: %q is none", of, status)
	}
	t.Status, t.Due = s, r.day(f["due"], of+": due")
	k.Treatments = append(k.Treatments, t)
}

// cost is a number in the unit of the loss, or {amount, unit}.
func (r *reader) cost(n *yaml.Node, of string, t *fact.Treatment) {
	switch {
	case n == nil:
		return
	case n.Kind == yaml.ScalarNode:
		t.Cost = r.number(n, of)
	default:
		f := r.fields(n, of, "amount", "unit")
		if f["amount"] == nil {
			r.mistake(n, "write amount and unit", "%s: amount is missing", of)
			return
		}
		t.Cost = r.number(f["amount"], of+": amount")
		if f["unit"] != nil {
			t.CostUnit = r.unitOf(f["unit"], of+": unit")
		}
	}
	if t.Cost < 0 {
		r.mistake(n, "write what it costs a year", "%s is negative: %g", of, t.Cost)
	}
}

// effect is a share, or from low to high.
func (r *reader) effect(n *yaml.Node, of string) fact.Effect {
	if n == nil {
		return fact.Effect{Low: 1, High: 1}
	}
	var e fact.Effect
	if n.Kind == yaml.ScalarNode {
		e.Low = r.number(n, of)
		e.High = e.Low
	} else if f := r.fields(n, of, "low", "high"); f != nil {
		s := r.ends(n, f, of)
		e = fact.Effect{Low: s.Low, High: s.High}
	}
	if e.Low < 0 || e.High > 100 || e.Low > e.High {
		r.mistake(n, "write the share that it leaves, 0.5 for half, or {low, high}", "%s: from %g to %g is no effect", of, e.Low, e.High)
	}
	return e
}
