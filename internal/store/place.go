package store

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/fault"
)

// HomeVariable names the environment variable that says where all indexes go.
const HomeVariable = "LEADLINE_HOME"

// Place decides where the index of a repository is kept, and makes the
// directory: $LEADLINE_HOME/<repo> if that variable is set; otherwise
// "leadline" in the common git directory; where that cannot be written or is
// not safe to use (CheckDir), "leadline/<repo>" in the user's cache directory.
// getenv is os.Getenv. The error is ErrPlace.
func Place(commonDir string, repo fact.RepoID, getenv func(string) string) (string, error) {
	if repo == "" || strings.Trim(string(repo), "0123456789abcdefghijklmnopqrstuvwxyz-") != "" {
		return "", placeError("", fmt.Errorf("%q cannot name a directory", repo))
	}
	if home := getenv(HomeVariable); home != "" {
		if !filepath.IsAbs(home) {
			return "", placeError(home, fmt.Errorf("%s must be an absolute path", HomeVariable))
		}
		dir := filepath.Join(home, string(repo))
		if err := prepareAll(dir); err != nil {
			return "", placeError(dir, err)
		}
		return dir, nil
	}
	inGit := filepath.Join(commonDir, "leadline")
	first := prepare(inGit)
	if first == nil {
		return inGit, nil
	}
	cache, err := cacheDir(getenv)
	if err != nil {
		return "", placeError(inGit, errors.Join(first, err))
	}
	dir := filepath.Join(cache, "leadline", string(repo))
	if err := prepareAll(dir); err != nil {
		return "", placeError(dir, errors.Join(first, err))
	}
	return dir, nil
}

// Shared is a directory for what belongs to no repository, by its name:
// $LEADLINE_HOME/<name> if that variable is set, otherwise "leadline/<name>" in
// the user's cache directory; never in a repository, which may be somebody
// else's. It is made; empty if it cannot be had, or if others may write to it.
// It may hold folders, unlike the place of a repository.
func Shared(name string, getenv func(string) string) string {
	dir := getenv(HomeVariable)
	if !filepath.IsAbs(dir) {
		cache, err := cacheDir(getenv)
		if err != nil {
			return ""
		}
		dir = filepath.Join(cache, "leadline")
	}
	dir = filepath.Join(dir, name)
	if os.MkdirAll(dir, 0o700) != nil {
		return ""
	}
	info, err := os.Lstat(dir)
	if err != nil || !info.IsDir() || (runtime.GOOS != "windows" && info.Mode().Perm()&0o022 != 0) || writable(dir) != nil {
		return ""
	}
	return dir
}

// cacheDir is os.UserCacheDir with another environment where there is one.
func cacheDir(getenv func(string) string) (string, error) {
	if dir := getenv("XDG_CACHE_HOME"); filepath.IsAbs(dir) {
		return dir, nil
	}
	if dir := getenv("HOME"); filepath.IsAbs(dir) {
		return filepath.Join(dir, ".cache"), nil
	}
	return os.UserCacheDir()
}

func placeError(dir string, err error) error {
	return fault.New(fault.Usage, "%w: %s: %w", ErrPlace, dir, err).
		WithHint("set %s to a directory that you can write", HomeVariable)
}

// prepare makes a directory and tells whether it can be used and written.
func prepare(dir string) error {
	if err := os.Mkdir(dir, 0o700); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	if err := CheckDir(dir); err != nil {
		return err
	}
	return writable(dir)
}

// writable tells whether a file can be made in a directory.
func writable(dir string) error {
	probe, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return err
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// prepareAll is prepare for a directory whose parents may have to be made.
func prepareAll(dir string) error {
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return err
	}
	return prepare(dir)
}

// CheckDir reports an error unless dir is a directory, not a symbolic link,
// that holds regular files only. A repository may arrive with a directory made
// to lead Leadline elsewhere: nothing in it is ever followed.
func CheckDir(dir string) error {
	info, err := os.Lstat(dir)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return errors.New(dir + " is not a directory")
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, e := range entries {
		if !e.Type().IsRegular() {
			return fmt.Errorf("%s is not a regular file", filepath.Join(dir, e.Name()))
		}
	}
	return nil
}
