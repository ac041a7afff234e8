package cli

import (
	_ "embed"
	"fmt"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

// linkedVersion is set by whoever packages a release:
//
//	go build -ldflags '-X leadline/internal/cli.linkedVersion=v1.2.3'
var linkedVersion string

// archiveStamp is "commit time" in a source archive, where git fills in the
// placeholders of the file (see export-subst in gitattributes(5)). In a clone
// the file holds the placeholders.
//
//go:embed archive_stamp.txt
var archiveStamp string

// build says what the program was built from. It knows nothing of when and
// where it was built, so that equal sources give equal programs.
type build struct {
	// Version is a release, or a pseudo-version with the commit in it, or
	// "unknown".
	Version string `json:"version"`
	// Commit and its committer time are empty if the sources did not say.
	Commit     string `json:"commit,omitempty"`
	CommitTime string `json:"commit_time,omitempty"`
	// Modified says that files differed from the commit.
	Modified bool   `json:"modified"`
	Go       string `json:"go"`
	OS       string `json:"os"`
	Arch     string `json:"arch"`
}

func thisBuild() build {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return buildFrom(info, linkedVersion, archiveStamp)
}

// buildFrom puts together what the linker, the archive and the Go command
// know. An archive is trusted before the Go command, which takes any
// repository around the sources for theirs.
func buildFrom(info *debug.BuildInfo, linked, stamp string) build {
	b := build{Version: info.Main.Version, Go: runtime.Version(), OS: runtime.GOOS, Arch: runtime.GOARCH}
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision":
			b.Commit = s.Value
		case "vcs.time":
			b.CommitTime = s.Value
		case "vcs.modified":
			b.Modified = s.Value == "true"
		}
	}
	if commit, when, ok := strings.Cut(strings.TrimSpace(stamp), " "); ok && !strings.Contains(stamp, "$") {
		b.Version, b.Commit, b.CommitTime, b.Modified = "", commit, when, false
		if t, err := time.Parse(time.RFC3339, when); err == nil {
			b.CommitTime = t.UTC().Format(time.RFC3339)
		}
	}
	switch {
	case linked != "":
		b.Version = linked
	case b.Version == "" || b.Version == "(devel)":
		b.Version = "unknown"
	}
	return b
}

// String is the answer of `leadline version`.
func (b build) String() string {
	commit := "an unknown commit"
	if b.Commit != "" {
		commit = "commit " + b.Commit
		if b.CommitTime != "" {
			commit += " of " + b.CommitTime
		}
		if b.Modified {
			commit += ", modified"
		}
	}
	return fmt.Sprintf("leadline %s\nbuilt from %s\nwith %s for %s/%s\n", b.Version, commit, b.Go, b.OS, b.Arch)
}
