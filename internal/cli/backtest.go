package cli

import (
	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// backtestCommand is `leadline backtest`.
func (a *app) backtestCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "backtest [--format FORMAT]",
		Short: "How well each prediction held on this repository",
		Long: `Backtest replays every prediction that Leadline makes over the repository's own
history: it learns from the first half of the landings, predicts those of the
second from what had landed before each, and holds the result against the
simplest baseline. A prediction that does not beat its baseline here is not
shown by other commands.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			answer, err := run.Backtest(cmd.Context(), o)
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{
		selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag},
		formats: answerFormats, exits: []fault.Kind{fault.Incomplete},
	})
}
