package sheet

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of an Answer's JSON form.
//
//go:embed schema.json
var Schema []byte
