package cli

import (
	"errors"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// architectureVerbs are the commands below `leadline architecture`.
func (a *app) architectureVerbs() []*cobra.Command {
	return []*cobra.Command{a.architectureCheck(), a.architectureBaseline(), a.architectureInit()}
}

// architectureCheck is `leadline architecture check`.
func (a *app) architectureCheck() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "check [PLACE] [--format FORMAT]",
		Short: "Fail where the code breaks the declared architecture",
		Long: `Check holds the commit against the components and rules under "architecture" in its
leadline.yaml, and fails with exit status 1 on a breach that leadline-baseline.txt does
not list, on a line there whose breach is gone, and on a component without code. Run
it in continuous integration.

` + placeHelp,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				o.Place = args[0]
			}
			answer, err := run.CheckArchitecture(cmd.Context(), o)
			if err != nil {
				return err
			}
			return errors.Join(a.deliver(answer), gate(answer))
		},
	}, traits{
		selects: []selection{dirFlag, atFlag, asOfFlag}, formats: answerFormats, exits: []fault.Kind{fault.Findings, fault.Incomplete},
	})
}

// gate is the status of an answer with findings that gate; nil without.
func gate(answer sheet.Answer) error {
	for _, s := range answer.Sheets {
		for _, f := range s.Findings {
			if f.Gate {
				return fault.Status(fault.Findings)
			}
		}
	}
	return nil
}

// architectureBaseline is `leadline architecture baseline`.
func (a *app) architectureBaseline() *cobra.Command {
	var reason string
	cmd := a.command(&cobra.Command{
		Use:   "baseline [--reason TEXT]",
		Short: "Take out of leadline-baseline.txt the breaches that are gone",
		Long: `Baseline writes leadline-baseline.txt, at the root of the work tree, anew: the known
breaches of the declared architecture, one a line, sorted. Those that are gone are
taken out. New ones are added only with --reason, which is written beside each; without
it, breaches that remain make the exit status 1.

The code is that of the commit that is read: commit first.`,
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			change, err := run.UpdateBaseline(cmd.Context(), a.options(), reason)
			if err != nil {
				return err
			}
			if change.Added+change.Removed == 0 {
				a.note("%s stays as it is", change.File)
			} else {
				a.note("wrote %s: %d added, %d taken out", change.File, change.Added, change.Removed)
			}
			if change.Left > 0 {
				a.note("new and not added, for want of --reason TEXT: %d", change.Left)
				return fault.Status(fault.Findings)
			}
			return nil
		},
	}, traits{selects: []selection{dirFlag}, exits: []fault.Kind{fault.Findings}})
	cmd.Flags().StringVar(&reason, "reason", "", "add new breaches, which are known because of `TEXT`")
	return cmd
}

// architectureInit is `leadline architecture init`.
func (a *app) architectureInit() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "init",
		Short: "Propose components and layers from the code as it is",
		Long: `Init prints a section "architecture" for leadline.yaml: the folders of the code as
components, and the layers in which they stand today, so that the code keeps the rules.
Make it say what you mean: join and split components, name the reasons, and put what
should not be as it is into leadline-baseline.txt.`,
		Example: "leadline architecture init >> leadline.yaml",
		Args:    takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			proposal, err := run.ProposeArchitecture(cmd.Context(), a.options())
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(proposal)
			return err
		},
	}, traits{selects: []selection{dirFlag, atFlag}})
}
