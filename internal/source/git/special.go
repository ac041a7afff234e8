package git

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// ErrSpecialFile means that something that git reads is a named pipe or a
// device: that could take for ever.
var ErrSpecialFile = errors.New("not a file that git writes")

// ErrSilent means that git did not answer in time.
var ErrSilent = errors.New("git does not answer")

// patience is how long git may take to find a repository and read its
// configuration. A file that the configuration includes can be a named pipe.
const patience = 20 * time.Second

// inTime is output for the calls that find a repository: git has so long to
// answer.
func inTime(ctx context.Context, limit time.Duration, dir string, args ...string) ([]byte, error) {
	limited, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	out, err := output(limited, dir, args...)
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, fmt.Errorf("%w: `git %s` took more than %v in %s", ErrSilent, args[0], limit, dir)
	}
	return out, err
}

// checkPlace looks for named pipes and devices in the files from which git
// tells that a directory or one above it is a repository.
func checkPlace(dir string) error {
	dir, err := filepath.Abs(dir)
	for err == nil {
		for _, name := range []string{".git", ".git/HEAD", ".git/config", ".git/config.worktree", ".git/commondir", ".git/shallow"} {
			if err := checkFile(filepath.Join(dir, name)); err != nil {
				return err
			}
		}
		if info, err := os.Stat(filepath.Join(dir, "objects")); err == nil && info.IsDir() {
			for _, name := range []string{"HEAD", "config", "shallow"} {
				if err := checkFile(filepath.Join(dir, name)); err != nil {
					return err
				}
			}
		}
		up := filepath.Dir(dir)
		if up == dir {
			break
		}
		dir = up
	}
	return err
}

func checkFile(name string) error {
	info, err := os.Lstat(name)
	if err != nil {
		return nil // not there, or git says what is the matter
	}
	return checkSpecial(name, info.Mode())
}

// checkFiles looks for named pipes and devices where git would open them.
func (r *Repository) checkFiles() error {
	dirs := []string{r.GitDir, filepath.Join(r.GitDir, "info")}
	if r.CommonDir != r.GitDir {
		dirs = append(dirs, r.CommonDir, filepath.Join(r.CommonDir, "info"))
	}
	for _, objects := range r.objectDirs() {
		dirs = append(dirs, filepath.Join(objects, "info"), filepath.Join(objects, "pack"))
		for i := range 256 {
			if err := checkDir(filepath.Join(objects, fmt.Sprintf("%02x", i)), 2*r.idLen-2); err != nil {
				return err
			}
		}
	}
	for _, dir := range dirs {
		if err := checkDir(dir, 0); err != nil {
			return err
		}
	}
	for _, name := range []string{".gitattributes", ".mailmap"} {
		if r.Root == "" {
			break
		}
		if err := checkFile(filepath.Join(r.Root, name)); err != nil {
			return err
		}
	}
	for _, dir := range slices.Compact([]string{r.GitDir, r.CommonDir}) {
		err := filepath.WalkDir(filepath.Join(dir, "refs"), func(name string, e fs.DirEntry, err error) error {
			if err != nil {
				return nil // not there, or git says what is the matter
			}
			return checkSpecial(name, e.Type())
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// checkDir checks the entries of a directory whose names have a length; 0 means
// all of them.
func checkDir(dir string, length int) error {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // not there, or git says what is the matter
	}
	for _, e := range entries {
		if e.Type().IsRegular() || length != 0 && len(e.Name()) != length {
			continue
		}
		if err := checkSpecial(filepath.Join(dir, e.Name()), e.Type()); err != nil {
			return err
		}
	}
	return nil
}

// checkSpecial fails for what can be waited on for ever, and for links to it.
// Sockets are no danger, as they cannot be opened: git has one of its own.
func checkSpecial(name string, mode fs.FileMode) error {
	if mode&fs.ModeSymlink != 0 {
		info, err := os.Stat(name)
		if err != nil {
			return nil // a link to nothing
		}
		mode = info.Mode()
	}
	if mode&(fs.ModeNamedPipe|fs.ModeDevice|fs.ModeCharDevice|fs.ModeIrregular) != 0 {
		return fmt.Errorf("%s is %w", name, ErrSpecialFile)
	}
	return nil
}
