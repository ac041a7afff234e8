package surface

import (
	"net/url"
	"strings"

	"leadline/internal/sheet"
)

// Located is a finding with the line of a file at which tools show it.
type Located struct {
	sheet.Finding
	// Path is bytes as git stores them; Line counts from 1.
	Path string
	Line int
}

// LocatedFindings are those of all sheets. One that is about a folder or about the
// repository is shown where the first piece of its evidence is.
func LocatedFindings(a sheet.Answer) []Located {
	var out []Located
	for i := range a.Sheets {
		for _, f := range a.Sheets[i].Findings {
			l := Located{Finding: f}
			places := []*sheet.Place{f.Place}
			for _, e := range f.Evidence {
				places = append(places, e.Place)
			}
			for _, p := range places {
				if p != nil && p.Path != "." && !strings.HasSuffix(p.Path, "/") {
					l.Path, l.Line = p.Path, max(1, p.Line)
					break
				}
			}
			if l.Path == "" {
				l.Path, l.Line = "leadline.yaml", 1
			}
			out = append(out, l)
		}
	}
	return out
}

// Sentence is a finding's message as it stands by itself, with its record.
func (l *Located) Sentence() string {
	s := l.Message
	if l.Track != nil {
		s += " (right in " + Number(float64(l.Track.K)) + " of " + Number(float64(l.Track.N)) + " here)"
	}
	return s
}

// PathURI is a path as a relative reference (RFC 3986).
func PathURI(p string) string {
	parts := strings.Split(p, "/")
	for i, s := range parts {
		parts[i] = strings.ReplaceAll(url.PathEscape(s), ":", "%3A")
	}
	return strings.Join(parts, "/")
}
