package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/store"
	"leadline/internal/store/storetest"
)

func TestResults(t *testing.T) {
	storetest.Results(t, func(t testing.TB, place string, repo fact.RepoID) store.Store {
		return open(t, place, repo)
	})
}

// execute runs statements as somebody else might.
func execute(t *testing.T, dir string, statements ...string) {
	t.Helper()
	db, err := sql.Open("sqlite", filepath.Join(dir, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range statements {
		if _, err := db.Exec(statement); err != nil {
			t.Fatalf("%s: %v", statement, err)
		}
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
}

// saved returns a closed store's directory with a snapshot and a result.
func saved(t *testing.T, snapshot *store.Snapshot, data []byte) (dir string) {
	t.Helper()
	dir = t.TempDir()
	s := open(t, dir, snapshot.Repo)
	save(t, s, snapshot, 0)
	storetest.SaveResult(t, s, "answer", "key", data)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// Each byte of a row of a result changed in the file is found out; the snapshot
// can still be read, and the next result is kept.
func TestDamagedResult(t *testing.T) {
	snapshot, data := storetest.Random(1, 50), storetest.ResultData(1, 300, false)
	dir := saved(t, snapshot, data)
	file := filepath.Join(dir, "index.db")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	stored, err := store.EncodeResult("answer", "key", data)
	if err != nil {
		t.Fatal(err)
	}
	start := bytes.Index(whole, stored)
	if start < 0 {
		t.Fatal("the result is not in the file")
	}
	for i := range stored {
		bad := bytes.Clone(whole)
		bad[start+i] ^= 1 << (i % 8)
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir, snapshot.Repo)
		if got, err := s.Result(context.Background(), "answer", "key"); !errors.Is(err, store.ErrDamaged) {
			t.Fatalf("byte %d: %d bytes, %v", i, len(got), err)
		}
		if i%20 == 0 {
			want(t, s, snapshot)
			storetest.SaveResult(t, s, "answer", "key", data)
			storetest.WantResult(t, s, "answer", "key", data)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// breakPage damages the first page of a table or an index.
func breakPage(t *testing.T, dir, object string) {
	t.Helper()
	file := filepath.Join(dir, "index.db")
	db, err := sql.Open("sqlite", file)
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = db.QueryRow("SELECT rootpage, page_size FROM sqlite_schema, pragma_page_size WHERE name = $1", object).Scan(&page, &size)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(file, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteAt([]byte("broken"), (page-1)*size)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

// Where the table of results is damaged beyond use, the next one to save a
// result makes a new index with the old snapshot in it.
func TestDamagedTable(t *testing.T) {
	for _, object := range []string{"result", "sqlite_autoindex_result_1"} {
		snapshot, data := storetest.Random(1, 50), storetest.ResultData(1, 300, false)
		dir := saved(t, snapshot, data)
		breakPage(t, dir, object)
		s := open(t, dir, snapshot.Repo)
		want(t, s, snapshot)
		if _, err := s.Result(context.Background(), "answer", "key"); !errors.Is(err, store.ErrDamaged) {
			t.Errorf("%s: %v", object, err)
		}
		storetest.SaveResult(t, s, "other", "key", data)
		storetest.WantResult(t, s, "other", "key", data)
		storetest.WantNoResult(t, s, "answer", "key")
		want(t, s, snapshot)
		// What the Store knew of the snapshot still holds.
		grown := storetest.Grow(snapshot, 2, 1)
		save(t, s, grown, 50)
		want(t, open(t, dir, snapshot.Repo), grown)
	}
}

// Rows that Leadline would not write are no result, and stop none from being
// kept.
func TestPlantedResult(t *testing.T) {
	snapshot, data := storetest.Random(1, 20), []byte("data")
	for name, statement := range map[string]string{
		"large":            "UPDATE result SET data = zeroblob(100000000)",
		"text":             "UPDATE result SET data = 'text'",
		"number":           "UPDATE result SET data = 5",
		"empty":            "UPDATE result SET data = x''",
		"order by text":    "UPDATE result SET number = 'x'",
		"order by nothing": "UPDATE result SET number = x''",
		"order by halves":  "UPDATE result SET number = 1.5",
		"last number":      "UPDATE result SET number = 2147483647",
		"beyond all":       "UPDATE result SET number = 9223372036854775807",
		"below all":        "UPDATE result SET number = -9223372036854775807",
		"a thousand":       "INSERT INTO result SELECT repo, CAST(n AS BLOB), 7, x'00' FROM (SELECT repo FROM result LIMIT 1), (WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n+1 FROM c WHERE n < 1000) SELECT n FROM c)",
		"name of text":     "UPDATE result SET name = CAST(name AS TEXT)",
		"all that is kept": "DELETE FROM result",
	} {
		t.Run(name, func(t *testing.T) {
			dir := saved(t, snapshot, data)
			s := open(t, dir, snapshot.Repo)
			storetest.SaveResult(t, s, "old", "key", data)
			_ = s.Close()
			execute(t, dir, statement)
			got, err := s.Result(context.Background(), "answer", "key")
			if name == "large" && !errors.Is(err, store.ErrNone) {
				t.Errorf("it has been read: %v", err)
			}
			if err == nil && !bytes.Equal(got, data) || err != nil && !errors.Is(err, store.ErrNone) && !errors.Is(err, store.ErrDamaged) {
				t.Errorf("%d bytes, %v", len(got), err)
			}
			for i := range byte(3) {
				storetest.SaveResult(t, s, "answer", "key", []byte{i})
				storetest.SaveResult(t, s, "other", "key", []byte{i})
				storetest.WantResult(t, s, "answer", "key", []byte{i})
				storetest.WantResult(t, s, "other", "key", []byte{i})
			}
			want(t, s, snapshot)
			_ = s.Close()
			db, err := sql.Open("sqlite", filepath.Join(dir, "index.db"))
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = db.Close() }()
			var kept int
			if err := db.QueryRow("SELECT count(*) FROM result").Scan(&kept); err != nil || kept > store.MaxResults {
				t.Errorf("%d results are kept, %v", kept, err)
			}
		})
	}
}

// A database that cannot be used is replaced by the first to save a result.
func TestResultReplacesDatabase(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "index.db"), bytes.Repeat([]byte("no database "), 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	s := open(t, dir, "repo")
	if _, err := s.Result(context.Background(), "answer", "key"); !errors.Is(err, store.ErrDamaged) {
		t.Errorf("a result of no database: %v", err)
	}
	storetest.SaveResult(t, s, "answer", "key", []byte("data"))
	storetest.WantResult(t, s, "answer", "key", []byte("data"))
	wantError(t, s, store.ErrNone)
}
