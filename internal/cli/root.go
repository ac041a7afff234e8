package cli

import "github.com/spf13/cobra"

// commands lists the commands. The help sorts them by name.
func (a *app) commands() []*cobra.Command {
	return []*cobra.Command{
		a.versionCommand(),
		a.completionCommand(),
		a.manCommand(),
	}
}

// root is the command `leadline` with the given ones below it.
func (a *app) root(list func(*app) []*cobra.Command) *cobra.Command {
	root := a.command(&cobra.Command{
		Use:   "leadline",
		Short: "The measurable part of a technical lead's work",
		Long: `Leadline does the measurable part of a technical lead's work, from what a team
already has. Every figure comes with the evidence that it was read from.

"leadline help COMMAND" tells more about a command.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}, traits{selects: []selection{dirFlag, atFlag, asOfFlag, sinceFlag}})
	a.global.everyCommand(root)
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	root.SetHelpFunc(func(cmd *cobra.Command, _ []string) { help(a.stdout, cmd) })
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetHelpCommand(a.helpCommand())
	root.AddCommand(list(a)...)
	return root
}
