// Package json writes an answer as JSON, as sheet.Schema describes it: for
// programs, complete, and with the data as it is.
package json

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"unicode"
	"unicode/utf16"

	"leadline/internal/sheet"
)

// Write writes one indented document. Characters that do not print are
// escaped, so that looking at it on a terminal does no harm either.
func Write(w io.Writer, a sheet.Answer) error { return write(w, a) }

// WriteWorkspace writes the answers about several repositories, as
// sheet.WorkspaceSchema describes them.
func WriteWorkspace(w io.Writer, ws sheet.Workspace) error { return write(w, ws) }

func write(w io.Writer, answer any) error {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(answer); err != nil {
		return fmt.Errorf("encode the answer: %w", err)
	}
	_, err := w.Write(escapeInvisible(b.Bytes()))
	return err
}

// escapeInvisible escapes what encoding/json leaves as it is: DEL, the C1
// controls, direction marks. Outside of strings JSON is plain ASCII, so no
// string has to be looked for.
func escapeInvisible(doc []byte) []byte {
	out := make([]byte, 0, len(doc))
	for _, r := range string(doc) {
		switch {
		case r == '\n' || unicode.IsPrint(r):
			out = append(out, string(r)...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			out = fmt.Appendf(out, `\u%04x\u%04x`, high, low)
		default:
			out = fmt.Appendf(out, `\u%04x`, r)
		}
	}
	return out
}
