// Package cli is Leadline's command line: the commands with their flags and
// help, the streams, and the exit status of every run.
//
// There is one file per command. A command is a function from *app to a
// *cobra.Command, made by app.command and listed in commands (root.go); its
// flags are an options struct of its own. A command parses, asks package run,
// and hands the answer to a surface: it computes nothing itself.
//
// Answers go to standard output, everything else to standard error. Commands
// return their errors; Main alone writes them and turns them into the exit
// status (see package fault).
package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
)

// app is what every command is handed: where it reads and writes, the
// environment, and the flags that several commands share.
type app struct {
	stdin  io.Reader
	stdout io.Writer // what is written here is the answer; buffered
	stderr io.Writer
	env    []string
	global globalOptions
	// began is set when a command's own work starts. Errors before that are
	// the command line's.
	began bool
	line  progressLine
}

// Main runs the command line args, without the program's name, and returns
// the exit status. env is like os.Environ.
//
// An interrupt cancels the context of the command, which ends as soon as it
// can; a second one ends the program at once.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	return mainWith((*app).commands, args, stdin, stdout, stderr, env)
}

// mainWith is Main with a list of commands of one's own.
func mainWith(list func(*app) []*cobra.Command, args []string, stdin io.Reader, stdout, stderr io.Writer, env []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	defer context.AfterFunc(ctx, stop)()
	// A closed pipe shall be an error of the write, not the death of the
	// program. The signal is caught rather than ignored, because programs
	// that are started inherit what is ignored.
	pipe := make(chan os.Signal, 1)
	signal.Notify(pipe, syscall.SIGPIPE)
	defer signal.Stop(pipe)

	out := &delivery{w: stdout}
	a := &app{stdin: stdin, stdout: out, stderr: stderr, env: env}
	limitMemory(a.getenv)
	out.before = a.clearProgress
	err := a.run(ctx, list, args)
	a.clearProgress()
	if err != nil && ctx.Err() != nil && !panicked(err) {
		err = fault.New(fault.Interrupted, "interrupted")
	}
	switch lost := out.finish(); {
	case lost == nil:
	case err == nil, errors.Is(err, out.err):
		err = lost
	default:
		err = errors.Join(err, lost)
	}
	if err == nil {
		return 0
	}
	write := fault.WriteText
	if wantsJSON(args) {
		write = fault.WriteJSON
	}
	_ = write(stderr, err) // where this fails nobody is left to tell
	return fault.ExitStatus(err)
}

// run parses the arguments and runs the command that they name.
func (a *app) run(ctx context.Context, list func(*app) []*cobra.Command, args []string) (err error) {
	defer fault.Catch(&err)
	root := a.root(list)
	root.SetArgs(append([]string{}, args...)) // nil would mean os.Args
	err = root.ExecuteContext(ctx)
	var f *fault.Error
	if err != nil && !a.began && !errors.As(err, &f) {
		return fault.New(fault.Usage, "%w", err).WithHint("see `leadline help`")
	}
	return err
}

// panicked reports whether an error comes from a panic.
func panicked(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && f.Stack != ""
}

// getenv gives the value of an environment variable, empty if it is not set.
func (a *app) getenv(name string) string {
	value := ""
	for _, kv := range a.env {
		if k, v, ok := strings.Cut(kv, "="); ok && k == name {
			value = v // the last one counts, as in os/exec
		}
	}
	return value
}

// wantsJSON reports whether errors shall be written as JSON. It looks at the
// raw arguments, since an error may stand before the flag.
func wantsJSON(args []string) bool {
	for i, arg := range args {
		switch {
		case arg == "--":
			return false
		case arg == "--format=json", arg == "--format" && i+1 < len(args) && args[i+1] == "json":
			return true
		}
	}
	return false
}
