package cli

import (
	"os"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// briefCommand is `leadline` alone: the root of all commands.
func (a *app) briefCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "leadline [DIR]",
		Short: "The measurable part of a technical lead's work",
		Long: `Leadline reads what a team already has in its git repository and says what a
technical lead needs to know: what changed, where, and what was left lying.
What needs somebody comes with its evidence and the command that shows more.

Without a command it gives the brief of the repository that DIR, or else the
current directory, is in.

"leadline help COMMAND" tells more about a command.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				// A word that is no directory is taken for a mistyped command.
				if _, err := os.Stat(args[0]); err != nil {
					return unknownCommand(cmd, args[0])
				}
			}
			return takes(0, 1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o := a.options()
			if len(args) > 0 {
				if cmd.Flags().Changed("repository") {
					return fault.New(fault.Usage, "both -C and a directory name the repository").
						WithHint("leave one of them out")
				}
				o.Dir = args[0]
			}
			if o.Since.After(o.AsOf) {
				return fault.New(fault.Usage, "--since %s is after the day for which the answer holds, %s",
					o.Since.Format(time.DateOnly), o.AsOf.Format(time.DateOnly)).WithHint("give an earlier --since, or a later --as-of")
			}
			answer, err := run.Brief(cmd.Context(), o)
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{
		selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag},
		formats: answerFormats, exits: []fault.Kind{fault.Incomplete},
	})
}
