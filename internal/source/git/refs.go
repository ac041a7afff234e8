package git

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"leadline/internal/fact"
)

const refFormat = "%(refname)%00%(objecttype)%00%(objectname)%00%(committerdate:raw)%00" +
	"%(*objecttype)%00%(*objectname)%00%(*committerdate:raw)%00%(symref)%00%(taggerdate:raw)"

// Refs lists branches, remote branches and tags that lead to a commit, by
// name. Symbolic refs, such as origin/HEAD, are left out.
func (r *Repository) Refs(ctx context.Context) ([]fact.Ref, error) {
	out, err := output(ctx, r.Dir, "for-each-ref", "--format="+refFormat, "refs/heads", "refs/remotes", "refs/tags")
	if err != nil {
		return nil, err
	}
	var refs []fact.Ref
	for line := range strings.Lines(string(out)) {
		f := strings.Split(strings.TrimSuffix(line, "\n"), "\x00")
		if len(f) != 9 {
			return nil, fmt.Errorf("git for-each-ref: unexpected output %.80q", line)
		}
		if f[1] == "tag" {
			f[1], f[2], f[3] = f[4], f[5], f[6]
		}
		if f[1] == "commit" && f[7] == "" {
			ref := fact.Ref{Name: f[0], Commit: fact.CommitID(f[2]), When: parseTime(f[3])}
			// A tag can be made long after its commit.
			if made := parseTime(f[8]); f[8] != "" && made.Unix > ref.When.Unix {
				ref.When = made
			}
			refs = append(refs, ref)
		}
	}
	return refs, nil
}

// Branches gives the branches among refs that hold commits which the history
// does not, with what they change.
func (r *Repository) Branches(ctx context.Context, h *fact.History, refs []fact.Ref) ([]fact.Branch, error) {
	position := make(map[fact.CommitID]int, len(h.Commits))
	for i := range h.Commits {
		position[h.Commits[i].ID] = i
	}
	out := []fact.Branch{}
	var revs strings.Builder
	for _, ref := range refs {
		if _, merged := position[ref.Commit]; merged || strings.HasPrefix(ref.Name, "refs/tags/") {
			continue
		}
		out = append(out, fact.Branch{Ref: ref})
		revs.WriteString(string(ref.Commit) + "\n")
	}
	if len(out) == 0 || h.Head == "" {
		return out, nil
	}
	revs.WriteString("^" + string(h.Head) + "\n")
	list, err := outputWith(ctx, r.Dir, []byte(revs.String()), "rev-list", "--parents", "--stdin")
	if err != nil {
		return nil, err
	}
	parents := map[fact.CommitID][]fact.CommitID{}
	for line := range strings.Lines(string(list)) {
		var ids []fact.CommitID
		for id := range strings.FieldsSeq(line) {
			ids = append(ids, fact.CommitID(id))
		}
		if len(ids) > 0 {
			parents[ids[0]] = ids[1:]
		}
	}
	for i := range out {
		walkBranch(&out[i], parents, position)
	}
	return out, r.branchFiles(ctx, out)
}

// walkBranch counts the commits of a branch outside of the history, and finds
// where they meet it: of the meeting points the one that comes last, which no
// other contains.
func walkBranch(b *fact.Branch, parents map[fact.CommitID][]fact.CommitID, position map[fact.CommitID]int) {
	last := -1
	seen := map[fact.CommitID]bool{b.Ref.Commit: true}
	stack := []fact.CommitID{b.Ref.Commit}
	for len(stack) > 0 {
		id := stack[len(stack)-1]
		stack = stack[:len(stack)-1]
		b.Commits++
		for _, p := range parents[id] {
			if at, ok := position[p]; ok {
				if at > last {
					last, b.Base = at, p
				}
			} else if !seen[p] {
				seen[p] = true
				stack = append(stack, p)
			}
		}
	}
}

// branchFiles lists what branches changed since their bases, all in one call.
func (r *Repository) branchFiles(ctx context.Context, branches []fact.Branch) error {
	var in bytes.Buffer
	at := map[string][]int{}
	for i := range branches {
		b := &branches[i]
		if b.Base == "" {
			continue
		}
		line := string(b.Base) + " " + string(b.Ref.Commit)
		if at[line] == nil {
			in.WriteString(line + "\n")
		}
		at[line] = append(at[line], i)
	}
	if in.Len() == 0 {
		return nil
	}
	trees, err := r.treesOf(ctx, in.Bytes())
	if err != nil {
		return err
	}
	out, err := outputWith(ctx, r.Dir, trees.stdin, "diff-tree", "--stdin", "-r", "-z", "--raw", "--no-renames",
		"--no-abbrev", "--no-ext-diff", "--no-textconv", "--ignore-submodules=none")
	if err != nil {
		return err
	}
	return parseTreeDiffs(out, func(header string, f fact.BranchFile) {
		for _, line := range trees.of[header] {
			for _, i := range at[line] {
				branches[i].Files = append(branches[i].Files, f)
			}
		}
	})
}

// treePairs maps what diff-tree prints for a pair of trees back to the pairs
// of commits.
type treePairs struct {
	stdin []byte
	of    map[string][]string
}

// treesOf turns lines of two commits into lines of two trees, as diff-tree
// takes them.
func (r *Repository) treesOf(ctx context.Context, lines []byte) (treePairs, error) {
	t := treePairs{of: map[string][]string{}}
	pairs := strings.Fields(string(lines))
	var ask strings.Builder
	for _, id := range pairs {
		ask.WriteString(id + "^{tree}\n")
	}
	out, err := outputWith(ctx, r.Dir, []byte(ask.String()), "cat-file", "--batch-check=%(objectname)")
	if err != nil {
		return t, err
	}
	trees := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(trees) != len(pairs) {
		return t, fmt.Errorf("git cat-file: %d answers to %d questions", len(trees), len(pairs))
	}
	for i := 0; i+1 < len(trees); i += 2 {
		if strings.Contains(trees[i]+trees[i+1], " ") {
			continue // a tree is missing
		}
		header := trees[i] + " " + trees[i+1]
		if t.of[header] == nil {
			t.stdin = append(t.stdin, header+"\n"...)
		}
		t.of[header] = append(t.of[header], pairs[i]+" "+pairs[i+1])
	}
	return t, nil
}

// parseTreeDiffs reads the output of diff-tree --stdin -z: a line for each
// pair of trees, then its entries.
func parseTreeDiffs(out []byte, yield func(header string, f fact.BranchFile)) error {
	header := ""
	for len(out) > 0 {
		if out[0] != ':' {
			line, rest, ok := bytes.Cut(out, []byte("\n"))
			if !ok {
				return fmt.Errorf("git diff-tree: unexpected output %.80q", out)
			}
			header, out = string(line), rest
			continue
		}
		entry, rest, ok1 := bytes.Cut(out, []byte{0})
		path, rest, ok2 := bytes.Cut(rest, []byte{0})
		f := bytes.Fields(entry)
		if !ok1 || !ok2 || len(f) != 5 {
			return fmt.Errorf("git diff-tree: unexpected output %.80q", out)
		}
		out = rest
		bf := fact.BranchFile{Path: fact.Path(path)}
		if slices.ContainsFunc(f[3], func(b byte) bool { return b != '0' }) {
			bf.Blob = fact.BlobID(f[3])
		}
		yield(header, bf)
	}
	return nil
}
