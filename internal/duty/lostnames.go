package duty

import "leadline/internal/fact"

// LostNames are names of code that documents mention, that were declared in the commit
// that wrote the line, and that no file but documents has at the head.
type LostNames struct {
	// Names are by document and line, each of a document once.
	Names []LostName
	// Unseen counts mentions that no file has and of whose commits too many would have to
	// be read, and Missing the contents at the head that cannot be had: then nothing is told.
	Unseen, Missing int
}

// LostName is a name that went.
type LostName struct {
	Document fact.Path
	Line     int
	// Text is what the document says, and Name the part of it that went.
	Text, Name string
	// Was is where it was declared, at WasLine, in the commit At that wrote the line.
	Was     fact.Path
	WasLine int
	At      fact.CommitID
	// By is the commit that took the last of it out, and Now the name that the same body
	// has since, declared in In; empty where that is not sure.
	By  fact.CommitID
	Now string
	In  fact.Path
}
