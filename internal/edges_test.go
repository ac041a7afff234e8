package internal_test

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// peers is the directory of the peers for JavaScript and TypeScript: node_modules
// with dependency-cruiser 17, typescript 5, eslint and eslint-plugin-sonarjs, and
// trees/ with the work trees that edgeTrees names. Tests skip without it.
func peers(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("LEADLINE_EDGES")
	if dir == "" {
		t.Skip("LEADLINE_EDGES does not name a directory with peers and trees")
	}
	return dir
}

// edgeTrees are the trees whose edges are compared, and what dependency-cruiser
// must be told of each.
var edgeTrees = []struct {
	name, commit string
	// in is where dependency-cruiser runs, beside the configuration of TypeScript,
	// of which it heeds one; folders are those whose files are compared, from there.
	in         string
	folders    []string
	conditions []string
}{
	{
		name: "vite", commit: "a98c8d95d552c6fa98ab66fb810f5b39ad5abf49",
		in: "packages/vite/src/node", folders: []string{".", "../client", "../module-runner", "../shared", "../types"}, conditions: append([]string{"module-sync"}, usual...),
	},
	{
		name: "svelte", commit: "15720b16a5ef33e3e1f4301c77b94ec375070e73",
		in: "packages/svelte", folders: []string{"src", "tests"}, conditions: usual,
	},
	{
		name: "zod", commit: "e516c3baf22615e20934116abebfed6c000222c2",
		in: ".", folders: []string{"packages/bench", "packages/integration", "packages/resolution", "packages/treeshake", "packages/tsc", "packages/zod"},
		conditions: append([]string{"@zod/source"}, usual...),
	},
	{
		name: "zod", commit: "e516c3baf22615e20934116abebfed6c000222c2",
		in: "packages/docs", folders: []string{"app", "components", "loaders"}, conditions: usual,
	},
}

var usual = []string{"types", "import", "require", "node", "default"}

// TestEdgesAgree holds where imports lead against dependency-cruiser: edges from
// file to file.
func TestEdgesAgree(t *testing.T) {
	dir := peers(t)
	for _, x := range edgeTrees {
		t.Run(path.Join(x.name, x.in), func(t *testing.T) {
			tree := filepath.Join(dir, "trees", x.name)
			read := readTree(t, tree)
			link(t, tree, read)
			ours, guesses := ourEdges(t, read)
			theirs := cruise(t, dir, tree, x.in, x.folders, x.conditions)
			files := map[string]bool{}
			for _, f := range read {
				files[string(f.Path)] = script(f.Structure.Language)
			}
			within := func(e edge) bool {
				return files[e.to] && slices.ContainsFunc(x.folders, func(f string) bool { return strings.HasPrefix(e.from, path.Join(x.in, f)+"/") })
			}
			left := 0
			maps.DeleteFunc(ours, func(e edge, _ bool) bool {
				if within(e) && guesses[e] && !theirs[e] {
					left++
					return true
				}
				return !within(e)
			})
			maps.DeleteFunc(theirs, func(e edge, _ bool) bool { return !within(e) })
			t.Logf("%d edges to what a build makes are left out: nothing was built", left)
			both := 0
			for e := range ours {
				if theirs[e] {
					both++
				}
			}
			t.Logf("%s at %s: %d edges of ours, %d of dependency-cruiser's, %d equal: precision %.2f %%, recall %.2f %%",
				x.name, x.commit[:8], len(ours), len(theirs), both, 100*float64(both)/float64(len(ours)), 100*float64(both)/float64(len(theirs)))
			differences(t, "ours alone", ours, theirs)
			differences(t, "theirs alone", theirs, ours)
			if both*100 < 99*len(theirs) || both*100 < 99*len(ours) {
				t.Error("less than 99 % are equal")
			}
		})
	}
}

type edge struct{ from, to string }

func differences(t *testing.T, what string, a, b map[edge]bool) {
	t.Helper()
	var lines []string
	for e := range a {
		if !b[e] {
			lines = append(lines, e.from+" > "+e.to)
		}
	}
	slices.Sort(lines)
	for _, l := range lines {
		t.Logf("%s: %s", what, l)
	}
}

// readTree reads the structure of all files of a work tree.
func readTree(t *testing.T, tree string) []code.File {
	t.Helper()
	reader := code.NewReader("")
	defer reader.Close()
	var files []code.File
	size, start := 0, time.Now()
	err := filepath.WalkDir(tree, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.Name() == "node_modules" {
			return fs.SkipDir
		}
		p, err := filepath.Rel(tree, name)
		if err != nil || !d.Type().IsRegular() || code.LanguageOf(fact.Path(p)) == "" {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		s, err := reader.Structure(t.Context(), code.LanguageOf(fact.Path(p)), content)
		size += len(content)
		files = append(files, code.File{Path: fact.Path(filepath.ToSlash(p)), Structure: &s})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d files, %d bytes, in %v", len(files), size, time.Since(start))
	return files
}

// script tells the languages that are compared.
func script(language string) bool {
	return language == "javascript" || language == "typescript" || language == "tsx"
}

// link puts into node_modules what installing would: the packages of the tree that
// others name by their folder or as one of the workspace.
func link(t *testing.T, tree string, read []code.File) {
	t.Helper()
	at := map[string]fact.Path{}
	for _, f := range read {
		if f.Structure.Language == "package.json" && f.Structure.Package != "" {
			at[f.Structure.Package] = f.Path.Folder()
		}
	}
	for _, f := range read {
		for _, x := range f.Structure.Imports {
			if f.Structure.Language != "package.json" || len(x.Names) < 2 {
				continue
			}
			how, where, _ := strings.Cut(x.Names[1], ":")
			to := path.Join(string(f.Path.Folder()), where)
			if how == "workspace" {
				to = string(at[x.Path])
			} else if how != "link" && how != "file" {
				continue
			}
			name := filepath.Join(tree, string(f.Path.Folder()), "node_modules", x.Path)
			if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.Symlink(filepath.Join(tree, to), name); err != nil && !errors.Is(err, fs.ErrExist) {
				t.Fatal(err)
			}
		}
	}
}

// ourEdges are the edges of a tree, and which of them are guesses.
func ourEdges(t *testing.T, read []code.File) (edges, guesses map[edge]bool) {
	t.Helper()
	edges, guesses = map[edge]bool{}, map[edge]bool{}
	start := time.Now()
	counts := map[fact.Confidence]int{}
	for _, d := range code.Resolve(read) {
		counts[d.Confidence]++
		e := edge{string(d.From), string(d.To)}
		switch d.Confidence {
		case fact.Exact:
			edges[e] = true
		case fact.Ambiguous:
			edges[e], guesses[e] = true, true
		case fact.Unresolved:
			t.Logf("unresolved: %s:%d %s", d.From, d.Line, d.Path)
		}
	}
	t.Logf("resolved in %v: %v", time.Since(start), counts)
	return edges, guesses
}

// cruise runs dependency-cruiser.
func cruise(t *testing.T, dir, tree, in string, folders, conditions []string) map[edge]bool {
	t.Helper()
	config := filepath.Join(t.TempDir(), "config.json")
	options, err := json.Marshal(map[string]any{"options": map[string]any{
		"tsPreCompilationDeps": true, "tsConfig": map[string]any{"fileName": "tsconfig.json"}, "moduleSystems": []string{"es6", "cjs", "tsd"},
		"doNotFollow": map[string]any{"path": "node_modules"}, "exclude": map[string]any{"path": "/node_modules/"},
		"enhancedResolveOptions": map[string]any{"exportsFields": []string{"exports"}, "conditionNames": conditions, "mainFields": []string{"module", "main", "types"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(config, options, 0o666); err != nil {
		t.Fatal(err)
	}
	args := append([]string{filepath.Join(dir, "node_modules/dependency-cruiser/bin/dependency-cruise.mjs"), "--config", config, "--output-type", "json"}, folders...)
	cmd := exec.CommandContext(t.Context(), "node", args...)
	cmd.Dir = filepath.Join(tree, in)
	cmd.Stderr = os.Stderr
	start := time.Now()
	out, err := cmd.Output()
	if err != nil && len(out) == 0 {
		t.Fatal(err)
	}
	t.Logf("dependency-cruiser took %v", time.Since(start))
	var result struct {
		Modules []struct {
			Source       string
			Dependencies []struct {
				Resolved        string
				CouldNotResolve bool
			}
		}
	}
	if err := json.Unmarshal(out, &result); err != nil {
		t.Fatal(err)
	}
	edges := map[edge]bool{}
	for _, m := range result.Modules {
		for _, d := range m.Dependencies {
			if !d.CouldNotResolve {
				edges[edge{path.Join(in, m.Source), path.Join(in, d.Resolved)}] = true
			}
		}
	}
	return edges
}
