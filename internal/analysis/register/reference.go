package register

import (
	"path"
	"regexp"
	"strings"

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
	dirs := map[fact.Path]fact.CommitID{} // folders that some commit emptied
	for p, by := range r.trail.left {
		for d := p.Folder(); d != "" && !r.dirs[d]; d = d.Folder() {
			dirs[d] = by
		}
	}
	for p, m := range r.trail.moved {
		for d := p.Folder(); d != "" && !r.dirs[d] && dirs[d] == ""; d = d.Folder() {
			dirs[d] = m.by
		}
	}
	var out []Broken
	for i := range r.Entries {
		e := &r.Entries[i]
		if e.Gone() {
			continue
		}
		seen := map[fact.Path]bool{}
		for _, ref := range e.References {
			p := fact.Path(strings.TrimSuffix(ref.To.Text, "/"))
			if !ref.Code || seen[p] || r.exists(p) || r.exists(Target(e.Path, ref.To.Text)) || r.inModule(p) {
				continue
			}
			seen[p] = true
			b := Broken{Entry: e, Reference: ref, Path: p}
			known := false
			if b.Now, b.By, known = r.trail.follow(p, r.exists); !known {
				if b.By, known = dirs[p], dirs[p] != ""; !known {
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
			if ref.Code || seen[to] || !checkable(to) {
				continue
			}
			seen[to] = true
			p := Target(e.Path, to)
			if p == "" || r.found(p) || r.inModule(p) {
				continue
			}
			b := Broken{Entry: e, Reference: ref, Path: p}
			if b.Now, b.By, _ = r.trail.follow(p, r.exists); b.Now == "" && r.files[fact.Path(path.Clean(to))] {
				b.Now, b.By = fact.Path(path.Clean(to)), "" // written as from the top
			}
			out = append(out, b)
		}
	}
	return out
}

var (
	scheme   = regexp.MustCompile(`^(?i:[a-z][a-z0-9+.-]*:|//)`)
	forge    = regexp.MustCompile(`(^|/)(issues?|pulls?|pull-requests|merge_requests|wiki|wikis|commit|commits|discussions|releases|projects|milestone|actions|-)(/|$)`)
	stand    = regexp.MustCompile(`(?i)(^|[/_.-])(n{3,}|x{3,}|y{4}|todo|tbd|placeholder|path/to|your-|example\.)|[<>{}$*|\\]|\.\.\.|…`)
	siteMade = map[string]bool{".html": true, ".htm": true, ".php": true, ".aspx": true, ".jsp": true}
)

func external(to string) bool { return scheme.MatchString(to) || strings.HasPrefix(to, "mailto:") }

// checkable reports whether a target is meant to be a file of the repository.
func checkable(to string) bool {
	switch ending := strings.ToLower(path.Ext(strings.TrimSuffix(to, "/"))); {
	case to == "" || external(to) || strings.ContainsAny(to, "@?"):
		return false
	case strings.HasPrefix(to, "/"), strings.HasPrefix(to, "~"):
		return false // a route of a site
	case stand.MatchString(to), forge.MatchString(to):
		return false
	case siteMade[ending]:
		return false
	case ending == "" || strings.ContainsAny(ending, " ,()"):
		return false // a route, or words
	case domain.MatchString(strings.TrimPrefix(first(to), "(")):
		return false
	}
	return true
}

func first(to string) string {
	name, _, _ := strings.Cut(to, "/")
	return name
}

// domain is an address whose scheme was left out: www.example.com, docs.rs.
var domain = regexp.MustCompile(`(?i)^(www\.|[a-z0-9-]+(\.[a-z0-9-]+)*\.(com|org|net|io|dev|rs|gov|uk|de|eu|info|app|cloud)$)`)

// Target is the file that a link means, from the top; empty where it leads out.
func Target(from fact.Path, to string) fact.Path {
	p := path.Join(string(from.Folder()), to)
	if p == ".." || strings.HasPrefix(p, "../") || p == "." {
		return ""
	}
	return fact.Path(p)
}

func (r *Register) exists(p fact.Path) bool { return r.files[p] || r.dirs[p] }

// found reports whether there is a file or a folder, or a text without its ending.
func (r *Register) found(p fact.Path) bool {
	return r.exists(p) || r.files[p+".md"] || r.files[p+".mdx"]
}

func (r *Register) inModule(p fact.Path) bool {
	for d := p; d != ""; d = d.Folder() {
		if r.modules[d] {
			return true
		}
	}
	return false
}
