package documents

import (
	"cmp"
	"fmt"
	paths "path"
	"slices"
	"strings"

	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// service is a description in the place that changed, by what its changes do.
type service struct {
	*duty.Service
	added, broken []fact.APIChange
	// gone, of those that break, are operations of OpenAPI that were removed, or whatever
	// breaks of protobuf: what else differs in OpenAPI mends the words more often than the
	// service. What a change log tells is not among them.
	gone []fact.APIChange
}

// services are the descriptions in the place that changed since the last release, those
// that break most first.
func (a *answer) services() []service {
	if a.view.Services == nil {
		return nil
	}
	var out []service
	for i := range a.view.Services.Changed {
		if s := sorted(&a.view.Services.Changed[i]); a.view.Within(s.Path) {
			out = append(out, s)
		}
	}
	slices.SortStableFunc(out, func(x, y service) int {
		return cmp.Or(cmp.Compare(len(y.broken), len(x.broken)), cmp.Compare(len(y.added), len(x.added)))
	})
	return out
}

func sorted(of *duty.Service) service {
	s := service{Service: of}
	for _, c := range s.Changes {
		switch c.Kind {
		case fact.APIAdded:
			s.added = append(s.added, c)
		case fact.APIChanged, fact.APIRemoved:
			s.broken = append(s.broken, c)
			if c.Symbol != "" && s.Told[c.Symbol] == "" && (s.protobuf() || c.Kind == fact.APIRemoved) {
				s.gone = append(s.gone, c)
			}
		}
	}
	return s
}

func (s *service) protobuf() bool { return paths.Ext(string(s.Path)) == ".proto" }

// moves reports whether its version changes when it does: it did so in half of the steps
// between earlier releases, of two at least.
func (s *service) moves() bool { return s.Steps >= 2 && 2*s.Raised >= s.Steps }

const (
	// mostServices is how many descriptions are told of one by one: the table has all.
	mostServices = 5
	// mostChanges is how many changes are evidence.
	mostChanges = 4
)

// drifted tells of services whose version stayed though they did not.
func (a *answer) drifted() []sheet.Finding {
	var out []sheet.Finding
	for _, s := range a.services() {
		f, ok := sheet.Finding{}, false
		switch {
		case s.Announced || s.Is != s.Was || s.ByRelease || len(out) == mostServices:
		case s.Promises && len(s.gone) > 0:
			f, ok = a.unannounced(&s), true
		case s.moves():
			f, ok = a.unraised(&s)
		}
		if ok {
			out = append(out, f)
		}
	}
	return out
}

// unannounced tells of a service that promised to stay as it was.
func (a *answer) unannounced(s *service) sheet.Finding {
	f := a.drift(s, s.gone)
	f.Message = fmt.Sprintf("since %s %s; no version and no change log says so", a.since(), what(s.gone))
	f.Why, f.Next = "whoever relies on "+a.since()+" learns of it when it fails", "put it back, or say it: by another version, and in the change log"
	return f
}

// unraised tells of a service whose version moves, but for this time.
func (a *answer) unraised(s *service) (sheet.Finding, bool) {
	changes := slices.Clone(s.gone)
	for _, c := range s.added {
		if c.Symbol != "" {
			changes = append(changes, c)
		}
	}
	if len(changes) == 0 {
		return sheet.Finding{}, false
	}
	f := a.drift(s, changes)
	f.Level = sheet.LevelNote
	f.Message = fmt.Sprintf("since %s %s; its version is %s still", a.since(), what(changes), s.Is)
	f.Why = fmt.Sprintf("it changed with the description in %d of %s between releases", s.Raised, duty.Amount(s.Steps, "step", "steps"))
	f.Next = "raise info.version before the next release"
	return f, true
}

func (a *answer) since() string { return a.view.Services.Release.Tag }

// what names the first change, and counts the others.
func what(changes []fact.APIChange) string {
	c := &changes[0]
	did, _, _ := strings.Cut(c.What, ":") // what follows says whom it reaches
	switch {
	case c.Kind == fact.APIAdded:
		did = "was added"
	case c.Kind == fact.APIRemoved:
		did = "was removed"
	}
	if n := len(changes) - 1; n > 0 {
		did += ", and " + duty.Amount(n, "more change", "more changes")
	}
	return c.Symbol + " " + did
}

func (a *answer) drift(s *service, changes []fact.APIChange) sheet.Finding {
	at := sheet.Place{Path: string(s.Path), Line: changes[0].Line}
	f := sheet.Finding{Rule: interfaces.ID, Level: a.view.Level(&interfaces), Place: &at}
	f.Gate = f.Level == sheet.LevelError
	key := []string{string(s.Path)}
	for i, c := range changes {
		key = append(key, c.Symbol+" "+c.Kind.String())
		if i < mostChanges {
			f.Evidence = append(f.Evidence, sheet.Evidence{Place: &sheet.Place{Path: string(c.Path), Line: c.Line}, Text: strings.TrimSpace(c.Symbol + " " + c.What)})
		}
	}
	f.Fingerprint = sheet.Fingerprint(interfaces.ID, key...)
	return f
}

// changed is the table of descriptions that changed.
func (a *answer) changed() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "description", Label: "description", Kind: sheet.ColumnPlace},
		{ID: "was", Label: "version then", Kind: sheet.ColumnText},
		{ID: "is", Label: "now", Kind: sheet.ColumnText},
		{ID: "added", Label: "added", Kind: sheet.ColumnNumber},
		{ID: "broken", Label: "broken", Kind: sheet.ColumnNumber},
		{ID: "what", Label: "first of them", Kind: sheet.ColumnText},
	}}
	all := a.services()
	for i, s := range all {
		if i == mostRows {
			t.Others = len(all) - mostRows
			break
		}
		first := nothing
		if changes := append(slices.Clone(s.broken), s.added...); len(changes) > 0 {
			first = strings.TrimSpace(changes[0].Symbol + " " + changes[0].What)
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(s.Path)}), sheet.String(cmp.Or(s.Was, nothing)), sheet.String(cmp.Or(s.Is, nothing)),
			sheet.Int(len(s.added)), sheet.Int(len(s.broken)), sheet.String(first),
		})
	}
	if len(t.Rows) == 0 {
		return sheet.Section{}, false
	}
	return sheet.Section{
		ID: "documentation/services", Title: "Descriptions of services since " + a.since(), Kind: sheet.KindTable, Table: t,
		Note: "Operations of OpenAPI and declarations of protobuf, held against the last release; broken: whoever uses that cannot go on as before. One change of a schema is one, however many operations have it.",
	}, true
}
