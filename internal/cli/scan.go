package cli

import (
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/surface"
)

// scanCommand is `leadline scan`.
func (a *app) scanCommand() *cobra.Command {
	var fresh bool
	cmd := a.command(&cobra.Command{
		Use:   "scan [--fresh] [--format FORMAT]",
		Short: "Read a repository's history, or what is new of it",
		Long: `Scan reads the history of a repository and keeps what it finds in an index, so
that the next command reads only what is new. Every command that answers from
the history does so first; scan does nothing else, and says what was read.

The index is in the directory "leadline" of the git directory, or where that
cannot be written in the user's cache directory. The environment variable
LEADLINE_HOME, if set, names a directory for the indexes of all repositories. An
index can be deleted at any time: nothing but time is lost.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o := a.options()
			o.Fresh = fresh
			began := time.Now()
			answer, read, err := run.Summary(cmd.Context(), o)
			if err != nil {
				return err
			}
			// What only this run knows is a message: the answer holds for any.
			took := time.Since(began).Round(10 * time.Millisecond)
			switch {
			case answer.Repository.Head == "":
			case read == 0:
				a.note("no new commits, found in %v", took)
			case read == 1:
				a.note("read 1 new commit in %v", took)
			case fresh:
				a.note("read %s commits in %v", surface.Number(float64(read)), took)
			default:
				a.note("read %s new commits in %v", surface.Number(float64(read)), took)
			}
			return a.deliver(answer)
		},
	}, traits{selects: []selection{dirFlag, atFlag, pseudonymsFlag}, formats: answerFormats, exits: []fault.Kind{fault.Incomplete}})
	cmd.Flags().BoolVar(&fresh, "fresh", false, "read everything anew, whatever is kept")
	return cmd
}
