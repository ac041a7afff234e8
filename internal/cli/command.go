package cli

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"leadline/internal/fault"
)

// traits are what a command declares besides its name and texts. Its help and
// its flags follow from them.
type traits struct {
	// selects lists the flags that say what of a repository is read.
	selects []selection
	// formats of the answer, the default first; none where there is only one.
	formats []string
	// exits are the kinds of error the command can end with besides those that
	// every command can: fault.Findings, fault.Incomplete.
	exits []fault.Kind
}

// command finishes a command: shared flags, help, and the mark that its own
// work has begun.
func (a *app) command(cmd *cobra.Command, t traits) *cobra.Command {
	a.global.selects(cmd, t.selects)
	a.global.formats(cmd, t.formats)
	cmd.DisableFlagsInUseLine = true
	cmd.DisableAutoGenTag = true
	cmd.Annotations = map[string]string{exitStatus: exitTable(t.exits)}
	if run := cmd.RunE; run != nil {
		cmd.RunE = func(cmd *cobra.Command, args []string) error {
			a.began = true
			if err := a.global.begin(cmd); err != nil {
				return err
			}
			return run(cmd, args)
		}
	}
	return cmd
}

// note writes a message for the user to standard error, unless --quiet.
func (a *app) note(format string, args ...any) {
	if !a.global.quiet {
		a.clearProgress()
		fmt.Fprintf(a.stderr, "leadline: %s\n", fault.Visible(fmt.Sprintf(format, args...)))
	}
}

// detail writes a message to standard error if --verbose asks for it.
func (a *app) detail(format string, args ...any) {
	if a.global.verbose {
		a.note(format, args...)
	}
}

// takes checks the number of arguments. What is missing or too much is told
// with the line that shows how to call the command.
func takes(least, most int) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return fault.New(fault.Usage, "%s lacks an argument", cmd.CommandPath()).
				WithHint("call it as `%s`", cmd.UseLine())
		case len(args) > most:
			return fault.New(fault.Usage, "%s does not take the argument %q", cmd.CommandPath(), args[most]).
				WithHint("call it as `%s`", cmd.UseLine())
		}
		return nil
	}
}

// flagError explains a flag that does not exist or has a wrong value.
func flagError(cmd *cobra.Command, err error) error {
	f := fault.New(fault.Usage, "%w", wrongValue(err))
	name := unknownFlag(err)
	if name == "" {
		return f.WithHint("see `%s --help`", cmd.CommandPath())
	}
	f = fault.New(fault.Usage, "%s has no flag %s", cmd.CommandPath(), name)
	names := flagNames(cmd)
	for _, sub := range cmd.Root().Commands() {
		names = append(names, "--"+sub.Name()) // as in --version
	}
	switch near := fault.Closest(name, names); {
	case near == "":
		return f.WithHint("see `%s --help`", cmd.CommandPath())
	case cmd.Flags().Lookup(near[2:]) == nil:
		return f.WithHint("did you mean `%s %s`?", cmd.Root().Name(), near[2:])
	default:
		return f.WithHint("did you mean %s?", near)
	}
}

// wrongValue says what is wrong with the value of a flag; another error stays.
func wrongValue(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	cause := invalid.Unwrap()
	switch {
	case errors.Is(cause, strconv.ErrSyntax):
		cause = errors.New("must be a whole number")
		if strings.HasPrefix(invalid.GetFlag().Value.Type(), "uint") {
			cause = errors.New("must be a whole number from 0 on")
		}
	case errors.Is(cause, strconv.ErrRange):
		cause = errors.New("is out of range")
	}
	return fmt.Errorf("--%s %q: %w", invalid.GetFlag().Name, invalid.GetValue(), cause)
}

// unknownCommand explains a word that names no command.
func unknownCommand(cmd *cobra.Command, word string) error {
	f := fault.New(fault.Usage, "%s has no command %q", cmd.CommandPath(), word)
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
			names = append(names, sub.Aliases...)
		}
	}
	if near := fault.Closest(word, names); near != "" {
		return f.WithHint("did you mean `%s %s`?", cmd.CommandPath(), near)
	}
	return f.WithHint("see `%s --help`", cmd.CommandPath())
}
