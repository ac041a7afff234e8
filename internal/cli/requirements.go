package cli

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
	"leadline/internal/sheet"
)

var requirementTraits = traits{
	selects: []selection{dirFlag, atFlag, asOfFlag, pseudonymsFlag}, formats: answerFormats, exits: []fault.Kind{fault.Incomplete},
}

// requirementsAnswer asks, and delivers what is answered.
func (a *app) requirementsAnswer(cmd *cobra.Command, place string, ask func(context.Context, run.Options) (sheet.Answer, error)) error {
	o, err := a.answerOptions(cmd)
	if err != nil {
		return err
	}
	o.Place = place
	answer, err := ask(cmd.Context(), o)
	if err != nil {
		return err
	}
	return a.deliver(answer)
}

// requirementsVerbs are the commands below `leadline requirements`.
func (a *app) requirementsVerbs() []*cobra.Command {
	return []*cobra.Command{a.command(&cobra.Command{
		Use:   "feasibility TEXT|REQUIREMENT [--format FORMAT]",
		Short: "Tell what past changes like a wish touched",
		Long: `Feasibility searches the subjects of past commits for those that are described like
TEXT, or like the requirement of that id, and tells which components these touched, who
knows them, which hotspots are in them, and which decisions govern them and which
incidents were in them, as far as these are recorded. How well that foretold the last 500
changes of this repository stands beside it; where it does no better than the components
that change most, none is named. How long work takes it does not tell.`,
		Example: `leadline requirements feasibility "rotate the log files by size"`,
		Args:    takes(1, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return a.requirementsAnswer(cmd, "", func(ctx context.Context, o run.Options) (sheet.Answer, error) {
				return run.Feasibility(ctx, o, args[0])
			})
		},
	}, requirementTraits)}
}

// traceCommand is `leadline trace`.
func (a *app) traceCommand() *cobra.Command {
	var tests string
	cmd := a.command(&cobra.Command{
		Use:   "trace [PLACE | --tests FILE...] [--format FORMAT]",
		Short: "Tell which requirements code and tests cover",
		Long: `Trace follows the requirements of the commit that is read to the code and the tests that
name them in comments: "@req ID, ID" (a test verifies, other code implements;
"@req:verifies" says it), the tags of OpenFastTrace "[impl->req~id~1]" and of StrictDoc
"@relation(ID, scope=file)", and the references of Doorstop. It tells which are covered,
which are not, which tags name another revision, and which name nothing.

What is in strings or fixtures is left out, and what stands between comments
"leadline:off" and "leadline:on".

With --tests it tells too which requirements the tests of a run verify, and whether these
passed. A FILE is JUnit's XML, with properties named requirement, req or verifies of tests
or suites, or what "go test -json" prints, with t.Attr("req", "ID, ID"); and a tag in a
test, or above it, is joined to what became of that test. - is standard input. Further
files follow as arguments, so that a pattern of the shell will do.

` + placeHelp,
		Example: `leadline trace --tests target/surefire-reports/*.xml
go test -json ./... | leadline trace --tests -`,
		Args: takes(0, mostFiles),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, files := slices.Concat(args, []string{""})[0], run.TestFiles{Stdin: a.stdin}
			switch {
			case tests != "":
				place, files.Names = "", append([]string{tests}, args...)
			case len(args) > 1:
				return fault.New(fault.Usage, "%s does not take the argument %q", cmd.CommandPath(), args[1]).WithHint("write --tests before files that hold what tests gave")
			}
			return a.requirementsAnswer(cmd, place, func(ctx context.Context, o run.Options) (sheet.Answer, error) { return run.Trace(ctx, o, files) })
		},
	}, requirementTraits)
	cmd.Flags().StringVar(&tests, "tests", "", "tell what became of the tests that verify requirements, by `FILE...`")
	verb := func(use, short, long string, ask func(context.Context, run.Options, string) (sheet.Answer, error)) *cobra.Command {
		return a.command(&cobra.Command{
			Use: use + " REQUIREMENT [--format FORMAT]", Short: short, Long: long, Args: takes(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				return a.requirementsAnswer(cmd, "", func(ctx context.Context, o run.Options) (sheet.Answer, error) { return ask(ctx, o, args[0]) })
			},
		}, requirementTraits)
	}
	var ran []string
	why := verb("why", "Tell by what a requirement is covered, or what it lacks",
		"Why shows what a requirement comes from, and everything that covers it: the tags in code\nand tests, and the requirements that refine it, with what covers these.", func(ctx context.Context, o run.Options, id string) (sheet.Answer, error) {
			return run.TraceWhy(ctx, o, run.TestFiles{Names: ran, Stdin: a.stdin}, id)
		})
	why.Flags().StringArrayVar(&ran, "tests", nil, "tell what became of the tests that verify it, by `FILE`; may be given several times")
	cmd.AddCommand(
		why,
		verb("suggest", "Propose the files that a requirement may be about",
			"Suggest searches code and tests for the words of a requirement, in their text, paths and\nthe subjects of their commits. What it proposes is to be confirmed by writing a tag; it\ncounts as no coverage.", run.TraceSuggest),
	)
	return cmd
}
