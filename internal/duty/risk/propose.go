package risk

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"leadline/internal/sheet"
)

// candidate is what a kind of finding becomes.
type candidate struct{ rule, title, happens string }

// write writes a finding as a risk.
func (c *candidate) write(b *strings.Builder, f *sheet.Finding) {
	fmt.Fprintf(b, "- id: C-%s\n", id(f))
	fmt.Fprintf(b, "  title: %s\n", strconv.Quote(fmt.Sprintf(c.title, about(f))))
	fmt.Fprintf(b, "  # %s\n", oneLine(c.rule+": "+f.Message))
	for _, e := range f.Evidence {
		fmt.Fprintf(b, "  # evidence: %s\n", oneLine(evidence(&e)))
	}
	fmt.Fprintf(b, "  # see: %s\n", oneLine(f.Next))
	fmt.Fprintf(b, "  frequency: # times a year that %s\n", c.happens)
	b.WriteString("  loss:      # {low: , high: , unit: days}, between which nine in ten such events lie\n")
	b.WriteString("  owner:\n")
}

// candidates are the rules of other duties whose findings may be risks, and what
// would happen.
var candidates = []candidate{
	{"guidance/orphan", "Nobody active knows %s", "a fault in it, or a change that it needs, takes whoever has to learn it first"},
	{"guidance/island", "Whoever alone knows %s leaves or is away", "work on it stops, or goes wrong, until somebody else has learned it"},
	{narrowPart, "Whoever alone knows %s leaves or is away", "work on it stops, or goes wrong, until somebody else has learned it"},
	{grownCycle, "Ever more packages can only change together: those around %s", "a change in one of them breaks another, or takes longer than was planned"},
	{"record/stale", "%s was proposed and is still not decided", "what it leaves open is decided by accident, or twice"},
	{"record/review", "%s may hold no longer: its day of review has passed", "something is built on what does not hold any more"},
}

// mostAlike is how many candidates of one kind are written.
const mostAlike = 5

// Propose writes the risks that findings suggest, as a register in YAML that lacks what
// only people can say: how often, and what it costs. It is for somebody to read, to
// complete, and to file or throw away.
func Propose(sheets []sheet.Sheet) string {
	var b strings.Builder
	told := map[string]int{}
	for _, s := range sheets {
		for i := range s.Findings {
			f := &s.Findings[i]
			at := slices.IndexFunc(candidates, func(c candidate) bool { return c.rule == f.Rule })
			if at < 0 {
				continue
			}
			if told[f.Rule]++; told[f.Rule] <= mostAlike {
				candidates[at].write(&b, f)
			}
		}
	}
	if b.Len() == 0 {
		return ""
	}
	for _, c := range candidates {
		if more := told[c.rule] - mostAlike; more > 0 {
			fmt.Fprintf(&b, "# %d more are left out here: %s\n", more, c.rule)
		}
	}
	return "# Candidates from what the history and the code show. Nothing is filed: complete what\n" +
		"# is one, throw away what is none, and keep the rest in a register for `leadline risk`.\n" + b.String()
}

// id is the same for the same finding in another run, so that one is not filed twice.
func id(f *sheet.Finding) string {
	_, hash, _ := strings.Cut(f.Fingerprint, ":")
	return hash[:min(len(hash), 6)]
}

// about is what a finding is about.
func about(f *sheet.Finding) string {
	if f.Place != nil {
		return f.Place.Path
	}
	var paths []string
	for _, e := range f.Evidence {
		if e.Place != nil && !slices.Contains(paths, e.Place.Path) {
			paths = append(paths, e.Place.Path)
		}
	}
	switch {
	case len(paths) == 0:
		return f.Message
	case len(paths) > 3:
		return strings.Join(paths[:3], ", ") + fmt.Sprintf(" and %d more", len(paths)-3)
	}
	return strings.Join(paths, ", ")
}

func evidence(e *sheet.Evidence) string {
	var parts []string
	if e.Place != nil {
		at := e.Place.Path
		if e.Place.Line > 0 {
			at += fmt.Sprintf(":%d", e.Place.Line)
		}
		parts = append(parts, at)
	}
	for _, x := range []string{e.Commit, e.Ref, e.Person, string(e.Date), e.Text} {
		if x != "" {
			parts = append(parts, x)
		}
	}
	return strings.Join(parts, ", ")
}

// oneLine keeps a text within the comment that it stands in.
func oneLine(s string) string {
	q := strconv.Quote(s)
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`)
}
