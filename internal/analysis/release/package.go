package release

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"leadline/internal/fact"
)

// preliminary matches [prefix]1.2.3 with something after the numbers.
var preliminary = regexp.MustCompile(`^(.*?)[vV]?(\d+(?:\.\d+)+)[-._]?[A-Za-z]`)

// OfPackage finds the last release, before a moment, of a package that has some names:
// the highest version of the tags that carry one of them (name@1.2.3, name-v1.2.3,
// rel/name-1.2.3) or, where there are none, of those that carry no name, such as v1.2.3.
// Plain is that it was found so. Promised: from version 1 on a package promises
// compatibility, until a pre-release of the next major version is out; and no longer than
// abandoned, since who goes on without releases serves nobody by them. Reached and Since
// are not told.
func OfPackage(refs []fact.Ref, names []string, before time.Time) (last Release, major int, plain, promised, ok bool) {
	var own, others []candidate
	ahead := map[bool]int{} // the highest major version of pre-releases, by whether they are plain
	for _, r := range refs {
		tag, isTag := strings.CutPrefix(r.Name, "refs/tags/")
		if !isTag || r.When.Unix >= before.Unix() {
			continue
		}
		m := version.FindStringSubmatch(tag)
		if m == nil {
			if m := preliminary.FindStringSubmatch(tag); m != nil {
				if is, plain := carries(m[1], names); is {
					ahead[plain] = max(ahead[plain], majorOf(numbers(m[2])))
				}
			}
			continue
		}
		is, plain := carries(m[1], names)
		if !is {
			continue
		}
		c := candidate{Release: Release{Tag: tag, Ref: r, When: time.Unix(r.When.Unix, 0).UTC()}, number: numbers(m[2])}
		if plain {
			others = append(others, c)
		} else {
			own = append(own, c)
		}
	}
	plain = len(own) == 0
	if plain {
		own = others
	}
	if len(own) == 0 {
		return Release{}, 0, false, false, false
	}
	best := slices.MaxFunc(inUse(own), func(a, b candidate) int { return a.compare(&b) })
	major = majorOf(best.number)
	kept := best.When.AddDate(abandoned, 0, 0).After(before)
	return best.Release, major, plain, major >= 1 && ahead[plain] <= major && kept, true
}

// abandoned is after how many years without a release there are none any more.
const abandoned = 2

// majorOf is the first number of a version; 0 where it is too large.
func majorOf(number []int) int {
	if len(number) == 0 {
		return 0
	}
	return number[0]
}

// carries tells whether what stands before the version in a tag is one of some names, but
// for a number at its end, a part of one that follows a dash, or none at all.
func carries(prefix string, names []string) (is, plain bool) {
	p := strings.ToLower(prefix)
	for _, lead := range []string{"refs/", "releases/", "release/", "rel/", "release-", "releases-"} {
		p = strings.TrimPrefix(p, lead)
	}
	p = strings.ReplaceAll(strings.TrimRight(p, "@/-_."), "_", "-")
	p = strings.TrimRight(strings.TrimSuffix(p, "-v"), "@/")
	if p == "" || p == "release" || p == "version" {
		return true, true
	}
	for _, name := range names {
		name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
		if name == p || strings.TrimRight(name, "0123456789") == p || strings.HasSuffix(name, "-"+p) || strings.HasSuffix(name, "/"+p) {
			return true, false
		}
	}
	return false, false
}
