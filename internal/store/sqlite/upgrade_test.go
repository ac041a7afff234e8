package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/pressly/goose/v3"

	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

// formerIndex makes an index as it was before results were kept.
func formerIndex(t *testing.T, snapshot *store.Snapshot) (dir string) {
	t.Helper()
	from := saved(t, snapshot, []byte("not taken along"))
	dir = t.TempDir()
	db, err := sql.Open("sqlite", filepath.Join(dir, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, os.DirFS("migrations"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.UpTo(context.Background(), 1); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		"PRAGMA journal_mode = wal",
		"ATTACH '" + filepath.Join(from, "index.db") + "' AS other",
		"INSERT INTO main.snapshot SELECT * FROM other.snapshot",
		"INSERT INTO main.segment SELECT * FROM other.segment",
	} {
		if _, err := db.Exec(statement); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// An index of the former schema is read as it is, without a byte of it
// changing, and upgraded by the next write, with what it holds.
func TestUpgrade(t *testing.T) {
	snapshot := storetest.Random(1, 60)
	grown := storetest.Grow(snapshot, 2, 3)
	for name, write := range map[string]func(*testing.T, store.Store){
		"by a result": func(t *testing.T, s store.Store) {
			storetest.SaveResult(t, s, "answer", "key", []byte("data"))
			want(t, s, snapshot)
			save(t, s, grown, 60)
		},
		"by a snapshot": func(t *testing.T, s store.Store) {
			save(t, s, grown, 60)
			storetest.SaveResult(t, s, "answer", "key", []byte("data"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := formerIndex(t, snapshot)
			file := filepath.Join(dir, "index.db")
			before, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			s, reader := open(t, dir, snapshot.Repo), open(t, dir, snapshot.Repo)
			for _, s := range []store.Store{s, reader} {
				want(t, s, snapshot)
				storetest.WantNoResult(t, s, "answer", "key")
			}
			if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
				t.Errorf("reading has changed the file, %v", err)
			}
			write(t, s)
			for _, s := range []store.Store{s, reader, open(t, dir, snapshot.Repo)} {
				want(t, s, grown)
				storetest.WantResult(t, s, "answer", "key", []byte("data"))
			}
			// It is the old file, not another in its place.
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before[16:18], after[16:18]) {
				t.Errorf("the size of pages has changed, %v", err)
			}
		})
	}
}

// The table that says which migrations have run may say anything.
func TestUpgradePlanted(t *testing.T) {
	snapshot := storetest.Random(1, 20)
	for _, statement := range []string{
		"DELETE FROM goose_db_version",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (2, 1)",
		"INSERT INTO goose_db_version (version_id, is_applied) VALUES (99, 1)",
		"UPDATE goose_db_version SET version_id = 'x'",
		"UPDATE goose_db_version SET version_id = -1",
		"UPDATE goose_db_version SET tstamp = 'x', is_applied = 'y'",
	} {
		t.Run(statement, func(t *testing.T) {
			dir := formerIndex(t, snapshot)
			execute(t, dir, statement)
			s := open(t, dir, snapshot.Repo)
			want(t, s, snapshot)
			storetest.WantNoResult(t, s, "answer", "key")
			storetest.SaveResult(t, s, "answer", "key", []byte("data"))
			storetest.WantResult(t, s, "answer", "key", []byte("data"))
			want(t, s, snapshot)
			storetest.WantResult(t, open(t, dir, snapshot.Repo), "answer", "key", []byte("data"))
		})
	}
}
