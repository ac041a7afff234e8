package trace

import (
	"path"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// join follows the tags that stand in a test, or directly above it, to what became of that
// test: by its name, and by the file, as far as the run tells it. What may be in several
// files is joined to none.
func (m *Map) join(tags []fact.Tag, o Options) {
	if o.Run == nil {
		return
	}
	j := newJoiner(o)
	for i := range tags {
		t := &tags[i]
		x := m.byID[t.Requirement]
		if x == nil || len(t.In) == 0 || roleOf(t, o) != fact.Verifying {
			continue
		}
		for _, r := range j.of(t) {
			if !slices.Contains(r.Requirements, t.Requirement) {
				x.By = append(x.By, Cover{Test: r, Role: fact.Verifying})
			}
		}
	}
}

// joiner finds the tests of a run by where they stand.
type joiner struct {
	run     *fact.TestRun
	folders map[fact.Path]bool
	bases   map[string][]fact.Path
	// named are the tests by what they are called, and plain without their parameters.
	named, plain map[string][]*fact.TestResult
}

func newJoiner(o Options) *joiner {
	j := &joiner{o.Run, map[fact.Path]bool{}, map[string][]fact.Path{}, map[string][]*fact.TestResult{}, map[string][]*fact.TestResult{}}
	for i := range o.Files {
		p := o.Files[i].Path
		j.bases[path.Base(string(p))] = append(j.bases[path.Base(string(p))], p)
		for dir := p.Folder(); dir != "" && !j.folders[dir]; dir = dir.Folder() {
			j.folders[dir] = true
		}
	}
	for i := range o.Run.Tests {
		r := &o.Run.Tests[i]
		j.named[r.Name] = append(j.named[r.Name], r)
		j.plain[plain(r.Name)] = append(j.plain[plain(r.Name)], r)
	}
	return j
}

// plain is the name of a test without its parameters: those of pytest, or of JUnit.
func plain(name string) string {
	if i := strings.IndexAny(name, "[("); i > 0 {
		return name[:i]
	}
	return name
}

// of are the tests of the run in which a tag stands.
func (j *joiner) of(t *fact.Tag) []*fact.TestResult {
	var out []*fact.TestResult
	for _, r := range j.candidates(t) {
		if j.same(t, r) {
			out = append(out, r)
		}
	}
	return out
}

// candidates are the tests that may be that of a tag by their names.
func (j *joiner) candidates(t *fact.Tag) []*fact.TestResult {
	last := t.In[len(t.In)-1]
	switch {
	case t.Group || titles(t.Path) && strings.ContainsAny(strings.Join(t.In, ""), placed):
		all := make([]*fact.TestResult, len(j.run.Tests))
		for i := range all {
			all[i] = &j.run.Tests[i]
		}
		return all
	case !titles(t.Path):
		return j.plain[last]
	}
	out := slices.Clone(j.named[last])
	for _, between := range betweens {
		if name := strings.Join(t.In, between); name != last {
			out = append(out, j.named[name]...)
		}
	}
	return out
}

// titles tells whether the tests of a file have titles, as those of JavaScript do.
func titles(p fact.Path) bool {
	switch path.Ext(string(p)) {
	case ".js", ".jsx", ".mjs", ".cjs", ".ts", ".tsx", ".mts", ".cts":
		return true
	}
	return false
}

func (j *joiner) same(t *fact.Tag, r *fact.TestResult) bool {
	switch {
	case path.Ext(string(t.Path)) == ".go":
		return len(t.In) == 1 && r.Name == t.In[0] && j.inPackage(r.Group, t.Path.Folder())
	case titles(t.Path):
		return j.inFile(t, r) && titled(t, r)
	}
	classes, ok := j.classes(t.Path, r)
	return ok && begins(append(classes, plain(r.Name)), t.In, t.Group)
}

// begins tells whether names are those of a tag, or, of a group, begin with them.
func begins(names, in []string, group bool) bool {
	if !group {
		return slices.Equal(names, in)
	}
	return len(names) > len(in) && slices.Equal(names[:len(in)], in)
}

// inPackage tells whether a package of Go is that of a folder: the longest end of its path
// that is a folder of the repository.
func (j *joiner) inPackage(group string, folder fact.Path) bool {
	for at := group; at != ""; _, at, _ = strings.Cut(at, "/") {
		if j.folders[fact.Path(at)] {
			return fact.Path(at) == folder
		}
	}
	return folder == ""
}

// classes are the names of the classes in which a test is, where its group is a module of
// Python and a class, or a class of Java with its package, of that very file.
func (j *joiner) classes(p fact.Path, r *fact.TestResult) ([]string, bool) {
	ext := path.Ext(string(p))
	parts := strings.FieldsFunc(r.Group, func(c rune) bool { return c == '.' || c == '$' })
	for n := len(parts); n > 0; n-- {
		if file := strings.Join(parts[:n], "/") + ext; !ends(string(p), file) || !j.alone(p, file) {
			continue
		}
		if ext == ".py" {
			return slices.Clone(parts[n:]), true
		}
		return slices.Clone(parts[n-1:]), true // a file is named for its class
	}
	return nil, false
}

// alone tells whether a file is the only one that the end of a path may mean.
func (j *joiner) alone(p fact.Path, end string) bool {
	return string(p) == end || !slices.ContainsFunc(j.bases[path.Base(string(p))], func(q fact.Path) bool { return q != p && ends(string(q), end) })
}

// ends tells whether a path is another one, or ends in it.
func ends(p, end string) bool { return p == end || strings.HasSuffix(p, "/"+end) }

// inFile tells whether a test stands in the file of a tag. Where the run does not tell its
// file, a title within a title that no other test of the run has will do.
func (j *joiner) inFile(t *fact.Tag, r *fact.TestResult) bool {
	p, file := string(t.Path), strings.TrimPrefix(strings.ReplaceAll(r.File, "\\", "/"), "./")
	if file == "" && titles(fact.Path(r.Group)) {
		file = r.Group // as Vitest has it
	}
	if file == "" {
		return len(t.In) > 1 && len(j.named[r.Name]) == 1
	}
	return ends(file, p) || ends(p, file) && j.alone(t.Path, file)
}

// betweens stand between the titles of a test, as runners write them.
var betweens = []string{" ", " > ", " › ", "."}

// placed begins what a runner replaces in a title.
const placed = "%$"

// titled tells whether a test has the titles in which a tag stands. Some runners write the
// last one alone, and the others as its group.
func titled(t *fact.Tag, r *fact.TestResult) bool {
	n := len(t.In) - 1
	if !t.Group && called(r.Name, t.In[n], "") && (n == 0 || strings.HasSuffix(r.Group, t.In[n-1])) {
		return true
	}
	return slices.ContainsFunc(betweens, func(between string) bool {
		behind := ""
		if t.Group {
			behind = between
		}
		return called(r.Name, strings.Join(t.In, between), behind)
	}) || t.Group && slices.ContainsFunc(betweens, func(between string) bool { return strings.Join(t.In, between) == r.Group })
}

// called tells whether a name is a title, or begins with it and with what stands behind it.
func called(name, title, behind string) bool {
	if i := strings.IndexAny(title, placed); i > 0 {
		return strings.HasPrefix(name, title[:i])
	}
	return name == title && behind == "" || behind != "" && strings.HasPrefix(name, title+behind)
}
