package register

import (
	"path"
	"strings"

	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Broken is a place that a record names and that is not there.
type Broken struct {
	Entry *Entry
	fact.Reference
	// Path is what is meant, from the top of the repository.
	Path fact.Path
	// Now is where it went, as far as git knows, and By the commit that moved or removed
	// it; empty where no commit had it.
	Now fact.Path
	By  fact.CommitID
}

// GonePaths are paths in code spans of records that still hold, which were in the
// repository once and are not any more. What was never there is a plan or an example.
func (r *Register) GonePaths() []Broken {
	var out []Broken
	for i := range r.Entries {
		e := &r.Entries[i]
		if e.Gone() {
			continue
		}
		seen := map[fact.Path]bool{}
		for _, ref := range e.References {
			p := fact.Path(strings.TrimSuffix(ref.To.Text, "/"))
			if !ref.Code || seen[p] || r.tree.Exists(p) || r.tree.Exists(target.In(e.Path, ref.To.Text)) || r.tree.Beyond(p) {
				continue
			}
			seen[p] = true
			b := Broken{Entry: e, Reference: ref, Path: p}
			known := false
			if b.Now, b.By, known = r.trail.Follow(p, r.tree); !known {
				if _, b.By, known = r.trail.Emptied(p, r.tree); !known {
					continue
				}
			}
			out = append(out, b)
		}
	}
	return out
}

// DeadLinks are relative links that lead to nothing in the commit. Left out are what
// only looks like one: mentions, addresses and mails; routes of sites and what sites
// generate; pages of the forge; targets in submodules and outside of the repository; and
// what stands there for something to be filled in.
func (r *Register) DeadLinks() []Broken {
	var out []Broken
	for i := range r.Entries {
		e := &r.Entries[i]
		seen := map[string]bool{}
		for _, ref := range e.References {
			to := ref.To.Text
			if ref.Code || seen[to] || !target.Checkable(to) {
				continue
			}
			seen[to] = true
			p := target.In(e.Path, to)
			if p == "" || r.tree.Found(p) || r.tree.Beyond(p) {
				continue
			}
			b := Broken{Entry: e, Reference: ref, Path: p}
			if b.Now, b.By, _ = r.trail.Follow(p, r.tree); b.Now == "" && r.tree.File(fact.Path(path.Clean(to))) {
				b.Now, b.By = fact.Path(path.Clean(to)), "" // written as from the top
			}
			out = append(out, b)
		}
	}
	return out
}
