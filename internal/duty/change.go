package duty

import (
	"leadline/internal/analysis/dependency"
	"leadline/internal/fact"
)

// Change is what a review is about: two trees of a repository, and what differs.
type Change struct {
	Base, Head Tree
	// Commits are those from the base to the head, without what they changed; none of
	// what is not committed.
	Commits []fact.Commit
	// Files are what differs, by path.
	Files []ChangedFile
	// Loosened is what the head takes back of what the team declared at the base.
	Loosened []Loosening
	// API is what the change breaks of what others program against.
	API API
	// Linted is what another program found; nil if none was asked.
	Linted *Linted
	// Benchmarks are those of the head held against those of the base; nil if none were
	// given.
	Benchmarks *Comparison
	// Calls are those at the head; nil where they were not looked for.
	Calls *Calls
	// Parts: they are asked for, however sure they are.
	Parts bool
	// Names tells what a changed file declares and uses by name; nil where that is not
	// known.
	Names func(fact.Path, *Content) *fact.Names
	// Breaks tells where the flow of the functions of a changed file breaks; nil where that
	// is not known.
	Breaks func(*Content) []fact.Break
}

// API is what a change breaks of what others program against.
type API struct {
	// Breaks are against the last release, and not there at the base.
	Breaks []APIBreak
	// Unresolved counts differences that rest on something unknown.
	Unresolved int
	// Unchecked are parts that could not be compared.
	Unchecked []fact.APIUnchecked
}

// APIBreak is a break of an API that was released.
type APIBreak struct {
	fact.APIChange
	// Release is the tag of the last release, and Promised tells that it promises
	// compatibility.
	Release  string
	Promised bool
	// Kept is how many of the last steps from one release to the next kept what the unit
	// had, Of so many; 0 where that was not looked at.
	Kept, Of int
	// Unreleased: there is no release, and Release is what it is held against.
	Unreleased bool
	// Told is a document of the release that names it, ToldLine its line; looked for
	// where nothing else tells that others are to use it.
	Told     fact.Path
	ToldLine int
}

// Linted is what another program found at both ends of a change.
type Linted struct{ Base, Head []fact.Diagnostic }

// Tree is the code of a commit, or of what is to become one.
type Tree struct {
	// Commit is empty for what is not committed.
	Commit fact.CommitID
	// Paths are those of all files, sorted.
	Paths []fact.Path
	// Structures have no symbols, and Dependencies tell where their imports lead.
	Structures   map[fact.Path]*fact.Structure
	Dependencies []fact.Dependency
	Packages     *dependency.Map
	Modules      *dependency.Modules
}

// ChangedFile is a file that differs. Of a content that is no text, is too large or
// could not be had, nothing is known.
type ChangedFile struct {
	fact.Change
	Before, After Content
}

// Content is a side of a changed file.
type Content struct {
	// Text is nil where nothing is known, and where there is no file.
	Text []byte
	// Structure is what the text declares; nil if it is no code that is read.
	Structure *fact.Structure
	// Written: people write it.
	Written bool
}

// Loosening is something declared that the head takes back, or an exception that it
// makes.
type Loosening struct {
	// What says in words what happened, after the name of the file.
	What string
	// Key tells it from others.
	Key string
	// File and Line are where it stands; 0 for what is gone.
	File string
	Line int
}
