package run_test

import (
	"fmt"
	"testing"

	"leadline/internal/gittest"
)

// What people do not write leaves nothing alive, and a later read goes on from
// there.
func TestIncrementalFromNothing(t *testing.T) {
	for name, first := range map[string]gittest.Files{
		"vendored": {"vendor/a.go": gittest.Lines("package a", "")}, "empty": {},
	} {
		t.Run(name, func(t *testing.T) {
			r, home := gittest.New(t), t.TempDir()
			r.Commit("main", gittest.Commit{Files: first})
			r.Flush()
			checkIncremental(t, "first", r.Dir(), home)
			for n := range 3 {
				r.Commit("main", gittest.Commit{Files: gittest.Files{
					"b.go": gittest.Lines("package b", fmt.Sprint(n)), "vendor/a.go": gittest.Lines("package a", fmt.Sprint(n)),
				}})
				r.Flush()
				f := checkIncremental(t, fmt.Sprint("commit ", n), r.Dir(), home)
				alive := 0
				for _, lines := range f.Survival[len(f.Survival)-1].Lines {
					alive += lines
				}
				if alive != 2 {
					t.Errorf("%d lines are alive, want the two that somebody wrote", alive)
				}
			}
		})
	}
}
