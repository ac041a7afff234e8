package fault

import (
	"cmp"
	"runtime/debug"
	"sync"
)

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

// AtOnce takes steps that do not wait for each other, each in a goroutine of its own,
// and returns the first error by their order. A step that panics is one that failed.
func AtOnce(steps ...func() error) error {
	failed := make([]error, len(steps))
	var all sync.WaitGroup
	for i, step := range steps {
		all.Go(func() { defer Catch(&failed[i]); failed[i] = step() })
	}
	all.Wait()
	return cmp.Or(failed...)
}
