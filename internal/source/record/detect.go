package record

import (
	"context"
	"path"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"leadline/internal/fact"
)

var attachments = regexp.MustCompile(`(?i)(^|/)(attachments?|assets?|img|images|figures?|files|media|resources|diagrams?|static|thirdparty)/`)

// folder is a place in which records are kept.
type folder struct {
	fact.RecordFolder
	format *format
	// declared: the team says so. guessed: that it has records is known only when one
	// is found.
	declared, guessed bool
	// ordered: at least half of the records in it have numbers or days in their names.
	ordered bool
	// prefix and digits are of a Doorstop document.
	prefix string
}

// known are the names of folders in which decisions are kept by habit. The second part
// are those that hold other things too, which need a number or a day in the names.
var (
	known = regexp.MustCompile(`(?i)^(adr|adrs|madr|madrs|architecture-decisions|architectural-decisions|decision[-_]records?|architecture-decision[^/]*|architectural-decision[^/]*|design-decisions|adr-docs)$`)
	maybe = regexp.MustCompile(`(?i)^(decisions?|rfcs?|teps?|rfds?|text|enhancements)$`)
	// postmortem is a folder of incidents, whatever the names in it; in one of maybePast they
	// have days or numbers.
	postmortem = regexp.MustCompile(`(?i)^post-?mortems?$`)
	maybePast  = regexp.MustCompile(`(?i)^(incidents?|incident[-_](reports?|reviews?|records?)|outages)$`)
	notHere    = regexp.MustCompile(`(?i)(^|/)(node_modules|vendor|third_party|testdata|fixtures?|__fixtures__|tests?|__tests__|spec|specs|examples?|samples?|integration-tests|_?archived?|templates?|\.[^/]*)/`)
)

// detect finds the folders and files of records. What the team declares wins over what
// tools' files say, and that over names.
func (r *reader) detect(ctx context.Context, declared []Declared) {
	r.folders, r.single = map[fact.Path]*folder{}, map[fact.Path]*folder{}
	for _, d := range declared {
		r.declare(&d)
	}
	for i := range r.files {
		e := &r.files[i]
		if e.regular() {
			r.marker(ctx, e)
		}
	}
	seen := map[fact.Path]bool{}
	for i := range r.files {
		for dir := r.files[i].path.Folder(); dir != "" && !seen[dir]; dir = dir.Folder() {
			seen[dir] = true
			r.byName(dir)
		}
	}
	for i := range r.files {
		if e := &r.files[i]; e.regular() && r.folderOf(e.path) == nil {
			r.lone(e.path)
		}
	}
	for _, f := range r.folders {
		f.ordered = r.isOrdered(f.Path)
		r.out.Folders = append(r.out.Folders, f.RecordFolder)
	}
}

// declare adds what a team says holds records.
func (r *reader) declare(d *Declared) {
	const why = "leadline.yaml"
	seen := map[fact.Path]bool{}
	for i := range r.files {
		p := r.files[i].path
		if d.Fits(p) {
			r.single[p] = &folder{RecordFolder: fact.RecordFolder{Path: p, Kind: d.Kind, Why: why}, format: formatNamed(p), declared: true}
		}
		for dir := p.Folder(); dir != "" && !seen[dir]; dir = dir.Folder() {
			seen[dir] = true
			if d.Fits(dir) {
				r.add(dir, d.Kind, why, proseFormat).declared = true
			}
		}
	}
}

func (r *reader) add(dir fact.Path, kind fact.RecordKind, why string, f *format) *folder {
	if old := r.folders[dir]; old != nil {
		return old
	}
	added := &folder{RecordFolder: fact.RecordFolder{Path: dir, Kind: kind, Why: why}, format: f}
	r.folders[dir] = added
	return added
}

// marker heeds a file by which a tool says where its records are.
func (r *reader) marker(ctx context.Context, e *entry) {
	name := path.Base(string(e.path))
	var dirs []string
	switch name {
	case ".adr-dir", "adrs.toml", ".log4brains.yml", ".doorstop.yml":
		if notHere.MatchString(strings.TrimSuffix(string(e.path), name)) {
			return
		}
	case "kep.yaml":
		r.kep(e.path)
		return
	default:
		return
	}
	content, err := r.blobs.Blob(ctx, e.blob)
	if err != nil || len(content) > most {
		return
	}
	switch name {
	case ".adr-dir":
		dirs = []string{string(content)}
	case "adrs.toml":
		var c struct {
			Dir string `toml:"adr_dir"`
		}
		_ = toml.Unmarshal(content, &c) // the folder may still be known by its name
		dirs = []string{c.Dir}
	case ".log4brains.yml":
		dirs = log4brainsFolders(content)
	case ".doorstop.yml":
		r.doorstop(e.path, content)
	}
	for _, dir := range dirs {
		if dir = strings.TrimSpace(dir); dir == "" || strings.ContainsAny(dir, "\n\x00") {
			continue
		}
		p := fact.Path(path.Join(string(e.path.Folder()), dir))
		if len(r.below(p)) > 0 {
			r.add(p, fact.Decision, string(e.path), proseFormat).declared = true
		}
	}
}

func log4brainsFolders(content []byte) []string {
	node, _ := loadYAML(content)
	p := &placed{d: newDocument(content)}
	var out []string
	for _, part := range p.fields(node) {
		for _, f := range p.fields(part.node) {
			switch f.name {
			case "adrfolder":
				out = append(out, f.Text)
			case "packages":
				for _, pkg := range f.node.Content {
					for _, g := range p.fields(pkg) {
						if g.name == "adrfolder" {
							out = append(out, g.Text)
						}
					}
				}
			}
		}
	}
	return out
}

// kinds are those of Leadline's own folders, below lead/.
var kinds = map[string]fact.RecordKind{
	"decisions": fact.Decision, "requirements": fact.Requirement, "risks": fact.RiskRecord, "requests": fact.Request, "plans": fact.PlanRecord,
	"objectives": fact.Objective, "incidents": fact.Incident, "runbooks": fact.Runbook, "standards": fact.Standard,
}

// byName adds a folder that is known by its name and holds what looks like records.
func (r *reader) byName(dir fact.Path) {
	if parent, name := dir.Folder(), path.Base(string(dir)); parent == "lead" && kinds[name] != "" {
		r.add(dir, kinds[name], "its name", proseFormat).declared = true
		return
	}
	name := path.Base(string(dir))
	if r.past(dir, name) {
		r.add(dir, fact.Incident, "its name", proseFormat)
		return
	}
	isKnown, isMaybe := known.MatchString(name), maybe.MatchString(name)
	if !isKnown && !isMaybe || notHere.MatchString(string(dir)+"/") || r.inside(dir) {
		return
	}
	texts, ordered := r.count(dir)
	switch {
	case isKnown && (ordered > 0 || texts > 0 && r.hasTemplate(dir)):
	case isMaybe && ordered > 0 && 2*ordered >= texts && r.plausible(dir, name, ordered):
	default:
		return
	}
	r.add(dir, fact.Decision, "its name", proseFormat)
}

// past reports whether a folder holds incidents, by its name and those of its files.
func (r *reader) past(dir fact.Path, name string) bool {
	isKnown, isMaybe := postmortem.MatchString(name), maybePast.MatchString(name)
	if !isKnown && !isMaybe || notHere.MatchString(string(dir)+"/") || r.inside(dir) {
		return false
	}
	texts, ordered := r.count(dir)
	return isKnown && texts > 0 || ordered > 0 && 2*ordered >= texts
}

// inside reports whether a folder is in one of records already.
func (r *reader) inside(dir fact.Path) bool {
	for ; dir != ""; dir = dir.Folder() {
		if r.folders[dir] != nil {
			return true
		}
	}
	return false
}

// plausible: text/ is known of the process of Rust alone, where it has many.
func (r *reader) plausible(dir fact.Path, name string, ordered int) bool {
	return name != "text" || dir.Folder() == "" && ordered >= 3
}

// count tells how many texts a folder holds, and how many of them have a number or a day
// in their names or in those of their folders.
func (r *reader) count(dir fact.Path) (texts, ordered int) {
	for _, e := range r.below(dir) {
		if !isText(e.path) || e.mode&fact.ModeTypeMask == fact.ModeSubmodule {
			continue
		}
		n := nameOf(e.path)
		if aboutRecords(e.path, &n) != "" && (!n.ordered() || !isIndex(e.path)) {
			continue
		}
		texts++
		if n.ordered() {
			ordered++
		}
	}
	return texts, ordered
}

func (r *reader) isOrdered(dir fact.Path) bool {
	texts, ordered := r.count(dir)
	return ordered > 0 && 2*ordered >= texts
}

func (r *reader) hasTemplate(dir fact.Path) bool {
	for _, e := range r.below(dir) {
		if isText(e.path) && template.MatchString(stem(e.path)) {
			return true
		}
	}
	return false
}

func isText(p fact.Path) bool {
	switch strings.ToLower(path.Ext(string(p))) {
	case ".md", ".markdown", ".mdx", ".adoc", ".asciidoc", ".rst":
		return true
	}
	return false
}

func isIndex(p fact.Path) bool { return indexName.MatchString(stem(p)) }

// noRecord says why a file in a folder is no record, by its name; empty where it may be.
func (r *reader) noRecord(f *folder, p fact.Path) string {
	if f.format.noRecord != nil {
		return f.format.noRecord(r, f, p)
	}
	ending := strings.ToLower(path.Ext(string(p)))
	n := parseName(stem(p))
	if isIndex(p) && p.Folder() != f.Path {
		if in := nameOf(p); in.ordered() && !strings.Contains(strings.ToLower(in.slug), "template") && !r.namedLike(p, &in) {
			return "" // a folder per record
		}
	}
	switch {
	case strings.HasPrefix(path.Base(string(p)), "."):
		return "a setting"
	case isText(p) && r.partOf(p) != "":
		return "a part of the record in " + string(r.partOf(p))
	case isText(p):
		return aboutRecords(p, &n)
	case f.Kind != fact.Decision && (ending == ".yaml" || ending == ".yml"):
		return ""
	case attachments.MatchString(string(p.Folder()) + "/"):
		return "an attachment"
	case (ending == ".pdf" || ending == ".docx" || ending == ".doc" || ending == ".odt" || ending == ".html" || ending == ".txt" || ending == "") && n.ordered():
		return "" // perhaps a record that cannot be read: then it is a problem
	}
	return "no text: " + strings.TrimPrefix(ending, ".")
}

// namedLike reports whether the number of a folder is that of a file beside the folder:
// then the folder holds what belongs to that file.
func (r *reader) namedLike(p fact.Path, in *named) bool {
	dir := p.Folder()
	for _, e := range r.below(dir.Folder()) {
		if e.path.Folder() == dir.Folder() && isText(e.path) {
			if n := parseName(stem(e.path)); n.ordered() && n.id == in.id {
				return true
			}
		}
	}
	return false
}

// partOf is the README or index of a folder per record in which another file is.
func (r *reader) partOf(p fact.Path) fact.Path {
	dir := p.Folder()
	if isIndex(p) || dir == "" {
		return ""
	}
	n := parseName(path.Base(string(dir)))
	own := parseName(stem(p))
	if !n.ordered() || own.ordered() {
		return ""
	}
	for _, name := range []string{"README.md", "readme.md", "index.md", "README.adoc", "README.rst", "kep.yaml"} {
		if at := dir + "/" + fact.Path(name); at != p {
			if _, ok := r.at[at]; ok {
				return at
			}
		}
	}
	return ""
}
