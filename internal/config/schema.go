package config

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// Schema gives the JSON Schema (draft 2020-12) of a repository's file, for
// editors. It holds what Parse checks, but for what only the text of a file
// shows: keys that stand twice, tags, how a number is written.
func Schema(k Known) []byte {
	s := declare(Repository, k).schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = "urn:leadline:configuration:1"
	s["title"] = "leadline.yaml"
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(s); err != nil {
		// Strings, finite numbers, and maps and lists of them.
		panic(fmt.Sprintf("config: the schema of %d rules: %v", len(k.Rules), err))
	}
	return b.Bytes()
}

type object = map[string]any

func (f *form) schema() object {
	s := object{}
	switch f.is {
	case mapping:
		s = f.mappingSchema()
	case list:
		s["type"], s["items"] = f.orNothing("array"), f.each.schema()
		if f.few > 0 {
			s["minItems"] = f.few
		}
	case text:
		s["type"] = "string"
		var all []object
		for _, r := range f.rules {
			all = append(all, r.schema())
		}
		s["allOf"] = all
	case choice:
		s["enum"] = f.choices
	case number:
		s["type"], s["minimum"], s["maximum"], s["default"] = "number", f.least, f.most, f.byDefault
	}
	if f.word != nil {
		s = object{"anyOf": []object{f.word.schema(), s}}
	}
	if f.doc != "" {
		s["description"] = f.doc
	}
	return s
}

func (f *form) mappingSchema() object {
	properties := object{}
	var required []string
	for _, k := range f.keys {
		properties[k.name] = k.form.schema()
		if k.required {
			required = append(required, k.name)
		}
	}
	s := object{"type": f.orNothing("object"), "properties": properties, "additionalProperties": false}
	if required != nil {
		s["required"] = required
	}
	var one []object
	for _, k := range f.oneOf {
		one = append(one, object{"required": []string{string(k)}})
	}
	if one != nil {
		s["oneOf"] = one
	}
	return s
}

// orNothing is the type of a mapping or a list.
func (f *form) orNothing(is string) []string {
	if f.needed {
		return []string{is}
	}
	return []string{is, "null"}
}

func (r rule) schema() object {
	switch {
	case r.day:
		return object{"format": "date"}
	case r.never:
		return object{"not": object{"pattern": r.pattern.String()}}
	}
	return object{"pattern": r.pattern.String()}
}
