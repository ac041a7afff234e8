package release

import (
	"path"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"leadline/internal/fact"
)

// OfModule finds the last release, before a moment, of a module of Go by its folder and
// its path: the highest version that is no pre-release, of the tags that the go command
// takes for versions of it (The Go Project, Go Modules Reference, "Mapping versions to
// commits"). Promised: by that version it promises compatibility. Reached and Since are
// not told.
func OfModule(refs []fact.Ref, folder fact.Path, modulePath string, before time.Time) (last Release, promised, ok bool) {
	_, major, ok := module.SplitPathVersion(modulePath)
	if !ok {
		return Release{}, false, false
	}
	best := ""
	for _, r := range refs {
		version, is := versionOf(r, string(folder), major)
		if is && r.When.Unix < before.Unix() && module.MatchPathMajor(version, major) && (best == "" || semver.Compare(version, best) > 0) {
			best = version
			last = Release{Tag: strings.TrimPrefix(r.Name, "refs/tags/"), Ref: r, When: time.Unix(r.When.Unix, 0).UTC()}
		}
	}
	return last, semver.Compare(best, "v1") >= 0, best != ""
}

// versionOf is the version that a tag gives to the module of a folder: dir/v1.2.3, where
// an element of the folder that is the major version alone may be left out.
func versionOf(r fact.Ref, folder, major string) (version string, ok bool) {
	tag, ok := strings.CutPrefix(r.Name, "refs/tags/")
	if !ok {
		return "", false
	}
	dir, version := path.Split(tag)
	dir = strings.TrimSuffix(dir, "/")
	if dir != folder && (major == "" || path.Join(dir, strings.TrimPrefix(major, "/")) != folder) {
		return "", false
	}
	return version, semver.IsValid(version) && semver.Prerelease(version)+semver.Build(version) == "" && semver.Canonical(version) == version
}
