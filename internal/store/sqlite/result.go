package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"

	"leadline/internal/store"
)

// Result implements store.Store.
func (s *Store) Result(ctx context.Context, name, key string) ([]byte, error) {
	if err := store.CheckResultName(name); err != nil {
		return nil, err
	}
	var data []byte
	err := s.read(ctx, func(tx *sql.Tx) error {
		return s.readResult(ctx, tx, name, func(stored []byte) (err error) {
			data, err = store.DecodeResult(name, key, stored)
			return err
		})
	})
	if err != nil {
		return nil, s.wrap("read a result of", err)
	}
	return data, nil
}

// readResult gives what is stored, which is not there any more afterwards.
func (s *Store) readResult(ctx context.Context, tx *sql.Tx, name string, use func(stored []byte) error) (err error) {
	if s.former { // unless another Store has upgraded it
		if s.former, err = checkSchema(ctx, tx); err != nil {
			return err
		}
	}
	if s.former {
		return store.ErrNone
	}
	const query = "SELECT data FROM result WHERE repo = $1 AND name = $2 AND length(data) <= $3"
	rows, err := tx.QueryContext(ctx, query, string(s.repo), []byte(name), store.MaxStoredResult)
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	if !rows.Next() {
		return cmp.Or(rows.Err(), store.ErrNone)
	}
	var stored sql.RawBytes
	if err := rows.Scan(&stored); err != nil {
		return err
	}
	return use(stored)
}

// SaveResult implements store.Store.
func (s *Store) SaveResult(ctx context.Context, name, key string, data []byte) error {
	stored, err := store.EncodeResult(name, key, data)
	if err != nil {
		return err
	}
	if s.lock == nil {
		if err := s.lockWithin(ctx, 0); err != nil {
			return err
		}
		defer func() { _ = s.unlock() }()
	}
	err = s.openToWrite(ctx)
	if err == nil {
		err = s.writeResult(ctx, name, stored)
	}
	if replaceable(err) {
		if err = s.renew(ctx); err == nil {
			err = s.writeResult(ctx, name, stored)
		}
	}
	if err != nil {
		return s.wrap("write a result to", err)
	}
	return nil
}

// writeResult keeps a result, and drops others to keep to the bounds, in one
// transaction. Results are numbered in the order in which they were saved.
func (s *Store) writeResult(ctx context.Context, name string, stored []byte) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	repo := string(s.repo)
	exec := func(query string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(ctx, query, args...)
		}
	}
	exec("DELETE FROM result WHERE repo = $1 AND name = $2", repo, []byte(name))
	if err != nil {
		return err
	}
	last, dropped, err := s.resultNumbers(ctx, tx, len(stored))
	if err != nil {
		return err
	}
	exec("DELETE FROM result WHERE repo = $1 AND number <= $2", repo, dropped)
	exec("INSERT INTO result (repo, name, number, data) VALUES ($1, $2, $3, $4)", repo, []byte(name), last+1, stored)
	if err != nil {
		return err
	}
	// A damaged file may take what it cannot give back.
	err = s.readResult(ctx, tx, name, func(kept []byte) error {
		if !bytes.Equal(kept, stored) {
			return store.ErrDamaged
		}
		return nil
	})
	if err != nil {
		return err
	}
	return tx.Commit()
}

// resultNumbers returns the number of the result saved last, and up to which
// number results have to go before one of that many bytes is added.
func (s *Store) resultNumbers(ctx context.Context, tx *sql.Tx, size int) (last, dropped int32, err error) {
	const query = "SELECT number, length(data) FROM result WHERE repo = $1 ORDER BY number DESC LIMIT $2"
	rows, err := tx.QueryContext(ctx, query, string(s.repo), store.MaxResults)
	if err != nil {
		return 0, 0, err
	}
	defer func() { _ = rows.Close() }()
	sum := int64(size)
	for count := 1; rows.Next(); count++ {
		var number int32
		var length int64
		if err := rows.Scan(&number, &length); err != nil {
			return 0, 0, fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
		last = max(last, number)
		if sum += length; count >= store.MaxResults || sum > store.MaxResultSum {
			dropped = max(dropped, number)
			break
		}
	}
	if last == math.MaxInt32 { // after that many saves, or planted
		last, dropped = 0, math.MaxInt32
	}
	return last, dropped, rows.Err()
}

// renew replaces a database of which a part is damaged by a new one, and takes
// along the rows of the snapshot if they can be read. Whether they are what was
// saved is told by their checksums when they are loaded. The lock is held.
func (s *Store) renew(ctx context.Context) error {
	image, readErr := s.readImage(ctx)
	if readErr != nil && !replaceable(readErr) && !errors.Is(readErr, store.ErrNone) {
		return readErr
	}
	if err := s.create(ctx); err != nil || readErr != nil {
		return err
	}
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	if err := s.put(ctx, tx, image); err != nil {
		return err
	}
	return tx.Commit()
}
