package record

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"

	"leadline/internal/fact"
)

var needsFormat = &format{
	noRecord: takesAll,
	most:     mostNeeds,
	read:     func(_ *reader, _ *folder, p fact.Path, content []byte) read { return readNeeds(p, content) },
}

// need is what needs.json of sphinx-needs says of one.
type need struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Content string `json:"content"`
	Text    string `json:"description"`
	Status  string `json:"status"`
	Type    string `json:"type"`
	// Links are by the kinds that sphinx-needs has unless it is told of others.
	Links      []string `json:"links"`
	Implements []string `json:"implements"`
	Tests      []string `json:"tests"`
}

// readNeeds reads the needs of the current version.
func readNeeds(p fact.Path, content []byte) read {
	var out read
	var file struct {
		Current  string `json:"current_version"`
		Versions map[string]struct {
			Needs map[string]json.RawMessage `json:"needs"`
		} `json:"versions"`
	}
	d := newDocument(content)
	if err := json.Unmarshal(bytes.TrimPrefix(content, byteOrderMark), &file); err != nil {
		line, column := 1, 1
		var syntax *json.SyntaxError
		if errors.As(err, &syntax) {
			line, column = d.at(min(int(max(syntax.Offset-1, 0)), max(0, len(content)-1)))
		}
		out.lost(p, line, column, "type", "this is no needs.json: "+err.Error(), "build it anew with the builder needs of sphinx-needs")
		return out
	}
	if file.Versions == nil {
		return out
	}
	for _, id := range sortedKeys(file.Versions[file.Current].Needs) {
		raw := file.Versions[file.Current].Needs[id]
		var n need
		if err := json.Unmarshal(raw, &n); err != nil {
			out.lost(p, 0, 0, "type", fmt.Sprintf("the need %.80q: %v", id, err), "build it anew with the builder needs of sphinx-needs")
			continue
		}
		out.records = append(out.records, needRecord(p, id, &n))
	}
	return out
}

func needRecord(p fact.Path, id string, n *need) fact.Record {
	at := func(said string) fact.Passage { return fact.Passage{Text: said, Line: 1, Column: 1} }
	r := fact.Record{Path: p, Line: 1, Kind: fact.Requirement, ID: id, Title: at(n.Title), Text: at(n.Content), Format: "sphinx-needs"}
	if r.Text.Text == "" {
		r.Text = at(n.Text)
	}
	if n.Status != "" {
		setStatus(&r, at(n.Status), nil, fact.StatusKey)
	}
	if n.Type != "" {
		r.Fields = append(r.Fields, fact.RecordField{Name: "type", Value: at(n.Type)})
	}
	for _, to := range n.Links {
		r.Links = append(r.Links, fact.RecordLink{Kind: fact.See, To: at(to)})
	}
	for _, to := range n.Implements {
		r.Links = append(r.Links, fact.RecordLink{Kind: fact.Implements, To: at(to)})
	}
	for _, to := range n.Tests {
		r.Links = append(r.Links, fact.RecordLink{Kind: fact.VerifiedBy, To: at(to)})
	}
	return r
}
