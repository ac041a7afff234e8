// Package document holds what documents say of a repository against what is in it: links
// that lead nowhere, paths that are gone, and what they describe and that was rewritten
// after them. It serves whoever keeps documents true.
//
// What a document mentions is fact.Document. Whether its prose is true or good is not
// this package's job. Silence is preferred to a finding that may be wrong: what a site
// generator may resolve, and what tells of the past on purpose, is left out.
package document

import (
	"path"
	"regexp"
	"strings"
	"sync"
	"time"

	"leadline/internal/analysis/target"
	"leadline/internal/fact"
)

// Library is the documents of a commit.
type Library struct {
	// Documents are those that are judged, by path.
	Documents []*fact.Document
	history   *fact.History
	tree      *target.Tree
	sites     map[fact.Path]bool
	ignores   []ignore
	trail     func() *target.Trail
	// named are files by the last element of their paths, and folded by their paths in
	// small letters.
	named  func() map[string][]fact.Path
	folded func() map[string]fact.Path
}

// Of makes the library of documents at the head of a history, without those to skip.
func Of(all *fact.Documents, h *fact.History, skip func(fact.Path) bool) *Library {
	l := &Library{history: h, tree: target.TreeOf(h), sites: sitesOf(h), ignores: ignoresOf(all.Ignores)}
	l.trail = sync.OnceValue(func() *target.Trail { return target.TrailOf(h, l.tree) })
	l.named = sync.OnceValue(func() map[string][]fact.Path {
		out := map[string][]fact.Path{}
		for i := range h.Files {
			p := h.Files[i].Path
			base := path.Base(string(p))
			out[base] = append(out[base], p)
		}
		return out
	})
	l.folded = sync.OnceValue(func() map[string]fact.Path {
		out := make(map[string]fact.Path, len(h.Files))
		for i := range h.Files {
			out[strings.ToLower(string(h.Files[i].Path))] = h.Files[i].Path
		}
		return out
	})
	for i := range all.Documents {
		if d := &all.Documents[i]; !skip(d.Path) && Judged(d.Path) {
			l.Documents = append(l.Documents, d)
		}
	}
	return l
}

// apart are folders whose texts are not read where they stand: they are put into others,
// filled in, translated, made of code, or data of tests.
var apart = set(`test tests testdata __tests__ test-data testcases fixtures __fixtures__ spec specs e2e snapshots
	integration-tests integration_tests test-projects test_data assets
	template templates _templates skeleton scaffold scaffolds boilerplate stubs cookiecutter archetypes archetype-resources
	_includes includes include snippets partials _partials fragments shortcodes
	i18n locales locale translations issue_template pull_request_template vendor node_modules third_party deps
	classes interfaces type-aliases enumerations
	release_notes release-notes releasenotes release-docs changelogs
	versioned_docs _versions archive archived archives attic old legacy`)

// Judged reports whether a document is read where it stands and speaks of the present.
func Judged(p fact.Path) bool {
	for dir := range strings.SplitSeq(strings.ToLower(string(p.Folder())), "/") {
		if apart[dir] || strings.HasPrefix(dir, "{{") || strings.HasPrefix(dir, "cookiecutter") {
			return false
		}
	}
	base := strings.ToLower(path.Base(string(p)))
	stem, _, _ := strings.Cut(base, ".")
	switch {
	case strings.HasPrefix(base, "_") && stem != "_index", strings.Contains(stem, "template"):
		return false
	case logs[stem], strings.HasPrefix(stem, "changelog"), strings.HasPrefix(stem, "release"), strings.HasSuffix(stem, "changelog"), strings.HasSuffix(stem, "-notes"), strings.HasSuffix(stem, "_notes"):
		return false
	}
	return true
}

// logs are texts that tell of what was.
var logs = set(`changes history news releases authors contributors credits thanks third_party_notices notice migration migrating upgrading upgrade`)

// past are folders of texts that tell of what was, or of what is to come.
var past = set(`blog blogs posts _posts news releases release release-notes release_notes releasenotes relnotes whatsnew changelog changelogs .changeset changes
	proposals proposal rfcs rfc enhancements designs design design-docs design_docs decisions adr adrs plans plan specs roadmap postmortems incidents meetings minutes
	migration migrations upgrade upgrades upgrading history notes journal tasks todo stories epics sessions retrospectives reports
	initiatives work-items bugfixes review reviews evidence research audits`)

var dated = regexp.MustCompile(`(^|/)v?\d{1,4}[-_.]\d{1,2}[-_.]\d|(?i)(^|[/_. -])(migrat|upgrad|roadmap|postmortem|proposal|design|plan|rfc|changelog|retro|audit|report|history|deprecat|todo|task|board|evidence|research|progress|old)[a-z]*[^/]*$`)

// Present reports whether a document speaks of how things are, and not of how they were
// or are to become.
func Present(p fact.Path) bool {
	for dir := range strings.SplitSeq(strings.ToLower(string(p.Folder())), "/") {
		if past[dir] {
			return false
		}
	}
	return !dated.MatchString(string(p))
}

func set(words string) map[string]bool {
	out := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}

// Touched is when a document last changed, and by which commit.
func (l *Library) Touched(p fact.Path) (when time.Time, by fact.CommitID) {
	f := l.history.File(p)
	if f == nil {
		return when, ""
	}
	c := l.trail().Commit(f.Changed)
	if c == nil {
		return when, ""
	}
	return moment(c.Committed), c.ID
}

func moment(t fact.Time) time.Time { return time.Unix(t.Unix, 0).UTC() }

// written is when a line of a file at the head was written; zero where that is not known.
func (l *Library) written(p fact.Path, line int) time.Time {
	f := l.history.File(p)
	if f == nil {
		return time.Time{}
	}
	if c := l.trail().Commit(writer(f, line)); c != nil {
		return moment(c.Committed)
	}
	return time.Time{}
}

// Commit is the commit of an id; nil if it was not read.
func (l *Library) Commit(id fact.CommitID) *fact.Commit { return l.trail().Commit(id) }
