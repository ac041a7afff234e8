package sqlite_test

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/store"
	"leadline/internal/store/sqlite"
	"leadline/internal/store/storetest"
)

func open(t testing.TB, dir string, repo fact.RepoID) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(dir, repo)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func save(t testing.TB, s store.Store, snapshot *store.Snapshot, from int) {
	t.Helper()
	if err := s.Save(context.Background(), snapshot, from); err != nil {
		t.Fatal(err)
	}
}

func want(t testing.TB, s store.Store, snapshot *store.Snapshot) {
	t.Helper()
	got, err := s.Load(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got, snapshot) {
		t.Fatal("loaded another snapshot than was saved")
	}
	head, key, err := s.Head(context.Background())
	if err != nil || head != snapshot.History.Head || key != snapshot.Key {
		t.Fatalf("head %s, key %s, error %v", head, key, err)
	}
}

func wantError(t testing.TB, s store.Store, target error) {
	t.Helper()
	if _, err := s.Load(context.Background()); !errors.Is(err, target) {
		t.Errorf("load: %v", err)
	}
	if _, _, err := s.Head(context.Background()); !errors.Is(err, target) {
		t.Errorf("head: %v", err)
	}
}

func TestSaveAndLoad(t *testing.T) {
	dir := t.TempDir()
	first := storetest.Random(1, 300)
	a, b := open(t, dir, first.Repo), open(t, dir, first.Repo)
	wantError(t, a, store.ErrNone)
	save(t, a, first, 0)
	want(t, a, first)
	want(t, b, first)

	second := storetest.Grow(first, 2, 20)
	save(t, a, second, 300)
	want(t, b, second)
	third := storetest.Grow(second, 3, 5)
	// b has loaded what a saved last, a knows it as it was the one.
	save(t, b, third, 320)
	want(t, a, third)

	// a's base is the third; b replaces it by another history: all of a's is
	// written.
	fourth := storetest.Random(9, 200)
	fourth.Repo = first.Repo
	save(t, b, fourth, 0)
	fifth := storetest.Grow(third, 5, 7)
	save(t, a, fifth, 325)
	want(t, b, fifth)

	for _, s := range []*sqlite.Store{a, b} {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	entries, _ := os.ReadDir(dir)
	for _, e := range entries {
		if e.Name() != "index.db" && e.Name() != "lock" {
			t.Errorf("%s is left behind", e.Name())
		}
	}
	want(t, open(t, dir, first.Repo), fifth)
}

// A directory that came from another repository is not its index.
func TestOtherRepository(t *testing.T) {
	dir := t.TempDir()
	first := storetest.Random(1, 30)
	moved := open(t, dir, first.Repo)
	save(t, moved, first, 0)
	storetest.SaveResult(t, moved, "answer", "key", []byte("data"))
	other := storetest.Random(2, 30)
	s := open(t, dir, other.Repo)
	wantError(t, s, store.ErrNone)
	save(t, s, other, 0)
	want(t, s, other)
	wantError(t, open(t, dir, first.Repo), store.ErrNone)
	storetest.WantNoResult(t, open(t, dir, first.Repo), "answer", "key")
}

func TestRefusesUnsorted(t *testing.T) {
	s := storetest.Random(1, 30)
	st := open(t, t.TempDir(), s.Repo)
	save(t, st, s, 0)
	bad := storetest.Grow(s, 2, 1)
	bad.Blobs[0], bad.Blobs[1] = bad.Blobs[1], bad.Blobs[0]
	if err := st.Save(context.Background(), bad, 30); err == nil {
		t.Error("saved unsorted blobs")
	}
	want(t, st, s)
}

// Any damage to the files gives ErrDamaged, ErrVersion, nothing, or the right
// data; and a new save mends it.
func TestDamagedFile(t *testing.T) {
	snapshot, result := storetest.Random(1, 400), storetest.ResultData(1, 50_000, false)
	dir := saved(t, snapshot, result)
	file := filepath.Join(dir, "index.db")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(7, 7))
	counts := map[string]int{}
	rounds := 400
	if testing.Short() {
		rounds = 50
	}
	for i := range rounds {
		bad := append([]byte(nil), whole...)
		switch r.IntN(8) {
		case 0:
			bad = bad[:r.IntN(len(bad))]
		case 1:
			at := r.IntN(len(bad))
			clear(bad[at:min(at+4096, len(bad))])
		case 2: // where SQLite keeps its own structure
			bad[r.IntN(100)] ^= 1 << r.IntN(8)
		case 3:
			page := r.IntN(len(bad) / 16384)
			bad[page*16384+r.IntN(64)] ^= 1 << r.IntN(8)
		default:
			for range 1 + r.IntN(3) {
				bad[r.IntN(len(bad))] ^= 1 << r.IntN(8)
			}
		}
		if err := os.WriteFile(file, bad, 0o600); err != nil {
			t.Fatal(err)
		}
		s := open(t, dir, snapshot.Repo)
		got, err := s.Load(context.Background())
		switch {
		case err == nil:
			counts["right"]++
			if !reflect.DeepEqual(got, snapshot) {
				t.Fatalf("round %d: a wrong snapshot was loaded", i)
			}
		case errors.Is(err, store.ErrDamaged):
			counts["damaged"]++
		case errors.Is(err, store.ErrVersion):
			counts["version"]++
		case errors.Is(err, store.ErrNone):
			counts["none"]++
		default:
			t.Fatalf("round %d: %v", i, err)
		}
		data, resultErr := s.Result(context.Background(), "answer", "key")
		if resultErr == nil && !bytes.Equal(data, result) || resultErr != nil && !errors.Is(resultErr, store.ErrDamaged) &&
			!errors.Is(resultErr, store.ErrVersion) && !errors.Is(resultErr, store.ErrNone) {
			t.Fatalf("round %d: a result of %d bytes, %v", i, len(data), resultErr)
		}
		if i%4 == 0 {
			storetest.SaveResult(t, s, "answer", "key", result)
			storetest.WantResult(t, s, "answer", "key", result)
			if err == nil {
				want(t, s, snapshot)
			}
		}
		if i%20 == 0 {
			save(t, s, snapshot, 0)
			want(t, s, snapshot)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	t.Log(counts)
	if counts["damaged"] < rounds/4 || counts["none"] > rounds/20 {
		t.Errorf("outcomes of damage: %v", counts)
	}
}

// A database that somebody else made runs nothing and is replaced.
func TestPlantedDatabase(t *testing.T) {
	for name, statements := range map[string][]string{
		"view": {
			"CREATE TABLE segment (repo TEXT)",
			"CREATE VIEW snapshot AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) AS manifest, '' AS repo FROM n",
		},
		"trigger": {
			"CREATE TABLE snapshot (repo TEXT NOT NULL PRIMARY KEY, manifest BYTEA NOT NULL)",
			"CREATE TRIGGER planted BEFORE DELETE ON snapshot BEGIN INSERT INTO snapshot VALUES ('x', 'y'); END",
		},
		"generated column": {
			"CREATE TABLE snapshot (repo TEXT NOT NULL PRIMARY KEY, manifest BYTEA AS (zeroblob(900000000)))",
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db, err := sql.Open("sqlite", filepath.Join(dir, "index.db"))
			if err != nil {
				t.Fatal(err)
			}
			for _, statement := range statements {
				if _, err := db.Exec(statement); err != nil {
					t.Fatal(err)
				}
			}
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			snapshot := storetest.Random(1, 20)
			s := open(t, dir, snapshot.Repo)
			wantError(t, s, store.ErrDamaged)
			save(t, s, snapshot, 0)
			want(t, s, snapshot)
		})
	}
}

// The schema that is expected is the one that the migrations make: what a new
// database has is accepted, and any change to it is not.
//
// Another schema with goose's table is another version's.
func TestOtherVersion(t *testing.T) {
	dir := t.TempDir()
	snapshot := storetest.Random(1, 20)
	s := open(t, dir, snapshot.Repo)
	save(t, s, snapshot, 0)
	_ = s.Close()
	db, err := sql.Open("sqlite", filepath.Join(dir, "index.db"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec("CREATE TABLE more (x INTEGER)"); err != nil {
		t.Fatal(err)
	}
	_ = db.Close()
	wantError(t, s, store.ErrVersion)
	save(t, s, snapshot, 0)
	want(t, s, snapshot)
}

// A rollback journal can name a file that playing it back deletes.
func TestPlantedJournal(t *testing.T) {
	dir := t.TempDir()
	snapshot := storetest.Random(1, 20)
	s := open(t, dir, snapshot.Repo)
	save(t, s, snapshot, 0)
	_ = s.Close()
	journal := filepath.Join(dir, "index.db-journal")
	if err := os.WriteFile(journal, make([]byte, 5000), 0o600); err != nil {
		t.Fatal(err)
	}
	wantError(t, s, store.ErrDamaged)
	save(t, s, snapshot, 0)
	want(t, s, snapshot)
	if _, err := os.Lstat(journal); err == nil {
		t.Error("the journal is still there")
	}
}

// Links planted in the directory are never followed.
func TestPlantedLink(t *testing.T) {
	for _, name := range []string{"index.db", "index.db-wal", "lock"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			target := filepath.Join(t.TempDir(), "precious")
			if err := os.WriteFile(target, []byte("precious"), 0o600); err != nil {
				t.Fatal(err)
			}
			snapshot := storetest.Random(1, 20)
			s := open(t, dir, snapshot.Repo)
			if err := os.Symlink(target, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
			wantError(t, s, store.ErrPlace)
			if err := s.Save(context.Background(), snapshot, 0); !errors.Is(err, store.ErrPlace) {
				t.Errorf("save: %v", err)
			}
			if _, err := sqlite.Open(dir, snapshot.Repo); !errors.Is(err, store.ErrPlace) {
				t.Errorf("open: %v", err)
			}
			if content, err := os.ReadFile(target); string(content) != "precious" {
				t.Errorf("the link's target holds %q, %v", content, err)
			}
		})
	}
}
