package register

import (
	"math"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// fields are those of a mapping, by name. One that is not known, and one that stands
// twice, is a mistake; a null is as if it were not there. It gives nil, and notes it,
// for what is no mapping.
func (r *reader) fields(n *yaml.Node, of string, names ...string) map[string]*yaml.Node {
	if of != "" {
		of += ": "
	}
	if n.Kind != yaml.MappingNode {
		r.mistake(n, "write fields: "+strings.Join(names, ", "), "%sthere are no fields here", of)
		return nil
	}
	out := make(map[string]*yaml.Node, len(n.Content)/2)
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch {
		case !slices.Contains(names, key.Value):
			hint := "write " + strings.Join(names, ", ")
			if near := fault.Closest(key.Value, names); near != "" {
				hint = "did you mean " + near + "?"
			}
			r.mistake(key, hint, "%sthere is no field %q", of, key.Value)
		case out[key.Value] != nil:
			r.mistake(key, "leave one of them", "%s%s stands twice", of, key.Value)
		case value.Kind == yaml.AliasNode:
			r.mistake(value, "write it out", "%s%s is an alias", of, key.Value)
		case value.Tag != "!!null":
			out[key.Value] = value
		}
	}
	return out
}

func (r *reader) text(n *yaml.Node, of string) string {
	switch {
	case n == nil:
		return ""
	case n.Kind != yaml.ScalarNode:
		r.mistake(n, "write a text", "%s is no text", of)
		return ""
	}
	return strings.TrimSpace(n.Value)
}

// number reads a finite number.
func (r *reader) number(n *yaml.Node, of string) float64 {
	if n.Kind != yaml.ScalarNode {
		r.mistake(n, "write a number", "%s is no number", of)
		return 0
	}
	s := n.Value
	if n.Style&(yaml.SingleQuotedStyle|yaml.DoubleQuotedStyle) == 0 {
		s = strings.ReplaceAll(s, "_", "") // as YAML writes thousands
	}
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case strings.EqualFold(s, ".nan") || err == nil && math.IsNaN(x):
		r.mistake(n, "write a number", "%s is not a number", of)
	case strings.Contains(strings.ToLower(s), ".inf") || math.IsInf(x, 0):
		r.mistake(n, "write a number that can be", "%s is infinite: %s", of, s)
	case err != nil:
		r.mistake(n, "write a number, with a point before decimals and nothing between thousands", "%s: %q is no number", of, n.Value)
	default:
		return x
	}
	return 0
}

func (r *reader) day(n *yaml.Node, of string) time.Time {
	s := r.text(n, of)
	if s == "" {
		return time.Time{}
	}
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		r.mistake(n, "write a day as 2026-11-30", "%s: %q is no day", of, s)
	}
	return t
}

// unitOf reads a unit: money, the three letters of a currency, or a kind of days.
func (r *reader) unitOf(n *yaml.Node, of string) fact.Unit {
	s := r.text(n, of)
	unit, ok := unitNamed(s)
	if !ok {
		r.mistake(n, unitHint, "%s: %q is no unit", of, s)
	}
	return unit
}

const unitHint = "write the code of a currency as EUR, or money, days, person-days or schedule-days"

func unitNamed(s string) (fact.Unit, bool) {
	switch u := fact.Unit(strings.ReplaceAll(strings.ToLower(s), " ", "-")); u {
	case fact.Money, fact.Days, fact.PersonDays, fact.ScheduleDays:
		return u, true
	}
	if len(s) != 3 || strings.IndexFunc(s, func(c rune) bool { return c < 'A' || c > 'Z' }) >= 0 {
		return fact.Money, false
	}
	return fact.Unit(s), true
}
