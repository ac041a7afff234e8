// Package config reads Leadline's configuration for whoever starts a run: the
// file leadline.yaml at the root of the commit that is read, and the user's
// own. It is handed their bytes and says what they ask for, or everything that
// is wrong with them at once, with line and column.
//
// What a file may hold is declared once (declare.go). The check and the JSON
// Schema for editors both follow from the declaration, so that they cannot
// disagree.
//
// Finding and reading the files, flags and the environment (which win over
// both files), and acting on any of it are not this package's job.
package config

import (
	"cmp"
	"maps"
	"strconv"
	"time"
)

// FileName is the name of a configuration file, a repository's and the user's.
const FileName = "leadline.yaml"

// Known says which rules a configuration may speak of.
type Known struct {
	Rules []Rule
}

// Rule is a rule that a configuration may set.
type Rule struct {
	ID  string // duty/name
	Doc string // one line for editors; may be empty
	// Thresholds stand beside off and level in the file, and have other names.
	Thresholds []Threshold
}

// Threshold is a number by which a rule decides.
type Threshold struct {
	Name, Doc string
	Default   float64
	// Least and Most are the smallest and the largest value allowed.
	Least, Most float64
}

// Origin says whose file it is, which decides what it may name.
type Origin uint8

// The origins.
const (
	// Repository is a file of the commit that is read. Whoever can push can
	// write it, so it names nothing outside the repository.
	Repository Origin = iota
	// User is the file of whoever runs the program.
	User
)

// Position is a place in a file. Lines and columns count from one, columns in
// characters.
type Position struct {
	Name         string // of the file, as Parse was given it
	Line, Column int
}

// String gives the position as compilers do: leadline.yaml:7:3.
func (p Position) String() string {
	return p.Name + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column)
}

// File is what a configuration asks for. The zero File asks for nothing. A
// list that is nil is not set; one that is empty was set to be so.
type File struct {
	People    People
	Workspace []Member
	// Rules holds the settings of the rules that are mentioned, by id.
	Rules    map[string]Setting
	Accept   []Acceptance
	CoChange []CoChange
	// Records are patterns of folders and files that hold records, by kind. Those of
	// requirements that are in Patterned are to be in a pattern of EARS.
	Records      map[string][]string
	Patterned    []string
	Teams        []Team
	Paths        Paths
	Architecture Architecture
	// Results is where results of benchmarks are kept: a folder, from the root and without
	// a slash at its end, or a ref below NotesPrefix; empty where nobody said.
	Results string
}

// People corrects who is who. An identity is written as git does,
// "Name <e-mail>", or as an e-mail address alone.
type People struct {
	// Merge holds groups of two identities or more that are one person each.
	Merge [][]string
	// Split holds identities that are nobody else's, whatever else looks alike.
	Split []string
	// Bots, Agents and Humans say what is behind an identity.
	Bots, Agents, Humans []string
}

// Member is another repository of the workspace.
type Member struct {
	// Path has slashes and is relative to the folder of the file that names
	// it. In a Repository's file it is local: it leads nowhere above that
	// folder. Symbolic links are for the caller to judge. In a User's file it
	// may be absolute.
	Path   string
	Origin Origin
	Position
}

// Setting is what a configuration says of a rule.
type Setting struct {
	// Off is nil if it is not said whether the rule is off.
	Off *bool
	// Level is error, warning or note; empty if the rule's own holds.
	Level string
	// Thresholds holds those that are set, by name.
	Thresholds map[string]float64
	// Position is that of the rule's id.
	Position
}

// Off reports whether a rule is switched off.
func (f *File) Off(rule string) bool {
	off := f.Rules[rule].Off
	return off != nil && *off
}

// Threshold gives the value of a rule's threshold: the one that is set, or
// its default.
func (f *File) Threshold(rule, name string, byDefault float64) float64 {
	if v, ok := f.Rules[rule].Thresholds[name]; ok {
		return v
	}
	return byDefault
}

// CoChange says that what fits When is not changed without something that fits Then.
type CoChange struct {
	When, Then []string // patterns, see Match
	Reason     string
	Position
}

// Team is who is in a team that owns something.
type Team struct {
	// Name is that by which owners are named.
	Name string
	// Members are identities.
	Members []string
}

// Acceptance lets a finding stand.
type Acceptance struct {
	Fingerprint string // v1: and 32 hexadecimal digits
	Reason      string // never empty
	// Until is the last day on which it holds, at midnight UTC; zero if it
	// holds for ever.
	Until time.Time
	Position
}

// Expired reports whether the acceptance holds no longer on a day.
func (a Acceptance) Expired(day time.Time) bool {
	return !a.Until.IsZero() && !day.Before(a.Until.AddDate(0, 0, 1))
}

// Merge lays one configuration above another: maps merge, and whatever else
// over sets replaces what base sets. Neither is changed.
func Merge(base, over *File) *File {
	return &File{
		People: People{
			Merge:  replace(base.People.Merge, over.People.Merge),
			Split:  replace(base.People.Split, over.People.Split),
			Bots:   replace(base.People.Bots, over.People.Bots),
			Agents: replace(base.People.Agents, over.People.Agents),
			Humans: replace(base.People.Humans, over.People.Humans),
		},
		Workspace: replace(base.Workspace, over.Workspace),
		Rules:     mergeRules(base.Rules, over.Rules),
		Accept:    replace(base.Accept, over.Accept),
		CoChange:  replace(base.CoChange, over.CoChange),
		Records:   mergeRecords(base.Records, over.Records),
		Patterned: patterned(base, over),
		Teams:     replace(base.Teams, over.Teams),
		Results:   cmp.Or(over.Results, base.Results),
		Paths: Paths{
			Generated: replace(base.Paths.Generated, over.Paths.Generated),
			Vendored:  replace(base.Paths.Vendored, over.Paths.Vendored),
			Written:   replace(base.Paths.Written, over.Paths.Written),
		},
		Architecture: Architecture{
			Components: replace(base.Architecture.Components, over.Architecture.Components),
			Rules:      replace(base.Architecture.Rules, over.Architecture.Rules),
		},
	}
}

func replace[E any](base, over []E) []E {
	if over == nil {
		return base
	}
	return over
}

// patterned follows the list of requirements, which is replaced as one.
func patterned(base, over *File) []string {
	if _, said := over.Records[requirement]; said {
		return over.Patterned
	}
	return base.Patterned
}

func mergeRecords(base, over map[string][]string) map[string][]string {
	if over == nil {
		return base
	}
	all := make(map[string][]string, len(base)+len(over))
	maps.Copy(all, base)
	maps.Copy(all, over)
	return all
}

func mergeRules(base, over map[string]Setting) map[string]Setting {
	if over == nil {
		return base
	}
	all := make(map[string]Setting, len(base)+len(over))
	maps.Copy(all, base)
	for id, o := range over {
		b, both := all[id]
		if !both {
			all[id] = o
			continue
		}
		if o.Off == nil {
			o.Off = b.Off
		}
		if o.Level == "" {
			o.Level = b.Level
		}
		if thresholds := maps.Clone(b.Thresholds); thresholds != nil {
			maps.Copy(thresholds, o.Thresholds)
			o.Thresholds = thresholds
		}
		all[id] = o
	}
	return all
}
