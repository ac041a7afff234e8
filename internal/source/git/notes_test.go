package git_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/gittest"
	"leadline/internal/source/git"
)

// notesRepository has many commits, and somebody who commits.
func notesRepository(t *testing.T, commits int, options ...gittest.Option) (*gittest.Repo, *git.Repository, []fact.CommitID) {
	t.Helper()
	r := gittest.New(t, options...)
	var ids []fact.CommitID
	for i := range commits {
		ids = append(ids, fact.CommitID(r.Commit("main", gittest.Commit{Message: fmt.Sprint("Commit ", i)})))
	}
	r.Flush()
	r.Git("config", "user.name", "Ann")
	r.Git("config", "user.email", "ann@example.org")
	repository, err := git.Open(t.Context(), r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	return r, repository, ids
}

// The notes that git's own commands wrote, in a tree whose folders part ids, are read, and
// changed where they are; git reads what is written.
func TestNotesAsGit(t *testing.T) {
	for _, format := range []string{"sha1", "sha256"} {
		t.Run(format, func(t *testing.T) {
			const many = 300 // git makes folders of them
			r, repository, ids := notesRepository(t, many+1, gittest.ObjectFormat(format))
			var stream strings.Builder
			stream.WriteString("commit refs/notes/x\ncommitter Ann <ann@example.org> 1700000000 +0000\ndata 0\n")
			for i, id := range ids[:many] {
				text := fmt.Sprint("note ", i, "\n")
				fmt.Fprintf(&stream, "N inline %s\ndata %d\n%s\n", id, len(text), text)
			}
			r.GitInput([]byte(stream.String()), "fast-import", "--quiet")
			if !strings.Contains(r.Git("ls-tree", "refs/notes/x"), "040000 tree") {
				t.Fatal("git made no folders, and nothing is tested")
			}
			err := repository.EditNotes(t.Context(), "refs/notes/x", "Change two", func(n *git.Notes) (map[fact.CommitID][]byte, error) {
				if len(n.Blobs) != many {
					t.Errorf("%d notes of %d", len(n.Blobs), many)
				}
				return map[fact.CommitID][]byte{ids[7]: []byte("changed\n"), ids[many]: []byte("new\n")}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
			if n := strings.Count(r.Git("notes", "--ref=x", "list"), "\n"); n < many { // the last line may lack its end
				t.Errorf("git lists %d notes", n)
			}
			for i, want := range map[int]string{7: "changed", many: "new", 8: "note 8"} {
				if got := strings.TrimSpace(r.Git("notes", "--ref=x", "show", string(ids[i]))); got != want {
					t.Errorf("note %d is %q, want %q", i, got, want)
				}
			}
			r.Git("fsck", "--strict")
			if got := strings.Fields(r.Git("rev-list", "refs/notes/x")); len(got) != 2 {
				t.Errorf("%d commits of notes", len(got))
			}
		})
	}
}

// Those who write at once lose nothing: each adds a line to the same note.
func TestNotesAtOnce(t *testing.T) {
	r, repository, ids := notesRepository(t, 1)
	var all sync.WaitGroup
	const writers = 6
	for i := range writers {
		all.Go(func() {
			err := repository.EditNotes(t.Context(), "refs/notes/x", "Add a line", func(n *git.Notes) (map[fact.CommitID][]byte, error) {
				blobs := repository.OpenBlobs(t.Context(), 1<<20)
				defer blobs.Close()
				var old []byte
				if blob, ok := n.Blobs[ids[0]]; ok {
					var err error
					if old, err = blobs.Blob(t.Context(), blob); err != nil {
						return nil, err
					}
				}
				return map[fact.CommitID][]byte{ids[0]: fmt.Append(old, "line ", i, "\n")}, nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	text := r.Git("notes", "--ref=x", "show", string(ids[0]))
	for i := range writers {
		if !strings.Contains(text, fmt.Sprint("line ", i)) {
			t.Errorf("line %d is lost: %q", i, text)
		}
	}
}

func TestNotesRefs(t *testing.T) {
	r, repository, ids := notesRepository(t, 1)
	r.Git("symbolic-ref", "refs/notes/link", "refs/heads/main")
	r.Git("update-ref", "refs/notes/tree", string(ids[0])+"^{tree}")
	r.Git("update-ref", "refs/notes/a/b", string(ids[0]))
	for ref, want := range map[string]error{
		"refs/heads/main": git.ErrNotesRef, "refs/notes/": git.ErrNotesRef, "refs/notes/../heads/main": git.ErrNotesRef, "refs/notes/a b": git.ErrNotesRef,
		"refs/notes/link": git.ErrNotesRef, "refs/notes/tree": git.ErrNotesRef, "refs/notes/none": nil, "refs/notes/a": nil, "refs/notes/a/b": nil,
	} {
		if _, err := repository.Notes(t.Context(), ref); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", ref, err, want)
		}
	}
	// A folder of refs can be no ref itself: git says so at once, and nobody waits for it.
	ctx, cancel := context.WithTimeout(t.Context(), 5e9)
	defer cancel()
	err := repository.EditNotes(ctx, "refs/notes/a", "Add", func(*git.Notes) (map[fact.CommitID][]byte, error) {
		return map[fact.CommitID][]byte{ids[0]: []byte("x\n")}, nil
	})
	if err == nil || ctx.Err() != nil {
		t.Errorf("%v, %v", err, ctx.Err())
	}
}

// A line is that of first parents, the oldest first.
func TestFirstParents(t *testing.T) {
	r := gittest.CrissCross(t)
	repository, err := git.Open(t.Context(), r.Dir())
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Fields(r.Git("rev-list", "--first-parent", "--reverse", "HEAD"))
	head, err := repository.Resolve(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	line, err := repository.FirstParents(t.Context(), head)
	if err != nil || len(line) != len(want) || len(line) < 2 {
		t.Fatal(line, err)
	}
	names, err := repository.Names(t.Context(), line)
	if err != nil {
		t.Fatal(err)
	}
	for i, id := range line {
		n := names[id]
		if got := strings.TrimSpace(r.Git("log", "-1", "--format=%ct %s", want[i])); string(id) != want[i] || fmt.Sprint(n.Date.Unix(), " ", n.Subject) != got {
			t.Errorf("%d: %s %+v, want %s %s", i, id, n, want[i], got)
		}
	}
}
