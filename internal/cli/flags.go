package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"leadline/internal/fault"
)

// globalOptions are the flags that several commands share.
type globalOptions struct {
	// Every command has these.
	color                   choice
	quiet, verbose, offline bool

	// A command that reads a repository names which of these it heeds.
	dirs  []string // of a command that reads several repositories
	dir   string   // where to look for the repository; "." unless given
	at    string   // the revision to read; empty means the default branch
	asOf  date     // what "now" is; zero means today
	since date     // what bounds activity; zero means the command's default

	pseudonyms bool // invented names stand for people's

	// A command that renders its answer in several formats has --format;
	// empty for any other.
	format string
}

// selection names a flag that selects what of a repository is read.
type selection uint8

const (
	dirFlag selection = iota
	dirsFlag
	atFlag
	asOfFlag
	sinceFlag
	pseudonymsFlag
)

// everyCommand adds the flags that all commands have.
func (g *globalOptions) everyCommand(root *cobra.Command) {
	f := root.PersistentFlags()
	f.BoolP("help", "h", false, "show this help")
	g.color = choice{value: "auto", among: []string{"auto", "always", "never"}}
	f.Var(&g.color, "color", "colour the answer: auto, always or never")
	f.BoolVarP(&g.quiet, "quiet", "q", false, "no progress and no messages but errors")
	f.BoolVarP(&g.verbose, "verbose", "v", false, "more messages, and how the answer was made")
	f.BoolVar(&g.offline, "offline", false, "never use the network")
	completeChoices(root, "color", g.color.among)
}

// selects adds flags that select what is read.
func (g *globalOptions) selects(cmd *cobra.Command, heeded []selection) {
	f := cmd.Flags()
	for _, s := range heeded {
		switch s {
		case dirFlag:
			f.StringVarP(&g.dir, "repository", "C", ".", "read the repository that `DIR` is in")
		case dirsFlag:
			g.dir = "."
			f.StringArrayVarP(&g.dirs, "repository", "C", nil, "read the repository that `DIR` is in; may be given several times")
		case atFlag:
			f.StringVar(&g.at, "at", "", "read the commit that `REV` names (default: the default branch)")
		case asOfFlag:
			f.Var(&g.asOf, "as-of", "answer as on this day, in UTC (default today)")
		case sinceFlag:
			f.Var(&g.since, "since", "tell what changed from this day on (default 7 days before the as-of day)")
		case pseudonymsFlag:
			f.BoolVar(&g.pseudonyms, "pseudonyms", false, "put invented names in the place of people's")
		}
	}
}

// formats adds the flag --format with the command's formats, the default one
// first.
func (g *globalOptions) formats(cmd *cobra.Command, among []string) {
	if len(among) == 0 {
		return
	}
	// Each command has a choice of its own, since its formats are; begin
	// makes the one of the command that runs the global one.
	cmd.Flags().Var(&choice{value: among[0], among: among}, "format", "`FORMAT` of the answer: "+strings.Join(among, ", "))
	completeChoices(cmd, "format", among)
}

// begin checks the flags and fixes what depends on the command that runs.
func (g *globalOptions) begin(cmd *cobra.Command) error {
	if g.quiet && g.verbose {
		return fault.New(fault.Usage, "--quiet and --verbose contradict each other").WithHint("leave one of them out")
	}
	if f := cmd.Flags().Lookup("format"); f != nil {
		g.format = f.Value.String()
	}
	return nil
}

func completeChoices(cmd *cobra.Command, flag string, among []string) {
	if err := cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(among, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // the flag was added a line above
	}
}

// choice is a flag whose value is one of a few words.
type choice struct {
	value string
	among []string
}

func (c *choice) String() string { return c.value }
func (c *choice) Type() string   { return "WORD" }

func (c *choice) Set(s string) error {
	if !slices.Contains(c.among, s) {
		return fmt.Errorf("must be one of: %s", strings.Join(c.among, ", "))
	}
	c.value = s
	return nil
}

// date is a flag that names a day: midnight in UTC, or the zero time.
type date struct{ time.Time }

var _ = []pflag.Value{&choice{}, &date{}}

func (d *date) Type() string { return "DATE" }

func (d *date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Format(time.DateOnly)
}

func (d *date) Set(s string) error {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return errors.New("must be a day like 2026-11-22")
	}
	d.Time = t
	return nil
}
