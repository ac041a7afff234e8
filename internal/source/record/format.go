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

var proseFormat = &format{read: func(r *reader, f *folder, p fact.Path, content []byte) read {
	switch strings.ToLower(path.Ext(string(p))) {
	case ".yaml", ".yml":
		return yamlRecords(p, content, f.Kind)
	case ".pdf", ".docx", ".doc", ".odt", ".html", ".txt", "":
		var out read
		out.lost(p, 0, 0, "not-understood", "a record in a format that is not read", "write it in Markdown, AsciiDoc or reStructuredText")
		return out
	}
	return prose(r.markdown, p, content, f.Kind)
}}

// formatNamed is the format of a file that is declared, by its name.
func formatNamed(p fact.Path, _ fact.RecordKind) *format {
	return proseFormat
}
