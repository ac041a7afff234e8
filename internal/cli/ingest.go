package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// ingestCommand is `leadline ingest`.
func (a *app) ingestCommand() *cobra.Command {
	cmd := a.command(&cobra.Command{
		Use:   "ingest bench FILE...",
		Short: "Keep results with the commits whose they are",
		Long: `Ingest keeps what other tools measured where the team wants it, in its own repository, so
that later answers need no files. What is kept is the team's: texts of lines that can be
read and reviewed, committed, pushed and removed.`,
		Args: takes(0, mostFiles),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) > 0 {
				return unknownCommand(cmd, args[0])
			}
			return fault.New(fault.Usage, "%s lacks the kind of results", cmd.CommandPath()).WithHint("call it as `%s`", cmd.UseLine())
		},
	}, traits{})
	cmd.AddCommand(a.ingestBench())
	return cmd
}

// ingestBench is `leadline ingest bench`.
func (a *app) ingestBench() *cobra.Command {
	var what run.Ingest
	cmd := a.command(&cobra.Command{
		Use:   "bench FILE... [--commit REV] [--to DIR|REF]",
		Short: "Keep results of benchmarks: a history for leadline performance",
		Long: `Bench keeps the results of benchmarks with a commit: every sample, its unit, the format
it came in, and the machine as far as the file names one. FILE is any format that
"leadline performance" reads; - is standard input. Several files are one run. Without
--commit, results are kept with the commits that the files name themselves, as a data.js
or a CSV file does.

Where they are kept leadline.yaml says, or --to:

    performance: {results: bench/}                    a folder of the work tree, with
                                                      a file for each commit
    performance: {results: refs/notes/benchmarks}     git notes

Nothing else is written. A file in a folder is not committed, and notes are not pushed:
git push origin refs/notes/benchmarks does that.

What is kept of a commit already is replaced, benchmark by benchmark; what the files do not
hold stays. So the same file twice changes nothing, and jobs that measure other benchmarks
of the same commit add to each other, also at the same time. A file that says itself that
it is of another commit is refused, and so is a folder that a link leads to.`,
		Example: `go test -run '^$' -bench . -count 10 ./... | leadline ingest bench - --commit HEAD`,
		Args:    takes(1, mostFiles),
		RunE: func(cmd *cobra.Command, args []string) error {
			what.Files = args
			done, err := run.IngestBenchmarks(cmd.Context(), a.options(), what, a.stdin)
			if err != nil {
				return err
			}
			for _, line := range done.Lines() {
				if _, err := fmt.Fprintln(a.stdout, fault.Visible(line)); err != nil {
					return err
				}
			}
			switch {
			case !done.Changed():
			case done.Notes:
				a.note("to share them: %s", sheet.Command("git", "push", "origin", done.Place))
			default:
				a.note("to share them: commit %s", done.Place)
			}
			if len(done.Gaps) == 0 {
				return nil
			}
			for _, gap := range done.Gaps {
				a.note("left out: %s", gap)
			}
			return fault.Status(fault.Incomplete)
		},
	}, traits{selects: []selection{dirFlag}, exits: []fault.Kind{fault.Incomplete}})
	cmd.Flags().StringVar(&what.Commit, "commit", "", "the commit `REV` whose results they are")
	cmd.Flags().StringVar(&what.To, "to", "", "keep them in this folder, or ref of notes: `DIR|REF`")
	return cmd
}
