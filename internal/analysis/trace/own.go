package trace

import (
	"strings"

	"leadline/internal/fact"
)

// Document tells whether a file holds requirements by its name: a document of StrictDoc,
// or the settings of one of Doorstop.
func Document(p fact.Path) bool {
	return strings.HasSuffix(string(p), ".sdoc") || strings.HasSuffix(string(p), ".doorstop.yml")
}

// Own leaves out the tags that belong to other requirements than those that were read:
// they are at or below a folder with a document that was not, such as a project in
// miniature that a test works on.
func Own(records []fact.Record, tags []fact.Tag, documents []fact.Path) []fact.Tag {
	read := map[fact.Path]bool{}
	for i := range records {
		read[records[i].Path.Folder()] = true
	}
	others := map[fact.Path]bool{}
	for _, p := range documents {
		if dir := p.Folder(); dir != "" && !read[dir] {
			others[dir] = true
		}
	}
	var out []fact.Tag
	for _, t := range tags {
		if !within(t.Path, others) {
			out = append(out, t)
		}
	}
	return out
}

func within(p fact.Path, folders map[fact.Path]bool) bool {
	for dir := p.Folder(); dir != ""; dir = dir.Folder() {
		if folders[dir] {
			return true
		}
	}
	return false
}
