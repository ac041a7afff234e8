package fact

// Record is something that a team wrote down on purpose and keeps beside its code: a
// decision, a requirement, a risk. It is read where it is, in the format that it has.
type Record struct {
	Path Path
	// Line is where it begins, from 1: several may share a file.
	Line int
	Kind RecordKind
	// ID is what others call it by: what the text gives itself, else the name of its file
	// (of its folder, where each has one) without the ending.
	ID string
	// Number is that of a numbered record, and Digits how many digits it is written with
	// in the name of the file. Digits is 0 where it has none.
	Number, Digits int
	Title          Passage
	Status         RecordStatus
	// StatusText is the status in the team's own words; empty where none is given.
	StatusText Passage
	// StatusStyle is how the file writes it.
	StatusStyle StatusStyle
	// Owners are those who the text says decided, wrote or own it, as it writes them.
	Owners []string
	// Date is the day that the text gives, empty where it gives none; it is then known
	// from git, which a source of records does not read.
	Date Day
	// ReviewBy is the day after which somebody should look at it again.
	ReviewBy Day
	Links    []RecordLink
	// Gate: the record says that what breaks it must not pass.
	Gate bool
	// Format is the convention that it was read by, such as nygard, madr or doorstop.
	Format string
	// Text is the statement that binds: the first paragraph of a requirement, what was
	// decided of a decision. Rationale, notes, examples and quotations are left out.
	Text Passage
	// Informative: the record says of itself that it binds nobody.
	Informative bool
	// Needs are the kinds of artifact by which OpenFastTrace wants it covered.
	Needs []string
	// Fields are what else it says by name, in the order of the file: the attributes of
	// a risk, the rationale of a requirement.
	Fields []RecordField
	// References are the places that its text names: targets of relative links, and paths
	// in code spans.
	References []Reference
	// Unfilled are the parts of a template that nobody filled in.
	Unfilled []Passage
}

// RecordKind says what a record is about.
type RecordKind string

// The kinds of record. A risk and a plan as such are facts of their own.
const (
	Decision    RecordKind = "decision"
	Requirement RecordKind = "requirement"
	RiskRecord  RecordKind = "risk"
	Request     RecordKind = "request" // of another team or a stakeholder; a request for comments is a decision
	PlanRecord  RecordKind = "plan"
	Objective   RecordKind = "objective"
	Incident    RecordKind = "incident"
	Runbook     RecordKind = "runbook"
	Standard    RecordKind = "standard"
)

// RecordStatus is where a record stands, in words that all formats share.
type RecordStatus string

// The statuses. NoStatus stands where a record gives none or one that is in no list of
// synonyms: its StatusText tells which.
const (
	NoStatus   RecordStatus = ""
	Draft      RecordStatus = "draft"
	Proposed   RecordStatus = "proposed"
	Accepted   RecordStatus = "accepted"
	Rejected   RecordStatus = "rejected"
	Superseded RecordStatus = "superseded"
	Deprecated RecordStatus = "deprecated"
)

// StatusStyle is how a file writes its status.
type StatusStyle string

// The styles.
const (
	StatusHeading     StatusStyle = "heading"      // a heading, and the word below it
	StatusBullet      StatusStyle = "bullet"       // an item "Status: word" of a list
	StatusFrontMatter StatusStyle = "front matter" // a key between lines of three hyphens
	StatusTable       StatusStyle = "table"        // a row "| Status | word |"
	StatusBold        StatusStyle = "bold"         // "**Status:** word", or a bare "Status: word"
	StatusTitle       StatusStyle = "title"        // "Accepted: what was decided" as the title
	StatusKey         StatusStyle = "key"          // a key of a file that is data alone
)

// Day is a day, written 2026-11-22.
type Day string

// Passage is a piece of a file.
type Passage struct {
	// Text is what it says, which need not be how the bytes write it: emphasis, quotes
	// and line breaks within it are taken away.
	Text string
	// Line and Column count from 1, columns in bytes. Start and End are the offsets of
	// its bytes in the file; where they are equal, only the line is known. Last is the
	// line of its last byte, where that is known.
	Line, Column, Start, End, Last int
}

// RecordField is something that a record says by name.
type RecordField struct {
	Name  string
	Value Passage
}

// RecordLink is a relation that a record declares.
type RecordLink struct {
	Kind LinkKind
	// To is the other end as the record writes it: an id, a number, a file relative to
	// the record, an address; of Affects, a path or a pattern of paths from the top of
	// the repository.
	To Passage
	// Keyword is what the file at the other end should hold, where Doorstop says so.
	Keyword string
}

// LinkKind says how a record stands to what it links to.
type LinkKind string

// The kinds of link.
const (
	Implements   LinkKind = "implements" // it refines or covers what the link names
	VerifiedBy   LinkKind = "verified-by"
	Supersedes   LinkKind = "supersedes"
	SupersededBy LinkKind = "superseded-by"
	Affects      LinkKind = "affects"
	DependsOn    LinkKind = "depends-on"
	See          LinkKind = "see"
)

// Reference is a place in the repository that a text names.
type Reference struct {
	// Code: it is a path in a code span, from the top of the repository as it seems;
	// otherwise the target of a link.
	Code bool
	// To is the target without its fragment, percent signs decoded; its bytes are those
	// of the target in the file.
	To Passage
	// Fragment is what follows the number sign.
	Fragment string
}

// RecordProblem is something in a folder of records that could not be read, or that is
// not as its format asks. A file that is not understood is one: none is passed over.
type RecordProblem struct {
	Path         Path
	Line, Column int // from 1; 0 where it is about the whole file
	// Rule is a stable word: not-understood, yaml, encoding, size, link-out, type,
	// key.
	Rule    string
	Message string
	// Next is what to do about it.
	Next string
	// Lost: no record was read because of it. Otherwise it is a remark on one.
	Lost bool
}

// RecordFolder is a place in which records of a kind are kept.
type RecordFolder struct {
	Path Path
	Kind RecordKind
	// Why tells how it was found: the file that declares it, or that its name is known.
	Why string
}

// Records are what was read of the records of a commit.
type Records struct {
	Folders []RecordFolder
	// Records are by path, then line.
	Records  []Record
	Problems []RecordProblem
	// PassedOver are files in the folders that are no records, and why: an index, a
	// template, a picture.
	PassedOver []PassedOver
}

// PassedOver is a file that is no record.
type PassedOver struct {
	Path Path
	Why  string
}
