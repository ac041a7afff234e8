// Package run is the pipeline: it opens a repository, brings the stored facts
// up to date with it, and hands them to whoever asks: duties for an answer,
// an export, a check against git.
//
// It decides what is read anew and what is kept; how facts are read is the
// sources' affair, what they mean the analyses', how an answer looks the
// surfaces'.
package run

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"leadline/internal/duty"
	"leadline/internal/fault"
	"leadline/internal/source/git"
)

// Options say which repository is read, and as of when.
type Options struct {
	// Dir is a directory inside the repository.
	Dir string
	// At is the revision that is read; empty means the default branch.
	At string
	// AsOf is the day in UTC that counts as today.
	AsOf time.Time
	// Since bounds what is reported as changed; zero means the default.
	Since time.Time
	// Place is a file or folder to which the answer is narrowed, relative to Dir,
	// as a person gave it, perhaps with a line: FILE:LINE. Empty means the
	// whole repository.
	Place string
	// Flags are values for the flags of the duty that is asked, by name.
	Flags map[string]string
	// Pictures asks for what is drawn of the answer too.
	Pictures bool
	// Pseudonyms puts invented names in the place of people's.
	Pseudonyms bool
	// Fresh reads everything anew, whatever is stored.
	Fresh bool
	// Getenv gives environment variables.
	Getenv func(string) string
	// Progress, if set, is told how far reading is: total is 0 where it is not
	// known. It is not called concurrently.
	Progress func(stage string, done, total int)
	// Note, if set, is told what the user should know though it is no error:
	// that an index was damaged and read anew, that another run is writing.
	Note func(message string)
}

func (o *Options) note(message string) {
	if o.Note != nil {
		o.Note(message)
	}
}

// explain gives an error of a source its kind and its hint.
func explain(err error, o *Options) error {
	switch {
	case errors.Is(err, context.Canceled):
		return fault.New(fault.Interrupted, "%w", err)
	case errors.Is(err, git.ErrNoGit):
		return fault.New(fault.Usage, "%w", err).WithHint("install git %s or newer", git.MinimumGit)
	case errors.Is(err, git.ErrNotGit):
		return fault.New(fault.Usage, "%w", err).WithHint("see what `git version` says, and where `command -v git` finds it")
	case errors.Is(err, git.ErrOldGit):
		return fault.New(fault.Usage, "%w", err).WithHint("install git %s or newer", git.MinimumGit)
	case errors.Is(err, git.ErrNotRepository):
		return fault.New(fault.Usage, "%w", err).WithHint("go to a git repository, or name one with -C DIR")
	case errors.Is(err, git.ErrDubious):
		return fault.New(fault.Usage, "%w", err).
			WithHint("if you trust it: git config --global --add safe.directory %s", absolute(o.Dir))
	case errors.Is(err, git.ErrNoRevision):
		return fault.New(fault.Usage, "%w", err).WithHint("see `git log` and `git branch -a` for what there is")
	case errors.Is(err, git.ErrBrokenHead):
		return fault.New(fault.Incomplete, "%w", err).WithHint("see what `git fsck` says, or read another revision with --at REV")
	case errors.Is(err, git.ErrSpecialFile):
		return fault.New(fault.Usage, "%w", err).WithHint("remove it, unless it tells you not to trust this repository")
	case errors.Is(err, git.ErrNotesRef):
		return fault.New(fault.Usage, "%w", err).WithHint("name a ref of notes that is none yet, or that holds such results: refs/notes/benchmarks")
	case errors.Is(err, git.ErrNobody):
		return fault.New(fault.Usage, "%w", err).WithHint("notes are commits: git config user.name NAME, and git config user.email ADDRESS")
	case errors.Is(err, git.ErrNotesBusy):
		return fault.New(fault.Undelivered, "%w", err).WithHint("ask again")
	case errors.Is(err, git.ErrNoWorkTree):
		return fault.New(fault.Usage, "%w", err).WithHint("go to a clone with a work tree, or review commits")
	case errors.Is(err, git.ErrSilent):
		return fault.New(fault.Usage, "%w", err).WithHint("see whether a named pipe is among what the repository's configuration includes")
	case (errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)) && !exists(o.Dir):
		return fault.New(fault.Usage, "there is no directory %s", o.Dir).WithHint("name a directory that exists")
	case errors.Is(err, fs.ErrNotExist):
		return fault.New(fault.Usage, "%w", err).WithHint("name a directory that exists")
	case errors.Is(err, fs.ErrPermission):
		return fault.New(fault.Usage, "%w", err).WithHint("see that you may read the repository")
	}
	var mistake *duty.Mistake
	if errors.As(err, &mistake) {
		return fault.New(fault.Usage, "%w", err).WithHint("%s", mistake.Hint)
	}
	var ge *git.Error
	if errors.As(err, &ge) {
		return fault.New(fault.Incomplete, "%w", err).WithHint("see what `git fsck` says of the repository")
	}
	return err
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}

func absolute(dir string) string {
	if abs, err := filepath.Abs(dir); err == nil {
		return abs
	}
	return dir
}
