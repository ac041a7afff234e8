package split

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"leadline/internal/analysis/hotspot"
	"leadline/internal/fact"
)

// Accompany adds what files need of each other by what they are called and where they
// are: a test and its subject, what is generated and its source, manifests and locks,
// data and what reads it, and code of which nothing else is known and its folder.
func Accompany(files []File, needs *Needs) {
	c := company{files: files, needs: needs, manifests: map[fact.Path][]int{}}
	c.stems()
	c.installed()
	c.outside()
	c.unread()
	c.data()
}

type company struct {
	files []File
	needs *Needs
	// manifests, and what belongs to them, by the folder that they are of.
	manifests map[fact.Path][]int
}

// code tells that a file is code, at whichever end it is.
func (f *File) code() bool {
	n := hotspot.NatureOf(f.Name())
	return n == hotspot.Code || n == hotspot.Test
}

// tied ties files in a chain.
func (c *company) tied(files []int) {
	for i := 1; i < len(files); i++ {
		c.needs.Tie(files[i-1], files[i])
	}
}

// snapshots is the folder of what tests saw.
const snapshots = "__snapshots__"

func (c *company) stems() {
	type key struct {
		dir  fact.Path
		stem string
	}
	by := map[key][]int{}
	for i := range c.files {
		p := c.files[i].Name()
		k := key{p.Folder(), hotspot.Stem(p)}
		if path.Base(string(k.dir)) == snapshots {
			k.dir = k.dir.Folder()
		}
		if k.stem != "" && !manifest[path.Base(string(p))] {
			by[k] = append(by[k], i)
		}
	}
	for _, files := range by {
		c.tied(files)
	}
	for i := range c.files { // a test that has more in its name than its subject
		p := c.files[i].Name()
		if hotspot.NatureOf(p) != hotspot.Test {
			continue
		}
		stem := hotspot.Stem(p)
		for at := strings.LastIndexAny(stem, "_-"); at > 0; at = strings.LastIndexAny(stem[:at], "_-") {
			if files := by[key{p.Folder(), stem[:at]}]; len(files) > 0 {
				c.needs.Tie(i, files[0])
				break
			}
		}
	}
}

// manifest are names of files that say what code from outside is used, and of the
// locks that belong to them.
var manifest = map[string]bool{
	"go.mod": true, "go.sum": true, "go.work": true, "go.work.sum": true,
	"package.json": true, "package-lock.json": true, "npm-shrinkwrap.json": true, "yarn.lock": true, "pnpm-lock.yaml": true, "pnpm-workspace.yaml": true, "bun.lock": true,
	"Cargo.toml": true, "Cargo.lock": true, "pyproject.toml": true, "poetry.lock": true, "uv.lock": true, "Pipfile": true, "Pipfile.lock": true,
	"requirements.txt": true, "composer.json": true, "composer.lock": true, "Gemfile": true, "Gemfile.lock": true, "pom.xml": true,
	"build.gradle": true, "build.gradle.kts": true, "gradle.lockfile": true, "libs.versions.toml": true, "Directory.Packages.props": true, "packages.lock.json": true,
}

// installed ties manifests, locks, and code that was copied into the repository.
func (c *company) installed() {
	for i := range c.files {
		p := c.files[i].Name()
		if manifest[path.Base(string(p))] {
			c.manifests[p.Folder()] = append(c.manifests[p.Folder()], i)
		} else if dir, _, ok := strings.Cut("/"+string(p), "/vendor/"); ok {
			dir := fact.Path(strings.TrimPrefix(dir, "/"))
			c.manifests[dir] = append(c.manifests[dir], i)
		}
	}
	for _, files := range c.manifests {
		c.tied(files)
	}
}

// outside relates code and the manifest of its folder, where the code begins or ends
// to use what the manifest begins or ends to name.
func (c *company) outside() {
	type tokens struct{ came, went map[string]bool }
	of := map[fact.Path]tokens{}
	for dir, files := range c.manifests {
		t := tokens{map[string]bool{}, map[string]bool{}}
		for _, i := range files {
			b, a := wordsOf(c.files[i].Before.Text), wordsOf(c.files[i].After.Text)
			for l, words := range a {
				if b[l] == nil {
					add(t.came, words)
				}
			}
			for l, words := range b {
				if a[l] == nil {
					add(t.went, words)
				}
			}
		}
		of[dir] = t
	}
	for i := range c.files {
		f := &c.files[i]
		at, files := c.nearest(f.Name())
		if len(files) == 0 {
			continue
		}
		for _, p := range f.After.Outside {
			if named(of[at].came, p) {
				c.needs.Need(i, files[0])
			}
		}
		for _, p := range f.Before.Outside {
			if named(of[at].went, p) {
				c.needs.Need(files[0], i)
			}
		}
	}
}

// nearest is the manifest of the deepest folder around a file that has one.
func (c *company) nearest(p fact.Path) (at fact.Path, files []int) {
	for dir := p.Folder(); ; dir = dir.Folder() {
		if files := c.manifests[dir]; files != nil {
			return dir, files
		}
		if dir == "" {
			return "", nil
		}
	}
}

func add(to map[string]bool, words []string) {
	for _, w := range words {
		to[w] = true
	}
}

// wordsOf are the words of each line of a manifest.
func wordsOf(text []byte) map[string][]string {
	out := map[string][]string{}
	for l := range bytes.Lines(text) {
		words := strings.FieldsFunc(string(l), func(r rune) bool { return strings.ContainsRune(" \t\r\n\"',:=[]{}()<>", r) })
		if words == nil {
			words = []string{}
		}
		out[string(l)] = words
	}
	return out
}

// named tells that an import path, or what it begins with, is among words.
func named(words map[string]bool, p string) bool {
	for ; p != "." && p != "/" && p != ""; p = path.Dir(p) {
		if words[p] {
			return true
		}
	}
	return false
}

// unread ties code of which no names are known to its folder.
func (c *company) unread() {
	by := map[fact.Path][]int{}
	for i := range c.files {
		by[c.files[i].Name().Folder()] = append(by[c.files[i].Name().Folder()], i)
	}
	for i := range c.files {
		f := &c.files[i]
		if f.code() && (f.Was != "" && f.Before.Names == nil || f.Path != "" && f.After.Names == nil) || usesC(f.After.Names) || usesC(f.Before.Names) {
			c.tied(by[f.Name().Folder()])
		}
	}
}

// usesC tells of a file of Go that it is built with files of other languages.
func usesC(n *fact.Names) bool { return n != nil && n.Imported["C"] != nil }

// dataFolders are those of what tests read.
var dataFolders = map[string]bool{"testdata": true, "fixtures": true, "__fixtures__": true, "golden": true, "goldens": true, "snapshots": true, snapshots: true}

// mostPairs bounds how many pairs of code and data are looked at.
const mostPairs = 20000

// leastName is how long a name is that says which file is meant.
const leastName = 5

// data relates files that are no code and the code that names or holds them.
func (c *company) data() {
	var data, code []int
	for i := range c.files {
		if f := &c.files[i]; f.code() {
			code = append(code, i)
		} else if !manifest[path.Base(string(f.Name()))] {
			data = append(data, i)
		}
	}
	for _, i := range data {
		if len(data)*len(code) <= mostPairs {
			for _, f := range code {
				c.read(f, i)
			}
		}
		if slices.ContainsFunc(strings.Split(string(c.files[i].Name()), "/"), func(dir string) bool { return dataFolders[dir] }) {
			c.tested(i, code)
		}
	}
}

// read relates a file of code to data that it names, or that is built into it.
func (c *company) read(code, data int) {
	f, x := &c.files[code], &c.files[data]
	base := []byte(path.Base(string(x.Name())))
	within := strings.HasPrefix(string(x.Name()), string(f.Name().Folder())+"/") || f.Name().Folder() == ""
	reads := func(s *Side) bool {
		return s.Names != nil && (s.Names.Embeds && within || len(base) >= leastName && (within || depth(f.Name(), x.Name()) > 0) && bytes.Contains(s.Text, base))
	}
	switch {
	case x.Was == "" && reads(&f.After):
		c.needs.Need(code, data)
	case x.Path == "" && reads(&f.Before):
		c.needs.Need(data, code)
	case x.Was != "" && x.Path != "" && reads(&f.After):
		c.needs.After(code, data)
	}
}

// tested ties data of tests to the first test, or else the first code, of the deepest
// folder around it that has any.
func (c *company) tested(data int, code []int) {
	for dir := c.files[data].Name().Folder(); ; dir = dir.Folder() {
		first := -1
		for _, i := range code {
			p := c.files[i].Name()
			if p.Folder() == dir && (first < 0 || hotspot.NatureOf(p) == hotspot.Test && hotspot.NatureOf(c.files[first].Name()) != hotspot.Test) {
				first = i
			}
		}
		if first >= 0 {
			c.needs.Tie(first, data)
			return
		}
		if dir == "" {
			return
		}
	}
}
