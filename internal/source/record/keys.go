package record

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// holds is what a key of front matter may hold.
type holds uint8

const (
	oneText holds = iota // a text or a number
	texts                // several, or one
	oneDay
	yesOrNo
	linkLists // names of links, each with texts, or a list of mappings with target and kind
)

// key is a name by which the front matter of a record says something that is read.
type key struct {
	name  string
	holds holds
	// kinds are those of which it is; empty means all.
	kinds []fact.RecordKind
	doc   string
}

// keys are those that Leadline's own records have. Other formats have more names for the
// same, which are read, and whatever else they like. What is checked, the JSON Schemas and
// the hints follow from this table.
var keys = append([]key{
	{"id", oneText, nil, "What others call the record by. Without it that is the name of the file, without the ending."},
	{"title", oneText, nil, "What it is about. Without it that is the first heading."},
	{"status", oneText, nil, "Where it stands: draft, proposed, accepted, rejected, superseded or deprecated, or another word for one of these."},
	{"owner", texts, nil, "Who answers for it, as CODEOWNERS writes it or by name."},
	{"decision-makers", texts, []fact.RecordKind{fact.Decision}, "Who decided it."},
	{"date", oneDay, nil, "The day on which it was decided or written."},
	{"review-by", oneDay, nil, "The day after which somebody should look at it again."},
	{"gate", yesOrNo, nil, "Whether what breaks it must not pass."},
	{"links", linkLists, nil, "What it is related to, by the kind of relation."},
}, linkKeys...)

// linkKeys are the kinds of link. They may stand below links, or beside it.
var linkKeys = []key{
	{string(fact.Affects), texts, nil, "Paths, or patterns of paths, from the top of the repository: explain tells the record with them."},
	{string(fact.Implements), texts, nil, "What it refines or covers."},
	{string(fact.VerifiedBy), texts, nil, "What verifies it: tests, or other records."},
	{string(fact.Supersedes), texts, nil, "The records whose place it takes."},
	{string(fact.SupersededBy), texts, nil, "The records that take its place."},
	{string(fact.DependsOn), texts, nil, "What it needs."},
	{string(fact.See), texts, nil, "What else is worth reading."},
}

func (k *key) of(kind fact.RecordKind) bool {
	return len(k.kinds) == 0 || slices.Contains(k.kinds, kind)
}

func namesOf(all []key, kind fact.RecordKind) []string {
	var out []string
	for i := range all {
		if all[i].of(kind) {
			out = append(out, all[i].name)
		}
	}
	return out
}

// ownWords are names that are one slip away from a key and mean something else.
var ownWords = words2("superseded effects linked")

// shortest is the shortest key of which a slip is told: many words are one letter away
// from a shorter one, such as data from date.
const shortest = 5

// slip is the key that a name is one edit away from; empty if there is none.
func slip(name string, kind fact.RecordKind) string {
	if ownWords[name] || isKnownField(name) {
		return ""
	}
	for _, k := range namesOf(keys, kind) {
		if len(k) >= shortest && fault.OneEdit(name, k) {
			return k
		}
	}
	return ""
}

func (r *read) remark(p fact.Path, at fact.Passage, rule, message, next string) {
	r.problems = append(r.problems, fact.RecordProblem{Path: p, Line: at.Line, Column: at.Column, Rule: rule, Message: message, Next: next})
}

// check remarks what is in the front matter of a record and is not read as it is meant:
// names that are one slip away from a key, and values of another type. All of it is told
// at once.
func (r *read) check(p fact.Path, kind fact.RecordKind, fields []field) {
	for i := range fields {
		f := &fields[i]
		if f.node == nil || f.unfilled {
			continue
		}
		at := slices.IndexFunc(keys, func(k key) bool { return k.name == f.name && k.of(kind) })
		if at >= 0 {
			r.value(p, f, &keys[at])
		} else if meant := slip(f.name, kind); meant != "" {
			r.remark(p, f.passage(f.keyNode), "key", fmt.Sprintf("the key %q is not read (did you mean %s?)", f.label, meant), "write "+meant+", or another name if it is something else")
		}
	}
}

// value remarks what a key holds and is not read.
func (r *read) value(p fact.Path, f *field, k *key) {
	at := f.passage(f.node)
	wrong := func(at fact.Passage, is, next string) {
		r.remark(p, at, "type", fmt.Sprintf("%s holds %s", f.label, is), next)
	}
	empty := f.node.Tag == "!!null" || f.node.Kind == yaml.ScalarNode && (emptyWords[strings.ToLower(f.Text)] || isPlaceholder(f.Text) || strings.Contains(f.Text, "YYYY"))
	switch {
	case empty:
	case f.node.Kind == yaml.AliasNode:
		wrong(at, "an alias of more than one value, which is not followed", "write the value itself")
	case k.holds == linkLists:
		r.links(p, f)
	case f.node.Kind == yaml.MappingNode:
		wrong(at, "names with values", "write a text"+orList(k))
	case k.holds == texts:
		r.items(p, f)
	case f.node.Kind == yaml.SequenceNode && len(f.items) != 1:
		wrong(at, "a list", "write one value")
	case k.holds == oneDay && dayIn(f.Text) == "":
		wrong(at, fmt.Sprintf("%.80q, which is no day", f.Text), "write the day as 2026-11-22")
	case k.holds == yesOrNo && !slices.Contains([]string{"true", "false", "yes", "no"}, f.Text):
		wrong(at, fmt.Sprintf("%.80q", f.Text), "write true or false")
	}
}

func orList(k *key) string {
	if k.holds == texts {
		return ", or a list of texts"
	}
	return ""
}

// items remarks what is in a list and is no text.
func (r *read) items(p fact.Path, f *field) {
	if f.node.Kind != yaml.SequenceNode {
		return
	}
	for _, item := range f.node.Content {
		if settled(item).Kind != yaml.ScalarNode && !inBraces(item) {
			r.remark(p, f.passage(item), "type", f.label+" holds something that is no text in its list", "write each as a text")
		}
	}
}

// links remarks what is below links and is not read.
func (r *read) links(p fact.Path, f *field) {
	switch f.node.Kind {
	case yaml.SequenceNode:
		for _, item := range f.node.Content {
			if item.Kind != yaml.MappingNode {
				r.remark(p, f.passage(item), "type", "links lists something of which the kind of relation is not told", "write links as `see: [target]`, or with another relation: "+strings.Join(namesOf(linkKeys, ""), ", "))
			}
		}
		return
	case yaml.MappingNode:
	default:
		r.remark(p, f.passage(f.node), "type", "links holds no relation", "write links as `see: [target]`, or with another relation: "+strings.Join(namesOf(linkKeys, ""), ", "))
		return
	}
	below := f.fields(f.node)
	for i := range below {
		g := &below[i]
		if _, known := linkFields[g.name]; known {
			r.value(p, g, &linkKeys[0])
			continue
		}
		meant := ""
		if near := fault.Closest(g.name, namesOf(linkKeys, "")); near != "" {
			meant = " (did you mean " + near + "?)"
		}
		r.remark(p, f.passage(g.keyNode), "key", fmt.Sprintf("the relation %q is not read%s", g.label, meant), "it is one of "+strings.Join(namesOf(linkKeys, ""), ", "))
	}
}
