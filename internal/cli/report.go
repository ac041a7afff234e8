package cli

import (
	"bytes"
	"fmt"
	"io"
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
			answers, err := run.Reports(cmd.Context(), o, dirs)
			if err != nil {
				return err
			}
			w := sheet.Gather(sheet.DateOf(o.AsOf), answers, run.MostNeeds)
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
// all is written.
func writeFile(name string, content []byte) error {
	undelivered := func(err error) error {
		return fault.New(fault.Undelivered, "cannot write the report: %w", err).
			WithHint("see that the folder is there and may be written, and that there is room")
	}
	f, err := os.CreateTemp(filepath.Dir(name), ".leadline-*")
	if err != nil {
		return undelivered(err)
	}
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if closed := f.Close(); err == nil {
		err = closed
	}
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		_ = os.Remove(f.Name())
		return undelivered(fmt.Errorf("%s: %w", name, err))
	}
	return nil
}
