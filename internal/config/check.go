package config

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fault"
)

// value is a part of a file that was held against its form. The zero value
// says nothing, and neither does a part that was wrong.
type value struct {
	Position
	set    bool
	text   string           // of a text; a choice, as it is declared
	number float64          // of a number
	items  []value          // of a list
	fields map[string]value // of a mapping
}

// Limits of one file, so that no file takes long or fills a screen many times
// over. Aliases let a small file hold a huge one, of many values or of one
// long text again and again; without them no file reaches maxWork.
const (
	maxWork   = 1_000_000
	maxErrors = 100
)

// check holds a file against its form and collects what is wrong.
type check struct {
	name   string // of the file
	work   int    // values so far, and one more for every 16 bytes of text
	errors []wrong
}

type wrong struct {
	at    Position
	fault *fault.Error
}

func (c *check) at(n *yaml.Node) Position { return Position{c.name, n.Line, n.Column} }

// wrong notes an error. The path tells where in the file's mappings it is.
func (c *check) wrong(at Position, path, hint, format string, args ...any) {
	message := fmt.Sprintf(format, args...)
	if path != "" {
		message = path + ": " + message
	}
	c.errors = append(c.errors, wrong{at, fault.New(fault.Usage, "%s: %s", at, message).WithHint("%s", hint)})
}

// err joins what was found, in the order of the file.
func (c *check) err() error {
	slices.SortStableFunc(c.errors, func(a, b wrong) int {
		return cmp.Or(cmp.Compare(a.at.Line, b.at.Line), cmp.Compare(a.at.Column, b.at.Column))
	})
	var all []error
	for _, w := range c.errors {
		all = append(all, w.fault)
	}
	if len(all) >= maxErrors {
		at := c.errors[len(all)-1].at
		all = append(all, fault.New(fault.Usage, "%s: there are more errors than are shown", at).WithHint("mend these first"))
	}
	return errors.Join(all...)
}

// full reports whether the check has ended early, which is an error as well.
func (c *check) full() bool { return len(c.errors) >= maxErrors || c.work > maxWork }

// read holds a node against a form.
func (c *check) read(n *yaml.Node, f *form, path string) value {
	at := c.at(n)
	for n.Kind == yaml.AliasNode {
		n = n.Alias
	}
	if c.full() {
		return value{}
	}
	if c.work += 1 + len(n.Value)/16; c.work > maxWork {
		c.wrong(at, path, "make it shorter, or use fewer aliases", "the file says more than is read")
		return value{}
	}
	v := value{Position: at, set: true}
	switch tag := n.ShortTag(); {
	case f.word != nil && n.Kind == yaml.ScalarNode && tag != "!!null":
		return c.read(n, f.word, path)
	case (f.is == mapping || f.is == list) && tag == "!!null" && !f.needed:
		v.set = false
	case f.is == mapping && tag == "!!map":
		v.fields = c.mapping(n, f, at, path)
	case f.is == list && tag == "!!seq":
		v.items = c.list(n, f, at, path)
	case f.is == text && (tag == "!!str" || tag == "!!timestamp"):
		v.text = n.Value
		c.text(n.Value, f, at, path)
	case f.is == choice && n.Kind == yaml.ScalarNode:
		v.text = c.choice(n, f, at, path)
	case f.is == number && (tag == "!!int" || tag == "!!float"):
		v.number = c.number(n.Value, f, at, path)
	default:
		c.wrong(at, path, asked[f.is].hint, "%s is asked for, not %s", asked[f.is].what, describe(n))
		v.set = false
	}
	return v
}

// asked says what a form asks for, and what to write.
var asked = [...]struct{ what, hint string }{
	mapping: {"a mapping", "write keys and their values, one a line, further to the right"},
	list:    {"a list", "write a list even of one: [a, b], or one item a line after a dash"},
	text:    {"a text", "put it in quotes if it is meant as text"},
	choice:  {"one word", "write one word, without a list or keys"},
	number:  {"a number", "write digits, without quotes"},
}

func describe(n *yaml.Node) string {
	switch n.ShortTag() {
	case "!!map":
		return "a mapping"
	case "!!seq":
		return "a list"
	case "!!null":
		return "nothing"
	case "!!bool":
		return "the truth value " + n.Value
	case "!!int", "!!float":
		return "the number " + excerpt(n.Value)
	case "!!str", "!!timestamp":
		return "the text " + excerpt(n.Value)
	}
	return "a value with the tag " + excerpt(n.Tag)
}

// excerpt quotes a text of the file, shortened.
func excerpt(s string) string {
	const most = 60
	if runes := []rune(s); len(runes) > most {
		s = string(runes[:most]) + "…"
	}
	return strconv.Quote(s)
}

func (c *check) mapping(n *yaml.Node, f *form, at Position, path string) map[string]value {
	fields := map[string]value{}
	first := map[string]Position{}
	for i := 0; i+1 < len(n.Content) && !c.full(); i += 2 {
		k := n.Content[i]
		at := c.at(k)
		for k.Kind == yaml.AliasNode {
			k = k.Alias
		}
		if k.Kind != yaml.ScalarNode || k.ShortTag() != "!!str" {
			c.wrong(at, path, "write the "+f.noun+" as text", "a %s is asked for, not %s", f.noun, describe(k))
			continue
		}
		name := k.Value
		if earlier, twice := first[name]; twice {
			c.wrong(at, path, "leave one of them", "%s stands here again, after line %d", shown(name), earlier.Line)
			continue
		}
		first[name] = at
		form := f.key(name)
		if form == nil {
			c.unknown(name, f, at, path)
			continue
		}
		v := c.read(n.Content[i+1], form, join(path, name))
		v.Position = at
		fields[name] = v
	}
	for _, k := range f.keys {
		if _, ok := first[k.name]; k.required && !ok && !c.full() {
			c.wrong(at, path, "add "+k.name, "%s is missing", k.name)
		}
	}
	c.one(fields, f, at, path)
	return fields
}

// one notes that not exactly one of the keys stands there that exclude each other.
func (c *check) one(fields map[string]value, f *form, at Position, path string) {
	var names, found []string
	for _, k := range f.oneOf {
		names = append(names, string(k))
		if _, ok := fields[string(k)]; ok {
			found = append(found, string(k))
		}
	}
	if len(names) > 0 && len(found) != 1 && !c.full() {
		have := "none"
		if len(found) > 0 {
			have = strings.Join(found, " and ")
		}
		c.wrong(at, path, "write one of: "+strings.Join(names, ", "), "one of several keys is asked for, and there is %s", have)
	}
}

func (f *form) key(name string) *form {
	for _, k := range f.keys {
		if k.name == name {
			return k.form
		}
	}
	return nil
}

func (c *check) unknown(name string, f *form, at Position, path string) {
	var names []string
	for _, k := range f.keys {
		names = append(names, k.name)
	}
	meant := ""
	if near := fault.Closest(name, names); near != "" {
		meant = " (did you mean " + near + "?)"
	}
	hint := "there are: " + strings.Join(names, ", ")
	if len(names) == 0 {
		hint = "there are none"
	}
	c.wrong(at, path, hint, "there is no %s %s%s", f.noun, shown(name), meant)
}

// simple is what a name is like that needs no quotes in a message.
var simple = regexp.MustCompile(`^[a-z0-9/_-]{1,60}$`)

func shown(name string) string {
	if simple.MatchString(name) {
		return name
	}
	return excerpt(name)
}

func join(path, name string) string {
	if path == "" {
		return name
	}
	return path + ": " + name
}

func (c *check) list(n *yaml.Node, f *form, at Position, path string) []value {
	if len(n.Content) < f.few {
		c.wrong(at, path, fmt.Sprintf("write %d or more", f.few), "the list has %d of the %d items that it needs at least", len(n.Content), f.few)
	}
	items := []value{} // never nil: an empty list is a setting too
	for _, item := range n.Content {
		items = append(items, c.read(item, f.each, path))
		if c.full() {
			break
		}
	}
	return items
}

// text notes the first rule that a text breaks: it mostly explains the rest.
func (c *check) text(s string, f *form, at Position, path string) {
	for _, r := range f.rules {
		if !r.holds(s) {
			c.wrong(at, path, r.hint, "%s %s", excerpt(s), r.says)
			return
		}
	}
}

func (r rule) holds(s string) bool {
	if r.day {
		_, err := time.Parse(time.DateOnly, s)
		return err == nil
	}
	return r.pattern.MatchString(s) != r.never
}

func (c *check) choice(n *yaml.Node, f *form, at Position, path string) string {
	var names []string
	for _, one := range f.choices {
		name, tag := fmt.Sprint(one), "!!str"
		if _, ok := one.(bool); ok {
			tag = "!!bool"
		}
		if n.ShortTag() == tag && (n.Value == name || tag == "!!bool" && strings.EqualFold(n.Value, name)) {
			return name
		}
		names = append(names, name)
	}
	c.wrong(at, path, "choose one of "+strings.Join(names, ", "), "%s is none of the words that may stand here", excerpt(n.Value))
	return ""
}

// decimal is how JSON writes a number. YAML has more ways, and its versions
// do not agree on what 010 is.
var decimal = regexp.MustCompile(`^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?$`)

func (c *check) number(s string, f *form, at Position, path string) float64 {
	x, err := strconv.ParseFloat(s, 64)
	switch {
	case err != nil || math.IsNaN(x) || !decimal.MatchString(s):
		c.wrong(at, path, "write it with decimal digits, such as 200 or 0.5", "%s is no plain number", excerpt(s))
	case x < f.least || x > f.most:
		c.wrong(at, path, fmt.Sprintf("give a number from %v to %v", f.least, f.most), "%v is out of range", x)
	}
	return x
}
