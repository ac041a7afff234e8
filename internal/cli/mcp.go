package cli

import (
	"context"
	"io"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/surface"
	"leadline/internal/surface/mcp"
)

// mcpCommand is `leadline mcp`.
func (a *app) mcpCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "mcp",
		Short: "Answer coding agents by the Model Context Protocol",
		Long: `Mcp answers a coding agent on standard input and output, by the Model Context Protocol,
until the agent leaves: what a place is, who knows it, what changes with it, who calls
a function, what the declared rules are, and what a change makes worse. Every tool
only reads, and nothing leaves the machine. Agents start it by themselves: see
docs/agents.md for how to tell them.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			now := o
			now.AsOf = a.global.asOf.Time // without a day it is today's, whenever that is
			var mu sync.Mutex
			var open surface.Answerer
			return mcp.Serve(cmd.Context(), io.NopCloser(a.stdin), stream{a.stdout}, mcp.Options{
				Version: thisBuild().Version,
				Answerer: func(ctx context.Context) (surface.Answerer, error) {
					mu.Lock()
					defer mu.Unlock()
					if open == nil {
						s, err := run.OpenSession(ctx, now, time.Now)
						if err != nil {
							return nil, err
						}
						open = s
					}
					return open, nil
				},
				Review: func(ctx context.Context, c mcp.Change) (sheet.Answer, error) {
					r := o
					if a.global.asOf.IsZero() {
						r.AsOf = time.Now().UTC().Truncate(24 * time.Hour)
					}
					what := run.Reviewed{Range: c.Range, Staged: c.Staged, WorkTree: c.WorkTree, Reach: c.Reach, Parts: c.Parts}
					if c.Diff != "" {
						what.Patch = []byte(c.Diff + "\n")
					}
					return run.Review(ctx, r, what)
				},
			})
		},
	}, traits{selects: []selection{dirFlag, asOfFlag, pseudonymsFlag}})
}

// stream is standard output for a conversation: each message goes out at once.
type stream struct{ io.Writer }

func (s stream) Write(p []byte) (int, error) {
	n, err := s.Writer.Write(p)
	if d, ok := s.Writer.(*delivery); ok && err == nil {
		d.flush()
		err = d.err
	}
	return n, err
}

// Close leaves it open: it is not ours.
func (stream) Close() error { return nil }
