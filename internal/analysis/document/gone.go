package document

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// GonePaths are paths in code spans that were in the repository when the line was written
// and are not any more, each of a document once. What was never there is an example;
// what was gone before the line was written is told as the past.
func (l *Library) GonePaths() []Broken {
	var out []Broken
	for _, d := range l.Documents {
		if !Present(d.Path) || l.tree.Beyond(d.Path) {
			continue
		}
		seen := map[string]bool{}
		for _, m := range d.Mentions {
			if m.Kind != fact.MentionPath || seen[m.Text] || made.MatchString(m.Text) {
				continue
			}
			seen[m.Text] = true
			if b, ok := l.gone(d, m); ok {
				out = append(out, b)
			}
		}
	}
	return out
}

// gone follows a path from the top, and from each folder around the document.
func (l *Library) gone(d *fact.Document, m fact.Mention) (b Broken, ok bool) {
	said := strings.TrimSuffix(m.Text, "/")
	if l.tree.Exists(fact.Path(said)) || l.tree.Beyond(fact.Path(said)) || l.anywhere(said) {
		return b, false
	}
	places := []fact.Path{fact.Path(said)}
	for dir := d.Path.Folder(); dir != ""; dir = dir.Folder() {
		p := fact.Path(path.Join(string(dir), said))
		if l.tree.Exists(p) || l.tree.Beyond(p) {
			return b, false
		}
		places = append(places, p)
	}
	for _, p := range places {
		b = Broken{Document: d, Mention: m, Path: p}
		if l.ignored(p) || !l.past(&b) {
			continue
		}
		by := l.trail().Commit(b.By)
		written := l.written(d.Path, m.Line)
		if by == nil || written.IsZero() || !moment(by.Committed).After(written) {
			return b, false
		}
		l.suggest(&b)
		return b, true
	}
	return b, false
}

// anywhere reports whether a path is the end of one in the tree.
func (l *Library) anywhere(p string) bool {
	if slices.ContainsFunc(l.named()[path.Base(p)], func(q fact.Path) bool { return strings.HasSuffix(string(q), "/"+p) }) {
		return true
	}
	for dir := range l.tree.Folders() {
		if strings.HasSuffix(string(dir), "/"+p) {
			return true
		}
	}
	return false
}
