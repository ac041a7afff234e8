package trace

import (
	"path"

	"leadline/internal/fact"
)

// Foreign tells which files belong to other requirements than those that were read, such
// as a project in miniature that a test works on: they are at or below a folder, not the
// top one, with settings of StrictDoc, or with a document of it or of Doorstop that was
// not read.
func Foreign(records []fact.Record, files []fact.File) func(fact.Path) bool {
	read := map[fact.Path]bool{}
	for i := range records {
		read[records[i].Path.Folder()] = true
	}
	others := map[fact.Path]bool{}
	for i := range files {
		p := files[i].Path
		if dir := p.Folder(); dir != "" && !read[dir] && document(path.Base(string(p))) {
			others[dir] = true
		}
	}
	return func(p fact.Path) bool {
		for dir := p.Folder(); dir != ""; dir = dir.Folder() {
			if others[dir] {
				return true
			}
		}
		return false
	}
}

func document(name string) bool {
	return path.Ext(name) == ".sdoc" || name == ".doorstop.yml" || name == "strictdoc.toml" || name == "strictdoc_config.py"
}
