package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"leadline/internal/store"
)

func TestPlace(t *testing.T) {
	env := func(pairs ...string) func(string) string {
		return func(name string) string {
			for i := 0; i < len(pairs); i += 2 {
				if pairs[i] == name {
					return pairs[i+1]
				}
			}
			return ""
		}
	}
	git, home, cache := t.TempDir(), t.TempDir(), t.TempDir()
	elsewhere := t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	planted, file, inner := t.TempDir(), t.TempDir(), t.TempDir()
	must(os.Symlink(elsewhere, filepath.Join(planted, "leadline")))
	must(os.WriteFile(filepath.Join(file, "leadline"), nil, 0o600))
	must(os.Mkdir(filepath.Join(inner, "leadline"), 0o700))
	must(os.Symlink(filepath.Join(elsewhere, "x"), filepath.Join(inner, "leadline", "index.db")))

	for name, c := range map[string]struct {
		git  string
		env  func(string) string
		want string
	}{
		"in the git directory":       {git, env("XDG_CACHE_HOME", cache), filepath.Join(git, "leadline")},
		"home wins":                  {git, env("LEADLINE_HOME", home, "XDG_CACHE_HOME", cache), filepath.Join(home, "abc1")},
		"no such git directory":      {filepath.Join(git, "none"), env("XDG_CACHE_HOME", cache), filepath.Join(cache, "leadline", "abc1")},
		"a planted link":             {planted, env("XDG_CACHE_HOME", cache), filepath.Join(cache, "leadline", "abc1")},
		"a planted file":             {file, env("XDG_CACHE_HOME", cache), filepath.Join(cache, "leadline", "abc1")},
		"a link inside":              {inner, env("XDG_CACHE_HOME", cache), filepath.Join(cache, "leadline", "abc1")},
		"the cache in the user home": {planted, env("HOME", home), filepath.Join(home, ".cache", "leadline", "abc1")},
	} {
		t.Run(name, func(t *testing.T) {
			got, err := store.Place(c.git, "abc1", c.env)
			if err != nil || got != c.want {
				t.Fatalf("place %q, error %v; want %q", got, err, c.want)
			}
			if err := store.CheckDir(got); err != nil {
				t.Error(err)
			}
		})
	}
	if left, _ := os.ReadDir(elsewhere); len(left) != 0 {
		t.Errorf("a planted link was followed: %v", left)
	}
	for name, e := range map[string]func(string) string{
		"relative":   env("LEADLINE_HOME", "here"),
		"impossible": env("LEADLINE_HOME", filepath.Join(file, "leadline")),
	} {
		_, err := store.Place(git, "abc1", e)
		if !errors.Is(err, store.ErrPlace) || !strings.Contains(err.Error(), e("LEADLINE_HOME")) {
			t.Errorf("%s home: %v", name, err)
		}
	}
	if _, err := store.Place(git, "../../x", env()); !errors.Is(err, store.ErrPlace) {
		t.Errorf("an id that leads elsewhere: %v", err)
	}
}

// What is shared is a cache of more than one run: a folder that the first one made
// in it must not keep the second one out, and others must not be able to plant
// anything.
func TestShared(t *testing.T) {
	home := t.TempDir()
	shared := func() string {
		return store.Shared("grammars", func(name string) string {
			if name == "LEADLINE_HOME" {
				return home
			}
			return ""
		})
	}
	want := filepath.Join(home, "grammars")
	if got := shared(); got != want {
		t.Fatalf("got %q, want %q", got, want)
	}
	if err := os.Mkdir(filepath.Join(want, "wazero"), 0o700); err != nil {
		t.Fatal(err)
	}
	if got := shared(); got != want {
		t.Errorf("with a folder in it: got %q, want %q", got, want)
	}
	if err := os.Chmod(want, 0o777); err != nil {
		t.Fatal(err)
	}
	if got := shared(); got != "" && runtime.GOOS != "windows" {
		t.Errorf("one that others may write to: got %q", got)
	}
	elsewhere := t.TempDir()
	if err := os.RemoveAll(want); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, want); err != nil {
		t.Fatal(err)
	}
	if got := shared(); got != "" {
		t.Errorf("a link: got %q", got)
	}
}
