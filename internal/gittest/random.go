package gittest

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// BranchyRandom is a random history of exactly `commits` commits that starts
// with `files` files; equal arguments give equal object ids. All commits are
// reachable from main. It has branches and merges, octopus merges among them,
// with conflicts settled by taking a side, mixing both or writing something
// new; edits, moved blocks, renames with and without edits, renamed
// directories, copies, deletions and paths that come back; binary files, CRLF,
// missing final newlines, empty files, mode changes, symbolic links,
// submodule entries and changes of type; few distinct lines, so that many
// diffs are ambiguous.
func BranchyRandom(t testing.TB, seed uint64, commits, files int, opts ...Option) *Repo {
	t.Helper()
	g := &generator{
		Rand: rand.New(rand.NewPCG(seed, 1)), repo: New(t, opts...),
		trees: map[string]tree{}, tips: map[string]string{}, bases: map[[2]string]tree{},
	}
	start := tree{}
	for len(start) < max(files, 1) {
		start[g.newPath()] = g.newEntry()
	}
	g.trees["main"] = tree{}
	g.write("main", []string{}, start)
	for n := 1; n < commits; {
		names := slices.Sorted(maps.Keys(g.trees))
		open := len(names) - 1
		switch {
		case open > 0 && open >= commits-n:
			g.merge("main", names[g.IntN(open+1):][:1]...)
		case open < 6 && commits-n > 3 && g.IntN(100) < 20:
			from := pick(g, names)
			branch := fmt.Sprintf("topic%d", n)
			g.trees[branch], g.tips[branch] = g.trees[from], g.tips[from]
			for _, other := range names {
				if base, ok := g.bases[[2]string{from, other}]; ok {
					g.join(branch, other, base)
				}
			}
			g.join(branch, from, g.trees[from])
			continue
		case open > 0 && g.IntN(100) < 28:
			g.Shuffle(len(names), func(i, j int) { names[i], names[j] = names[j], names[i] })
			count := 1
			if len(names) > 3 && g.IntN(6) == 0 {
				count = 3
			}
			g.merge(names[0], names[1:][:count]...)
		default:
			g.change(pick(g, names))
		}
		n = g.written
	}
	g.repo.Flush()
	return g.repo
}

type entry struct {
	content []byte
	mode    int
}

func (e entry) same(o entry) bool { return e.mode == o.mode && bytes.Equal(e.content, o.content) }

// tree is never changed once it belongs to a commit.
type tree map[string]entry

type generator struct {
	*rand.Rand
	repo    *Repo
	trees   map[string]tree
	tips    map[string]string
	bases   map[[2]string]tree // the last tree that two branches had in common
	written int
}

func pick[T any](g *generator, from []T) T { return from[g.IntN(len(from))] }

func (g *generator) join(a, b string, base tree) {
	g.bases[[2]string{a, b}], g.bases[[2]string{b, a}] = base, base
}

var authors = []Identity{
	{"Ann Author", "ann@example.org"},
	{"Bob Builder", "bob@example.org"},
	{"Cléo Çedille", "cleo@example.org"},
	{"dependabot[bot]", "bot@example.org"},
}

// write commits the tree after on a branch.
func (g *generator) write(branch string, parents []string, after tree) {
	before := g.trees[branch]
	c := Commit{Parents: parents, Files: Files{}, Modes: map[string]int{}, Author: pick(g, authors)}
	for p := range before {
		if _, ok := after[p]; !ok {
			c.Files[p] = nil
		}
	}
	for p, e := range after {
		if old, ok := before[p]; !ok || !old.same(e) {
			c.Files[p], c.Modes[p] = e.content, e.mode
		}
	}
	g.tips[branch] = g.repo.Commit(branch, c)
	g.trees[branch] = after
	g.written++
}

func (g *generator) change(branch string) {
	after := maps.Clone(g.trees[branch])
	for range 1 + g.IntN(4) {
		g.edit(after)
	}
	g.write(branch, []string{g.tips[branch]}, after)
}

// edit makes one random change to a tree.
func (g *generator) edit(t tree) {
	if len(t) == 0 {
		t[g.newPath()] = g.newEntry()
		return
	}
	path := pick(g, slices.Sorted(maps.Keys(t)))
	e := t[path]
	switch n := g.IntN(100); {
	case n < 48:
		t[path] = entry{g.editContent(e), e.mode}
	case n < 58:
		g.put(t, g.newPath(), g.newEntry())
	case n < 63:
		delete(t, path)
	case n < 75: // rename, half of them with an edit
		delete(t, path)
		if g.IntN(2) == 0 {
			e.content = g.editContent(e)
		}
		g.put(t, g.newPath(), e)
	case n < 80:
		g.put(t, g.newPath(), e)
	case n < 83:
		g.renameDirectory(t, path)
	case n < 87 && e.mode != Submodule:
		t[path] = entry{toggleCRLF(e.content), e.mode}
	case n < 90 && e.mode != Submodule:
		t[path] = entry{bytes.TrimSuffix(slices.Clone(e.content), []byte("\n")), e.mode}
	case n < 93 && (e.mode == File || e.mode == Executable):
		t[path] = entry{e.content, File + Executable - e.mode}
	case n < 97: // change of type, or something wholly new
		t[path] = g.newEntry()
	default:
		t[path] = entry{[]byte{}, File}
	}
}

// put adds a file unless a directory or file is in its way.
func (g *generator) put(t tree, path string, e entry) {
	for p := range t {
		if strings.HasPrefix(p, path+"/") || strings.HasPrefix(path, p+"/") {
			return
		}
	}
	t[path] = e
}

func (g *generator) renameDirectory(t tree, path string) {
	dir, _, ok := strings.Cut(path, "/")
	to := fmt.Sprintf("dir%d", g.IntN(6))
	if !ok || to == dir {
		return
	}
	for _, p := range slices.Sorted(maps.Keys(t)) {
		if rest, ok := strings.CutPrefix(p, dir+"/"); ok {
			e := t[p]
			delete(t, p)
			g.put(t, to+"/"+rest, e)
		}
	}
}

// merge merges other branches into one, as one commit.
func (g *generator) merge(into string, others ...string) {
	others = slices.DeleteFunc(slices.Clone(others), func(o string) bool { return o == into })
	if len(others) == 0 {
		for _, o := range slices.Sorted(maps.Keys(g.trees)) {
			if o != into {
				others = append(others, o)
				break
			}
		}
	}
	parents := []string{g.tips[into]}
	after := g.trees[into]
	for _, o := range others {
		if !slices.Contains(parents, g.tips[o]) {
			parents = append(parents, g.tips[o])
		}
		after = g.mergeTrees(g.bases[[2]string{into, o}], after, g.trees[o])
	}
	if g.IntN(8) == 0 {
		after = maps.Clone(after)
		g.edit(after) // a merge with a change of its own
	}
	g.write(into, parents, after)
	for _, o := range others {
		g.join(into, o, g.trees[o])
		// Others always end when merged into main, so that all branches end.
		if into == "main" || o != "main" && g.IntN(2) == 0 {
			g.end(o)
		}
	}
}

// end deletes a branch that was merged.
func (g *generator) end(branch string) {
	if branch == "main" {
		return
	}
	delete(g.trees, branch)
	delete(g.tips, branch)
	g.repo.dropRef(branch)
}

func (g *generator) mergeTrees(base, a, b tree) tree {
	out := tree{}
	paths := maps.Clone(a)
	maps.Copy(paths, b)
	for _, p := range slices.Sorted(maps.Keys(paths)) {
		x, inA := a[p]
		y, inB := b[p]
		o, inBase := base[p]
		switch {
		case inA && inB && x.same(y), inA && inB && inBase && o.same(y):
			g.put(out, p, x)
		case inA && inB && inBase && o.same(x):
			g.put(out, p, y)
		case inA && inB:
			g.put(out, p, g.settle(x, y))
		case inA && !(inBase && o.same(x)):
			g.put(out, p, x)
		case inB && !(inBase && o.same(y)):
			g.put(out, p, y)
		}
	}
	return out
}

// settle resolves a conflict.
func (g *generator) settle(x, y entry) entry {
	n := g.IntN(4)
	if n == 0 || x.mode == Submodule || y.mode == Submodule {
		return x
	}
	if n == 1 {
		return y
	}
	a, b := bytes.SplitAfter(x.content, []byte("\n")), bytes.SplitAfter(y.content, []byte("\n"))
	head := bytes.Join(a[:g.IntN(len(a)+1)], nil)
	tail := bytes.Join(b[g.IntN(len(b)+1):], nil)
	if n == 2 {
		return entry{append(head, tail...), x.mode}
	}
	return entry{slices.Concat(head, Lines("settled by hand"), tail), x.mode}
}

func (g *generator) newPath() string {
	name := fmt.Sprintf("%s%d%s", pick(g, []string{"file", "test", "mod"}), g.IntN(400), pick(g, []string{".go", ".txt", ".c", ""}))
	if g.IntN(3) == 0 {
		return name
	}
	return fmt.Sprintf("dir%d/%s", g.IntN(6), name)
}

func (g *generator) newEntry() entry {
	switch n := g.IntN(40); {
	case n < 2:
		b := make([]byte, 50+g.IntN(400))
		for i := range b {
			b[i] = byte(g.IntN(256))
		}
		b[g.IntN(len(b))] = 0
		return entry{b, File}
	case n == 2:
		return entry{[]byte(g.newPath()), Symlink}
	case n == 3:
		return entry{fmt.Appendf(nil, "%0*x", g.repo.idWidth(), 1|g.Uint64()), Submodule}
	}
	var lines []string
	for range 5 + g.IntN(60) {
		lines = append(lines, g.line())
	}
	content := Lines(lines...)
	if g.IntN(10) == 0 {
		content = toggleCRLF(content)
	}
	return entry{content, File}
}

func (g *generator) line() string {
	indent := strings.Repeat("\t", g.IntN(4))
	switch n := g.IntN(10); {
	case n < 2:
		return ""
	case n < 4:
		return indent + "}"
	case n < 5:
		return indent + "return nil"
	}
	return fmt.Sprintf("%svalue%d = call(%d)", indent, g.IntN(50), g.IntN(50))
}

func (g *generator) editContent(e entry) []byte {
	if e.mode == Submodule {
		return g.flipDigit(e.content)
	}
	lines := bytes.SplitAfter(e.content, []byte("\n"))
	for range 1 + g.IntN(3) {
		at := g.IntN(len(lines))
		length := min(1+g.IntN(6), len(lines)-at)
		var fresh [][]byte
		for range g.IntN(6) {
			fresh = append(fresh, []byte(g.line()+"\n"))
		}
		switch g.IntN(4) {
		case 0:
			lines = slices.Insert(lines, at, fresh...)
		case 1:
			lines = slices.Delete(lines, at, at+length)
		case 2:
			lines = slices.Replace(lines, at, at+length, fresh...)
		case 3: // move a block
			block := slices.Clone(lines[at : at+length])
			lines = slices.Delete(lines, at, at+length)
			lines = slices.Insert(lines, g.IntN(len(lines)+1), block...)
		}
		if len(lines) == 0 {
			lines = [][]byte{[]byte("again\n")}
		}
	}
	return bytes.Join(lines, nil)
}

func (g *generator) flipDigit(id []byte) []byte {
	id = slices.Clone(id)
	id[g.IntN(len(id))] = "0123456789abcdef"[1+g.IntN(15)]
	return id
}

func toggleCRLF(b []byte) []byte {
	if bytes.Contains(b, []byte("\r\n")) {
		return bytes.ReplaceAll(b, []byte("\r\n"), []byte("\n"))
	}
	return bytes.ReplaceAll(b, []byte("\n"), []byte("\r\n"))
}
