package main

import (
	"context"
	"os/exec"
	"strconv"
	"strings"
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/people"
	"leadline/internal/analysis/reviewer"
	"leadline/internal/analysis/throughput"
	"leadline/internal/bench"
	"leadline/internal/fact"
)

// read reads who committed what when, as git tells it, and counts it as Leadline does.
// Co-authors are not read: what a bot committed alone is nobody's.
func read(ctx context.Context, dir string) (r repository, err error) {
	h := &fact.History{}
	cmd := exec.CommandContext(ctx, "git", "-C", dir, "log", "--reverse", "--topo-order",
		"--format=%H%x1f%P%x1f%an%x1f%ae%x1f%cn%x1f%ce%x1f%at%x1f%ct", "HEAD")
	err = bench.Lines(cmd, func(line []byte) {
		f := strings.Split(string(line), "\x1f")
		if len(f) != 8 {
			return
		}
		c := fact.Commit{ID: fact.CommitID(f[0])}
		for p := range strings.FieldsSeq(f[1]) {
			c.Parents = append(c.Parents, fact.CommitID(p))
		}
		c.Author, c.Committer = fact.Identity{Name: f[2], Email: f[3]}, fact.Identity{Name: f[4], Email: f[5]}
		c.Authored.Unix, _ = strconv.ParseInt(f[6], 10, 64)
		c.Committed.Unix, _ = strconv.ParseInt(f[7], 10, 64)
		h.Commits = append(h.Commits, c)
	})
	if err != nil || len(h.Commits) == 0 {
		return r, err
	}
	h.Head = h.Commits[len(h.Commits)-1].ID
	t := activity.NewTimeline(h)
	landing := reviewer.NewReader(t, people.Of(h, people.Rules{}))
	last := time.Unix(t.Times[len(t.Times)-1], 0)
	r.head = string(h.Head)
	r.series = throughput.OfLandings(t, len(t.Mainline), func(p int) fact.PersonID { return landing.Of(p).Author }, last)
	return r, nil
}
