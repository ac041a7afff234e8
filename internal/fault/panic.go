package fault

import "runtime/debug"

// Catch turns a panic into an error of kind Internal that knows where it
// happened. It is deferred with the address of the function's error result.
// Each goroutine needs its own: a panic that leaves one ends the program with
// the exit status 2, which means something else.
func Catch(err *error) {
	v := recover()
	if v == nil {
		return
	}
	e := New(Internal, "internal fault: %v", v)
	if cause, ok := v.(error); ok {
		e = New(Internal, "internal fault: %w", cause)
	}
	e.Stack = string(debug.Stack())
	*err = e
}
