package markdown

import (
	"io"
	"strings"

	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// WriteWorkspace writes one brief of several repositories: what each of them
// is and what changed in it, the findings of all, what is said of them together, and
// what each duty says of each.
func WriteWorkspace(w io.Writer, ws sheet.Workspace) error {
	p := &printer{asOf: ws.AsOf, level: 2}
	p.block(heading(1, surface.Number(float64(len(ws.Answers)))+" repositories as of "+escape(surface.Day(ws.AsOf))))
	for i := range ws.Answers {
		p.repository(&ws.Answers[i])
	}
	if len(ws.Findings) > 0 {
		p.block(heading(p.level, "Needs you"))
		var lines []string
		urls := map[string]string{}
		for i := range ws.Answers {
			urls[ws.Answers[i].Repository.Name] = ws.Answers[i].Repository.CommitURL
		}
		for i, f := range ws.Findings {
			p.commitURL = urls[f.Repository]
			lines = append(lines, p.finding(i+1, &f.Finding, escape(f.Repository)+" ")...)
		}
		p.block(lines...)
		p.commitURL = ""
	}
	if ws.Together != nil {
		for i := range ws.Together.Sections {
			p.section(&ws.Together.Sections[i])
		}
		p.unknown(ws.Together.Unknown)
	}
	if t := surface.Duties(ws); len(t.Rows) > 0 {
		p.block(heading(p.level, "Duties"))
		p.table(t)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

func (p *printer) repository(a *sheet.Answer) {
	line := "**" + escape(a.Repository.Name) + "** " + strings.Join(position(a), " · ")
	for _, s := range surface.Read(a) {
		line += " · " + escape(s)
	}
	lines := []string{"- " + line}
	if g, ok := surface.Changed(a); ok {
		for i, f := range g.Figures {
			g.Figures[i] = escape(f)
		}
		lines = append(lines, "  - "+escape(g.Heading)+": "+strings.Join(g.Figures, " · "))
	}
	p.block(lines...)
	for _, g := range a.Gaps {
		p.gap(g)
	}
}
