package fact

// Names are those by which the files of a language need each other: what a file
// declares, and what it uses.
type Names struct {
	// Unit is the package that the file says that it is of, where all files of that
	// package in a folder know each other's names without an import.
	Unit string
	// Loose: the names are the words of the file. Only of some of them is it known
	// that they are declared there, and any other may be too.
	Loose bool
	// Declared are by name, and with the name of its type before it (T.M) what a type
	// has: methods, fields.
	Declared map[string]Declaration
	// Used are, by the name alone, what is used without a qualifier, with a dot before
	// it (.M) what is used of something, and as x.M what is used of what has the name
	// x. Of loose names, all are by the name alone.
	Used map[string]Use
	// Imported are the paths of imports, by what the file calls them: nothing where they
	// go by the name of their package. What is called . is known without a qualifier,
	// and what is called _ is not used.
	Imported map[string][]string
	// Embeds: what is built of the file holds other files, which are no code.
	Embeds bool
}

// Declaration is what is known of a name that is declared.
type Declaration struct {
	// Shape is a hash of what users depend on, such as a signature, and Body one of
	// all of it.
	Shape, Body uint64
	// Required: it is a method that an interface asks for.
	Required bool
}

// Use is how often a name is used, and a hash of the lines in which it is.
type Use struct {
	Count int
	Lines uint64
}
