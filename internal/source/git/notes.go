package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"leadline/internal/fact"
)

// Errors of notes.
var (
	ErrNotesRef  = errors.New("is no ref for notes")
	ErrNotesBusy = errors.New("others write to the notes all the time")
	ErrNobody    = errors.New("git does not know who you are")
)

// NotesRoot is where refs of notes are. Nothing is written to any other ref.
const NotesRoot = "refs/notes/"

// Notes are those of a ref at one moment: the content of the note of each commit. What is
// no note is left out, as git does.
type Notes struct {
	// tip is the commit of the ref; empty before the first note.
	tip   fact.CommitID
	Blobs map[fact.CommitID]fact.BlobID
	// paths are where the notes are in the tree, whose folders part long ids.
	paths map[fact.CommitID]string
}

// Notes reads which notes a ref holds. A ref that is not there holds none.
func (r *Repository) Notes(ctx context.Context, ref string) (*Notes, error) {
	if err := r.checkNotesRef(ctx, ref); err != nil {
		return nil, err
	}
	n := &Notes{Blobs: map[fact.CommitID]fact.BlobID{}, paths: map[fact.CommitID]string{}}
	var err error
	if n.tip, err = r.notesTip(ctx, ref); err != nil || n.tip == "" {
		return n, err
	}
	out, err := output(ctx, r.top(), "ls-tree", "-r", "-z", "--full-tree", string(n.tip))
	if err != nil {
		return nil, err
	}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		head, path, _ := strings.Cut(entry, "\t")
		e := strings.Fields(head)
		id := strings.ReplaceAll(path, "/", "")
		if len(e) == 3 && e[1] == "blob" && e[0] != "120000" && len(id) == 2*r.idLen && strings.Trim(id, "0123456789abcdef") == "" {
			n.Blobs[fact.CommitID(id)], n.paths[fact.CommitID(id)] = fact.BlobID(e[2]), path
		}
	}
	return n, nil
}

// notesTip is the commit that a ref of notes names; empty where there is no such ref. One
// that stands for another ref is refused: what is written to it would go there.
func (r *Repository) notesTip(ctx context.Context, ref string) (fact.CommitID, error) {
	out, err := output(ctx, r.Dir, "for-each-ref", "--format=%(refname) %(objectname) %(objecttype) %(symref)", ref)
	if err != nil {
		return "", err
	}
	for line := range strings.Lines(string(out)) { // refs below it among them
		f := strings.SplitN(strings.TrimSuffix(line, "\n"), " ", 4)
		switch {
		case len(f) < 4 || f[0] != ref:
		case f[3] != "":
			return "", fmt.Errorf("%s %w: it stands for %s", ref, ErrNotesRef, f[3])
		case f[2] != "commit":
			return "", fmt.Errorf("%s %w: it names a %s", ref, ErrNotesRef, f[2])
		default:
			return fact.CommitID(f[1]), nil
		}
	}
	return "", nil
}

// checkNotesRef refuses what is no name of a ref for notes.
func (r *Repository) checkNotesRef(ctx context.Context, ref string) error {
	if !strings.HasPrefix(ref, NotesRoot) {
		return fmt.Errorf("%q %w: it does not begin with %s", ref, ErrNotesRef, NotesRoot)
	}
	if _, err := output(ctx, r.Dir, "check-ref-format", ref); err != nil {
		var ge *Error
		if errors.As(err, &ge) {
			return fmt.Errorf("%q %w: git takes no such name", ref, ErrNotesRef)
		}
		return err
	}
	return nil
}

// EditNotes changes notes of a ref in one commit: edit is given what the ref holds and says
// which notes are new, by commit; the commit has the message. Where somebody else has moved
// the ref meanwhile it begins again with what that one left, so edit may be called several
// times. Nothing to change writes nothing.
func (r *Repository) EditNotes(ctx context.Context, ref, message string, edit func(*Notes) (map[fact.CommitID][]byte, error)) error {
	const most = 10 * time.Second
	for began := time.Now(); ; {
		n, err := r.Notes(ctx, ref)
		if err != nil {
			return err
		}
		contents, err := edit(n)
		if err != nil || len(contents) == 0 {
			return err
		}
		moved, err := r.writeNotes(ctx, ref, message, n, contents)
		if err == nil || !moved {
			return err
		}
		if time.Since(began) > most {
			return fmt.Errorf("%s: %w: %w", ref, ErrNotesBusy, err)
		}
		select { // so that those who write at once do not meet again
		case <-time.After(time.Duration(5+rand.IntN(50)) * time.Millisecond):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// writeNotes commits notes on top of the tip that was read; moved says that the ref could
// not be moved on from there.
func (r *Repository) writeNotes(ctx context.Context, ref, message string, n *Notes, contents map[fact.CommitID][]byte) (moved bool, err error) {
	t := notesTree{children: map[string]*notesTree{}}
	for id, content := range contents {
		blob, err := outputWith(ctx, r.top(), content, "hash-object", "-w", "--stdin", "--no-filters")
		if err != nil {
			return false, err
		}
		path := n.paths[id]
		if path == "" {
			path = string(id[:2]) + "/" + string(id[2:])
		}
		t.put(strings.Split(path, "/"), string(bytes.TrimSpace(blob)))
	}
	tree, err := r.writeTree(ctx, string(n.tip), &t)
	if err != nil {
		return false, err
	}
	args := []string{"commit-tree", "--no-gpg-sign", tree}
	if n.tip != "" {
		args = append(args, "-p", string(n.tip))
	}
	commit, err := outputWith(ctx, r.top(), []byte(message+"\n"), args...)
	if err != nil {
		var ge *Error
		if errors.As(err, &ge) && (strings.Contains(ge.Stderr, "tell me who you are") || strings.Contains(ge.Stderr, "ident")) {
			return false, ErrNobody
		}
		return false, err
	}
	old := string(n.tip)
	if old == "" {
		old = strings.Repeat("0", 2*r.idLen)
	}
	_, err = output(ctx, r.top(), "update-ref", "--no-deref", "-m", "notes: "+message, ref, string(bytes.TrimSpace(commit)), old)
	return lostRace(err), err
}

// lostRace reports whether a ref could not be moved since somebody else moved it, or was
// about to.
func lostRace(err error) bool {
	var ge *Error
	if !errors.As(err, &ge) || !strings.Contains(ge.Stderr, "lock") {
		return false
	}
	return strings.Contains(ge.Stderr, "expected") || strings.Contains(ge.Stderr, "exists") && !strings.Contains(ge.Stderr, "cannot create")
}

// notesTree is what changes in a tree: a blob, or folders and blobs by name.
type notesTree struct {
	blob     string
	children map[string]*notesTree
}

func (t *notesTree) put(path []string, blob string) {
	child := t.children[path[0]]
	if child == nil {
		child = &notesTree{children: map[string]*notesTree{}}
		t.children[path[0]] = child
	}
	if len(path) == 1 {
		child.blob = blob
		return
	}
	child.put(path[1:], blob)
}

// treeEntries are mode, type and id of what is in a tree, by name; nothing in none.
func (r *Repository) treeEntries(ctx context.Context, of string) (map[string]string, error) {
	entries := map[string]string{}
	if of == "" {
		return entries, nil
	}
	out, err := output(ctx, r.top(), "ls-tree", "-z", "--full-tree", of)
	if err != nil {
		return nil, err
	}
	for entry := range strings.SplitSeq(string(out), "\x00") {
		if head, name, ok := strings.Cut(entry, "\t"); ok {
			entries[name] = head
		}
	}
	return entries, nil
}

// writeTree writes a tree that is another one, perhaps none, with changes.
func (r *Repository) writeTree(ctx context.Context, of string, changes *notesTree) (string, error) {
	entries, err := r.treeEntries(ctx, of)
	if err != nil {
		return "", err
	}
	for name, change := range changes.children {
		if change.blob != "" {
			entries[name] = "100644 blob " + change.blob
			continue
		}
		was := ""
		if f := strings.Fields(entries[name]); len(f) == 3 && f[1] == "tree" {
			was = f[2]
		}
		tree, err := r.writeTree(ctx, was, change)
		if err != nil {
			return "", err
		}
		entries[name] = "040000 tree " + tree
	}
	var in bytes.Buffer
	for name, head := range entries {
		in.WriteString(head + "\t" + name + "\x00")
	}
	out, err := outputWith(ctx, r.top(), in.Bytes(), "mktree", "-z")
	return string(bytes.TrimSpace(out)), err
}
