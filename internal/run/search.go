package run

import (
	"cmp"
	"slices"
	"strings"

	"leadline/internal/analysis/people"
	"leadline/internal/sheet"
)

// mostWords is how many words of a search are heeded.
const mostWords = 8

// search finds what holds all words, in lower case. Places come first by how well
// they fit: the name itself, its beginning, within the name, within the path; of
// equals the shorter path, then by bytes. People and findings are in the order of
// the alphabet, and in that of the sheets.
func (r *Reading) search(asked string, sheets []sheet.Sheet, most int) []sheet.Match {
	words := strings.Fields(asked)
	if words = words[:min(mostWords, len(words))]; len(words) == 0 {
		return nil
	}
	out := r.searchPlaces(words, most)
	for _, name := range r.searchPeople(words, most) {
		out = append(out, sheet.Match{Person: name})
	}
	seen, n := map[string]bool{}, 0
	for i := range sheets {
		for j := range sheets[i].Findings {
			f := &sheets[i].Findings[j]
			text := f.Rule + " " + f.Message
			if f.Place != nil {
				text += " " + f.Place.Path
			}
			if n < most && !seen[f.Fingerprint] && holds(strings.ToLower(text), words) {
				seen[f.Fingerprint] = true
				n++
				out = append(out, sheet.Match{Finding: f, Duty: sheets[i].Duty})
			}
		}
	}
	return out
}

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

func (r *Reading) searchPlaces(words []string, most int) []sheet.Match {
	type hit struct {
		path string
		fit  int
	}
	var hits []hit
	last := words[len(words)-1]
	add := func(path string) {
		lower := strings.ToLower(path)
		if !holds(lower, words) {
			return
		}
		name := strings.TrimSuffix(lower, "/")
		name = name[strings.LastIndexByte(name, '/')+1:]
		fit := 3
		switch at := strings.Index(name, last); {
		case name == last || strings.TrimSuffix(name, extension(name)) == last:
			fit = 0
		case at == 0:
			fit = 1
		case at > 0:
			fit = 2
		}
		hits = append(hits, hit{path, fit})
	}
	folders := map[string]bool{}
	for i := range r.view.History.Files {
		path := string(r.view.History.Files[i].Path)
		add(path)
		for dir := path; ; {
			at := strings.LastIndexByte(dir, '/')
			if at < 0 || folders[dir[:at]] {
				break
			}
			dir = dir[:at]
			folders[dir] = true
			add(dir + "/")
		}
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.fit, b.fit), cmp.Compare(len(a.path), len(b.path)), cmp.Compare(a.path, b.path))
	})
	var out []sheet.Match
	for _, h := range hits {
		if len(out) == most {
			break
		}
		if p := (sheet.Place{Path: h.path}); !r.hides(p) {
			out = append(out, sheet.Match{Place: &p})
		}
	}
	return out
}

func extension(name string) string {
	if at := strings.IndexByte(name, '.'); at > 0 {
		return name[at:]
	}
	return ""
}

// searchPeople finds humans, by the names under which they appear.
func (r *Reading) searchPeople(words []string, most int) []string {
	var names []string
	for _, p := range r.view.People().Persons {
		name := r.view.PersonName(p.ID)
		if r.book != nil {
			name = r.book().Name(p.ID)
		}
		if p.Kind == people.Human && holds(strings.ToLower(name), words) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	return names[:min(most, len(names))]
}
