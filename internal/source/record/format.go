package record

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// format is a way in which a file holds records.
type format struct {
	read func(r *reader, f *folder, p fact.Path, content []byte) read
	// noRecord says why a file is no record, by its name; nil for the rule of texts.
	noRecord func(r *reader, f *folder, p fact.Path) string
	// most is the longest file that is read; 0 means the usual.
	most int
}

// takesAll is the noRecord of formats of single files.
func takesAll(*reader, *folder, fact.Path) string { return "" }

var proseFormat = &format{read: func(r *reader, f *folder, p fact.Path, content []byte) read {
	switch strings.ToLower(path.Ext(string(p))) {
	case ".yaml", ".yml":
		return yamlRecords(p, content, f.Kind)
	}
	if f.Kind == fact.Requirement {
		if out := readOFT(p, content); len(out.records) > 0 {
			return out
		}
	}
	return prose(r.markdown, p, content, f.Kind)
}}

// formatNamed is the format of a file that is declared, by its name.
func formatNamed(p fact.Path) *format {
	switch name := path.Base(string(p)); {
	case name == "kep.yaml":
		return kepFormat
	case name == "needs.json":
		return needsFormat
	case path.Ext(name) == ".sdoc":
		return sdocFormat
	}
	return proseFormat
}
