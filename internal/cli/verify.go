package cli

import (
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// verifyCommand is `leadline verify`.
func (a *app) verifyCommand() *cobra.Command {
	var s run.Sample
	cmd := a.command(&cobra.Command{
		Use:   "verify [--files N] [--commits N] [--seed N] [--format FORMAT]",
		Short: "Compare a random sample of what Leadline says with what git says",
		Long: `Verify draws files and commits at random and compares what Leadline says of
them with what git says: the commit that wrote each line with "git blame", the
numbers of lines and the renames with "git log --numstat". It prints how far
the two agree, every kind of difference, and the command that draws the same
sample again. Both count with the Myers diff. Why the two may differ is told in
docs/agreement.md of the sources.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if s.Files < 0 || s.Commits < 0 {
				return fault.New(fault.Usage, "a sample cannot be smaller than nothing").
					WithHint("give --files and --commits numbers from 0 on")
			}
			if !cmd.Flags().Changed("seed") {
				s.Seed = run.NewSeed(time.Now())
			}
			answer, err := run.Verify(cmd.Context(), a.options(), s)
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{selects: []selection{dirFlag, atFlag, pseudonymsFlag}, formats: answerFormats, exits: []fault.Kind{fault.Incomplete}})
	f := cmd.Flags()
	f.IntVar(&s.Files, "files", 20, "blame `N` text files")
	f.IntVar(&s.Commits, "commits", 500, "count the lines of `N` commits; 0 means all")
	f.Uint64Var(&s.Seed, "seed", 0, "draw what `N` draws (default: another sample each day)")
	return cmd
}
