package sheet

import _ "embed"

// Schema is the JSON Schema (draft 2020-12) of an Answer's JSON form.
//
//go:embed schema.json
var Schema []byte

// WorkspaceSchema is the JSON Schema of a Workspace's JSON form. It refers to
// Schema.
//
//go:embed workspace.json
var WorkspaceSchema []byte
