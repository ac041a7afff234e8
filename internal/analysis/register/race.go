package register

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/fact"
)

// Taken is a number that a record of a branch has taken, or one of the head.
type Taken struct {
	Path fact.Path
	// Ref is empty for the head.
	Ref string
	// When is the committer time of the branch's commit.
	When fact.Time
}

// Race is a number that records of different branches, or of a branch and the head,
// have taken under different names: git merges them without a conflict.
type Race struct {
	Folder fact.Path
	Number int
	Taken  []Taken
}

var numberInName = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2}[-_. ])?([A-Za-z]{1,8}(?:[-_ ][A-Za-z]{1,8})?[-_ ]?)?(\d{2,5})([-_. ].*)?$`)

// numbered is a file that takes a number in a folder of numbered records.
type numbered struct {
	key
	slug  string
	taken Taken
}

// name tells a record from others of its folder, whatever its number.
func (n *numbered) name() string { return string(n.folder) + "\x00" + n.slug }

// numberedIn reads a path as a record in one of the folders of records, whose names have
// numbers.
func (r *Register) numberedIn(p fact.Path, folders map[fact.Path]bool) (numbered, bool) {
	ending := strings.ToLower(path.Ext(string(p)))
	if !folders[p.Folder()] || ending != ".md" && ending != ".adoc" && ending != ".rst" && ending != ".mdx" {
		return numbered{}, false
	}
	base := path.Base(string(p))
	m := numberInName.FindStringSubmatch(strings.TrimSuffix(base, path.Ext(base)))
	if m == nil || strings.Contains(strings.ToLower(m[4]), "template") {
		return numbered{}, false
	}
	n, err := strconv.Atoi(m[3])
	if err != nil {
		return numbered{}, false
	}
	return numbered{key: key{p.Folder(), strings.ToLower(m[1] + m[2]), n}, slug: strings.ToLower(strings.Trim(m[4], "-_. ")), taken: Taken{Path: p}}, true
}

// numberedFolders are the folders whose records have numbers.
func (r *Register) numberedFolders() map[fact.Path]bool {
	out := map[fact.Path]bool{}
	for i := range r.Entries {
		if e := &r.Entries[i]; e.Digits > 0 && e.Kind == fact.Decision {
			out[e.Path.Folder()] = true
		}
	}
	return out
}

// Races are numbers that unmerged branches contend for, with each other or the head. A
// record that landed under another number, or unchanged, contends for none.
func (r *Register) Races(branches []fact.Branch) []Race {
	folders := r.numberedFolders()
	atHead := map[key][]numbered{}
	landed := map[string]bool{} // by folder and slug
	contents := map[fact.BlobID]bool{}
	for i := range r.history.Files {
		f := &r.history.Files[i]
		if n, ok := r.numberedIn(f.Path, folders); ok {
			atHead[n.key] = append(atHead[n.key], n)
			landed[n.name()] = n.slug != ""
			contents[f.Blob] = true
		}
	}
	claims := map[key][]numbered{}
	for i := range branches {
		b := &branches[i]
		for _, f := range b.Files {
			n, ok := r.numberedIn(f.Path, folders)
			if !ok || f.Blob == "" || r.tree.File(f.Path) || contents[f.Blob] || landed[n.name()] {
				continue
			}
			n.taken.Ref, n.taken.When = b.Ref.Name, b.Ref.When
			claims[n.key] = append(claims[n.key], n)
		}
	}
	var out []Race
	for k, all := range claims {
		if taken := contended(atHead[k], all); len(taken) > 1 {
			out = append(out, Race{k.folder, k.number, taken})
		}
	}
	slices.SortFunc(out, func(a, b Race) int {
		return cmp.Or(cmp.Compare(a.Folder, b.Folder), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Taken[0].Path, b.Taken[0].Path))
	})
	return out
}

// contended are the different files that take one number: that of the head first, then
// one of each name, by the ref that comes first. Two states of one branch, here and at
// a remote, do not contend with each other.
func contended(head, claims []numbered) []Taken {
	var out []Taken
	for _, n := range head {
		out = append(out, n.taken)
	}
	slices.SortFunc(claims, func(a, b numbered) int {
		return cmp.Or(cmp.Compare(a.taken.Path, b.taken.Path), cmp.Compare(a.taken.Ref, b.taken.Ref))
	})
	branches := map[string]bool{}
	names := map[fact.Path]bool{}
	for _, n := range claims {
		branch := ShortName(n.taken.Ref)
		if names[n.taken.Path] || branches[branch] {
			branches[branch] = true
			continue
		}
		names[n.taken.Path], branches[branch] = true, true
		out = append(out, n.taken)
	}
	if len(head) > 0 && len(out) == len(head) {
		return nil // the head's own duplicates are told elsewhere
	}
	return out
}

// ShortName is a branch without what says where it is.
func ShortName(ref string) string {
	if s, ok := strings.CutPrefix(ref, "refs/heads/"); ok {
		return s
	}
	s := strings.TrimPrefix(ref, "refs/remotes/")
	if _, rest, ok := strings.Cut(s, "/"); ok {
		return rest
	}
	return s
}

// Next is the number after the highest that a folder's records have taken, at the head
// and in the unmerged branches. Besides are paths that no commit holds.
func (r *Register) Next(folder fact.Path, branches []fact.Branch, besides []fact.Path) int {
	folders := map[fact.Path]bool{folder: true}
	highest := 0
	see := func(p fact.Path) {
		if n, ok := r.numberedIn(p, folders); ok {
			highest = max(highest, n.number)
		}
	}
	for i := range r.history.Files {
		see(r.history.Files[i].Path)
	}
	for i := range branches {
		for _, f := range branches[i].Files {
			see(f.Path)
		}
	}
	for _, p := range besides {
		see(p)
	}
	return highest + 1
}
