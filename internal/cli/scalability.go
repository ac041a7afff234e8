package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// scalabilityCheck is `leadline scalability check`.
func (a *app) scalabilityCheck() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "check FILE [--format FORMAT]",
		Short: "Fail where load tests miss the declared targets of capacity",
		Long: `Check holds load tests, and series of demand, against targets that a YAML file
declares, and fails with exit status 1 where one is missed. What is met by the
expected value and not by the whole of its interval is a warning. FILE is like this:

  targets:
    - name: checkout
      files: [checkout.csv, demand.csv]  # relative to this file
      throughput: 1500                   # it does at least so much
      latency: p95=200ms                 # within this; or at the demand
      demand: 900                        # unless a file holds it as time,value
      headroom: 30 %                     # of capacity is free at the demand
      months: 6                          # for which capacity lasts

Of throughput, latency, headroom and months one is enough.`,
		Args: takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			answer, err := run.CheckCapacity(cmd.Context(), a.options(), args[0], a.stdin)
			if err != nil {
				return err
			}
			return errors.Join(a.deliver(answer), gate(answer))
		},
	}, traits{selects: []selection{asOfFlag}, formats: answerFormats, exits: []fault.Kind{fault.Findings, fault.Incomplete}})
}
