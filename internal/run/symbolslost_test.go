package run_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/run"
	"leadline/internal/source/code"
	"leadline/internal/store/sqlite"
)

// Where what is kept of symbols was lost, or is that of other contents, they are read
// again, and nothing is missing.
func TestSymbolsLost(t *testing.T) {
	r := gittest.New(t)
	r.Commit("main", gittest.Commit{Files: gittest.Files{
		"a/a.go": gittest.Lines("package a", "", "func A() {", "	if true {", "		A()", "	}", "}"), "b.py": gittest.Lines("class B:", "    def b(self):", "        pass"),
	}})
	r.Flush()
	home := t.TempDir()
	o := options(t, r.Dir(), home)
	told := func() any {
		t.Helper()
		a, err := run.Answer(t.Context(), o, "explain")
		if err != nil {
			t.Fatal(err)
		}
		return a.Sheets
	}
	want := told()
	places, err := os.ReadDir(home)
	if err != nil || len(places) == 0 {
		t.Fatal(places, err)
	}
	for name, data := range map[string][]byte{"none": {}, "of others": []byte(strings.Repeat("x", 8) + "\x00"), "no sense": []byte("?")} {
		kept := 0
		for _, p := range places {
			db, err := sqlite.Open(home+"/"+p.Name(), fact.RepoID(p.Name()))
			if err != nil {
				continue
			}
			if was, err := db.Result(t.Context(), "symbols 0", code.Version); err == nil && was != nil {
				kept++
				if err := db.SaveResult(t.Context(), "symbols 0", code.Version, data); err != nil {
					t.Error(err)
				}
			}
			db.Close()
		}
		if kept != 1 {
			t.Errorf("%s: symbols are kept in %d places", name, kept)
		}
		if got := told(); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %+v, want %+v", name, got, want)
		}
	}
}
