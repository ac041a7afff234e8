package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
	"leadline/internal/surface/csv"
	"leadline/internal/surface/json"
)

// rowWriter is a format of exported rows.
type rowWriter interface {
	Write(row []sheet.Value) error
	Close() error
}

// exportCommand is `leadline export`.
func (a *app) exportCommand() *cobra.Command {
	kinds := run.Exports()
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = k.Name
	}
	return a.command(&cobra.Command{
		Use:       "export " + strings.Join(names, "|") + " [FILE] [--format FORMAT]",
		Short:     "Write the facts themselves, as CSV or JSON",
		ValidArgs: names,
		Long: `Export writes facts as rows, one after the other, in a stable order. Columns
are only ever added, at the end.

    changes     commit,path,previous_path,kind,added,deleted
                every file that every commit changed, merges left out; kind is
                added, modified, deleted, renamed or type-changed; the numbers are
                empty where lines are not known, as in binary files
    lines       path,line,commit
                every line of the text files at the commit that is read, or of
                FILE, with the commit that wrote it
    identities  name,email,first,last
                every name and address as commits have them, with the days of the
                first and the last commit
    people      person,kind,called,name,email,reason,with
                every identity by the person whose it was taken to be: person,
                bot or agent, the person's name, and why it was merged with which
                other identity; leadline.yaml undoes a merge (people: split)
    functions   path,line,end,kind,owner,symbol,exported,documented,params,cyclomatic,
                cognitive,nesting
                every function, method, type and interface of the code, or of FILE;
                types have no complexity, and a cognitive one is without recursion
    imports     path,line,import,kind,confidence,to
                every import of the code, or of FILE, and where it leads: kind is
                runtime, type-only, dynamic or test, confidence exact, ambiguous,
                external or unresolved

In CSV, a name with control characters or with bytes that are not UTF-8, and one
that begins with a double quote, is quoted as git does: a name that begins with
a double quote is a quoted one. JSON is an array with an object on each line;
where a name is not UTF-8 it is quoted likewise, and COLUMN_quoted says so.

FILE is relative to the directory that -C names, or to the current one.`,
		Args: takes(1, 2),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, kind := range kinds {
				if kind.Name == args[0] {
					return a.export(cmd, kind, args[1:])
				}
			}
			f := fault.New(fault.Usage, "there is no export %q", args[0])
			if near := fault.Closest(args[0], names); near != "" {
				return f.WithHint("did you mean `leadline export %s`?", near)
			}
			return f.WithHint("there are: %s", strings.Join(names, ", "))
		},
	}, traits{selects: []selection{dirFlag, atFlag, pseudonymsFlag}, formats: []string{"csv", "json"}, exits: []fault.Kind{fault.Incomplete}})
}

func (a *app) export(cmd *cobra.Command, kind run.Export, files []string) error {
	file := ""
	if len(files) > 0 {
		if file = files[0]; !kind.TakesFile {
			return fault.New(fault.Usage, "export %s does not take a file", kind.Name).
				WithHint("leave out %q", file)
		}
	}
	var w rowWriter
	if a.global.format == "json" {
		w = json.NewRows(a.stdout, kind.Columns)
	} else {
		w = csv.NewWriter(a.stdout, kind.Columns)
	}
	complete, err := kind.Rows(cmd.Context(), a.options(), file, w.Write)
	if err != nil {
		return err
	}
	if err := w.Close(); err != nil {
		return fmt.Errorf("end the export: %w", err)
	}
	if !complete {
		a.note("the evidence is incomplete: `leadline scan` says what is missing")
		return fault.Status(fault.Incomplete)
	}
	return nil
}
