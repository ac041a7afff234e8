package architecture

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"leadline/internal/analysis/conformance"
	"leadline/internal/analysis/dependency"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// The files in which an architecture is declared, and its known breaches are.
const (
	configuration = "leadline.yaml"
	baseline      = "leadline-baseline.txt"
)

var breach = duty.Rule{
	ID: "architecture/rule", Level: sheet.LevelError,
	Title: "Code breaks the declared architecture",
	Doc: `A package needs another one though a rule under "architecture" in leadline.yaml
says that its component may not. What a package needs are the imports of its files
that are no tests, to code for tests too; an import that may lead to one of several
places is not judged. Imports of types alone count, but make no circle.

A breach is a rule and two packages: a further import between the two is the same
one. Breaches that leadline-baseline.txt lists are known, and are not told again.
This finding gates: "leadline architecture check" ends with exit status 1.

What reflection, plug-ins, configuration or a network need is not seen.`,
}

var stale = duty.Rule{
	ID: "architecture/stale", Level: sheet.LevelError,
	Title: "A known breach of the architecture is gone",
	Doc: `leadline-baseline.txt lists a breach that is not there any more, or a rule that
leadline.yaml no longer declares. The list only shrinks: a line that is left in would
let the breach come back unseen. "leadline architecture baseline" takes it out.

This finding gates: "leadline architecture check" ends with exit status 1.`,
}

var empty = duty.Rule{
	ID: "architecture/component", Level: sheet.LevelError,
	Title: "A declared component has no code",
	Doc: `No file of code that is read fits the patterns of a component in leadline.yaml:
its folder was moved, a pattern is wrong, or its language is not read. The rules that
speak of it then find nothing, whatever the code does.

This finding gates: "leadline architecture check" ends with exit status 1.`,
}

// knownBreach is a breach and the line of the baseline that lists it.
type knownBreach struct {
	conformance.Breach
	line duty.KnownBreach
}

func (a *answer) declared() bool { return a.view.Settings.Architecture != nil }

// conform holds the code against the declared architecture.
func (a *answer) conform() {
	declared := a.view.Settings.Architecture
	if declared == nil {
		return
	}
	type key struct {
		rule     string
		from, to fact.Path
	}
	lines := map[key]duty.KnownBreach{}
	for _, k := range declared.Known {
		lines[key{k.Rule, k.From, k.To}] = k
	}
	for _, b := range declared.Breaches(a.packages, a.view.Dependencies) {
		k := key{declared.Rules[b.Rule].Name, b.From, b.To}
		line, known := lines[k]
		delete(lines, k)
		switch {
		case !a.inside(b.From) && !a.inside(b.To):
		case known:
			a.known = append(a.known, knownBreach{b, line})
		default:
			a.breaches = append(a.breaches, b)
		}
	}
	if a.view.Place.Path == "" {
		a.stale = slices.SortedFunc(maps.Values(lines), func(x, y duty.KnownBreach) int { return cmp.Compare(x.Line, y.Line) })
	}
}

// inside tells whether a package is of the place that is asked about.
func (a *answer) inside(p fact.Path) bool {
	return a.view.Place.Path == "" || p == a.view.Place.Path || a.view.Within(p+"/")
}

func (a *answer) declaredFindings() []sheet.Finding {
	var out []sheet.Finding
	if !a.declared() {
		return nil
	}
	if !a.view.Off(&breach) {
		for i := range a.breaches {
			out = append(out, a.breach(&a.breaches[i]))
		}
	}
	if !a.view.Off(&stale) {
		for _, k := range a.stale {
			out = append(out, a.stalePart(k))
		}
	}
	if !a.view.Off(&empty) && a.view.Place.Path == "" {
		out = append(out, a.emptyComponents()...)
	}
	return out
}

func (a *answer) breach(b *conformance.Breach) sheet.Finding {
	r := &a.view.Settings.Architecture.Rules[b.Rule]
	at := sheet.Place{Path: string(b.First.From), Line: b.First.Line}
	f := sheet.Finding{
		Rule: breach.ID, Level: a.view.Level(&breach), Gate: true, Place: &at,
		Message: fmt.Sprintf("%s needs %s by %s%s: breaks %q", duty.FolderPlace(b.From).Path, duty.FolderPlace(b.To).Path,
			duty.Amount(b.Imports, "import", "imports"), a.way(b), r.Name),
		Why:         r.Reason,
		Next:        sheet.Command("leadline", "explain", fmt.Sprintf("%s:%d", at.Path, at.Line)),
		Evidence:    []sheet.Evidence{{Place: &at, Text: "imports " + b.First.Path}},
		Fingerprint: sheet.Fingerprint(breach.ID, r.Name, string(b.From), string(b.To)),
	}
	for _, d := range b.Back[:min(len(b.Back), mostNamed)] {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(d.From), Line: d.Line}, Text: "imports " + d.Path})
	}
	if r.Decision != "" {
		f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: r.Decision}, Text: "the decision"})
	}
	return f
}

// way says in words how a circle closes.
func (a *answer) way(b *conformance.Breach) string {
	if len(b.Back) == 0 {
		return ""
	}
	s := ", and " + b.ToComponent + " needs " + b.FromComponent
	if len(b.Back) > 1 {
		s += " by way of "
	}
	for i, d := range b.Back[1:min(len(b.Back), mostNamed)] {
		if i > 0 {
			s += ", "
		}
		s += a.view.Settings.Architecture.Component(d.From)
	}
	if len(b.Back) > mostNamed {
		s += fmt.Sprintf(" and %d more", len(b.Back)-mostNamed)
	}
	return s
}

func (a *answer) stalePart(k duty.KnownBreach) sheet.Finding {
	at := sheet.Place{Path: baseline, Line: k.Line}
	return sheet.Finding{
		Rule: stale.ID, Level: a.view.Level(&stale), Gate: true, Place: &at,
		Message: fmt.Sprintf("%s no longer needs %s against %q", duty.FolderPlace(k.From).Path, duty.FolderPlace(k.To).Path, k.Rule),
		Why:     "a line that stays would let the breach come back unseen",
		Next:    sheet.Command("leadline", "architecture", "baseline"), Evidence: []sheet.Evidence{{Place: &at, Text: k.Reason}},
		Fingerprint: sheet.Fingerprint(stale.ID, k.Rule, string(k.From), string(k.To)),
	}
}

func (a *answer) emptyComponents() []sheet.Finding {
	found := map[string]bool{}
	for p := range a.view.Structures {
		found[a.view.Settings.Architecture.Component(p)] = true
	}
	names := slices.Sorted(maps.Keys(found))
	var out []sheet.Finding
	for _, c := range a.view.Settings.Architecture.Components {
		if slices.ContainsFunc(names, c.Fit) {
			continue
		}
		at := sheet.Place{Path: configuration, Line: c.Line}
		out = append(out, sheet.Finding{
			Rule: empty.ID, Level: a.view.Level(&empty), Gate: true, Place: &at,
			Message: fmt.Sprintf("component %q has no file of code that is read", c.Name),
			Why:     "rules that speak of it find nothing, whatever the code does",
			Next:    sheet.Command("leadline", "architecture", "init"), Evidence: []sheet.Evidence{{Place: &at, Text: "its patterns fit none"}},
			Fingerprint: sheet.Fingerprint(empty.ID, c.Name),
		})
	}
	return out
}

// broken says in words how many rules are.
func (a *answer) broken() string {
	rules, fresh := map[int]bool{}, map[int]bool{}
	for _, b := range a.breaches {
		rules[b.Rule], fresh[b.Rule] = true, true
	}
	for _, b := range a.known {
		rules[b.Rule] = true
	}
	all := duty.Amount(len(a.view.Settings.Architecture.Rules), "rule", "rules")
	switch {
	case len(rules) == 0:
		return all + " kept"
	case len(fresh) == 0:
		return fmt.Sprintf("%d of %s broken, as is known", len(rules), all)
	}
	return fmt.Sprintf("%d of %s broken", len(rules), all)
}

// conformity is the figures of the declared architecture.
func (a *answer) conformity() []sheet.Figure {
	if !a.declared() {
		return nil
	}
	outside := 0
	for i := range a.packages.Packages {
		for _, f := range a.packages.Packages[i].Files {
			if a.view.Within(f) && a.view.Settings.Architecture.Component(f) == "" {
				outside++
			}
		}
	}
	out := []sheet.Figure{
		duty.Count("architecture/rules", len(a.view.Settings.Architecture.Rules), "declared rule", "declared rules", nil),
		duty.Count("architecture/breaches", len(a.breaches), "breach of them that is new", "breaches of them that are new", nil),
		duty.Count("architecture/known", len(a.known), "that is known", "that are known", nil),
	}
	if outside > 0 {
		out = append(out, duty.Count("architecture/outside", outside, "file in no component, which is not judged", "files in no component, which are not judged", nil))
	}
	return out
}

// rules are the declared ones.
func (a *answer) rules() (sheet.Section, bool) {
	if !a.declared() || a.view.Place.Path != "" {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "rule", Label: "rule", Kind: sheet.ColumnText}, {ID: "says", Label: "says", Kind: sheet.ColumnText}, {ID: "breaches", Label: "breaches", Kind: sheet.ColumnNumber},
	}}
	breaches := map[int]int{}
	for i := range a.breaches {
		breaches[a.breaches[i].Rule]++
	}
	for i := range a.known {
		breaches[a.known[i].Rule]++
	}
	declared := a.view.Settings.Architecture
	for i := range declared.Rules {
		says := declared.Rules[i].Reason
		if i < len(declared.Words) {
			says = declared.Words[i] + ": " + says
		}
		t.Rows = append(t.Rows, []sheet.Value{sheet.String(declared.Rules[i].Name), sheet.String(says), sheet.Int(breaches[i])})
	}
	return sheet.Section{
		ID: "architecture/rules", Title: "Declared rules", Kind: sheet.KindTable, Table: t, Note: "As leadline.yaml declares them, with their reasons; breaches that are known are counted too.",
	}, len(t.Rows) > 0
}

// componentRows is how many components are shown.
const componentRows = 24

// components are the declared ones, and what they need of each other.
func (a *answer) components() (sheet.Section, bool) {
	if !a.declared() {
		return sheet.Section{}, false
	}
	m := a.componentMap()
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "component", Label: "component", Kind: sheet.ColumnText},
		{ID: "files", Label: "files", Kind: sheet.ColumnNumber},
		{ID: "afferent", Label: "needed by", Kind: sheet.ColumnNumber},
		{ID: "efferent", Label: "needs", Kind: sheet.ColumnNumber},
		{ID: "instability", Label: "instability", Kind: sheet.ColumnNumber},
	}}
	for _, n := range m.Order() {
		p := &m.Packages[n]
		if !slices.ContainsFunc(p.Files, a.view.Within) {
			continue
		}
		if len(t.Rows) == componentRows {
			t.Others++
			continue
		}
		row := []sheet.Value{sheet.String(string(p.Path)), sheet.Int(len(p.Files)), sheet.Int(p.Afferent), sheet.Int(p.Efferent), {}}
		if i, ok := p.Instability(); ok {
			row[4] = hundredths(i)
		}
		t.Rows = append(t.Rows, row)
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "architecture/components", Title: "Components", Kind: sheet.KindTable, Table: t,
		Note: "As leadline.yaml declares them, each above those that it needs as far as that can be. Needed by and needs: components, by the imports of files that are no tests.",
	}, true
}

// componentMap is the map of the declared components. A package whose files are of
// several is with the first.
func (a *answer) componentMap() *dependency.Map {
	of := map[fact.Path]fact.Path{}
	for i := range a.packages.Packages {
		for _, f := range a.packages.Packages[i].Files {
			if c := a.view.Settings.Architecture.Component(f); c != "" {
				of[a.packages.Packages[i].Path] = fact.Path(c)
				break
			}
		}
	}
	return a.packages.Grouped(func(p fact.Path) (fact.Path, bool) { c, ok := of[p]; return c, ok })
}

// drawnComponents is the same map where that is few enough to be drawn; otherwise
// components that one declaration makes are together.
func (a *answer) drawnComponents() *dependency.Map {
	m := a.componentMap()
	if len(m.Packages) <= mostParts {
		return m
	}
	return m.Grouped(func(name fact.Path) (fact.Path, bool) {
		for _, c := range a.view.Settings.Architecture.Components {
			if c.Fit(string(name)) {
				return fact.Path(c.Name), true
			}
		}
		return "", false
	})
}

// knownRows is how many known breaches are shown.
const knownRows = 10

func (a *answer) knownBreaches() (sheet.Section, bool) {
	if len(a.known) == 0 {
		return sheet.Section{}, false
	}
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "rule", Label: "rule", Kind: sheet.ColumnText},
		{ID: "from", Label: "broken by", Kind: sheet.ColumnPlace},
		{ID: "to", Label: "which needs", Kind: sheet.ColumnPlace},
		{ID: "imports", Label: "imports", Kind: sheet.ColumnNumber},
		{ID: "reason", Label: "known because", Kind: sheet.ColumnText},
	}}
	for _, b := range a.known {
		if len(t.Rows) == knownRows {
			t.Others++
			continue
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.String(a.view.Settings.Architecture.Rules[b.Rule].Name), sheet.At(duty.FolderPlace(b.From)), sheet.At(duty.FolderPlace(b.To)),
			sheet.Int(b.Imports), sheet.String(b.line.Reason),
		})
	}
	return sheet.Section{
		ID: "architecture/known", Title: "Breaches that are known", Kind: sheet.KindTable, Table: t,
		Note: "leadline-baseline.txt lists them. It only shrinks: a breach that is gone has to be taken out.",
	}, true
}

// Breach is a breach of the declared architecture, known or not, by the name of the
// rule and the folders of the packages.
type Breach struct {
	Rule     string
	From, To fact.Path
}

// Breaches are all breaches of the architecture that is declared.
func Breaches(v *duty.View) []Breach {
	a := newAnswer(v)
	var out []Breach
	for _, b := range a.known {
		out = append(out, Breach{b.line.Rule, b.From, b.To})
	}
	for _, b := range a.breaches {
		out = append(out, Breach{v.Settings.Architecture.Rules[b.Rule].Name, b.From, b.To})
	}
	return out
}
