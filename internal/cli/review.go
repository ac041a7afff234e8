package cli

import (
	"errors"
	"io"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// reviewCommand is `leadline review`.
func (a *app) reviewCommand() *cobra.Command {
	var what run.Reviewed
	var diff string
	var pairs []*pair
	cmd := a.command(&cobra.Command{
		Use:   "review [BASE..HEAD | --staged | --worktree | --diff FILE] [--reach] [--parts] [--sarif BASELOG HEADLOG] [--bench BASEFILE HEADFILE] [--format FORMAT]",
		Short: "What does this change make worse?",
		Long: `Review tells what a change makes worse: what is found at its head and was not found
where it branched off from BASE. Old debt is not told again, and damage on lines that
the change did not touch is. The rules are those that leadline.yaml declares where the
change branched off; a head that takes them back is told so.

BASE alone means BASE..HEAD; without it, BASE is the default branch. With --staged,
what is staged is held against the commit that is checked out, with --worktree the
files that are, as far as git knows of them (` + "`git add -N`" + ` makes it know). With
--diff, a patch is held against the commit BASE, or else the one that is checked out; it
is applied to nothing.

With --reach it tells which packages need those that the change touches, and follows
calls (of Go, TypeScript and JavaScript) to the functions that it changes, which takes
seconds the first time. With --parts a change that is large for this repository is
divided into parts that can be reviewed one after the other, also where their order is
told from words alone.

With --sarif two logs of another program, of the base and of the head, are held against
each other too: what is new in the second is told, and an error there fails the review.

With --bench two results of benchmarks, of the base and of the head, are held against
each other as "leadline performance compare" does: what is worse by 5 % or more, proven by
the samples, fails the review. Where they cannot tell, the answer says so; where they are
too few to tell anything, or the head lacks a benchmark, the exit status is 3.

The formats sarif, rdjsonl, gitlab and github are for code scanning, reviewdog, GitLab's
code quality reports and the log of GitHub Actions.

The exit status is 1 if a new finding fails the review: a rule of the architecture
that is broken now, a cycle that is closed, something that the last release exports and
promises and that is gone or another thing, a declaration that is taken back, what is
declared to change together and did not. On a
line of a finding, or above it, a remark

    leadline:ignore RULE why it may stand until=2027-01-31

silences it; ` + "`leadline rule review/ignore`" + ` tells more.`,
		Example: `leadline review
leadline review main..feature
leadline review --staged`,
		Args: takes(0, 3),
		RunE: func(cmd *cobra.Command, args []string) error {
			o, err := a.answerOptions(cmd)
			if err != nil {
				return err
			}
			args, err = paired(args, pairs...)
			if err != nil {
				return err
			}
			switch len(args) {
			case 0:
			case 1:
				what.Range = args[0]
			default:
				return fault.New(fault.Usage, "%s does not take the argument %q", cmd.CommandPath(), args[1]).WithHint("call it as `%s`", cmd.UseLine())
			}
			if diff != "" {
				if what.Patch, err = a.readPatch(diff); err != nil {
					return err
				}
			}
			answer, err := run.Review(cmd.Context(), o, what)
			if err != nil {
				return err
			}
			return errors.Join(a.deliver(answer), gate(answer))
		},
	}, traits{
		selects: []selection{dirFlag, asOfFlag, pseudonymsFlag}, formats: slices.Concat(answerFormats, reviewFormats), exits: []fault.Kind{fault.Findings, fault.Incomplete},
	})
	pairs = []*pair{
		{name: "sarif", words: "BASELOG HEADLOG", lacks: "the log of the head", base: &what.BaseLog, head: &what.HeadLog},
		{name: "bench", words: "BASEFILE HEADFILE", lacks: "the file of the head", base: &what.BaseBench, head: &what.HeadBench},
	}
	pairs[0].add(cmd, "tell what another program finds in HEADLOG and did not in `BASELOG`")
	pairs[1].add(cmd, "tell which benchmarks are worse in HEADFILE than in `BASEFILE`")
	cmd.Flags().BoolVar(&what.Reach, "reach", false, "tell what the change reaches, by imports and calls")
	cmd.Flags().BoolVar(&what.Parts, "parts", false, "propose how to divide a large change")
	cmd.Flags().BoolVar(&what.Staged, "staged", false, "review what is staged")
	cmd.Flags().StringVar(&diff, "diff", "", "review the patch in `FILE`; - is standard input")
	cmd.Flags().BoolVar(&what.WorkTree, "worktree", false, "review the files that are checked out")
	return cmd
}

// mostPatch is how large a patch may be, in bytes.
const mostPatch = 256 << 20

// readPatch reads a patch; never nil.
func (a *app) readPatch(name string) ([]byte, error) {
	in := a.stdin
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fault.New(fault.Usage, "%w", err).WithHint("name a file that git diff wrote")
		}
		defer f.Close()
		in = f
	}
	patch, err := io.ReadAll(io.LimitReader(in, mostPatch+1))
	switch {
	case err != nil:
		return nil, fault.New(fault.Usage, "%s: %w", name, err)
	case len(patch) > mostPatch:
		return nil, fault.New(fault.Usage, "%s: more than %d bytes are not read", name, mostPatch)
	}
	return append([]byte{}, patch...), nil
}
