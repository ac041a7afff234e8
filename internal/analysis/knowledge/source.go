package knowledge

import (
	"path"
	"regexp"
	"strings"

	"leadline/internal/fact"
)

// Source reports whether a file is source code, which the truck factor counts:
// text that is no documentation, no data, no picture, no material that tests or
// examples only show, and nothing that holds a language or region as data. The
// method was published for what GitHub's linguist calls programming and markup;
// the rule here goes by name alone, and counts a file of a kind that it does
// not know.
func Source(f *fact.File) bool {
	if f.Content != fact.Text || f.Mode&fact.ModeTypeMask != fact.ModeFile&fact.ModeTypeMask {
		return false
	}
	p := strings.ToLower(string(f.Path))
	dirs, base := path.Split(p)
	name, ext := base, path.Ext(base)
	if ext != "" && ext != base {
		name = strings.TrimSuffix(base, ext)
	}
	parts := strings.Split(dirs+name, "/")
	for i, dir := range parts[:len(parts)-1] {
		if shown[dir] || i == 0 && shownOnTop[dir] || regional(dir, parts[i+1]) {
			return false
		}
	}
	if strings.HasPrefix(base, ".") { // settings of tools
		return false
	}
	return !prose[name] && !notCode[ext] && (ext != "" || programs[base])
}

// regional reports whether a directory is one of translations or of calendars
// and number formats, and a name in it that of a language. Such files are data,
// often hundreds that a tool wrote from tables; whoever ran it would be an author
// of most of the repository.
func regional(dir, name string) bool {
	if strings.HasSuffix(dir, "locale") || strings.HasSuffix(dir, "locales") || regions[dir] {
		return languageTag.MatchString(name)
	}
	return false
}

var regions = set("i18n", "l10n", "translations", "nls")

// languageTag is a name that is a language tag (BCP 47) or ends in one: a
// language, then perhaps a script, then perhaps a region. Three letters alone
// are as likely a word.
var languageTag = regexp.MustCompile(`^(?:[a-z]{2}|.*[._-][a-z]{2,3})(?:[_-][a-z]{4})?(?:[_-](?:[a-z]{2}|[0-9]{3}))?$`)

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
	".graffle", ".vdx", ".drawio", ".gliffy", ".dia",
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
