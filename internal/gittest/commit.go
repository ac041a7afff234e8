package gittest

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"maps"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// Identity is the name and address of an author or committer. Any bytes but
// NUL, line feed and angle brackets are written as they are.
type Identity struct{ Name, Email string }

var defaultIdentity = Identity{"Ann Author", "ann@example.org"}

// The modes of tree entries, for Commit.Modes.
const (
	File       = 0o100644
	Executable = 0o100755
	Symlink    = 0o120000 // the content is the target
	Submodule  = 0o160000 // the content is a commit id in hexadecimal
)

// Files maps paths to contents; nil deletes the path (a file, or a directory
// with all in it). Paths are bytes as git stores them.
type Files map[string][]byte

// Commit says what a commit holds. The zero value is an empty commit by Ann
// Author on top of the branch.
type Commit struct {
	// Parents are commit ids. Nil means the tip of the branch, or none if it
	// does not exist; empty and not nil makes a root.
	Parents []string
	// Files are changes against the first parent, or the whole tree if
	// Whole is set.
	Files Files
	Whole bool
	// Modes of the paths in Files; File where none is given.
	Modes map[string]int
	// Author defaults to Ann Author, Committer to Author.
	Author, Committer Identity
	// When is the author's date with its zone; by default the repository's
	// clock, which goes on by an hour. Committed defaults to When.
	When, Committed time.Time
	// Message is stored as it is; "change N" if empty.
	Message string
	// Encoding becomes the encoding header.
	Encoding string
}

// Lines joins lines into a text file's content, each ended by a line feed. It
// is never nil.
func Lines(lines ...string) []byte {
	b := []byte{}
	for _, l := range lines {
		b = append(append(b, l...), '\n')
	}
	return b
}

// Commit adds a commit to a branch ("main", or a full name that begins with
// refs/) and returns its id. The branch moves to it wherever it was before.
func (r *Repo) Commit(branch string, c Commit) string {
	r.t.Helper()
	imp := r.importer()
	ref := fullRef(branch)
	parents := c.Parents
	if parents == nil {
		if tip := r.tip(ref); tip != "" {
			parents = []string{tip}
		}
	}
	if c.When.IsZero() {
		r.clock = r.clock.Add(time.Hour)
		c.When = r.clock
	}
	if c.Committed.IsZero() {
		c.Committed = c.When
	}
	if c.Author == (Identity{}) {
		c.Author = defaultIdentity
	}
	if c.Committer == (Identity{}) {
		c.Committer = c.Author
	}
	imp.next++
	if c.Message == "" {
		c.Message = fmt.Sprintf("change %d\n", imp.next)
	}
	id, err := imp.commit(ref, parents, c)
	if err != nil {
		r.t.Fatalf("gittest: commit on %s: %v\n%s", branch, err, imp.stderr.Bytes())
	}
	r.tips[ref] = id
	return id
}

// RawCommit stores a commit object of exactly these bytes, well formed or not,
// moves the branch to it and returns its id.
func (r *Repo) RawCommit(branch string, object []byte) string {
	r.t.Helper()
	id := strings.TrimSpace(string(r.GitInput(object, "hash-object", "-t", "commit", "-w", "--literally", "--stdin")))
	r.Git("update-ref", fullRef(branch), id)
	return id
}

// Tag makes a lightweight tag.
func (r *Repo) Tag(name, id string) {
	r.t.Helper()
	r.Git("update-ref", "refs/tags/"+name, id)
}

// AnnotatedTag makes a tag object with a message, dated by the clock.
func (r *Repo) AnnotatedTag(name, id, message string) {
	r.t.Helper()
	r.Git("tag", "-a", "-m", message, name, id)
}

// Branch points a branch at a commit.
func (r *Repo) Branch(name, id string) {
	r.t.Helper()
	r.Git("update-ref", fullRef(name), id)
}

// dropRef deletes a branch inside the running stream.
func (r *Repo) dropRef(branch string) {
	r.t.Helper()
	fmt.Fprintf(r.importer().in, "reset %s\nfrom %s\n\n", fullRef(branch), strings.Repeat("0", r.idWidth()))
	delete(r.tips, fullRef(branch))
}

// idWidth is the number of digits of an object id.
func (r *Repo) idWidth() int {
	if r.format == "sha256" {
		return 64
	}
	return 40
}

// Tip is the commit of a branch, empty if there is none.
func (r *Repo) Tip(branch string) string {
	r.t.Helper()
	return r.tip(fullRef(branch))
}

func fullRef(branch string) string {
	if strings.HasPrefix(branch, "refs/") {
		return branch
	}
	return "refs/heads/" + branch
}

func (r *Repo) tip(ref string) string {
	r.t.Helper()
	if r.tips == nil {
		r.tips = map[string]string{}
		for line := range strings.Lines(string(r.mustRun(r.dir, nil, "for-each-ref", "--format=%(objectname) %(refname)"))) {
			id, name, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
			r.tips[name] = id
		}
	}
	return r.tips[ref]
}

// importer is a running git fast-import.
type importer struct {
	cmd    *exec.Cmd
	pipe   io.Closer
	in     *bufio.Writer
	out    *bufio.Reader
	stderr bytes.Buffer
	marks  map[string]int // commits of this run, which only marks can name
	next   int
}

func (r *Repo) importer() *importer {
	r.t.Helper()
	if r.imp != nil {
		return r.imp
	}
	r.tip("") // the refs as they are before the stream holds newer ones
	imp := &importer{marks: map[string]int{}}
	imp.cmd = exec.Command("git", "-c", "fastimport.unpackLimit=1", "fast-import",
		"--quiet", "--force", "--done", "--date-format=raw-permissive")
	imp.cmd.Dir = r.dir
	imp.cmd.Env = r.Env()
	imp.cmd.Stderr = &imp.stderr
	in, err := imp.cmd.StdinPipe()
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	out, err := imp.cmd.StdoutPipe()
	if err != nil {
		r.t.Fatalf("gittest: %v", err)
	}
	imp.pipe, imp.in, imp.out = in, bufio.NewWriterSize(in, 1<<16), bufio.NewReader(out)
	if err := imp.cmd.Start(); err != nil {
		r.t.Fatalf("gittest: git fast-import: %v", err)
	}
	r.imp = imp
	return imp
}

// Flush ends the running stream: its commits get their own pack, and other
// programs see them. Every method that needs it calls it.
func (r *Repo) Flush() {
	r.t.Helper()
	imp := r.imp
	if imp == nil {
		return
	}
	r.imp = nil
	imp.in.WriteString("done\n")
	imp.in.Flush()
	imp.pipe.Close()
	if err := imp.cmd.Wait(); err != nil {
		r.t.Fatalf("gittest: git fast-import: %v\n%s", err, imp.stderr.Bytes())
	}
}

// kill ends a stream that a failed or finished test left open.
func (r *Repo) kill() {
	if imp := r.imp; imp != nil {
		r.imp = nil
		imp.pipe.Close()
		_ = imp.cmd.Process.Kill()
		_ = imp.cmd.Wait()
	}
}

func (imp *importer) commit(ref string, parents []string, c Commit) (string, error) {
	w := imp.in
	mark := imp.next
	if len(parents) == 0 {
		fmt.Fprintf(w, "reset %s\n\n", ref)
	}
	fmt.Fprintf(w, "commit %s\nmark :%d\n", ref, mark)
	fmt.Fprintf(w, "author %s\ncommitter %s\n", stamp(c.Author, c.When), stamp(c.Committer, c.Committed))
	if c.Encoding != "" {
		fmt.Fprintf(w, "encoding %s\n", c.Encoding)
	}
	writeData(w, []byte(c.Message))
	for i, p := range parents {
		word := "merge"
		if i == 0 {
			word = "from"
		}
		if m, ok := imp.marks[p]; ok {
			p = fmt.Sprintf(":%d", m)
		}
		fmt.Fprintf(w, "%s %s\n", word, p)
	}
	if c.Whole {
		w.WriteString("deleteall\n")
	}
	imp.files(c)
	fmt.Fprintf(w, "\nget-mark :%d\n", mark)
	if err := w.Flush(); err != nil {
		return "", err
	}
	id, err := imp.out.ReadString('\n')
	if err != nil {
		_ = imp.cmd.Wait() // completes stderr
		return "", fmt.Errorf("git fast-import ended: %w", err)
	}
	id = strings.TrimSuffix(id, "\n")
	imp.marks[id] = mark
	return id, nil
}

// files writes deletions before all else, so that a file can make way for a
// directory of its name.
func (imp *importer) files(c Commit) {
	w := imp.in
	paths := slices.Sorted(maps.Keys(c.Files))
	for _, p := range paths {
		if c.Files[p] == nil {
			fmt.Fprintf(w, "D %s\n", quote(p))
		}
	}
	for _, p := range paths {
		content := c.Files[p]
		if content == nil {
			continue
		}
		mode := c.Modes[p]
		switch mode {
		case 0:
			mode = File
		case Submodule:
			fmt.Fprintf(w, "M %o %s %s\n", mode, content, quote(p))
			continue
		}
		fmt.Fprintf(w, "M %o inline %s\n", mode, quote(p))
		writeData(w, content)
	}
}

func writeData(w *bufio.Writer, data []byte) {
	fmt.Fprintf(w, "data %d\n", len(data))
	w.Write(data)
	w.WriteByte('\n')
}

func stamp(who Identity, when time.Time) string {
	return fmt.Sprintf("%s <%s> %d %s", who.Name, who.Email, when.Unix(), when.Format("-0700"))
}

// quote writes a path so that any byte survives.
func quote(path string) string {
	var b strings.Builder
	b.WriteByte('"')
	for i := range len(path) {
		switch c := path[i]; {
		case c == '"' || c == '\\':
			b.WriteByte('\\')
			b.WriteByte(c)
		case c < ' ' || c >= 0x7f:
			fmt.Fprintf(&b, "\\%03o", c)
		default:
			b.WriteByte(c)
		}
	}
	b.WriteByte('"')
	return b.String()
}
