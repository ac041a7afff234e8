package run_test

import (
	"strings"
	"testing"

	"leadline/internal/gittest"
)

// What is read does not depend on what is checked out: the default branch, the
// local one or origin's, whichever is further.
func TestDefaultBranch(t *testing.T) {
	for _, c := range []struct {
		name  string
		steps []string // git commands after three commits on main
		want  string   // the revision that is read
		as    string   // and the branch
	}{
		{"another branch", []string{"checkout -q -b topic main~1"}, "main", "main"},
		{"detached", []string{"checkout -q --detach main~2"}, "main", "main"},
		{"master", []string{"branch -m main master", "checkout -q -b topic master~1"}, "master", "master"},
		{"trunk", []string{"branch -m main trunk"}, "trunk", "trunk"},
		{"behind origin", []string{"update-ref refs/remotes/origin/main main", "checkout -q --detach", "branch -f main main~1"}, "refs/remotes/origin/main", "main"},
		{"ahead of origin", []string{"update-ref refs/remotes/origin/main main~1"}, "main", "main"},
		{"parted from origin", []string{"update-ref refs/remotes/origin/main main~1", "update-ref refs/heads/main PARTED"}, "refs/remotes/origin/main", "main"},
		{"origin/HEAD", []string{
			"update-ref refs/remotes/origin/unstable main~1",
			"symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/unstable",
		}, "refs/remotes/origin/unstable", "unstable"},
		{"origin/HEAD leads nowhere", []string{"symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/gone"}, "main", "main"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := gittest.New(t)
			r.Commit("main", gittest.Commit{Files: gittest.Files{"a": []byte("1\n")}})
			r.Commit("main", gittest.Commit{Files: gittest.Files{"a": []byte("2\n")}})
			r.Commit("main", gittest.Commit{Files: gittest.Files{"a": []byte("3\n")}})
			r.Flush()
			parted := r.Git("commit-tree", "-m", "parted", "-p", "main~2", "main~2^{tree}")
			for _, s := range c.steps {
				r.Git(strings.Fields(strings.ReplaceAll(s, "PARTED", parted))...)
			}
			f := scan(t, r.Dir(), "")
			if want := r.Git("rev-parse", c.want); string(f.History.Head) != want || f.Branch != c.as {
				t.Errorf("read %s of %q, want %s of %q", f.History.Head, f.Branch, want, c.as)
			}
		})
	}
}
