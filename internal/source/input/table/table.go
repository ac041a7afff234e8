// Package table reads CSV files that people export from their tools: rows under a
// head, with the line of each, so that what is wrong is told with its place.
//
// The separator is a comma, a semicolon or a tab, whichever stands most often in the
// head. A byte order mark, carriage returns, empty lines and white space around cells
// are nothing. A row that is longer or shorter than the head is a mistake.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// Reader gives one row after the other.
type Reader struct {
	fault.Mistakes
	csv  *csv.Reader
	head []string
	row  []string
	line int
	done bool
}

// Open reads the head. What is wrong with it is told by Err.
func Open(in fact.Input) *Reader {
	r := OpenExport(in)
	for i, name := range r.head {
		if name != "" && slices.IndexFunc(r.head, func(s string) bool { return same(s, name) }) < i {
			r.Wrong(r.line, 0, "give each column a name of its own", "two columns are called %q", name)
		}
	}
	return r
}

// OpenExport is Open of a file in which several columns may have the same name, as in
// exports of Jira; All finds them.
func OpenExport(in fact.Input) *Reader {
	r := OpenRows(in)
	if !r.read() {
		if r.Err() == nil {
			r.Wrong(0, 0, "give a CSV file whose first line names the columns", "the file is empty")
		}
		return r
	}
	r.head = slices.Clone(r.row)
	return r
}

// OpenRows reads a file without a head, whose columns are these.
func OpenRows(in fact.Input, columns ...string) *Reader {
	data := bytes.TrimPrefix(in.Data, []byte("\ufeff"))
	r := &Reader{Mistakes: fault.Mistakes{Name: in.Name}, csv: csv.NewReader(bytes.NewReader(data)), head: columns}
	r.csv.Comma = separator(data)
	// Between tabs, leading white space would be the next separator.
	r.csv.ReuseRecord, r.csv.TrimLeadingSpace, r.csv.FieldsPerRecord = true, r.csv.Comma != '\t', -1
	return r
}

// separator is what stands most often in the first line that holds anything.
func separator(data []byte) rune {
	line, _, _ := bytes.Cut(bytes.TrimLeft(data, "\r\n"), []byte{'\n'})
	best := ','
	for _, c := range []rune{';', '\t'} {
		if bytes.Count(line, []byte(string(c))) > bytes.Count(line, []byte(string(best))) {
			best = c
		}
	}
	return best
}

// read takes the next row that holds anything.
func (r *Reader) read() bool {
	for !r.done {
		row, err := r.csv.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			r.done = true
		case errors.As(err, &wrong):
			// What follows a quote that is not closed cannot be told from what it holds.
			r.done = true
			r.Wrong(wrong.StartLine, 0, "quote a cell as \"…\", and double a quote in it", "%v", wrong.Err)
		case err != nil:
			r.done = true
			r.Wrong(0, 0, "give a CSV file", "%v", err)
		case slices.ContainsFunc(row, func(s string) bool { return strings.TrimSpace(s) != "" }):
			r.line, _ = r.csv.FieldPos(0)
			for i, cell := range row {
				row[i] = strings.TrimSpace(cell)
			}
			r.row = row
			return true
		}
	}
	return false
}

// Columns are the names in the head.
func (r *Reader) Columns() []string { return r.head }

// Column is the index of the column that has one of these names, the first of them
// that there is; -1 if there is none. Upper and lower case, and spaces, lines and dots
// between words, do not matter.
func (r *Reader) Column(names ...string) int {
	for _, name := range names {
		if i := slices.IndexFunc(r.head, func(s string) bool { return same(s, name) }); i >= 0 {
			return i
		}
	}
	return -1
}

// All are the indices of the columns that have one of these names, in their order.
func (r *Reader) All(names ...string) []int {
	var out []int
	for i, head := range r.head {
		if slices.ContainsFunc(names, func(name string) bool { return same(head, name) }) {
			out = append(out, i)
		}
	}
	return out
}

// Require is Column of one without which no row can be read.
func (r *Reader) Require(names ...string) int {
	i := r.Column(names...)
	if i < 0 && len(r.head) > 0 {
		r.done = true
		r.Wrong(r.line, 0, "name a column so; there are: "+strings.Join(r.head, ", "), "no column is called %s", strings.Join(names, " or "))
	}
	return i
}

func same(a, b string) bool { return plain(a) == plain(b) }

var plainer = strings.NewReplacer(" ", "", "_", "", "-", "", ".", "")

func plain(s string) string { return plainer.Replace(strings.ToLower(s)) }

// Next takes the next row that is as long as the head; false at the end.
func (r *Reader) Next() bool {
	for len(r.head) > 0 && r.read() {
		if len(r.row) == len(r.head) {
			return true
		}
		r.Wrong(r.line, 0, "give every row as many cells as the head has", "there are %d cells in this row and %d in the head", len(r.row), len(r.head))
	}
	return false
}

// Line of the row, from 1.
func (r *Reader) Line() int { return r.line }

// At is where a cell of the row begins in its line, in bytes from 1.
func (r *Reader) At(column int) int {
	_, at := r.csv.FieldPos(column)
	return at
}

// Text of a cell; empty for the column -1.
func (r *Reader) Text(column int) string {
	if column < 0 {
		return ""
	}
	return r.row[column]
}

// Number of a cell. One that is missing, no number or not finite is a mistake.
func (r *Reader) Number(column int) (float64, bool) {
	x, err := strconv.ParseFloat(r.Text(column), 64)
	switch {
	case err != nil:
		r.WrongCell(column, "write a number, with a point before decimals and nothing between thousands", "%q is no number", r.Text(column))
		return 0, false
	case math.IsNaN(x), math.IsInf(x, 0):
		r.WrongCell(column, "leave the row out, or write a number", "%s is no number that can be used", r.Text(column))
		return 0, false
	}
	return x, true
}

// WrongCell notes a mistake in a cell of the row.
func (r *Reader) WrongCell(column int, hint, format string, args ...any) {
	name, at := "", 0
	if column >= 0 && column < len(r.head) {
		name = r.head[column] + ": "
		_, at = r.csv.FieldPos(column)
	}
	if !utf8.ValidString(name) {
		name = strconv.Quote(name) + ": "
	}
	r.Wrong(r.line, at, hint, "%s"+format, append([]any{name}, args...)...)
}
