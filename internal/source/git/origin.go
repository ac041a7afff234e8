package git

import (
	"context"
	"strings"
)

// Origin is the URL of the remote "origin" as the configuration has it, with
// the credentials that may be in it; empty if there is none.
func (r *Repository) Origin(ctx context.Context) string {
	out, err := output(ctx, r.Dir, "config", "--get", "remote.origin.url")
	if err != nil {
		return ""
	}
	return strings.TrimRight(string(out), "\n")
}
