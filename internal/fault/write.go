package fault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
)

// reportHint is given with every internal fault that has no hint of its own.
const reportHint = "this is a defect of leadline: please report it with the output of `leadline version`"

// WriteText writes an error for people:
//
//	leadline: error: what happened
//	leadline: hint: what to do
//
// Each of several joined errors gets its own lines. An error made by Status
// writes nothing. Control characters are made visible (see Visible), so a
// message may quote a repository as it is.
func WriteText(w io.Writer, err error) error {
	var b strings.Builder
	for _, e := range reported(err) {
		fmt.Fprintf(&b, "leadline: error: %s\n", Visible(e.Error()))
		if hint := hintFor(e); hint != "" {
			fmt.Fprintf(&b, "leadline: hint: %s\n", Visible(hint))
		}
		if stack := stackOf(e); stack != "" {
			for line := range strings.Lines(stack) {
				b.WriteString(Visible(strings.ReplaceAll(strings.TrimRight(line, "\n"), "\t", "    ")) + "\n")
			}
		}
	}
	_, werr := io.WriteString(w, b.String())
	return werr
}

// message is the JSON form of an error.
type message struct {
	Kind    string `json:"kind"`
	Exit    int    `json:"exit"`
	Message string `json:"message"`
	Hint    string `json:"hint,omitempty"`
	Stack   string `json:"stack,omitempty"`
}

// WriteJSON writes the same as WriteText for programs, one object on a line
// for each error:
//
//	{"error":{"kind":"usage","exit":2,"message":"what happened","hint":"what to do"}}
//
// The exit status in it is that of the kind; the program's own is that of the
// kind that wins.
func WriteJSON(w io.Writer, err error) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for _, e := range reported(err) {
		kind := KindOf(e)
		m := message{kind.String(), kind.Exit(), Visible(e.Error()), Visible(hintFor(e)), stackOf(e)}
		if err := enc.Encode(map[string]message{"error": m}); err != nil {
			return err
		}
	}
	return nil
}

// reported lists the errors to write: those that were joined, one by one, and
// none that only sets the exit status.
func reported(err error) []error {
	if e, ok := err.(*Error); ok && e.err == nil { //nolint:errorlint // a wrapped status has something to say
		return nil
	}
	if j, ok := err.(interface{ Unwrap() []error }); ok && err.Error() == errors.Join(j.Unwrap()...).Error() {
		var all []error
		for _, e := range j.Unwrap() {
			all = append(all, reported(e)...)
		}
		return all
	}
	return []error{err}
}

func hintFor(err error) string {
	hint := HintOf(err)
	if hint == "" && KindOf(err) == Internal {
		return reportHint
	}
	return hint
}

// stackOf gives where the panic behind an error happened, or nothing.
func stackOf(err error) string {
	var e *Error
	for errors.As(err, &e) {
		if e.Stack != "" {
			return e.Stack
		}
		err = e.err
	}
	return ""
}
