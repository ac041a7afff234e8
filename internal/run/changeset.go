package run

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"leadline/internal/fact"
	"leadline/internal/source/code"
)

// majorChange is a line of a changeset that says that the next release of a package is a
// new major version (github.com/changesets/changesets).
var majorChange = regexp.MustCompile(`(?m)^["']?([^"'\s:]+)["']?: *major\s*$`)

// toBeMajor tells that the head has a changeset by which the next release of a package is
// a new major version.
func (n *namesReview) toBeMajor(ctx context.Context, p *code.NamedPackage) (bool, error) {
	changesets, err := n.is.those(ctx, func(p fact.Path) bool {
		return strings.HasPrefix(string(p), ".changeset/") && strings.HasSuffix(string(p), ".md")
	})
	for _, c := range changesets {
		for _, m := range majorChange.FindAllSubmatch(c.Text, -1) {
			if slices.Contains(p.Names, string(m[1])) {
				return true, nil
			}
		}
	}
	return false, err
}
