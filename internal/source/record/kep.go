package record

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// kep adds the folder in which enhancements of Kubernetes are: each has a folder with a
// kep.yaml, below those of the groups that own them.
func (r *reader) kep(p fact.Path) {
	if notHere.MatchString(string(p)) {
		return
	}
	top := p.Folder().Folder()
	for dir := top; dir != ""; dir = dir.Folder() {
		if path.Base(string(dir)) == "keps" {
			top = dir
		}
	}
	if top != "" {
		r.add(top, fact.Decision, "kep.yaml", kepFormat)
	}
}

var kepFormat = &format{
	noRecord: func(r *reader, _ *folder, p fact.Path) string {
		beside := p.Folder() + "/kep.yaml"
		if p == beside {
			if strings.Contains(string(p), "template") {
				return "a template"
			}
			return ""
		}
		if _, ok := r.at[beside]; ok {
			return "a part of the record in " + string(beside)
		}
		return "there is no kep.yaml beside it"
	},
	read: func(_ *reader, f *folder, p fact.Path, content []byte) read {
		out := yamlRecords(p, content, f.Kind)
		for i := range out.records {
			out.records[i].Format = "kep"
			if n := parseName(path.Base(string(p.Folder()))); n.digits > 0 {
				out.records[i].ID = "KEP-" + n.id
			}
		}
		return out
	},
}
