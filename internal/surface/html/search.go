package html

import (
	"net/http"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/surface"
)

// mostQuery is the bytes of a query that are heeded.
const mostQuery = 200

// mostMatches is how many of each kind a search shows.
const mostMatches = 8

// results is what a search found.
type results struct {
	Query  string
	Groups []resultGroup
}

type resultGroup struct {
	Name  string
	Links []link
}

// search is a page of what holds the words that were asked for. The box of every
// page asks for its inner part alone.
func (s *server) search(r *http.Request) (*page, error) {
	words := strings.TrimSpace(r.URL.Query().Get("q"))
	words = strings.ToValidUTF8(words[:min(mostQuery, len(words))], "")
	p, err := s.bare(r, "")
	if err != nil {
		return nil, err
	}
	p.Title, p.Live.Query = "Search · "+p.Title, fault.Visible(words)
	p.Found = &results{Query: fault.Visible(words)}
	if words == "" {
		return p, nil
	}
	found, err := s.answerer.Search(r.Context(), words, mostMatches)
	if err != nil {
		return nil, err
	}
	groups := []resultGroup{{Name: "Files and folders"}, {Name: "People"}, {Name: "Findings"}}
	for _, m := range found {
		switch {
		case m.Place != nil:
			groups[0].Links = append(groups[0].Links, link{Text: surface.Place(*m.Place), Href: own{}.place(*m.Place)})
		case m.Person != "":
			groups[1].Links = append(groups[1].Links, link{Text: fault.Visible(m.Person), Href: own{}.person(m.Person)})
		case m.Finding != nil:
			text := m.Finding.Message
			if m.Finding.Place != nil {
				text = surface.Place(*m.Finding.Place) + ": " + text
			}
			groups[2].Links = append(groups[2].Links, link{Text: fault.Visible(text), Href: own{}.duty(m.Duty)})
		}
	}
	for _, g := range groups {
		if len(g.Links) > 0 {
			p.Found.Groups = append(p.Found.Groups, g)
		}
	}
	return p, nil
}
