package record

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
)

// oftPlaces are where OpenFastTrace's texts are by habit. Whether they hold items is
// known only when they are read.
var oftPlaces = regexp.MustCompile(`(?i)^(doc|docs|documentation)/(.*/)?(spec|specs|requirements|design|[^/]*(requirements?|design|specification))(/[^/]+)?\.md$`)

var loneEnding = map[string]bool{".yaml": true, ".yml": true, ".sdoc": true, ".json": true, ".md": true}

// lone adds a file that holds records by itself: of StrictDoc, sphinx-needs or
// OpenFastTrace, or a list below lead/.
func (r *reader) lone(p fact.Path) {
	name := path.Base(string(p))
	ending := path.Ext(name)
	if !loneEnding[ending] {
		return
	}
	f := &folder{RecordFolder: fact.RecordFolder{Path: p, Kind: fact.Requirement, Why: "its name"}}
	switch {
	case p.Folder() == "lead" && (ending == ".yaml" || ending == ".yml") && kinds[stem(p)] != "":
		f.Kind, f.format = kinds[stem(p)], proseFormat
	case notHere.MatchString(strings.ToLower(string(p.Folder()))+"/") && !oftPlaces.MatchString(string(p)):
		return
	case ending == ".sdoc":
		f.format = sdocFormat
	case name == "needs.json":
		f.format, f.guessed = needsFormat, true
	case oftPlaces.MatchString(string(p)):
		f.format, f.guessed = oftFormat, true
	default:
		return
	}
	r.single[p] = f
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
