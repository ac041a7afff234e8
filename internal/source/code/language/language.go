// Package language says what there is to know of a language whose source code is
// read: its files, how their structure is read, and where their imports lead.
// Each language has a package of its own beside this one; the list of them is
// that of package code.
package language

import (
	"leadline/internal/fact"
	"leadline/internal/source/code/sitter"
	"leadline/internal/source/code/syntax"
)

// Language is a language, or the form of a manifest.
type Language struct {
	// Name is a word in lower case; structures carry it.
	Name string
	// Extensions are those of its files, in lower case and with the dot; Files are
	// whole names of files, which win.
	Extensions, Files []string
	// Patterns are of whole names of files, as path.Match reads them, and heeded
	// last.
	Patterns []string
	// Manifest: it holds no code, and says where the code that is imported is.
	Manifest bool

	// Read gives the structure of a content; nil where Grammar is set.
	Read func(content []byte) fact.Structure
	// Breaks gives the breaks of the functions of what Read reads.
	Breaks func(content []byte) []fact.Break
	// Grammar parses its files, and Structure gives the structure of a tree. It may
	// clear Broken of one whose errors are those of the grammar.
	Grammar   sitter.Language
	Structure func(*syntax.Tree) fact.Structure
	// Really names the language that a content is in, where the name of a file does
	// not tell; nil where it does.
	Really func(content []byte) string
	// Prepare gives what is parsed in place of a content, as long and with the same
	// lines; nil for the content itself.
	Prepare func(content []byte) []byte
	// Mend gives what is parsed where that does not parse, as long and with the same
	// lines, and is kept if it has fewer errors; nil, and giving nil, for nothing.
	Mend func(content []byte) []byte

	// Resolver is made once for all files of a tree, manifests among them, and
	// for all languages of the same family; nil where imports are not followed. Of
	// other files it reads no symbols, and imports of those alone that are manifests
	// or Mutual.
	Resolver func(files []File) Resolver
	// Mutual: where imports lead depends on what other files import.
	Mutual bool
	// Family is a name for languages that import each other; empty for one that
	// stands alone.
	Family string
}

// File is a file whose structure was read.
type File struct {
	Path      fact.Path
	Structure *fact.Structure
	// Blob is its content; empty if that is not known.
	Blob fact.BlobID
}

// Resolver tells where an import of a file leads: to one place or, where the
// language allows it, to several. An import that says nothing leads nowhere. What it
// gives is good until it is asked again.
type Resolver func(*File, *fact.Import) []Target

// Target is where an import leads. To is a file, or the folder of a package, and
// empty unless the confidence is exact or ambiguous; the top folder is empty too.
type Target struct {
	To         fact.Path
	Confidence fact.Confidence
	// TestOnly: the file is part of the tests, though it does not say so itself.
	TestOnly bool
}
