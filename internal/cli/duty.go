package cli

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/duty/all"
	"leadline/internal/fault"
	"leadline/internal/run"
)

// dutyCommands are `leadline guidance` and its like, one for each duty.
func (a *app) dutyCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, d := range all.Duties() {
		if d.OnChange {
			continue
		}
		use, least := d.Name+" [PLACE]", 0
		if d.OnPlace {
			use, least = d.Name+" FILE|DIR|FILE:LINE", 1
		}
		values := make([]string, len(d.Flags))
		for _, f := range d.Flags {
			use += fmt.Sprintf(" [--%s %s]", f.Name, f.Value)
		}
		cmd := a.command(&cobra.Command{
			Use:   use + " [--format FORMAT]",
			Short: d.Question,
			Long:  d.Question + "\n\n" + strings.TrimSpace(d.Doc) + "\n\n" + placeHelp,
			Args:  takes(least, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				o, err := a.answerOptions(cmd)
				if err != nil {
					return err
				}
				if len(args) > 0 {
					o.Place = args[0]
				}
				o.Flags = map[string]string{}
				for i, f := range d.Flags {
					if cmd.Flags().Changed(f.Name) {
						o.Flags[f.Name] = values[i]
					}
				}
				o.Pictures = slices.Contains(drawFormats, a.global.format)
				answer, err := run.Answer(cmd.Context(), o, d.Name)
				if err != nil {
					return err
				}
				return a.deliver(answer)
			},
		}, traits{
			selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag, pseudonymsFlag},
			formats: slices.Concat(answerFormats, drawFormats), exits: []fault.Kind{fault.Incomplete},
		})
		for i, f := range d.Flags {
			cmd.Flags().StringVar(&values[i], f.Name, "", fmt.Sprintf("%s (`%s`)", f.Doc, f.Value))
		}
		if d.Name == "architecture" {
			cmd.AddCommand(a.architectureVerbs()...)
		}
		out = append(out, cmd)
	}
	return out
}

const placeHelp = `A place is a file or folder of the commit that is read, relative to the
directory that -C names or to the current one; it need not be checked out.`

// answerOptions are the options of a command that answers for a day.
func (a *app) answerOptions(cmd *cobra.Command) (run.Options, error) {
	o := a.options()
	if o.Since.After(o.AsOf) {
		return o, fault.New(fault.Usage, "--since %s is after the day for which the answer holds, %s",
			o.Since.Format(time.DateOnly), o.AsOf.Format(time.DateOnly)).WithHint("give an earlier --since, or a later --as-of")
	}
	return o, nil
}
