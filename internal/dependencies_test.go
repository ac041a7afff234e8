package internal_test

import (
	"bufio"
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDependencies holds docs/dependencies.md against what is imported: each
// module that a file of ours imports has its row, and each row its module.
// go.mod cannot tell: its "// indirect" is only a remark. Of npm packages, those
// that the package.json of tools/web and tools/grammars name are used.
func TestDependencies(t *testing.T) {
	required := requiredModules(t, filepath.Join(root, "go.mod"))
	reasons := reasonsOf(t)
	used := map[string]string{}
	for _, i := range moduleImports(t) {
		first, _, _ := strings.Cut(i.path, "/")
		if _, ours := ourPackage(i.path); ours || !strings.Contains(first, ".") {
			continue // of the module or the standard library
		}
		m := moduleOf(i.path, required)
		if m == "" {
			t.Errorf("%s: go.mod requires no module for %q", i.file, i.path)
		}
		used[m] = i.file
	}
	for _, tool := range requiredTools(t) {
		used[tool] = "tools/go.mod"
	}
	for _, folder := range []string{"web", "grammars"} {
		for p := range npmPackages(t, folder) {
			used[p] = "tools/" + folder + "/package.json"
		}
	}
	for m, file := range used {
		if reasons[m] == "" {
			t.Errorf("docs/dependencies.md does not say why %s is used (%s)", m, file)
		}
	}
	for m := range reasons {
		if used[m] == "" {
			t.Errorf("docs/dependencies.md has a row for %s, which nothing imports", m)
		}
	}
	if len(used) < 2 {
		t.Errorf("found only %d dependencies", len(used))
	}
}

// requiredModules lists the modules that a go.mod requires.
func requiredModules(t *testing.T, name string) []string {
	t.Helper()
	var modules []string
	block := ""
	for _, fields := range modLines(t, name) {
		switch {
		case fields[0] == ")":
			block = ""
		case len(fields) == 2 && fields[1] == "(":
			block = fields[0]
		case block == "require":
			modules = append(modules, fields[0])
		case fields[0] == "require":
			modules = append(modules, fields[1])
		}
	}
	return modules
}

// requiredTools lists the modules of the tools that tools/go.mod pins.
func requiredTools(t *testing.T) []string {
	t.Helper()
	name := filepath.Join(root, "tools", "go.mod")
	required := requiredModules(t, name)
	var tools []string
	block := ""
	for _, fields := range modLines(t, name) {
		switch {
		case fields[0] == ")":
			block = ""
		case len(fields) == 2 && fields[1] == "(":
			block = fields[0]
		case block == "tool":
			tools = append(tools, moduleOf(fields[0], required))
		case fields[0] == "tool":
			tools = append(tools, moduleOf(fields[1], required))
		}
	}
	return tools
}

// npmPackages gives the npm packages that a folder of tools pins, and their versions.
func npmPackages(t *testing.T, folder string) map[string]string {
	t.Helper()
	name := "tools/" + folder + "/package.json"
	text, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	var named struct{ Dependencies, DevDependencies map[string]string }
	if err := json.Unmarshal(text, &named); err != nil {
		t.Fatal(err)
	}
	packages := named.Dependencies
	maps.Copy(packages, named.DevDependencies)
	for p, version := range packages {
		if !exactVersion.MatchString(version) {
			t.Errorf("%s does not pin %s to an exact version: %q", name, p, version)
		}
	}
	if len(packages) == 0 {
		t.Errorf("%s names no package", name)
	}
	return packages
}

// TestNotice holds NOTICE against what tools/web builds into the browser pages
// and tools/grammars into the program: each package has its part at its version.
// For the pages those that others bring along count too. Of grammars only what
// is named is compiled.
func TestNotice(t *testing.T) {
	notice, err := os.ReadFile(filepath.Join(root, "NOTICE"))
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, "tools", "web", "package-lock.json"))
	if err != nil {
		t.Fatal(err)
	}
	var lock struct {
		Packages map[string]struct {
			Version string
			Dev     bool
		}
	}
	if err := json.Unmarshal(text, &lock); err != nil {
		t.Fatal(err)
	}
	says := func(name, version string) {
		if head := "\n" + name + " " + version + " ("; !strings.Contains(string(notice), head) {
			t.Errorf("NOTICE has no part %q", strings.TrimSpace(head))
		}
	}
	for name, version := range npmPackages(t, "grammars") {
		says(name, version)
	}
	built := 0
	for place, p := range lock.Packages {
		name := strings.TrimPrefix(place, "node_modules/")
		if name == "" || p.Dev {
			continue
		}
		built++
		says(name, p.Version)
	}
	if built < 2 {
		t.Errorf("found only %d packages in tools/web/package-lock.json", built)
	}
}

var exactVersion = regexp.MustCompile(`^\d+\.\d+\.\d+$`)

func modLines(t *testing.T, name string) [][]string {
	t.Helper()
	f, err := os.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var lines [][]string
	s := bufio.NewScanner(f)
	for s.Scan() {
		if fields := strings.Fields(s.Text()); len(fields) > 0 {
			lines = append(lines, fields)
		}
	}
	if err := s.Err(); err != nil {
		t.Fatal(err)
	}
	return lines
}

// moduleOf finds the module that holds a package: the longest that fits.
func moduleOf(pkg string, modules []string) string {
	var fit []string
	for _, m := range modules {
		if pkg == m || strings.HasPrefix(pkg, m+"/") {
			fit = append(fit, m)
		}
	}
	if len(fit) == 0 {
		return ""
	}
	return slices.MaxFunc(fit, func(a, b string) int { return len(a) - len(b) })
}

// reasonsOf reads the tables of docs/dependencies.md: module and why.
func reasonsOf(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	reasons := map[string]string{}
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), "|")
		if len(cells) < 4 {
			continue
		}
		for _, m := range names(cells[1]) {
			reasons[m] = strings.TrimSpace(cells[2])
		}
	}
	return reasons
}
