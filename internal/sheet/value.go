package sheet

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"time"
	"unicode/utf8"
)

// Value is what a figure or a cell of a table holds: nothing, a number, text,
// a day, a commit, a place, a person, several people or a short series of
// numbers. The zero Value is nothing; in JSON it is null.
type Value struct {
	kind   ValueKind
	number float64
	text   string
	place  Place
	series []float64
	names  []string
}

// ValueKind says what a Value holds.
type ValueKind uint8

// The kinds of value.
const (
	Nothing ValueKind = iota
	Number
	Text
	Day
	Commit
	Location
	Person
	Sparkline
	People
)

// Int makes a number. Beyond 2^53 it is rounded.
func Int[T ~int | ~int32 | ~int64](n T) Value { return Value{kind: Number, number: float64(n)} }

// Float makes a number; one that is not finite makes nothing.
func Float(x float64) Value {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return Value{}
	}
	return Value{kind: Number, number: x}
}

// String makes text.
func String(s string) Value { return Value{kind: Text, text: s} }

// OnDay makes a day.
func OnDay(d Date) Value { return Value{kind: Day, text: string(d)} }

// OfCommit makes a commit from its object id.
func OfCommit(id string) Value { return Value{kind: Commit, text: id} }

// At makes a place.
func At(p Place) Value { return Value{kind: Location, place: p} }

// OfPerson makes a person from the name to show. It is text that says of itself
// that it names somebody, so that a pseudonym can stand in its place.
func OfPerson(name string) Value { return Value{kind: Person, text: name} }

// OfPeople makes several people from the names to show, in the order given; no
// names mean nobody, which is known.
func OfPeople(names []string) Value {
	return Value{kind: People, names: append([]string{}, names...)}
}

// Spark makes a short series of numbers, the oldest first; one that is not
// finite is not known. No numbers make nothing.
func Spark(values []float64) Value {
	if len(values) == 0 {
		return Value{}
	}
	return Value{kind: Sparkline, series: slices.Clone(values)}
}

// Kind tells what the value holds.
func (v Value) Kind() ValueKind { return v.kind }

// Number is the number that v holds, otherwise 0.
func (v Value) Number() float64 { return v.number }

// Text is the text, the day, the object id or the person's name that v holds,
// otherwise empty.
func (v Value) Text() string { return v.text }

// Place is the place that v holds.
func (v Value) Place() Place { return v.place }

// Names are those of the people that v holds.
func (v Value) Names() []string { return slices.Clone(v.names) }

// Series is the numbers that v holds; those that are not known are not finite.
func (v Value) Series() []float64 { return slices.Clone(v.series) }

// MarshalJSON makes a JSON number, string, object (a place), array (names, or a
// series with null for what is not known) or null.
func (v Value) MarshalJSON() ([]byte, error) {
	switch v.kind {
	case Number:
		return strconv.AppendFloat(nil, v.number, 'f', -1, 64), nil
	case Text, Day, Commit, Person:
		return plainJSON(v.text)
	case Location:
		return v.place.MarshalJSON()
	case Sparkline:
		return seriesJSON(v.series), nil
	case People:
		return plainJSON(v.names)
	}
	return []byte("null"), nil
}

func seriesJSON(values []float64) []byte {
	b := []byte{'['}
	for i, x := range values {
		if i > 0 {
			b = append(b, ',')
		}
		if math.IsNaN(x) || math.IsInf(x, 0) {
			b = append(b, "null"...)
		} else {
			b = strconv.AppendFloat(b, x, 'f', -1, 64)
		}
	}
	return append(b, ']')
}

// Date is a day in UTC, written 2026-11-22.
type Date string

// DateOf is the UTC day of a moment.
func DateOf(t time.Time) Date { return Date(t.UTC().Format("2006-01-02")) }

// Time is the beginning of the day; ok is false if d is no date.
func (d Date) Time() (t time.Time, ok bool) {
	t, err := time.Parse("2006-01-02", string(d))
	return t, err == nil
}

// Place is a file or folder of the repository, and where in it.
type Place struct {
	// Path is bytes as git stores them. A folder ends with a slash; the
	// repository itself is ".".
	Path string
	// Line counts from 1; 0 means the whole file.
	Line int
	// Symbol is the enclosing function or type, if there is one.
	Symbol string
}

// MarshalJSON writes a path that is not UTF-8 as git quotes it and says so
// with path_quoted.
func (p Place) MarshalJSON() ([]byte, error) {
	out := struct {
		Path   string `json:"path"`
		Quoted bool   `json:"path_quoted,omitempty"`
		Line   int    `json:"line,omitempty"`
		Symbol string `json:"symbol,omitempty"`
	}{p.Path, false, p.Line, p.Symbol}
	if !utf8.ValidString(p.Path) {
		out.Path, out.Quoted = Quote(p.Path), true
	}
	return plainJSON(out)
}

// plainJSON marshals without turning <, > and & into escapes.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// Quote writes a path in double quotes as git does with core.quotePath: the
// usual backslash escapes for control characters, the double quote and the
// backslash, and three octal digits for every other byte outside ASCII.
func Quote(path string) string {
	const named = "abtnvfr" // the escapes of bytes 7 to 13
	var b bytes.Buffer
	b.WriteByte('"')
	for i := 0; i < len(path); i++ {
		switch c := path[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c >= 7 && c <= 13:
			b.WriteByte('\\')
			b.WriteByte(named[c-7])
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, "\\%03o", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
