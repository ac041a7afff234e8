package code

import (
	"cmp"
	"encoding/json"
	"encoding/xml"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"leadline/internal/fact"
)

// NamedPackage is a package that others may have: of npm, a distribution of Python, or a
// module of Maven or Gradle.
type NamedPackage struct {
	Family string
	Folder fact.Path
	// Names are those by which its releases may be called.
	Names []string
	// Version is what its manifest says; empty where it says none.
	Version string
}

// PackageOf finds the package that a file is of and that may be released; nil where
// there is none, and where the file is not for its users: tests, documents, examples.
func (t *NamesTree) PackageOf(family string, p fact.Path) *NamedPackage {
	if aside(p) {
		return nil
	}
	for dir := p.Folder(); ; dir = dir.Folder() {
		pkg, stop := t.packageAt(family, dir)
		if pkg != nil || stop || dir == "" {
			return pkg
		}
	}
}

// aside are folders that hold what is not for the users of a package.
var asides = map[string]bool{
	"test": true, "tests": true, "__tests__": true, "__test__": true, "spec": true, "specs": true, "docs": true, "doc": true, "examples": true, "example": true,
	"benchmark": true, "benchmarks": true, "bench": true, "fixtures": true, "__fixtures__": true, "playground": true, "node_modules": true, "vendor": true,
	"jmh": true, "samples": true, "demo": true, "demos": true, "e2e": true, "testFixtures": true, "integration-test": true, "integrationTest": true,
	"buildSrc": true, "build-logic": true, // of Gradle: how the rest is built
}

func aside(p fact.Path) bool {
	parts := strings.Split(string(p), "/")
	if slices.ContainsFunc(parts[:len(parts)-1], func(s string) bool { return asides[s] || strings.HasSuffix(s, "-examples") }) {
		return true
	}
	base := parts[len(parts)-1]
	return strings.Contains(base, ".test.") || strings.Contains(base, ".spec.") || strings.HasPrefix(base, "test_") && strings.HasSuffix(base, ".py") || base == "conftest.py"
}

// packageAt reads the manifest of a folder; stop is that no folder above is asked.
func (t *NamesTree) packageAt(family string, dir fact.Path) (p *NamedPackage, stop bool) {
	text := func(name string) []byte { return t.manifests[fact.Path(path.Join(string(dir), name))] }
	p = &NamedPackage{Family: family, Folder: dir}
	switch family {
	case "script":
		return p.npm(text("package.json"))
	case "python":
		return p.distribution(text)
	}
	return p.maven(text, t)
}

func (p *NamedPackage) npm(text []byte) (*NamedPackage, bool) {
	var m struct {
		Name    string `json:"name"`
		Version string `json:"version"`
		Private any    `json:"private"`
	}
	if text == nil || json.Unmarshal(text, &m) != nil || m.Name == "" {
		return nil, false
	}
	if m.Private == true || m.Version == "" {
		return nil, true
	}
	p.Names, p.Version = append(p.Names, m.Name, m.Name[strings.LastIndexByte(m.Name, '/')+1:]), m.Version
	return p, true
}

var (
	setupName    = regexp.MustCompile(`(?m)^\s*name\s*=\s*["']?([A-Za-z0-9._-]+)`)
	setupVersion = regexp.MustCompile(`(?m)^\s*version\s*=\s*["']?(\d[A-Za-z0-9.]*)`)
)

func (p *NamedPackage) distribution(text func(string) []byte) (*NamedPackage, bool) {
	type table struct {
		Name        string   `toml:"name"`
		Version     string   `toml:"version"`
		Classifiers []string `toml:"classifiers"`
		// Package and Mode are whether it can be installed, for uv and for Poetry.
		Package *bool `toml:"package"`
		Mode    *bool `toml:"package-mode"`
	}
	var m struct {
		Project table `toml:"project"`
		Tool    struct {
			Poetry table `toml:"poetry"`
			UV     table `toml:"uv"`
		} `toml:"tool"`
	}
	if content := text("pyproject.toml"); content != nil && toml.Unmarshal(content, &m) == nil {
		for _, made := range []*bool{m.Tool.Poetry.Mode, m.Tool.UV.Package} {
			if made != nil && !*made { // a program that nobody installs
				return nil, true
			}
		}
		for _, x := range []table{m.Project, m.Tool.Poetry} {
			if slices.ContainsFunc(x.Classifiers, func(s string) bool { return strings.HasPrefix(s, "Private ::") }) {
				return nil, true
			}
			if x.Name != "" {
				p.Names, p.Version = []string{x.Name}, x.Version
				return p, true
			}
		}
	}
	for _, name := range []string{"setup.cfg", "setup.py"} {
		if found := setupName.FindSubmatch(text(name)); found != nil {
			p.Names = []string{string(found[1])}
			if v := setupVersion.FindSubmatch(text(name)); v != nil {
				p.Version = string(v[1])
			}
			return p, true
		}
	}
	return nil, false
}

func (p *NamedPackage) maven(text func(string) []byte, t *NamesTree) (*NamedPackage, bool) {
	if text("build.gradle") != nil || text("build.gradle.kts") != nil {
		p.Names = []string{path.Base(string(p.Folder))}
		return p, true
	}
	own, ok := readPOM(text("pom.xml"))
	if !ok {
		return nil, false
	}
	p.Names, p.Version = []string{own.Artifact}, cmp.Or(own.Version, own.Parent.Version)
	above, _ := readPOM(t.manifests[fact.Path(path.Join(string(p.Folder), cmp.Or(own.Parent.Path, "../pom.xml")))])
	top, ok := readPOM(t.manifests["pom.xml"])
	if ok {
		p.Names = append(p.Names, top.Artifact)
		p.Version = cmp.Or(p.Version, top.Version)
	}
	if name, ok := strings.CutPrefix(p.Version, "${"); ok {
		name = strings.TrimSuffix(name, "}")
		p.Version = cmp.Or(own.property(name), above.property(name), top.property(name), p.Version)
	}
	return p, true
}

type pom struct {
	Artifact string `xml:"artifactId"`
	Version  string `xml:"version"`
	Parent   struct {
		Version string `xml:"version"`
		Path    string `xml:"relativePath"`
	} `xml:"parent"`
	Properties struct {
		All []struct {
			XMLName xml.Name
			Text    string `xml:",chardata"`
		} `xml:",any"`
	} `xml:"properties"`
}

// property is one that a version may refer to; empty if it is not there.
func (p *pom) property(name string) string {
	for _, x := range p.Properties.All {
		if x.XMLName.Local == name {
			return strings.TrimSpace(x.Text)
		}
	}
	return ""
}

func readPOM(text []byte) (p pom, ok bool) {
	return p, text != nil && len(text) < 1<<20 && xml.Unmarshal(text, &p) == nil && p.Artifact != ""
}

// Module is the name of a module of a distribution; ok is false for one that is not for
// others.
func (t *NamesTree) Module(root, p fact.Path) (name string, ok bool) {
	rest := strings.TrimPrefix(strings.TrimPrefix(string(p), string(root)), "/")
	dir := string(root)
	for _, source := range []string{"src", "python", "lib"} {
		if after, found := strings.CutPrefix(rest, source+"/"); found && !t.paths[fact.Path(path.Join(dir, source, "__init__.py"))] {
			dir, rest = path.Join(dir, source), after
			break
		}
	}
	words := strings.Split(strings.TrimSuffix(rest, ".py"), "/")
	if aside(p) || len(words) < 2 || path.Ext(rest) != ".py" {
		return "", false // a script beside the packages
	}
	for i, w := range words {
		if i < len(words)-1 && !t.paths[fact.Path(path.Join(dir, path.Join(words[:i+1]...), "__init__.py"))] {
			return "", false
		}
		if w != "__init__" && strings.HasPrefix(w, "_") || w == "internal" {
			return "", false
		}
	}
	if words[len(words)-1] == "__init__" {
		words = words[:len(words)-1]
	}
	return strings.Join(words, "."), true
}
