package cli

import (
	"github.com/spf13/cobra"

	"leadline/internal/fault"
)

var shells = []string{"bash", "zsh", "fish", "powershell"}

// completionCommand is `leadline completion SHELL`.
func (a *app) completionCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "completion SHELL",
		Short: "Write a completion script for a shell",
		Long: `Completion writes the script with which bash, zsh, fish or powershell completes
Leadline's commands and flags.`,
		Example: `source <(leadline completion bash)
leadline completion fish >~/.config/fish/completions/leadline.fish`,
		Args:      takes(1, 1),
		ValidArgs: shells,
		RunE: func(cmd *cobra.Command, args []string) error {
			root := cmd.Root()
			switch args[0] {
			case "bash":
				return root.GenBashCompletionV2(a.stdout, true)
			case "zsh":
				return root.GenZshCompletion(a.stdout)
			case "fish":
				return root.GenFishCompletion(a.stdout, true)
			case "powershell":
				return root.GenPowerShellCompletionWithDesc(a.stdout)
			}
			f := fault.New(fault.Usage, "there is no completion for the shell %q", args[0])
			if near := fault.Closest(args[0], shells); near != "" {
				return f.WithHint("did you mean %s?", near)
			}
			return f.WithHint("choose one of bash, zsh, fish and powershell")
		},
	}, traits{})
}
