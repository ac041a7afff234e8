package cli

import (
	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// reportCommand is `leadline report`.
func (a *app) reportCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "report [PLACE] -o FILE",
		Short: "Write everything as one self-contained HTML file",
		Args:  takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			r, err := run.Read(cmd.Context(), o)
			if err != nil {
				return err
			}
			answer, err := r.Report(cmd.Context())
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{
		selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag, pseudonymsFlag},
		formats: answerFormats, exits: []fault.Kind{fault.Incomplete},
	})
}
