package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadline/internal/duty/all"
	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// dutyCommands are `leadline guidance` and its like, one for each duty.
func (a *app) dutyCommands() []*cobra.Command {
	var out []*cobra.Command
	for _, d := range all.Duties() {
		switch {
		case d.OnChange:
			continue
		case d.OnFile:
			out = append(out, a.fileDutyCommand(d))
			continue
		}
		use, least := d.Name+" [PLACE]", 0
		if d.OnPlace {
			use, least = d.Name+" FILE|DIR|FILE:LINE", 1
		}
		flags := flagsOf(d.Flags)
		cmd := a.command(&cobra.Command{
			Use:   use + flags.use() + " [--format FORMAT]",
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
				o.Flags = flags.given(cmd)
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
		flags.add(cmd)
		cmd.AddCommand(a.verbs(d.Name)...)
		out = append(out, cmd)
	}
	return out
}

// fileDutyCommand is the command of a duty that answers from files.
func (a *app) fileDutyCommand(d run.Duty) *cobra.Command {
	flags := flagsOf(d.Flags)
	selects := []selection{asOfFlag}
	use, least := d.Name+" FILE...", 1
	switch {
	case d.OnRecords:
		selects = append(selects, dirFlag, atFlag, pseudonymsFlag)
		use, least = d.Name+" [FILE...]", 0
	case d.OnKept:
		selects = append(selects, dirFlag, atFlag, pseudonymsFlag)
		use, least = d.Name+" [FILE...]", 0
	}
	cmd := a.command(&cobra.Command{
		Use:   use + flags.use() + " [--format FORMAT]",
		Short: d.Question,
		Long:  d.Question + "\n\n" + strings.TrimSpace(d.Doc) + "\n\nA FILE is " + d.Files + "; - is standard input.",
		Args:  takes(least, mostFiles),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := a.options()
			o.Flags = flags.given(cmd)
			o.Pictures = a.global.format == "html"
			answer, err := a.answerFiles(cmd, o, d, args)
			if err != nil {
				return err
			}
			return a.deliver(answer)
		},
	}, traits{selects: selects, formats: append(slices.Clone(answerFormats), "html"), exits: []fault.Kind{fault.Incomplete}})
	flags.add(cmd)
	for _, v := range d.Verbs {
		cmd.AddCommand(a.verbCommand(d, v))
	}
	cmd.AddCommand(a.verbs(d.Name)...)
	return cmd
}

// answerFiles answers a duty from files; where none is named from the records of the
// repository, or what is kept with its commits.
func (a *app) answerFiles(cmd *cobra.Command, o run.Options, d run.Duty, files []string) (sheet.Answer, error) {
	switch {
	case len(files) > 0:
		return run.AnswerFiles(cmd.Context(), o, d.Name, files, a.stdin)
	case d.OnKept:
		return run.AnswerKept(cmd.Context(), o, d.Name)
	}
	return run.Answer(cmd.Context(), o, d.Name)
}

// verbs are the commands below that of a duty.
func (a *app) verbs(duty string) []*cobra.Command {
	switch duty {
	case "architecture":
		return a.architectureVerbs()
	case "planning":
		return []*cobra.Command{a.planningSchedule(), a.planningForecast()}
	case "record":
		return a.recordVerbs()
	case "requirements":
		return a.requirementsVerbs()
	case "risk":
		return []*cobra.Command{a.riskPropose()}
	case "scalability":
		return []*cobra.Command{a.scalabilityCheck()}
	}
	return nil
}

// verbCommand is the command of a further question of a duty.
func (a *app) verbCommand(d run.Duty, v run.Verb) *cobra.Command {
	flags := flagsOf(v.Flags)
	exits, allow := []fault.Kind{fault.Incomplete}, false
	if v.Gates {
		exits = append(exits, fault.Findings)
	}
	selects := []selection{dirFlag, atFlag, asOfFlag}
	if v.InRepository {
		selects = append(selects, pseudonymsFlag)
	}
	cmd := a.command(&cobra.Command{
		Use:   v.Name + " " + v.Args + flags.use() + " [--format FORMAT]",
		Short: v.Question,
		Long:  v.Question + "\n\n" + strings.TrimSpace(v.Doc),
		Args:  takes(v.Least, v.Most),
		RunE: func(cmd *cobra.Command, args []string) error {
			o := a.options()
			o.Flags = flags.given(cmd)
			o.Pictures = a.global.format == "html"
			answer, err := run.AnswerVerb(cmd.Context(), o, d.Name, v, args, a.stdin)
			if err != nil {
				return err
			}
			delivered := a.deliver(answer)
			if allow && fault.KindOf(delivered) == fault.Incomplete {
				delivered = nil
			}
			if v.Gates {
				return errors.Join(delivered, gate(answer))
			}
			return delivered
		},
	}, traits{selects: selects, formats: append(slices.Clone(answerFormats), "html"), exits: exits})
	flags.add(cmd)
	if v.Gates {
		cmd.Flags().BoolVar(&allow, "allow-incomplete", false, "do not fail where the files are incomplete")
	}
	return cmd
}

// mostFiles is how many files one answer may be made from.
const mostFiles = 1000

// flagValues are the flags of a duty or a verb, and what was given for them.
type flagValues struct {
	flags  []run.Flag
	values []string
}

func flagsOf(flags []run.Flag) flagValues { return flagValues{flags, make([]string, len(flags))} }

// use is how the flags stand in the line that shows the command's use.
func (f flagValues) use() string {
	var use strings.Builder
	for _, x := range f.flags {
		fmt.Fprintf(&use, " [--%s %s]", x.Name, x.Value)
	}
	return use.String()
}

func (f flagValues) add(cmd *cobra.Command) {
	for i, x := range f.flags {
		cmd.Flags().StringVar(&f.values[i], x.Name, "", fmt.Sprintf("%s (`%s`)", x.Doc, x.Value))
	}
}

// given are the values of those that were given, by name.
func (f flagValues) given(cmd *cobra.Command) map[string]string {
	out := map[string]string{}
	for i, x := range f.flags {
		if cmd.Flags().Changed(x.Name) {
			out[x.Name] = f.values[i]
		}
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
