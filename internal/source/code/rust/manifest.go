package rust

import (
	"maps"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"leadline/internal/fact"
)

// manifest is the name of the files that say what a package of Cargo is.
const manifest = "Cargo.toml"

// mostManifest is the size in bytes above which a manifest is not read: what is
// nested in it is read by recursion.
const mostManifest = 256 << 10

// What a manifest maps: the name of each dependency to its folder, to nothing where
// it is not in the repository, or to inherited; and under these words other things.
const (
	// inherited is the folder of a dependency that the workspace knows.
	inherited = "[workspace]"
	// workspace marks the manifest of a workspace; with a name after it, what that
	// hands down.
	workspace = "[workspace]"
	// patch, with a name after it, replaces a dependency in the whole workspace.
	patch = "[patch]"
	// lib, with the name of the crate after it, is the file of the library; target
	// those of other crates.
	lib    = "[lib]"
	target = "[target]"
)

type cargo struct {
	Package *struct {
		Name  string `toml:"name"`
		Build any    `toml:"build"`
	} `toml:"package"`
	Lib       *cargoTarget  `toml:"lib"`
	Bin       []cargoTarget `toml:"bin"`
	Test      []cargoTarget `toml:"test"`
	Bench     []cargoTarget `toml:"bench"`
	Example   []cargoTarget `toml:"example"`
	Workspace *struct {
		Dependencies map[string]any `toml:"dependencies"`
	} `toml:"workspace"`
	Patch  map[string]map[string]any `toml:"patch"`
	Target map[string]cargoNeeds     `toml:"target"`
	cargoNeeds
}

type cargoTarget struct {
	Name string `toml:"name"`
	Path string `toml:"path"`
}

type cargoNeeds struct {
	Dependencies map[string]any `toml:"dependencies"`
	Dev          map[string]any `toml:"dev-dependencies"`
	DevOld       map[string]any `toml:"dev_dependencies"`
	Build        map[string]any `toml:"build-dependencies"`
	BuildOld     map[string]any `toml:"build_dependencies"`
}

// readManifest reads a manifest. What is none is marked as partial.
func readManifest(content []byte) fact.Structure {
	s := fact.Structure{Language: manifest}
	var c cargo
	if len(content) > mostManifest || toml.Unmarshal(content, &c) != nil {
		s.Partial = true
		return s
	}
	if c.Package != nil {
		s.Package = c.Package.Name
		if build, ok := c.Package.Build.(string); ok {
			s.Mapped = append(s.Mapped, fact.Mapping{Path: target, Folder: build})
		}
	}
	if c.Lib != nil {
		s.Mapped = append(s.Mapped, fact.Mapping{Path: strings.TrimSpace(lib + " " + c.Lib.Name), Folder: c.Lib.Path})
	}
	for _, t := range slices.Concat(c.Bin, c.Test, c.Bench, c.Example) {
		if t.Path != "" {
			s.Mapped = append(s.Mapped, fact.Mapping{Path: target, Folder: t.Path})
		}
	}
	for _, n := range append([]cargoNeeds{c.cargoNeeds}, sorted(c.Target)...) {
		for _, list := range []map[string]any{n.Dependencies, n.Dev, n.DevOld, n.Build, n.BuildOld} {
			s.Mapped = append(s.Mapped, dependencies("", list)...)
		}
	}
	if c.Workspace != nil {
		s.Mapped = append(s.Mapped, fact.Mapping{Path: workspace})
		s.Mapped = append(s.Mapped, dependencies(workspace+" ", c.Workspace.Dependencies)...)
	}
	for _, list := range sorted(c.Patch) {
		s.Mapped = append(s.Mapped, dependencies(patch+" ", list)...)
	}
	return s
}

func sorted[V any](m map[string]V) []V {
	var out []V
	for _, k := range slices.Sorted(maps.Keys(m)) {
		out = append(out, m[k])
	}
	return out
}

// dependencies maps names to where they are: those that dependencies have in the
// code, with dashes as in the manifest.
func dependencies(prefix string, list map[string]any) []fact.Mapping {
	var out []fact.Mapping
	for _, name := range slices.Sorted(maps.Keys(list)) {
		m := fact.Mapping{Path: prefix + name}
		if table, ok := list[name].(map[string]any); ok {
			if p, ok := table["path"].(string); ok {
				m.Folder = p
			} else if w, _ := table["workspace"].(bool); w {
				m.Folder = inherited
			}
		}
		out = append(out, m)
	}
	return out
}
