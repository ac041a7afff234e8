package cli

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"leadline/internal/config"
	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/surface/csv"
	"leadline/internal/surface/html"
	"leadline/internal/surface/json"
)

// recordNew is `leadline record new`.
func (a *app) recordNew() *cobra.Command {
	var in string
	cmd := a.command(&cobra.Command{
		Use:       "new KIND TITLE [--in DIR]",
		Short:     "Write a new record, with a number that no branch has taken",
		ValidArgs: config.RecordKinds,
		Long: `New writes a record to the work tree and prints its path. It follows the habit of the
folder: the form of the names, the template if there is one, and how the newest record
writes its title and its status. In a folder with numbers it takes the one after the
highest in the commit that is checked out, in all local and remote branches that hold
commits which that has not, and on the disk.

KIND is one of ` + strings.Join(config.RecordKinds, ", ") + `.
The first decision of a repository is written to docs/adr, other records to a folder
below lead/, without numbers: names that say what they are about do not collide.`,
		Example: `leadline record new decision "Use the outbox for events"`,
		Args:    takes(2, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			path, err := run.NewRecord(cmd.Context(), a.options(), args[0], args[1], in)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintln(a.stdout, fault.Visible(path))
			return err
		},
	}, traits{selects: []selection{dirFlag, asOfFlag}})
	cmd.Flags().StringVar(&in, "in", "", "write it to the folder `DIR`")
	return cmd
}

// recordRenumber is `leadline record renumber`.
func (a *app) recordRenumber() *cobra.Command {
	var dry bool
	cmd := a.command(&cobra.Command{
		Use:   "renumber RECORD [NUMBER] [--dry-run]",
		Short: "Give a record another number, and change the links to it",
		Long: `Renumber gives a record of the commit that is checked out another number: the next one
that no branch has taken, unless NUMBER is given. It changes the name of the file, the
number in its title and front matter, and every link to it in the files that git knows,
with the number in the texts of such links; and the number where another record declares
a relation to it by that, as in "supersedes: [12]". Nothing else in them changes by a
byte. What only says the number, such as ADR-0012 in a comment, stays: who says it may
mean the other record.

RECORD is its id, its number, its path or the name of its file.`,
		Example: "leadline record renumber docs/adr/0012-use-the-outbox.md",
		Args:    takes(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			number := ""
			if len(args) > 1 {
				number = args[1]
			}
			m, err := run.Renumber(cmd.Context(), a.options(), args[0], number, dry)
			if err != nil {
				return err
			}
			lines := []string{fmt.Sprintf("%s is %s now", m.From, m.To)}
			for _, c := range m.Changed {
				lines = append(lines, fmt.Sprintf("%s: links changed: %d", c.File, c.Links))
			}
			for _, u := range m.Unsure {
				lines = append(lines, fmt.Sprintf("%s: left alone, since %s", u.File, u.Why))
			}
			for _, line := range lines {
				if _, err := fmt.Fprintln(a.stdout, fault.Visible(line)); err != nil {
					return err
				}
			}
			return nil
		},
	}, traits{selects: []selection{dirFlag}})
	cmd.Flags().BoolVar(&dry, "dry-run", false, "tell what would change, and change nothing")
	return cmd
}

// recordExport is `leadline record export`.
func (a *app) recordExport() *cobra.Command {
	var output string
	cmd := a.command(&cobra.Command{
		Use:   "export [--format FORMAT] [-o FILE]",
		Short: "Write the records themselves, as JSON, CSV, needs.json or a page",
		Long: `Export writes every record of the commit that is read: as JSON, an object on each line of
an array; as CSV; as needs.json, which sphinx-needs reads; or as a page for a browser,
html, in one file: what is wrong with them, how they refer to each other, drawn, and
every one in a table of its kind. Columns are only ever added, at the end:

    ` + strings.Join(run.RecordColumns[:9], ",") + `,
    ` + strings.Join(run.RecordColumns[9:], ","),
		Args: takes(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if a.global.format == "html" {
				return a.recordPage(cmd.Context(), output)
			}
			if output != "" {
				return fault.New(fault.Usage, "--output is of --format html").WithHint("let the shell write the other formats to a file: > FILE")
			}
			if a.global.format == "needs.json" {
				out, err := run.ExportNeeds(cmd.Context(), a.options())
				if err == nil {
					_, err = a.stdout.Write(out)
				}
				return err
			}
			var w rowWriter = json.NewRows(a.stdout, run.RecordColumns)
			if a.global.format == "csv" {
				w = csv.NewWriter(a.stdout, run.RecordColumns)
			}
			if err := run.ExportRecords(cmd.Context(), a.options(), w.Write); err != nil {
				return err
			}
			if err := w.Close(); err != nil {
				return fmt.Errorf("end the export: %w", err)
			}
			return nil
		},
	}, traits{selects: []selection{dirFlag, atFlag}, formats: []string{"json", "csv", "needs.json", "html"}})
	cmd.Flags().StringVarP(&output, "output", "o", "", "write the page to `FILE` (default: standard output)")
	return cmd
}

// recordPage writes the records as a page.
func (a *app) recordPage(ctx context.Context, output string) error {
	if output == "" && isTerminal(a.stdout) {
		return fault.New(fault.Usage, "a page for a browser is of no use on a terminal").WithHint("name a file: leadline record export --format html -o records.html")
	}
	answer, err := run.RecordPage(ctx, a.options())
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := html.Write(&b, answer, rulePages()); err != nil {
		return err
	}
	if output == "" {
		_, err = a.stdout.Write(b.Bytes())
		return err
	}
	if err = writeFile(output, b.Bytes()); err == nil {
		a.note("wrote %s, %d kB", output, (b.Len()+999)/1000)
	}
	return err
}

// recordSchema is `leadline record schema`.
func (a *app) recordSchema() *cobra.Command {
	return a.command(&cobra.Command{
		Use:       "schema KIND",
		Short:     "Print the JSON Schema of a record of a kind",
		ValidArgs: config.RecordKinds,
		Long: `Schema prints what the front matter of a record of Leadline's own may say, as a JSON
Schema (draft 2020-12), for editors and other tools: also of files of YAML with one record
or a list of them. Other names are accepted, and kept. Record check tells more, with line
and column: names that are one letter away from one that is read.

KIND is one of ` + strings.Join(config.RecordKinds, ", ") + `.`,
		Example: "leadline record schema requirement > requirement.json",
		Args:    takes(1, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			schema, err := run.RecordSchema(args[0])
			if err != nil {
				return err
			}
			_, err = a.stdout.Write(schema)
			return err
		},
	}, traits{})
}
