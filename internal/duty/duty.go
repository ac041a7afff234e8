// Package duty says what a duty is: a question that a technical lead has, and
// a pure function that answers it from facts. Each duty lives in a folder of
// its own below this one; the list of them is duty/all.
//
// A duty does no I/O, keeps no state and asks for no time of day: the same
// View gives the same sheet. How a sheet looks is not its job.
package duty

import "leadline/internal/sheet"

// Duty answers one question.
type Duty struct {
	// Name is the duty's command and, as a rule, its package.
	Name     string
	Question string
	// Doc is what the command's help says after the question.
	Doc   string
	Rules []Rule
	Needs []Need
	// Flags are what the duty's command takes besides a place.
	Flags []Flag
	// OnPlace duties answer about a place alone, and stay out of the brief.
	OnPlace bool
	// OnChange duties answer about a change alone, and stay out of the brief.
	OnChange bool
	// OnFile duties answer about files that a person names, in a repository or out of
	// one, and stay out of the brief. Files says in one line which they are.
	OnFile bool
	Files  string
	// OnRecords duties are OnFile, and where no file is named they answer from records
	// of the repository; with those they have a part in the brief.
	OnRecords bool
	// OnKept duties are OnFile, and where no file is named they answer from what was
	// ingested and is kept with the commits.
	OnKept bool
	// Verbs are further questions that an OnFile duty answers from files, each a command
	// below its own.
	Verbs []Verb
	// AfterAll duties are read last, and find the sheets of the others in the
	// View.
	AfterAll bool
	Read     func(*View) (sheet.Sheet, error)
	// Short, if set, gives the findings of Read alone, and its summary if that is
	// wanted: for duties that tell what others found. FindingNeeds is what the
	// findings take.
	Short        func(v *View, summary bool) (sheet.Sheet, error)
	FindingNeeds []Need
	// Pictures, if set, gives what is drawn of the same answer: charts, graphs and
	// trees, for the readers that draw. PictureNeeds is what they take besides
	// Needs.
	Pictures     func(*View) []sheet.Section
	PictureNeeds []Need
}

// Verb is a question of a duty that is asked by a word of its own: leadline DUTY VERB.
// Its rules are among the duty's.
type Verb struct {
	// Name is the word, and a place or file of that name is none.
	Name     string
	Question string
	// Doc is what the command's help says after the question, and Args how its files
	// stand in the line of usage.
	Doc, Args string
	// Least and Most files are taken.
	Least, Most int
	Flags       []Flag
	// Gates says that findings of it may fail a check.
	Gates bool
	// Kept verbs take revisions too, whose results are kept with the commits, and OnKept
	// ones answer from what is kept where no file is named.
	Kept, OnKept bool
	// InRepository verbs answer from the repository too, where the command runs in one,
	// and Needs is what they take of it.
	InRepository bool
	Needs        []Need
	Read         func(*View) (sheet.Sheet, error)
	Pictures     func(*View) []sheet.Section
}

// Rule is a kind of finding.
type Rule struct {
	// ID is duty/name. Ids are only ever added.
	ID    string
	Level sheet.Level
	// Title says in one line when the rule speaks.
	Title string
	// Doc says how it is measured, why it matters and what it misses.
	Doc        string
	Thresholds []Threshold
	// Quiet rules are off unless the team turns them on.
	Quiet bool
}

// Flag is something that a person may tell a duty. Its value is found in
// View.Flags by name.
type Flag struct {
	Name string
	// Value names the value in the help, in capitals.
	Value string
	Doc   string
}

// Need is a part of the View that takes long to supply. A run supplies no more
// than the duties need that it reads, and several parts at a time.
type Need string

// The needs.
const (
	NeedBranches   Need = "branches" // what unmerged branches hold
	NeedKnowledge  Need = "knowledge"
	NeedAuthors    Need = "authors" // knowledge of every file
	NeedHotspots   Need = "hotspots"
	NeedCoupling   Need = "coupling"
	NeedSuccessors Need = "successors"
	NeedImports    Need = "imports"    // of the code at the head, and where they lead
	NeedPackages   Need = "packages"   // what they make of the packages; takes imports
	NeedSymbols    Need = "symbols"    // what it declares; takes imports
	NeedCalls      Need = "calls"      // which functions call which, of a place with a line
	NeedClones     Need = "clones"     // code that was copied, where it is asked for by a flag
	NeedReleases   Need = "releases"   // its shape at the last releases; takes imports
	NeedRecords    Need = "records"    // how well predictors did here
	NeedPlaceText  Need = "place-text" // the content of the file that is asked about
	NeedTags       Need = "tags"       // what files say of requirements; takes decisions
	NeedDecisions  Need = "decisions"  // decisions and other records that the team wrote down
	NeedDocuments  Need = "documents"  // what documents in Markdown mention
	NeedServices   Need = "services"   // how descriptions of services changed since the last release
	NeedLostNames  Need = "lost-names" // names that documents mention and that are gone; takes documents and decisions
	NeedOwners     Need = "owners"     // what CODEOWNERS and catalogues say
	NeedRisks      Need = "risks"      // those among the records; takes decisions
	NeedRiskPast   Need = "risk-past"  // the risks at the last releases or quarters; takes risks
	NeedPlan       Need = "plan"       // the plan among the records; takes decisions
	NeedLanded     Need = "landed"     // what landed between two runs that a file tells of, where there is a repository
)
