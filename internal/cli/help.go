package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
)

// exitStatus is the annotation of a command that holds its table of exit
// statuses, one "status<TAB>meaning" a line.
const exitStatus = "exit status"

// exitTable is the table for a command that can end with some kinds of error
// besides those that every command can end with.
func exitTable(kinds []fault.Kind) string {
	kinds = append([]fault.Kind{fault.Usage, fault.Undelivered, fault.Internal, fault.Interrupted}, kinds...)
	slices.SortFunc(kinds, func(a, b fault.Kind) int { return a.Exit() - b.Exit() })
	var b strings.Builder
	b.WriteString("0\tfine\n")
	for _, k := range kinds {
		fmt.Fprintf(&b, "%d\t%s\n", k.Exit(), k.Meaning())
	}
	return b.String()
}

// help writes the help of a command.
func help(w io.Writer, cmd *cobra.Command) {
	about := cmd.Long
	if about == "" {
		about = cmd.Short
	}
	fmt.Fprintf(w, "%s\n\nUSAGE\n  %s\n", strings.TrimSpace(about), cmd.UseLine())
	var commands strings.Builder
	tw := tabwriter.NewWriter(&commands, 0, 0, 3, ' ', 0)
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			fmt.Fprintf(tw, "%s\t%s\n", sub.Name(), sub.Short)
		}
	}
	_ = tw.Flush() // a strings.Builder takes everything
	section(w, "COMMANDS", commands.String())
	section(w, "FLAGS", cmd.NonInheritedFlags().FlagUsages())
	section(w, "FLAGS OF EVERY COMMAND", cmd.InheritedFlags().FlagUsages())
	section(w, "EXAMPLES", cmd.Example)
	section(w, "EXIT STATUS", aligned(cmd.Annotations[exitStatus]))
}

// section writes a heading and its lines, indented; nothing if there are none.
func section(w io.Writer, heading, body string) {
	if strings.TrimSpace(body) == "" {
		return
	}
	fmt.Fprintf(w, "\n%s\n", heading)
	for line := range strings.Lines(strings.TrimRight(body, "\n")) {
		fmt.Fprintf(w, "  %s\n", strings.TrimRight(line, " \n"))
	}
}

func aligned(table string) string {
	var b strings.Builder
	for line := range strings.Lines(table) {
		status, meaning, _ := strings.Cut(line, "\t")
		fmt.Fprintf(&b, "%-5s%s", status, meaning)
	}
	return b.String()
}

// helpCommand is `leadline help [COMMAND...]`.
func (a *app) helpCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "help [COMMAND...]",
		Short: "Show the help of a command",
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
			var names []cobra.Completion
			if of, rest, err := cmd.Root().Find(args); err == nil && len(rest) == 0 {
				for _, sub := range of.Commands() {
					names = append(names, cobra.CompletionWithDesc(sub.Name(), sub.Short))
				}
			}
			return names, cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			of := cmd.Root()
			for _, word := range args {
				i := slices.IndexFunc(of.Commands(), func(sub *cobra.Command) bool { return sub.Name() == word || sub.HasAlias(word) })
				if i < 0 {
					return unknownCommand(of, word)
				}
				of = of.Commands()[i]
			}
			// Cobra merges the flags of every command into one that runs.
			of.InheritedFlags()
			return of.Help()
		},
	}, traits{})
}
