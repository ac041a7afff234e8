package csharp

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"strings"

	"leadline/internal/fact"
)

const projectName = "csproj"

// readProject reads a project file: which projects it refers to, and which
// namespaces it opens for all of its files.
func readProject(content []byte) fact.Structure {
	s := fact.Structure{Language: projectName}
	d := xml.NewDecoder(bytes.NewReader(content))
	d.CharsetReader = func(string, io.Reader) (io.Reader, error) { return nil, errors.New("not UTF-8") }
	for {
		token, err := d.RawToken()
		if err != nil {
			s.Partial = !errors.Is(err, io.EOF)
			return s
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		include := ""
		for _, a := range e.Attr {
			if a.Name.Local == "Include" {
				include = strings.TrimSpace(a.Value)
			}
		}
		line, _ := d.InputPos()
		switch {
		case include == "" || len(include) > longest:
		case e.Name.Local == "ProjectReference":
			s.Imports = append(s.Imports, fact.Import{Path: path.Clean(strings.ReplaceAll(include, `\`, "/")), Line: line, Kind: fact.Runtime})
		case e.Name.Local == "Using":
			s.Imports = append(s.Imports, fact.Import{Path: include, Line: line, Kind: fact.Runtime, Global: true})
		}
	}
}
