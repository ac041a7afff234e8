package python

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// leads tells where the imports of files lead. The content of a file is a program,
// or that of a manifest.
func leads(t *testing.T, tree map[string]string) string {
	t.Helper()
	var files []language.File
	for _, p := range slices.Sorted(maps.Keys(tree)) {
		var s fact.Structure
		switch {
		case strings.HasSuffix(p, project):
			s = readProject([]byte(tree[p]))
		case strings.HasSuffix(p, setup):
			s = readSetup([]byte(tree[p]))
		default:
			s = read(t, tree[p])
			s.Language = python
		}
		files = append(files, language.File{Path: fact.Path(p), Structure: &s})
	}
	resolve := newResolver(files)
	var got []string
	for i := range files {
		for j := range files[i].Structure.Imports {
			for _, x := range resolve(&files[i], &files[i].Structure.Imports[j]) {
				to := string(x.To)
				if x.Confidence != fact.Exact {
					to = strings.TrimSpace(x.Confidence.String() + " " + to)
				}
				got = append(got, fmt.Sprintf("%s: %s", files[i].Path, to))
			}
		}
	}
	return strings.Join(got, ", ")
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		tree map[string]string
		want string
	}{
		"names are modules or of one": {
			map[string]string{"p/__init__.py": "", "p/a.py": "from p import b, c, d", "p/b.py": "", "p/c/__init__.py": ""},
			"p/a.py: p/b.py, p/a.py: p/c/__init__.py, p/a.py: p/__init__.py",
		},
		"star": {map[string]string{"p/__init__.py": "", "p/a.py": "from p import *\nfrom . import *", "p/b.py": ""}, "p/a.py: p/__init__.py, p/a.py: p/__init__.py"},
		"dots": {
			map[string]string{"p/__init__.py": "", "p/q/__init__.py": "", "p/q/a.py": "from . import b, x\nfrom .. import c\nfrom ..c import y\nfrom .gone import z\nfrom .... import w", "p/q/b.py": "", "p/c.py": ""},
			"p/q/a.py: p/q/b.py, p/q/a.py: p/q/__init__.py, p/q/a.py: p/c.py, p/q/a.py: p/c.py, p/q/a.py: unresolved, p/q/a.py: unresolved",
		},
		"of itself, which is a module that is built": {map[string]string{"p/__init__.py": "from . import _fast\nimport p"}, "p/__init__.py: unresolved"},
		"gone":        {map[string]string{"p/__init__.py": "import p.gone\nimport pq.x", "p/a.py": "from p.gone import x"}, "p/__init__.py: unresolved, p/__init__.py: external, p/a.py: unresolved"},
		"src":         {map[string]string{"src/p/__init__.py": "", "src/p/a.py": "import p.b", "src/p/b.py": "", "tests/test_a.py": "import p.a as a"}, "src/p/a.py: src/p/b.py, tests/test_a.py: src/p/a.py"},
		"no __init__": {map[string]string{"app/main.py": "from util.x import y\nimport helper", "app/util/x.py": "from util import z", "app/util/z.py": "", "app/helper.py": ""}, "app/main.py: app/util/x.py, app/main.py: app/helper.py, app/util/x.py: app/util/z.py"},
		"one package in two": {
			map[string]string{"a/setup.py": "", "a/src/n/core/__init__.py": "", "b/setup.py": "", "b/src/n/more/__init__.py": "import n.core\nfrom n.gone import x\nimport core"},
			"b/src/n/more/__init__.py: a/src/n/core/__init__.py, b/src/n/more/__init__.py: external, b/src/n/more/__init__.py: external",
		},
		"named like another library": {
			map[string]string{"setup.py": "", "src/n/requests/__init__.py": "import requests\nfrom requests.models import X", "src/n/json.py": "import json"},
			"src/n/json.py: external, src/n/requests/__init__.py: external, src/n/requests/__init__.py: external",
		},
		"like the standard library": {
			map[string]string{"platform/__init__.py": "", "platform/own.py": "", "platform/a.py": "from platform import own\nfrom platform.own import x\nfrom platform import system"},
			"platform/a.py: platform/own.py, platform/a.py: platform/own.py, platform/a.py: external",
		},
		"two that fit": {
			map[string]string{"a/src/p/__init__.py": "", "b/src/p/__init__.py": "", "b/x/y/__init__.py": "", "c/run.py": "import p"},
			"c/run.py: ambiguous a/src/p/__init__.py",
		},
		"of tests, installed": {map[string]string{"tests/lib/setup.py": "", "tests/lib/src/n/test/__init__.py": "", "core/a.py": "from n.test import x"}, "core/a.py: tests/lib/src/n/test/__init__.py"},
		"of tests":            {map[string]string{"tests/numpy/__init__.py": "", "a.py": "import numpy"}, "a.py: external"},
		"path elsewhere":      {map[string]string{"libs/common/common/__init__.py": "", "libs/common/common/x.py": "", "svc/a.py": "from common.x import y\nimport common"}, "svc/a.py: libs/common/common/x.py, svc/a.py: external"},
		"declared": {
			map[string]string{"pyproject.toml": "[tool.setuptools.packages.find]\nwhere = ['python']\n", "python/n/p/__init__.py": "", "tests/test_a.py": "import n.p"},
			"tests/test_a.py: python/n/p/__init__.py",
		},
		"a module hides a folder": {map[string]string{"p/__init__.py": "", "p/a.py": "", "p/a/b.py": "", "p/c.py": "from .a import b"}, "p/c.py: p/a.py"},
		"a folder alone":          {map[string]string{"p/__init__.py": "import p.q\nfrom p.q import a, b", "p/q/a.py": ""}, "p/__init__.py: p/q/a.py, p/__init__.py: unresolved"},
	} {
		if got := leads(t, c.tree); got != c.want {
			t.Errorf("%s: %s\nwant %s", name, got, c.want)
		}
	}
}

// The source wins over its stub, which stands for it where it is compiled.
func TestStubs(t *testing.T) {
	s := &fact.Structure{Language: python}
	i := &fact.Structure{Language: stub}
	files := []language.File{{Path: "p/__init__.py", Structure: s}, {Path: "p/a.py", Structure: s}, {Path: "p/a.pyi", Structure: i}, {Path: "p/b.pyi", Structure: i}}
	got := newResolver(files)(&files[0], &fact.Import{Path: ".", Names: []string{"a", "b"}})
	if fmt.Sprint(got) != "[{p/a.py exact false} {p/b.pyi exact false}]" {
		t.Error(got)
	}
}

func TestManifests(t *testing.T) {
	for _, c := range []struct {
		toml bool
		text string
		want string
	}{
		{true, "[tool.setuptools]\npackage-dir = {\"\" = \"lib\", x = \"y\"}\n[tool.setuptools.packages.find]\nwhere = [\"src\", \"lib\"]", "lib src"},
		{true, "[tool.poetry]\npackages = [{include = \"p\", from = \"src\"}, {include = \"q\"}]", "src"},
		{true, "[tool.hatch.build.targets.wheel]\npackages = [\"python/p\", \"q\"]", "python"},
		{true, "[tool.pytest.ini_options]\npythonpath = \"a b\"\n[tool.maturin]\npython-source = \"python\"", "a b python"},
		{true, "[tool]\nsetuptools = 1\npoetry = [[[{}]]]", ""},
		{true, "[tool", ""},
		{false, "[options]\npackage_dir =\n    = src\n    x = y\n[options.packages.find]\nwhere = lib\n# where = no\nexclude =\n  tests\n", "lib src"},
		{false, "[metadata]\nwhere = no\npackage_dir", ""},
	} {
		s := readSetup([]byte(c.text))
		if c.toml {
			s = readProject([]byte(c.text))
		}
		var got []string
		for _, m := range s.Mapped {
			got = append(got, m.Folder)
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%q: %v, want %s", c.text, got, c.want)
		}
	}
}

func FuzzManifests(f *testing.F) {
	f.Add("[tool.poetry]\npackages = [{include = \"p\", from = \"src\"}]")
	f.Add("[options]\npackage_dir =\n    = src\n")
	f.Fuzz(func(t *testing.T, content string) {
		for _, s := range []fact.Structure{readProject([]byte(content)), readSetup([]byte(content))} {
			for _, m := range s.Mapped {
				if m.Folder == "" {
					t.Errorf("%+v", s)
				}
			}
		}
	})
}

// Where files are deep or many, each import still costs little.
func TestResolveAnything(t *testing.T) {
	s := read(t, "import a.b\nfrom .... import c\nfrom a import b")
	s.Language = python
	var files []language.File
	for i := range 3000 {
		files = append(files, language.File{Path: fact.Path(strings.Repeat("a/", i) + "b.py"), Structure: &s})
	}
	resolve := newResolver(files)
	for i := range files {
		for j := range s.Imports {
			resolve(&files[i], &s.Imports[j])
		}
	}
}
