package cli

import (
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// briefCommand is `leadline` alone: the root of all commands.
func (a *app) briefCommand() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "leadline [PATH]",
		Short: "The measurable part of a technical lead's work",
		Long: `Leadline reads what a team already has in its git repository and says what a
technical lead needs to know: what changed, what needs somebody now and why,
who knows what, and what is not known. Every figure comes with its evidence and
every finding with the next step.

Without a command it gives the brief of the repository that PATH, or else the
current directory, is in. A PATH inside the repository narrows it to that file
or folder. Several repositories, given with several -C or as the workspace of
leadline.yaml, have one brief, which also tells which of them change together.

"leadline help COMMAND" tells more about a command.`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 && !cmd.Flags().Changed("repository") {
				// A word that is no path is taken for a mistyped command.
				if _, err := os.Stat(args[0]); err != nil {
					return unknownCommand(cmd, args[0])
				}
			}
			return takes(0, 1)(cmd, args)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			switch {
			case len(args) == 0:
			case len(a.global.dirs) > 1:
				return fault.New(fault.Usage, "a place is of one repository, and several are named").WithHint("leave out the place, or all but one -C")
			case len(a.global.dirs) == 1:
				o.Place = args[0]
			default:
				o.Dir, o.Place = directory(args[0])
			}
			dirs := []string{o.Dir}
			if len(a.global.dirs) > 0 {
				dirs = a.global.dirs
			}
			answers, together, err := run.Briefs(cmd.Context(), o, dirs)
			switch {
			case err != nil:
				return err
			case len(answers) == 1:
				a.noteAlone(len(dirs))
				return a.deliver(answers[0])
			}
			return a.deliverWorkspace(sheet.Gather(sheet.DateOf(o.AsOf), answers, together, run.MostNeeds))
		},
	}, traits{
		selects: []selection{dirsFlag, atFlag, asOfFlag, sinceFlag, pseudonymsFlag},
		formats: answerFormats, exits: []fault.Kind{fault.Incomplete},
	})
}

// noteAlone says of several directories of one repository what is not told of it.
func (a *app) noteAlone(dirs int) {
	if dirs > 1 {
		a.note("all directories are of one repository: which changes needed two is not told")
	}
}

// directory splits a path that exists into a directory to start from and the
// place as seen from there.
func directory(path string) (dir, place string) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return path, "."
	}
	return filepath.Dir(path), filepath.Base(path)
}
