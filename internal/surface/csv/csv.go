// Package csv writes rows of values as comma-separated values (RFC 4180, with
// line feeds) under a head of column names.
//
// Strings that hold control characters or bytes that are not UTF-8, and those
// that begin with a double quote, are quoted as git does in its own listings:
// "a\033b". A field that begins with a double quote is thus always a quoted
// string. A value that is not known is empty.
package csv

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
	"strings"

	"leadline/internal/fault"
	"leadline/internal/sheet"
)

// Writer writes rows. Nothing is written, not even the head, before the first
// row or Close: where there is no answer there is no head of one.
type Writer struct {
	w     *csv.Writer
	row   []string
	head  []string
	begun bool
}

// NewWriter makes a writer for rows with the given columns.
func NewWriter(w io.Writer, columns []string) *Writer {
	return &Writer{w: csv.NewWriter(w), row: make([]string, len(columns)), head: columns}
}

// Write writes a row, which has as many values as there are columns.
func (w *Writer) Write(row []sheet.Value) error {
	if err := w.begin(); err != nil {
		return err
	}
	for i, v := range row {
		w.row[i] = field(v)
	}
	return w.w.Write(w.row)
}

func (w *Writer) begin() error {
	if w.begun {
		return nil
	}
	w.begun = true
	return w.w.Write(w.head)
}

// Close writes what is left.
func (w *Writer) Close() error {
	if err := w.begin(); err != nil {
		return err
	}
	w.w.Flush()
	return w.w.Error()
}

func field(v sheet.Value) string {
	switch v.Kind() {
	case sheet.Number:
		return strconv.FormatFloat(v.Number(), 'f', -1, 64)
	case sheet.Location:
		return quoted(v.Place().Path)
	case sheet.Sparkline:
		return series(v.Series())
	case sheet.People:
		return quoted(strings.Join(v.Names(), "; "))
	case sheet.Nothing:
		return ""
	}
	return quoted(v.Text())
}

// series is numbers with spaces between them; a number that is not known is a
// question mark.
func series(values []float64) string {
	fields := make([]string, len(values))
	for i, x := range values {
		fields[i] = "?"
		if !math.IsNaN(x) && !math.IsInf(x, 0) {
			fields[i] = strconv.FormatFloat(x, 'f', -1, 64)
		}
	}
	return strings.Join(fields, " ")
}

// quoted is the string as it is where nothing in it could be misread or act on
// a terminal.
func quoted(s string) string {
	if fault.Visible(s) == s && (s == "" || s[0] != '"') {
		return s
	}
	return sheet.Quote(s)
}
