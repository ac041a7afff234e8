package document

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Broken is something that a document mentions and that is not there.
type Broken struct {
	Document *fact.Document
	fact.Mention
	// Path is what is meant, from the top of the repository.
	Path fact.Path
	// Now is where it went, as far as git knows, and By the commit that moved or removed
	// it; empty where no commit had it.
	Now fact.Path
	By  fact.CommitID
	// Like is the one other file that has the name; FromTop says that the link would be
	// right if it began at the top.
	Like    fact.Path
	FromTop bool
}

// DeadLinks are relative links that lead to nothing in the commit, each target of a
// document once.
func (l *Library) DeadLinks() []Broken {
	var out []Broken
	for _, d := range l.Documents {
		site, paged := l.siteOf(d.Path)
		seen := map[string]bool{}
		for _, m := range d.Mentions {
			if m.Kind != fact.MentionLink && m.Kind != fact.MentionHTML || seen[m.Text] || m.Kind == fact.MentionHTML && paged {
				continue
			}
			seen[m.Text] = true
			p := target.In(d.Path, m.Text)
			if p == "" || l.there(d.Path, p, m.Text) || paged && l.routed(d.Path, site, m.Text) {
				continue
			}
			b := Broken{Document: d, Mention: m, Path: p}
			if l.dead(&b, paged) {
				l.suggest(&b)
				out = append(out, b)
			}
		}
	}
	return out
}

// there reports whether a link leads somewhere, or that cannot be known. What stands in
// .github is shown from the top too.
func (l *Library) there(from, p fact.Path, to string) bool {
	return l.tree.Found(p) || l.tree.Beyond(p) || l.tree.Beyond(from) ||
		strings.HasPrefix(string(from), ".github/") && l.tree.Exists(fact.Path(path.Clean(to)))
}

// dead reports whether a target that is not there was meant to be a file. Where a site is
// generated, and where the target has no ending, git must have had it.
func (l *Library) dead(b *Broken, paged bool) bool {
	if made.MatchString(string(b.Path)) || words.MatchString(b.Text) || l.ignored(b.Path) {
		return false
	}
	plain := target.Checkable(b.Text) && endings[strings.ToLower(path.Ext(b.Text))]
	if plain && !paged {
		b.Now, b.By, _ = l.trail().Follow(b.Path, l.tree)
		return true
	}
	if !plain && !bare.MatchString(b.Text) {
		return false
	}
	if !l.past(b) {
		return plain && l.tree.Folder(b.Path.Folder()) && strings.EqualFold(path.Ext(b.Text), ".md")
	}
	return true
}

// past asks git for a path that is not there.
func (l *Library) past(b *Broken) (known bool) {
	p := fact.Path(strings.TrimSuffix(string(b.Path), "/"))
	if b.Now, b.By, known = l.trail().Follow(p, l.tree); !known {
		b.Now, b.By, known = l.trail().Emptied(p, l.tree)
	}
	return known
}

// suggest says what else may be meant.
func (l *Library) suggest(b *Broken) {
	if b.Now != "" {
		return
	}
	if top := fact.Path(path.Clean(b.Text)); l.tree.Exists(top) {
		b.Now, b.By, b.FromTop = top, "", true
		return
	}
	if like := l.folded()[strings.ToLower(string(b.Path))]; like != "" {
		b.Like = like
		return
	}
	base := path.Base(string(b.Path))
	if like := l.beside(b.Path); like != "" {
		b.Like = like
		return
	}
	if like := l.named()[base]; len(like) == 1 && !strings.EqualFold(base, "readme.md") && !strings.EqualFold(base, "index.md") {
		b.Like = like[0]
	}
}

// beside is the one file of the same folder that has the name with another ending.
func (l *Library) beside(p fact.Path) (found fact.Path) {
	stem := strings.TrimSuffix(string(p), path.Ext(string(p)))
	for _, e := range twins[path.Ext(string(p))] {
		if q := fact.Path(stem + e); l.tree.File(q) {
			if found != "" {
				return ""
			}
			found = q
		}
	}
	return found
}

// twins are endings between which files are turned.
var twins = map[string][]string{
	".js": {".ts", ".tsx", ".mjs", ".cjs", ".jsx"}, ".jsx": {".tsx", ".ts", ".js"}, ".ts": {".tsx", ".mts", ".js"}, ".tsx": {".ts", ".jsx"},
	".java": {".kt"}, ".yml": {".yaml"}, ".yaml": {".yml"}, ".md": {".mdx", ".adoc", ".rst"}, ".rst": {".md"}, ".adoc": {".md"}, ".cfg": {".toml"}, ".json": {".yaml", ".yml", ".jsonc", ".toml"},
	".c": {".cc", ".cpp"}, ".png": {".svg", ".webp", ".jpg"}, ".jpg": {".png", ".webp"},
}

// routed reports whether a site generator may find a target: from a folder around the
// document, from the page as a folder, or under another ending.
func (l *Library) routed(from, site fact.Path, to string) bool {
	page := strings.TrimSuffix(string(from), path.Ext(string(from))) + "/x"
	places := []fact.Path{fact.Path(page), from}
	for dir := from.Folder(); len(dir) > len(site); dir = dir.Folder() {
		places = append(places, dir)
	}
	for _, dir := range siteRoots {
		places = append(places, fact.Path(path.Join(string(site), dir, "x")))
	}
	bare := strings.TrimSuffix(to, path.Ext(to))
	return slices.ContainsFunc(places, func(at fact.Path) bool {
		for _, t := range []string{to, bare, bare + ".md", bare + ".mdx", bare + ".rst", bare + ".ipynb", bare + "/index.md", bare + "/_index.md", bare + "/README.md", bare + ".adoc"} {
			if p := target.In(at, t); p != "" && l.tree.Exists(p) {
				return true
			}
		}
		return false
	})
}

var siteRoots = []string{"", "docs", "content", "content/en", "content/docs", "content/en/docs", "static", "public", "src", "docs/src", "assets", "src/content/docs"}

var (
	// made are folders that builds write, and what is kept off the repository.
	made = regexp.MustCompile(`(^|/)(dist|build|target|coverage|_build|_site|node_modules|generated|\.next|bin|obj|tmp|javadoc|apidocs|typedoc)(/|$)|(^|/)\.env$|(^|/)\.changeset/`)
	// words are texts that merely stand where a target does.
	words = regexp.MustCompile(`[\s()=,;'"!&%^+]|^\W*$|^(url|link|href|path|file|filename|image)\b`)
	// bare are targets without an ending that look like paths of files.
	bare = regexp.MustCompile(`^(\.{1,2}/)*[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?$`)
)

// endings are those of files that documents link to.
var endings = func() map[string]bool {
	out := map[string]bool{}
	for e := range strings.FieldsSeq(`md mdx markdown rst adoc txt pdf ipynb png jpg jpeg gif svg webp mp4 drawio puml go py pyi js jsx ts tsx mjs cjs java kt kts scala
		rb rs c h cc cpp hpp cs fs php swift sh bash ps1 bat yaml yml json jsonc toml xml sql proto graphql css scss vue svelte tf hcl gradle csproj sln cfg ini conf lock
		mod ex exs erl hs ml clj lua r dart zig nix cmake mk tmpl erb example env csv tsv bzl`) {
		out["."+e] = true
	}
	return out
}()
