package git

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leadline/internal/fact"
)

// FirstParents are the commits of a line, the oldest first: the head, its first parent,
// the first parent of that, and so on.
func (r *Repository) FirstParents(ctx context.Context, head fact.CommitID) ([]fact.CommitID, error) {
	out, err := output(ctx, r.Dir, "rev-list", "--first-parent", string(head))
	if err != nil {
		return nil, err
	}
	var line []fact.CommitID
	for id := range strings.FieldsSeq(string(out)) {
		line = append(line, fact.CommitID(id))
	}
	slices.Reverse(line)
	return line, nil
}

// Named is what is told of a commit beside its id: when it was made, in UTC, and the first
// line of its message.
type Named struct {
	Date    time.Time
	Subject string
}

// Names tells of commits, which the repository holds.
func (r *Repository) Names(ctx context.Context, ids []fact.CommitID) (map[fact.CommitID]Named, error) {
	var ask strings.Builder
	for _, id := range ids {
		ask.WriteString(string(id) + "\n")
	}
	out, err := outputWith(ctx, r.Dir, []byte(ask.String()), "log", "--no-walk=unsorted", "--stdin", "--no-patch", "--no-show-signature", "--no-mailmap",
		"--encoding=UTF-8", "--format=%H %ct %s")
	if err != nil {
		return nil, err
	}
	names := make(map[fact.CommitID]Named, len(ids))
	for line := range strings.Lines(string(out)) {
		id, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		made, subject, _ := strings.Cut(rest, " ")
		at, err := strconv.ParseInt(made, 10, 64)
		if err != nil {
			return nil, fmt.Errorf("git log: unexpected output %.80q", line)
		}
		names[fact.CommitID(id)] = Named{time.Unix(at, 0).UTC(), strings.ToValidUTF8(subject, "\ufffd")}
	}
	return names, nil
}
