// Package fact holds the nouns that Leadline reads from the world: commits,
// changes, lines and the names of all of them. Everything else in the program
// meets on these types.
//
// The package imports nothing of ours. A fact says what was read and nothing
// about what it means: persons, hotspots and risks are derived in analysis.
// Facts are immutable once a source has handed them on; slices and strings in
// them are shared freely.
package fact

import "strings"

// CommitID is the object id of a commit, in lower-case hexadecimal: 40 digits
// in a SHA-1 repository, 64 in a SHA-256 one.
type CommitID string

// BlobID is the object id of a file's content, written like a CommitID. For a
// submodule it holds the id of the commit that the entry points at.
type BlobID string

// Path names a file inside a repository: bytes as git stores them, separated
// by slashes, without a leading one. It need not be UTF-8.
type Path string

// Folder is the folder that holds the file; empty at the top.
func (p Path) Folder() Path { return p[:max(0, strings.LastIndexByte(string(p), '/'))] }

// Below is the folder directly below another one in which the path is; dir is
// empty at the top. ok is false if the path is in dir itself, or not in it.
func (p Path) Below(dir Path) (sub Path, ok bool) {
	rest := string(p)
	if dir != "" {
		if rest, ok = strings.CutPrefix(rest, string(dir)+"/"); !ok {
			return "", false
		}
	}
	at := strings.IndexByte(rest, '/')
	if at < 0 {
		return "", false
	}
	return p[:len(p)-len(rest)+at], true
}

// RepoID tells repositories apart: a hash of the canonical common git
// directory and the root commits.
type RepoID string

// PersonID tells persons apart: several identities may belong to one. It stays
// the same from one commit to the next unless the team's rules for merging
// identities change. Empty means nobody.
type PersonID string

// Identity is a name and an e-mail address exactly as a commit holds them,
// converted to UTF-8 where the commit declares an encoding. One person often
// has several identities; joining them is an analysis.
type Identity struct {
	Name, Email string
}

// Time is a moment as git records it: seconds since 1970 in UTC, and the
// author's or committer's offset from UTC in minutes, east positive.
type Time struct {
	Unix   int64
	Offset int16
}

// Mend names a commit that another one fixes or, with Reverts, takes back. The id is as
// the message writes it, lower-case hexadecimal, mostly abbreviated.
type Mend struct {
	ID      string
	Reverts bool
}

// Trailer is one "Key: value" line of the last paragraph of a message.
type Trailer struct {
	Key, Value string
}
