package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"leadline/internal/fault"
	"leadline/internal/store"
)

// errIO marks a failed system call that SQLite does not tell more about.
var errIO = errors.New("input or output failed")

// classify adds to an error the one of package store that it means.
func classify(err error) error {
	for _, known := range []error{store.ErrNone, store.ErrDamaged, store.ErrVersion, store.ErrBusy, store.ErrFull, store.ErrPlace, errIO} {
		if errors.Is(err, known) {
			return err
		}
	}
	var e *sqlite.Error
	if errors.As(err, &e) {
		switch e.Code() {
		case lib.SQLITE_IOERR_SHORT_READ: // the file has been cut
			return fmt.Errorf("%w: %w", store.ErrDamaged, err)
		case lib.SQLITE_IOERR_SHMSIZE: // no room for a few pages beside the database
			return fmt.Errorf("%w: %w", store.ErrFull, err)
		}
		switch e.Code() & 0xff {
		case lib.SQLITE_CORRUPT, lib.SQLITE_NOTADB:
			return fmt.Errorf("%w: %w", store.ErrDamaged, err)
		case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
			return fmt.Errorf("%w: %w", store.ErrBusy, err)
		case lib.SQLITE_FULL:
			return fmt.Errorf("%w: %w", store.ErrFull, err)
		case lib.SQLITE_CANTOPEN, lib.SQLITE_READONLY, lib.SQLITE_PERM:
			return fmt.Errorf("%w: %w", store.ErrPlace, err)
		case lib.SQLITE_IOERR:
			return fmt.Errorf("%w: %w", errIO, err)
		}
	}
	switch {
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("%w: %w", store.ErrFull, err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%w: %w", store.ErrPlace, err)
	}
	return err
}

// wrap says what was being done, where, and what to do about it.
func (s *Store) wrap(doing string, err error) error {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	err = fmt.Errorf("%s the index in %s: %w", doing, s.dir, classify(err))
	switch {
	case errors.Is(err, store.ErrFull):
		return fault.New(fault.Usage, "%w", err).WithHint("free some space, or set %s to a directory that has it", store.HomeVariable)
	case errors.Is(err, store.ErrPlace):
		return fault.New(fault.Usage, "%w", err).WithHint("set %s to a directory that you can write", store.HomeVariable)
	}
	return err
}

func placeError(dir string, err error) error {
	return fmt.Errorf("%w: %s: %w", store.ErrPlace, dir, err)
}
