package fact

// Diagnostic is something that another program says of a line of code.
type Diagnostic struct {
	// Tool is the program, and Rule its name for what it says.
	Tool, Rule string
	// Level is error, warning or note.
	Level string
	// Path is empty where it speaks of no file; Line counts from 1, and is 0 where it
	// speaks of the whole file.
	Path    Path
	Line    int
	Message string
}
