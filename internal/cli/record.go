package cli

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"leadline/internal/config"
	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

// recordVerbs are the commands below `leadline record`.
func (a *app) recordVerbs() []*cobra.Command {
	return []*cobra.Command{
		a.recordList(), a.recordShow(), a.recordCheck(), a.recordNew(), a.recordRenumber(), a.recordGraph(), a.recordImport(), a.recordExport(), a.recordSchema(),
	}
}

// recordTraits are those of the commands that answer about records.
func recordTraits(formats ...string) traits {
	return traits{
		selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag}, formats: slices.Concat(answerFormats, formats), exits: []fault.Kind{fault.Incomplete},
	}
}

// recordAnswer asks about the records in a place.
func (a *app) recordAnswer(cmd *cobra.Command, args []string, ask func(context.Context, run.Options) (sheet.Answer, error)) error {
	o, err := a.answerOptions(cmd)
	if err != nil {
		return err
	}
	if len(args) > 0 {
		o.Place = args[0]
	}
	answer, err := ask(cmd.Context(), o)
	if err != nil {
		return err
	}
	return errors.Join(a.deliver(answer), gate(answer))
}

// recordList is `leadline record list`.
func (a *app) recordList() *cobra.Command {
	var f run.RecordFilter
	statuses := []string{"draft", "proposed", "accepted", "rejected", "superseded", "deprecated"}
	cmd := a.command(&cobra.Command{
		Use:   "list [PLACE] [--kind KIND] [--status STATUS] [--format FORMAT]",
		Short: "List decisions and other records",
		Long: `List shows every record in the commit that is read: what it is called, where it stands
(in the words that all formats share, and in its own behind them if they are others), its
day, and where it is.

` + placeHelp,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			for _, word := range []struct {
				flag, value string
				among       []string
			}{{"kind", f.Kind, config.RecordKinds}, {"status", f.Status, statuses}} {
				if word.value != "" && !slices.Contains(word.among, word.value) {
					return fault.New(fault.Usage, "--%s does not take %q", word.flag, word.value).WithHint("it is one of %s", strings.Join(word.among, ", "))
				}
			}
			return a.recordAnswer(cmd, args, func(ctx context.Context, o run.Options) (sheet.Answer, error) { return run.ListRecords(ctx, o, f) })
		},
	}, recordTraits())
	cmd.Flags().StringVar(&f.Kind, "kind", "", "records of this `KIND` alone: "+strings.Join(config.RecordKinds, ", "))
	cmd.Flags().StringVar(&f.Status, "status", "", "records of this `STATUS` alone: "+strings.Join(statuses, ", "))
	completeChoices(cmd, "kind", config.RecordKinds)
	completeChoices(cmd, "status", statuses)
	return cmd
}

// recordShow is `leadline record show`.
func (a *app) recordShow() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "show RECORD [--format FORMAT]",
		Short: "Show one record: where it stands, what it is related to, what is wrong with it",
		Long: `Show tells about one record. RECORD is its id, its number, its path or the name of its
file; where several are called so, the path.`,
		Example: "leadline record show 12",
		Args:    takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.recordAnswer(cmd, nil, func(ctx context.Context, o run.Options) (sheet.Answer, error) {
				return run.ShowRecord(ctx, o, args[0])
			})
		},
	}, recordTraits())
}

// recordCheck is `leadline record check`.
func (a *app) recordCheck() *cobra.Command {
	var refs bool
	var since string
	t := recordTraits(reviewFormats...)
	t.exits = []fault.Kind{fault.Findings, fault.Incomplete}
	cmd := a.command(&cobra.Command{
		Use:   "check [PLACE] [--refs] [--changed-since REV] [--format FORMAT]",
		Short: "Fail where records cannot be relied upon",
		Long: `Check tells what is wrong with the records of the commit that is read, and fails with
exit status 1 on an error: a file in a folder of records that is not understood, a number
or an id that two have. Warnings are superseded decisions without a successor, proposals
that nobody touched for 180 days, reviews that are due and dead links; notes are code
that is gone, unknown statuses and templates left unfilled. leadline.yaml changes levels.

With --refs it also looks at all local and remote branches, and fails where two of them
took one number for different records: git merges those without a conflict.

With --changed-since, what was wrong already where REV and the commit lead away from each
other is left out: for the check of a branch, in a repository with a past. The commit is
then the one that is checked out, unless --at names another. What a change makes wrong in
files that it leaves as they are is told: links to a record that it takes away.

The formats sarif, rdjsonl, gitlab and github are for continuous integration.

` + placeHelp,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.recordAnswer(cmd, args, func(ctx context.Context, o run.Options) (sheet.Answer, error) {
				return run.CheckRecords(ctx, o, refs, since)
			})
		},
	}, t)
	cmd.Flags().StringVar(&since, "changed-since", "", "leave out what was wrong already at `REV`")
	cmd.Flags().BoolVar(&refs, "refs", false, "look at the numbers that all local and remote branches have taken")
	return cmd
}

// recordGraph is `leadline record graph`.
func (a *app) recordGraph() *cobra.Command {
	return a.command(&cobra.Command{
		Use:   "graph [PLACE] [--format FORMAT]",
		Short: "Show how records refer to each other",
		Long: `Graph tells which records take the place of others, implement, need or name them. The
formats mermaid and dot draw it.

` + placeHelp,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error { return a.recordAnswer(cmd, args, run.GraphRecords) },
	}, recordTraits(drawFormats...))
}

// recordImport is `leadline record import`.
func (a *app) recordImport() *cobra.Command {
	var dry bool
	cmd := a.command(&cobra.Command{
		Use:   "import [DIR] --dry-run [--format FORMAT]",
		Short: "Tell of every file what was understood as a record",
		Long: `Import lists every file in the folders of records, or of those in DIR: as which record it
was understood and in which format, or why it is none. Records are read where they are:
nothing is copied or rewritten, so that --dry-run is the only way to call it.`,
		Args: takes(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !dry {
				return fault.New(fault.Usage, "records are read where they are, and nothing has to be imported").
					WithHint("see what is understood with `leadline record import --dry-run`")
			}
			return a.recordAnswer(cmd, args, run.ImportRecords)
		},
	}, recordTraits())
	cmd.Flags().BoolVar(&dry, "dry-run", false, "tell what is understood, and change nothing")
	return cmd
}
