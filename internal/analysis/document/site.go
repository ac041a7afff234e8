package document

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// sitesOf are the folders whose documents a site generator makes pages of: it may
// resolve links that lead nowhere in the repository.
func sitesOf(h *fact.History) map[fact.Path]bool {
	out := map[fact.Path]bool{}
	content := map[fact.Path]bool{}
	for i := range h.Files {
		p := h.Files[i].Path
		if dir, rest, ok := strings.Cut(string(p), "content/"); ok && rest != "" && (dir == "" || strings.HasSuffix(dir, "/")) {
			content[fact.Path(strings.TrimSuffix(dir, "/"))] = true
		}
	}
	for i := range h.Files {
		p := h.Files[i].Path
		base := path.Base(string(p))
		stem, _, _ := strings.Cut(base, ".")
		dir := p.Folder()
		switch {
		case generators[base], base == "config.toml" && content[dir], base == "conf.py" && strings.Contains(strings.ToLower(string(dir)), "doc"):
		case (stem == "docusaurus" || stem == "astro" || stem == "gatsby-config" || stem == "sidebars" || stem == "rspress" || stem == "nextra" || stem == "source" && strings.HasSuffix(base, ".config.ts")) && base != stem:
		case strings.HasSuffix(string(dir), ".vitepress"), strings.HasSuffix(string(dir), ".vuepress"), strings.HasSuffix(string(dir), ".vuepress/config"):
			dir = dir.Folder()
		default:
			continue
		}
		out[dir] = true
	}
	return out
}

var generators = set(`mkdocs.yml mkdocs.yaml _config.yml hugo.toml hugo.yaml hugo.json book.toml mint.json docs.json antora.yml _quarto.yml SUMMARY.md .gitbook.yaml
	_sidebar.md mdsvex.config.js properdocs.yml zensical.toml quartz.config.ts docfx.json`)

// siteFolders are those at the side of a site's configuration that hold its pages.
var siteFolders = set(`docs doc documentation content contents website site web www src book pages source guide guides wiki _docs .docs`)

// siteOf is the folder of the site of which a document is a page; ok is false if it is
// read as it is. What stands beside the configuration at the top is not of the site.
func (l *Library) siteOf(p fact.Path) (site fact.Path, ok bool) {
	for dir := p.Folder(); ; dir = dir.Folder() {
		if l.sites[dir] {
			if dir != "" {
				return dir, true
			}
			first, _, below := strings.Cut(string(p), "/")
			return "", below && siteFolders[strings.ToLower(first)]
		}
		if dir == "" {
			return "", false
		}
	}
}
