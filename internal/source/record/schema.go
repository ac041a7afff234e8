package record

import (
	"bytes"
	"encoding/json"
	"fmt"

	"leadline/internal/fact"
)

type object = map[string]any

// Schema gives the JSON Schema (draft 2020-12) of a record of a kind: of the front matter of
// Markdown, or of a file of YAML with one record or a list of them. What it accepts is read
// without a remark. Other names are accepted, as the reader keeps them.
func Schema(kind fact.RecordKind) []byte {
	properties := object{}
	for i := range keys {
		if k := &keys[i]; k.of(kind) {
			properties[k.name] = k.schema()
		}
	}
	s := object{
		"$schema": "https://json-schema.org/draft/2020-12/schema",
		"$id":     "urn:leadline:record:" + string(kind) + ":1",
		"title":   "A record of Leadline: " + string(kind),
		"anyOf":   []object{{"$ref": "#/$defs/record"}, {"type": "array", "items": object{"$ref": "#/$defs/record"}}},
		"$defs": object{
			"record": object{"type": "object", "properties": properties},
			"text":   object{"type": []string{"string", "number", "null"}},
			"texts": object{"anyOf": []object{
				{"$ref": "#/$defs/text"},
				{"type": "array", "items": object{"type": []string{"string", "number"}}},
			}},
		},
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		// Strings, and maps and lists of them.
		panic(fmt.Sprintf("record: the schema of %s: %v", kind, err))
	}
	return b.Bytes()
}

func (k *key) schema() object {
	s := object{}
	switch k.holds {
	case oneText:
		s["$ref"] = "#/$defs/text"
	case texts:
		s["$ref"] = "#/$defs/texts"
	case oneDay:
		s["type"], s["format"] = []string{"string", "null"}, "date"
	case yesOrNo:
		s["type"] = []string{"boolean", "null"}
	case linkLists:
		below := object{}
		for i := range linkKeys {
			below[linkKeys[i].name] = linkKeys[i].schema()
		}
		s["type"], s["properties"], s["additionalProperties"] = []string{"object", "null"}, below, false
	}
	if k.name == "status" {
		s["examples"] = []fact.RecordStatus{fact.Draft, fact.Proposed, fact.Accepted, fact.Rejected, fact.Superseded, fact.Deprecated}
	}
	s["description"] = k.doc
	return s
}
