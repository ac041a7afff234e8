package code

import (
	"testing"

	"leadline/internal/fact"
)

func TestPackageOf(t *testing.T) {
	for manifest, want := range map[string]bool{
		"[project]\nname = \"shop\"\n":                                                       true,
		"[tool.poetry]\nname = \"shop\"\n":                                                   true,
		"[tool.poetry]\nname = \"shop\"\npackage-mode = true\n":                              true,
		"[tool.poetry]\nname = \"shop\"\npackage-mode = false\n":                             false,
		"[project]\nname = \"shop\"\n[tool.uv]\npackage = false\n":                           false,
		"[project]\nname = \"shop\"\nclassifiers = [\"Private :: Do Not Upload\"]\n":         false,
		"[project]\nname = \"shop\"\n[tool.poetry]\nname = \"old\"\n[tool.uv]\nnative = 1\n": true,
	} {
		tree := NewNamesTree([]fact.Path{"pyproject.toml", "shop/a.py"}, []Content{{Path: "pyproject.toml", Text: []byte(manifest)}})
		p := tree.PackageOf("python", "shop/a.py")
		if (p != nil) != want || want && (len(p.Names) != 1 || p.Names[0] != "shop") {
			t.Errorf("%q: %+v", manifest, p)
		}
	}
}
