package text

import (
	"io"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
	"leadline/internal/surface"
)

// WriteWorkspace writes one brief of several repositories: what each of them
// is and what changed in it, the findings of all, what is said of them together, and
// what each duty says of each.
func WriteWorkspace(w io.Writer, ws sheet.Workspace, o Options) error {
	p := newPrinter(o)
	p.asOf = ws.AsOf
	for i := range ws.Answers {
		if i > 0 && len(ws.Answers) <= few {
			p.gap()
		}
		p.repository(&ws.Answers[i])
	}
	if len(ws.Findings) > 0 {
		p.gap()
		p.line(p.style.title("Needs you"))
	}
	for i := range ws.Findings {
		f := &ws.Findings[i]
		p.finding(i+1, &f.Finding, fault.Visible(f.Repository), len(ws.Findings))
	}
	if ws.Together != nil {
		for i := range ws.Together.Sections {
			p.section(&ws.Together.Sections[i])
		}
		p.unknown(&sheet.Sheet{Unknown: ws.Together.Unknown})
	}
	if t := surface.Duties(ws); len(t.Rows) > 0 {
		p.gap()
		p.line(p.style.title("Duties"))
		p.table(t)
	}
	_, err := w.Write(p.out.Bytes())
	return err
}

// repository writes what an answer is of, what it lacks, and what changed.
func (p *printer) repository(a *sheet.Answer) {
	r := a.Repository
	at := strings.TrimSpace(fault.Visible(r.Branch) + " " + surface.Commit(r.Head))
	if r.Head != "" {
		at += ", " + surface.Day(r.HeadDate)
	}
	p.flow(p.style.title(truncate(fault.Visible(r.Name), p.width/3))+"  ", append([]string{truncate(at, p.width/2)}, surface.Read(a)...))
	for _, g := range a.Gaps {
		p.gapIn(g)
	}
	if g, ok := surface.Changed(a); ok {
		p.flow("  "+g.Heading+"   ", g.Figures)
	}
}
