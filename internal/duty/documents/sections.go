package documents

import (
	paths "path"
	"slices"
	"strings"

	"leadline/internal/analysis/area"
	"leadline/internal/analysis/hotspot"
	"leadline/internal/analysis/target"
	"leadline/internal/duty"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

const (
	// hotspots is how many of the first ones make a component matter.
	hotspots = 20
	// fewestCode is how many lines of code one that matters has.
	fewestCode = 1000
	// fewestExported is from how many exported declarations on their comments say
	// something.
	fewestExported = 10
	// mostRows is how many rows tables have.
	mostRows = 12
)

// nothing stands in a cell where there is nothing to say.
const nothing = "–"

// component is an area of the code with hotspots, and what describes it.
type component struct {
	path fact.Path
	// hot are its hotspots among the first.
	hot   []fact.Path
	lines int
	// documents are those in it and READMEs around it, and naming those outside that name something of it.
	documents, naming int
	readme            fact.Path
	api               tally
	packaged          bool // a doc.go tells of it
}

// bare reports whether nothing describes a component that matters.
func (c *component) bare(least int) bool {
	return len(c.hot) >= least && c.lines >= fewestCode && c.documents == 0 && c.naming == 0 && !c.packaged && c.api.exported >= fewestExported && 2*c.api.documented < c.api.exported
}

// components are the areas of the first hotspots, in the order of those.
func (a *answer) components() []component {
	areas := a.view.Areas()
	at := map[fact.Path]int{}
	var out []component
	for i, s := range a.view.Hotspots() {
		if i == hotspots {
			break
		}
		dir := areas.Of(s.Path)
		if dir == area.Top || !a.view.Within(s.Path) {
			continue
		}
		n, ok := at[fact.Path(dir)]
		if !ok {
			n = len(out)
			at[fact.Path(dir)] = n
			out = append(out, component{path: fact.Path(dir)})
		}
		out[n].hot = append(out[n].hot, s.Path)
	}
	for i := range out {
		a.describe(&out[i])
	}
	return out
}

func (a *answer) describe(c *component) {
	in := func(p fact.Path) bool { return p == c.path || strings.HasPrefix(string(p), string(c.path)+"/") }
	for i := range a.view.History.Files {
		f := &a.view.History.Files[i]
		if around(f.Path, c.path) {
			c.documents++
		}
		if !in(f.Path) || !a.view.Written(f.Path) {
			continue
		}
		base := strings.ToLower(paths.Base(string(f.Path)))
		switch hotspot.NatureOf(f.Path) {
		case hotspot.Documentation:
			c.documents++
			if f.Path.Folder() == c.path && strings.HasPrefix(base, "readme") {
				c.readme = f.Path
			}
		case hotspot.Code:
			c.lines += f.LineCount()
			c.packaged = c.packaged || base == "doc.go"
		}
	}
	for _, d := range a.library.Documents {
		if !in(d.Path) && slices.ContainsFunc(d.Mentions, func(m fact.Mention) bool { return a.names(d.Path, &m, in) }) {
			c.naming++
		}
	}
	for dir, t := range a.api.folders {
		if in(dir) {
			c.api.add(t)
		}
	}
}

// around reports whether a file is a README of a folder around another, the top apart.
func around(p, dir fact.Path) bool {
	folder := p.Folder()
	return folder != "" && strings.HasPrefix(string(dir), string(folder)+"/") && strings.HasPrefix(strings.ToLower(paths.Base(string(p))), "readme")
}

// names reports whether a document mentions something in a component.
func (a *answer) names(from fact.Path, m *fact.Mention, in func(fact.Path) bool) bool {
	if m.Kind == fact.MentionSymbol {
		s, ok := a.api.declared(m.Text)
		return ok && in(s.Path)
	}
	if m.Kind == fact.MentionCode {
		return false
	}
	p := fact.Path(strings.TrimSuffix(m.Text, "/"))
	return in(p) || in(target.In(from, m.Text))
}

// otherDocuments counts the documents in formats that are not read.
func (a *answer) otherDocuments() int {
	n := 0
	for i := range a.view.History.Files {
		p := a.view.History.Files[i].Path
		switch strings.ToLower(paths.Ext(string(p))) {
		case ".rst", ".adoc", ".asciidoc":
			if a.view.Within(p) && a.view.Written(p) {
				n++
			}
		}
	}
	return n
}

func (a *answer) sections() []sheet.Section {
	var out []sheet.Section
	if s, ok := a.described(); ok {
		out = append(out, s)
	}
	if s, ok := a.packages(); ok {
		out = append(out, s)
	}
	if s, ok := a.changed(); ok {
		out = append(out, s)
	}
	if s, ok := a.ages(); ok {
		out = append(out, s)
	}
	if a.view.Place.Path == "" {
		out = append(out, a.usual())
	}
	return out
}

// described tells what describes the components where work goes.
func (a *answer) described() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "component", Label: "component", Kind: sheet.ColumnPlace},
		{ID: "hotspots", Label: "hotspots", Kind: sheet.ColumnNumber},
		{ID: "readme", Label: "README", Kind: sheet.ColumnPlace},
		{ID: "documents", Label: "documents", Kind: sheet.ColumnNumber},
		{ID: "naming", Label: "others that name it", Kind: sheet.ColumnNumber},
		{ID: "share", Label: "exported, commented", Kind: sheet.ColumnShare, Unit: "%"},
	}}
	for i := range a.parts {
		c := &a.parts[i]
		if i == mostRows {
			t.Others = len(a.parts) - mostRows
			break
		}
		row := []sheet.Value{sheet.At(duty.FolderPlace(c.path)), sheet.Int(len(c.hot)), sheet.String(nothing), sheet.Int(c.documents), sheet.Int(c.naming), sheet.String(nothing)}
		if c.readme != "" {
			row[2] = sheet.At(sheet.Place{Path: string(c.readme)})
		}
		if c.api.exported > 0 {
			row[5] = sheet.Int(int(100 * float64(c.api.documented) / float64(c.api.exported)))
		}
		t.Rows = append(t.Rows, row)
	}
	return sheet.Section{
		ID: "documentation/components", Title: "What describes the components where work goes", Kind: sheet.KindTable, Table: t,
		Note: "The areas of the first 20 hotspots, in their order. Documents are those in it, and READMEs of folders around it. A document names a component by a link or a path to something in it, or by a name in a code span that is declared there and nowhere else.",
	}, len(t.Rows) > 0
}

// ages tells of the documents that name code how much of that is newer.
func (a *answer) ages() (sheet.Section, bool) {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "document", Label: "document", Kind: sheet.ColumnPlace},
		{ID: "changed", Label: "last changed", Kind: sheet.ColumnDate},
		{ID: "lines", Label: "lines named", Kind: sheet.ColumnNumber},
		{ID: "newer", Label: "newer", Kind: sheet.ColumnShare, Unit: "%"},
		{ID: "most", Label: "most in", Kind: sheet.ColumnPlace},
	}}
	for i := range a.drifts {
		d := &a.drifts[i]
		if d.Since == 0 {
			continue
		}
		if len(t.Rows) == mostRows {
			t.Others++
			continue
		}
		s := d.Subjects[0]
		t.Rows = append(t.Rows, []sheet.Value{
			sheet.At(sheet.Place{Path: string(d.Document.Path)}), sheet.OnDay(sheet.DateOf(d.Touched)), sheet.Int(d.Lines),
			sheet.Int(int(100 * d.Share())), sheet.At(sheet.Place{Path: string(s.Path), Line: s.Line}),
		})
	}
	return sheet.Section{
		ID: "documentation/ages", Title: "Documents, and the code that they name", Kind: sheet.KindTable, Table: t,
		Note: "Newer: the share of the lines named, as git blame has them, that were written after the document last changed; commits of more than 30 files do not count. A lead, no verdict.",
	}, len(t.Rows) > 0
}

// usual tells of the documents that people look for in a repository.
func (a *answer) usual() sheet.Section {
	t := &sheet.Table{Columns: []sheet.Column{
		{ID: "document", Label: "document", Kind: sheet.ColumnText},
		{ID: "place", Label: "where", Kind: sheet.ColumnPlace},
		{ID: "changed", Label: "last changed", Kind: sheet.ColumnDate},
	}}
	add := func(what string, p fact.Path, folder bool) {
		row := []sheet.Value{sheet.String(what), sheet.String("none found"), sheet.String(nothing)}
		switch {
		case p != "" && folder:
			row[1] = sheet.At(duty.FolderPlace(p))
		case p != "":
			row[1] = sheet.At(sheet.Place{Path: string(p)})
			if when, by := a.library.Touched(p); by != "" {
				row[2] = sheet.OnDay(sheet.DateOf(when))
			}
		}
		t.Rows = append(t.Rows, row)
	}
	for _, u := range []struct {
		what  string
		stems []string
	}{{"README", []string{"readme"}}, {"licence", []string{"license", "licence", "copying", "unlicense"}}, {"how to contribute", []string{"contributing"}}} {
		add(u.what, a.atTop(u.stems), false)
	}
	add("decisions", a.records(fact.Decision), true)
	add("runbooks", a.records(fact.Runbook), true)
	return sheet.Section{
		ID: "documentation/usual", Title: "What people look for", Kind: sheet.KindTable, Table: t,
		Note: "At the top, in .github, .gitlab or docs; decisions and runbooks as leadline record finds them. What is not there may be elsewhere, or not be needed.",
	}
}

// atTop finds a document by the beginning of its name.
func (a *answer) atTop(stems []string) fact.Path {
	best := fact.Path("")
	for i := range a.view.History.Files {
		p := a.view.History.Files[i].Path
		switch p.Folder() {
		case "", ".github", ".gitlab", "docs":
		default:
			continue
		}
		base := strings.ToLower(paths.Base(string(p)))
		if slices.ContainsFunc(stems, func(s string) bool {
			return strings.HasPrefix(base, s) && !strings.ContainsAny(base[len(s):min(len(base), len(s)+1)], "abcdefghijklmnopqrstuvwxyz")
		}) && (best == "" || len(p) < len(best)) {
			best = p
		}
	}
	return best
}

// records is the folder in which records of a kind are kept.
func (a *answer) records(kind fact.RecordKind) fact.Path {
	if a.view.Decisions == nil {
		return ""
	}
	for _, f := range a.view.Decisions.Folders {
		if f.Kind == kind {
			return f.Path
		}
	}
	return ""
}
