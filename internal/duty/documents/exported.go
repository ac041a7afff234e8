package documents

import (
	"cmp"
	"maps"
	paths "path"
	"slices"
	"strings"

	"leadline/internal/analysis/document"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// exported is what the code declares for others, by folder, and where the names are
// declared that documents mention.
type exported struct {
	folders map[fact.Path]*tally
	// names are the places in which a name is declared, by the name alone.
	names map[string][]place
}

// tally counts exported declarations.
type tally struct{ exported, documented int }

func (t *tally) add(u *tally) {
	t.exported, t.documented = t.exported+u.exported, t.documented+u.documented
}

type place struct {
	path  fact.Path
	unit  string
	owner string
	fact.Symbol
}

// exported reads the declarations of the code that people write and that is no test.
func (a *answer) exported() *exported {
	e := &exported{folders: map[fact.Path]*tally{}, names: map[string][]place{}}
	wanted := a.wanted()
	for _, p := range slices.Sorted(maps.Keys(a.view.Structures)) {
		s := a.view.Structures[p]
		if s.Estimate || !a.view.Written(p) || a.view.LeftOut(p) || hotspot.NatureOf(p) != hotspot.Code {
			continue
		}
		symbols := a.view.Symbols(p)
		for i := range symbols {
			x := &symbols[i]
			if wanted[x.Name] {
				e.names[x.Name] = append(e.names[x.Name], place{p, s.Package, x.Owner, *x})
			}
		}
		if s.Language == "go" && s.Package == "main" {
			continue // nobody imports it
		}
		t := e.folders[p.Folder()]
		if t == nil {
			t = &tally{}
			e.folders[p.Folder()] = t
		}
		for _, x := range duty.Exported(s, symbols) {
			if t.exported++; x.Documented {
				t.documented++
			}
		}
	}
	return e
}

// wanted are the names that documents mention.
func (a *answer) wanted() map[string]bool {
	out := map[string]bool{}
	for _, d := range a.library.Documents {
		for _, m := range d.Mentions {
			if m.Kind == fact.MentionSymbol {
				_, n := parted(m.Text)
				out[n] = true
			}
		}
	}
	return out
}

// parted takes what qualifies a name from it.
func parted(s string) (qualifier, name string) {
	i := strings.LastIndexAny(s, ".:#>")
	if i < 0 {
		return "", s
	}
	q := strings.TrimRight(s[:i], ".:#->")
	if j := strings.LastIndexAny(q, ".:#>"); j >= 0 {
		q = q[j+1:]
	}
	return q, s[i+1:]
}

// fewestLines is how long a declaration is of which it is worth telling that it changed.
const fewestLines = 3

// declared finds the one place in which a name is declared; ok is false where there are
// several, or none.
func (e *exported) declared(said string) (document.Subject, bool) {
	q, n := parted(said)
	var found *place
	for i := range e.names[n] {
		x := &e.names[n][i]
		if q != "" && !x.of(q) {
			continue
		}
		if found != nil {
			return document.Subject{}, false
		}
		found = x
	}
	if found == nil || found.End-found.Line < fewestLines || q == "" && found.owner != "" {
		return document.Subject{}, false
	}
	return document.Subject{Path: found.path, Symbol: found.FullName(), Line: found.Line, End: found.End}, true
}

// of reports whether a word may qualify a declaration: its type, package, file or folder.
func (p *place) of(q string) bool {
	base := paths.Base(string(p.path))
	stem, _, _ := strings.Cut(base, ".")
	owner := p.owner[strings.LastIndexByte(p.owner, '.')+1:]
	return owner == q || owner == "" && (p.unit == q || stem == q || paths.Base(string(p.path.Folder())) == q)
}

// all is the tally of the place that is asked about.
func (e *exported) all(v *duty.View) (t tally) {
	for dir, u := range e.folders {
		if inPlace(v, dir) {
			t.add(u)
		}
	}
	return t
}

func inPlace(v *duty.View, dir fact.Path) bool {
	return v.Place.Path == "" || v.Place.Folder && (dir == v.Place.Path || v.Within(dir))
}

// figure is the share of the exported declarations that have a comment.
func (a *answer) apiFigure() sheet.Figure {
	t := a.api.all(a.view)
	f := sheet.Figure{ID: "documentation/api", Label: "of exported declarations have a comment", Unit: "%", N: t.exported}
	if t.exported == 0 {
		f.State, f.Reason = sheet.NotApplicable, "no code that is read exports anything here"
		return f
	}
	f.State, f.Value = sheet.Known, sheet.Int(int(100*float64(t.documented)/float64(t.exported)))
	return f
}

// mostPackages is how many rows the table of packages has.
const mostPackages = 15

// packages are those with exported declarations, the most without a comment first.
func (a *answer) packages() (sheet.Section, bool) {
	type row struct {
		dir fact.Path
		*tally
	}
	var rows []row
	for dir, t := range a.api.folders {
		if t.exported > 0 && inPlace(a.view, dir) {
			rows = append(rows, row{dir, t})
		}
	}
	slices.SortFunc(rows, func(x, y row) int {
		return cmp.Or(cmp.Compare(y.exported-y.documented, x.exported-x.documented), cmp.Compare(x.dir, y.dir))
	})
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "package", Label: "package", Kind: sheet.ColumnPlace},
		{ID: "exported", Label: "exported", Kind: sheet.ColumnNumber},
		{ID: "without", Label: "without a comment", Kind: sheet.ColumnNumber},
		{ID: "share", Label: "commented", Kind: sheet.ColumnShare, Unit: "%"},
	}}
	for i, r := range rows {
		if i == mostPackages {
			t.Others = len(rows) - mostPackages
			break
		}
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(duty.FolderPlace(r.dir)), sheet.Int(r.exported), sheet.Int(r.exported - r.documented),
			sheet.Int(int(100 * float64(r.documented) / float64(r.exported))),
		})
	}
	return sheet.Section{
		ID: "documentation/api", Title: "Exported declarations without a comment", Kind: sheet.KindTable, Table: t,
		Note: "Functions, methods and types that the language lets others use, with a comment of their own; tests, examples, generated code and what hidden types hold are left out.",
	}, len(rows) > 0
}
