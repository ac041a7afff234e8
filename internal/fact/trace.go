package fact

// Comment is a comment of source code, without what marks it as one where that is at
// its beginning: text as it stands in the file.
type Comment struct {
	// Line is where it begins, from 1.
	Line int
	Text string
}

// Tag is a place in a file that says which requirement it has to do with.
type Tag struct {
	Path Path
	Line int
	// Requirement is the id as the tag writes it.
	Requirement string
	Role        TagRole
	// Kind is the type of artifact that a tag of OpenFastTrace says it is, such as impl or
	// utest; empty of any other.
	Kind string
	// Own is the id that a tag of OpenFastTrace gives itself, and Needs are the types by
	// which it wants to be covered in turn.
	Own    string
	Needs  []string
	Syntax TagSyntax
	// In are the names of what the tag stands in or directly above, the outermost first:
	// a function, a class and its method, or the titles of describe and it. Empty of a
	// file as a whole. Group: it is of all tests of a class or a describe.
	In    []string
	Group bool
}

// TagRole is what a place does for a requirement.
type TagRole string

// The roles. A tag that says nothing verifies in a test, and implements elsewhere.
const (
	AnyRole      TagRole = ""
	Implementing TagRole = "implements"
	Verifying    TagRole = "verifies"
)

// TagSyntax is how a tag is written.
type TagSyntax string

// The syntaxes.
const (
	// leadline:off
	TagReq           TagSyntax = "@req"          // @req ID, ID
	TagOpenFastTrace TagSyntax = "openfasttrace" // [impl->req~id~1]
	TagStrictDoc     TagSyntax = "strictdoc"     // @relation(ID, scope=file)
	// leadline:on
	TagDoorstop TagSyntax = "doorstop" // a reference in the item itself
)

// Tags are what the files of a commit say of requirements.
type Tags struct {
	// Tags are by path, then line.
	Tags []Tag
	// Read counts the files that were searched.
	Read int
	// Missing are files that could not be read.
	Missing int
}
