package ecmascript

import (
	"fmt"
	"maps"
	"path"
	"reflect"
	"slices"
	"strings"
	"testing"

	"leadline/internal/fact"
	"leadline/internal/source/code/language"
)

// tree is files by path; code imports the words of its content.
func tree(files map[string]string) []language.File {
	var out []language.File
	for _, p := range slices.Sorted(maps.Keys(files)) {
		content := []byte(files[p])
		var s fact.Structure
		switch base := path.Base(p); {
		case base == packageManifest || base == lernaManifest:
			s = readPackage(content)
		case base == pnpmManifest:
			s = readWorkspace(content)
		case strings.HasSuffix(base, ".json"):
			s = readCompiler(content)
		default:
			s.Language = "typescript"
			for i, x := range strings.Fields(files[p]) {
				s.Imports = append(s.Imports, fact.Import{Path: x, Line: i + 1, Kind: fact.Runtime})
			}
		}
		out = append(out, language.File{Path: fact.Path(p), Structure: &s})
	}
	return out
}

func TestResolve(t *testing.T) {
	for name, c := range map[string]struct {
		files map[string]string
		want  string
	}{
		"extensions": {map[string]string{
			"src/a.ts": "./b ./c.js ./d ./e/ . .. ./f.jsx ./g.mjs ./h ./i.js ./gone ./j?raw", "src/b.ts": "", "src/c.ts": "", "src/d/index.tsx": "",
			"src/e.ts": "", "src/e/index.js": "", "src/index.ts": "", "index.js": "", "src/f.tsx": "", "src/g.mts": "", "src/h.d.ts": "", "src/i.js": "", "src/i.ts": "", "src/j.ts": "",
		}, "src/b.ts, src/c.ts, src/d/index.tsx, src/e/index.js, src/index.ts, index.js, src/f.tsx, src/g.mts, src/h.d.ts, src/i.js, unresolved, src/j.ts"},
		"no code": {map[string]string{"a.ts": "./b.css ./c.vue ./d.json !raw!./x /abs node:fs https://x.org/y.js fs ../out react"}, "-, -, -, -, external, external, external, external, external, external"},
		"folder with a manifest": {map[string]string{
			"a.js": "./lib ./other", "lib/package.json": `{"main": "./x"}`, "lib/x.js": "", "other/package.json": `{"main": "dist/gone.js"}`, "other/index.ts": "",
		}, "lib/x.js, other/index.ts"},
		"paths": {map[string]string{
			"app/tsconfig.json": `{
				// a comment
				"extends": "../base/tsconfig.base.json",
				"compilerOptions": {"paths": {"@/*": ["./gone/*", "./src/*"], "exact": ["./src/b"], "*": ["./types/*"],},},
			}`,
			"base/tsconfig.base.json": `{"compilerOptions": {"paths": {"~lib/*": ["./lib/*"]}}}`, "base/lib/x.ts": "",
			"app/src/a.ts": "@/b exact @/gone ~lib/x react typed", "app/src/b.ts": "", "app/types/typed.d.ts": "",
		}, "app/src/b.ts, app/src/b.ts, unresolved, external, external, app/types/typed.d.ts"},
		"inherited paths": {map[string]string{
			"app/tsconfig.json": `{"extends": ["@repo/config/base", "./none.json"]}`, "app/src/a.ts": "~lib/x based/b", "package.json": `{"workspaces": ["*"]}`, "app/package.json": "{}",
			"config/package.json": `{"name": "@repo/config"}`, "config/base.tsconfig.json": "", "config/based/b.ts": "", "lib/x.ts": "",
		}, "external, external"},
		"base of a package": {map[string]string{
			"app/tsconfig.json": `{"extends": "@repo/config/tsconfig.base"}`, "app/src/a.ts": "~lib/x based/b fs", "package.json": `{"workspaces": ["*"]}`, "app/package.json": "{}",
			"config/package.json": `{"name": "@repo/config"}`, "config/tsconfig.base.json": `{"compilerOptions": {"baseUrl": ".", "paths": {"~lib/*": ["../lib/*"]}}}`,
			"config/based/b.ts": "", "config/fs.ts": "", "lib/x.ts": "",
		}, "lib/x.ts, config/based/b.ts, external"},
		"the folder of the configuration": {map[string]string{
			"tsconfig.base.json": `{"compilerOptions": {"paths": {"@/*": ["${configDir}/src/*"]}}}`, "app/tsconfig.json": `{"extends": "../tsconfig.base.json"}`,
			"app/a.ts": "@/b", "app/src/b.ts": "", "src/b.ts": "",
		}, "app/src/b.ts"},
		"one that refers": {map[string]string{
			"tsconfig.json": `{"files": [], "references": [{"path": "./tsconfig.app.json"}]}`, "tsconfig.app.json": `{"compilerOptions": {"paths": {"@/*": ["./code/*"]}}}`,
			"code/a.ts": "@/b", "code/b.ts": "",
		}, "code/b.ts"},
		"one that decides for its folder": {map[string]string{
			"tsconfig.json": `{"compilerOptions": {"paths": {"@a/*": ["./a/*"]}}}`, "tsconfig.b.json": `{"compilerOptions": {"paths": {"@b/*": ["./b/*"]}}}`,
			"c.ts": "@a/x @b/x", "a/x.ts": "", "b/x.ts": "",
		}, "a/x.ts, external"},
		"configurations in a circle": {map[string]string{
			"tsconfig.json": `{"extends": "./tsconfig.a.json"}`, "tsconfig.a.json": `{"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "src"}}`, "a.ts": "b", "src/b.ts": "",
		}, "src/b.ts"},
		"folders as one": {map[string]string{
			"tsconfig.json": `{"compilerOptions": {"rootDirs": ["src", "generated"]}}`, "src/x/a.ts": "./b", "generated/x/b.ts": "",
		}, "generated/x/b.ts"},
		"aliases of bundlers": {map[string]string{
			"package.json": "{}", "src/a.ts": "@/b @/gone ~/c @x/y $lib/z", "src/b.ts": "", "c.ts": "",
		}, "src/b.ts?, unresolved, c.ts?, external, external"},
		"workspace": {map[string]string{
			"pnpm-workspace.yaml": "packages:\n  - packages/**\n  - '!**/skipped'\n", "package.json": `{"name": "root"}`,
			"packages/a/package.json": `{"name": "@s/a", "exports": {".": {"types": "./dist/index.d.ts", "default": "./dist/index.js"}, "./sub/*": "./dist/sub/*.js", "./src": {"browser": "./web.ts", "default": "./main.ts"}, "./style": "./style.css"}}`,
			"packages/a/src/index.ts": "", "packages/a/src/sub/x.ts": "", "packages/a/main.ts": "@s/a", "packages/a/web.ts": "",
			"packages/b/package.json":       `{"name": "b", "source": "src/entry.ts", "main": "lib/b.js"}`,
			"packages/b/src/entry.ts":       "@s/a @s/a/sub/x @s/a/src @s/a/gone @s/a/style @s/a/package.json b b/src/entry left skipped",
			"packages/skipped/package.json": `{"name": "skipped"}`, "packages/skipped/index.ts": "",
		}, "packages/a/src/index.ts?, packages/a/src/index.ts?, packages/a/src/sub/x.ts?, packages/a/main.ts, unresolved, -, -, packages/b/src/entry.ts, packages/b/src/entry.ts, external, external"},
		"conditions in order": {map[string]string{
			"package.json": `{"workspaces": {"packages": ["./p/"]}}`, "p/package.json": `{"name": "p", "exports": {".": {"@p/source": "./src/index.ts", "import": "./index.js"}}}`,
			"p/src/index.ts": "", "p/index.js": "", "a.ts": "p",
		}, "p/src/index.ts"},
		"by its folder": {map[string]string{
			"package.json": `{"dependencies": {"x": "file:./fixtures/x", "y": "^1.0.0", "z": "link:../z"}}`, "fixtures/x/package.json": `{"name": "x"}`, "fixtures/x/index.js": "",
			"fixtures/y/package.json": `{"name": "y"}`, "fixtures/y/index.js": "", "a.ts": "x y z",
		}, "fixtures/x/index.js, external, external"},
		"an example of a package": {map[string]string{
			"package.json": `{"name": "x", "main": "x.js"}`, "x.js": "", "examples/package.json": `{"name": "e"}`, "examples/a.ts": "x", "docs/package.json": `{"dependencies": {"x": "^1"}}`, "docs/a.ts": "x",
		}, "external, x.js?"},
		"private names": {map[string]string{
			"package.json": `{"imports": {"#a": {"types": "./a.d.ts", "default": "./a.js"}, "#lib/*.js": "./lib/*.js", "#dep": "dep", "#built": "./dist/built.js", "#gone": "./gone.js"}}`,
			"a.js":         "", "lib/x.ts": "", "src/built.ts": "", "src/m.ts": "#a #lib/x.js #dep #built #gone #other",
		}, "a.js, lib/x.ts, external, src/built.ts?, unresolved, external"},
		"built": {map[string]string{"package.json": `{"name": "x"}`, "test/a.ts": "../dist/b.js ../dist/esm/c.js ../dist/gone.js", "src/b.ts": "", "src/c.ts": ""}, "src/b.ts?, src/c.ts?, unresolved"},
		"built beside": {map[string]string{
			"package.json": `{"name": "x", "exports": {"./sub": "./sub/dist/esm.js", "./gone": "./dist/gone.js"}, "main": "x.css"}`, "a.ts": "x/sub x/gone x", "sub/esm.ts": "",
		}, "sub/esm.ts?, unresolved, -"},
		"broken manifests": {map[string]string{
			"package.json": `{"name": "x", "exports": {".": [[[`, "tsconfig.json": "[]", "pnpm-workspace.yaml": ":", "a.ts": "x b", "index.ts": "", "jsconfig.json": "{",
		}, "index.ts, external"},
	} {
		files := tree(c.files)
		resolve := newResolver(files)
		var got []string
		for i := range files {
			f := &files[i]
			if f.Structure.Language != "typescript" {
				continue
			}
			for j := range f.Structure.Imports {
				said := "-"
				for _, x := range resolve(f, &f.Structure.Imports[j]) {
					switch x.Confidence {
					case fact.Exact:
						said = string(x.To)
					case fact.Ambiguous:
						said = string(x.To) + "?"
					default:
						said = x.Confidence.String()
					}
				}
				got = append(got, said)
			}
		}
		if s := strings.Join(got, ", "); s != c.want {
			t.Errorf("%s: %s\nwant %s", name, s, c.want)
		}
	}
}

func TestManifests(t *testing.T) {
	s := readPackage([]byte("\xef\xbb\xbf{\n\"name\": \"a\", \"dependencies\": {\n\"b\": \"^1\" /* , */,\n\"c\": 1}, // x\n\"main\": \"./\\\"x//,\",}"))
	want := fact.Structure{
		Language: "package.json", Package: "a", Mapped: []fact.Mapping{{Folder: `./"x//,`}},
		Imports: []fact.Import{{Path: "b", Line: 3, Kind: fact.Runtime, Names: []string{"dependencies", "^1"}}},
	}
	if !reflect.DeepEqual(s, want) {
		t.Errorf("%+v\nwant %+v", s, want)
	}
	for _, broken := range []string{"", "[", "{\"name\"", "{} {}", strings.Repeat("[", 100000), strings.Repeat(`{"a":`, 100000), "\"a\"", strings.Repeat(" ", mostManifest+1)} {
		if !readPackage([]byte(broken)).Partial || !readCompiler([]byte(broken)).Partial {
			t.Errorf("%.20q is not marked", broken)
		}
	}
}

// Long ways up and many patterns take no square of the size of a tree.
func TestResolveSize(t *testing.T) {
	files := map[string]string{}
	deep := strings.Repeat("d/", 1500)
	for i := range 2000 {
		files[fmt.Sprintf("%sf%d.ts", deep, i)] = "./gone @/x a"
		files[fmt.Sprintf("p%d/package.json", i)] = `{"name": "a", "workspaces": ["*", "{a,b}/**"]}`
		files[fmt.Sprintf("p%d/tsconfig.json", i)] = fmt.Sprintf(`{"extends": "../p%d/tsconfig.json"}`, i+1)
	}
	all := tree(files)
	resolve := newResolver(all)
	for i := range all {
		for j := range all[i].Structure.Imports {
			resolve(&all[i], &all[i].Structure.Imports[j])
		}
	}
}

func FuzzManifests(f *testing.F) {
	f.Add([]byte(`{"name": "a", "exports": {"./*": {"x": ["./*"]}}, "imports": {"#*": "./*"}, "workspaces": ["**/{a,b}"]} // c`), "a/b")
	f.Add([]byte(`{"extends": "./tsconfig.json", "compilerOptions": {"baseUrl": "..", "paths": {"a*": ["*", "../*"]}, "rootDirs": ["."]}}`), "../a")
	f.Add([]byte("packages: [a, '!b']"), "#a")
	f.Fuzz(func(t *testing.T, content []byte, name string) {
		var files []language.File
		for _, p := range []string{"package.json", "a/package.json", "tsconfig.json", "a/tsconfig.json", "pnpm-workspace.yaml", "a/b.ts", "src/index.ts"} {
			s := fact.Structure{Language: "typescript", Imports: []fact.Import{{Path: name, Line: 1}}}
			switch path.Base(p) {
			case packageManifest:
				s = readPackage(content)
			case compilerManifest:
				s = readCompiler(content)
			case pnpmManifest:
				s = readWorkspace(content)
			}
			for _, x := range s.Imports {
				if x.Line < 1 {
					t.Errorf("%+v", x)
				}
			}
			files = append(files, language.File{Path: fact.Path(p), Structure: &s})
		}
		resolve := newResolver(files)
		for i := range files {
			for j := range files[i].Structure.Imports {
				for _, x := range resolve(&files[i], &files[i].Structure.Imports[j]) {
					if (x.To != "") != (x.Confidence == fact.Exact || x.Confidence == fact.Ambiguous) {
						t.Errorf("%+v", x)
					}
				}
			}
		}
	})
}
