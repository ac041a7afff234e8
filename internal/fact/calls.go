package fact

// Callable is a function or method, by where it is declared. What a file runs when
// it is loaded, outside of any function, has no Name and no Line.
type Callable struct {
	Path Path
	// Owner is the type that has a method: in Go that of its receiver, without
	// pointer and type parameters.
	Owner, Name string
	// Line is the one on which the declaration begins, from 1, as that of Symbol.
	Line int
}

// Call says that one function calls another one of the repository. What a function
// literal calls, the declared function calls that it stands in.
type Call struct {
	From, To Callable
	// Line is the first one of From's file that holds such a call.
	Line int
	// Confidence is Exact where the callee stands in the code, and Ambiguous where it
	// is one of several that an interface or a function value may lead to.
	Confidence Confidence
}
