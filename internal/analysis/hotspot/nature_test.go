package hotspot

import (
	"testing"

	"leadline/internal/fact"
)

func TestNatureOf(t *testing.T) {
	for p, want := range map[fact.Path]Nature{
		"src/a.mts": Code, "src/a.d.ts": Code, "src/latest.ts": Code, "src/mocks/a.ts": Code,
		"src/a.test.tsx": Test, "src/a.spec.ts": Test, "src/a.test-d.ts": Test, "src/a.cy.ts": Test, "src/app.e2e-spec.ts": Test,
		"src/__tests__/a.js": Test, "src/__mocks__/fs.cts": Test, "cypress/support/a.js": Test,
		"a.rs": Code, "benches/a.rs": Test, "tests/a.rs": Test, "src/tests.rs": Test, "examples/a.rs": Code,
		"a.c": Code, "a_test.cc": Test, "README.md": Documentation, "Cargo.toml": Data, "a": Other,
		"src/__testdata__/a.ts": Test, "src/__tests_dts__/a.ts": Test, "smoke-test/a/src/main/java/A.java": Test, "lib/build.gradle.kts": Data, "lib/gradle.kts": Code,
		"docs/snyk/a.html": Documentation, "web/a.html": Code, "docs/theme/a.ts": Code, "src/docs.html": Code, "api/schema.graphql": Data,
		"src/main/java/a/A.java":           Code,
		"src/test/java/a/A.java":           Test,
		"m/src/dockerTest/java/a/A.java":   Test,
		"m/src/testFixtures/java/A.java":   Test,
		"m/src/commonTest/kotlin/A.kt":     Test,
		"m/src/latest/kotlin/A.kt":         Code,
		"m/common/commonTest/kotlin/A.kt":  Code,
		"Shop.Api.Tests/Carts.cs":          Test,
		"Shop.Test/Carts.cs":               Test,
		"system-tests/tck/src/main/A.java": Test,
		"Shop.Testing/Carts.cs":            Code,
		"src/main/java/a/ShopTest.java":    Test,
		"src/main/java/a/Contest.java":     Test, // its name says so
		"src/main/java/a/ShopContext.java": Code,
	} {
		if got := NatureOf(p); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}

func TestExample(t *testing.T) {
	for p, want := range map[fact.Path]bool{
		"examples/a.rs": true, "docs/Examples/a/b.go": true, "playground/css/main.js": true, "packages/create/template-vue/src/main.js": true,
		"src/main/java/com/example/A.java": false, "src/examples/a.ts": false, "examples.go": false, "templates/a.py": false, "a/sample/a.go": false,
	} {
		if got := Example(p); got != want {
			t.Errorf("%s: %t", p, got)
		}
	}
}

func TestBenchmark(t *testing.T) {
	for p, want := range map[fact.Path]bool{
		"benches/a.rs": true, "tools/Benchmark/main.go": true, "benchmarking/compare/a.html": true,
		"benchmark.go": false, "bench/app.py": false, "src/a.go": false,
	} {
		if got := Benchmark(p); got != want {
			t.Errorf("%s: %t", p, got)
		}
	}
}
