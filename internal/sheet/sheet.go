// Package sheet holds the answer: what a duty found, as figures, findings and
// sections, together with the evidence that each was read from. It is the one
// thing that every reader (terminal, JSON, HTML, web, agent) renders, so that
// all of them say the same.
//
// The package imports nothing of ours. Paths and object ids in it are plain
// strings; paths are bytes as git stores them.
//
// Invariants, which Check tests: a figure has a value exactly when it is
// known, so that unknown is never zero; a finding has a rule, evidence and a
// next step; a table's rows are as long as its head. Nothing in a sheet
// depends on how long a run took, on the machine or on the time of day.
//
// How an answer looks is not its job: see surface.
package sheet

// Format names the layout of the JSON form of an Answer. It changes when a
// reader of the former layout would misread the new one.
const Format = "leadline-answer/1"

// Answer is what one run says: which evidence was read, and the sheets.
type Answer struct {
	Format     string     `json:"format"`
	Repository Repository `json:"repository"`
	// AsOf is the day, in UTC, for which the answer holds.
	AsOf Date `json:"as_of"`
	// Read counts what was read.
	Read []Figure `json:"read"`
	// Complete is false if there are gaps.
	Complete bool `json:"complete"`
	// Gaps are the parts of the evidence that could not be read. Readers show
	// them before anything else.
	Gaps   []Gap   `json:"gaps"`
	Sheets []Sheet `json:"sheets"`
}

// Repository says what was read.
type Repository struct {
	Name string `json:"name"`
	// Branch is the short name of the branch; empty for a detached head.
	Branch string `json:"branch,omitempty"`
	// Head is the object id of the commit; empty if there is none yet.
	Head string `json:"head,omitempty"`
	// HeadDate is the committer's day of the head, in UTC.
	HeadDate Date `json:"head_date,omitempty"`
	// CommitURL is the address of a commit's page at the forge, without the
	// commit's id at its end; empty where the origin is no known forge.
	CommitURL string `json:"commit_url,omitempty"`
	// FileURL is the address of the files of the head at the forge, without a
	// file's path at its end; a line is #L41 behind it.
	FileURL string `json:"file_url,omitempty"`
}

// Gap is a part of the evidence that could not be read.
type Gap struct {
	// Kind is a stable word: shallow, missing-blob, history, missing-tree, input.
	Kind string `json:"kind"`
	// Count is how many things the message speaks of; 0 if that is not known.
	Count   int    `json:"count,omitempty"`
	Example string `json:"example,omitempty"`
	// Message says what is missing and what follows from it.
	Message string `json:"message"`
	// Next is a command that supplies or lists what is missing.
	Next string `json:"next"`
}

// Sheet is the answer of one duty.
type Sheet struct {
	Duty     string `json:"duty"`
	Question string `json:"question"`
	// Summary is the answer in one line, made of figures of the sheet; empty
	// where there is nothing to sum up.
	Summary  string    `json:"summary,omitempty"`
	Figures  []Figure  `json:"figures"`
	Findings []Finding `json:"findings"`
	Sections []Section `json:"sections"`
	Unknown  []Unknown `json:"unknown"`
}

// Unknown is something that the duty would say if it had been told more.
type Unknown struct {
	What string `json:"what"`
	Why  string `json:"why"`
	// Next is how to supply it; empty if nothing can.
	Next string `json:"next,omitempty"`
}

// Track is the record of a predictor on this repository: right K times of N.
type Track struct {
	K int `json:"k"`
	N int `json:"n"`
	// Lower is the lower bound of the share, a 95 % interval's.
	Lower float64 `json:"lower"`
}

// Section is a part of a sheet besides figures and findings. Exactly the one
// field that Kind names is set.
type Section struct {
	ID    string      `json:"id"`
	Title string      `json:"title"`
	Kind  SectionKind `json:"kind"`
	// Window is the time that the section covers; nil for all of it.
	Window *Window `json:"window,omitempty"`
	Table  *Table  `json:"table,omitempty"`
	Chart  *Chart  `json:"chart,omitempty"`
	Graph  *Graph  `json:"graph,omitempty"`
	Tree   *Tree   `json:"tree,omitempty"`
	Text   string  `json:"text,omitempty"`
	// Note says how the section was made and what it leaves out.
	Note string `json:"note,omitempty"`
	// Command shows the same again.
	Command string `json:"command,omitempty"`
}

// SectionKind is the form of a section.
type SectionKind string

// The kinds of section.
const (
	KindTable SectionKind = "table"
	KindChart SectionKind = "chart"
	KindGraph SectionKind = "graph"
	KindTree  SectionKind = "tree"
	KindText  SectionKind = "text"
)

// Table is rows of values under a head. The order of the rows is part of the
// answer.
type Table struct {
	Columns []Column  `json:"columns"`
	Rows    [][]Value `json:"rows"`
	// Others is how many further rows were left out.
	Others int `json:"others,omitempty"`
}

// Column is the head of a table's column.
type Column struct {
	// ID is stable. Text in a column called subject is a commit's, in one called
	// branch the name of a branch or tag, and in one called repository that of the one
	// that the row is of.
	ID    string     `json:"id"`
	Label string     `json:"label"`
	Kind  ColumnKind `json:"kind"`
	// Unit of a number, e.g. lines.
	Unit string `json:"unit,omitempty"`
}

// RepositoryColumn is the id of the column that names the repository of a row.
const RepositoryColumn = "repository"

// ColumnKind is what the values of a column are, where they are anything.
type ColumnKind string

// The kinds of column.
const (
	ColumnText    ColumnKind = "text"
	ColumnPlace   ColumnKind = "place"
	ColumnNumber  ColumnKind = "number"
	ColumnAdded   ColumnKind = "added"   // a number of things added
	ColumnDeleted ColumnKind = "deleted" // a number of things deleted
	ColumnShare   ColumnKind = "share"   // a number of per cent, with % for its unit
	ColumnDate    ColumnKind = "date"
	ColumnCommit  ColumnKind = "commit"
	ColumnPerson  ColumnKind = "person"
	ColumnPeople  ColumnKind = "people" // several names
	ColumnSpark   ColumnKind = "spark"  // a short series of numbers
)
