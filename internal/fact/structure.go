package fact

// Structure is what the content of a file says of itself: the functions and types
// that it declares and what it imports.
type Structure struct {
	// Language is a word in lower case, e.g. go; empty if it is not known.
	Language string
	// Package is what the file says that it belongs to, where the language has it.
	Package string
	// Declares are the full names by which other files know what this one declares,
	// such as a.b.C, each once, of a language in which the path of a file does not
	// tell them.
	Declares []string
	// Symbols are in the order of the file; one within another follows it.
	Symbols []Symbol
	Imports []Import
	// Mapped are, of a manifest, the import paths that it puts into folders.
	Mapped []Mapping
	// Partial: the file has a syntax error, and this is what parsed.
	Partial bool
	// Estimate: no parser read the file, and its complexity is guessed from tokens.
	Estimate bool
	// Complexity is McCabe's of its functions, added up; of an estimate one more than
	// the words and operators at which the way through the file forks.
	Complexity int
	// Types counts the types that it declares, and Interfaces those of them that others
	// implement.
	Types, Interfaces int
}

// Symbol is a declaration.
type Symbol struct {
	Kind SymbolKind
	Name string
	// Owner is the type of a method, or what a declaration stands in.
	Owner string
	// Exported as the language understands it; Documented by a comment of its own.
	Exported, Documented bool
	// Line and End are its first and last line, from 1.
	Line, End int
	// Of functions and methods: Params counts parameters. Cyclomatic is McCabe's
	// (1976): one more than its branches. Cognitive is Campbell's (2018), without
	// what recursion adds: that takes other files to know. Nesting is how deep its
	// control structures stand in each other.
	Params, Cyclomatic, Cognitive, Nesting int
	// Calls are the functions of the same package that it names in calls without a
	// qualifier, sorted, each once. CallsItself is of a method, by its receiver.
	Calls       []string
	CallsItself bool
}

// FullName is the name of a symbol with what it stands in before it.
func (s *Symbol) FullName() string {
	if s.Owner == "" {
		return s.Name
	}
	return s.Owner + "." + s.Name
}

// Break is where the flow of a function breaks, as cognitive complexity counts it
// (Campbell 2018): a structure, an else, a run of equal operators, a jump to a label. A case
// of a choice is one that costs nothing.
type Break struct {
	// Function is another number for each function of a file, lower for one that another
	// stands in.
	Function int
	// Line and End are the first and last line of it and all that stands in it, from 1.
	Line, End int
	// Cost is what it adds, without what stands in it.
	Cost int
}

// SymbolKind says what a symbol declares.
type SymbolKind uint8

// The kinds of symbol.
const (
	Function SymbolKind = iota + 1
	Method
	Type      // a class, a structure, an enumeration, an alias
	Interface // what others implement: an abstract class too
)

// String gives the word for people.
func (k SymbolKind) String() string {
	switch k {
	case Function:
		return "function"
	case Method:
		return "method"
	case Type:
		return "type"
	case Interface:
		return "interface"
	}
	return "unknown"
}

// Import is what a file says that it needs.
type Import struct {
	// Path is as the file has it, without quotes.
	Path string
	Line int
	// Names are what is imported from there, where the language names it.
	Names []string
	Kind  ImportKind
	// Implicit: the file says no import. It uses the name in Path, which may be
	// that of something in its own package.
	Implicit bool
	// Global: it holds for all files of the project that the file is of.
	Global bool
}

// Mapping is an import path, and the folder in which a manifest puts it, relative
// to that of the manifest.
type Mapping struct{ Path, Folder string }

// ImportKind says when an import matters.
type ImportKind uint8

// The kinds of import.
const (
	Runtime  ImportKind = iota + 1
	TypeOnly            // gone when the program runs
	Dynamic             // when the program comes to it
	TestOnly            // in a part of the file that is for tests
)

// String gives the word for people.
func (k ImportKind) String() string {
	switch k {
	case Runtime:
		return "runtime"
	case TypeOnly:
		return "type-only"
	case Dynamic:
		return "dynamic"
	case TestOnly:
		return "test"
	}
	return "unknown"
}

// Dependency is an import that was followed.
type Dependency struct {
	From Path
	// To is the file, or the folder of a package, that is meant, where Confidence
	// says that it is in the repository. The top folder is empty.
	To Path
	Import
	Confidence Confidence
}

// Confidence says how sure it is where an import leads.
type Confidence uint8

// The confidences.
const (
	Exact      Confidence = iota + 1
	Ambiguous             // one of several that fit
	External              // outside of the repository
	Unresolved            // it should be in the repository, and was not found
)

// String gives the word for people.
func (c Confidence) String() string {
	switch c {
	case Exact:
		return "exact"
	case Ambiguous:
		return "ambiguous"
	case External:
		return "external"
	case Unresolved:
		return "unresolved"
	}
	return "unknown"
}
