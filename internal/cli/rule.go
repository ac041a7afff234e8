package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"leadline/internal/fault"
	"leadline/internal/run"
)

// ruleCommand is `leadline rule`.
func (a *app) ruleCommand() *cobra.Command {
	rules := run.Rules()
	ids := make([]string, len(rules))
	for i, r := range rules {
		ids[i] = r.ID
	}
	return a.command(&cobra.Command{
		Use:       "rule [ID]",
		Short:     "Explain a rule: when it speaks, why, and how to change or accept it",
		ValidArgs: ids,
		Long: `Rule explains what a finding's rule measures, why it matters, what it misses,
and how leadline.yaml turns it off, changes it or accepts a finding. Without an
ID it lists all rules.`,
		Args: takes(0, 1),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return a.listRules(rules)
			}
			if i := slices.Index(ids, args[0]); i >= 0 {
				_, err := fmt.Fprint(a.stdout, rulePage(rules[i]))
				return err
			}
			f := fault.New(fault.Usage, "there is no rule %q", args[0])
			if near := fault.Closest(args[0], ids); near != "" {
				return f.WithHint("did you mean `leadline rule %s`?", near)
			}
			return f.WithHint("`leadline rule` lists them")
		},
	}, traits{})
}

func (a *app) listRules(rules []run.Rule) error {
	w := tabwriter.NewWriter(a.stdout, 0, 0, 2, ' ', 0)
	for _, r := range rules {
		fmt.Fprintf(w, "%s\t%s\t%s\n", r.ID, r.Level, r.Title)
	}
	return w.Flush()
}

// rulePage is the documentation of a rule, in Markdown that reads well as
// plain text; docs/rules holds the same.
func rulePage(r run.Rule) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n\n%s. Level: %s.\n\n%s\n", r.ID, r.Title, r.Level, strings.TrimSpace(r.Doc))
	fmt.Fprintf(&b, "\n## In leadline.yaml\n\n    rules:\n")
	if r.Quiet {
		fmt.Fprintf(&b, "      %s: on  # it is off otherwise\n", r.ID)
	}
	if len(r.Thresholds) == 0 {
		fmt.Fprintf(&b, "      %s: {level: %s}\n", r.ID, r.Level)
	} else {
		fmt.Fprintf(&b, "      %s:\n        level: %s\n", r.ID, r.Level)
		for _, t := range r.Thresholds {
			fmt.Fprintf(&b, "        %s: %s  # %s\n", t.Name, strconv.FormatFloat(t.Default, 'g', -1, 64), t.Doc)
		}
	}
	fmt.Fprintf(&b, `
These are the defaults. `+"`%s: off`"+` turns the rule off. One finding is accepted
by its fingerprint, which `+"`--verbose` and `--format json`"+` show:

    accept:
      - fingerprint: "v1:…"
        reason: "why it may stay"
        until: 2027-06-30  # optional: the finding returns after that day
`, r.ID)
	return b.String()
}
