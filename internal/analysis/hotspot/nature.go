package hotspot

import (
	"path"
	"strings"

	"leadline/internal/fact"
)

// Bookkeeping tells the files that every release or upgrade touches,
// changelogs and dependency manifests: that they change often says nothing.
func Bookkeeping(p fact.Path) bool {
	base := strings.ToLower(path.Base(string(p)))
	switch base {
	case "go.mod", "package.json", "pnpm-workspace.yaml", "cargo.toml", "pom.xml", "gemfile", "composer.json", "pyproject.toml",
		"setup.cfg", "mix.exs", "build.gradle", "build.gradle.kts", "libs.versions.toml", "directory.packages.props":
		return true
	}
	stem, _, _ := strings.Cut(base, ".")
	switch stem {
	case "changelog", "changes", "history", "news", "authors", "contributors", "requirements":
		return true
	}
	return false
}

// bumpLines is how many lines a commit to a file changes on average, at most,
// where only version numbers are being raised.
const bumpLines = 5

// Nature is what a file is for, as far as its name tells.
type Nature uint8

// The natures.
const (
	Other Nature = iota
	Code
	Test
	Documentation
	Data // configuration and data
)

// String gives the word for people.
func (n Nature) String() string {
	switch n {
	case Code:
		return "code"
	case Test:
		return "test"
	case Documentation:
		return "documentation"
	case Data:
		return "data or configuration"
	}
	return "other"
}

// NatureOf tells what a file is for by its name.
func NatureOf(p fact.Path) Nature {
	base := strings.ToLower(path.Base(string(p)))
	ext := strings.TrimPrefix(path.Ext(base), ".")
	switch {
	case documents[ext], ext == "html" && InDocuments(p):
		return Documentation
	case strings.HasSuffix(base, ".gradle.kts"): // what build.gradle is, in Kotlin
		return Data
	case !code[ext]:
		if data[ext] {
			return Data
		}
		return Other
	case isTest(strings.ToLower(string(p)), base, ext), inTestSources(p):
		return Test
	}
	return Code
}

func isTest(p, base, ext string) bool {
	for dir := range strings.SplitSeq(strings.TrimSuffix(p, base), "/") {
		switch dir {
		case "test", "tests", "spec", "specs", "testdata", "testing", "e2e", "fixtures", "integration-tests",
			"__mocks__", "__fixtures__", "smoke-test", "smoke-tests", "cypress", "benches",
			"testutil", "testutils", "test-utils", "test_utils", "testhelpers", "test-helpers", "test_helpers", "test-support", "test_support":
			return true
		}
		// Projects of .NET, and modules of Gradle and Maven such as system-tests.
		if strings.HasPrefix(dir, "__test") || strings.HasSuffix(dir, ".test") || strings.HasSuffix(dir, ".tests") || strings.HasSuffix(dir, "-tests") ||
			strings.HasSuffix(dir, "-testing") || strings.HasSuffix(dir, "_testing") {
			return true
		}
	}
	stem := strings.TrimSuffix(base, "."+ext)
	for _, s := range []string{"_test", ".test", ".spec", "_spec", "-test", "-spec", "tests", ".test-d", ".cy", ".e2e"} {
		if strings.HasSuffix(stem, s) {
			return true
		}
	}
	if (ext == "java" || ext == "kt" || ext == "cs" || ext == "scala" || ext == "php") && strings.HasSuffix(stem, "test") {
		return true
	}
	return strings.HasPrefix(stem, "test_") || stem == "conftest"
}

// inTestSources tells what stands in a source set of tests, as Gradle and Kotlin name
// them: src/commonTest, src/testFixtures.
func inTestSources(p fact.Path) bool {
	above := ""
	for dir := range strings.SplitSeq(string(p.Folder()), "/") {
		if above == "src" && (strings.HasSuffix(dir, "Test") || strings.HasSuffix(dir, "Tests") || dir == "testFixtures") {
			return true
		}
		above = dir
	}
	return false
}

// InDocuments tells what stands in a folder of documents.
func InDocuments(p fact.Path) bool {
	for dir := range strings.SplitSeq(strings.ToLower(string(p.Folder())), "/") {
		if dir == "docs" || dir == "doc" || dir == "documentation" {
			return true
		}
	}
	return false
}

// Example tells what is no part of the program but shows how it is used, or is copied
// to begin with: by a folder that is called so, above any src, or whose name ends in
// -examples. Below src it is otherwise a part of the program.
func Example(p fact.Path) bool {
	folder := strings.ToLower(string(p.Folder()))
	if strings.Contains(folder+"/", "-examples/") {
		return true
	}
	for dir := range strings.SplitSeq(folder, "/") {
		switch dir {
		case "src":
			return false
		case "example", "examples", "_examples", "samples", "demo", "demos", "playground", "playgrounds":
			return true
		}
		if strings.HasPrefix(dir, "template-") {
			return true
		}
	}
	return false
}

// Benchmark reports whether a file measures the program: by a folder that is called so.
func Benchmark(p fact.Path) bool {
	for dir := range strings.SplitSeq(strings.ToLower(string(p.Folder())), "/") {
		switch dir {
		case "benchmark", "benchmarks", "benchmarking", "benches":
			return true
		}
	}
	return false
}

var (
	code = set(`go py js jsx ts tsx mjs cjs mts cts vue svelte java kt kts scala groovy clj rs c h cc cpp cxx hpp hh hxx m mm cs fs vb swift
		rb php pl pm lua r jl ex exs erl hrl hs ml mli dart sh bash zsh ps1 sql proto thrift y l asm s css scss sass less html`)
	documents = set(`md rst adoc txt tex org mdx`)
	data      = set(`json yaml yml toml xml ini cfg conf csv tsv lock svg properties env tf hcl j2 tmpl tpl libsonnet jsonnet graphql gql`)
)

func set(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

// Stem is the name of a file without what marks it as a test.
func Stem(p fact.Path) string {
	s := strings.ToLower(path.Base(string(p)))
	s, _, _ = strings.Cut(s, ".")
	for _, mark := range []string{"_test", "-test", "_spec", "-spec", "tests", "test"} {
		s = strings.TrimSuffix(s, mark)
	}
	return strings.TrimPrefix(s, "test_")
}
