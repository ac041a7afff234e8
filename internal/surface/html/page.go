package html

import (
	"cmp"
	"fmt"
	"html/template"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// page is what the templates write. Its strings are already as people read them.
type page struct {
	Title, Name string
	// Home is where the name leads; empty in a report.
	Home string
	// At says which commit was read, or as of which day several were.
	At  string
	Nav []link
	// Needs are the first findings of several repositories, and Together is what is said of
	// them as a whole, if it is something.
	Needs    []finding
	Together *sheetPart
	Parts    []repository
	Rules    []Rule
	// Notice is what the authors of what is in the page want to be said.
	Notice string

	// Of a report.
	Policy       string
	Style        template.CSS
	ECharts, App template.JS
	// Of a served page.
	Live  *live
	Way   []link // the folders above a place
	More  []link // other pages about it
	Lines *source
	Found *results
	Lost  *lost
	Guide []Rule // rules by their ids alone
}

// repository is what is said of one: how much was read, and the sheets.
type repository struct {
	// Name is set where there are several.
	ID, Name string
	At, Read string
	Unread   []string
	Gaps     []gap
	Sheets   []sheetPart
}

// link is words that may lead somewhere.
type link struct {
	Text, Href string
	Here       bool
}

// Parts are the words, divided where a line may end: behind a slash.
func (l link) Parts() []string { return strings.SplitAfter(l.Text, "/") }

type gap struct{ Message, Which, Next string }

type sheetPart struct {
	ID, Name, Question string
	Groups             []figureGroup
	Findings           []finding
	Sections           []section
	Unknown            []sheet.Unknown
	// Quiet says that there is no finding, where findings are to be expected.
	Quiet string
}

// figureGroup is figures of the same window.
type figureGroup struct {
	Heading string
	Tiles   []tile
}

type tile struct {
	Value, Label, Href string
	Spark              template.HTML
}

type finding struct {
	Level, Message, Track, Why, Next string
	// Of is the repository, where there are several.
	Of             string
	Place          link
	Evidence, More []evidence
	Rule           link
	Fingerprint    string
}

// evidence is the parts of one piece, in the order in which people read them.
type evidence []cell

type section struct {
	ID, Title, When, Kind string
	// Names are the ids of what names it: two duties, and two repositories, may
	// have sections of one title.
	Names string
	Table *table
	Plot  *plot
	Text  [][]span
	Note  []span
	Again string
}

// span is a piece of a sentence; what stands between backticks is code.
type span struct {
	Text string
	Code bool
}

func prose(s string) []span {
	var out []span
	for i, part := range strings.Split(fault.Visible(s), "`") {
		if part != "" {
			out = append(out, span{part, i%2 == 1})
		}
	}
	return out
}

type table struct {
	Label  string
	Head   []column
	Rows   [][]cell
	Others string
}

type column struct{ Text, Class string }

// cell is a value of a table, or a part of a piece of evidence.
type cell struct {
	link
	Class string
	// Names are the people of a cell of several.
	Names []link
	More  string
	Spark template.HTML
}

// builder makes pages of answers.
type builder struct {
	links links
	asOf  sheet.Date
	// prefix stands before the ids of the parts of one of several repositories.
	prefix string
	// plots counts the charts of a page, whose ids must differ.
	plots int
	// several are those of the repositories, by name, where all are told of.
	several map[string]*builder
}

// newPage makes the page of an answer.
func newPage(a *sheet.Answer, l links) *page {
	b := &builder{links: l, asOf: a.AsOf}
	p := &page{Name: nameOf(a), At: position(a), Parts: []repository{b.repository(a)}}
	p.Title = p.Name + " · Leadline"
	for _, s := range p.Parts[0].Sheets {
		p.Nav = append(p.Nav, link{Text: s.Name, Href: "#" + s.ID})
	}
	return p
}

// newWorkspacePage makes the page of several answers, or of one.
func newWorkspacePage(ws *sheet.Workspace, rules []Rule) *page {
	if len(ws.Answers) == 1 {
		p := newPage(&ws.Answers[0], newForge(&ws.Answers[0], "", rules))
		p.Parts[0].quiet(&ws.Answers[0])
		if sheets := ws.Answers[0].Sheets; len(sheets) == 1 {
			p.Title = p.Name + ": " + title(sheets[0].Duty) + " · Leadline"
		}
		return p
	}
	p := &page{Name: surface.Number(float64(len(ws.Answers))) + " repositories", At: "as of " + surface.Day(ws.AsOf)}
	p.Title = p.Name + " · Leadline"
	builders := map[string]*builder{}
	plots := 0
	for i := range ws.Answers {
		a := &ws.Answers[i]
		b := &builder{asOf: a.AsOf, prefix: "r" + strconv.Itoa(i+1) + "-", plots: plots}
		b.links = newForge(a, b.prefix, rules)
		r := b.repository(a)
		r.quiet(a)
		r.ID, r.Name, r.At = b.prefix+"repository", nameOf(a), position(a)
		p.Parts = append(p.Parts, r)
		p.Nav = append(p.Nav, link{Text: r.Name, Href: "#" + r.ID})
		builders[a.Repository.Name], plots = b, b.plots
	}
	for _, f := range ws.Findings {
		p.Needs = append(p.Needs, located(builders, &f))
	}
	if ws.Together != nil {
		p.Nav = append([]link{{Text: "Together", Href: "#all-together"}}, p.Nav...)
		p.Together = together(ws.Together, &builder{asOf: ws.AsOf, prefix: "all-", links: newForge(&sheet.Answer{}, "all-", rules), several: builders})
	}
	return p
}

func located(builders map[string]*builder, f *sheet.Located) finding {
	x := builders[f.Repository].finding(&f.Finding)
	x.Of = fault.Visible(f.Repository)
	return x
}

// together is what is said of all repositories.
func together(t *sheet.Together, b *builder) *sheetPart {
	out := b.sheet(&sheet.Sheet{Duty: "together", Sections: t.Sections, Unknown: t.Unknown})
	for i := range t.Findings {
		out.Findings = append(out.Findings, located(b.several, &t.Findings[i]))
	}
	out.Name = "Together"
	for i := range out.Sections {
		out.Sections[i].Names = out.ID + "-name " + out.Sections[i].ID + "-title"
	}
	return &out
}

func nameOf(a *sheet.Answer) string {
	return cmp.Or(strings.TrimSpace(fault.Visible(a.Repository.Name)), "Repository")
}

// position says which commit was read, and as of when if that is another day.
func position(a *sheet.Answer) string {
	r := a.Repository
	var at []string
	if r.Branch != "" {
		at = append(at, fault.Visible(r.Branch))
	}
	if r.Head != "" {
		at = append(at, surface.Commit(r.Head), surface.Day(r.HeadDate))
	}
	if a.AsOf != r.HeadDate {
		at = append(at, "as of "+surface.Day(a.AsOf))
	}
	return strings.Join(at, " · ")
}

func (b *builder) repository(a *sheet.Answer) repository {
	p := repository{Read: strings.Join(surface.Read(a), " · ")}
	for _, f := range a.Read {
		if f.State == sheet.NotKnown {
			p.Unread = append(p.Unread, fault.Visible(f.Label)+": not known, "+fault.Visible(f.Reason))
		}
	}
	for _, g := range a.Gaps {
		var which []string
		if g.Count > 0 {
			which = append(which, surface.Number(float64(g.Count))+" in all")
		}
		if g.Example != "" {
			which = append(which, "e.g. "+fault.Visible(g.Example))
		}
		p.Gaps = append(p.Gaps, gap{fault.Visible(g.Message), strings.Join(which, ", "), fault.Visible(g.Next)})
	}
	for i := range a.Sheets {
		p.Sheets = append(p.Sheets, b.sheet(&a.Sheets[i]))
	}
	return p
}

// quiet says of a brief without findings that there is none: that nothing needs
// the reader is an answer.
func (r *repository) quiet(a *sheet.Answer) {
	if len(r.Sheets) == 0 || len(r.Sheets[0].Findings) > 0 || len(r.Sheets[0].Groups) == 0 {
		return
	}
	r.Sheets[0].Quiet = "Nothing: no rule found anything."
	if !a.Complete {
		r.Sheets[0].Quiet = "No rule found anything in what could be read."
	}
}

func (b *builder) sheet(s *sheet.Sheet) sheetPart {
	out := sheetPart{ID: b.prefix + anchor(s.Duty), Name: title(fault.Visible(s.Duty)), Question: fault.Visible(s.Question), Groups: b.groups(s.Figures)}
	for i := range s.Findings {
		out.Findings = append(out.Findings, b.finding(&s.Findings[i]))
	}
	for i := range s.Sections {
		x := b.section(&s.Sections[i])
		x.Names = out.ID + "-name " + x.ID + "-title"
		if b.prefix != "" {
			x.Names = b.prefix + "repository-name " + x.Names
		}
		out.Sections = append(out.Sections, x)
	}
	for _, u := range surface.NotKnown(s) {
		out.Unknown = append(out.Unknown, sheet.Unknown{What: fault.Visible(u.What), Why: fault.Visible(u.Why), Next: fault.Visible(u.Next)})
	}
	return out
}

// groups puts the known figures under the days that they cover; those that cover
// none are as of a day.
func (b *builder) groups(figures []sheet.Figure) []figureGroup {
	var out []figureGroup
	at := map[string]int{}
	for _, f := range figures {
		if f.State != sheet.Known {
			continue
		}
		heading := "As of " + surface.Day(b.asOf)
		if f.Window != nil {
			heading = surface.Span(*f.Window)
		}
		i, there := at[heading]
		if !there {
			i = len(out)
			at[heading] = i
			out = append(out, figureGroup{Heading: heading})
		}
		t := tile{Value: surface.Amount(f), Label: fault.Visible(f.Label)}
		switch f.Value.Kind() {
		case sheet.Sparkline:
			t.Value, t.Spark = "", spark(f.Value.Series())
		case sheet.Person:
			t.Href = b.links.person(f.Value.Text())
		case sheet.Commit:
			t.Href = b.links.commit(f.Value.Text())
		case sheet.Location:
			t.Href = b.links.place(f.Value.Place())
		default:
			if len(f.Evidence) > 0 && f.Evidence[0].Commit != "" {
				t.Href = b.links.commit(f.Evidence[0].Commit)
			}
		}
		out[i].Tiles = append(out[i].Tiles, t)
	}
	return out
}

// evidenceMost is how many pieces of evidence a finding shows at once.
const evidenceMost = 5

func (b *builder) finding(f *sheet.Finding) finding {
	out := finding{
		Level: string(f.Level), Message: fault.Visible(f.Message), Why: fault.Visible(f.Why), Next: fault.Visible(f.Next),
		Rule: link{Text: fault.Visible(f.Rule), Href: b.links.rule(f.Rule)}, Fingerprint: f.Fingerprint,
	}
	if f.Place != nil {
		out.Place = link{Text: surface.Place(*f.Place), Href: b.links.place(*f.Place)}
	}
	if f.Track != nil {
		out.Track = fmt.Sprintf("right in %s of %s here", surface.Number(float64(f.Track.K)), surface.Number(float64(f.Track.N)))
	}
	for i, e := range f.Evidence {
		if x := b.evidence(e); i < evidenceMost {
			out.Evidence = append(out.Evidence, x)
		} else {
			out.More = append(out.More, x)
		}
	}
	return out
}

func (b *builder) evidence(e sheet.Evidence) evidence {
	var out evidence
	if e.Commit != "" {
		out = append(out, cell{link: link{Text: surface.Commit(e.Commit), Href: b.links.commit(e.Commit)}, Class: "commit"})
	}
	if e.Date != "" {
		out = append(out, cell{link: link{Text: surface.Day(e.Date)}, Class: "date"})
	}
	if e.Person != "" {
		out = append(out, cell{link: link{Text: fault.Visible(e.Person), Href: b.links.person(e.Person)}, Class: "person"})
	}
	if e.Ref != "" {
		out = append(out, cell{link: link{Text: surface.Ref(e.Ref)}, Class: "ref"})
	}
	if e.Place != nil {
		out = append(out, cell{link: link{Text: surface.Place(*e.Place), Href: b.links.place(*e.Place)}, Class: "place"})
	}
	if e.Text != "" {
		out = append(out, cell{link: link{Text: fault.Visible(e.Text)}, Class: "subject"})
	}
	return out
}
