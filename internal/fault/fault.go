// Package fault holds the kinds of error that Leadline tells apart, the exit
// status of each, and the grammar in which people and programs read them.
//
// Every package that can fail in a way that a caller decides upon wraps its
// error as a fault; a fault keeps its kind and its hint however often it is
// wrapped again. An error that carries no kind is an internal one: nobody
// foresaw it.
//
// Deciding what to do about an error is not this package's job, nor is
// printing answers: incomplete evidence is named in the answer itself first.
package fault

import (
	"context"
	"errors"
	"fmt"
)

// Kind classifies an error by what whoever started the program has to do
// about it. The zero Kind is Internal.
type Kind uint8

// The kinds of error.
const (
	// Internal is a defect of Leadline.
	Internal Kind = iota
	// Findings says that the answer holds new findings that gate. It is a
	// result: nothing went wrong.
	Findings
	// Usage is a wrong command line, configuration or environment; the same
	// command fails again until that is put right.
	Usage
	// Incomplete says that the answer was given, from evidence that lacks
	// something.
	Incomplete
	// Undelivered says that the answer was found and could not be handed
	// over: a closed pipe, a full disk.
	Undelivered
	// Interrupted says that the user or the system ended the run.
	Interrupted
)

// kinds describes each kind: its word in JSON, which is stable, its exit
// status, its line in EXIT STATUS, and which one wins where several errors
// were joined (the highest rank).
var kinds = [...]struct {
	word    string
	exit    int
	meaning string
	rank    int
}{
	Internal:    {"internal", 70, "an internal fault: please report it", 5},
	Findings:    {"findings", 1, "there are new findings that gate", 1},
	Usage:       {"usage", 2, "the command line or the configuration is wrong", 2},
	Incomplete:  {"incomplete", 3, "answered from incomplete evidence; the answer says what is missing", 0},
	Undelivered: {"undelivered", 4, "the answer could not be delivered", 3},
	Interrupted: {"interrupted", 130, "interrupted", 4},
}

// String gives the stable word for the kind.
func (k Kind) String() string { return kinds[k].word }

// Exit is the exit status of a run that ends with an error of this kind.
func (k Kind) Exit() int { return kinds[k].exit }

// Meaning says for help texts what the exit status tells.
func (k Kind) Meaning() string { return kinds[k].meaning }

// Error is an error with a kind and, mostly, a hint. Its text begins in lower
// case and has no full stop, like that of any error in Go.
type Error struct {
	Kind Kind
	// Hint tells what to do about it, as an instruction; it may be empty.
	Hint string
	// Stack is where a panic happened, empty for any other error.
	Stack string
	err   error
}

// New makes an error of a kind. The arguments are those of fmt.Errorf, %w
// included.
func New(kind Kind, format string, args ...any) *Error {
	return &Error{Kind: kind, err: fmt.Errorf(format, args...)}
}

// Status makes an error that only sets the exit status, for a run whose
// answer has said everything already.
func Status(kind Kind) *Error { return &Error{Kind: kind} }

// WithHint sets the hint and returns the error.
func (e *Error) WithHint(format string, args ...any) *Error {
	e.Hint = fmt.Sprintf(format, args...)
	return e
}

func (e *Error) Error() string {
	if e.err == nil {
		return e.Kind.Meaning()
	}
	return e.err.Error()
}

// Unwrap gives the cause, nil if there is none.
func (e *Error) Unwrap() error { return e.err }

// KindOf classifies an error, which must not be nil: by the outermost fault in
// its tree, or by the one that wins where errors were joined. A cancelled
// context is an interruption.
func KindOf(err error) Kind {
	if e, ok := err.(*Error); ok { //nolint:errorlint // the tree is walked here, one step at a time
		return e.Kind
	}
	best := Internal
	found := false
	for _, cause := range causes(err) {
		if k := KindOf(cause); !found || kinds[k].rank > kinds[best].rank {
			best, found = k, true
		}
	}
	if !found && errors.Is(err, context.Canceled) {
		return Interrupted
	}
	return best
}

// HintOf gives the outermost hint in the error's tree, or nothing.
func HintOf(err error) string {
	if e, ok := err.(*Error); ok && e.Hint != "" { //nolint:errorlint // the tree is walked here, one step at a time
		return e.Hint
	}
	for _, cause := range causes(err) {
		if h := HintOf(cause); h != "" {
			return h
		}
	}
	return ""
}

// causes are the errors that an error wraps directly.
func causes(err error) []error {
	switch w := err.(type) { //nolint:errorlint // the tree is walked here, one step at a time
	case interface{ Unwrap() error }:
		if cause := w.Unwrap(); cause != nil {
			return []error{cause}
		}
	case interface{ Unwrap() []error }:
		return w.Unwrap()
	}
	return nil
}

// ExitStatus is the exit status of a run that ends with err: 0 for nil.
func ExitStatus(err error) int {
	if err == nil {
		return 0
	}
	return KindOf(err).Exit()
}
