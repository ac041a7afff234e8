package config

import (
	"slices"
	"strings"
)

// Architecture is what a team declares of the structure of its code.
type Architecture struct {
	// Components are in the order of the file: a path belongs to the first that
	// it fits.
	Components []Component
	Rules      []ArchitectureRule
}

// Component is a part of the code.
type Component struct {
	// Name may hold one *, which stands for the folder that the only * of each
	// pattern stands for: a component for each such folder.
	Name  string
	Paths []string // patterns, see Match
	Position
}

// ArchitectureRule says what components may need of each other.
type ArchitectureRule struct {
	Name, Reason string
	// Decision is the path of a record of the decision; empty if there is none.
	Decision string
	Kind     RuleKind
	// Layers are from the top down. One layer is several components or one.
	Layers [][]string
	// From and To are components: of a rule of one list, From.
	From, To []string
	Position
}

// RuleKind says how an ArchitectureRule is meant.
type RuleKind string

// The kinds of rule, by their key in the file.
const (
	Layers      RuleKind = "layers"      // a layer needs none above it
	Forbidden   RuleKind = "forbidden"   // From needs nothing of To
	Allowed     RuleKind = "allowed"     // From needs nothing but of To
	Independent RuleKind = "independent" // none of From needs another one
	Protected   RuleKind = "protected"   // none but To needs From
	Acyclic     RuleKind = "acyclic"     // no cycle among From
)

// twoSided are the kinds with two lists, and what these are called.
var twoSided = map[RuleKind][2]string{
	Forbidden: {"from", "to"}, Allowed: {"from", "to"}, Protected: {"components", "by"},
}

// ruleKinds are the kinds, in the order in which they are explained.
var ruleKinds = []RuleKind{Layers, Forbidden, Allowed, Independent, Protected, Acyclic}

var architecture = &form{is: mapping, doc: "The structure of the code as it is meant to be.", noun: "key", keys: []key{
	{name: "components", form: &form{is: list, doc: "Parts of the code; a path belongs to the first that it fits.", each: &form{
		is: mapping, needed: true, doc: "A part of the code.", noun: "key", keys: []key{
			{name: "name", required: true, form: componentName},
			{name: "paths", required: true, form: &form{is: list, needed: true, few: 1, doc: "Patterns of its files.", each: glob}},
		},
	}}},
	{name: "rules", form: &form{is: list, doc: "What components may need of each other.", each: architectureRule()}},
}}

var componentName = &form{is: text, doc: "What it is called; a * in it and in each pattern makes a component for each folder.", rules: []rule{
	plain,
	must(`^[^ /]([^|]*[^ |/])?$`, "is no name of a component", "write a word or a few, without | and without blanks and / at the ends"),
	never(`\*.*\*`, "holds two *", "write one, for the one folder that varies"),
}}

var component = &form{is: text, doc: "A component by its name; * stands for any characters but a slash.", rules: []rule{plain, never(`^$`, "is empty", "name a component")}}

func someComponents(doc string) *form {
	return &form{is: list, needed: true, few: 1, doc: doc, each: component}
}

func architectureRule() *form {
	f := &form{
		is: mapping, needed: true, doc: "A rule: a name, a reason, and one of the other keys.", noun: "key",
		keys: []key{
			{name: "name", required: true, form: &form{is: text, doc: "What the rule says, in a few words.", rules: []rule{
				plain,
				must(`^[^ |#]([^|]*[^ |])?$`, "is no name of a rule", "write a few words, without |, a # in front, and blanks at the ends"),
			}}},
			{name: "reason", required: true, form: &form{is: text, doc: "Why the rule holds.", rules: []rule{
				must(`[^ \t\r\n]`, "is empty", "say why the rule holds"),
			}}},
			{name: "decision", form: &form{is: text, doc: "The path of the record of the decision.", rules: []rule{plain}}},
			{name: string(Layers), form: &form{
				is: list, needed: true, few: 2, doc: "Components from the top down: each may need those after it, none before.",
				each: &form{is: list, needed: true, few: 1, doc: "The components of one layer.", each: component, word: component},
			}},
			{name: string(Independent), form: someComponents("Components of which none needs another.")},
			{name: string(Acyclic), form: someComponents("Components that need each other in no circle when the program runs.")},
		},
		oneOf: ruleKinds,
	}
	for _, k := range []struct {
		kind       RuleKind
		doc        string
		from, to   string
		mayBeEmpty bool
	}{
		{Forbidden, "What some components may not need.", "Those that may not.", "What they may not need.", false},
		{Allowed, "All that some components may need, besides themselves.", "Those that may.", "What they may need; [] for nothing.", true},
		{Protected, "Components that few may need.", "Those that are protected.", "Those that may need them; [] for nobody.", true},
	} {
		names := twoSided[k.kind]
		to := someComponents(k.to)
		if k.mayBeEmpty {
			to.few = 0
		}
		f.keys = append(f.keys, key{name: string(k.kind), form: &form{
			is: mapping, needed: true, doc: k.doc, noun: "key",
			keys: []key{{name: names[0], required: true, form: someComponents(k.from)}, {name: names[1], required: true, form: to}},
		}})
	}
	return f
}

// architecture checks what only the whole section shows: that names stand once, and
// that rules speak of components that there are.
func (c *check) architecture(v value) {
	var names []string
	first := map[string]Position{}
	once := func(name value, what string) {
		if !name.set {
			return // which is an error of its own
		}
		if earlier, twice := first[what+name.text]; twice {
			c.wrong(name.Position, "", "give it another name", "%s %s stands here again, after line %d", what, shown(name.text), earlier.Line)
		}
		first[what+name.text] = name.Position
	}
	for _, x := range v.fields["components"].items {
		name := x.fields["name"]
		once(name, "component")
		names = append(names, name.text)
		for _, p := range x.fields["paths"].items {
			if strings.Contains(name.text, "*") && starFolder(p.text) < 0 {
				c.wrong(p.Position, "", `write * for exactly one whole folder, such as "services/*/**"`,
					"%s does not say what the * of component %s stands for", excerpt(p.text), shown(name.text))
			}
		}
	}
	for _, x := range v.fields["rules"].items {
		once(x.fields["name"], "rule")
		for _, ref := range x.components() {
			if !slices.ContainsFunc(names, func(name string) bool { return Match(ref.text, name) || Match(name, ref.text) }) {
				c.wrong(ref.Position, "", "there are: "+strings.Join(names, ", "), "there is no component %s", shown(ref.text))
			}
		}
	}
}

// components are all that a rule speaks of.
func (v value) components() []value {
	var all []value
	for _, kind := range ruleKinds {
		x := v.fields[string(kind)]
		for _, item := range x.items {
			if item.items == nil {
				all = append(all, item)
			}
			all = append(all, item.items...)
		}
		for _, side := range twoSided[kind] {
			if list, ok := x.fields[side]; ok {
				all = append(all, list.items...)
			}
		}
	}
	return all
}

// starFolder is which element of a pattern is a * for a whole folder: the only one,
// after nothing but plain names; -1 if there is none such.
func starFolder(pattern string) int {
	at := -1
	for i, element := range strings.Split(pattern, "/") {
		switch {
		case element == "*" && at >= 0:
			return -1
		case element == "*":
			at = i
		case at < 0 && strings.ContainsAny(element, "*?"):
			return -1
		}
	}
	return at
}

// Component is the name of the component of a path; empty if it has none.
func (a *Architecture) Component(path string) string {
	for i := range a.Components {
		x := &a.Components[i]
		for _, p := range x.Paths {
			if !Match(p, path) {
				continue
			}
			if strings.Contains(x.Name, "*") {
				return strings.Replace(x.Name, "*", strings.Split(path, "/")[starFolder(p)], 1)
			}
			return x.Name
		}
	}
	return ""
}

func buildArchitecture(v value) Architecture {
	return Architecture{
		Components: each(v.fields["components"], func(v value) Component {
			return Component{Name: v.fields["name"].text, Paths: v.fields["paths"].texts(), Position: v.Position}
		}),
		Rules: each(v.fields["rules"], func(v value) ArchitectureRule {
			r := ArchitectureRule{
				Name: v.fields["name"].text, Reason: strings.TrimSpace(v.fields["reason"].text), Decision: v.fields["decision"].text, Position: v.Position,
			}
			for _, kind := range ruleKinds {
				x, ok := v.fields[string(kind)]
				if !ok {
					continue
				}
				r.Kind = kind
				switch sides, two := twoSided[kind]; {
				case two:
					r.From, r.To = x.fields[sides[0]].texts(), x.fields[sides[1]].texts()
				case kind == Layers:
					r.Layers = each(x, func(v value) []string {
						if v.items == nil {
							return []string{v.text}
						}
						return v.texts()
					})
				default:
					r.From = x.texts()
				}
			}
			return r
		}),
	}
}
