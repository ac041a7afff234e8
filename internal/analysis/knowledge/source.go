package knowledge

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// Source reports whether a file is source code, which the truck factor counts:
// text that is no documentation, no data, no picture, and no material that
// tests or examples only show. The method was published for what GitHub's
// linguist calls programming and markup; the rule here goes by name alone, and
// counts a file of a kind that it does not know.
func Source(f *fact.File) bool {
	if f.Content != fact.Text || f.Mode&fact.ModeTypeMask != fact.ModeFile&fact.ModeTypeMask {
		return false
	}
	p := strings.ToLower(string(f.Path))
	dirs, base := path.Split(p)
	for i, dir := range strings.Split(strings.TrimSuffix(dirs, "/"), "/") {
		if shown[dir] || i == 0 && shownOnTop[dir] {
			return false
		}
	}
	name, ext := base, path.Ext(base)
	if ext != "" && ext != base {
		name = strings.TrimSuffix(base, ext)
	}
	if strings.HasPrefix(base, ".") { // settings of tools
		return false
	}
	return !prose[name] && !notCode[ext] && (ext != "" || programs[base])
}

// shown are directories of documentation and of what tests compare with;
// shownOnTop only where they are at the top, deeper they are often code.
var (
	shown      = set("documentation", "javadoc", "fixtures", "testdata", "__fixtures__", "dist", "external", "externals", "extern")
	shownOnTop = set("doc", "docs", "man", "example", "examples", "demo", "demos", "sample", "samples", "build-output", "website")
)

// prose are files of words, with and without an extension.
var prose = set("readme", "license", "licence", "copying", "copyright", "notice", "authors", "contributors", "maintainers", "changelog", "changes",
	"history", "news", "contributing", "install", "todo", "version", "codeowners", "security", "code_of_conduct")

// programs are the names without an extension that hold programs.
var programs = set("makefile", "dockerfile", "rakefile", "gemfile", "jakefile", "cakefile", "vagrantfile", "jenkinsfile", "sconstruct", "sconscript",
	"gnumakefile", "build", "workspace", "brewfile", "podfile", "guardfile", "justfile")

// notCode are extensions of documents, data, settings, pictures and fonts.
var notCode = set(
	".md", ".markdown", ".mdown", ".rst", ".adoc", ".asciidoc", ".txt", ".text", ".rdoc", ".org", ".tex", ".pod", ".textile", ".mediawiki",
	".json", ".json5", ".jsonl", ".yml", ".yaml", ".xml", ".toml", ".ini", ".cfg", ".conf", ".properties", ".csv", ".tsv", ".plist", ".lock", ".sum", ".mod",
	".log", ".out", ".diff", ".patch", ".pem", ".crt", ".key", ".cert", ".pub", ".csr", ".srl", ".po", ".pot", ".env", ".in", ".golden", ".snap",
	".svg", ".png", ".jpg", ".jpeg", ".gif", ".ico", ".icns", ".bmp", ".webp", ".eps", ".ttf", ".otf", ".woff", ".woff2", ".eot", ".pdf",
	".sln", ".csproj", ".vcxproj", ".pbxproj", ".xcscheme", ".iml", ".http", ".cson", ".geojson", ".topojson", ".map", ".editorconfig",
)

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}
