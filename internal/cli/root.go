package cli

import "github.com/spf13/cobra"

// commands lists the commands. The help sorts them by name.
func (a *app) commands() []*cobra.Command {
	return append(a.dutyCommands(),
		a.backtestCommand(),
		a.exportCommand(),
		a.ingestCommand(),
		a.openCommand(),
		a.reportCommand(),
		a.reviewCommand(),
		a.ruleCommand(),
		a.scanCommand(),
		a.traceCommand(),
		a.verifyCommand(),
		a.versionCommand(),
		a.completionCommand(),
		a.manCommand(),
		a.mcpCommand(),
	)
}

// root is the command `leadline` with the given ones below it.
func (a *app) root(list func(*app) []*cobra.Command) *cobra.Command {
	root := a.briefCommand()
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
