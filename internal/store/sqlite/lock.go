package sqlite

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"leadline/internal/store"
)

// How long a writer of a snapshot waits for another, and how often it asks.
const (
	patience = 2 * time.Second
	interval = 20 * time.Millisecond
)

// acquire locks a file, which it makes if need be, and waits that long for
// whoever holds it. The lock lasts until the file is closed or the process
// ends, however it ends.
func acquire(ctx context.Context, name string, wait time.Duration) (*os.File, error) {
	if info, err := os.Lstat(name); err == nil && !info.Mode().IsRegular() {
		return nil, placeError(name, errors.New("it is not a regular file"))
	} else if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, err
	}
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|noFollow, 0o600)
	if err != nil {
		return nil, err
	}
	deadline := time.Now().Add(wait)
	for {
		held, err := tryLock(file)
		switch {
		case err == nil && held:
			return file, nil
		case err == nil && !time.Now().Before(deadline):
			err = store.ErrBusy
		case err == nil:
			select {
			case <-time.After(interval):
				continue
			case <-ctx.Done():
				err = ctx.Err()
			}
		}
		_ = file.Close()
		return nil, err
	}
}
