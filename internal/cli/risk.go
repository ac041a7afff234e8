package cli

import (
	"io"

	"github.com/spf13/cobra"

	"leadline/internal/run"
)

// riskPropose is `leadline risk propose`.
func (a *app) riskPropose() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "propose",
		Short: "Propose risks from what the history and the code show",
		Long: `Propose prints records of risks for a register, as YAML, each with its evidence: files
that are worked on and that one active person knows, or nobody; components and areas
that one active person knows; cycles of packages that have grown since the last release,
or in a year where there is none; and decisions that were never taken, or whose day of
review has passed. How often it happens and what it costs is left for people to say.
Nothing is filed, and what is printed is no register until it is completed.`,
		Example: "leadline risk propose > candidates.yaml",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			proposal, unknown, err := run.ProposeRisks(cmd.Context(), o)
			if err != nil {
				return err
			}
			if unknown != "" {
				a.note("%s", unknown)
			}
			if proposal == "" {
				a.note("nothing in this repository suggests a risk")
			}
			_, err = io.WriteString(a.stdout, proposal)
			return err
		},
	}, traits{selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag}})
}
