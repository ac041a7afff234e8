package gittest

import (
	"fmt"
	"testing"
)

// Linear has five commits on main, the simplest of histories: two text files,
// of which one is edited at its head, middle and end, one is renamed and then
// deleted.
func Linear(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	r.Commit("main", Commit{Message: "Add a and b\n", Files: Files{
		"a.txt": Lines("one", "two", "three", "four"), "b.txt": Lines("alpha", "beta", "gamma"),
	}})
	r.Commit("main", Commit{Message: "Edit a\n", Files: Files{"a.txt": Lines("zero", "one", "2", "three", "four")}})
	r.Commit("main", Commit{Message: "Rename b to dir/c\n", Files: Files{
		"b.txt": nil, "dir/c.txt": Lines("alpha", "beta", "gamma"),
	}})
	r.Commit("main", Commit{Message: "Edit a again\n", Files: Files{"a.txt": Lines("zero", "one", "2", "three", "four", "five")}})
	r.Commit("main", Commit{Message: "Delete c\n", Files: Files{"dir/c.txt": nil}})
	return r
}

// Octopus has a merge of four parents: main and the branches x, y and z, each
// of which changed its own third of one file and added a file.
func Octopus(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	third := func(name, word string) []string {
		var lines []string
		for i := range 5 {
			lines = append(lines, fmt.Sprintf("%s %d %s", name, i, word))
		}
		return lines
	}
	file := func(x, y, z string) []byte {
		return Lines(append(append(third("x", x), third("y", y)...), third("z", z)...)...)
	}
	root := r.Commit("main", Commit{Files: Files{"shared.txt": file("old", "old", "old")}})
	side := func(branch string, content []byte) string {
		return r.Commit(branch, Commit{
			Parents: []string{root},
			Files:   Files{"shared.txt": content, branch + ".txt": Lines("of " + branch)},
		})
	}
	x := side("x", file("new", "old", "old"))
	y := side("y", file("old", "new", "old"))
	z := side("z", file("old", "old", "new"))
	tip := r.Commit("main", Commit{Files: Files{"main.txt": Lines("of main")}})
	r.Commit("main", Commit{Parents: []string{tip, x, y, z}, Message: "Merge branches x, y and z\n", Files: Files{
		"shared.txt": file("new", "new", "new"),
		"x.txt":      Lines("of x"), "y.txt": Lines("of y"), "z.txt": Lines("of z"),
	}})
	return r
}

// CrissCross has two branches that merged each other at the same time, so that
// their next merge, on main, has two merge bases; the two cross merges settled
// the same conflict differently.
func CrissCross(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	file := func(middle ...string) Files {
		lines := append([]string{"first", "second"}, middle...)
		return Files{"f.txt": Lines(append(lines, "last but one", "last")...)}
	}
	root := r.Commit("main", Commit{Files: file("middle")})
	a := r.Commit("main", Commit{Files: file("middle of main")})
	b := r.Commit("side", Commit{Parents: []string{root}, Files: file("middle of side")})
	mainCross := r.Commit("main", Commit{
		Parents: []string{a, b}, Message: "Merge side\n",
		Files: file("middle of main", "middle of side"),
	})
	sideCross := r.Commit("side", Commit{
		Parents: []string{b, a}, Message: "Merge main\n",
		Files: file("middle of side", "middle of main"),
	})
	r.Commit("main", Commit{
		Parents: []string{mainCross, sideCross}, Message: "Merge side again\n",
		Files: file("middle of main", "middle of side", "middle of the merge"),
	})
	return r
}

// Subtree has a library with a history and a root of its own, twice merged
// into main below lib/ (as `git subtree` does, without squashing): in the
// second parent the same contents stand at other paths.
func Subtree(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := New(t, opts...)
	app := r.Commit("main", Commit{Files: Files{"app.txt": Lines("app")}})
	lib := r.Commit("library", Commit{Parents: []string{}, Message: "Start the library\n", Files: Files{
		"lib.txt": Lines("lib 1", "lib 2", "lib 3"), "README": Lines("read", "me"),
	}})
	app = r.Commit("main", Commit{Parents: []string{app, lib}, Message: "Add 'lib/' from library\n", Files: Files{
		"lib/lib.txt": Lines("lib 1", "lib 2", "lib 3"), "lib/README": Lines("read", "me"),
	}})
	app = r.Commit("main", Commit{Parents: []string{app}, Files: Files{"lib/lib.txt": Lines("lib 1", "ours", "lib 2", "lib 3")}})
	lib = r.Commit("library", Commit{Parents: []string{lib}, Files: Files{
		"lib.txt": Lines("lib 1", "lib 2", "lib 3", "lib 4"), "new.txt": Lines("new in library"),
	}})
	r.Commit("main", Commit{Parents: []string{app, lib}, Message: "Merge library into lib/\n", Files: Files{
		"lib/lib.txt": Lines("lib 1", "ours", "lib 2", "lib 3", "lib 4"), "lib/new.txt": Lines("new in library"),
	}})
	return r
}

// SHA256 is Linear with SHA-256 object ids.
func SHA256(t testing.TB) *Repo {
	t.Helper()
	return Linear(t, ObjectFormat("sha256"))
}

// Replaced is Linear whose second commit is replaced (refs/replace) by one
// with another message, author and content. Whoever heeds replace refs sees
// "Replacement" by Rita; whoever does not sees "Edit a".
func Replaced(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := Linear(t, opts...)
	root, old := r.Git("rev-parse", "main~4"), r.Git("rev-parse", "main~3")
	by := r.Commit("refs/scratch/replacement", Commit{
		Parents: []string{root}, Message: "Replacement\n",
		Author: Identity{"Rita Replace", "rita@example.org"},
		Files:  Files{"a.txt": Lines("zero", "one", "replaced", "three", "four")},
	})
	r.Git("update-ref", "-d", "refs/scratch/replacement", by)
	r.Git("replace", old, by)
	return r
}

// Grafted is Linear with an info/grafts file that gives the last commit but
// one the root as its only parent: two commits vanish from history for git.
func Grafted(t testing.TB, opts ...Option) *Repo {
	t.Helper()
	r := Linear(t, opts...)
	r.writeFile(r.GitDir()+"/info/grafts", []byte(r.Git("rev-parse", "main~1")+" "+r.Git("rev-parse", "main~4")+"\n"))
	return r
}
