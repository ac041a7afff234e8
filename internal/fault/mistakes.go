package fault

import (
	"errors"
	"fmt"
)

// MostMistakes is how many mistakes in one file are told at once.
const MostMistakes = 20

// Mistake is what is wrong at one place of a file.
type Mistake struct {
	// Name of the file; Line and Column from 1, 0 where they are not known.
	Name         string
	Line, Column int
	// What is wrong, and what to do.
	What, Hint string
}

// Error says where and what.
func (m *Mistake) Error() string {
	at := m.Name
	if m.Line > 0 {
		at += fmt.Sprintf(":%d", m.Line)
		if m.Column > 0 {
			at += fmt.Sprintf(":%d", m.Column)
		}
	}
	return at + ": " + m.What
}

// MistakesIn are the mistakes that an error was joined of, in their order.
func MistakesIn(err error) []*Mistake {
	switch x := err.(type) { //nolint:errorlint // it unwraps itself, every branch
	case nil:
		return nil
	case *Mistake:
		return []*Mistake{x}
	case interface{ Unwrap() []error }:
		var out []*Mistake
		for _, e := range x.Unwrap() {
			out = append(out, MistakesIn(e)...)
		}
		return out
	}
	return MistakesIn(errors.Unwrap(err))
}

// Mistakes collects what is wrong in a file that the user named, so that all is told
// at once. The zero value is of a file without a name.
type Mistakes struct {
	// Name of the file, as the user gave it.
	Name string
	all  []error
	more int
}

// Wrong notes a mistake at a line and column, both from 1; 0 where it is not known.
// The hint says what to do.
func (m *Mistakes) Wrong(line, column int, hint, format string, args ...any) {
	if len(m.all) == MostMistakes {
		m.more++
		return
	}
	m.all = append(m.all, New(Usage, "%w", &Mistake{m.Name, line, column, fmt.Sprintf(format, args...), hint}).WithHint("%s", hint))
}

// Err joins the mistakes in the order in which they were noted; nil if there is none.
// All are of kind Usage.
func (m *Mistakes) Err() error {
	if m.more > 0 {
		return errors.Join(append(m.all[:len(m.all):len(m.all)], New(Usage, "%s: there are %d mistakes more", m.Name, m.more).WithHint("mend these first"))...)
	}
	return errors.Join(m.all...)
}

// Full reports whether there are so many mistakes that no more are told, and reading on
// is of no use.
func (m *Mistakes) Full() bool { return len(m.all) == MostMistakes && m.more > 0 }
