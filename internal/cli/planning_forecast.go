package cli

import (
	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// planningForecast is `leadline planning forecast`.
func (a *app) planningForecast() *cobra.Command {
	flags := flagsOf(run.ForecastFlags())
	cmd := a.command(&cobra.Command{
		Use:   "forecast [FILE]" + flags.use() + " [--format FORMAT]",
		Short: "When N items will be done, and how many by a day, from what was done",
		Long: `Forecast tells by which day so many items will be done, and how many will be done by a
day, each as 50, 85 and 95 % sure, and how often such dates held here: every past week
is asked the same, with what was known then.

In a repository an item is what landed on the branch: a commit or a merge of its
first-parent line, made by a person. It is a proxy: count such landings, not tickets.
Where dates would do no better than by the plain bootstrap of past weeks, where the
history is too short to tell, and of fewer than five people, it says so instead.

A FILE is a CSV file of your tracker; - is standard input. It has a row for each item,
with the day in a column "finished", "done", "closed" or "resolved", or a row for each
week, with its first day in a column "week" and a number in a column "items". Items are
known up to the day of --as-of, weeks up to the last one. Do not ask it of fewer than five
people: it would tell how each of them works.

The open risks of the repository in which the command runs that cost days take part: on
such days nothing is finished. How often dates held is told of dates without them.`,
		Example: "leadline planning forecast --items 40\nleadline planning forecast weeks.csv --by 2027-03-31",
		Args:    takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := a.options()
			o.Flags = flags.given(cmd)
			if len(args) == 0 {
				answer, err := run.Forecast(cmd.Context(), o)
				if err != nil {
					return err
				}
				return a.deliver(answer)
			}
			answer, err := run.ForecastFile(cmd.Context(), o, args[0], a.stdin)
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag}, formats: answerFormats, exits: []fault.Kind{fault.Incomplete}})
	flags.add(cmd)
	return cmd
}
