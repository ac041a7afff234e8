package hotspot

import (
	"testing"

	"leadline/internal/fact"
)

func TestNatureOf(t *testing.T) {
	for p, want := range map[fact.Path]Nature{
		"a.rs": Code, "benches/a.rs": Test, "tests/a.rs": Test, "src/tests.rs": Test, "examples/a.rs": Code,
		"a.c": Code, "a_test.cc": Test, "README.md": Documentation, "Cargo.toml": Data, "a": Other,
	} {
		if got := NatureOf(p); got != want {
			t.Errorf("%s: %s, want %s", p, got, want)
		}
	}
}
