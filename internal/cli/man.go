package cli

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/cobra/doc"

	"leadline/internal/fault"
)

// manOptions are the options of `leadline man`.
type manOptions struct {
	dir string // where the pages go
}

// manCommand is `leadline man DIR`.
func (a *app) manCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "man DIR",
		Short: "Write the manual pages",
		Long: `Man writes a manual page for every command into a directory, which is made if
it is not there. The pages are the help texts, dated by the commit that the
program was built from.`,
		Example: "leadline man ~/.local/share/man/man1",
		Args:    takes(1, 1),
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(_ *cobra.Command, args []string) error { return a.man(manOptions{dir: args[0]}) },
	}, traits{})
}

func (a *app) man(o manOptions) error {
	if err := os.MkdirAll(o.dir, 0o777); err != nil {
		return undeliveredPages(err)
	}
	date := time.Unix(0, 0).UTC() // a fixed day where the commit's is not known
	if t, err := time.Parse(time.RFC3339, thisBuild().CommitTime); err == nil {
		date = t.UTC()
	}
	// The tree is built anew: cobra's generator and this function change it.
	fresh := &app{stdin: a.stdin, stdout: a.stdout, stderr: a.stderr, env: a.env}
	pages := 0
	var write func(cmd *cobra.Command) error
	write = func(cmd *cobra.Command) error {
		for _, sub := range cmd.Commands() {
			if sub.IsAvailableCommand() {
				if err := write(sub); err != nil {
					return err
				}
			}
		}
		name := filepath.Join(o.dir, strings.ReplaceAll(cmd.CommandPath(), " ", "-")+".1")
		if err := writePage(name, cmd, date); err != nil {
			return undeliveredPages(err)
		}
		a.detail("wrote %s", name)
		pages++
		return nil
	}
	if err := write(fresh.root((*app).commands)); err != nil {
		return err
	}
	a.note("wrote %d manual pages to %s", pages, o.dir)
	return nil
}

// writePage writes the manual page of one command.
func writePage(name string, cmd *cobra.Command, date time.Time) error {
	if cmd.Long == "" {
		cmd.Long = cmd.Short
	}
	var statuses strings.Builder
	for line := range strings.Lines(cmd.Annotations[exitStatus]) {
		status, meaning, _ := strings.Cut(strings.TrimSpace(line), "\t")
		fmt.Fprintf(&statuses, "**%s** %s\n\n", status, meaning)
	}
	// The generator has no place for a section of one's own; the long text
	// is Markdown to it.
	cmd.Long += "\n\n# EXIT STATUS\n" + statuses.String()
	var page bytes.Buffer
	if err := doc.GenMan(cmd, &doc.GenManHeader{Date: &date, Source: "Leadline", Manual: "Leadline"}, &page); err != nil {
		return err
	}
	return os.WriteFile(name, page.Bytes(), 0o666)
}

func undeliveredPages(err error) error {
	return fault.New(fault.Undelivered, "cannot write the manual pages: %w", err).
		WithHint("name a directory that can be written to")
}
