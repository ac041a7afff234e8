// Package generated tells the files that people write from those that tools
// write or that were copied in: generated code, lock files, vendored
// dependencies. Counts of lines and changes leave the latter out, because one
// upgrade would otherwise outweigh a year of work.
//
// A .gitattributes file decides where it speaks (linguist-generated,
// linguist-vendored). Elsewhere the name does, and for files at the head what
// they say of themselves (see Marked).
package generated

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// Kind says why a file is not counted as written by people.
type Kind string

// The kinds. Written is the zero Kind.
const (
	Written  Kind = ""
	Code     Kind = "generated"
	Vendored Kind = "vendored"
	Lock     Kind = "lock file"
)

// Of classifies a path. The attributes are those at the head; for a path that
// no longer exists there are none.
func Of(p fact.Path, a fact.Attributes) Kind {
	switch {
	case a.Vendored == fact.Set:
		return Vendored
	case a.Generated == fact.Set:
		return Code
	}
	kind := byName(string(p))
	if kind == Vendored && a.Vendored == fact.Unset || kind != Vendored && a.Generated == fact.Unset {
		return Written
	}
	return kind
}

func byName(p string) Kind {
	base := path.Base(p)
	if isLock(base) {
		return Lock
	}
	for dir := range strings.SplitSeq(strings.TrimSuffix(p, base), "/") {
		switch dir {
		case "vendor", "_vendor", "_vendored", "node_modules", "bower_components", "third_party", "third-party", "Godeps", ".yarn":
			return Vendored
		case "__snapshots__", "__generated__", "dist": // dist: what a build makes
			return Code
		}
	}
	// Only at the top: inside a source tree the name is often the team's own.
	// Go keeps what is vendored elsewhere.
	if strings.HasPrefix(p, "deps/") && !strings.HasSuffix(base, ".go") {
		return Vendored
	}
	for _, s := range suffixes[path.Ext(base)] {
		if strings.HasSuffix(base, s) {
			return Code
		}
	}
	if strings.HasPrefix(base, "zz_generated.") || isBundle(p, base) {
		return Code
	}
	return Written
}

// isBundle tells a script or style sheet that a bundler wrote, by the hash of its content
// in its name (assets/index-D4k2x_9a.js): eight characters, of which one is what a word
// would not have there.
func isBundle(p, base string) bool {
	ext := path.Ext(base)
	if ext != ".js" && ext != ".mjs" && ext != ".css" || !strings.Contains("/"+p, "/assets/") && !strings.Contains("/"+p, "/static/") {
		return false
	}
	stem := strings.TrimSuffix(base, ext)
	if len(stem) < hashLength+2 || !strings.ContainsRune("-.", rune(stem[len(stem)-hashLength-1])) {
		return false
	}
	odd := false
	for i, c := range stem[len(stem)-hashLength:] {
		switch {
		case '0' <= c && c <= '9', c == '_', 'A' <= c && c <= 'Z' && i > 0:
			odd = true
		case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '-':
		default:
			return false
		}
	}
	return odd
}

// hashLength is how many characters of a hash bundlers put into names.
const hashLength = 8

func isLock(base string) bool {
	switch base {
	case "go.sum", "go.work.sum",
		"package-lock.json", "npm-shrinkwrap.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "deno.lock",
		"Cargo.lock", "Gemfile.lock", "composer.lock", "mix.lock", "pubspec.lock", "Podfile.lock", "Package.resolved",
		"poetry.lock", "uv.lock", "pdm.lock", "Pipfile.lock", "pixi.lock",
		"packages.lock.json", "gradle.lockfile", "flake.lock", "conan.lock", "MODULE.bazel.lock", ".terraform.lock.hcl":
		return true
	}
	return false
}

// suffixes are those of names that tools give, by extension.
var suffixes = byExtension(
	".pb.go", ".pb.gw.go", ".pb.cc", ".pb.h", "_pb2.py", "_pb2.pyi", "_pb2_grpc.py", "_pb.js", "_pb.ts", "_pb.d.ts",
	".gen.go", "_generated.go", "_generated.rs", ".generated.ts", ".generated.cs", ".g.cs", ".g.dart", ".freezed.dart",
	".designer.cs", ".Designer.cs", ".min.js", ".min.css", ".js.map", ".css.map", ".snap",
)

func byExtension(suffixes ...string) map[string][]string {
	m := map[string][]string{}
	for _, s := range suffixes {
		m[path.Ext(s)] = append(m[path.Ext(s)], s)
	}
	return m
}
