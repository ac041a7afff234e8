package run

import (
	"bytes"
	"context"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/duty"
	"leadline/internal/fact"
)

const (
	// mostMoves is how often a name is followed from a file to another.
	mostMoves = 8
	// mostChanges is how many changes of a file are read to find the one that took a name
	// out.
	mostChanges = 200
	// mostBeside is how many other files of a commit are looked at for where a name went.
	mostBeside = 100
	// fewestRenamed is how many lines a declaration has at least that is known again by
	// its body.
	fewestRenamed = 3
)

// edit is a change of a file, and the commit that made it.
type edit struct {
	by     *fact.Commit
	at     int // of the commit in the history
	change *fact.Change
}

// follow finds the commit that took the last of a name out of the file in which it was
// declared, or of those to which it moved. It takes the name away from what left with its
// package: that may be in another repository now, and what is said of it hold.
func (s *lostNames) follow(ctx context.Context, x *duty.LostName) error {
	commits := s.view.History.Commits
	from := slices.IndexFunc(commits, func(c fact.Commit) bool { return c.ID == x.At }) + 1
	if from == 0 {
		return nil
	}
	file := x.Was
	for range mostMoves {
		out, ok := s.tookOut(ctx, file, from, x.Name)
		if !ok || ctx.Err() != nil {
			return ctx.Err()
		}
		x.By = out.by.ID
		next, moved := s.moved(ctx, out, x.Name)
		if !moved {
			if packageLeft(out) {
				x.Name = ""
			}
			return s.renamed(ctx, x, out)
		}
		file, from = next, out.at+1
	}
	x.By = ""
	return nil
}

// tookOut is the last change that took a name out of a file, under whatever path that was.
func (s *lostNames) tookOut(ctx context.Context, file fact.Path, from int, name string) (edit, bool) {
	paths := map[fact.Path]bool{file: true}
	var edits []edit
	commits := s.view.History.Commits
	for i := from; i < len(commits); i++ {
		for j := range commits[i].Changes {
			c := &commits[i].Changes[j]
			if paths[c.Path] || c.Previous != "" && paths[c.Previous] {
				paths[c.Path] = true
				edits = append(edits, edit{&commits[i], i, c})
			}
		}
	}
	slices.Reverse(edits)
	// What a merge changed, a commit that it took in did before.
	edits = append(slices.DeleteFunc(slices.Clone(edits), func(x edit) bool { return x.by.Merge() }), slices.DeleteFunc(edits, func(x edit) bool { return !x.by.Merge() })...)
	for _, x := range edits[:min(len(edits), mostChanges)] {
		if x.change.Old != "" && (x.change.Blob == "" || !s.has(ctx, x.change.Blob, name)) && s.has(ctx, x.change.Old, name) {
			return x, true
		}
	}
	return edit{}, false
}

// moved is the file to which the same commit took a name.
func (s *lostNames) moved(ctx context.Context, out edit, name string) (fact.Path, bool) {
	for i := range out.by.Changes[:min(len(out.by.Changes), mostBeside)] {
		c := &out.by.Changes[i]
		if c != out.change && c.Blob != "" && hotspot.NatureOf(c.Path) == hotspot.Code && s.has(ctx, c.Blob, name) {
			return c.Path, true
		}
	}
	return "", false
}

// packageLeft reports whether a commit that deletes a file deletes the manifest of the
// package that it is in too.
func packageLeft(x edit) bool {
	return x.change.Kind == fact.Deleted && slices.ContainsFunc(x.by.Changes, func(c fact.Change) bool {
		dir := c.Path.Folder()
		return c.Kind == fact.Deleted && dir != "" && manifests[path.Base(string(c.Path))] && strings.HasPrefix(string(x.change.Path), string(dir)+"/")
	})
}

// manifests are the names of files that make a package of a folder.
var manifests = map[string]bool{
	"go.mod": true, "package.json": true, "setup.py": true, "pyproject.toml": true, "Cargo.toml": true, "pom.xml": true, "build.gradle": true, "build.gradle.kts": true,
	"composer.json": true,
}

// renamed tells the new name of a declaration where the change that took the old one out
// has one new declaration with the same body, and the file has it still.
func (s *lostNames) renamed(ctx context.Context, x *duty.LostName, out edit) error {
	now := s.view.History.File(out.change.Path)
	if out.change.Blob == "" || now == nil {
		return nil
	}
	was, err := s.bodies(ctx, out.change, out.change.Old)
	if err != nil {
		return err
	}
	is, err := s.bodies(ctx, out.change, out.change.Blob)
	if err != nil {
		return err
	}
	word := regexp.MustCompile(`\b` + x.Name + `\b`)
	for _, body := range was[x.Name] {
		if bytes.Count(body, []byte("\n"))+1 < fewestRenamed {
			continue
		}
		for name, bodies := range is {
			if was[name] == nil && len(bodies) == 1 && s.has(ctx, now.Blob, name) && bytes.Equal(word.ReplaceAll(body, []byte(name)), bodies[0]) {
				if x.Now != "" && x.Now != name {
					x.Now = "" // two have it
					return nil
				}
				x.Now, x.In = name, out.change.Path
			}
		}
	}
	return nil
}

// bodies are the lines of what a content declares, by name.
func (s *lostNames) bodies(ctx context.Context, c *fact.Change, blob fact.BlobID) (map[string][][]byte, error) {
	symbols, err := s.symbols(ctx, c.Path, blob)
	if err != nil {
		return nil, err
	}
	text, err := s.blobs.Blob(ctx, blob)
	if err != nil {
		return nil, ctx.Err()
	}
	lines := bytes.Split(text, []byte("\n"))
	out := map[string][][]byte{}
	for _, x := range symbols {
		if x.Line >= 1 && x.End <= len(lines) && x.Line <= x.End {
			out[x.Name] = append(out[x.Name], bytes.Join(lines[x.Line-1:x.End], []byte("\n")))
		}
	}
	return out, nil
}
