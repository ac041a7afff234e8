package openapi

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oasdiff/oasdiff/checker"
	"github.com/oasdiff/oasdiff/diff"

	"leadline/internal/fact"
)

// changes gives what breaks, and what is new, of what differs. A change of a schema
// that many operations share is one change.
func changes(d *diff.Diff, sources *diff.OperationsSourcesMap, new Document, from, to *openapi3.T) []fact.APIChange {
	policy := policies()
	words := checker.NewDefaultLocalizer()
	config := checker.NewConfig(checker.GetAllChecks())
	at := map[key]*shared{}
	found := checker.CheckBackwardCompatibilityUntilLevel(config, d, sources, checker.INFO)
	came := exchanged(found, words)
	for _, c := range found {
		kind := kindOf(c)
		if kind == 0 || policy[c.GetId()] {
			continue
		}
		change := fact.APIChange{Kind: kind, Unit: new.Path, Symbol: symbolOf(c), What: c.GetUncolorizedText(words), Path: new.Path}
		if widthNamed.MatchString(change.What) || twinOfJSON.MatchString(change.What) && speaksJSON(c, to, strings.HasSuffix(change.What, " from the request body")) {
			continue
		}
		if m := unnamed.FindStringSubmatch(change.What); m != nil && came[change.Symbol+"\x00"+m[2]] {
			continue
		}
		if kind != fact.APIRemoved {
			change.Path, change.Line = place(c, new, to)
		}
		k := keyOf(c, change, from, to)
		if at[k] == nil {
			at[k] = &shared{change, map[string]bool{}}
		}
		at[k].add(change)
	}
	all := make([]fact.APIChange, 0, len(at))
	for _, s := range at {
		all = append(all, s.told())
	}
	slices.SortFunc(all, func(a, b fact.APIChange) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Line, b.Line), cmp.Compare(a.Symbol, b.Symbol), cmp.Compare(b.Kind, a.Kind), cmp.Compare(a.What, b.What))
	})
	return slices.Compact(all)
}

// unnamed are alternatives of a schema that have no name, by their places.
var unnamed = regexp.MustCompile("^(removed|added) `subschema #.*` (?:from|to) (.*)")

// exchanged are the changes of alternatives without a name of which some went where others
// came: they may be the same ones, that take more than before.
func exchanged(all checker.Changes, words checker.Localizer) map[string]bool {
	out := map[string]bool{}
	for _, c := range all {
		if m := unnamed.FindStringSubmatch(c.GetUncolorizedText(words)); m != nil && m[1] == "added" {
			out[symbolOf(c)+"\x00"+m[2]] = true
		}
	}
	return out
}

// widthNamed is that an integer is now said to have the width that all have who send one.
var widthNamed = regexp.MustCompile("`format` (was )?changed from `none` to `int64`$")

// twinOfJSON is that a media type goes that frameworks list beside that of JSON.
var twinOfJSON = regexp.MustCompile("^removed the media type `(text/json|application/\\*\\+json)`")

// speaksJSON tells of the operation of a change that it takes, or gives, JSON under its
// usual name.
func speaksJSON(c checker.Change, spec *openapi3.T, takes bool) bool {
	op := operation(c, spec)
	if op == nil {
		return false
	}
	if takes {
		b := op.RequestBody
		return b != nil && b.Value != nil && b.Value.Content["application/json"] != nil
	}
	for _, r := range op.Responses.Map() {
		if r != nil && r.Value != nil && r.Value.Content["application/json"] != nil {
			return true
		}
	}
	return false
}

// policies are the rules of how deprecation, versions and stability are to be
// announced.
func policies() map[string]bool {
	all := map[string]bool{}
	for _, r := range checker.GetAllRules() {
		if r.Kind == checker.KindLifecycle {
			all[r.Id] = true
		}
	}
	return all
}

// kindOf gives the kind of what is told, and 0 for what is not.
func kindOf(c checker.Change) fact.APIChangeKind {
	switch id := c.GetId(); {
	case c.GetLevel() == checker.ERR && (strings.HasPrefix(id, "api-removed") || strings.HasPrefix(id, "api-path-removed")):
		return fact.APIRemoved
	case c.GetLevel() == checker.ERR:
		return fact.APIChanged
	case id == checker.EndpointAddedId:
		return fact.APIAdded
	}
	return 0
}

func symbolOf(c checker.Change) string {
	if c.GetPath() == "" {
		return ""
	}
	return strings.TrimSpace(c.GetOperation() + " " + c.GetPath())
}

// place finds where a change stands in the later state: itself, or else its operation.
func place(c checker.Change, new Document, spec *openapi3.T) (fact.Path, int) {
	if s := c.GetRevisionSource(); s != nil && s.Line > 0 {
		return cmp.Or(fact.Path(s.File), new.Path), s.Line
	}
	if at := begins(c, spec); at != nil {
		return cmp.Or(fact.Path(at.File), new.Path), at.Line
	}
	return new.Path, lineOf(new.Content, c.GetPath(), c.GetOperation())
}

// operation is that of a change in a state; nil if it is not there.
func operation(c checker.Change, spec *openapi3.T) *openapi3.Operation {
	if item := spec.Paths.Find(c.GetPath()); item != nil {
		return item.Operations()[c.GetOperation()]
	}
	return nil
}

// begins is where the operation of a change begins, if that is known.
func begins(c checker.Change, spec *openapi3.T) *openapi3.Location {
	if op := operation(c, spec); op != nil && op.Origin != nil {
		return op.Origin.Key
	}
	return nil
}

// key is what changes have in common that are one change, of a schema that several
// operations share: the rule, the place in the description, and what was said of it,
// but for the way that leads there.
type key struct {
	rule, file   string
	line, column int
	text         string
}

func keyOf(c checker.Change, change fact.APIChange, from, to *openapi3.T) key {
	if change.Kind != fact.APIChanged {
		return key{rule: c.GetId(), text: change.Symbol}
	}
	for _, at := range []struct {
		source *checker.Source
		spec   *openapi3.T
	}{{c.GetRevisionSource(), to}, {c.GetBaseSource(), from}} {
		if s, op := at.source, begins(c, at.spec); s != nil && s.Line > 0 && (op == nil || s.Line != op.Line) {
			return key{c.GetId(), s.File, s.Line, s.Column, nearArgs(c)}
		}
	}
	return key{rule: c.GetId(), text: nearArgs(c)}
}

// nearArgs is what a change is about, without the statuses of responses, and of paths
// within a schema the last element.
func nearArgs(c checker.Change) string {
	var near []string
	for _, a := range c.GetArgs() {
		text := strings.TrimRight(fmt.Sprint(a), "/")
		if _, err := strconv.Atoi(text); err == nil && len(text) == 3 || text == "default" {
			continue
		}
		near = append(near, text[strings.LastIndexByte(text, '/')+1:])
	}
	return strings.Join(near, "\x00")
}

// shared is a change, and the operations that have it.
type shared struct {
	first      fact.APIChange
	operations map[string]bool
}

// add keeps the change that is told in the fewest words.
func (s *shared) add(c fact.APIChange) {
	s.operations[c.Symbol] = true
	if d := cmp.Or(cmp.Compare(len(c.What), len(s.first.What)), cmp.Compare(c.Symbol, s.first.Symbol), cmp.Compare(c.What, s.first.What)); d < 0 {
		s.first = c
	}
}

func (s *shared) told() fact.APIChange {
	c := s.first
	switch n := len(s.operations) - 1; {
	case n == 1:
		c.What += "; and so in another operation"
	case n > 1:
		c.What += fmt.Sprintf("; and so in %d other operations", n)
	}
	return c
}
