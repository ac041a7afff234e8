package sheet

// Question is what a duty is asked.
type Question struct {
	// Duty is its name.
	Duty string
	// Place narrows the answer; the zero Place is the whole repository. A folder's
	// path may lack its slash.
	Place Place
	// Flags are values for the duty's flags, by name.
	Flags map[string]string
	// Pictures asks for what is drawn as well: charts, graphs and trees, which
	// would be long in words.
	Pictures bool
}
