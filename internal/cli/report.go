package cli

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/surface/html"
	"leadline/internal/surface/json"
)

// reportCommand is `leadline report`.
func (a *app) reportCommand() *cobra.Command {
	var output string
	cmd := a.command(&cobra.Command{
		Use:   "report [PLACE] -o FILE [--format FORMAT]",
		Short: "Write everything as one self-contained HTML file, with charts",
		Long: `Report writes the brief, the sheet of every duty and the record of predictions
as one HTML file: open it from disk, send it, print it. It needs no other file and
asks nothing of the network; commits and files link to the forge if the repository
comes from a known one, and not with --pseudonyms.

Besides what the duties say in words it draws what would be long in words: the
activity of a year, the code by folders, what changes together, the age of the
lines, who knows which folder. Each chart has its numbers in a table beneath, and
--format json has them all. Several repositories, given with several -C or as the
workspace of leadline.yaml, have one report.

` + placeHelp,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			if len(args) > 0 {
				if o.Place = args[0]; len(a.global.dirs) > 1 {
					return fault.New(fault.Usage, "a place is of one repository, and several are named").WithHint("leave out the place, or all but one -C")
				}
			}
			if output == "" && a.global.format == "html" && isTerminal(a.stdout) {
				return fault.New(fault.Usage, "a page for a browser is of no use on a terminal").WithHint("name a file: leadline report -o lead.html")
			}
			dirs := a.global.dirs
			if len(dirs) == 0 {
				dirs = []string{o.Dir}
			}
			answers, together, err := run.Reports(cmd.Context(), o, dirs)
			if err != nil {
				return err
			}
			if len(answers) == 1 {
				a.noteAlone(len(dirs))
			}
			w := sheet.Gather(sheet.DateOf(o.AsOf), answers, together, run.MostNeeds)
			var b bytes.Buffer
			if err := a.writeReport(&b, w); err != nil {
				return err
			}
			if output == "" {
				_, err = a.stdout.Write(b.Bytes())
			} else if err = writeFile(output, b.Bytes()); err == nil {
				a.note("wrote %s, %d kB", output, (b.Len()+999)/1000)
			}
			if err == nil && !w.Complete {
				err = fault.Status(fault.Incomplete)
			}
			return err
		},
	}, traits{
		selects: []selection{dirsFlag, atFlag, asOfFlag, sinceFlag, pseudonymsFlag},
		formats: []string{"html", "json"}, exits: []fault.Kind{fault.Incomplete},
	})
	cmd.Flags().StringVarP(&output, "output", "o", "", "write to `FILE` (default: standard output)")
	return cmd
}

// writeReport writes one answer, or those of several repositories.
func (a *app) writeReport(out io.Writer, w sheet.Workspace) error {
	switch {
	case a.global.format != "json":
		return html.WriteWorkspace(out, w, rulePages())
	case len(w.Answers) == 1:
		return json.Write(out, w.Answers[0])
	}
	return json.WriteWorkspace(out, w)
}

// rulePages are the rules as pages tell them.
func rulePages() []html.Rule {
	var out []html.Rule
	for _, r := range run.Rules() {
		out = append(out, html.Rule{ID: r.ID, Page: rulePage(r)})
	}
	return out
}

// writeFile writes a file whole or not at all: what was there before stays until
// all is written. A link leads to the file that is written; what is no file, such
// as a device or a pipe, is written to.
func writeFile(name string, content []byte) error {
	if err := replaceFile(name, content); err != nil {
		return fault.New(fault.Undelivered, "cannot write the report: %w", err).
			WithHint("see that the folder is there and may be written, and that there is room")
	}
	return nil
}

func replaceFile(name string, content []byte) error {
	mode := os.FileMode(0)
	if info, err := os.Stat(name); err == nil {
		if !info.Mode().IsRegular() {
			return writeTo(name, content)
		}
		mode = info.Mode().Perm()
		if name, err = filepath.EvalSymlinks(name); err != nil {
			return err
		}
	}
	f, err := createBeside(name)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	if err == nil && mode != 0 {
		err = f.Chmod(mode)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
	}
	return err
}

// createBeside makes a file with a name of its own in the folder of another one,
// with the permissions of a new file.
func createBeside(name string) (*os.File, error) {
	for {
		beside := filepath.Join(filepath.Dir(name), ".leadline-"+rand.Text())
		f, err := os.OpenFile(beside, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
		if !errors.Is(err, fs.ErrExist) {
			return f, err
		}
	}
}

func writeTo(name string, content []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = f.Write(content)
	return errors.Join(err, f.Close())
}
