package fact

// Document is a text in Markdown, and what of the repository it speaks of.
type Document struct {
	Path Path
	// Title is its first heading; empty where it has none.
	Title string
	// Mentions are in the order of the text.
	Mentions []Mention
}

// Mention is something that a document names.
type Mention struct {
	Kind MentionKind
	// Text is the target of a link without its fragment, percent signs decoded; a path
	// without the lines behind it; the name of a symbol without brackets.
	Text string
	// Line counts from 1.
	Line int
	// Past is of names of code: the words around it, or a heading above it, speak of
	// what was or is to come.
	Past bool
}

// MentionKind says what is named, and how.
type MentionKind uint8

// The kinds of mention. Of blocks of code only the names are told.
const (
	MentionLink   MentionKind = iota + 1 // the target of a link or an image
	MentionHTML                          // the same, in HTML
	MentionPath                          // a path in a code span
	MentionSymbol                        // what looks like a name of code in a code span
	MentionCode                          // a word with humps or underscores in a block of code, its first of a document
)

// Documents are what was read of the documents of a commit.
type Documents struct {
	// Documents are by path.
	Documents []Document
	// Ignores are the patterns by which git ignores files, in the order in which they are
	// heeded: what fits is made by programs.
	Ignores []Ignore
	// Unread are documents that could not be read, and why.
	Unread []PassedOver
}

// Ignore is a line of a .gitignore, and the folder in which that stands.
type Ignore struct {
	Folder  Path
	Pattern string
}
