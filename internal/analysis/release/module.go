package release

import (
	"cmp"
	"path"
	"slices"
	"strings"
	"time"

	"golang.org/x/mod/module"
	"golang.org/x/mod/semver"

	"leadline/internal/fact"
)

// OfModule finds the releases, before a moment, of a module of Go by its folder and its
// path, the highest version first: of the tags that the go command takes for versions of
// it those that are no pre-releases (The Go Project, Go Modules Reference, "Mapping
// versions to commits"). Reached and Since are not told.
func OfModule(refs []fact.Ref, folder fact.Path, modulePath string, before time.Time) []Release {
	_, major, ok := module.SplitPathVersion(modulePath)
	if !ok {
		return nil
	}
	type versioned struct {
		Release
		version string
	}
	var all []versioned
	for _, r := range refs {
		version, is := versionOf(r, string(folder), major)
		if is && r.When.Unix < before.Unix() && module.MatchPathMajor(version, major) {
			all = append(all, versioned{Release{Tag: strings.TrimPrefix(r.Name, "refs/tags/"), Ref: r, When: time.Unix(r.When.Unix, 0).UTC()}, version})
		}
	}
	slices.SortFunc(all, func(a, b versioned) int {
		return cmp.Or(semver.Compare(b.version, a.version), cmp.Compare(a.Tag, b.Tag))
	})
	out := make([]Release, len(all))
	for i := range all {
		out[i] = all[i].Release
	}
	return out
}

// Promises reports whether a version promises compatibility with what comes after it
// within the same major one: from 1.0.0 on (Semantic Versioning 2.0.0, 4).
func (r *Release) Promises() bool {
	m := version.FindStringSubmatch(r.Tag)
	return m != nil && !strings.HasPrefix(m[2], "0.")
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
