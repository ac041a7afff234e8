package hotspot

import (
	"testing"

	"leadline/internal/fact"
)

func TestNatureOfTests(t *testing.T) {
	for p, want := range map[fact.Path]Nature{
		"src/main/java/a/A.java":           Code,
		"src/test/java/a/A.java":           Test,
		"m/src/dockerTest/java/a/A.java":   Test,
		"m/src/testFixtures/java/A.java":   Test,
		"m/src/commonTest/kotlin/A.kt":     Test,
		"m/src/latest/kotlin/A.kt":         Code,
		"m/common/commonTest/kotlin/A.kt":  Code,
		"Shop.Api.Tests/Carts.cs":          Test,
		"Shop.Test/Carts.cs":               Test,
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
