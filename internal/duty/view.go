package duty

import (
	"time"

	"leadline/internal/analysis/activity"
	"leadline/internal/analysis/backtest"
	"leadline/internal/analysis/clone"
	"leadline/internal/analysis/dependency"
	"leadline/internal/analysis/governing"
	"leadline/internal/analysis/release"
	"leadline/internal/fact"
	"leadline/internal/sheet"
)

// View is what duties are given: facts, the day for which they answer, and
// analyses that several of them share. It is read by several duties at once
// and must not be changed meanwhile.
type View struct {
	Repository Repository
	History    *fact.History
	Survival   []fact.Survival
	// Refs are branches and tags; a tag's commit is the one it leads to.
	Refs []fact.Ref
	// Branches are those with commits that the head does not contain.
	Branches []fact.Branch
	// Without lists the needs that were not supplied, and why. What depends on
	// them is then unknown, not empty.
	Without map[Need]string
	// AsOf is the day in UTC for which duties answer. What happened later is
	// left out.
	AsOf time.Time
	// Since is the day in UTC from which on changes are reported; zero means
	// 7 days before AsOf.
	Since    time.Time
	Settings Settings
	// Place narrows the answer to a file or folder; empty means the repository.
	Place Place
	// Flags are the values given to the duty's flags, by name.
	Flags map[string]string
	// Records are the track records of predictors on this repository, by id.
	Records map[string]backtest.Record
	// Decisions are the decisions, requirements and other records that the team wrote
	// down; nil where they were not looked for. Records are something else.
	Decisions *fact.Records
	// Documents are those in Markdown; nil where they were not looked for.
	Documents *fact.Documents
	// Services are how descriptions of services changed since the last release; nil where
	// that was not looked for.
	Services *Services
	// LostNames are names of code that documents mention and that are gone; nil where they
	// were not looked for.
	LostNames *LostNames
	// Owners are what the commit says of who owns what; nil where it was not looked for.
	Owners *fact.Owners
	// Tags are what files say of requirements; nil where they were not looked for.
	Tags *fact.Tags
	// Words are the names of records that files say; nil where they were not looked for.
	Words []governing.Word
	// PlaceText is the content of the file that is asked about; nil where it was not
	// looked for or is no text.
	PlaceText []byte
	// Structures are those of the files of code that were read, generated ones among
	// them and vendored ones not, and Dependencies where their imports lead.
	Structures   map[fact.Path]*fact.Structure
	Dependencies []fact.Dependency
	// Declared gives what a file of code declares; nil where the structures hold it.
	Declared func(fact.Path) []fact.Symbol
	// Releases are what the structure of the code was at the last releases, the
	// lowest version first.
	Releases []ReleaseShape
	// Calls are those between functions; nil where they were not looked for.
	Calls *Calls
	// Clones are code that was copied, in files that people write and that are no
	// tests; nil where it was not looked for.
	Clones *Clones
	// Change is what is reviewed, for a duty that is OnChange.
	Change *Change
	// Inputs are what the files hold that a person named, for a duty that is OnFile.
	// It has no history.
	Inputs Inputs
	// Sheets are the answers of the other duties, for one that is AfterAll.
	Sheets []sheet.Sheet

	derived derived
	// shared, if set, is the view whose analyses this one uses.
	shared *View
}

// Asking is the same view asked about another place. It shares the analyses.
func (v *View) Asking(p Place, flags map[string]string) *View {
	return &View{
		Repository: v.Repository, History: v.History, Survival: v.Survival, Refs: v.Refs, Branches: v.Branches, Without: v.Without,
		AsOf: v.AsOf, Since: v.Since, Settings: v.Settings, Records: v.Records, Decisions: v.Decisions, Documents: v.Documents, Tags: v.Tags, Owners: v.Owners, Services: v.Services, LostNames: v.LostNames, Structures: v.Structures, Dependencies: v.Dependencies, Declared: v.Declared,
		Change: v.Change, Place: p, Flags: flags, shared: v.analyses(),
	}
}

// analyses is the view that holds the analyses of the repository. They do not
// depend on the place.
func (v *View) analyses() *View {
	if v.shared != nil {
		return v.shared
	}
	return v
}

// Place is a file or folder of the tree at the head.
type Place struct {
	// Path has no slash at its end.
	Path   fact.Path
	Folder bool
	// Line of a file, from 1; 0 means the whole file.
	Line int
}

// Repository is what a person would call the repository and the branch.
type Repository struct {
	Name string
	// Branch is the short name of the branch whose commit is the head; empty
	// if it is none's.
	Branch string
	// CommitURL with a commit's id behind it is its page, and FilesURL is where its
	// files are; empty if there is none.
	CommitURL, FilesURL string
}

// ReleaseShape is the structure of the code at a release.
type ReleaseShape struct {
	release.Release
	dependency.Shape
	// Breaches of the architecture that is declared now, known ones among them.
	Breaches int
	// Missing files of code could not be read.
	Missing int
}

// Calls are those between functions of the repository, of languages in which they
// are followed. Of the folders in Partial some code was left out.
type Calls struct {
	Calls   []fact.Call
	Partial []fact.Path
}

// Clones are code that was copied, what weighs most first.
type Clones struct {
	Clones []clone.Clone
	// Complete is false if not all could be followed. Files were compared.
	Complete bool
	Files    int
}

// Inputs are what files of people hold, each field that of one duty.
type Inputs struct {
	// Names of the files, as they were given.
	Names []string
	// Read counts what was read, for the head of the answer.
	Read []sheet.Figure
	// Gaps are parts of the files that were left out.
	Gaps []fact.Gap
	// Recorded: what follows was read of records of the repository, not of files that a
	// person named.
	Recorded bool
	// WrongRisks and WrongPlan are what is wrong in the records of risks and plans, of
	// which nothing is told then.
	WrongRisks, WrongPlan []fact.RecordProblem
	// Plan is work to be done, and Finished the items that a team has done.
	Plan *fact.Plan
	// PlanFiles are the files at the head that an item of the plan is about, by its id;
	// an item that names no path is not in it.
	PlanFiles map[string][]fact.Path
	Finished  *fact.Finished
	// Benchmarks are what benchmarks gave.
	Benchmarks fact.Benchmarks
	// Line says of which line of commits the runs are, where they were kept with the
	// commits: a branch, or a revision. Beside is of how many other commits results are
	// kept.
	Line   string
	Beside int
	// Landed gives the commits that one revision contains and an earlier one does not,
	// with what they changed, the newest first; why says in words why there are none,
	// or not all. It is nil where the files are all there is.
	Landed func(after, upTo string) (commits []fact.Commit, why string)
	// Contains says whether a revision contains another one, or why that is not known. It
	// is nil where the files are all there is.
	Contains func(revision, other string) (contains bool, why string)
	// Compared are the benchmarks of a change held against those of its base.
	Compared Comparison
	// Profiles are one, or those of a base and a head.
	Profiles []fact.Profile
	// Since are the commits from a base to the head; nil where no base was named.
	Since map[fact.CommitID]bool
	// Register is of risks, and Past what it was, the earliest first.
	Register fact.Register
	Past     []PastRegister
	// Tests are what tests gave when they ran last; nil where nobody asked for that.
	Tests *fact.TestRun
	// LoadTests are load tests and series of demand, a file each.
	LoadTests []fact.LoadTest
	// Capacity are declared targets, with what was measured.
	Capacity []Capacity
}

// PastRegister is the register of risks at a commit of the past.
type PastRegister struct {
	// Name is that of a release, or of a quarter, and Day that of the commit.
	Name     string
	Day      time.Time
	Register fact.Register
	// Unread: it could not be reckoned with, so nothing is known of it.
	Unread bool
}

// Capacity is a declared target of capacity, and the files that it names.
type Capacity struct {
	Target fact.CapacityTarget
	Tests  []fact.LoadTest
}

// Symbols are what a file of code declares, in the order of the file.
func (v *View) Symbols(p fact.Path) []fact.Symbol {
	s := v.Structures[p]
	switch {
	case s == nil:
		return nil
	case s.Symbols == nil && v.Declared != nil:
		return v.Declared(p)
	}
	return s.Symbols
}

// Days that windows are long.
const (
	recentDays = 7
	activeDays = 180
)

// PacePeople are the fewest people of whom a pace is told: that of fewer would be
// behaviour of each.
const PacePeople = 5

// CutNote says of what is drawn over time that the history was not read to its
// beginning.
const CutNote = " What came before is not in the history that was read."

// End is the end of the as-of day: what happened at or after it is left out.
func (v *View) End() time.Time { return day(v.AsOf).AddDate(0, 0, 1) }

// Recent is the window of what changed: from Since to the end of the as-of
// day.
func (v *View) Recent() activity.Window {
	from := v.Since
	if from.IsZero() {
		from = v.AsOf.AddDate(0, 0, -recentDays)
	}
	return v.Timeline().Window(day(from), v.End())
}

// LandedAt is the position on the first-parent line at which a commit landed; -1 if it did
// not, or is not known.
func (v *View) LandedAt(id fact.CommitID) int {
	if i := v.History.Index(id); i >= 0 {
		return v.Timeline().Landed[i]
	}
	return -1
}

// asked are the landings of the change that is asked about; none if it did not land, or
// nobody knows after what.
func (v *View) asked() activity.Window {
	if v.Change == nil || v.Change.Head.Commit == "" {
		return activity.Window{}
	}
	base := v.LandedAt(v.Change.Base.Commit)
	if base < 0 {
		return activity.Window{}
	}
	return activity.Window{First: base + 1, End: v.LandedAt(v.Change.Head.Commit) + 1}
}

// Active is the window of activity: the 180 days before the as-of day and the
// day itself. If nothing landed in them, it is the 180 days before the last
// landing, and quiet is true.
func (v *View) Active() (w activity.Window, quiet bool) {
	t := v.Timeline()
	w = t.Window(day(v.AsOf).AddDate(0, 0, -activeDays), v.End())
	if !w.Empty() {
		return w, false
	}
	last, ok := t.Last(v.End())
	if !ok {
		return w, true
	}
	return t.Window(day(last).AddDate(0, 0, -activeDays), day(last).AddDate(0, 0, 1)), true
}

func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
