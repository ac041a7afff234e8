package json

import (
	"bytes"
	"encoding/json"
	"io"
	"unicode/utf8"

	"leadline/internal/sheet"
)

// Rows writes rows of values as one JSON array with an object on each line, so
// that it can be read whole or line by line.
//
// A string that is not UTF-8 is quoted as git does, and the member
// COLUMN_quoted says so. A value that is not known is null.
type Rows struct {
	w       io.Writer
	columns []string
	buf     bytes.Buffer
	begun   bool
}

// NewRows makes a writer for rows with the given columns.
func NewRows(w io.Writer, columns []string) *Rows { return &Rows{w: w, columns: columns} }

// Write writes a row, which has as many values as there are columns.
func (r *Rows) Write(row []sheet.Value) error {
	r.buf.Reset()
	if r.begun {
		r.buf.WriteString(",\n{")
	} else {
		r.buf.WriteString("[\n{")
	}
	r.begun = true
	for i, v := range row {
		if i > 0 {
			r.buf.WriteString(", ")
		}
		if err := r.member(r.columns[i], v); err != nil {
			return err
		}
	}
	r.buf.WriteByte('}')
	_, err := r.w.Write(r.buf.Bytes())
	return err
}

func (r *Rows) member(name string, v sheet.Value) error {
	text, isText := "", true
	switch v.Kind() {
	case sheet.Location:
		text = v.Place().Path
	case sheet.Number, sheet.Sparkline, sheet.People, sheet.Nothing:
		isText = false
	default:
		text = v.Text()
	}
	quoted := isText && !utf8.ValidString(text)
	if quoted {
		text = sheet.Quote(text)
	}
	var value []byte
	var err error
	if isText {
		if value, err = encodeString(text); err != nil {
			return err
		}
	} else if value, err = json.Marshal(v); err != nil {
		return err
	}
	r.buf.WriteString(`"` + name + `": `)
	r.buf.Write(value)
	if quoted {
		r.buf.WriteString(`, "` + name + `_quoted": true`)
	}
	return nil
}

// encodeString writes a string so that it does no harm on a terminal either.
func encodeString(s string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		return nil, err
	}
	return escapeInvisible(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), nil
}

// Close ends the array.
func (r *Rows) Close() error {
	end := "\n]\n"
	if !r.begun {
		end = "[]\n"
	}
	_, err := io.WriteString(r.w, end)
	return err
}
