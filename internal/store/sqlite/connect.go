package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // registers the driver "sqlite"

	"leadline/internal/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// schema is the schema after the last migration, as sqlite_master shows it:
// type, name and statement, sorted by name. A test compares it with what the
// migrations make.
var schema = []string{
	"table goose_db_version " + versionTable,
	"table result CREATE TABLE result (repo TEXT NOT NULL, name BYTEA NOT NULL, number INTEGER NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (repo, name))",
	"table segment CREATE TABLE segment (repo TEXT NOT NULL, number INTEGER NOT NULL, data BYTEA NOT NULL, PRIMARY KEY (repo, number))",
	"table snapshot CREATE TABLE snapshot (repo TEXT NOT NULL PRIMARY KEY, manifest BYTEA NOT NULL)",
	"index sqlite_autoindex_result_1 ",
	"index sqlite_autoindex_segment_1 ",
	"index sqlite_autoindex_snapshot_1 ",
	"table sqlite_sequence CREATE TABLE sqlite_sequence(name,seq)",
}

// former is the schema after the first migration, before results were kept. A
// database that has it is read as it is, and upgraded by whoever writes next.
var former = slices.DeleteFunc(slices.Clone(schema), func(line string) bool {
	return strings.HasPrefix(line, "table result ") || strings.HasPrefix(line, "index sqlite_autoindex_result")
})

// versionTable is the statement by which goose makes its table.
const versionTable = "CREATE TABLE goose_db_version (\n\t\tid INTEGER PRIMARY KEY AUTOINCREMENT,\n\t\tversion_id INTEGER NOT NULL,\n\t\tis_applied INTEGER NOT NULL,\n\t\ttstamp TIMESTAMP DEFAULT (datetime('now'))\n\t)"

// connect opens a file, by its absolute name, with options of the driver.
// The file's content is not trusted: its schema may call no functions, and
// damaged pages are looked for.
func connect(file string, options url.Values) (*sql.DB, error) {
	options.Set("_defensive", "1")
	options.Set("_busy_timeout", "2000")
	options.Set("_txlock", "immediate")
	options.Set("_synchronous", "NORMAL")
	options.Add("_pragma", "trusted_schema(0)")
	options.Add("_pragma", "cell_size_check(1)")
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	name := url.URL{Scheme: "file", Path: path, RawQuery: options.Encode()}
	db, err := sql.Open("sqlite", name.String())
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// open opens the database for reading, and for writing where that is possible.
// Where it is not, as on a medium that is read-only or full, a database that
// nobody writes to can still be read.
func (s *Store) open(ctx context.Context) error {
	there, err := s.exists()
	if err != nil {
		return err
	}
	if !there {
		return store.ErrNone
	}
	err = s.try(ctx, url.Values{"mode": {"rw"}})
	if errors.Is(classify(err), store.ErrPlace) || errors.Is(classify(err), store.ErrFull) || errors.Is(classify(err), errIO) {
		if wal, statErr := os.Lstat(s.file() + "-wal"); errors.Is(statErr, fs.ErrNotExist) || statErr == nil && wal.Size() == 0 {
			if s.try(ctx, url.Values{"mode": {"ro"}, "immutable": {"1"}}) == nil {
				s.reading = true
				return nil
			}
		}
	}
	return err
}

// try connects and checks the schema.
func (s *Store) try(ctx context.Context, options url.Values) error {
	db, err := connect(s.file(), options)
	if err != nil {
		return err
	}
	isFormer, err := checkSchema(ctx, db)
	if err != nil {
		_ = db.Close()
		return err
	}
	s.db, s.reading, s.former = db, false, isFormer
	return nil
}

// querier is a database or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// checkSchema compares the whole schema with ours and the former one.
func checkSchema(ctx context.Context, db querier) (isFormer bool, err error) {
	rows, err := db.QueryContext(ctx, "SELECT type, name, coalesce(sql, '') FROM sqlite_master ORDER BY name LIMIT 20")
	if err != nil {
		return false, err
	}
	defer func() { _ = rows.Close() }()
	var found []string
	for rows.Next() {
		var kind, name, text string
		if err := rows.Scan(&kind, &name, &text); err != nil {
			return false, fmt.Errorf("%w: %w", store.ErrDamaged, err)
		}
		found = append(found, kind+" "+name+" "+text)
	}
	switch err := rows.Err(); {
	case err != nil:
		return false, err
	case slices.Equal(found, schema):
		return false, nil
	case slices.Equal(found, former):
		return true, nil
	case slices.Contains(found, schema[0]):
		return false, store.ErrVersion
	}
	return false, fmt.Errorf("%w: its tables are not Leadline's", store.ErrDamaged)
}

// openToWrite makes sure that the database is there, open for writing, and has
// our schema. The lock is held.
func (s *Store) openToWrite(ctx context.Context) error {
	there, err := s.exists()
	if err != nil {
		return err
	}
	if !there {
		return s.create(ctx)
	}
	if s.db == nil || s.reading {
		if err := s.disconnect(); err != nil {
			return err
		}
		if err := s.try(ctx, url.Values{"mode": {"rw"}}); err != nil {
			return err
		}
	}
	if s.former {
		return s.upgrade(ctx)
	}
	return nil
}

// upgrade brings a database of the former schema to ours; what it holds stays.
// The lock is held.
func (s *Store) upgrade(ctx context.Context) error {
	// Its table of versions may say anything, which goose would take at its word
	// or try again and again. goose writes a row for version 0 too.
	var all, first, second int
	const query = "SELECT count(*), count(CASE WHEN version_id = 0 AND is_applied THEN 1 END), count(CASE WHEN version_id = 1 AND is_applied THEN 1 END) FROM goose_db_version"
	if err := s.db.QueryRowContext(ctx, query).Scan(&all, &first, &second); err != nil {
		return err
	}
	if all != 2 || first != 1 || second != 1 {
		return fmt.Errorf("%w: its schema is not that of its version", store.ErrDamaged)
	}
	if err := migrateUp(ctx, s.db); err != nil {
		return err
	}
	var err error
	s.former, err = checkSchema(ctx, s.db)
	return err
}

// create replaces whatever is there by an empty database. It is made under
// another name, so that nobody sees it half made. The lock is held.
func (s *Store) create(ctx context.Context) error {
	if err := s.disconnect(); err != nil {
		return err
	}
	s.base = nil
	fresh := filepath.Join(s.dir, "index.new")
	for _, name := range []string{fresh, fresh + "-wal", fresh + "-shm", fresh + "-journal"} {
		if err := remove(name); err != nil {
			return err
		}
	}
	if err := migrate(ctx, fresh); err != nil {
		return err
	}
	for _, name := range s.files() {
		if err := remove(name); err != nil {
			return err
		}
	}
	if err := os.Rename(fresh, s.file()); err != nil {
		return placeError(s.dir, err)
	}
	return s.try(ctx, url.Values{"mode": {"rw"}})
}

func remove(name string) error {
	if err := os.Remove(name); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return placeError(filepath.Dir(name), err)
	}
	return nil
}

// migrate makes a database with our schema.
func migrate(ctx context.Context, file string) (err error) {
	// Larger pages than SQLite's suit rows of a megabyte. Nobody else sees the
	// file until it is done, so it needs no journal that could be left behind.
	db, err := connect(file, url.Values{"mode": {"rwc"}, "_pragma": {"page_size(16384)", "journal_mode(memory)"}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	if err := migrateUp(ctx, db); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "PRAGMA journal_mode = wal")
	return err
}

// migrateUp runs the migrations that have not been run on a database, each in a
// transaction of its own.
func migrateUp(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return err
	}
	_, err = provider.Up(ctx)
	return err
}
