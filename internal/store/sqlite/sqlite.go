// Package sqlite keeps snapshots and results in a SQLite database, one directory
// for each repository: index.db in WAL mode, and the file lock, which whoever
// writes holds.
//
// Readers see the last committed snapshot and never wait. A writer that dies
// leaves it in place. A database that cannot be used, as it is damaged, of
// another format, or planted in the repository by somebody else, is replaced
// by the next Save. One of the former schema is read as it is and upgraded in
// place by whoever writes next. Before any statement reads a table, the whole schema is
// compared with the one that this package makes, so that no view, trigger or
// generated column of a foreign file ever runs; what the tables hold is checked
// by package store.
//
// What the bytes mean is not this package's job: see package store.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"leadline/internal/fact"
	"leadline/internal/store"
)

// Store is a store.Store in a directory.
type Store struct {
	dir  string
	repo fact.RepoID
	db   *sql.DB
	// reading is set if db was opened in a way that cannot write.
	reading bool
	// former is set if db had the former schema when it was last looked at.
	former bool
	lock   *os.File
	base   *store.Base
}

var _ store.Store = (*Store)(nil)

// Open returns the store of a repository in a directory that exists, such as
// store.Place returns. Nothing is read or written yet.
func Open(dir string, repo fact.RepoID) (*Store, error) {
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = store.CheckDir(dir)
	}
	if err != nil {
		return nil, placeError(dir, err)
	}
	return &Store{dir: dir, repo: repo}, nil
}

func (s *Store) file() string { return filepath.Join(s.dir, "index.db") }

// Head implements store.Store.
func (s *Store) Head(ctx context.Context) (fact.CommitID, string, error) {
	var manifest []byte
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		manifest, err = readManifest(ctx, tx, s.repo)
		return err
	})
	if err != nil {
		return "", "", s.wrap("read", err)
	}
	repo, head, key, _, err := store.ReadManifest(manifest)
	if err == nil && repo != s.repo {
		err = fmt.Errorf("%w: it belongs to another repository", store.ErrDamaged)
	}
	if err != nil {
		return "", "", s.wrap("read", err)
	}
	return head, key, nil
}

// Load implements store.Store.
func (s *Store) Load(ctx context.Context) (*store.Snapshot, error) {
	s.base = nil
	image, err := s.readImage(ctx)
	if err != nil {
		return nil, s.wrap("read", err)
	}
	snapshot, base, err := store.Decode(image.Manifest, image.Segments)
	if err == nil && snapshot.Repo != s.repo {
		err = fmt.Errorf("%w: it belongs to another repository", store.ErrDamaged)
	}
	if err != nil {
		return nil, s.wrap("read", err)
	}
	s.base = base
	return snapshot, nil
}

// readImage reads the rows of the snapshot.
func (s *Store) readImage(ctx context.Context) (*store.Image, error) {
	var image store.Image
	err := s.read(ctx, func(tx *sql.Tx) (err error) {
		if image.Manifest, err = readManifest(ctx, tx, s.repo); err != nil {
			return err
		}
		image.Segments, err = s.readSegments(ctx, tx)
		return err
	})
	return &image, err
}

// read runs f in a transaction that sees one state of the database.
func (s *Store) read(ctx context.Context, f func(*sql.Tx) error) error {
	if s.db == nil {
		if err := s.open(ctx); err != nil {
			return err
		}
	}
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	return f(tx)
}

// maxManifest bounds a manifest; segments are few.
const maxManifest = 1 << 20

func readManifest(ctx context.Context, tx *sql.Tx, repo fact.RepoID) ([]byte, error) {
	var manifest []byte
	err := tx.QueryRowContext(ctx, "SELECT manifest FROM snapshot WHERE repo = $1 AND length(manifest) <= $2", string(repo), maxManifest).Scan(&manifest)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, store.ErrNone
	}
	return manifest, err
}

// readSegments returns the segments in order. A damaged file can claim rows
// larger than itself: their lengths are looked at first.
func (s *Store) readSegments(ctx context.Context, tx *sql.Tx) ([][]byte, error) {
	var total, count int64
	err := tx.QueryRowContext(ctx, "SELECT coalesce(sum(length(data)), 0), count(*) FROM segment WHERE repo = $1", string(s.repo)).Scan(&total, &count)
	if err != nil {
		return nil, err
	}
	if total > s.size() {
		return nil, fmt.Errorf("%w: it claims %d bytes", store.ErrDamaged, total)
	}
	rows, err := tx.QueryContext(ctx, "SELECT number, data FROM segment WHERE repo = $1 ORDER BY number", string(s.repo))
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }()
	var segments [][]byte
	for rows.Next() {
		var number int
		var data []byte
		if err := rows.Scan(&number, &data); err != nil {
			return nil, fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
		if number != len(segments) {
			return nil, fmt.Errorf("%w: segment %d is missing", store.ErrDamaged, len(segments))
		}
		segments = append(segments, data)
	}
	return segments, rows.Err()
}

// size is how many bytes the database's files have.
func (s *Store) size() (n int64) {
	for _, suffix := range []string{"", "-wal"} {
		if info, err := os.Lstat(s.file() + suffix); err == nil {
			n += info.Size()
		}
	}
	return n
}

// Lock implements store.Store.
func (s *Store) Lock(ctx context.Context) error { return s.lockWithin(ctx, patience) }

func (s *Store) lockWithin(ctx context.Context, wait time.Duration) error {
	if s.lock != nil {
		return nil
	}
	lock, err := acquire(ctx, filepath.Join(s.dir, "lock"), wait)
	if err != nil {
		return s.wrap("lock", err)
	}
	s.lock = lock
	return nil
}

func (s *Store) unlock() error {
	if s.lock == nil {
		return nil
	}
	err := s.lock.Close()
	s.lock = nil
	return err
}

// Save implements store.Store.
func (s *Store) Save(ctx context.Context, snapshot *store.Snapshot, from int) error {
	if snapshot.Repo != s.repo {
		return fmt.Errorf("save a snapshot of %s as that of %s", snapshot.Repo, s.repo)
	}
	if s.lock == nil {
		if err := s.Lock(ctx); err != nil {
			return err
		}
		defer func() { _ = s.unlock() }()
	}
	err := s.openToWrite(ctx)
	if err == nil {
		err = s.write(ctx, snapshot, from)
	}
	if replaceable(err) {
		// What is there is of no use to anybody.
		if err = s.create(ctx); err == nil {
			err = s.write(ctx, snapshot, 0)
		}
	}
	if err != nil {
		s.base = nil
		return s.wrap("write", err)
	}
	return nil
}

// write saves a snapshot in one transaction.
func (s *Store) write(ctx context.Context, snapshot *store.Snapshot, from int) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	manifest, err := readManifest(ctx, tx, s.repo)
	if err != nil && !errors.Is(err, store.ErrNone) {
		return err
	}
	if from > 0 && !s.base.Same(manifest) {
		s.base, from = nil, 0
	}
	image, base, err := s.base.Encode(snapshot, from)
	if err != nil {
		return err
	}
	err = s.put(ctx, tx, image)
	if err == nil {
		err = tx.Commit()
	}
	if err == nil {
		s.base = base
	}
	return err
}

// put writes the rows of an image.
func (s *Store) put(ctx context.Context, tx *sql.Tx, image *store.Image) (err error) {
	repo := string(s.repo)
	exec := func(query string, args ...any) {
		if err == nil {
			_, err = tx.ExecContext(ctx, query, args...)
		}
	}
	if image.Keep == 0 {
		// A repository that has moved has another id; its old rows are waste.
		exec("DELETE FROM segment WHERE repo <> $1", repo)
		exec("DELETE FROM snapshot WHERE repo <> $1", repo)
		exec("DELETE FROM result WHERE repo <> $1", repo)
	}
	exec("DELETE FROM segment WHERE repo = $1 AND number >= $2", repo, image.Keep)
	for i, data := range image.Segments {
		exec("INSERT INTO segment (repo, number, data) VALUES ($1, $2, $3)", repo, image.Keep+i, data)
	}
	exec("DELETE FROM snapshot WHERE repo = $1", repo)
	exec("INSERT INTO snapshot (repo, manifest) VALUES ($1, $2)", repo, image.Manifest)
	return err
}

// Close implements store.Store.
func (s *Store) Close() error {
	err := errors.Join(s.disconnect(), s.unlock())
	s.base = nil
	if err != nil {
		return s.wrap("close", err)
	}
	return nil
}

func (s *Store) disconnect() error {
	if s.db == nil {
		return nil
	}
	err := s.db.Close()
	s.db = nil
	return err
}

// files are the names of all files that this package makes beside the lock.
func (s *Store) files() []string {
	return []string{s.file() + "-wal", s.file() + "-shm", s.file() + "-journal", s.file()}
}

// exists reports whether there is a database. A file that is not a regular one
// was put there by somebody else.
func (s *Store) exists() (bool, error) {
	if err := store.CheckDir(s.dir); err != nil {
		return false, placeError(s.dir, err)
	}
	switch _, err := os.Lstat(s.file()); {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, placeError(s.dir, err)
	}
	// A rollback journal can name files to be deleted. Ours never makes one:
	// this one must not be played back.
	if _, err := os.Lstat(s.file() + "-journal"); err == nil {
		return false, fmt.Errorf("%w: it has a journal", store.ErrDamaged)
	}
	return true, nil
}

// replaceable reports whether an error says that the database is of no use.
func replaceable(err error) bool {
	return slices.ContainsFunc([]error{store.ErrDamaged, store.ErrVersion}, func(target error) bool { return errors.Is(classify(err), target) })
}
