package sheet

import (
	"cmp"
	"errors"
	"slices"
)

// WorkspaceFormat names the layout of the JSON form of a Workspace, as Format
// does that of an Answer.
const WorkspaceFormat = "leadline-workspace/1"

// Workspace is the answers about several repositories, and of their findings
// those that matter most of all.
type Workspace struct {
	Format string `json:"format"`
	// AsOf is the day, in UTC, for which all answers hold.
	AsOf Date `json:"as_of"`
	// Complete is false if an answer is not complete.
	Complete bool `json:"complete"`
	// Findings are the first ones of all, ranked.
	Findings []Located `json:"findings"`
	// Together is what is said of the repositories as a whole; nil of a single one.
	Together *Together `json:"together,omitempty"`
	// Answers are in the order in which the repositories were named. Their
	// repositories' names differ.
	Answers []Answer `json:"answers"`
}

// Located is a finding and the name of the repository that it is from.
type Located struct {
	Repository string  `json:"repository"`
	Finding    Finding `json:"finding"`
}

// Together is what concerns several repositories at once.
type Together struct {
	// Findings are told of the first repository that they concern.
	Findings []Located `json:"findings"`
	Sections []Section `json:"sections"`
	Unknown  []Unknown `json:"unknown"`
}

// Gather makes a workspace of answers and of what is said of all together, which may be
// nothing. Its findings are the given number of those of all, by their level, then by
// their rank in their own answer, then in the order of the repositories; those of all
// together come last among equals. A finding that stands in two sheets of an answer counts
// once.
func Gather(asOf Date, answers []Answer, together *Together, most int) Workspace {
	w := Workspace{Format: WorkspaceFormat, AsOf: asOf, Complete: true, Together: together, Answers: answers}
	type ranked struct {
		Located
		rank int
	}
	var all []ranked
	for _, a := range answers {
		w.Complete = w.Complete && a.Complete
		seen := map[string]bool{}
		for _, s := range a.Sheets {
			for _, f := range s.Findings {
				if !seen[f.Fingerprint] {
					all = append(all, ranked{Located{a.Repository.Name, f}, len(seen)})
					seen[f.Fingerprint] = true
				}
			}
		}
	}
	if together != nil {
		for i, f := range together.Findings {
			all = append(all, ranked{f, i})
		}
	}
	slices.SortStableFunc(all, func(a, b ranked) int {
		return cmp.Or(cmp.Compare(a.Finding.Level.Rank(), b.Finding.Level.Rank()), cmp.Compare(a.rank, b.rank))
	})
	for _, f := range all[:min(most, len(all))] {
		w.Findings = append(w.Findings, f.Located)
	}
	return w
}

// CheckWorkspace is Check for a workspace.
func CheckWorkspace(w Workspace) error {
	var c checker
	c.want(w.Format == WorkspaceFormat, "format %q", w.Format)
	names, complete := map[string]bool{}, true
	for _, a := range w.Answers {
		if err := Check(a); err != nil {
			c = append(c, err)
		}
		c.want(!names[a.Repository.Name], "two repositories are called %q", a.Repository.Name)
		c.want(a.AsOf == w.AsOf, "repository %q is as of %s, not %s", a.Repository.Name, a.AsOf, w.AsOf)
		names[a.Repository.Name], complete = true, complete && a.Complete
	}
	c.want(w.Complete == complete, "complete is %v", w.Complete)
	c.located(w.Findings, names)
	if t := w.Together; t != nil {
		c.located(t.Findings, names)
		for _, s := range t.Sections {
			c.section(s)
		}
		c.unknown(t.Unknown)
	}
	return errors.Join(c...)
}

func (c *checker) located(findings []Located, names map[string]bool) {
	for _, f := range findings {
		c.want(names[f.Repository], "finding %q is of repository %q, which is not there", f.Finding.Rule, f.Repository)
		c.finding(f.Finding)
	}
}

// MarshalJSON writes a workspace.
func (w Workspace) MarshalJSON() ([]byte, error) {
	type plain Workspace
	w.Findings, w.Answers = list(w.Findings), list(w.Answers)
	return plainJSON(plain(w))
}

// MarshalJSON writes what is said of several repositories together.
func (t Together) MarshalJSON() ([]byte, error) {
	type plain Together
	t.Findings, t.Sections, t.Unknown = list(t.Findings), list(t.Sections), list(t.Unknown)
	return plainJSON(plain(t))
}
