package git

import (
	"errors"
	"sync"

	"leadline/internal/fault"
)

// inParallel runs work in a number of goroutines and waits for all of them. A
// panic in one is returned as an error: left alone it would end the program.
func inParallel(workers int, work func()) error {
	var wg sync.WaitGroup
	failed := make([]error, workers)
	for i := range failed {
		wg.Go(func() {
			defer fault.Catch(&failed[i])
			work()
		})
	}
	wg.Wait()
	return errors.Join(failed...)
}
